"""What can be read back from a database that is to be made anew: which notes it knew, and what each of them said."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from digestkb.records import Evidence, Insight, Kind, Note, NotedMention, Passage, Reading, Span
from digestkb.store import rows
from digestkb.store.origin import Fingerprint, Origin
from digestkb.store.state import ERRORS
from digestkb.text.ledger import Repair, Text

#: Ways through the list of notes; where a page is broken on one of them, another may lead around it.
_WAYS = (
    "SELECT folder, source FROM notes INDEXED BY sqlite_autoindex_notes_1 ORDER BY folder, source",
    "SELECT folder, source FROM notes INDEXED BY sqlite_autoindex_notes_1 ORDER BY folder DESC, source DESC",
    "SELECT folder, source FROM notes NOT INDEXED ORDER BY rowid",
    "SELECT folder, source FROM notes NOT INDEXED ORDER BY rowid DESC",
)


#: A row of ``notes`` as SQLite writes it: how long its header is, a row number that stands elsewhere, how long folder
#: and source are, and a checksum of 64 characters. No text of a note can look so: in UTF-8 nothing like it is found.
_ROW = re.compile(rb"([\x0e-\x1e])\x00([\x80-\xff]{0,2}[\x00-\x7f])([\x80-\xff]{0,2}[\x00-\x7f])\x81\x0d")
_CHECKSUM = re.compile(rb"[0-9a-f]{64}")
#: How much of a file is searched at once, and how far a row may reach, in bytes.
_PIECE, _REACH = 1 << 20, 1 << 13


def carved(path: Path) -> list[Origin]:
    """Give the notes whose rows still lie anywhere in a file that is no database any more, such as without its head.

    Rows of notes that were taken out long since may be among them.
    """
    found: dict[Origin, None] = {}
    with path.open("rb") as file:
        data = file.read(_PIECE)
        while data:
            more = file.read(_PIECE)
            searched = data + more[:_REACH]
            for row in _ROW.finditer(searched, 0, min(len(searched), len(data) + 64)):
                if (origin := _carved(searched, row)) is not None:
                    found[origin] = None
            data = more
    return sorted(found, key=lambda origin: (origin.folder, origin.source))


def _carved(data: bytes, row: re.Match[bytes]) -> Origin | None:
    folder, source = (_length(row[number]) for number in (2, 3))
    start = row.start() + row[1][0]
    if folder < 0 or source <= 0 or not _CHECKSUM.match(data, start + folder + source):
        return None
    try:
        return Origin(data[start : start + folder].decode(), data[start + folder : start + folder + source].decode())
    except UnicodeDecodeError:
        return None


def _length(number: bytes) -> int:
    """Give the length of the text that a serial type of SQLite stands for; -1 if it is no text's."""
    kind = 0
    for byte in number:
        kind = kind << 7 | byte & 0x7F
    return (kind - 13) // 2 if kind >= 13 and kind % 2 else -1


def origins(connection: sqlite3.Connection) -> list[Origin]:
    """Give the notes that a database knows, as far as it can be read."""
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    found: dict[Origin, None] = {}
    for way in _WAYS:
        with contextlib.suppress(*ERRORS):
            for folder, source in connection.execute(way):
                if isinstance(folder, str) and isinstance(source, str) and source and "\0" not in folder + source:
                    found[Origin(folder, source)] = None
    return list(found)


def note(connection: sqlite3.Connection, origin: Origin) -> tuple[Fingerprint, Text, Note] | None:
    """Read a note back as it was stored; ``None`` if it is not there, or not whole any more."""
    connection.row_factory = sqlite3.Row
    try:
        sql = "SELECT * FROM notes WHERE folder = ? AND source = ?"
        row = connection.execute(sql, (origin.folder, origin.source)).fetchone()
        return _note(connection, row) if row else None
    except (sqlite3.Error, ValueError, TypeError, LookupError, AttributeError):
        return None
    finally:
        connection.row_factory = None


def _note(connection: sqlite3.Connection, row: sqlite3.Row) -> tuple[Fingerprint, Text, Note]:
    number = row["id"]
    insights = dict(_insights(connection, number))
    mentions = tuple(_mentions(connection, number, list(insights)))
    reading = Reading(row["format"], tuple(noted.mention for noted in mentions), tuple(insights.values()), row["title"])
    dated = _evidence(row["date"], row["date_evidence"])
    text = Text(("",) * row["lines"], row["encoding"], tuple(_repairs(connection, number)))
    stored = Note(reading, mentions, dated, tuple(rows.load(row["languages"])))
    return Fingerprint(row["sha256"], row["size"], row["reading"]), text, stored


def _repairs(connection: sqlite3.Connection, note_id: int) -> Iterator[Repair]:
    columns = "line, first_column, last_column, before, after, channel, confidence, uncertain"
    sql = f"SELECT {columns} FROM repairs WHERE note_id = ? ORDER BY id"
    for line, first, last, before, after, channel, confidence, uncertain in connection.execute(sql, (note_id,)):
        yield Repair(line, first, last, before, after, channel, confidence, bool(uncertain))


def _insights(connection: sqlite3.Connection, note_id: int) -> Iterator[tuple[int, Insight]]:
    for row in connection.execute("SELECT * FROM insights WHERE note_id = ? ORDER BY id", (note_id,)):
        said = tuple(_passages(connection, "insight_id", row["id"]))
        yield row["id"], Insight(Kind(row["kind"]), Span(row["line"], row["last_line"]), row["title"], said)


def _mentions(connection: sqlite3.Connection, note_id: int, insights: list[int]) -> Iterator[NotedMention]:
    for row in connection.execute(f"{rows.MENTIONS_SQL} WHERE note_id = ? ORDER BY mentions.id", (note_id,)):
        stored = rows.stored_mention(row, _passages(connection, "mention_id", row["id"]))
        within = stored.mention.insight
        mention = replace(stored.mention, insight=None if within is None else insights.index(within))
        yield NotedMention(mention, _evidence(row["date"], row["date_evidence"]), row["language"])


def _passages(connection: sqlite3.Connection, owner: str, number: int) -> Iterator[Passage]:
    sql = f"SELECT role, line, text FROM passages WHERE {owner} = ? ORDER BY id"
    for row in connection.execute(sql, (number,)):
        yield Passage(*row)


def _evidence(date: str | None, reason: str | None) -> Evidence | None:
    known = rows.date(date)
    return Evidence(known, reason or "") if known else None
