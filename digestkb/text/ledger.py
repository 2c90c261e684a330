"""A note's lines, and the ledger of what was changed to get them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, cycle
from typing import overload

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


class Ledger(Sequence[Repair]):
    """Entries in forty bytes each: a file that is damaged all over has a hundred thousand for each megabyte.

    >>> ledger = Ledger([Repair(1, 0, 2, "Ã¡", "á", "utf-8 as cp1252", 0.99)])
    >>> len(ledger), ledger[-1].after, ledger == (ledger[0],)
    (1, 'á', True)
    """

    __slots__ = ("_blocks", "_last")

    def __init__(self, entries: Iterable[Repair] = ()) -> None:
        #: Full blocks, packed; and what will be one.
        self._blocks: list[_Block] = []
        self._last: list[Repair] = []
        self.extend(entries)

    def extend(self, entries: Iterable[Repair]) -> None:
        """Put entries behind the others."""
        for entry in entries:
            self._last.append(entry)
            if len(self._last) == _BLOCK:
                self._blocks.append(_Block(self._last))
                self._last = []

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._last)

    def __iter__(self) -> Iterator[Repair]:
        return chain(chain.from_iterable(self._blocks), self._last)

    @overload
    def __getitem__(self, index: int) -> Repair: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Repair]: ...
    def __getitem__(self, index: int | slice) -> Repair | Sequence[Repair]:
        if isinstance(index, slice):
            return tuple(self)[index]
        block, at = divmod(range(len(self))[index], _BLOCK)
        return tuple(self._blocks[block])[at] if block < len(self._blocks) else self._last[at]

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Ledger | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Ledger({list(self)!r})"


_BLOCK = 256


class _Block:
    """Some entries, by columns."""

    __slots__ = ("_channels", "_confidence", "_places", "_texts", "_uncertain")

    def __init__(self, entries: Sequence[Repair]) -> None:
        self._places = array("I", [place for one in entries for place in (one.line, one.start, one.end)])
        # No entry has the end of a line in it.
        self._texts = "\n".join([text for one in entries for text in (one.before, one.after)])
        self._channels = [one.channel for one in entries]
        if len(set(self._channels)) == 1:
            self._channels = self._channels[:1]
        self._confidence = array("d", [one.confidence for one in entries])
        self._uncertain = bytes([one.uncertain for one in entries])

    def __iter__(self) -> Iterator[Repair]:
        places, texts = iter(self._places), iter(self._texts.split("\n"))
        channels = cycle(self._channels)
        columns = zip(places, places, places, texts, texts, channels, self._confidence, self._uncertain, strict=False)
        for *values, uncertain in columns:
            yield Repair(*values, uncertain > 0)  # type: ignore[call-arg]


@dataclass(frozen=True, slots=True)
class Text:
    """A note as text.

    ``lines`` are without their line ends and are as many as ``\\n`` in the file plus one, whatever was repaired;
    a carriage return before the ``\\n`` is not part of the line.
    """

    lines: tuple[str, ...]
    encoding: str
    repairs: Sequence[Repair] = ()

    @property
    def repaired_lines(self) -> frozenset[int]:
        """The numbers of the lines that differ from what the file holds."""
        return frozenset(repair.line for repair in self.repairs if repair.channel not in (UNREADABLE, DOUBTFUL))
