"""A note's lines, and the ledger of what was changed to get them."""

from __future__ import annotations

from dataclasses import dataclass

#: The channels of what could not be saved: bytes that no encoding has, and damage of which no reading is better.
UNDECODABLE = "undecodable"
UNREADABLE = "unreadable"
LOST = frozenset({UNDECODABLE, UNREADABLE})
#: That of text which another encoding would make something else of that is as likely.
DOUBTFUL = "encoding in doubt"


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that repair or decoding made to one line.

    ``line`` counts from 1; ``start`` and ``end`` are character columns of ``before`` in the line as it was decoded.
    What could not be saved, and what is in doubt as it was decoded, has an entry as well, with ``before`` as ``after``
    and its columns in the line as it is.
    """

    line: int
    start: int
    end: int
    #: What stood there, and what stands there now.
    before: str
    after: str
    #: The way the text was damaged, such as ``"utf-8 as cp1254, bytes lost"``.
    channel: str
    #: From 0 to 1; how sure the repair is.
    confidence: float
    #: Another reading was nearly as good.
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A note as text.

    ``lines`` are without their line ends and are as many as ``\\n`` in the file plus one, whatever was repaired;
    a carriage return before the ``\\n`` is not part of the line.
    """

    lines: tuple[str, ...]
    encoding: str
    repairs: tuple[Repair, ...] = ()

    @property
    def repaired_lines(self) -> frozenset[int]:
        """The numbers of the lines that differ from what the file holds."""
        return frozenset(repair.line for repair in self.repairs if repair.channel not in (UNREADABLE, DOUBTFUL))
