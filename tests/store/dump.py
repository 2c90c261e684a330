"""Write a database down as SQL, as the cases of old schemas are kept.

    python -m tests.store.dump kb.db > tests/cases/schemas/m003_what_it_did.sql

The full text comes back by being inserted again, word by word: what FTS5 keeps of it is its own affair.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing

from digestkb.store.state import SHADOWS


def dump(path: str) -> Iterator[str]:
    """Yield the statements that make a database like the one in a file."""
    with closing(sqlite3.connect(path)) as connection:
        for mark in ("application_id", "user_version"):
            yield f"PRAGMA {mark} = {connection.execute(f'PRAGMA {mark}').fetchone()[0]};"
        made = connection.execute("SELECT name, type, sql FROM sqlite_master WHERE sql NOT NULL ORDER BY rowid")
        for name, kind, sql in made.fetchall():
            if name in SHADOWS or name.startswith("sqlite_"):
                continue
            yield f"{sql};"
            if name == "search" and "content = ''" in sql:
                yield from _words(connection)
            elif kind == "table":
                yield from _rows(connection, name)


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    named = ["rowid", *columns] if table == "search" else columns
    quoted = " || ', ' || ".join(f"quote({column})" for column in named)
    for (values,) in connection.execute(f"SELECT {quoted} FROM {table}"):
        yield f"INSERT INTO {table} ({', '.join(named)}) VALUES ({values});"


def _words(connection: sqlite3.Connection) -> Iterator[str]:
    """Put the texts of an index that has none together from their words."""
    connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, instance)")
    columns = [row[1] for row in connection.execute("PRAGMA table_info(search)")]
    for (paper,) in connection.execute("SELECT rowid FROM search").fetchall():
        said: dict[str, list[str]] = {column: [] for column in columns}
        for column, word in connection.execute(
            "SELECT col, term FROM temp.words WHERE doc = ? ORDER BY offset", (paper,)
        ):
            said[column].append(word)
        texts = ", ".join(f"'{' '.join(words)}'" for words in said.values())
        yield f"INSERT INTO search (rowid, {', '.join(columns)}) VALUES ({paper}, {texts});"


if __name__ == "__main__":
    sys.stdout.writelines(f"{statement}\n" for statement in dump(sys.argv[1]))
