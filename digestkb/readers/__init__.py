"""Readers: each claims the documents of one format by their structure, and reports what is written in them.

They stand in an order, the first that claims a document reads it, and the generic one claims whatever is left. Another
package adds one through the entry-point group ``digestkb.readers``: the entry names a :class:`Reader`, which is asked
before those that come with digestkb.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points

from digestkb.document import Document
from digestkb.records import Reading

GROUP = "digestkb.readers"


@dataclass(frozen=True, slots=True)
class Reader:
    """One note format: its name, whether it recognises a document, and what it reads from one that it claims."""

    name: str
    claims: Callable[[Document], bool]
    read: Callable[[Document], Reading]


@lru_cache(maxsize=1)
def installed() -> tuple[Reader, ...]:
    """Give the readers in the order in which they are asked: those of other packages by name, then our own."""
    from digestkb.readers import digest, log, note, synthesis

    others = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    # A digest says at once that it is one; the others look at more lines, and digests are most of all notes.
    return (*(entry.load() for entry in others), digest.READER, synthesis.READER, log.READER, note.READER)


def read(document: Document, readers: tuple[Reader, ...] | None = None) -> Reading:
    """Let the first reader that claims the document read it."""
    for reader in readers or installed():
        if reader.claims(document):
            return reader.read(document)
    raise AssertionError("the generic reader claims every document")
