"""A database in a file, or in memory: what SQLite does in its own way."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from digestkb.store import state
from digestkb.store.creation import bring_up
from digestkb.store.turns import Turns

if TYPE_CHECKING:
    from digestkb.store.fts import Fts5Index

T = TypeVar("T")
#: How long to wait for others on leaving, and how long to believe, outside of turns, that nobody wrote: in seconds.
_ON_LEAVING, _BELIEVED = 0.2, 0.05
#: New tags, authors and words land all over their trees: without room for these the same pages are written again and
#: again. KiB of memory, of which more saved no time at a hundred thousand papers, and pages of the log before it is
#: worked into the file.
_CACHE, _CHECKPOINT = 20 * 1024, 4000
#: So many pages are merged or given back at once: nobody waits for that longer than a moment, or Ctrl-C.
_AT_ONCE = 500
#: So many times that is done of an index that has not grown much.
_ROUNDS = 8
#: A file that is so many times as large as it was has grown much.
_MUCH = 1.5
#: Larger pages than SQLite's own, in bytes: passages of a kilobyte leave less of them empty.
PAGE = 16 * 1024


class File:
    """The database, as :class:`~digestkb.store.engine.Engine` has it."""

    #: Whoever may write a file may replace all that is in it.
    notes = "notes"

    def __init__(
        self,
        connection: sqlite3.Connection,
        wait: float | None = None,
        path: str = "the database",
        *,
        writes: bool = True,
    ) -> None:
        self.connection = connection
        self.turns = Turns(connection, wait)
        self._writing = self._is_anew = False
        if writes:
            connection.execute("PRAGMA foreign_keys = ON")
            self._is_anew = bring_up(connection, self.turns, path)
        self._opened, self._pages_before = self._version(), self._pages()
        #: Until when it is believed that nobody else has written.
        self._believed = 0.0

    @cached_property
    def index(self) -> Fts5Index:
        """Its full-text index."""
        from digestkb.store.fts import Fts5Index

        return Fts5Index(self.connection)

    def _version(self) -> int:
        return int(self.patiently(lambda: self.connection.execute("PRAGMA data_version").fetchone())[0])

    @property
    def undisturbed(self) -> bool:
        """Nobody else has written since the database was opened."""
        if time.monotonic() < self._believed and not self.connection.in_transaction:
            return True
        is_undisturbed = self._version() == self._opened
        self._believed = time.monotonic() + _BELIEVED if is_undisturbed else 0.0
        return is_undisturbed

    def turn(self) -> AbstractContextManager[None]:
        """Be the only writer for a while."""
        return self.turns.turn()

    def patiently(self, action: Callable[[], T]) -> T:
        """Do what may find the file locked."""
        return self.turns.patiently(action)

    def begin(self, unchanged: Callable[[], bool]) -> None:
        """Let readers go on while this writes, from the first turn on until the file is closed."""
        if self._writing:
            return
        self._writing = True
        self.connection.execute("PRAGMA synchronous = NORMAL")
        self.connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        self.connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
        undisturbed = self._version() == self._opened
        self.turns.switch("WAL")  # in memory that changes nothing
        switched = self._version()
        # The switch counts as if somebody else had written; whether anybody had, the notes say.
        if undisturbed and unchanged():
            self._opened = switched

    def keeping(self, folders: Iterable[str], tell: Callable[[str], None]) -> AbstractContextManager[None]:
        """Wait for nobody: two ingests of a folder take turns, note by note, and neither does what is done."""
        return contextlib.nullcontext()

    def columns_of(self, table: str) -> list[str]:
        """Name the columns of a table."""
        return [row[1] for row in self.connection.execute(f"PRAGMA table_info({table})")]

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Put many rows into an empty table."""
        marks = ", ".join("?" * len(columns))
        self.connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

    def tidy(self) -> None:
        """Let SQLite merge the index's segments, give back the pages that are free then, and refresh its statistics.

        Once the file has grown much, or its index was made anew, all segments are merged into one, which takes a
        twentieth less room and fewer looks; that is done so rarely that it adds little to what was written. Without
        room on the disk nothing is tidied: what was to be done is done, and the next command that writes tidies.
        """
        try:
            self._tidy()
        except sqlite3.OperationalError as error:
            if "is full" not in str(error):
                raise

    def _tidy(self) -> None:
        is_due = self._is_anew or self._pages() > _MUCH * self._pages_before
        pages = -_AT_ONCE if is_due else _AT_ONCE
        for _ in count() if is_due else range(_ROUNDS):
            if not self._merge(pages):
                break
            pages = _AT_ONCE
        self._give_back()
        self.patiently(lambda: self.connection.execute("PRAGMA optimize"))

    def _merge(self, pages: int) -> bool:
        with self.turn():
            return self.index.merge(pages)

    def _pages(self) -> int:
        return int(self.patiently(lambda: self.connection.execute("PRAGMA page_count").fetchone())[0])

    def _give_back(self) -> None:
        """Give back the pages that are free; of a file that was made without the books for that, none."""
        (can_be,) = self.connection.execute("PRAGMA auto_vacuum").fetchone()
        (free,) = self.connection.execute("PRAGMA freelist_count").fetchone()
        for _ in range(0, free if can_be else 0, _AT_ONCE):
            # As a script: execute() takes one step of a statement that gives no rows, and a page a step is given back.
            self.patiently(lambda: self.connection.executescript(f"PRAGMA incremental_vacuum({_AT_ONCE})"))

    def leave(self) -> None:
        """Leave one plain file: readers of it put nothing beside it, and need no leave to write there."""
        if self._writing:
            with contextlib.suppress(sqlite3.OperationalError):  # somebody else has it open, who may do the same
                Turns(self.connection, _ON_LEAVING).switch("DELETE")


@contextlib.contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """Open or create a file; its folder is made if need be.

    Its name may look like an address with parameters, or like the one that SQLite has for memory.
    """
    state.refuse(str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        opened = sqlite3.connect(path.absolute())
    except sqlite3.Error as error:
        raise state.explained(error, str(path)) or state.damaged(str(error), str(path)) from error
    with contextlib.closing(opened) as connection:
        yield connection


def was_left(path: Path) -> bool:
    """Say whether a run that was killed left something beside the file."""
    return any(os.path.exists(f"{path}{suffix}") for suffix in ("-wal", "-shm", "-journal"))  # noqa: PTH110
