"""Readers: each knows the documents of one format by their structure, and reports what is written in them.

They stand in an order, the first that matches a document has read it, and the generic one matches whatever is left.
Another package adds one through the entry-point group ``digestkb.readers``: the entry names a :class:`Reader`, which is
asked before the formats that come with digestkb.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from digestkb import extensions
from digestkb.document import Document
from digestkb.readers.rest import with_rest
from digestkb.records import Reading

GROUP = "digestkb.readers"


@dataclass(frozen=True, slots=True)
class Format:
    """One note format: its name, and what reads a document of it, or gives ``None`` if it is of another.

    To know a format takes most of what it takes to read it, so that both are one question.
    """

    name: str
    match: Callable[[Document], Reading | None]
    #: What it leaves aside is no part of a paper's lines.
    takes_all: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """A format of another package: whether it recognises a document, and what it reads from one that it claims."""

    name: str
    claims: Callable[[Document], bool]
    read: Callable[[Document], Reading]
    takes_all: bool = False

    def match(self, document: Document) -> Reading | None:
        """Read a document that is claimed, as a :class:`Format` does."""
        return self.read(document) if self.claims(document) else None


@lru_cache(maxsize=1)
def installed() -> tuple[Format | Reader, ...]:
    """Give the readers in the order in which they are asked: of exports, those of other packages by name, our own."""
    from digestkb.readers import digest, export, log, note, synthesis

    # A digest says at once that it is one; the others look at more lines, and digests are most of all notes.
    own = (digest.FORMAT, synthesis.FORMAT, log.FORMAT, note.FORMAT)
    return (export.FORMAT, *(entry.load() for entry in extensions.entries(GROUP)), *own)


def read(document: Document, readers: tuple[Format | Reader, ...] | None = None) -> Reading:
    """Give what the first reader that matches the document has read."""
    for reader in readers or installed():
        reading = reader.match(document)
        if reading is not None:
            return reading if reader.takes_all else with_rest(document, reading)
    raise AssertionError("the generic reader matches every document")
