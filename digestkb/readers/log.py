"""Dated reading logs: headings that are days, below each the papers and pages that were read on it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from digestkb.dates import PartialDate, split_day
from digestkb.document import Document, Hit
from digestkb.links import FoundLink, Link, classify
from digestkb.readers import Format
from digestkb.readers.around import adjoining_title, before_number, behind_number, line_above, opening
from digestkb.readers.beside import Beside, beside
from digestkb.readers.candidates import Candidate, candidate
from digestkb.readers.dated import date_of
from digestkb.readers.dressed import fields_of
from digestkb.readers.fields import Field, first_of
from digestkb.readers.leading import linked_title
from digestkb.readers.log_days import (
    Day,
    are_the_headings,
    are_unmistakable,
    dates_of,
    find_days,
    headings_of,
    run_like_days,
)
from digestkb.readers.log_entries import Entry, Target, entries_of
from digestkb.readers.log_names import called_before, is_called
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.shaped import shaped
from digestkb.readers.titles import clean_title, is_label, is_name, lead_name, reads_as_title
from digestkb.records import DayWithoutYear, Kind, Mention, Passage, Reading, Span, TitleSource
from digestkb.tags import find_hashtags, unique
from digestkb.tree import Block

_EMBED = re.compile(
    r"!\[\[([^\]|]{1,500})(?:\|[^\]]{0,500})?\]\]|<img\s[^>]{0,500}?src\s{0,9}=\s{0,9}[\"']?([^\"'\s>]+)", re.IGNORECASE
)
#: Links that a changelog is full of, and a reading log is not.
_CHANGES = re.compile(r"/(?:pull|issues?|compare|commits?|releases?/tag|merge_requests)/", re.IGNORECASE)
#: What sets a name apart from the address behind it.
_SEPARATED = re.compile(r"(?:[:：|—–]|\s-|\*\*|__)\s{0,40}[\[(（<]?\s{0,40}$")
_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]")
#: The signs of a quote before a line.
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+")
#: Labelled values that a record has places for; any other is a part of what an entry says.
_METADATA = frozenset(("authors", "published", "tags", "id", "link"))
#: Between the address and what is said of it.
_BEHIND = " )）】]>,，:：;；-–—|"
#: Around an address, a name or title stands within so many characters.
_NEAR = 600


def match(document: Document) -> Reading | None:
    """Read a note if it is a log: days with entries below them, and hardly another heading among them."""
    days = find_days(document)
    if not days or not are_the_headings(document, days):
        return None
    entries = [list(entries_of(day)) for day in days]
    return _reading(document, days, entries) if _is_log(document, days, entries) else None


def read(document: Document) -> Reading:
    """Read a note as a log, whether it is one or not."""
    days = find_days(document)
    return _reading(document, days, [list(entries_of(day)) for day in days])


def _is_log(document: Document, days: list[Day], entries: list[list[Entry]]) -> bool:
    readings = [[entry for entry in below if _is_reading(entry)] for below in entries]
    if len(days) == 1:
        return _is_list(readings[0])
    linked, sure = sum(map(bool, readings)), are_unmistakable(document, days)
    if linked == 0:
        titled = sum(any(not entry.is_topic for entry in below) for below in entries)
        return sure and 2 * titled > len(days)
    # Numbered sections have a link here and there; in a log most days have one.
    return sure or run_like_days(document, days, linked)


def _is_list(readings: list[Entry]) -> bool:
    """Say whether the entries of a single day are a log's: a date above sections that are papers dates the note."""
    papers = any(entry.target and entry.target.arxiv_id for entry in readings)
    return (papers or len(readings) > 1) and all(entry.block.kind == "item" for entry in readings)


def _is_reading(entry: Entry) -> bool:
    return entry.target is not None and not _CHANGES.search(entry.target.url or "")


# --- the title of an entry


def _title_of(entry: Entry, fields: list[Field]) -> tuple[Candidate | None, tuple[str, ...]]:
    """Give an entry's title and its other names: from its own line, else from what hangs below a bare address."""
    own = [found for found in _on_the_line(entry) if found]
    best = max(own or _below(entry, fields), key=lambda found: found.weight, default=None)
    if best is not None and best.place == "link":
        return best, unique(found.text for found in own if found.text != best.text)[:1]
    called = called_before(entry) if not own else None
    if best is None and called is not None and is_called(entry, called):
        return called, ()
    return best, (called.text,) if called else ()


def _on_the_line(entry: Entry) -> Iterator[Candidate | None]:
    """Yield what may be the title on an entry's own line: the link's text, what is before it, else what is behind."""
    block, target = entry.block, entry.target
    if target is None:
        yield from opening(block.text, block.at)
        yield candidate(block.text, "heading" if block.kind == "section" else "before", block.at)
        return
    named = None if is_label(target.label) else candidate(target.label, "link", block.at)
    above = block.text[: target.start]
    before = [found for found in _before(above, block.at) if found]
    yield from [named, *before]
    if named is None and not before and is_label(above):
        yield from _behind(block.text, target.end, block.at)


