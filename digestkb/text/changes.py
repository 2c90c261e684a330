"""From what a search decided to entries of the ledger: near changes as one, doubtful ones by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from digestkb.text.beam import Decoded
from digestkb.text.ledger import Repair

#: Changes with no more than this between them are one entry.
_NEAR = 24
#: Bits between the best reading and the next, below which the choice is uncertain.
_CLOSE = 3.0


def entries(line: str, decoded: Decoded, channel: str) -> Iterator[Repair]:
    """The changes of a line."""
    start = 0
    first = last = -1
    margin = 99.0
    after: list[str] = []
    kept: list[str] = []
    margins = decoded.margins
    for index, part in enumerate(decoded.parts):
        end = start + len(part)
        reading = decoded.readings[index]
        if reading is None:
            kept.append(line[start:end])
            start = end
            continue
        close = margins.get(index, 99.0) if margins else 99.0
        if after and (close < _CLOSE or start - last > _NEAR):
            yield _stretch(line, first, last, "".join(after), channel, margin)
            after, margin = [], 99.0
        if close < _CLOSE:
            yield _stretch(line, start, end, reading, channel, close)
        else:
            if after:
                after += kept
            else:
                first = start
            after.append(reading)
            last = end
            margin = min(margin, close)
        kept = []
        start = end
    if after:
        yield _stretch(line, first, last, "".join(after), channel, margin)


def _stretch(line: str, start: int, end: int, after: str, channel: str, margin: float) -> Repair:
    confidence = round(1 - 0.5 ** (1 + min(max(margin, 0.0), 10.0)), 3)
    return Repair(1, start, end, line[start:end], after, channel, confidence, margin < _CLOSE)


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
