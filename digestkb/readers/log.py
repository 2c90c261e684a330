"""Dated reading logs: headings that are days, below each the papers and pages that were read on it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain

from digestkb.dates import PartialDate, split_day
from digestkb.document import Document, Hit
from digestkb.patterns import lazy
from digestkb.readers import Format
from digestkb.readers.around import behind_number, called, in_line
from digestkb.readers.beside import Beside, beside
from digestkb.readers.candidates import Candidate, candidate, titleness
from digestkb.readers.dated import date_of
from digestkb.readers.dressed import fields_of
from digestkb.readers.fields import Field, first_of
from digestkb.readers.labels import document_title
from digestkb.readers.leading import linked_title
from digestkb.readers.log_days import (
    Day,
    are_the_headings,
    are_unmistakable,
    dates_of,
    find_days,
    run_like_days,
)
from digestkb.readers.log_entries import Entry, Target, entries_of
from digestkb.readers.log_names import called_before, is_called
from digestkb.readers.openings import opening
from digestkb.readers.scan import attachments_in, own_links
from digestkb.readers.shaped import shaped
from digestkb.readers.titles import is_name, reads_as_title
from digestkb.readers.titling import is_field
from digestkb.readers.values import tags_of
from digestkb.records import DayWithoutYear, Kind, Mention, Passage, Reading, Span, TitleSource
from digestkb.tags import unique
from digestkb.tree import Block

#: Links that a changelog is full of, and a reading log is not.
_CHANGES = lazy(r"/(?:pull|issues?|compare|commits?|releases?/tag|merge_requests)/", re.IGNORECASE)
_CJK = lazy(r"[\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]")
#: What sets a name apart from the address behind it.
_SEPARATED = lazy(r"(?:[:：|—–]|\s-|\*\*|__)\s{0,40}[\[(（<]?\s{0,40}$")
#: The signs of a quote before a line.
_QUOTE = lazy(r"^[ \t]*(?:>[ \t]?)+")
#: Labelled values that a record has places for; any other is a part of what an entry says.
_METADATA = frozenset(("authors", "published", "tags", "id", "link"))
#: Between the address and what is said of it.
_BEHIND = " )）】]>,，:：;；.-–—|"
#: Around an address, a name or title stands within so many characters.
_NEAR = 600


def match(document: Document) -> Reading | None:
    """Read a note if it is a log: days with entries below them, and hardly another heading among them."""
    days = find_days(document)
    if not days or not are_the_headings(document, days) or _are_elsewhere(document, days):
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
        return _is_list(readings[0]) and not _dates_the_note(document, days[0])
    if _are_papers(document, days):
        return False
    linked, sure = sum(map(bool, readings)), are_unmistakable(document, days)
    if linked == 0:
        titled = sum(any(not entry.is_topic for entry in below) for below in entries)
        return sure and 2 * titled > len(days)
    # Numbered sections have a link here and there; in a log most days have one.
    return sure or run_like_days(document, days, linked)


def _are_elsewhere(document: Document, days: list[Day]) -> bool:
    """Say whether most papers of a note stand below no day: the days are news, and the note is about something else."""
    below = {number for day in days for number in range(day.line, day.last + 1)}
    read = {hit.number for hit in document.hits if hit.line in below}
    return len({hit.number for hit in document.hits} - read) > max(len(read), 2)


def _are_papers(document: Document, days: list[Day]) -> bool:
    """Say whether most days are headings that go on with the title of the day's paper."""
    called = (split_day(document.lines[day.line - 1].lstrip("# ")) for day in days if day.level < 7)
    return 2 * sum(found is not None and titleness(found[1]) == 2 for found in called) > len(days)


def _dates_the_note(document: Document, day: Day) -> bool:
    """Say whether a single day is that of a meeting which the heading of the note goes on to name, above its parts."""
    split = split_day(document.lines[day.line - 1].lstrip("# "))
    return split is not None and bool(split[1]) and any(block.kind == "section" for block in day.blocks)


def _is_list(readings: list[Entry]) -> bool:
    """Say whether the entries of a single day are a log's: a date above sections that are papers dates the note."""
    papers = any(entry.target and entry.target.arxiv_id for entry in readings)
    return (papers or len(readings) > 1) and all(entry.block.kind == "item" for entry in readings)


def _is_reading(entry: Entry) -> bool:
    return entry.target is not None and not _CHANGES.search(entry.target.url or "")


# --- the title of an entry


def _title_of(entry: Entry, fields: list[Field]) -> tuple[Candidate | None, tuple[str, ...]]:
    """Give an entry's title and its other name: from its own line or a field, else from what hangs below it."""
    own = _own_titles(entry)
    best = max(own or _below(entry, fields), key=lambda found: found.weight, default=None)
    if best is not None and best.place == "link":
        # A name that a remark begins with may be another paper's.
        others = (one.text for one in own if one.text != best.text and one.place not in ("behind", "lead name"))
        return best, unique(others)[:1]
    called = None if own else called_before(entry)
    if best is None and called is not None and is_called(entry, called):
        return called, ()
    return best, (called.text,) if called else ()


def _own_titles(entry: Entry) -> list[Candidate]:
    """Give what may be the title on an entry's own line; what is set apart there, not the words before it."""
    found = [one for one in _on_the_line(entry) if one and not _runs_on(entry, one)]
    set_apart = any(one.place == "adjoining" for one in found)
    return [one for one in found if not (set_apart and one.place == "before")]


