"""Any other Markdown: every arXiv number in it, with the best title at hand; a note without one is a note all the same.

Recall comes by construction: all lines are searched for numbers first, and the structure around a number only decides
what is said about it. A number that nothing is said of is a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from digestkb.dates import PartialDate, split_day
from digestkb.document import Document
from digestkb.markdown import plain
from digestkb.readers import Reader
from digestkb.readers.citation import citation
from digestkb.readers.placed import Title, address_title, opens_with_title, title_in_line, title_of
from digestkb.readers.places import Place
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import clean_title, is_label, quoted_title
from digestkb.readers.view import (
    KEPT,
    WINDOW,
    Hit,
    NoteView,
    entry_ids,
    hits_between,
    links_of,
    starts_with_number,
    tags_of_lines,
)
from digestkb.readers.whole import about_nothing_else, about_one, authors_of_lines, find_main, from_sections, topics_of
from digestkb.records import Kind, Mention, Passage, Reading, Span, TitleSource
from digestkb.tags import split_list

_PAPER_PAGE = re.compile(
    r"https?://(?:www\.)?(?:openreview\.net/(?:forum|pdf)\?id=|aclanthology\.org/[\w.-]+\d|(?:dx\.)?doi\.org/10\.\d{4,9}/"
    r"|(?:proceedings|papers)\.(?:neurips|nips)\.cc/paper|proceedings\.mlr\.press/v\d+/|openaccess\.thecvf\.com/content"
    r"|(?:www\.)?(?:biorxiv|medrxiv)\.org/content/|dl\.acm\.org/doi/|ieeexplore\.ieee\.org/(?:abstract/)?document/"
    r"|link\.springer\.com/(?:article|chapter)/10|www\.nature\.com/articles/|jmlr\.org/papers/|ojs\.aaai\.org/index\.php/"
    r"|[^\s()<>\"']+\.pdf(?=$|[\s)>\"'\]?#,;|]))[^\s()<>\"'|\]]*",
    re.IGNORECASE,
)


_DIGIT = re.compile(r"\d")


def claims(document: Document) -> bool:
    """Claim every document."""
    return True


def read(document: Document) -> Reading:
    """Read the papers of a note; without any number or address of one, the note is its own mention."""
    note = NoteView(document)
    note.main = find_main(note)
    mentions: list[Mention] = []
    if note.main:
        mentions.append(about_one(note, note.main))
    mentions.extend(_from_bibtex(note))
    mentions.extend(from_sections(note))
    mentions.extend(_from_places(note))
    mentions.extend(_by_address(note))
    if not any(m.kind is Kind.NOTE for m in mentions) and any(line.strip() for line in document.lines):
        mentions.append(about_nothing_else(note))
    mentions.sort(key=lambda m: (m.span.first, m.kind is not Kind.NOTE))
    dated = tuple(_with_date(mention) for mention in _without_repeats(document, mentions))
    return Reading("generic", dated, (), note.title, note.date)


def _with_date(mention: Mention) -> Mention:
    """Date a mention by the nearest heading above it that is a day with its year."""
    for title in reversed(mention.context):
        day = _day(title)
        if day:
            return replace(mention, date=day)
    return mention


@lru_cache(maxsize=256)
def _day(title: str) -> PartialDate | None:
    split = split_day(title) if _DIGIT.search(title) else None
    return split[0] if split and isinstance(split[0], PartialDate) else None


def _from_bibtex(note: NoteView) -> Iterator[Mention]:
    """Give a mention for each BibTeX entry with a number: its own, and references for others it names."""
    for entry in note.entries:
        found = entry_ids(note, entry)
        if not found:
            continue
        own = next(
            (
                f.id
                for key in ("eprint", "arxivid", "journal", "url", "note", "doi")
                for f in numbers_in(
                    f"arXiv:{entry.fields[key]}"
                    if key in ("eprint", "arxivid") and key in entry.fields
                    else entry.fields.get(key, "")
                )
            ),
            found[0].id,
        )
        repeated = note.is_spoken_for(own.number, entry.span.first)
        note.speak(own.number, entry.span)
        if repeated:
            continue
        title = entry.title
        yield Mention(
            Kind.NOTE if title else Kind.REFERENCE,
            entry.span,
            own,
            title=title,
            title_source=TitleSource.METADATA if title else None,
            authors=entry.authors,
            published=entry.published,
            tags=split_list(entry.fields.get("keywords", "")),
            context=note.context(entry.span.first),
        )


def _from_places(note: NoteView) -> Iterator[Mention]:
    """Give the mentions of the numbers that no section, entry or whole note speaks for, place by place."""
    groups: dict[tuple[int, int], list[Hit]] = {}
    by_line: dict[int, bool] = {}
    for hit in note.hits:
        if note.is_spoken_for(hit.number, hit.line):
            continue
        place = note.places.all[hit.place] if hit.place >= 0 else None
        if hit.place not in by_line:
            by_line[hit.place] = place is not None and place.first != place.last and _by_line(place)
        group = (hit.place, hit.line if by_line[hit.place] else 0)
        groups.setdefault(group, []).append(hit)
    for (position, line), hits in groups.items():
        seen: set[str] = set()
        for hit in hits:
            if hit.number not in seen:
                first = not seen
                seen.add(hit.number)
                yield _mention(note, position, line, hit, first=first)


def _by_line(place: Place) -> bool:
    """Say whether the lines of a paragraph are each a thing of their own: a list without markers."""
    if place.kind not in ("paragraph", "html", "code"):
        return False
    if place.kind == "code":
        return True
    if place.lines and "<tr" in place.lines[0].lower():
        return False
    with_number = [line for line in place.lines if bool(numbers_in(line))]
    leading = sum(1 for line in with_number if starts_with_number(line))
    ends = sum(1 for line in with_number if re.search(r"(?:\d|\)|/|\.pdf|>|\])\s*$", line))
    return 2 * max(leading, ends) >= len(with_number)


def _mention(note: NoteView, position: int, line: int, hit: Hit, *, first: bool) -> Mention:
    place = note.places.all[position]
    if place.kind == "definition":
        return _defined(note, hit)
    if place.kind in ("code", "meta", "rule"):
        return _reference(note, hit, title_in_line(note, hit))
    if line:
        place = replace(place, first=line, last=line, deep=line, text=note.lines[line - 1].strip(), lines=[])
    title = title_of(note, position, place, hit, alone=bool(line))
    starts = place.kind in ("item", "row", "heading") or _is_own_line(place, hit, alone=bool(line))
    if not starts or (not first and not (place.kind == "row" and title.title)):
        return _reference(note, hit, title)
    if title.above is not None:
        # A labelled address speaks for the item that it hangs below, with all else there.
        position, place = title.above, note.places.all[title.above]
        title = replace(title, text="")
    span, passages = _said(note, place, title, hit.line)
    topics = topics_of(note, note.context(place.first), note, position) if place.kind in ("item", "row", "html") else ()
    return Mention(
        Kind.NOTE,
        span,
        hit.found.id,
        title=title.title,
        title_source=title.source,
        names=title.names,
        authors=title.authors or authors_of_lines(note, span),
        tags=tags_of_lines(note, span),
        topics=topics,
        links=links_of(note, span, hit.number) if len(place.text) <= WINDOW else (),
        passages=passages,
        context=note.context(place.first),
    )


def _is_own_line(place: Place, hit: Hit, *, alone: bool) -> bool:
    """Say whether a paragraph is about the number: it begins with it, or is a line of a list without markers."""
    if place.kind == "html":
        return "<tr" in place.text.lower() or "<li" in place.text.lower()
    return alone or (len(place.text) <= WINDOW and (starts_with_number(place.text) or opens_with_title(place.text)))


def _reference(note: NoteView, hit: Hit, title: Title) -> Mention:
    return Mention(
        Kind.REFERENCE,
        Span(hit.line, hit.line),
        hit.found.id,
        title=title.title,
        title_source=title.source,
        names=title.names,
        context=note.context(hit.line),
    )


def _said(note: NoteView, place: Place, title: Title, line: int) -> tuple[Span, tuple[Passage, ...]]:
    """Give the lines that speak of a place's paper, and their text: on the number's own ``line`` what is behind it."""
    below = {hit.number for hit in hits_between(note, place)}
    own = place.kind == "item" and (not below or (title.above is not None and len(below) == 1))
    last = place.deep if own else place.last
    span = Span(place.first, max(place.first, last))
    if place.kind == "html":
        return span, tuple(_html_said(note, place, title))
    if place.kind == "row":
        return span, tuple(_cells_said(note, place, title))
    behind = title.text if line == place.first else note.lines[place.first - 1] if line <= place.last else ""
    lines = [behind, *note.lines[place.first : span.last]]
    first = place.first
    while lines and not lines[0].strip():
        lines, first = lines[1:], first + 1
    return span, ((Passage("text", first, "\n".join(line[:KEPT] for line in lines)),) if lines else ())


def _html_said(note: NoteView, place: Place, title: Title) -> Iterator[Passage]:
    """Give the texts of an HTML row or item that are neither title nor label, each on its line."""
    for number in range(place.first, place.last + 1):
        line = note.lines[number - 1]
        for part in re.split(r"<[^<>]{0,500}>", line[:WINDOW]):
            text = part.strip()
            if text and not is_label(text) and clean_title(text) not in ("", title.title):
                yield Passage("text", number, text)


def _cells_said(note: NoteView, place: Place, title: Title) -> Iterator[Passage]:
    """Give the cells of a row that say something about its paper, each under its column's name."""
    line = note.lines[place.first - 1]
    for n, cell in enumerate(place.cells):
        text = plain(cell)
        name = plain(place.header[n]).casefold() if n < len(place.header) else ""
        if text and cell in line and not is_label(text) and not _is_title(cell, text, title.title):
            yield Passage(name or "text", place.first, cell)


