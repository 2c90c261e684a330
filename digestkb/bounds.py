"""How much of a note is read: more than anybody writes, and little enough that no file takes all memory or for ever."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from io import BytesIO
from itertools import islice

#: Of a note, in lines and in characters; and of one line, in characters. A year of daily notes is a fifth of it.
_MOST_LINES, _MOST, _LONGEST_LINE = 100_000, 3_000_000, 1_000_000
#: Of a file so many bytes are decoded at most. A line of a few characters fills twenty times as much memory as it has
#: bytes, so that there may not be many times as many of them as are read; where each character has two bytes or more
#: and some of them are NUL, half the bytes do.
MOST_BYTES, _MOST_SHORT_LINES = 4 * _MOST, 4 * _MOST_LINES
#: How long a note of a few bytes may keep whoever reads it unless somebody says otherwise, in seconds.
LIMIT = 30.0


def beginning(data: bytes) -> bytes:
    """Give as much of what a file begins with as is decoded.

    >>> len(beginning(b"a" * 20_000_000)), len(beginning(b"a\\n" * 2_000_000)), len(beginning(b"a\\0" * 10_000_000))
    (12000000, 800000, 6000000)
    """
    if b"\0" in data[:1000] or data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data[: MOST_BYTES // 2]
    if len(data) <= _MOST_SHORT_LINES:
        return data
    kept = data[:MOST_BYTES]
    if kept.count(b"\n") <= _MOST_SHORT_LINES:
        return kept
    return b"".join(islice(BytesIO(kept), _MOST_SHORT_LINES))


def bounded(lines: Sequence[str], cut: int = 0) -> tuple[tuple[str, ...], str]:
    """Give as much of the lines as is read, and say in one sentence what is not; that is empty if all is.

    ``cut`` is after how many bytes nobody has looked at the file any more, if that is so.

    >>> bounded(("short", "lines"))
    (('short', 'lines'), '')
    >>> kept, remark = bounded(["a" * 1_300_000, "b"])
    >>> [len(line) for line in kept], remark
    ([1000000, 1], 'of line 1 only the first 1,000,000 characters are read')
    """
    sizes = list(map(len, lines))
    fits = len(lines) <= _MOST_LINES and max(sizes, default=0) <= _LONGEST_LINE and sum(sizes) + len(lines) <= _MOST
    if fits and not cut:
        return tuple(lines), ""  # as nearly every note
    kept: list[str] = []
    left, long = _MOST, 0
    for number, line in enumerate(lines[:_MOST_LINES], start=1):
        if len(line) > _LONGEST_LINE:
            line, long = line[:_LONGEST_LINE], long or number
        left -= len(line) + 1
        if left < 0:
            break
        kept.append(line)
    remarks = []
    if len(kept) < len(lines):
        of = "" if cut else f"{len(lines):,} "
        remarks.append(f"only the first {len(kept):,} of its {of}lines are read")
    elif cut:
        remarks.append(f"what follows its first {cut:,} bytes is not read")
    if long:
        remarks.append(f"of line {long} only the first {_LONGEST_LINE:,} characters are read")
    return tuple(kept), ", and ".join(remarks)
