"""What ``digestkb repair`` needs beside repair itself: text back to bytes, a diff, counts, a stream. Pure; no files.

A repaired file is written as UTF-8, with the line ends that it had, and with its byte order mark if it was UTF-8.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from digestkb.media.names import file_name
from digestkb.text.decode import decode, decode_line, still_said
from digestkb.text.evidence import Evidence, gather
from digestkb.text.ledger import Repair, Text
from digestkb.text.repair import repair, repair_line

#: Bytes of a stream that are read before the first line is repaired, to tell how it was damaged.
LOOK_AHEAD = 1 << 20
_CONTEXT = 3
#: Encodings in which a line end is more than one byte.
_WIDE = ("utf-16", "utf-32")


def repaired_bytes(data: bytes) -> tuple[bytes, Text]:
    r"""A file's bytes with its text repaired, and the text with the ledger.

    Bytes that were intact UTF-8 come back as they were, carriage returns included.

    >>> repaired_bytes("CÃ¡c\r\nabc\n".encode())[0].decode()
    'Các\r\nabc\n'
    """
    text = repair(decode(data))
    if text.encoding == "utf-8" and not text.repaired_lines:
        return data, text
    return mark(data) + encode(text, line_ends(data, text)), text


def mark(data: bytes) -> bytes:
    r"""The byte order mark of UTF-8 that a file begins with, or nothing.

    >>> mark(b"\xef\xbb\xbfa"), mark(b"a")
    (b'\xef\xbb\xbf', b'')
    """
    return codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""


def line_ends(data: bytes, text: Text) -> list[str]:
    r"""The line end of each line of a file; the last one has none.

    >>> line_ends(b"a\r\nb\nc", Text(("a", "b", "c"), "utf-8"))
    ['\r\n', '\n', '']
    """
    if b"\r" not in data:
        return ["\n"] * (len(text.lines) - 1) + [""]
    if text.encoding.startswith(_WIDE):
        raw = data.decode(text.encoding, "replace").split("\n")
        return ["\r\n" if line.endswith("\r") else "\n" for line in raw[:-1]] + [""]
    return ["\r\n" if line.endswith(b"\r") else "\n" for line in data.split(b"\n")[:-1]] + [""]


def encode(text: Text, ends: Iterable[str]) -> bytes:
    """The text as UTF-8 with these line ends; what is no character (a lone surrogate) is written as U+FFFD."""
    joined = "".join(line + end for line, end in zip(text.lines, ends, strict=False))
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def original_lines(text: Text) -> tuple[str, ...]:
    """The lines as they were decoded, before the repairs in the ledger.

    >>> original_lines(repair(Text(("CÃ¡c",), "utf-8")))
    ('CÃ¡c',)
    """
    lines = list(text.lines)
    by_line: dict[int, list[Repair]] = {}
    for change in text.repairs:
        if change.before != change.after:
            by_line.setdefault(change.line, []).append(change)
    for number, changes in by_line.items():
        lines[number - 1] = _undone(lines[number - 1], changes)
    return tuple(lines)


def _undone(line: str, changes: list[Repair]) -> str:
    """One line before its changes; their columns are those of the line before."""
    out = []
    here = there = 0
    for change in sorted(changes, key=lambda change: change.start):
        kept = change.start - there
        out.append(line[here : here + kept])
        out.append(change.before)
        here += kept + len(change.after)
        there = change.end
    out.append(line[here:])
    return "".join(out)


def unified_diff(text: Text, path: str, ends: list[str] | None = None, begin: str = "") -> Iterator[str]:
    r"""The repairs of one file as a unified diff that ``git apply`` takes; nothing where nothing changed.

    ``path`` is relative to where the diff is to be applied; what cannot stand on a line is quoted as git does it. The
    lines come with their line ends; ``begin`` is what the file has before its first line (a byte order mark).

    >>> print("".join(unified_diff(repair(Text(("CÃ¡c", ""), "utf-8")), "a.md")), end="")
    --- a/a.md
    +++ b/a.md
    @@ -1 +1 @@
    -CÃ¡c
    +Các
    """
    ends = ends or ["\n"] * (len(text.lines) - 1) + [""]
    before = [line + end for line, end in zip(original_lines(text), ends, strict=False)]
    after = [line + end for line, end in zip(text.lines, ends, strict=False)]
    before[0], after[0] = begin + before[0], begin + after[0]
    if before and not before[-1] and not after[-1]:
        # What follows the last line end is no line to a diff.
        del before[-1], after[-1]
    # Lines are paired one to one, which a general search for differences need not find.
    changed = [i for i, (old, new) in enumerate(zip(before, after, strict=False)) if old != new]
    if not changed:
        return
    yield f"--- {file_name(f'a/{path}')}\n"
    yield f"+++ {file_name(f'b/{path}')}\n"
    for first, last in _hunks(changed, len(before)):
        size = last - first
        where = f"{first + 1}" if size == 1 else f"{first + 1},{size}"
        yield f"@@ -{where} +{where} @@\n"
        for i in range(first, last):
            if before[i] == after[i]:
                yield _shown(" ", before[i])
            else:
                yield _shown("-", before[i])
                yield _shown("+", after[i])


def _hunks(changed: list[int], length: int) -> Iterator[tuple[int, int]]:
    """Ranges of lines with the changed ones and some before and after, joined where they meet."""
    first = last = -1
    for index in changed:
        begin, end = max(index - _CONTEXT, 0), min(index + _CONTEXT + 1, length)
        if first >= 0 and begin > last:
            yield first, last
            first = begin
        elif first < 0:
            first = begin
        last = end
    if first >= 0:
        yield first, last


def _shown(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def by_channel(repairs: Iterable[Repair]) -> list[tuple[str, int, int]]:
    """For each channel its name, how many changes it has, and how many of them are uncertain; commonest first.

    >>> by_channel(repair(Text(("CÃ¡c",), "utf-8")).repairs)
    [('utf-8 as cp1252', 1, 0)]
    """
    repairs = tuple(repairs)  # it is gone through twice
    counts = Counter(change.channel for change in repairs)
    doubtful = Counter(change.channel for change in repairs if change.uncertain)
    return [(name, number, doubtful[name]) for name, number in counts.most_common()]


def repair_stream(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, tuple[Repair, ...]]]:
    r"""Repair a stream line by line: each line as UTF-8 with its line end, and its changes.

    The first `LOOK_AHEAD` bytes are read before the first line comes out, since they tell how the stream was damaged; a
    shorter stream gives exactly what `repaired_bytes` gives.

    >>> [line for line, _ in repair_stream([b"C\xc3\x83\xc2\xa1c\r\n", b"abc"])]
    [b'C\xc3\xa1c\r\n', b'abc']
    """
    source = iter(chunks)
    head = bytearray()
    for chunk in source:
        head += chunk
        if len(head) >= LOOK_AHEAD:
            break
    else:
        fixed, text = repaired_bytes(bytes(head))
        yield from _with_changes(fixed, text)
        return
    cut = head.rfind(b"\n") + 1
    fixed, text = repaired_bytes(bytes(head[:cut]))
    if text.encoding.startswith(_WIDE):
        # Its lines cannot be told apart before they are decoded.
        yield from _with_changes(*repaired_bytes(bytes(head) + b"".join(source)))
        return
    yield from _with_changes(fixed, text)
    evidence = replace(gather("\n".join(original_lines(text))), damaged=bool(text.repaired_lines))
    numbered = enumerate(_lines(bytes(head[cut:]), source), len(text.lines) + (0 if cut else 1))
    yield from _rest(numbered, evidence, text.encoding)


def _with_changes(fixed: bytes, text: Text) -> Iterator[tuple[bytes, tuple[Repair, ...]]]:
    by_line: dict[int, list[Repair]] = {}
    for change in text.repairs:
        by_line.setdefault(change.line, []).append(change)
    for number, line in enumerate(fixed.split(b"\n"), 1):
        end = b"\n" if number < len(text.lines) else b""
        if line or end:
            yield line + end, tuple(by_line.get(number, ()))


def _rest(
    lines: Iterable[tuple[int, bytes]], evidence: Evidence, encoding: str
) -> Iterator[tuple[bytes, tuple[Repair, ...]]]:
    """The lines after the head, each decoded for itself, and in the encoding of the head where it can be."""
    for number, raw in lines:
        body = raw.rstrip(b"\n")
        if body.endswith(b"\r") and body != raw:
            body = body[:-1]
        if body.isascii() and b"\x1b" not in body:
            yield raw, ()
            continue
        text = decode_line(body, encoding)
        fixed, changes = repair_line(text.lines[0], evidence)
        entries = (*still_said(text, [fixed]), *changes)
        yield fixed.encode("utf-8", "replace") + raw[len(body) :], tuple(replace(c, line=number) for c in entries)


def _lines(left: bytes, source: Iterator[bytes]) -> Iterator[bytes]:
    """The lines of a stream with their line ends."""
    parts = [left]
    for chunk in source:
        *lines, last = chunk.split(b"\n")
        if lines:
            yield b"".join(parts) + lines[0] + b"\n"
            yield from (line + b"\n" for line in lines[1:])
            parts = []
        parts.append(last)
    *lines, last = b"".join(parts).split(b"\n")
    yield from (line + b"\n" for line in lines)
    if last:
        yield last
