"""Children that do one thing to a database and die: forked, so that hundreds of them take seconds."""

from __future__ import annotations

import ctypes
import os
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
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

    def die(seen: int) -> None:
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    return _traced(die, action)


def statements_of(action: Callable[[], object]) -> int:
    """Run an action in a child; gives how many SQL statements it begins."""
    ours, theirs = os.pipe()
    child = forked(_traced(lambda seen: os.write(theirs, b"."), action))
    os.close(theirs)
    with os.fdopen(ours, "rb") as dots:
        seen = len(dots.read())
    assert ended(child) == 0
    return seen


def _traced(each: Callable[[int], object], action: Callable[[], object]) -> Callable[[], object]:
    def run() -> None:
        connect: Callable[..., sqlite3.Connection] = sqlite3.connect
        seen = 0

        def count(_: str) -> None:
            nonlocal seen
            seen += 1
            each(seen)

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


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something to come true; fails if it does not within so many seconds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.01)


def runs(process: int) -> bool:
    """Say whether a process is still at work, as Linux tells it; what nobody has asked after is dead all the same."""
    return _state(process)[0] not in "ZX"


def children(process: int) -> list[int]:
    """Give the processes that one has started and that still run."""
    found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [child for child in found if _state(child)[1] == str(process) and runs(child)]


def _state(process: int) -> tuple[str, str]:
    """Give the state of a process and its parent; that of none is X."""
    try:
        fields = Path("/proc", str(process), "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return "X", ""
    return fields[0], fields[1]
