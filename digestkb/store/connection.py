"""What our SQL is put to: a connection of SQLite's as it is, or one to PostgreSQL that behaves like it.

The statements are the same text for both, with ``?`` for each parameter. What the two do not share – full text, turns,
how a database comes about – is behind :class:`~digestkb.store.engine.Engine`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol


class Cursor(Protocol):
    """The rows that a statement gave, each a tuple."""

    @property
    def description(self) -> Any:
        """One item for each column, which begins with its name."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    def fetchone(self) -> Any:
        """Give the next row; ``None`` behind the last."""

    def fetchall(self) -> list[Any]:
        """Give all rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A database that statements can be put to."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Cursor:
        """Execute a statement."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Cursor:
        """Execute a statement that gives nothing, once for each item."""

    def close(self) -> None:
        """Leave the database; what was begun and not ended is taken back."""


def has_table(connection: Connection, name: str) -> bool:
    """Say whether there is a table, of those that not every database has."""
    if getattr(connection, "dialect", "") == "postgresql":
        return bool(connection.execute("SELECT to_regclass(?) IS NOT NULL", (name,)).fetchone()[0])
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone() is not None
