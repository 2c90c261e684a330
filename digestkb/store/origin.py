"""Where a note lies, and by what is known that it changed. Loads nothing, for who finds that none did."""

from __future__ import annotations

from digestkb.store.rules import READING
from digestkb.tuples import NamedTuple


class Origin(NamedTuple):
    """Where a note lies: the ingested folder (absolute; empty for standard input), and the path below it."""

    folder: str
    source: str


class Fingerprint(NamedTuple):
    """What decides whether a note has to be read again."""

    sha256: str
    #: In bytes.
    size: int
    reading: int = READING
