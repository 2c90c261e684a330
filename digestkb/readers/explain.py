"""What is taken from a note, value by value with its line, and why, for whoever looks at one note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice

from digestkb.dates import PartialDate, find_dates
from digestkb.document import Document
from digestkb.markdown import plain
from digestkb.readers.note import candidates_of
from digestkb.readers.scan import WINDOW
from digestkb.records import Mention, Note, NotedMention, Span
from digestkb.tags import key
from digestkb.tree import Block
from digestkb.tuples import NamedTuple

#: Of a text so much is shown, in characters.
_SHOWN = 120
#: So many lines are looked at for the one that a value stands on.
_LOOKED_AT = 5000


class Value(NamedTuple):
    """A value that was taken, and where it stands; ``weight`` is that of a candidate for a title."""

    source: str
    #: What it is said of: an id as ``show`` takes it, or ``note`` for the note itself.
    id: str
    field: str
    line: int
    value: str
    weight: int | None = None
    #: A word for the place that a title or candidate stands in, or for the kind of a mention.
    place: str = ""
    folder: str = ""


class Branch(NamedTuple):
    """A block of the tree: its lines, how deep it stands, its kind and text, and the papers that it is about."""

    source: str
    line: int
    last: int
    depth: int
    block: str
    text: str
    ids: tuple[str, ...] = ()
    folder: str = ""


def values(document: Document, note: Note, *, why: bool = False) -> Iterator[Value]:
    """Yield what a note says, mention by mention; with ``why``, what else might have been the title."""
    reading, source = note.reading, document.source
    yield Value(source, "note", "format", 1, reading.format)
    if reading.title:
        yield Value(
            source, "note", "title", _line(document, Span(1, len(document.lines)), reading.title), reading.title
        )
    if note.dated:
        yield Value(source, "note", "date", 1, str(note.dated.date), None, note.dated.reason)
    offered = candidates_of(document) if why else {}
    for noted in note.mentions:
        yield from _of_mention(document, noted)
        mention = noted.mention
        for one in offered.get((_id(mention), mention.span.first), ()):
            yield Value(source, _id(mention), "candidate", one.line, one.text, one.weight, one.place)


def _of_mention(document: Document, noted: NotedMention) -> Iterator[Value]:
    mention, source = noted.mention, document.source
    span, name = mention.span, _id(mention)
    lines = f"lines {span.first}–{span.last}" if span.last > span.first else f"line {span.first}"
    yield Value(source, name, "mention", span.first, lines, None, str(mention.kind))
    if mention.title:
        place = str(mention.title_source or "")
        yield Value(source, name, "title", _line(document, span, mention.title), mention.title, None, place)
    lists: tuple[tuple[str, Iterable[str]], ...] = (
        ("name", mention.names),
        ("author", mention.authors),
        ("published", [str(mention.published)] if mention.published else []),
        ("tag", mention.tags),
        ("topic", [" > ".join(path) for path in mention.topics]),
        ("link", [link.url for link in mention.links]),
    )
    for field, found in lists:
        for value in found:
            day = mention.published if field == "published" else None
            line = _line_of_day(document, span, day) if day else _line(document, span, value.rpartition(" > ")[2])
            yield Value(source, name, field, line, value)
    if noted.dated:
        yield Value(source, name, "noted", span.first, str(noted.dated.date), None, noted.dated.reason)
    for passage in mention.passages:
        yield Value(source, name, passage.role, passage.line, plain(passage.text)[:_SHOWN])


def _id(mention: Mention) -> str:
    if mention.arxiv_id:
        return mention.arxiv_id.number
    return mention.url or "note"


def _line_of_day(document: Document, span: Span, day: PartialDate) -> int:
    """Give the line of a span that has a date, in whatever form; else the first with its year, or one above."""
    own = range(span.first, min(span.last, span.first + _LOOKED_AT) + 1)
    lines = [(number, text) for number in own if str(day.year) in (text := document.lines[number - 1][:WINDOW])]
    told = (number for number, text in lines if day in find_dates(text, day_first=document.day_first))
    return next(told, lines[0][0] if lines else _line(document, span, str(day)))


def _line(document: Document, span: Span, text: str) -> int:
    """Give the line of a span that holds a text, else the first above it that does, else the span's own first."""
    wanted: str = key(re.sub(r"\W+", " ", text))[:60]
    if not wanted:
        return span.first
    held = 0
    for number in islice(chain(range(span.first, span.last + 1), range(span.first - 1, 0, -1)), _LOOKED_AT):
        text = _words(document.lines[number - 1])
        if f" {wanted}" in f" {text}":
            return number
        if wanted in text:
            held = held or number  # «Ré» is in «where», but is no word of it
    return held or span.first


@lru_cache(maxsize=2 * _LOOKED_AT)  # each value looks through the lines above it anew
def _words(line: str) -> str:
    found: str = key(re.sub(r"\W+", " ", plain(line[:5000])))
    return found


def tree(document: Document, note: Note) -> Iterator[Branch]:
    """Yield the blocks of a note, each with the papers whose mention begins there and spans it."""
    about: dict[int, list[str]] = {}
    for noted in note.mentions:
        about.setdefault(noted.mention.span.first, []).append(_id(noted.mention))
    pending: list[tuple[int, Block]] = [(0, document.tree)]
    while pending:
        depth, block = pending.pop()
        text = document.source if block.kind == "file" else plain(block.lines[0] if block.lines else block.text)
        ids = tuple(about.pop(block.first, ()))
        yield Branch(document.source, block.first, block.last, depth, block.kind, text[:_SHOWN], ids)
        pending.extend((depth + 1, child) for child in reversed(block.children))