def _before(text: str, line: int) -> Iterator[Candidate | None]:
    """Yield what may be the title before an address: not the words of a sentence that runs on into it."""
    head, broken, _ = text.partition("\n")
    if broken:
        yield line_above(head, line)
        return
    marked = adjoining_title(text)
    if marked:
        yield candidate(marked, "adjoining", line)
    for found in before_number(text[-_NEAR:], line):
        if found and (found.place != "before" or not (marked or _runs_on(text, found.text))):
            yield found


def _below(entry: Entry, fields: list[Field]) -> list[Candidate]:
    """Give what may be the title below a bare address: a labelled one, or how the first bullet begins."""
    stated = first_of(fields, "title")
    found = [candidate(stated.value, "label", stated.line)] if stated else []
    if entry.block.children and not any(one.line == entry.block.children[0].at for one in fields):
        first = entry.block.children[0]
        found.extend(_behind(first.text, 0, first.at))
    return [one for one in found if one]


def _runs_on(before: str, title: str) -> bool:
    """Say whether words run on into an address: nothing parts them from it, and they are no name or title."""
    if _SEPARATED.search(before):
        return len(title) > 60 and not title.isascii()
    words = title.split()
    latin = re.match(r"[A-Za-zα-ωÀ-ɏ0-9]", title)
    return not latin or not (len(words) == 1 or any(map(is_name, words)) or reads_as_title(title))


def _behind(text: str, at: int, line: int) -> Iterator[Candidate | None]:
    """Yield the title at the head of a remark: all of it if it is written as one, else the name that it begins with."""
    found = [one for one in behind_number(text[: at + _NEAR], at, line) if one]
    kept = [one for one in found if one.place != "behind" or (reads_as_title(one.text) and not _CJK.search(one.text))]
    yield from kept
    name = None if kept else lead_name(text[at : at + _NEAR].split("\n", 1)[0].lstrip(_BEHIND))
    yield candidate(name, "lead name", line) if name else None


# --- from entries to mentions


def _reading(document: Document, days: list[Day], entries: list[list[Entry]]) -> Reading:
    """Read each day's entries; a number that stands in none of them is kept as a reference."""
    mentions: list[Mention] = []
    without_year: list[DayWithoutYear] = []
    covered: set[int] = set()
    for day, date, below in zip(days, dates_of(document, days), entries, strict=True):
        if date is None:
            without_year.append(DayWithoutYear(day.line, *day.key))
        ends = [*(entry.block.first - 1 for entry in below), day.last][1:]
        for entry, last in zip(below, ends, strict=True):
            if not entry.is_topic:
                # An address that is defined elsewhere is an entry where its day is, which may end above it.
                last_said = _last_said(document, entry.block.own_last, last)
                span = Span(entry.block.first, max(entry.block.first, last_said))
                covered.update(range(span.first, span.last + 1))
                mentions.extend(_mentions(document, entry, span, date))
    rest = [hit for hit in document.hits if hit.line not in covered]
    mentions.extend(_references(document, rest, None))
    mentions.sort(key=lambda mention: mention.span.first)
    return Reading("log", tuple(mentions), (), _title(document), date_of(document), tuple(without_year))


def _last_said(document: Document, first: int, last: int) -> int:
    while last > first and not document.lines[last - 1].strip():
        last -= 1
    return last


def _title(document: Document) -> str | None:
    stated = document.metadata.get("title")
    if isinstance(stated, str) and stated:
        return stated
    tops = (b.text for b in document.tree.walk() if b.kind == "section" and b.level == 1 and not split_day(b.text))
    return clean_title(next(tops, "")) or None


def _mentions(document: Document, entry: Entry, span: Span, date: PartialDate | None) -> Iterator[Mention]:
    """Give what an entry says of what it is about, and a reference for each other number in it."""
    own = entry.target.arxiv_id.number if entry.target and entry.target.arxiv_id else ""
    yield _mention(document, entry, span, date, own)
    first, last = (bisect_left(document.hits, n, key=lambda hit: hit.line) for n in (span.first, span.last + 1))
    yield from _references(document, (hit for hit in document.hits[first:last] if hit.number != own), date)


def _mention(document: Document, entry: Entry, span: Span, date: PartialDate | None, own: str) -> Mention:
    target = entry.target or Target(0, 0)
    fields = _fields_below(entry.block)
    title, names = _title_of(entry, fields)
    fields += _shown_below(entry)
    authors, published = first_of(fields, "authors"), first_of(fields, "published")
    head = entry.block.lines[0] if entry.block.lines else ""
    # Behind a name in front of the address, what is said of it may look like a list of people.
    told = title is not None and not (title.place == "before" and _CJK.search(title.text))
    aside = beside(head, title.text, document.day_first) if title and told else Beside()
    lines = _lines_of(document, span)
    found = [link for line in lines for link in links_in(line)]
    return Mention(
        Kind.LOG,
        span,
        target.arxiv_id,
        target.url,
        title=title.text if title else None,
        title_source=_source(entry, title),
        names=unique((*names, *_stated_names(fields, title))),
        authors=authors.people() if authors else (title.authors if title else ()) or aside.people,
        published=published.date(document.day_first) if published else aside.published,
        date=date,
        tags=_tags(lines, fields),
        topics=(entry.topics,) if entry.topics else (),
        links=tuple(dict.fromkeys(_links(found, own))),
        passages=_passages(document, entry, span, fields),
        attachments=tuple(dict.fromkeys(map(unquote, _attachments(lines, found)))),
        context=headings_of(document, span.first),
    )


