"""From what a search decided to entries of the ledger: near changes as one, doubtful ones by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from digestkb.text.beam import Decoded
from digestkb.text.ledger import Repair
from digestkb.text.weights import BEYOND_DOUBT, CLOSE, STRETCH


def entries(line: str, decoded: Decoded, channel: str) -> Iterator[Repair]:
    """The changes of a line."""
    starts = list(accumulate(map(len, decoded.parts), initial=0))
    margins = decoded.margins
    first = last = -1
    margin = BEYOND_DOUBT
    for index, reading in enumerate(decoded.readings):
        if reading is None:
            continue
        close = margins.get(index, BEYOND_DOUBT)
        if first >= 0 and (close < CLOSE or starts[index] - starts[last + 1] > STRETCH):
            yield _stretch(line, decoded, starts, range(first, last + 1), channel, margin)
            first, margin = -1, BEYOND_DOUBT
        if close < CLOSE:
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
    return Repair(1, start, end, line[start:end], "".join(after), channel, confidence, margin < CLOSE)


_BEYOND_ASCII = re.compile("([^\x00-\x7f]+)")


def between(before: str, after: str, channel: str, confidence: float = 0.95) -> tuple[Repair, ...]:
    """Entries for what differs between two states of a line, neither of which is in doubt; near changes are one entry.

    >>> found = between("Ã¡ beside what was never damaged Ã¨", "á beside what was never damaged è", "utf-8 as cp1252")
    >>> [(change.start, change.end, change.after) for change in found]
    [(0, 2, 'á'), (33, 35, 'è')]
    """
    found: list[Repair] = []
    here = there = 0
    first: tuple[int, int] | None = None
    last = (0, 0)

    def close() -> None:
        if first is not None:
            old, new = before[first[0] : last[0]], after[first[1] : last[1]]
            found.append(Repair(1, first[0], last[0], old, new, channel, confidence))

    for old, new in _aligned(before, after):
        if old != new:
            if first is None or here - last[0] > STRETCH:
                close()
                first = (here, there)
            last = (here + len(old), there + len(new))
        here += len(old)
        there += len(new)
    close()
    return tuple(found)


def _aligned(before: str, after: str) -> list[tuple[str, str]]:
    """Two states of a line cut into pieces that correspond."""
    old, new = _BEYOND_ASCII.split(before), _BEYOND_ASCII.split(after)
    if old[::2] == new[::2]:
        return list(zip(old, new, strict=True))
    # ASCII took part in the change: word by word, if there are as many words.
    old, new = re.split("( )", before), re.split("( )", after)
    if len(old) == len(new):
        return list(zip(old, new, strict=True))
    start, end, tail = difference(before, after)
    same = (before[:start], before[:start])
    return [same, (before[start:end], after[start:tail]), (before[end:], before[end:])]


def difference(before: str, after: str) -> tuple[int, int, int]:
    """Where two strings begin to differ, and where they end to, in each of them.

    >>> difference("abcd", "axxd")
    (1, 3, 3)
    """
    start = 0
    limit = min(len(before), len(after))
    while start < limit and before[start] == after[start]:
        start += 1
    end = 0
    while end < limit - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, len(before) - end, len(after) - end
