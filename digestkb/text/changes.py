"""From what a search decided to entries of the ledger: near changes as one, doubtful ones by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from digestkb.text.beam import Decoded
from digestkb.text.ledger import Repair

#: Changes with no more than this between them are one entry.
_NEAR = 24
#: Bits between the best reading and the next, below which the choice is uncertain.
_CLOSE = 3.0


def entries(line: str, decoded: Decoded, channel: str) -> Iterator[Repair]:
    """The changes of a line."""
    starts = list(accumulate(map(len, decoded.parts), initial=0))
    margins = decoded.margins
    first = last = -1
    margin = 99.0
    for index, reading in enumerate(decoded.readings):
        if reading is None:
            continue
        close = margins.get(index, 99.0)
        if first >= 0 and (close < _CLOSE or starts[index] - starts[last + 1] > _NEAR):
            yield _stretch(line, decoded, starts, range(first, last + 1), channel, margin)
            first, margin = -1, 99.0
        if close < _CLOSE:
            yield _stretch(line, decoded, starts, range(index, index + 1), channel, close)
        else:
            if first < 0:
                first = index
            last = index
            margin = min(margin, close)
    if first >= 0:
        yield _stretch(line, decoded, starts, range(first, last + 1), channel, margin)


def _stretch(line: str, decoded: Decoded, starts: list[int], parts: range, channel: str, margin: float) -> Repair:
    """One entry for some parts of a line in a row."""
    readings = decoded.readings
    after = [line[starts[i] : starts[i + 1]] if (text := readings[i]) is None else text for i in parts]
    start, end = starts[parts.start], starts[parts.stop]
    confidence = round(1 - 0.5 ** (1 + min(max(margin, 0.0), 10.0)), 3)
    return Repair(1, start, end, line[start:end], "".join(after), channel, confidence, margin < _CLOSE)


def entry(before: str, after: str, channel: str, confidence: float = 0.95) -> Repair:
    """One entry for everything that differs between two states of a line."""
    start, end, tail = _difference(before, after)
    return Repair(1, start, end, before[start:end], after[start:tail], channel, confidence)


def _difference(before: str, after: str) -> tuple[int, int, int]:
    """Where two strings begin to differ, and where they end to, in each of them."""
    start = 0
    limit = min(len(before), len(after))
    while start < limit and before[start] == after[start]:
        start += 1
    end = 0
    while end < limit - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, len(before) - end, len(after) - end
