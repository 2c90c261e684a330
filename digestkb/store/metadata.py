"""The tables of what arXiv says of papers (:mod:`digestkb.snapshot`), beside what notes say and apart from it.

No migration makes them but the first enrichment, and to drop them restores the database as it was: nothing else refers
to them or changes with them. Rows go by the number of a paper, as row numbers may be given to others, and a paper that
a note speaks of anew keeps its metadata. ``metadata_search`` has the columns of ``search``, so that one expression asks
both; an abstract is its ``text``. Light enough for queries, which read through this.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from digestkb.snapshot import Metadata, Name
from digestkb.store.columns import COLUMNS
from digestkb.store.connection import Connection, has_table
from digestkb.store.state import ERRORS
from digestkb.tuples import NamedTuple

if TYPE_CHECKING:
    from digestkb.store.engine import Engine

_TABLE, _INDEX = "paper_metadata", "metadata_search"
_COLUMNS = (
    *("id", "arxiv_id", "title", "authors", "abstract", "categories", "published", "doi", "venue"),
    *("snapshot", "preferred"),
)
_CREATE = (
    """
CREATE TABLE IF NOT EXISTS paper_metadata (
  id INTEGER PRIMARY KEY,
  arxiv_id TEXT NOT NULL UNIQUE,
  title TEXT,
  authors TEXT NOT NULL,        -- JSON array of [family, given, suffix]
  abstract TEXT,
  categories TEXT NOT NULL,     -- JSON array, the primary one first
  published TEXT,               -- the day of the first version
  doi TEXT,                     -- of the publisher
  venue TEXT,
  snapshot TEXT NOT NULL,       -- the day of the snapshot, "API " before that of an answer; empty while not known
  preferred INTEGER NOT NULL    -- it goes before what notes say
)""",
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {_INDEX} USING fts5"
    f" ({', '.join(COLUMNS)}, tokenize = \"ascii tokenchars '+#-_'\")",
)
_SENSELESS = (
    "typeof(arxiv_id) <> 'text' OR typeof(authors) <> 'text' OR NOT json_valid(authors) OR typeof(categories) <> 'text'"
    " OR NOT json_valid(categories) OR typeof(snapshot) <> 'text' OR typeof(preferred) <> 'integer'"
    " OR typeof(title) NOT IN ('text', 'null') OR typeof(abstract) NOT IN ('text', 'null')"
    " OR typeof(published) NOT IN ('text', 'null')"
)
#: How the day of a snapshot begins that came from arXiv's API.
API = "API "
_OF_NO_PAPER = "arxiv_id NOT IN (SELECT arxiv_id FROM papers WHERE arxiv_id IS NOT NULL)"
#: SQLite takes at least this many parameters in a statement.
_MOST = 900


class Stored(NamedTuple):
    """What the table has of one paper."""

    metadata: Metadata
    snapshot: str
    preferred: bool

    @property
    def source(self) -> tuple[str, str | None]:
        """Where it is from, as people are told of it, and of which day."""
        day = self.snapshot.removeprefix(API)
        return "arXiv API" if day != self.snapshot else "arXiv metadata", day or None


class MetadataTable:
    """The tables, open for writing; each method is a turn of its own."""

    def __init__(self, connection: sqlite3.Connection, engine: Engine) -> None:
        self.connection = connection
        self._engine = engine

    def prepare(self) -> int:
        """Make the tables if they are not there, drop what is of no paper any more; gives how many records that was."""
        with self._engine.turn():
            for statement in _CREATE:
                self.connection.execute(statement)
            return _delete(self.connection, _OF_NO_PAPER)

    def put(self, found: Iterable[Metadata]) -> None:
        """Store what a snapshot says of papers in place of what another said; its date is told at the end."""
        with self._engine.turn():
            preferred = is_preferred(self.connection)
            for one in found:
                _delete(self.connection, "arxiv_id = ?", (one.arxiv_id,))
                _insert(self.connection, Stored(one, "", preferred))

    def finish(self, snapshot: str, *, preferred: bool | None = None) -> None:
        """Date what was stored since the last time; ``preferred`` says of all whether it goes before what notes say."""
        with self._engine.turn():
            self.connection.execute("UPDATE paper_metadata SET snapshot = ? WHERE snapshot = ''", (snapshot,))
            if preferred is not None:
                self.connection.execute("UPDATE paper_metadata SET preferred = ?", (int(preferred),))

    def remove(self) -> int:
        """Drop the tables; gives how many records that was."""
        with self._engine.turn():
            count = count_of(self.connection)
            _drop(self.connection)
            return count

    def take_over(self, old: Connection) -> None:
        """Copy what another database has for the papers of this one, as far as it can be read."""
        rows = list(_sound(old))
        if rows:
            with self._engine.turn():
                for statement in _CREATE:
                    self.connection.execute(statement)
                for row in rows:
                    _insert(self.connection, row)
                _delete(self.connection, _OF_NO_PAPER)


def is_there(connection: Connection) -> bool:
    """Say whether the database was ever enriched (and still is)."""
    return has_table(connection, _TABLE)


def count_of(connection: Connection) -> int:
    """Count the papers of which there is metadata."""
    return int(connection.execute(f"SELECT count(*) FROM {_TABLE}").fetchone()[0]) if is_there(connection) else 0


def is_preferred(connection: Connection) -> bool:
    """Say whether metadata goes before what notes say."""
    return bool(connection.execute(f"SELECT 1 FROM {_TABLE} WHERE preferred LIMIT 1").fetchone())


def numbers(connection: Connection) -> list[str]:
    """Give the arXiv numbers of the papers in their order."""
    return [row[0] for row in connection.execute("SELECT arxiv_id FROM papers WHERE arxiv_id IS NOT NULL ORDER BY id")]


def lacking(connection: Connection) -> list[str]:
    """Give the numbers of the papers of which there is no metadata."""
    if not is_there(connection):
        return numbers(connection)
    sql = (
        f"SELECT arxiv_id FROM papers WHERE arxiv_id IS NOT NULL AND arxiv_id NOT IN (SELECT arxiv_id FROM {_TABLE})"
        " ORDER BY id"
    )
    return [row[0] for row in connection.execute(sql)]


def of_papers(connection: Connection, wanted: Collection[str]) -> dict[str, Stored]:
    """Give what there is for these arXiv numbers, by number; nothing where nothing was ever stored."""
    found: dict[str, Stored] = {}
    listed = list(wanted) if wanted and is_there(connection) else []
    for start in range(0, len(listed), _MOST):
        part = listed[start : start + _MOST]
        sql = f"SELECT {', '.join(_COLUMNS[1:])} FROM {_TABLE} WHERE arxiv_id IN ({', '.join('?' * len(part))})"
        found.update((row[0], _stored(row)) for row in connection.execute(sql, part))
    return found


def _stored(row: Sequence[object]) -> Stored:
    number, title, authors, abstract, categories, published, doi, venue, snapshot, preferred = row
    names = tuple(Name(*name) for name in json.loads(str(authors)))
    said = (title, names, abstract, tuple(json.loads(str(categories))), published, doi, venue)
    return Stored(Metadata(str(number), *said), str(snapshot), bool(preferred))  # type: ignore[arg-type]


def _insert(connection: sqlite3.Connection, row: Stored) -> None:
    said = row.metadata
    values = (
        said.arxiv_id,
        said.title,
        json.dumps(said.authors, ensure_ascii=False),
        said.abstract,
        json.dumps(said.categories),
        said.published,
        said.doi,
        said.venue,
        row.snapshot,
        int(row.preferred),
    )
    sql = f"INSERT INTO {_TABLE} ({', '.join(_COLUMNS[1:])}) VALUES ({', '.join('?' * len(values))})"
    number = connection.execute(sql, values).lastrowid
    marks = ", ".join("?" * len(COLUMNS))
    sql = f"INSERT INTO {_INDEX} (rowid, {', '.join(COLUMNS)}) VALUES (?, {marks})"
    connection.execute(sql, (number, *_entry(said)))


def _entry(said: Metadata) -> tuple[str, ...]:
    """Give the values of the index for a record; what it has no use for is empty."""
    from digestkb.initials import indexed
    from digestkb.text.fold import folded

    people = [form for name in said.authors for form in indexed(name.whole)]
    facets = [f"has-{name}" for name in ("title", "authors", "published") if getattr(said, name)]
    found = {
        "title": folded(said.title or ""),
        # Between borders, as in ``search``, so that no name runs across two.
        "authors": f"# {' # '.join(people)} #" if people else "",
        "text": folded(said.abstract or ""),
        "facets": " ".join(facets),
    }
    return tuple(found.get(column, "") for column in COLUMNS)


def _delete(connection: Connection, where: str, values: tuple[object, ...] = ()) -> int:
    """Delete records with their entries in the index; gives how many."""
    ids = [row[0] for row in connection.execute(f"SELECT id FROM {_TABLE} WHERE {where}", values)]
    for table, column in ((_INDEX, "rowid"), (_TABLE, "id")):
        connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", ((number,) for number in ids))
    return len(ids)


def _drop(connection: Connection) -> None:
    for table in (_INDEX, _TABLE):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def faults(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield what in the tables no digestkb ever wrote: the paper, and what is wrong."""
    if not is_there(connection):
        return
    if tuple(row[1] for row in connection.execute(f"PRAGMA table_info({_TABLE})")) != _COLUMNS:
        yield _TABLE, f"the table {_TABLE} has other columns"
        return
    if not has_table(connection, _INDEX):
        yield _TABLE, f"there is no index {_INDEX}"
        return
    for (paper,) in connection.execute(f"SELECT CAST(arxiv_id AS BLOB) FROM {_TABLE} WHERE {_SENSELESS}").fetchall():
        name = bytes(paper or b"").decode("utf-8", "replace")
        yield name, f"the metadata of {name[:60]} makes no sense"
    unlike = f"id NOT IN (SELECT rowid FROM {_INDEX})"
    for (paper,) in connection.execute(f"SELECT arxiv_id FROM {_TABLE} WHERE {unlike}").fetchall():
        yield str(paper), f"the metadata of {paper} is not found by its words"


def unowned(connection: Connection) -> list[str]:
    """Give the numbers of which there is metadata and no paper."""
    sql = f"SELECT arxiv_id FROM {_TABLE} WHERE {_OF_NO_PAPER}"
    return [row[0] for row in connection.execute(sql)] if is_there(connection) else []


def mend(connection: sqlite3.Connection) -> None:
    """Keep what makes sense and is of a paper, and make its index anew; the rest comes back with ``enrich``."""
    broken = any(name == _TABLE for name, _ in faults(connection))
    rows = [] if broken else list(_sound(connection))
    _drop(connection)
    for statement in _CREATE if rows else ():
        connection.execute(statement)
    for row in rows:
        _insert(connection, row)
    if rows:
        _delete(connection, _OF_NO_PAPER)


def _sound(connection: Connection) -> Iterator[Stored]:
    """Yield the rows of a table that may be damaged, up to where nothing can be read any more."""
    with contextlib.suppress(*ERRORS, ValueError, TypeError):
        if is_there(connection):
            columns = ", ".join(_COLUMNS[1:])
            for row in connection.execute(f"SELECT {columns} FROM {_TABLE} WHERE NOT ({_SENSELESS})"):
                yield _stored(row)
