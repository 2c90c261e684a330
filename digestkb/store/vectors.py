"""The table of vectors, one for each paper, by which meanings are compared (:mod:`digestkb.semantic`).

In a file no migration makes it but the first vector: who does without them has a database as before, and an older
digestkb uses one with vectors as it is. On a server it is there from the beginning, with the rights that all tables
have. Rows go by the id of a paper, as its row number may be given to another, and refer to nothing: a paper that a note
speaks of anew keeps its vector until one is made of what is said now. Standard library only, as queries read through
this.
"""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from digestkb.semantic import MODEL, SIZE
from digestkb.store.columns import SUMMARY
from digestkb.store.connection import Connection, has_table
from digestkb.store.state import ERRORS
from digestkb.tuples import NamedTuple

if TYPE_CHECKING:
    from digestkb.store.engine import Engine

COLUMNS = ("paper", "model", "sha256", "vector")
CREATE = """
CREATE TABLE paper_vectors (
  paper TEXT NOT NULL PRIMARY KEY, -- its id
  model TEXT NOT NULL,             -- what made the vector
  sha256 TEXT NOT NULL,            -- of the text that it was made of
  vector BLOB NOT NULL             -- a signed byte for each number; only the direction counts
)"""
_INSERT = (
    f"INSERT INTO paper_vectors ({', '.join(COLUMNS)}) VALUES (?, ?, ?, ?) ON CONFLICT (paper) DO UPDATE"
    " SET model = excluded.model, sha256 = excluded.sha256, vector = excluded.vector"
)
_SENSELESS = (
    "typeof(paper) <> 'text' OR typeof(model) <> 'text' OR typeof(sha256) <> 'text' OR typeof(vector) <> 'blob'"
    f" OR (model = ? AND length(vector) <> {SIZE})"
)
_OF_NO_PAPER = "paper NOT IN (SELECT id FROM papers)"
#: How many papers' texts are in memory at a time.
_AT_ONCE = 500


class Said(NamedTuple):
    """What the notes say of a paper, as far as its meaning goes."""

    id: str
    title: str | None
    names: tuple[str, ...]
    tags: tuple[str, ...]
    summary: str | None
    #: In the order of notes and lines.
    passages: tuple[str, ...]


class Vectors:
    """The table, open for writing; each method is a turn of its own."""

    def __init__(self, engine: Engine) -> None:
        self.connection = engine.connection
        self._engine = engine

    def prepare(self) -> int:
        """Make the table if it is not there, and drop what belongs to no paper; gives how many vectors that was."""
        with self._engine.turn():
            self._create()
            return self.connection.execute(f"DELETE FROM paper_vectors WHERE {_OF_NO_PAPER}").rowcount

    def known(self) -> dict[str, str]:
        """Give the fingerprint of the text of each paper that has a vector of the model."""
        return dict(self.connection.execute("SELECT paper, sha256 FROM paper_vectors WHERE model = ?", (MODEL,)))

    def put(self, paper: str, sha256: str, vector: bytes) -> None:
        """Store the vector of a paper in place of the one that it had."""
        with self._engine.turn():
            self.connection.execute(_INSERT, (paper, MODEL, sha256, vector))

    def take_over(self, old: Connection) -> None:
        """Copy the vectors of another database, as far as they can be read, for the papers that this one has too."""
        rows = list(_sound(old))
        if rows:
            with self._engine.turn():
                self.add(rows)
                self.connection.execute(f"DELETE FROM paper_vectors WHERE {_OF_NO_PAPER}")

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Store vectors as they stand in another table, with values for :data:`COLUMNS`."""
        with self._engine.turn():
            self._create()
            self.connection.executemany(_INSERT, rows)

    def _create(self) -> None:
        if not is_there(self.connection):
            self.connection.execute(CREATE)


def is_there(connection: Connection) -> bool:
    """Say whether any vector was ever made."""
    return has_table(connection, "paper_vectors")


def stored(connection: Connection) -> Iterator[tuple[int, bytes]]:
    """Yield the row number of each paper that has a vector of the model, and the vector, in the order of their ids."""
    sql = "SELECT number, vector FROM papers JOIN paper_vectors ON paper = id WHERE model = ? ORDER BY id"
    return iter(connection.execute(sql, (MODEL,)))


def of_paper(connection: Connection, number: int) -> bytes | None:
    """Give the vector of one paper."""
    sql = "SELECT vector FROM papers JOIN paper_vectors ON paper = id WHERE number = ? AND model = ?"
    row = connection.execute(sql, (number, MODEL)).fetchone()
    return row[0] if row else None


def lacking(connection: Connection) -> int:
    """Count the papers and notes without a vector of the model."""
    sql = "SELECT count(*) FROM papers WHERE id NOT IN (SELECT paper FROM paper_vectors WHERE model = ?)"
    return int(connection.execute(sql, (MODEL,)).fetchone()[0])


def faults(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield what in the table no digestkb ever wrote: the paper, and what is wrong."""
    if not is_there(connection):
        return
    columns = tuple(row[1] for row in connection.execute("PRAGMA table_info(paper_vectors)"))
    if columns != COLUMNS:
        yield "paper_vectors", "the table paper_vectors has other columns"
        return
    senseless = f"SELECT CAST(paper AS BLOB) FROM paper_vectors WHERE {_SENSELESS}"
    for (paper,) in connection.execute(senseless, (MODEL,)).fetchall():
        name = bytes(paper).decode("utf-8", "replace")
        yield name, f"the vector of {name[:60]} is none"