def _is_title(cell: str, text: str, title: str | None) -> bool:
    """Say whether a cell is the title; one that does not hold its first characters need not be cleaned to tell."""
    return title is not None and title[:8] in text and clean_title(cell) == title


def _defined(note: NoteView, hit: Hit) -> Mention:
    """Read ``[key]: address "title"``: it speaks where the key is used, and the text there is the link's."""
    line = note.lines[hit.line - 1]
    key = line.partition("]:")[0].strip().lstrip("[").casefold()
    quoted = quoted_title(line[hit.found.end :])
    cited = citation(line[: hit.found.start].partition("]:")[2]) if key.startswith("^") else None
    title = quoted or (cited.title if cited else title_in_line(note, hit).title)
    used = note.usages.get(key)
    if used is None:
        named = None if is_label(key) or key.startswith("^") else clean_title(line.partition("]:")[0].strip(" ["))
        source = TitleSource.LINK if named else None
        return _reference(note, hit, Title(title, TitleSource.LIST) if title else Title(named, source))
    number, label = used
    label = clean_title(label) if not is_label(label) and not label.isdigit() else ""
    found = Title(
        title or label or None, TitleSource.LINK if title or label else None, (label,) if title and label else ()
    )
    place = note.places.all[note.places.at[number]]
    if place.kind not in ("item", "row"):
        return replace(_reference(note, hit, found), span=Span(number, number), context=note.context(number))
    found = replace(found, text=note.lines[number - 1].strip())
    span, passages = _said(note, place, found, number)
    return Mention(
        Kind.NOTE,
        span,
        hit.found.id,
        title=found.title,
        title_source=found.source,
        names=found.names,
        topics=topics_of(note, note.context(number), note, note.places.at[number]),
        links=links_of(note, span, hit.number),
        passages=passages,
        context=note.context(number),
    )


