"""How much of a note is read: more than anybody writes, and little enough that no file takes all memory or for ever."""

from __future__ import annotations

from collections.abc import Sequence

#: Of a note, in lines and in characters; and of one line, in characters. A year of daily notes is a fifth of it.
_MOST_LINES, _MOST, _LONGEST_LINE = 100_000, 3_000_000, 1_000_000
#: Of a file so many bytes are decoded: in no encoding are they less than the characters that are read.
MOST_BYTES = 4 * _MOST


def bounded(lines: Sequence[str], beyond: int = 0) -> tuple[tuple[str, ...], str]:
    """Give as much of the lines as is read, and say in one sentence what is not; that is empty if all is.

    ``beyond`` is how many bytes of the file follow that nobody has looked at.

    >>> bounded(("short", "lines"))
    (('short', 'lines'), '')
    >>> kept, remark = bounded(["a" * 1_300_000, "b"])
    >>> [len(line) for line in kept], remark
    ([1000000, 1], 'of line 1 only the first 1,000,000 characters are read')
    """
    sizes = list(map(len, lines))
    fits = len(lines) <= _MOST_LINES and max(sizes, default=0) <= _LONGEST_LINE and sum(sizes) + len(lines) <= _MOST
    if fits and not beyond:
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
        of = "" if beyond else f"{len(lines):,} "
        remarks.append(f"only the first {len(kept):,} of its {of}lines are read")
    elif beyond:
        remarks.append(f"what follows its first {MOST_BYTES:,} bytes is not read")
    if long:
        remarks.append(f"of line {long} only the first {_LONGEST_LINE:,} characters are read")
    return tuple(kept), ", and ".join(remarks)
