"""The two sorts of database that the same tests run on: a file, here in memory, and one on a server."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digestkb.store.connection import Connection
from digestkb.store.store import Store

if TYPE_CHECKING:
    from tests.postgres.server import Server

SORTS = ("a file", "a server")


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
