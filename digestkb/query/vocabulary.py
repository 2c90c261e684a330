"""The words of the index, in order: which of many it has, and how many papers have one.

Both tables are made in the temporary database, so that the file itself need not be written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable


def standing(connection: sqlite3.Connection, words: Iterable[str]) -> set[str]:
    """Give those of some words that papers have.

    Each look gives the next word of the index, up to which all others are known to be none: where few words begin
    alike, one look tells.
    """
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.occurrences USING fts5vocab(main, search, instance)")
    found, following = set(), ""
    for word in sorted(words):
        if word > following:
            sql = "SELECT term FROM temp.occurrences WHERE term >= ? LIMIT 1"
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
