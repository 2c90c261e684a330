"""Children that do one thing to a database and die: forked, so that hundreds of them take seconds."""

from __future__ import annotations

import ctypes
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


def dying_at_call(number: int, action: Callable[[], object]) -> Callable[[], object]:
    """Let the process be killed as it begins its n-th call of the operating system."""

    def run() -> None:
        seen = 0

        def count(_: object, event: str, called: object) -> None:
            nonlocal seen
            if event == "c_call" and getattr(called, "__module__", "") == os.open.__module__ and called is not os.kill:
                seen += 1
                if seen == number:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(count)
        action()

    return run


def unprivileged() -> None:
    """Give up what lets root pass over permissions; for the child of a process, before it becomes another program."""
    if os.geteuid() == 0:
        prctl = ctypes.CDLL(None).prctl
        for privilege in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
            if prctl(24, privilege, 0, 0, 0):  # PR_CAPBSET_DROP
                raise OSError("the privileges of root cannot be dropped")
