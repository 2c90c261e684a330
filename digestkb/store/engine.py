"""What a store needs of the database beneath it that each kind of database does in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from digestkb.store.connection import Connection
    from digestkb.store.index import Entry

T = TypeVar("T")


class Index(Protocol):
    """The full-text index."""

    def insert(self, entries: Iterable[tuple[int, Entry]]) -> None:
        """Put in papers by row number."""

    def delete(self, numbers: Iterable[int], entry_of: Callable[[int], Entry]) -> None:
        """Take out papers; ``entry_of`` gives the entry with which each was put in, if that is needed."""

    def begin_anew(self) -> None:
        """Take out everything, and note by which rules it will be filled."""


class Engine(Protocol):
    """A database that can be written, with the tables as they are today."""

    @property
    def connection(self) -> Connection:
        """What statements are put to."""

    @property
    def index(self) -> Index:
        """Its full-text index."""

    @property
    def notes(self) -> str:
        """The table or view of the notes that who writes here may replace and take out."""

    @property
    def undisturbed(self) -> bool:
        """Nobody else has written since the database was opened."""

    def turn(self) -> AbstractContextManager[None]:
        """Be the only writer for a while: all that is done meanwhile comes about at its end, or not at all.

        A turn within a turn is a part of it.
        """

    def patiently(self, action: Callable[[], T]) -> T:
        """Do what may have to wait for others, until the time to wait is up."""

    def begin(self, unchanged: Callable[[], bool]) -> None:
        """Prepare for writing, once; ``unchanged`` says whether the notes are those that were read before."""

    def keeping(self, folders: Iterable[str], tell: Callable[[str], None]) -> AbstractContextManager[None]:
        """Wait for others who ingest one of these folders, which is told, and let those wait who come after."""

    def columns_of(self, table: str) -> list[str]:
        """Name the columns of a table."""

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Put many rows into an empty table, within a turn; rows that come after are numbered behind them."""

    def tidy(self) -> None:
        """Do what makes questions quicker after many changes."""
