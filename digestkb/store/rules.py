"""The numbers by which is known what has to be done anew after an upgrade. Loads nothing, for who finds that all is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import unidata_version

if TYPE_CHECKING:
    from digestkb.store.connection import Connection

#: Raise it when a reader, a repair, the assembling, the merging or the index learns something: notes read by an older
#: number are read again.
READING = 15
#: What the words of the full-text index depend on beside what is stored, and what else follows from that: our own
#: rules, and the Unicode that Python knows.
RULES = f"{READING} {unidata_version}"


def are_followed(connection: Connection) -> bool:
    """Say whether what follows from the mentions is what follows from them by today's rules."""
    return connection.execute("SELECT rules FROM index_rules").fetchall() == [(RULES,)]
