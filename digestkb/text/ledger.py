"""A note's lines, and the ledger of what was changed to get them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, cycle, starmap
from operator import attrgetter, sub
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


#: The fields of an entry, in their order.
Row = tuple[int, int, int, str, str, str, float, bool]
_ROW = attrgetter("line", "start", "end", "before", "after", "channel", "confidence", "uncertain")


class Ledger(Sequence[Repair]):
    """Entries in twenty bytes each: a file that is damaged all over has a hundred thousand for each megabyte.

    >>> ledger = Ledger([Repair(1, 0, 2, "Ã¡", "á", "utf-8 as cp1252", 0.99)])
    >>> len(ledger), ledger[-1].after, ledger == (ledger[0],)
    (1, 'á', True)
    """

    __slots__ = ("_blocks", "_last")

    def __init__(self, entries: Iterable[Repair] = ()) -> None:
        #: Full blocks, packed; and what will be one.
        self._blocks: list[_Block] = []
        self._last: list[Row] = []
        self.extend(entries)

    def extend(self, entries: Iterable[Repair]) -> None:
        """Put entries behind the others."""
        self.extend_rows(map(_ROW, entries))

    def extend_rows(self, rows: Iterable[Row]) -> None:
        """Put what would be entries behind the others."""
        for row in rows:
            self._last.append(row)
            if len(self._last) == _BLOCK:
                self._blocks.append(_Block(self._last))
                self._last = []

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._last)

    def __iter__(self) -> Iterator[Repair]:
        return chain(chain.from_iterable(self._blocks), starmap(Repair, self._last))

    @overload
    def __getitem__(self, index: int) -> Repair: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Repair]: ...
    def __getitem__(self, index: int | slice) -> Repair | Sequence[Repair]:
        if isinstance(index, slice):
            return tuple(self)[index]
        block, at = divmod(range(len(self))[index], _BLOCK)
        return tuple(self._blocks[block])[at] if block < len(self._blocks) else Repair(*self._last[at])

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Ledger | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Ledger({list(self)!r})"


_BLOCK = 512
_DIGITS = 1000


class _Block:
    """Some entries, by columns: a line by how far it is behind the last one, a start by where the entry before ends."""

    __slots__ = ("_afters", "_befores", "_channels", "_confidence", "_lengths", "_lines", "_starts", "_uncertain")

    def __init__(self, rows: Sequence[Row]) -> None:
        lines, starts, ends, befores, afters, channels, confidence, uncertain = zip(*rows, strict=True)
        steps = [line - before for line, before in zip(lines, (0, *lines), strict=False)]
        self._lines = _small(steps)
        self._starts = _small(
            [start - (0 if step else end) for start, step, end in zip(starts, steps, (0, *ends), strict=False)]
        )
        self._lengths = _small(list(map(sub, ends, starts)))
        # No entry has the end of a line in it.
        self._befores = "\n".join(befores)
        self._afters = "\n".join(afters)
        self._channels = channels if len(set(channels)) > 1 else channels[:1]
        # Entries are as sure as three digits say.
        self._confidence = _small([round(sure * _DIGITS) for sure in confidence])
        self._uncertain = bytes(uncertain)

    def __iter__(self) -> Iterator[Repair]:
        line = end = 0
        places = zip(self._lines, self._starts, self._lengths, strict=True)
        texts = zip(self._befores.split("\n"), self._afters.split("\n"), strict=True)
        others = zip(cycle(self._channels), self._confidence, self._uncertain, strict=False)
        for (step, start, length), (before, after), (channel, sure, uncertain) in zip(
            places, texts, others, strict=False
        ):
            line += step
            start += 0 if step else end
            end = start + length
            yield Repair(line, start, end, before, after, channel, sure / _DIGITS, uncertain > 0)


def _small(numbers: list[int]) -> array[int]:
    """Numbers in as few bytes each as hold them."""
    least, most = min(numbers, default=0), max(numbers, default=0)
    return array("i" if least < 0 or most > 0xFFFF else "H" if most > 0xFF else "B", numbers)


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
