"""The words of the index, in order: which of many it has, and how many papers have one.

Both tables are made in the temporary database, so that the file itself need not be written.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

#: A row for each place of each word: its ``term``, and the ``doc``, ``col`` and ``offset`` where it stands.
OCCURRENCES = "temp.occurrences"
#: Comes after everything that begins alike.
_LAST = "\U0010ffff"


def prepare(connection: sqlite3.Connection) -> None:
    """Make the table of all places."""
    connection.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {OCCURRENCES} USING fts5vocab(main, search, instance)")


def standing(connection: sqlite3.Connection, words: Iterable[str]) -> set[str]:
    """Give those of some words that papers have.

    Each look gives the next word of the index, up to which all others are known to be none: where few words begin
    alike, one look tells.
    """
    prepare(connection)
    found, following = set(), ""
    for word in sorted(words):
        if word > following:
            sql = f"SELECT term FROM {OCCURRENCES} WHERE term >= ? LIMIT 1"
            row = connection.execute(sql, (word,)).fetchone()
            if row is None:
                break
            following = row[0]
        if word == following:
            found.add(word)
    return found


def counted(connection: sqlite3.Connection) -> str:
    """Name a table with a row for each word: its ``term``, and in how many papers it is, ``doc``."""
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, search, row)")
    return "temp.vocabulary"


def often(connection: sqlite3.Connection, word: str, *, prefix: bool = False) -> Counter[int]:
    """Count by paper how often a word stands in its text; with ``prefix`` any word that begins so."""
    prepare(connection)
    sql = f"SELECT doc, count(*) FROM {OCCURRENCES} WHERE term >= ? AND term <= ? AND col = 'text' GROUP BY doc"
    return Counter(dict(connection.execute(sql, (word, word + _LAST if prefix else word))))


def length(connection: sqlite3.Connection, paper: int) -> int:
    """Count the words of a paper's text, which is the first column of the index."""
    (sizes,) = connection.execute("SELECT sz FROM search_docsize WHERE id = ?", (paper,)).fetchone() or (b"",)
    count = 0
    for byte in sizes:  # one number after another, seven bits a byte
        count = count << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return count
