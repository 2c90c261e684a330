"""Mails as Markdown: the subject is a title, the date that of the note, and of two versions of a text one is read."""

from __future__ import annotations

import base64
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import HeaderParser
from email.utils import parsedate_to_datetime
from itertools import accumulate, groupby

from digestkb.arxiv import find_arxiv_ids
from digestkb.markup.html import pieces_of
from digestkb.markup.lines import spread
from digestkb.patterns import lazy
from digestkb.tuples import NamedTuple

_HEADER = lazy(r"[!-9;-~]{1,100}:")
_QUOTED = lazy(r"(?:=[0-9A-Fa-f]{2})+")
_FORWARDED = lazy(
    r"(?:\s{0,9}(?:re|fwd?|aw|wg|tr|chuyển tiếp|trả lời|转发|回复|答复)\s{0,9}[:：])+\s{0,9}", re.IGNORECASE
)
#: Mails are forwarded within mails, but not deeper than this.
_DEEPEST = 8
#: A subject has no more characters: the library takes long with one that was made to be long.
_LONGEST = 1000


class _Part(NamedTuple):
    """A part of a mail: its kind, the lines of its body, and the alternatives that it is one of."""

    kind: str
    charset: str
    encoding: str
    first: int
    last: int
    group: int


def from_mail(lines: Sequence[str]) -> list[str]:
    """Translate a mail; of one that is no mail, all lines are its text.

    >>> from_mail(["From: a@b.org", "Subject: =?utf-8?q?B=C3=A0i?=", "Date: Fri, 9 Jan 2026 08:00:00 +0700", "", "x"])
    ['', '# Bài', 'Noted: 2026-01-09', '', 'x']
    """
    found = [""] * len(lines)
    for part in _chosen(lines, list(_parts(lines, found))):
        body = _body(part, lines[part.first : part.last])
        found[part.first : part.first + len(body)] = body
    return found


def _parts(lines: Sequence[str], found: list[str]) -> Iterator[_Part]:
    """Walk through the parts, and write the subjects and the date into ``found`` on the way."""
    pending = [(0, len(lines), 0, 0, True)]
    while pending:
        first, last, depth, group, is_mail = pending.pop()
        start = _headers_end(lines, first, last)
        headers = HeaderParser().parsestr("\n".join(lines[first:start]))
        if is_mail:
            _write_head(lines, first, start, depth, found)
        kind, boundary = headers.get_content_type(), headers.get_boundary() or ""
        if kind == "message/rfc822" and depth < _DEEPEST:
            pending.append((start, last, depth + 1, group, True))
        elif kind.startswith("multipart/") and depth < _DEEPEST:
            own = start if kind == "multipart/alternative" else group
            inside = list(_between(lines, start, last, boundary.strip('"')))
            inside = inside or list(_between(lines, start, last, _guessed_boundary(lines, start, last)))
            pending += [(one, two, depth + 1, own, False) for one, two in reversed(inside)]
        elif kind.startswith("text/") and headers.get_content_disposition() != "attachment":
            encoding = str(headers.get("Content-Transfer-Encoding", "")).strip().lower()
            yield _Part(kind, _charset(headers), encoding, start, last, group or start)


def _headers_end(lines: Sequence[str], first: int, last: int) -> int:
    """Give the line behind the headers: what begins with none has none."""
    at = first
    while at < last and lines[at].strip() and (_HEADER.match(lines[at]) or (at > first and lines[at][:1] in " \t")):
        at += 1
    if at < last and at == first and lines[at].startswith("From "):
        return _headers_end(lines, first + 1, last)
    return min(at + 1, last) if at < last and not lines[at].strip() else at


def _write_head(lines: Sequence[str], first: int, last: int, depth: int, found: list[str]) -> None:
    for at in range(first, last):
        name, _, value = lines[at].partition(":")
        while at + 1 < last and lines[at + 1][:1] in " \t" and len(value) < _LONGEST:
            at += 1
            value += " " + lines[at].strip()
        if name.lower() == "subject" and value.strip():
            subject = _FORWARDED.sub("", _decoded(value.strip()[:_LONGEST]))
            found[_line_of(lines, at)] = f"{'#' * min(6, depth + 1)} {subject}"
        elif name.lower() == "date" and depth == 0 and (day := _day(value)):
            found[_line_of(lines, at)] = f"Noted: {day}"


def _line_of(lines: Sequence[str], at: int) -> int:
    """Give the line on which a header begins that goes on to a line."""
    while at and lines[at][:1] in " \t":
        at -= 1
    return at


def _decoded(value: str) -> str:
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    texts = [_text(piece, charset or "ascii") if isinstance(piece, bytes) else piece for piece, charset in pieces]
    return " ".join("".join(texts).split())


