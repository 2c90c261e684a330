"""A knowledge base copied into an empty one, from a file or a server to either.

What notes say is copied row by row, under the same row numbers; what follows from it – papers, labels, words – is made
anew, as each sort of database has its own index. All of it comes about in one transaction, or nothing.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digestkb.address import is_address
from digestkb.errors import NoDatabase
from digestkb.store import state, vectors
from digestkb.store.guard import understood
from digestkb.store.soundness import SAID
from digestkb.store.store import Store, Totals

if TYPE_CHECKING:
    from digestkb.postgres.connection import Connection as Server

#: What each table refers to goes before it.
_TABLES = sorted(SAID, key=("notes", "repairs", "insights", "mentions", "passages").index)


class Copying:
    """A copy that is being made into a store with nothing in it."""

    def __init__(self, source: sqlite3.Connection | Server, target: Store) -> None:
        self._source = source
        self._target = target
        #: What was copied, once all is done.
        self.totals = Totals(0, 0, 0, 0)

    @property
    def steps(self) -> int:
        """How many steps :meth:`run` is going to yield, about."""
        (papers,) = self._source.execute("SELECT count(*) FROM papers").fetchone()
        return len(_TABLES) + int(papers)

    def run(self) -> Iterator[None]:
        """Copy all, and yield for each paper and table that is done.

        Raises :class:`~digestkb.errors.NoDatabase` if there is anything in the target.
        """
        with self._target.turn():
            if any(self._target.totals()):
                raise NoDatabase("what is copied to is not empty; name a new file, or make another database")
            for table in _TABLES:
                self._copy(table)
                yield
            ids = dict(self._rows("SELECT number, id FROM papers"))
            for done in self._target.renewing(ids):
                yield from (None for _ in range(done))
            self._copy_vectors()
            self.totals = self._target.totals()

    def _copy(self, table: str) -> None:
        cursor = self._source.execute(f"SELECT * FROM {table} LIMIT 0")
        columns = [name for name, *_ in cursor.description if name in self._target.columns_of(table)]
        self._target.fill(table, columns, self._rows(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id"))

    def _copy_vectors(self) -> None:
        """Copy what compares meanings: it is made of nothing but what is copied, and slowly."""
        if vectors.is_there(self._source):
            rows = self._rows(f"SELECT {', '.join(vectors.COLUMNS)} FROM paper_vectors")
            if first := next(rows, None):
                self._target.vectors.add(chain([first], rows))

    def _rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        if isinstance(self._source, sqlite3.Connection):  # which gives rows as they are asked for
            return self._source.execute(sql)
        return self._source.stream(sql)


def refuse_the_same(source: Path | str, target: Path | str) -> None:
    """Raise :class:`~digestkb.errors.NoDatabase` if a database would be copied into itself."""
    files = isinstance(source, Path) and isinstance(target, Path) and source.exists() and target.exists()
    if source == target or (files and Path(source).samefile(target)):
        raise NoDatabase(f"{target} is what is copied; name another database to copy it to")


@contextlib.contextmanager
def opened(database: Path | str) -> Iterator[sqlite3.Connection | Server]:
    """Open a database to copy it as it is at one moment, whatever others write meanwhile.

    Raises :class:`~digestkb.errors.NoDatabase` if there is none, or one that was made by another version.
    """
    if is_address(database):
        from digestkb.postgres.state import opened as on_server

        server, found = on_server(str(database))
        with contextlib.closing(server):
            _refuse(found, str(database))
            server.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            yield server
        return
    path = str(database)
    if not state.refuse(path):
        raise NoDatabase(f"there is no database {path}")
    connection, found = state.opened(path)
    with contextlib.closing(connection), understood(connection, path):
        _refuse(found, path)
        connection.execute("BEGIN")
        yield connection


def _refuse(found: state.State, name: str) -> None:
    if found is not state.State.CURRENT:
        raise state.not_ready(name, found)


def beside(source: sqlite3.Connection | Server) -> Iterator[str]:
    """Yield what a source has beside the notes, which is not copied, with the command that makes it."""
    from digestkb.store import metadata

    if metadata.is_there(source):
        yield "metadata of arXiv, which digestkb enrich adds to files, is"
