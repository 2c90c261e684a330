"""Where a note lies, and by what is known that it changed. Loads nothing, for who finds that none did."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from digestkb.store.rules import READING


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


class Stamp(NamedTuple):
    """How a file looks from outside. Who writes into it, or puts another in its place, changes one of these."""

    #: In bytes.
    size: int
    #: When what it holds and when anything of it was last changed, in nanoseconds since 1970.
    modified: int
    changed: int


def stamp_of(path: Path) -> Stamp | None:
    """Look at a file from outside; ``None`` where there is none to be looked at."""
    try:
        found = os.stat(path)  # noqa: PTH116 - there may be many
    except OSError:  # which whoever reads it will say
        return None
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns)
