"""Is the file whole: in SQLite's eyes, and by what a digestkb can have written into it?"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence

from digestkb.store.checks.examination import Check, Examination, Finding, Part
from digestkb.store.soundness import SAID, senseless
from digestkb.store.state import ERRORS, message

#: How many faults of the file are named; one that is broken has thousands.
_MOST = 20
#: From 3.44 on SQLite goes through full text as well, which has a check of its own, and can be made anew.
_OF_INDEX = "fts5"
_INDEX_CHECK = "INSERT INTO search (search) VALUES ('integrity-check')"
_ALONE = "FROM passages WHERE mention_id IS NULL AND insight_id IS NULL"


def _integrity(examined: Examination) -> Iterator[Finding]:
    try:
        for (line,) in examined.execute(f"PRAGMA integrity_check({_MOST})").fetchall():
            if line != "ok" and _OF_INDEX not in line.lower():
                yield Finding("integrity", "the file", " ".join(str(line).split()))
    except ERRORS as error:
        yield Finding("integrity", "the file", message(error))


def _reindex(examined: Examination, found: Sequence[Finding]) -> None:
    """Make the indexes anew from the tables; if the tables are broken themselves, that does not help."""
    with contextlib.suppress(*ERRORS):
        examined.execute("REINDEX")


def _index(examined: Examination) -> Iterator[Finding]:
    try:
        _check_index(examined.connection)
    except ERRORS as error:
        yield Finding("index", "search", f"the full-text index is broken: {message(error)}")


def _check_index(connection: sqlite3.Connection) -> None:
    """Let FTS5 go through its tables. To SQLite that is writing: where it is not allowed, a copy is gone through."""
    try:
        connection.execute(_INDEX_CHECK)
    except sqlite3.OperationalError as error:
        if "readonly" not in str(error):
            raise
        with contextlib.closing(sqlite3.connect("")) as copy:
            connection.backup(copy)
            copy.execute(_INDEX_CHECK)


def _index_anew(examined: Examination, found: Sequence[Finding]) -> None:
    examined.papers.anew()


def _values(examined: Examination) -> Iterator[Finding]:
    for value in senseless(examined.connection, SAID):
        what = f"{value.table} {value.row}" if value.row else value.table
        yield Finding("values", what, str(value))


def _references(examined: Examination) -> Iterator[Finding]:
    for table, row, parent, _ in examined.execute("PRAGMA foreign_key_check").fetchall():
        if (table, parent) != ("mentions", "papers"):  # a check of its own knows which paper it should be
            yield Finding("references", f"{table} {row}" if row else table, f"belongs to {parent} that are not there")


def _cut_off(examined: Examination, found: Sequence[Finding]) -> None:
    """Delete what belongs to nothing, and what belongs to that in turn."""
    for _ in range(3):  # note, mention, passage
        for table in {finding.what.split()[0] for finding in _references(examined)}:
            for _, _, parent, child, key, *_ in examined.execute(f"PRAGMA foreign_key_list({table})").fetchall():
                if (table, parent) != ("mentions", "papers"):
                    there = f"SELECT {key} FROM {parent}"
                    examined.execute(f"DELETE FROM {table} WHERE {child} IS NOT NULL AND {child} NOT IN ({there})")


def _orphans(examined: Examination) -> Iterator[Finding]:
    for (number,) in examined.execute(f"SELECT id {_ALONE}").fetchall():
        yield Finding("orphans", f"passages {number}", "is said by no mention and no insight")


def _drop_orphans(examined: Examination, found: Sequence[Finding]) -> None:
    examined.execute(f"DELETE {_ALONE}")


CHECKS = (
    Check("integrity", Part.FILE, "SQLite finds the file whole", _integrity, _reindex),
    Check("values", Part.FILE, "what is stored of the notes makes sense", _values),
    Check("index", Part.FILE, "the full-text index is whole", _index, _index_anew),
    Check("references", Part.FILE, "whatever belongs to something belongs to what is there", _references, _cut_off),
    Check("orphans", Part.FILE, "every passage is said by a mention or an insight", _orphans, _drop_orphans),
)