def unowned(connection: Connection) -> list[str]:
    """Give the ids under which there is a vector and no paper."""
    if not is_there(connection):
        return []
    return [paper for (paper,) in connection.execute(f"SELECT paper FROM paper_vectors WHERE {_OF_NO_PAPER}")]


def mend(connection: Connection) -> None:
    """Drop what makes no sense or belongs to nothing: ``digestkb embed`` makes it anew."""
    if any(name == "paper_vectors" for name, _ in faults(connection)):
        connection.execute("DROP TABLE paper_vectors")
        return
    connection.execute(f"DELETE FROM paper_vectors WHERE {_SENSELESS} OR {_OF_NO_PAPER}", (MODEL,))


def _sound(connection: Connection) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table that may be damaged, up to where nothing can be read any more."""
    with contextlib.suppress(*ERRORS):
        if is_there(connection):
            sql = f"SELECT {', '.join(COLUMNS)} FROM paper_vectors WHERE NOT ({_SENSELESS})"
            yield from connection.execute(sql, (MODEL,))


def said(connection: Connection) -> Iterator[Said]:
    """Yield what the notes say of each paper and note, in the order of their row numbers."""
    last = -1
    while numbers := [
        number
        for (number,) in connection.execute(
            f"SELECT number FROM papers WHERE number > ? ORDER BY number LIMIT {_AT_ONCE}", (last,)
        )
    ]:
        last = numbers[-1]
        yield from _said(connection, numbers)


def _said(connection: Connection, numbers: Sequence[int]) -> Iterator[Said]:
    marks = ", ".join("?" * len(numbers))
    passages: dict[int, list[str]] = defaultdict(list)
    for number, text in connection.execute(
        "SELECT paper, text FROM mentions JOIN notes ON notes.id = note_id JOIN passages ON mention_id = mentions.id"
        f" WHERE paper IN ({marks}) ORDER BY source, passages.line, passages.id",
        numbers,
    ):
        passages[number].append(text)
    sql = f"SELECT number, id, title, names, tags, {SUMMARY} FROM papers WHERE number IN ({marks}) ORDER BY number"
    for number, paper, title, names, tags, summary in connection.execute(sql, numbers).fetchall():
        yield Said(paper, title, _list(names), _list(tags), summary, tuple(passages[number]))


def _list(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
