"""Taking turns: one process writes at a time, and the others wait for it, as long as they were told."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from digestkb.store.state import is_busy

T = TypeVar("T")
#: How long to wait for a turn unless somebody says otherwise, in seconds: while others take theirs, and while nothing
#: changes. A turn of ours is a note; who keeps the lock for longer is another program, or stands still.
PATIENCE, STANDSTILL = 10.0, 5.0
#: How long SQLite waits on its own account, in milliseconds. It hears no Ctrl-C meanwhile; and it asks ever more
#: rarely, so that a writer who never pauses for long would be let pass again and again.
_STEP = 50
#: Between two attempts, in seconds: what fails without SQLite having waited must not be asked without end.
_PAUSE = 0.005


class Turns:
    """The turns of one connection."""

    def __init__(self, connection: sqlite3.Connection, wait: float | None = None) -> None:
        """Wait for others at most so many seconds, whatever they do, and each time anew."""
        self._connection = connection
        self._patience, self._standstill = (PATIENCE, STANDSTILL) if wait is None else (wait, wait)
        connection.execute(f"PRAGMA busy_timeout = {_STEP}")

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Be the only writer for a while: all that is done meanwhile comes about at its end, or not at all.

        The lock is taken at the beginning, so that what is read in a turn still holds when it is written. A turn within
        a turn is a part of it.
        """
        if self._connection.in_transaction:
            yield
            return
        self.patiently(lambda: self._connection.execute("BEGIN IMMEDIATE"))
        try:
            yield
            self.patiently(lambda: self._connection.execute("COMMIT"))
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def switch(self, mode: str) -> None:
        """Change the journal mode of the file; for that SQLite wants to be alone with it, and does not always wait."""
        self.patiently(lambda: self._connection.execute(f"PRAGMA journal_mode = {mode}").fetchone())

    def patiently(self, action: Callable[[], T]) -> T:
        """Do what may find the database locked, again and again until the time to wait is up."""
        began = changed = time.monotonic()
        version = None
        while True:
            try:
                return action()
            except sqlite3.OperationalError as error:
                until = min(began + self._patience, changed + self._standstill)
                if not is_busy(error) or time.monotonic() >= until:
                    raise
            if (now := self._version()) not in (None, version):
                version, changed = now, time.monotonic()
            time.sleep(_PAUSE)

    def _version(self) -> int | None:
        """Give a number that changes with whatever others store; none while not even that may be read."""
        try:
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
            return None
