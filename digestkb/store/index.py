"""The full-text index: what it holds of a paper, and how that comes in and goes out again.

FTS5 keeps none of the text (``content=''``): it is told the old words of a paper to take them out. They are folded
again from what is stored, so that this must give what it gave when they went in. An index that was made by other rules
is made anew as a whole before anything else is written (:mod:`digestkb.store.rules`). ``contentless_delete`` would do
without, but SQLite before 3.43 could not read such a file.
"""

from __future__ import annotations

import contextlib
import heapq
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter

from digestkb.records import Kind, Paper
from digestkb.roles import ORIGIN
from digestkb.store.columns import COLUMNS
from digestkb.store.folding import Searched
from digestkb.store.rules import RULES

Entry = tuple[str, ...]
#: Kinds that somebody wrote for themselves, as opposed to machine-written digests and syntheses.
_OWN_KINDS = frozenset({Kind.LOG, Kind.NOTE})
#: So many words that are not where they should be are gone after.
_MOST_WORDS = 200
#: FTS5 gathers so many bytes of words in memory before it writes a segment, or until a turn ends. Each that is written
#: is merged with others again and again.
_MEMORY = 8 << 20
_NAMES, _VALUES = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))


def create(name: str = "search") -> str:
    """Give the statement that makes an index."""
    return f"""CREATE VIRTUAL TABLE {name} USING fts5 (
  {_NAMES},
  content = '', tokenize = "ascii tokenchars '+#-_'"
)"""


def insert(connection: sqlite3.Connection, entries: Iterable[tuple[int, Entry]], table: str = "search") -> None:
    """Put in papers by row number."""
    connection.executemany(
        f"INSERT INTO {table} (rowid, {_NAMES}) VALUES (?, {_VALUES})", ((number, *entry) for number, entry in entries)
    )


def delete(connection: sqlite3.Connection, entries: Iterable[tuple[int, Entry]]) -> None:
    """Take out papers, each by the entry with which it was put in."""
    connection.executemany(
        f"INSERT INTO search (search, rowid, {_NAMES}) VALUES ('delete', ?, {_VALUES})",
        ((number, *entry) for number, entry in entries),
    )


def begin_anew(connection: sqlite3.Connection) -> None:
    """Make an index with nothing in it, by today's rules."""
    connection.execute("DROP TABLE IF EXISTS search")
    connection.execute(create())
    connection.execute("INSERT INTO search (search, rank) VALUES ('hashsize', ?)", (_MEMORY,))
    connection.execute("DELETE FROM index_rules")
    connection.execute("INSERT INTO index_rules VALUES (?)", (RULES,))


def entry(paper: Paper) -> Entry:
    """Give the values of :data:`~digestkb.store.columns.COLUMNS` for a paper."""
    said = (passage for stored in paper.mentions for passage in stored.mention.passages if passage.role != ORIGIN)
    text = "\n".join(passage.text for passage in said)
    searched = Searched(paper.title, paper.names, paper.tags, paper.topics, paper.authors, paper.summary, text)
    return searched.entry(facets(paper))


def facets(paper: Paper) -> Iterator[str]:
    """Yield what ``kind:``, ``lang:``, ``has:`` and ``is:`` ask for."""
    kinds = {stored.mention.kind for stored in paper.mentions}
    yield from {f"kind-{kind.value}" for kind in kinds}
    yield from {f"lang-{language}" for language in paper.languages}
    yield from {f"has-{link.kind}" for link in paper.links}
    for name in ("title", "authors", "tags", "topics", "summary", "published", "links", "arxiv_id"):
        if getattr(paper, name):
            yield f"has-{name.removesuffix('_id')}"
    if any(stored.mention.attachments for stored in paper.mentions):
        yield "has-attachments"
    if any(stored.repaired for stored in paper.mentions):
        yield "is-repaired"
    if any(stored.uncertain for stored in paper.mentions):
        yield "is-uncertain"
    if kinds & _OWN_KINDS:
        yield "is-noted"
    if kinds == {Kind.DIGEST}:
        yield "is-digest-only"


class Comparison:
    """What should be in the index beside what is, word by word, since FTS5 has no text to compare it with."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._papers: set[int] = set()
        for table in ("words_there", "words_due", "due"):
            self._execute(f"DROP TABLE IF EXISTS temp.{table}")
        self._execute(create("temp.due"))
        self._execute("CREATE VIRTUAL TABLE temp.words_there USING fts5vocab(main, search, instance)")
        self._execute("CREATE VIRTUAL TABLE temp.words_due USING fts5vocab(temp, due, instance)")

    def add(self, number: int, entry: Entry) -> None:
        """Say what the index should have of a paper."""
        self._papers.add(number)
        insert(self._connection, [(number, entry)], "temp.due")

    def unlike(self) -> list[int]:
        """Give the papers of which the index has something else than was said: all, if they are few, and else some.

        Of an index that is broken nothing can be told, and another check says so.
        """
        found: set[int] = set()
        with contextlib.suppress(sqlite3.DatabaseError):
            for word in islice(self._words(), _MOST_WORDS):
                for one, other in (("words_there", "words_due"), ("words_due", "words_there")):
                    where = "SELECT doc, col, offset FROM temp.{} WHERE term = :word"
                    sql = f"SELECT DISTINCT doc FROM ({where.format(one)} EXCEPT {where.format(other)})"
                    found.update(number for (number,) in self._execute(sql, {"word": word}))
        return sorted(found & self._papers)

    def _words(self) -> Iterator[str]:
        """Yield the words that do not stand in the same places, by a sum over these."""
        place = f"doc * 7919 + offset * 104729 + instr('{_NAMES}', col) * 611953"
        sums = f"SELECT term, count(*), sum(doc), sum(({place}) % 1000003) FROM temp.{{}} GROUP BY term"
        both = (self._execute(sums.format(table)) for table in ("words_there", "words_due"))
        for word, rows in groupby(heapq.merge(*both), key=itemgetter(0)):
            first, *others = rows
            if others != [first]:
                yield word
