"""Children that do one thing to a database and die: forked, so that hundreds of them take seconds."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn


def forked(action: Callable[[], object]) -> int:
    """Run an action in a child; gives its process number."""
    child = os.fork()
    if child == 0:
        _run(action)
    return child


def _run(action: Callable[[], object]) -> NoReturn:
    status = 1
    try:
        action()
        status = 0
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(status)


def ended(child: int) -> int:
    """Wait for a child; gives its exit status, negative for the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dying_at(statement: int, action: Callable[[], object]) -> Callable[[], object]:
    """Let the process be killed as it begins its n-th SQL statement, counted over all connections."""

    def run() -> None:
        connect: Callable[..., sqlite3.Connection] = sqlite3.connect
        seen = 0

        def count(_: str) -> None:
            nonlocal seen
            seen += 1
            if seen == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        def traced(*given: Any, **named: Any) -> sqlite3.Connection:
            connection = connect(*given, **named)
            connection.set_trace_callback(count)
            return connection

        sqlite3.connect = traced  # type: ignore[assignment]
        action()

    return run
