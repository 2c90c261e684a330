"""What a database says, without its row numbers: equal for equal content, however it came about."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from digestkb.store.columns import SUMMARY

#: For each table its rows, with what they point to in place of row numbers.
_CONTENT = {
    "notes": "SELECT folder, source, sha256, size, reading, format, title, date, date_evidence, languages, encoding,"
    " lines, repaired_lines FROM notes",
    "repairs": "SELECT folder, source, r.line, first_column, last_column, before, after, channel, uncertain"
    " FROM repairs r JOIN notes n ON n.id = note_id",
    "insights": "SELECT folder, source, kind, i.title, line, last_line FROM insights i JOIN notes n ON n.id = note_id",
    "papers": f"SELECT p.*, {SUMMARY} FROM papers p",
    "mentions": "SELECT n.folder, n.source, p.id, i.title, m.* FROM mentions m LEFT JOIN notes n ON n.id = m.note_id"
    " LEFT JOIN papers p ON p.number = m.paper LEFT JOIN insights i ON i.id = m.insight_id",
    "passages": "SELECT n.folder, n.source, m.line, m.kind, i.title, s.role, s.line, s.text FROM passages s"
    " LEFT JOIN mentions m ON m.id = s.mention_id LEFT JOIN insights i ON i.id = s.insight_id"
    " LEFT JOIN notes n ON n.id = coalesce(m.note_id, i.note_id)",
    "claims": "SELECT n.folder, n.source, m.line, c.key, c.numbered FROM claims c"
    " LEFT JOIN mentions m ON m.id = c.mention_id LEFT JOIN notes n ON n.id = m.note_id",
    "paper_tags": "SELECT p.id, t.* FROM paper_tags t LEFT JOIN papers p ON p.number = t.paper",
    "paper_authors": "SELECT p.id, t.* FROM paper_authors t LEFT JOIN papers p ON p.number = t.paper",
    "paper_topics": "SELECT p.id, t.* FROM paper_topics t LEFT JOIN papers p ON p.number = t.paper",
    "paper_names": "SELECT p.id, t.* FROM paper_names t LEFT JOIN papers p ON p.number = t.paper",
    "paper_counts": "SELECT * FROM paper_counts",
    "search": "SELECT p.id, w.term, w.col, w.offset FROM temp.words w LEFT JOIN papers p ON p.number = w.doc",
}
#: Columns that say where a row lies, not what it says.
_NUMBERS = frozenset({"number", "note_id", "paper", "insight_id", "summary_of"})


def content(path: Path) -> dict[str, list[str]]:
    """Give what a database says, table by table; it must be whole in SQLite's own eyes too."""
    with closing(sqlite3.connect(path, timeout=20)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, instance)")
        return {table: _rows(connection, table, sql) for table, sql in _CONTENT.items()}


def _rows(connection: sqlite3.Connection, table: str, sql: str) -> list[str]:
    cursor = connection.execute(sql)
    names = [name for name, *_ in cursor.description]
    # A mention's own id stands behind those of its paper, which comes first.
    skipped = {at for at, name in enumerate(names) if name in _NUMBERS or (name == "id" and at > 2)}
    return sorted(repr([value for at, value in enumerate(row) if at not in skipped]) for row in cursor)


def schema(path: Path) -> list[tuple[str, ...]]:
    """Give what makes up a database, and whose it says it is."""
    with closing(sqlite3.connect(path, timeout=20)) as connection:
        signed = connection.execute("PRAGMA application_id").fetchone()
        return [signed, *connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")]


def sizes(path: Path) -> set[tuple[str, str, int, int]]:
    """Give what shows whether each note is there whole: its path and sum, and how much hangs on it."""
    sql = (
        "SELECT source, sha256, (SELECT count(*) FROM mentions WHERE note_id = notes.id),"
        " (SELECT count(*) FROM claims JOIN mentions ON mentions.id = mention_id WHERE note_id = notes.id) FROM notes"
    )
    with closing(sqlite3.connect(path, timeout=20)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'notes'").fetchone()
        return set(connection.execute(sql)) if made else set()