def _day(value: str) -> str:
    try:
        return parsedate_to_datetime(value.strip()[:100]).date().isoformat()
    except (ValueError, TypeError, IndexError):  # what the library raises for a date that is none
        return ""


def _charset(headers: Message) -> str:
    return headers.get_content_charset() or "utf-8"


def _guessed_boundary(lines: Sequence[str], first: int, last: int) -> str:
    """Give what parts a mail whose headers do not say it: a line with two hyphens before headers."""
    marks = (at for at in range(first, last - 1) if lines[at][:2] == "--" and _HEADER.match(lines[at + 1]))
    return next((lines[at].rstrip()[2:] for at in marks), "")


def _text(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _between(lines: Sequence[str], first: int, last: int, boundary: str) -> Iterator[tuple[int, int]]:
    """Yield the parts between the lines of a boundary; a mail that was cut off has a last one all the same."""
    start = -1
    for at in range(first, last):
        if not lines[at].startswith("--") or lines[at].rstrip() not in (f"--{boundary}", f"--{boundary}--"):
            continue
        if start >= 0:
            yield start, at
        start = -1 if lines[at].rstrip() == f"--{boundary}--" else at + 1
    if start >= 0:
        yield start, last


def _chosen(lines: Sequence[str], parts: list[_Part]) -> Iterator[_Part]:
    """Yield the parts that are read: plain text before a page, unless only the page speaks of papers."""
    groups: dict[int, list[_Part]] = defaultdict(list)
    for part in parts:
        groups[part.group].append(part)
    for alternatives in groups.values():
        pages = [one for one in alternatives if one.kind == "text/html"]
        plain = [one for one in alternatives if one.kind != "text/html"]
        if plain and pages and not any(_speaks(one, lines) for one in plain):
            plain = [] if any(_speaks(one, lines) for one in pages) else plain
        yield from plain or pages


def _speaks(part: _Part, lines: Sequence[str]) -> bool:
    body = _body(part, lines[part.first : part.last])
    return any("://" in line or next(find_arxiv_ids(line), None) is not None for line in body)


# --- bodies


def _body(part: _Part, lines: Sequence[str]) -> list[str]:
    """Decode a body into as many lines as it has."""
    if part.encoding == "quoted-printable":
        runs = list(_unquoted(lines, part.charset))
    elif part.encoding == "base64":
        runs = [(0, len(lines), _from_base64(lines, part.charset))]
    else:
        runs = [(at, 1, line) for at, line in enumerate(lines)]
    if part.kind != "text/html" and part.encoding != "base64":
        body = [""] * len(lines)
        for at, _, text in runs:
            body[at] = text
        return body
    return _spread(runs, part.kind == "text/html", len(lines))


def _spread(runs: list[tuple[int, int, str]], is_page: bool, count: int) -> list[str]:
    """Put what a page or a block of base64 says on the lines of its code that it comes from, one each."""
    starts = [0, *accumulate(len(text) + 1 for *_, text in runs[:-1])]
    text = "\n".join(text for *_, text in runs)
    if is_page:
        pieces = pieces_of(text, mail=True)
    else:
        texts = text.split("\n")
        pieces = list(zip([0, *accumulate(len(one) + 1 for one in texts[:-1])], texts, strict=True))
        if len(pieces) > count:
            # Short lines are more than the lines of their code: what stands together is an item.
            paragraphs = (list(lines) for says, lines in groupby(pieces, lambda one: bool(one[1].strip())) if says)
            pieces = [(lines[0][0], "- " + " | ".join(one.strip() for _, one in lines)) for lines in paragraphs]

    def line_of(at: int) -> int:
        run = bisect_right(starts, at) - 1
        first, height, said = runs[run]
        return first + min(height - 1, (at - starts[run]) * height // max(1, len(said)))

    return spread([(line_of(at), text) for at, text in pieces], count) if count else []


def _unquoted(lines: Sequence[str], charset: str) -> Iterator[tuple[int, int, str]]:
    """Yield lines of quoted-printable, each with the first line of its code and how many there are."""
    at = 0
    while at < len(lines):
        first, pieces = at, list[str]()
        while at + 1 < len(lines) and lines[at].rstrip().endswith("="):
            pieces.append(lines[at].rstrip()[:-1])
            at += 1
        pieces.append(lines[at].rstrip().removesuffix("="))
        at += 1
        text = _QUOTED.sub(lambda m: _text(bytes.fromhex(m[0].replace("=", "")), charset), "".join(pieces))
        yield first, at - first, " ".join(text.split("\n")).rstrip("\r")


def _from_base64(lines: Sequence[str], charset: str) -> str:
    code = re.sub(r"[^A-Za-z0-9+/]", "", "".join(lines))
    code = code[: len(code) - (len(code) % 4 == 1)]
    data = base64.b64decode(code + "=" * (-len(code) % 4))
    return _text(data, charset).replace("\r\n", "\n").rstrip("\n")
