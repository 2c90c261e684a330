"""The two sorts of database that the same tests run on: a file, here in memory, and one on a server."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from digestkb.ingest import ingest
from digestkb.store.connection import Connection
from digestkb.store.store import Store
from digestkb.stores import opened
from digestkb.survey import Outcome, survey
from digestkb.transfer import Copying
from digestkb.transfer import opened as source
from tests.faults.canon import content

if TYPE_CHECKING:
    from tests.postgres.server import Server


@dataclass
class Ground:
    """An empty database, and the store on it."""

    connection: Connection
    store: Store

    def execute(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        return [tuple(row) for row in self.connection.execute(sql).fetchall()]


@contextmanager
def in_memory() -> Iterator[Ground]:
    """Make a database of SQLite's."""
    with closing(sqlite3.connect(":memory:")) as connection:
        yield Ground(connection, Store(connection))


@contextmanager
def on(server: Server) -> Iterator[Ground]:
    """Make the one database that all tests on a server use by turns, with nothing in it."""
    from digestkb.postgres import server as postgres
    from digestkb.postgres.connection import connect

    with closing(connect(server.address(server.cleared), writes=True)) as connection:
        yield Ground(connection, Store(postgres.Server(connection)))


def ingest_into(database: str | Path, *folders: Path) -> None:
    """Ingest folders here, without a process for it."""
    with opened(database) as store:
        for event in ingest(store, survey(store.fingerprints(), folders), jobs=1):
            assert event.outcome is not Outcome.FAILED, event.message


def content_of(database: str, folder: Path) -> dict[str, list[str]]:
    """Give what a database on a server says, by a copy of it in a new file."""
    copy = folder / f"{len(list(folder.glob('*.db')))}.db"
    with source(database) as connection, opened(copy) as target:
        for _ in Copying(connection, target).run():
            pass
    return content(copy)


@cache
def content_in_a_file(*folders: Path) -> dict[str, list[str]]:
    """Give what a file says into which folders were ingested."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "kb.db")
        ingest_into(file, *folders)
        return content(file)