def _fields_below(block: Block) -> list[Field]:
    """Read the labelled values of an entry below its first line, which is about what it names."""
    below = [child for child in block.children if child.kind in ("item", "paragraph")]
    return [one for one in fields_of([block, *below]) if one.line > block.at]


def _shown_below(entry: Entry) -> list[Field]:
    """Read the first item below an entry if it is in italics, as people, venue and date are."""
    first = next(iter(entry.block.children), None)
    if first is None or first.kind != "item" or len(first.lines) != 1 or first.lines[0][:1] not in ("*", "_"):
        return []
    return shaped(first.lines[0], first.at) or []


def _lines_of(document: Document, span: Span) -> list[str]:
    """Give the lines of an entry that are no code."""
    numbers = (number for number in range(span.first, span.last + 1) if document.owners[number].kind != "code")
    return [document.lines[number - 1] for number in numbers]


def _tags(lines: list[str], fields: list[Field]) -> tuple[str, ...]:
    hashed = (tag for line in lines if not line.lstrip().startswith("#") for tag in find_hashtags(line))
    return unique((*hashed, *(tag for one in fields if one.role.name == "tags" for tag in one.tags())))


def _attachments(lines: list[str], links: list[FoundLink]) -> Iterator[str]:
    yield from (link.url for link in links if link.image)
    yield from (found[1] or found[2] for line in lines for found in _EMBED.finditer(line))


def _source(entry: Entry, title: Candidate | None) -> TitleSource | None:
    if title is None or title.place == "link":
        return TitleSource.LINK if title else None
    own = entry.block.kind == "section" and title.line == entry.block.at
    return TitleSource.HEADING if own else TitleSource.LEAD


def _links(links: Iterable[FoundLink], own: str) -> Iterator[Link]:
    """Yield the links that belong to an entry: those that lead to another paper do not."""
    for link in links:
        others = (found for found in numbers_in(link.url) if found.id.number != own and not found.bare)
        if not link.image and not any(others):
            yield classify(link.url, link.label)


def _stated_names(fields: list[Field], title: Candidate | None) -> Iterator[str]:
    """Yield the titles that fields state, other than the entry's own."""
    stated = (candidate(linked_title(one.value), "label", one.line) for one in fields if one.role.name == "title")
    named = (one.text for one in stated if one is not None and reads_as_title(one.text))
    return (name for name in named if title is None or name != title.text)


def _passages(document: Document, entry: Entry, span: Span, fields: list[Field]) -> tuple[Passage, ...]:
    """Give the entry's text: what stands behind the link on its line, and all lines below that are not its fields."""
    told: set[int] = set()
    prose: list[Passage] = []
    for one in (one for one in fields if len(fields) > 1 or one.by_shape or one.role.name in _METADATA):
        if one.role.kind == "prose":
            prose.append(Passage("text" if prose else "summary", one.line, one.value))
        told.update(range(one.line, one.last + 1))
    head = entry.block.lines[0]
    behind = head[entry.target.end :] if entry.target else ""
    below = enumerate(document.lines[span.first : span.last], span.first + 1)
    lines = [behind.lstrip(_BEHIND), *("" if number in told else _QUOTE.sub("", line) for number, line in below)]
    said = [at for at, line in enumerate(lines) if line.strip()]
    text = Passage("text", span.first + said[0], "\n".join(lines[said[0] : said[-1] + 1])) if said else None
    return (*prose, text) if text else tuple(prose)


def _references(document: Document, hits: Iterable[Hit], date: PartialDate | None) -> Iterator[Mention]:
    """Keep each number among some, once a section, with what it is called on its line."""
    seen: set[tuple[tuple[str, ...], str]] = set()
    for hit in hits:
        context = headings_of(document, hit.line)
        if (context, hit.number) in seen:
            continue
        seen.add((context, hit.number))
        line, start = document.lines[hit.line - 1], hit.found.start
        label = next((link.label for link in links_in(line) if link.start <= start < link.end), "")
        linked = "" if is_label(label) else clean_title(label)
        marked = None if linked or hit.block.kind == "code" else adjoining_title(line[:start])
        yield Mention(
            Kind.REFERENCE,
            Span(hit.line, hit.line),
            hit.found.id,
            title=linked or marked or None,
            title_source=TitleSource.LINK if linked else TitleSource.LEAD if marked else None,
            date=date,
            context=context,
        )


FORMAT = Format("log", match)
