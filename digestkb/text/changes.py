"""The changes of a line: those of a search and between two states, one layer on top of the other, and their entries.

A line that was damaged twice is changed twice; what is in doubt in one layer is in doubt in what became of it.
"""

from __future__ import annotations

import marshal
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from operator import sub

from digestkb.text.confidence import UNRIVALLED, Seen, bound, of_reading, surprise
from digestkb.text.decoded import Decoded
from digestkb.text.ledger import Repair, Row
from digestkb.text.weights import GUESS, STRETCH, SURE, SURE_TOGETHER
from digestkb.tuples import NamedTuple


class Change(NamedTuple):
    """What stands in place of ``start`` to ``end`` of a line, and how likely that is right."""

    start: int
    end: int
    after: str
    sure: float
    #: Whether it is to be marked.
    doubtful: bool = False


#: Makes a change of all that it has, faster than its class does.
_change = tuple.__new__
#: How likely a change is right is kept in two bytes.
_SHARES = 50_000


def packed(changes: Sequence[Change]) -> bytes:
    """Give changes in six bytes each, as they can be kept for each character of a file; `unpacked` gives them back."""
    starts, ends, afters, sure, doubts = zip(*changes, strict=True) if changes else ((), (), (), (), ())
    # A place by how far it is behind the one before.
    gaps, widths, lengths = map(sub, starts, (0, *ends)), map(sub, ends, starts), map(len, afters)
    numbers = [*gaps, *widths, *lengths]
    size = "B" if max(numbers, default=0) < 1 << 8 else "I"
    shares = array("H", [round(one * _SHARES) for one in sure])
    return marshal.dumps((size, array(size, numbers).tobytes(), shares.tobytes(), bytes(doubts)))


def unpacked(data: bytes, made: str) -> Iterator[Change]:
    """Yield changes that were `packed`, by what they have made of their line.

    >>> list(unpacked(packed([Change(0, 2, "á", 0.9)]), "á"))
    [Change(start=0, end=2, after='á', sure=0.9, doubtful=False)]
    """
    size, places, shares, doubts = marshal.loads(data)
    numbers, number = array(size, places), len(doubts)
    widths, lengths = numbers[number : 2 * number], numbers[2 * number :]
    end = at = 0
    for gap, width, length, share, doubtful in zip(numbers, widths, lengths, array("H", shares), doubts, strict=False):
        start, at = end + gap, at + gap
        end, upto = start + width, at + length
        yield _change(Change, (start, end, made[at:upto], share / _SHARES, doubtful > 0))
        at = upto


def read(line: str, decoded: Decoded, lost: float) -> list[Change]:
    """Give the change of each part that a search has read; a byte that it puts back is as many bits as ``lost``."""
    return [
        _change(Change, (start, end, text, UNRIVALLED, False))
        if seen is _UNRIVALLED
        else _change(Change, (start, end, text, sure := of_reading(seen), sure < bound(seen.kind)))
        for start, end, text, seen in readings(line, decoded, lost)
    ]


def readings(line: str, decoded: Decoded, lost: float) -> Iterator[tuple[int, int, str, Seen]]:
    """Yield the columns of each part of a line that a search has read, its reading, and what it saw of that."""
    margins = decoded.margins
    gone = _gone(decoded) if margins else []
    broken = _broken(decoded, gone) if margins else 0.0
    # Of words and ideographs letters say nothing.
    text = decoded.text(line) if margins and decoded.kind not in ("vi", "zh") else ""
    start, moved = 0, 0
    for index, (part, reading) in enumerate(zip(decoded.parts, decoded.readings, strict=True)):
        end = start + len(part)
        if reading is not None:
            if index in margins:
                kind = "zh" if decoded.kind == "vi" and reading[:1] >= _IDEOGRAPHIC else decoded.kind
                missing = lost * max(gone[index], 0)
                strange = surprise(kind, text, start + moved) if text else 0.0
                seen = Seen(kind, margins[index], missing, broken, strange, decoded.commoner.get(index, 0.0))
            else:
                seen = _UNRIVALLED
            yield start, end, reading, seen
            moved += len(reading) - len(part)
        start = end


def _gone(decoded: Decoded) -> list[int]:
    """How many bytes the reading of each part puts back; none where it has no reading."""
    return [
        len(reading.encode("utf-8", "replace")) - len(part) if reading is not None else 0
        for part, reading in zip(decoded.parts, decoded.readings, strict=True)
    ]


def _broken(decoded: Decoded, gone: list[int]) -> float:
    """The share of what was read that had lost bytes."""
    read = sum(map(bool, decoded.readings))
    return sum(size > 0 for size in gone) / read if read else 0.0


#: What is seen of a reading that is the only one: nothing else is asked of it.
_UNRIVALLED = Seen("vi", None, 0.0, 0.0, 0.0)


