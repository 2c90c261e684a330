"""Full text in SQLite: how an entry comes into FTS5's table ``search``, and out of it again.

FTS5 keeps none of the text (``content=''``): it is told the old words of a paper to take them out. They are folded
again from what is stored, so that this must give what it gave when they went in. ``contentless_delete`` would do
without, but SQLite before 3.43 could not read such a file.
"""

from __future__ import annotations

import contextlib
import heapq
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter

from digestkb.store.columns import COLUMNS
from digestkb.store.index import Entry
from digestkb.store.rules import RULES

#: So many words that are not where they should be are gone after.
_MOST_WORDS = 200
#: FTS5 gathers so many bytes of words in memory before it writes a segment, or until a turn ends. It would merge each
#: that is written with others again and again: it does so where there are many, and the rest is done when a run ends.
_SETTINGS = {"hashsize": 8 << 20, "automerge": 0, "crisismerge": 32}
_NAMES, _VALUES = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))


def create(name: str = "search") -> str:
    """Give the statement that makes an index."""
    return f"""CREATE VIRTUAL TABLE {name} USING fts5 (
  {_NAMES},
  content = '', tokenize = "ascii tokenchars '+#-_'"
)"""


class Fts5Index:
    """The index of a database, as :class:`~digestkb.store.engine.Index` has it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def insert(self, entries: Iterable[tuple[int, Entry]]) -> None:
        """Put in papers by row number."""
        insert(self._connection, entries)

    def delete(self, numbers: Iterable[int], entry_of: Callable[[int], Entry]) -> None:
        """Take out papers; ``entry_of`` gives the entry with which each was put in."""
        self._connection.executemany(
            f"INSERT INTO search (search, rowid, {_NAMES}) VALUES ('delete', ?, {_VALUES})",
            ((number, *entry_of(number)) for number in numbers),
        )

    def merge(self, pages: int) -> bool:
        """Merge segments until so many pages are written, or some more; give whether there may be more to merge.

        Below zero, all segments are to become one, however few they are; what merges above zero then goes on with it
        (https://sqlite.org/fts5.html#the_merge_command).
        """
        before = self._connection.total_changes
        self._connection.execute("INSERT INTO search (search, rank) VALUES ('merge', ?)", (pages,))
        return self._connection.total_changes - before > 1

    def begin_anew(self) -> None:
        """Make an index with nothing in it, by today's rules."""
        execute = self._connection.execute
        execute("DROP TABLE IF EXISTS search")
        execute(create())
        for name, value in _SETTINGS.items():
            execute("INSERT INTO search (search, rank) VALUES (?, ?)", (name, value))
        execute("DELETE FROM index_rules")
        execute("INSERT INTO index_rules VALUES (?)", (RULES,))


def insert(connection: sqlite3.Connection, entries: Iterable[tuple[int, Entry]], table: str = "search") -> None:
    """Put papers by row number into an index."""
    connection.executemany(
        f"INSERT INTO {table} (rowid, {_NAMES}) VALUES (?, {_VALUES})", ((number, *entry) for number, entry in entries)
    )


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
