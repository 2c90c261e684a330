"""What must hold of any bytes: one function for each part of the program that reads what others wrote."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Callable

from digestkb.assemble import assemble
from digestkb.document import Document
from digestkb.errors import BadQuery, UnreadableNote
from digestkb.media.addresses import web
from digestkb.media.bibtex import value
from digestkb.media.cells import csv_cell, json_text
from digestkb.media.characters import line, screen
from digestkb.media.markdown import escape, passage
from digestkb.query import plan
from digestkb.query.fts5 import Fts5Search
from digestkb.query.language import parse
from digestkb.query.nodes import understood
from digestkb.readers import digest, log, note, read, synthesis
from digestkb.source import source_of
from digestkb.text.decode import decode
from digestkb.text.repair import repair

TODAY = dt.date(2026, 1, 9)
#: So many bytes are looked at: what is longer finds nothing that this does not, and slowly.
MOST = 4096
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _decode(data: bytes) -> None:
    text = decode(data[:MOST])
    assert all("\n" not in one for one in text.lines)


def _repair(data: bytes) -> None:
    text = repair(decode(data[:MOST]))
    assert len(text.lines) == len(decode(data[:MOST]).lines)


def _document(data: bytes) -> Document:
    return Document(repair(decode(data[:MOST])).lines, "a.md")


def _read(data: bytes) -> None:
    try:
        source_of(data[:MOST], "a.md")
    except UnreadableNote:
        return
    document = _document(data)
    found = assemble(document, read(document))
    assert all(1 <= one.mention.span.first <= len(document.lines) for one in found.mentions)


def _by(kind: str) -> Callable[[bytes], None]:
    reader = {"digest": digest, "synthesis": synthesis, "log": log, "note": note}[kind].FORMAT

    def run(data: bytes) -> None:
        document = _document(data)
        reading = reader.match(document)
        assert reading is None or all(mention.span.last <= len(document.lines) for mention in reading.mentions)

    return run


def _query(data: bytes) -> None:
    try:
        query = parse(data[:MOST].decode("utf-8", "replace"), TODAY)
    except BadQuery:
        return
    plan.select(query.root, lambda text: (), Fts5Search(sqlite3.connect(":memory:")))
    understood(query.root)


def _render(data: bytes) -> None:
    text = data[:MOST].decode("utf-8", "surrogateescape")
    assert not _CONTROLS.search(line(text))
    assert not _CONTROLS.search(screen(text))
    assert len(csv_cell(text).splitlines()) <= csv_cell(text).count("\n") + 1, "no line end but \\n"
    assert len(json_text(text).splitlines()) == 1
    assert "<script" not in escape(text).lower() and "<script" not in passage(text).lower()
    value(text)
    assert (web(text) or "https://").partition(":")[0].lower() in ("http", "https")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "decode": _decode,
    "repair": _repair,
    "read": _read,
    **{name: _by(name) for name in ("digest", "synthesis", "log", "note")},
    "query": _query,
    "render": _render,
}