def doubted(changes: list[Change], other: list[Change]) -> list[Change]:
    """Give changes, of which those are no surer than a guess that ``other`` changes of what they made touch.

    >>> found = doubted([Change(0, 2, "á", 1.0), Change(3, 5, "à", 1.0)], [Change(2, 3, "ă", 1.0)])
    >>> [(change.after, change.sure, change.doubtful) for change in found]
    [('á', 1.0, False), ('à', 0.5, True)]
    """
    found, moved = [], 0
    for change in changes:
        start = change.start + moved
        moved += len(change.after) - (change.end - change.start)
        touched = any(one.start < change.end + moved and start < one.end for one in other)
        found.append(change._replace(sure=min(change.sure, GUESS), doubtful=True) if touched else change)
    return found


#: What is read as Chinese in a line of Vietnamese begins here.
_IDEOGRAPHIC = "\u2000"
_BEYOND_ASCII = re.compile("([^\x00-\x7f]+)")


def between(before: str, after: str, sure: float) -> list[Change]:
    """Give what differs between two states of a line.

    >>> [change[:3] for change in between("Ã¡ and Ã¨", "á and è", 0.9)]
    [(0, 2, 'á'), (7, 9, 'è')]
    """
    found, start = [], 0
    for old, new in _aligned(before, after):
        if old != new:
            found.append(Change(start, start + len(old), new, sure))
        start += len(old)
    return found


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


def on_top(first: list[Change], line: str, second: list[Change]) -> list[Change]:
    """Give two layers of changes as one; ``line`` is what the first made, which the second changed.

    >>> [change[:4] for change in on_top([Change(0, 4, "Ã¡", 0.9)], "Ã¡ b", [Change(0, 2, "á", 0.5)])]
    [(0, 4, 'á', 0.45)]
    """
    if not first:
        return second
    # Both by their columns in the line between them: the first with how far it has moved what comes behind it.
    moved, spans = 0, list[tuple[int, int, int, Change]]()
    for change in first:
        start = change.start + moved
        spans.append((start, start + len(change.after), 0, change))
        moved += len(change.after) - (change.end - change.start)
    spans += [(change.start, change.end, 1, change) for change in second]
    spans.sort(key=lambda span: span[:3])
    found, at, behind = list[Change](), 0, 0
    while at < len(spans):
        start, end, _, _ = spans[at]
        upto = at + 1
        while upto < len(spans) and spans[upto][0] < end:
            end = max(end, spans[upto][1])
            upto += 1
        change, behind = _joined(spans[at:upto], line, start, end, behind)
        found.append(change)
        at = upto
    return found


def _joined(
    spans: list[tuple[int, int, int, Change]], line: str, start: int, end: int, behind: int
) -> tuple[Change, int]:
    """One change for those that overlap, from ``start`` to ``end`` of the line between the layers.

    ``behind`` is by how much the columns before all layers are less than those of that line.
    """
    first, sure, text, at = start - behind, 1.0, "", start
    doubtful = any(change.doubtful for _, _, _, change in spans)
    for begin, stop, layer, change in spans:
        sure *= change.sure
        if layer:
            text += line[at:begin] + change.after
            at = stop
        else:
            behind += len(change.after) - (change.end - change.start)
    return Change(first, end - behind, text + line[at:end], sure, doubtful), behind


def entries(line: str, changes: Iterable[Change], channel: str, number: int = 1) -> Iterator[Repair]:
    """Yield the entries of the ledger for changes of a line: `rows` as what they are.

    >>> found = entries("Ã¡ beside what was never damaged Ã¨", [Change(0, 2, "á", 0.9), Change(33, 35, "è", 0.9)], "x")
    >>> [(entry.start, entry.end, entry.after) for entry in found]
    [(0, 2, 'á'), (33, 35, 'è')]
    """
    return starmap(Repair, rows(line, changes, channel, number))


def rows(line: str, changes: Iterable[Change], channel: str, number: int = 1) -> Iterator[Row]:
    """Yield what stands in the ledger of changes of a line: near ones are one entry, each doubtful one its own.

    An entry of several is right if all of them are.
    """
    first, at, text, likely, doubt = -1, 0, "", 1.0, False
    for start, end, after, sure, doubtful in changes:
        if first >= 0 and (doubtful or doubt or likely * sure < SURE_TOGETHER or start - at > STRETCH):
            yield number, first, at, line[first:at], text, channel, round(likely, 3), doubt or likely < SURE
            first = -1
        if first < 0:
            first, at, text, likely = start, start, "", 1.0
        text += line[at:start] + after
        at, doubt = end, doubtful
        likely *= sure
    if first >= 0:
        yield number, first, at, line[first:at], text, channel, round(likely, 3), doubt or likely < SURE