def _on_the_line(entry: Entry) -> Iterator[Candidate | None]:
    """Yield what may be the title in an entry's own text."""
    block, target = entry.block, entry.target
    if target is not None and not _is_in_field(block, target):
        first = max(0, target.start - _NEAR)
        text = block.text[first : target.end + _NEAR]
        return in_line(text, target.start - first, target.end - first, block.at, block.kind)
    text = block.text if target is None else block.lines[0]
    return chain(opening(text, block.at), [candidate(text, "before", block.at)])


def _is_in_field(block: Block, target: Target) -> bool:
    """Say whether an address is the value of a label below the first line: the title does not go on into it."""
    at = block.text.count("\n", 0, target.start)
    return 0 < at < len(block.lines) and is_field(block.lines[at])


def _below(entry: Entry, fields: list[Field]) -> list[Candidate]:
    """Give what may be the title below a bare address: a labelled one, or how the first bullet begins."""
    stated = first_of(fields, "title")
    found = [candidate(stated.value, "label", stated.line)] if stated else []
    first = next(iter(entry.block.children), None)
    if first is not None and not any(one.line == first.at for one in fields):
        found.extend(behind_number(first.text[:_NEAR], 0, first.at))
    return [one for one in found if one]


def _runs_on(entry: Entry, found: Candidate) -> bool:
    """Say whether the words before an address run on into it: nothing parts them, and they are no name or title."""
    before = entry.block.text[: entry.target.start] if entry.target else ""
    if found.place != "before" or not before or _SEPARATED.search(before):
        return False
    words = found.text.split()
    latin = re.match(r"[A-Za-zα-ωÀ-ɏ0-9]", found.text)
    # A name within a remark is no title: «drop the WallNet runs (2402.01306)».
    named = any(map(is_name, words)) and not (len(words) > 3 and words[0].islower())
    return not latin or not (len(words) == 1 or named or reads_as_title(found.text))


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
    title = document_title(document, lambda heading: not split_day(heading))
    return Reading("log", tuple(mentions), (), title, date_of(document), tuple(without_year))


def _last_said(document: Document, first: int, last: int) -> int:
    while last > first and not document.lines[last - 1].strip():
        last -= 1
    return last


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
        tags=tags_of(fields, lines),
        topics=(entry.topics,) if entry.topics else (),
        links=own_links(lines, own),
        passages=_passages(document, entry, span, fields, aside),
        attachments=attachments_in(lines),
        context=document.owners[span.first].headings(),
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


def _source(entry: Entry, title: Candidate | None) -> TitleSource | None:
    if title is None or title.place == "link":
        return TitleSource.LINK if title else None
    own = entry.block.kind == "section" and title.line == entry.block.at
    return TitleSource.HEADING if own else TitleSource.LEAD


def _stated_names(fields: list[Field], title: Candidate | None) -> Iterator[str]:
    """Yield the titles that fields state, other than the entry's own."""
    stated = (candidate(linked_title(one.value), "label", one.line) for one in fields if one.role.name == "title")
    named = (one.text for one in stated if one is not None and reads_as_title(one.text))
    return (name for name in named if title is None or name != title.text)


def _behind(entry: Entry, aside: Beside) -> str:
    """Give what is said on an entry's own line behind its address, and behind people and venue."""
    behind = entry.block.lines[0][entry.target.end :] if entry.target else ""
    told = (aside.people or aside.published) and (aside.text or "") in behind
    return aside.text or "" if told else behind


def _passages(document: Document, entry: Entry, span: Span, fields: list[Field], aside: Beside) -> tuple[Passage, ...]:
    """Give the entry's text: what stands behind the link and people on its line, and the lines below but its fields."""
    told: set[int] = set()
    prose: list[Passage] = []
    for one in (one for one in fields if len(fields) > 1 or one.by_shape or one.role.name in _METADATA):
        if one.role.kind == "prose":
            prose.append(Passage("text" if prose else "summary", one.line, one.value))
        if one.role.kind != "remark":
            told.update(range(one.line, one.last + 1))
    behind = _behind(entry, aside)
    below = enumerate(document.lines[span.first : span.last], span.first + 1)
    lines = [behind.lstrip(_BEHIND), *("" if number in told else _QUOTE.sub("", line) for number, line in below)]
    said = [at for at, line in enumerate(lines) if line.strip()]
    text = Passage("text", span.first + said[0], "\n".join(lines[said[0] : said[-1] + 1])) if said else None
    return (*prose, text) if text else tuple(prose)


def _references(document: Document, hits: Iterable[Hit], date: PartialDate | None) -> Iterator[Mention]:
    """Keep each number among some, once a section, with what it is called on its line."""
    seen: set[tuple[tuple[str, ...], str]] = set()
    for hit in hits:
        context = document.owners[hit.line].headings()
        if (context, hit.number) not in seen:
            seen.add((context, hit.number))
            title, source = called(document.lines[hit.line - 1], hit.found)
            span = Span(hit.line, hit.line)
            yield Mention(
                Kind.REFERENCE, span, hit.found.id, title=title, title_source=source, date=date, context=context
            )


FORMAT = Format("log", match)