def _by_address(note: NoteView) -> Iterator[Mention]:
    """Give the papers of list items and rows that have no arXiv number, but an address which is clearly a paper's."""
    with_number = {hit.place for hit in note.hits}
    seen: set[str] = set()
    for position, place in enumerate(note.places.all):
        if place.kind not in ("item", "row") or position in with_number or "://" not in place.text:
            continue
        if len(place.text) > WINDOW or note.main:
            continue
        match = _PAPER_PAGE.search(place.text)
        if not match or match[0] in seen or "10.48550" in match[0]:
            continue
        seen.add(match[0])
        url = match[0].rstrip(".,;")
        link = next((one for one in links_in(place.text) if match[0] in one.url or one.url in match[0]), None)
        if link is None or link.image:
            continue
        title = address_title(place, link)
        if not title.title:
            continue
        yield Mention(
            Kind.NOTE,
            Span(place.first, place.last),
            None,
            url,
            title=title.title,
            title_source=title.source,
            tags=tags_of_lines(note, Span(place.first, place.last)),
            topics=topics_of(note, note.context(place.first), note, position) if place.kind == "item" else (),
            links=links_of(note, Span(place.first, place.last), ""),
            passages=_said(note, place, title, place.first)[1],
            context=note.context(place.first),
        )


def _without_repeats(document: Document, mentions: list[Mention]) -> Iterator[Mention]:
    """Drop a reference where its section already speaks of the paper, or has the same reference."""
    said: set[tuple[int, str]] = set()
    for mention in mentions:
        if mention.kind is Kind.NOTE and mention.arxiv_id:
            said.add((_section_line(document, mention.span.first), mention.arxiv_id.number))
    for mention in mentions:
        if mention.kind is Kind.REFERENCE and mention.arxiv_id:
            place = (_section_line(document, mention.span.first), mention.arxiv_id.number)
            if place in said:
                continue
            said.add(place)
        yield mention


def _section_line(document: Document, line: int) -> int:
    section = document.section_at(line)
    return section.span.first if section else 0


READER = Reader("generic", claims, read)
