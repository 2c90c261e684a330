"""Databases in memory from notes as text or as what a reader would make of them, and what they say."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from sqlite_utils import Database

from digestkb.assemble import assemble
from digestkb.document import Document
from digestkb.prepare import read_note
from digestkb.query.database import all_numbers
from digestkb.query.papers import Paper, papers
from digestkb.readers import read
from digestkb.records import Note
from digestkb.render.record import paper_object
from digestkb.source import source_of
from digestkb.store.origin import Fingerprint, Origin
from digestkb.store.store import Store
from digestkb.text.ledger import Text

#: Where a mention stands.
PLACE = ("source", "line", "last_line")


@contextmanager
def database(notes: Mapping[str, str | Note], repaired: bool = True) -> Iterator[sqlite3.Connection]:
    """Make a database of notes by their paths; text that is not ``repaired`` is read as it stands."""
    with closing(Database(memory=True)) as made:
        store = Store(made.conn)
        for source, note in notes.items():
            text = Text(tuple(note.split("\n")) if isinstance(note, str) else (), "utf-8")
            if isinstance(note, str):
                text, note = _read(source, note) if repaired else (text, _as_it_stands(source, text))
            store.replace(Origin("/notes", source), Fingerprint(source, 1), text, note)
        yield made.conn


def _read(source: str, text: str) -> tuple[Text, Note]:
    return read_note(source_of(text.encode(), source))


def _as_it_stands(source: str, text: Text) -> Note:
    document = Document(text.lines, source)
    return assemble(document, read(document))


def known(connection: sqlite3.Connection) -> list[Paper]:
    """Give everything that a database knows, notes about no paper too."""
    return list(papers(connection, all_numbers(connection, notes=True)))


def records(found: Iterable[Paper]) -> dict[str, dict[str, Any]]:
    """Give papers as records by id; a copy stands where it was copied from, and there on one line."""
    objects = {}
    for paper in found:
        objects[paper.id] = record = paper_object(paper)
        for mention in record["mentions"]:
            copied = mention.pop("copied_from")
            mention["source"] = copied or f"{mention['source']}:{mention['line']}"
            del mention["line"], mention["last_line"]
    return objects
