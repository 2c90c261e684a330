"""The database as queries see it: opened read-only, papers by number, one paper by whatever it is called.

Standard library only, so that a query in a pipe loads nothing that it does not need.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from digestkb.address import is_address
from digestkb.errors import NoDatabase, NotAnArxivId, NothingFound
from digestkb.files import shown
from digestkb.store.connection import Connection, has_table
from digestkb.store.guard import understood
from digestkb.store.state import State, not_ready, opened, refuse

# What makes papers is loaded by the functions that do: a search in a pipe makes none.
if TYPE_CHECKING:
    from digestkb.query.papers import Paper

#: Selects the row numbers of the notes that are about no paper: few, and found without looking at the papers.
NOTES = "SELECT number FROM papers WHERE is_note"
#: SQLite takes at least this many parameters in a statement, whatever it was built with.
_BATCH = 500
#: How many papers of one name an error lists.
_CANDIDATES = 6


@contextlib.contextmanager
def library(path: str | os.PathLike[str]) -> Iterator[Connection]:
    """Open a database for questions, close it afterwards, and say in our own errors what goes wrong in between."""
    connection = open_library(path)
    with contextlib.closing(connection), understood(connection, os.fspath(path)):
        yield connection


@contextlib.contextmanager
def library_file(path: str | os.PathLike[str]) -> Iterator[sqlite3.Connection]:
    """Do as :func:`library` with a database in a file, for what SQLite alone can do."""
    connection = open_file(path)
    with contextlib.closing(connection), understood(connection, os.fspath(path)):
        yield connection


def open_library(path: str | os.PathLike[str]) -> Connection:
    """Open a database read-only, in a file or on a server; nothing is created, and a read-only disk will do.

    Raises :class:`~digestkb.errors.NoDatabase` if there is none, or none that these queries understand, and
    :class:`~digestkb.errors.DatabaseBusy` while another process keeps it locked.
    """
    path = os.fspath(path)
    return _on_server(path) if is_address(path) else open_file(path)


def _on_server(address: str) -> Connection:
    from digestkb.postgres.state import opened as connected
    from digestkb.query.tsquery import TsquerySearch

    connection, found = connected(address)
    if found is not State.CURRENT:
        connection.close()
        raise not_ready(connection.name, found)
    connection.search_index = TsquerySearch(connection)
    return connection


def open_file(path: str | os.PathLike[str]) -> sqlite3.Connection:
    """Open a database in a file as :func:`open_library` does."""
    path = os.fspath(path)
    if not refuse(path):
        raise NoDatabase(f"there is no database {shown(path)} yet; run: digestkb ingest FOLDER")
    connection, found = opened(path)
    if found is not State.CURRENT:
        connection.close()
        raise not_ready(shown(path), found)
    return connection


def batches(values: Sequence[int], most: int = _BATCH) -> Iterator[tuple[Sequence[int], str]]:
    """Yield values in parts that one statement takes, each with the marks that stand for it between parentheses.

    >>> list(batches([7, 8, 9], 2))
    [([7, 8], '?, ?'), ([9], '?')]
    """
    for start in range(0, len(values), most):
        part = values[start : start + most]
        yield part, marks(part)


def has_metadata(connection: Connection) -> bool:
    """Say whether there is anything beside what notes say: most databases have none, and load nothing for it."""
    return has_table(connection, "paper_metadata")


def marks(values: Sequence[object]) -> str:
    """Give the marks that stand for values in a statement."""
    return ", ".join("?" * len(values))


def rows_of(connection: Connection, select: str, values: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a statement that ends with a column, where that column has one of the values.

    However many they are; rows are in no order.
    """
    for part, listed in batches(values):
        yield from connection.execute(f"{select} IN ({listed})", part)


def all_numbers(connection: Connection, *, notes: bool = False) -> list[int]:
    """Give the row numbers of all papers in the order of their ids; with ``notes`` those about no paper as well."""
    papers = "SELECT number FROM papers" if notes else f"SELECT number FROM papers WHERE number NOT IN ({NOTES})"
    return [number for (number,) in connection.execute(f"{papers} ORDER BY id")]


def lookup(connection: Connection, spelled: str) -> list[Paper]:
    """Give the one paper that is called so, as :func:`number_of` finds it, with all that the notes say of it."""
    from digestkb.query.papers import papers

    return list(papers(connection, [number_of(connection, spelled)]))


def number_of(connection: Connection, spelled: str) -> int:
    """Find a paper by an arXiv number or address in any spelling, an id, a link, or a name that only it has.

    Raises :class:`~digestkb.errors.NothingFound`; several papers of one name are listed in its message.
    """
    spelled = spelled.strip()
    for ask in (_by_id, _by_slug, _by_arxiv_number, _by_link, _by_name, _by_title):
        numbers = ask(connection, spelled) if spelled else []
        if len(numbers) == 1:
            return numbers[0]
        if numbers:
            raise NothingFound(_ambiguous(connection, spelled, numbers))
    raise NothingFound(f"no paper is called {spelled[:80]!r}; try: digestkb search {_shell_word(spelled[:80])}")


def _by_id(connection: Connection, spelled: str) -> list[int]:
    return _numbers(connection, "SELECT number FROM papers WHERE id = ?", spelled)


def _by_slug(connection: Connection, spelled: str) -> list[int]:
    """Find the notes that are called alike, so that each has its path behind an ``@``."""
    if not spelled.startswith("note:"):
        return []
    between = (f"{spelled}@", f"{spelled}{chr(ord('@') + 1)}")
    return [n for (n,) in connection.execute("SELECT number FROM papers WHERE id >= ? AND id < ?", between)]


def _by_arxiv_number(connection: Connection, spelled: str) -> list[int]:
    from digestkb.arxiv import parse_arxiv_id

    try:
        number = parse_arxiv_id(spelled).number
    except NotAnArxivId:
        return []
    return _numbers(connection, "SELECT number FROM papers WHERE id = ?", number)


def _by_link(connection: Connection, spelled: str) -> list[int]:
    if "." not in spelled or " " in spelled:
        return []
    from digestkb.links import typed

    known = typed(spelled)
    found = _numbers(connection, "SELECT number FROM papers WHERE id = ?", known)
    return found or _numbers(
        connection,
        "SELECT DISTINCT paper FROM claims JOIN mentions ON mentions.id = mention_id"
        " WHERE key = ? AND paper IS NOT NULL",
        f"link:{known}",
    )


def _by_name(connection: Connection, spelled: str) -> list[int]:
    from digestkb.tags import key

    return _numbers(connection, "SELECT paper FROM paper_names WHERE key = ? ORDER BY paper", key(spelled))


def _by_title(connection: Connection, spelled: str) -> list[int]:
    from digestkb.query.metadata import called

    return called(connection, spelled)


def _numbers(connection: Connection, sql: str, value: str) -> list[int]:
    return [number for (number,) in connection.execute(sql, (value,))]


def _ambiguous(connection: Connection, spelled: str, numbers: Sequence[int]) -> str:
    from digestkb.query.papers import entries

    named = [f"{paper.id} ({(paper.title or paper.id)[:60]})" for paper in entries(connection, numbers)]
    more = f" and {len(named) - _CANDIDATES} more" if len(named) > _CANDIDATES else ""
    return f"{len(named)} papers are called {spelled[:80]!r}: {', '.join(sorted(named)[:_CANDIDATES])}{more}"


def _shell_word(text: str) -> str:
    from shlex import quote as shell_quote

    return shell_quote(text)
