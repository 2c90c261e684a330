"""Notes and sections that are about one paper, or about none: their number, title, authors, passages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestkb.arxiv import ArxivId
from digestkb.dates import find_dates
from digestkb.document import Section
from digestkb.markdown import plain
from digestkb.readers.placed import title_in
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import clean_title, is_label, is_name, note_title, reads_as_title
from digestkb.readers.view import (
    AUTHOR_KEYS,
    ID_KEYS,
    KNOWN_KEYS,
    LABELLED,
    TITLE_KEYS,
    URL_KEYS,
    WINDOW,
    Hit,
    NoteView,
    around_number,
    attachments_of,
    cut_passage,
    entry_ids,
    first_text,
    last_line,
    links_of,
    section_passages,
    stated_authors,
    stated_published,
    stem_title,
    tags_of_lines,
    tags_of_note,
    trimmed_end,
)
from digestkb.records import Kind, Mention, Passage, Span, TitleSource
from digestkb.tags import split_authors, split_list, unique


def find_main(note: NoteView) -> ArxivId | None:
    """Find the paper that a note is about: front matter, file name, title, or the only number right below the title."""
    for keys in (ID_KEYS, URL_KEYS):
        found = [f for key in keys for f in _ids(note.properties.get(key), prefixed=keys is ID_KEYS)]
        if len({one.number for one in found}) == 1:
            return found[0]
    named = list(numbers_in(note.stem)) or list(numbers_in(note.stem.replace("_", "/", 1)))
    if len(named) == 1:
        return named[0].id
    heading = note.heading
    if heading:
        titled = {found.id for found in numbers_in(heading.title)}
        if len(titled) == 1:
            return titled.pop()
    if not note.title or is_label(note.title) or not note.hits:
        return None
    return _below_title(note)


def _ids(value: str | list[str] | None, *, prefixed: bool) -> list[ArxivId]:
    values = value if isinstance(value, list) else [value] if value else []
    found = [f for one in values for f in numbers_in(f"arXiv:{one}" if prefixed and one[:1].isdigit() else one)]
    return [f.id for f in found]


def _below_title(note: NoteView) -> ArxivId | None:
    first = note.hits[0]
    start = note.heading.span.first if note.heading else note.document.body
    sections = note.document.sections
    own_end = note.heading.own.last if note.heading else (sections[0].span.first if sections else len(note.lines))
    if not start <= first.line <= min(start + 25, own_end) or first.place < 0:
        return None
    place = note.places.all[first.place]
    if place.kind not in ("item", "paragraph", "html") or place.parent is not None or len(place.text) > WINDOW:
        return None
    around, has_label = around_number(note.lines[first.line - 1], first.number)
    if not around:
        return None
    if len(note.numbers) == 1:
        return first.found.id
    # A list's first bullet may be a bare address; the address of the note's own paper has a label.
    beside = sum(1 for hit in note.hits if hit.number != first.number and hit.line <= own_end)
    return first.found.id if has_label and not beside else None


def about_one(note: NoteView, main: ArxivId) -> Mention:
    """Build the mention that spans a note about one paper."""
    properties = note.properties
    title, source = _own_title(note)
    span = Span(1, max(1, last_line(note.lines)))
    note.speak(main.number, span)
    entry = next((e for e in note.entries if any(f.id.number == main.number for f in entry_ids(note, e))), None)
    authors = stated_authors(properties) or split_authors(plain(first_text(dict(note.labelled), AUTHOR_KEYS)))
    published = stated_published(note)
    if entry:
        title, source = (title, source) if title else (entry.title, TitleSource.METADATA if entry.title else None)
        authors = authors or entry.authors
        published = published or entry.published
    names = _other_titles(note, title)
    return Mention(
        Kind.NOTE,
        span,
        main,
        title=title,
        title_source=source,
        names=names,
        authors=authors,
        published=published,
        tags=tags_of_note(note),
        links=links_of(note, Span(note.document.body, span.last), main.number),
        passages=tuple(section_passages(note)),
        attachments=attachments_of(note, span),
    )


def _own_title(note: NoteView) -> tuple[str | None, TitleSource | None]:
    stated = clean_title(first_text(note.properties, TITLE_KEYS))
    if stated and not is_label(stated):
        return stated, TitleSource.METADATA
    if note.heading:
        heading = clean_title(note.heading.title)
        if heading and not is_label(heading):
            return heading, TitleSource.HEADING
    labelled = clean_title(first_text(dict(note.labelled), TITLE_KEYS))
    if labelled:
        return labelled, TitleSource.METADATA
    stem = stem_title(note)
    return (stem, TitleSource.METADATA) if stem and not is_label(stem) else (None, None)


def _other_titles(note: NoteView, title: str | None) -> tuple[str, ...]:
    """Give the heading, file name and aliases of a note about one paper, as far as they are not its title."""
    found: list[str] = []
    for key in ("aliases", "alias", "short", "short_name", "short title", "shorttitle"):
        value = note.properties.get(key)
        found.extend(value if isinstance(value, list) else split_list(value) if value else ())
    if note.heading:
        found.append(clean_title(note.heading.title))
    if numbers_in(note.stem):
        found.append(clean_title(note.stem.replace("_", " ")))
    return tuple(name for name in unique(found) if name and not is_label(name) and name != title)


def about_nothing_else(note: NoteView) -> Mention:
    """Build the mention of a note that names no paper, or only in passing: the note itself can be found."""
    title = first_text(note.properties, TITLE_KEYS)
    source: TitleSource | None = TitleSource.METADATA
    if not title:
        first = note.document.sections[0].title if note.document.sections else ""
        title, source = (note_title(first), TitleSource.HEADING) if note_title(first) else ("", None)
    if not title:
        stem = stem_title(note)
        title, source = (stem, TitleSource.METADATA) if stem else (_first_words(note), TitleSource.LEAD)
    span = Span(1, last_line(note.lines))
    return Mention(
        Kind.NOTE,
        span,
        title=note_title(title) or title.strip() or None,
        title_source=source,
        authors=stated_authors(note.properties),
        tags=tags_of_note(note),
        passages=tuple(section_passages(note)),
        attachments=attachments_of(note, span),
    )


def _first_words(note: NoteView) -> str:
    said = (plain(line[:WINDOW]) for line in note.lines[note.document.body - 1 :])
    return next((text[:120] for text in said if text), "")


def from_sections(note: NoteView) -> Iterator[Mention]:
    """Give a mention for each section about one paper: its heading has the number, or a labelled line right below."""
    by_section: dict[int, list[Hit]] = {}
    for hit in note.hits:
        section = note.document.section_at(hit.line)
        if section is not None:
            by_section.setdefault(section.span.first, []).append(hit)
    for section in note.document.sections:
        hits = by_section.get(section.span.first)
        if not hits or (section is note.heading and note.main):
            continue
        own = _own_number(note, section, hits)
        if own is None or note.is_spoken_for(own.number, section.span.first):
            continue
        title = clean_title(section.title)
        links = [link for link in links_in(section.title) if not is_label(link.label)]
        if links:
            title = clean_title(links[0].label) or title
        title = "" if is_label(title) else title
        note.speak(own.number, section.span)
        body = cut_passage(note, section.own.first, section.own.last)
        below = _subsections(note, section)
        yield Mention(
            Kind.NOTE,
            Span(section.span.first, trimmed_end(note, section.span)),
            own,
            title=title or None,
            title_source=TitleSource.HEADING if title else None,
            authors=authors_of_lines(note, section.own),
            tags=tags_of_lines(note, section.own),
            topics=topics_of(note, section.path),
            links=links_of(note, section.span, own.number),
            passages=((body,) if body else ()) + below,
            attachments=attachments_of(note, section.span),
            context=section.path,
        )


def _subsections(note: NoteView, section: Section) -> tuple[Passage, ...]:
    if section.own.last == section.span.last:
        return ()
    found = []
    inner = note.document.sections
    start = note.document._section_starts.index(section.span.first) + 1
    for below in inner[start:]:
        if below.span.first > section.span.last:
            break
        passage = cut_passage(
            note, below.own.first, below.own.last, plain(below.title).casefold().strip(" :：") or "text"
        )
        if passage:
            found.append(passage)
    return tuple(found)


def _own_number(note: NoteView, section: Section, hits: list[Hit]) -> ArxivId | None:
    """Give the number that a section is about, or ``None`` if it only holds some."""
    in_heading = [hit.found.id for hit in hits if hit.line == section.span.first]
    if in_heading:
        return in_heading[0] if len({one.number for one in in_heading}) == 1 else None
    title = clean_title(section.title)
    if not title or is_label(title):
        return None
    if all(hit.line in note.in_entry for hit in hits):
        return None
    alone = {hit.number: hit for hit in reversed(hits) if _stands_alone(note, hit)}
    if len(alone) == 1:
        hit = next(iter(alone.values()))
        others = {other.number for other in hits if other.line < hit.line}
        near = hit.line - section.span.first <= 12 or len({other.number for other in hits}) == 1
        return hit.found.id if near and not others and _fits(note, title, hit) else None
    if len({hit.number for hit in hits}) == 1 and _looks_like_paper(title) and hits[0].line - section.span.first <= 6:
        place = note.places.all[hits[0].place]
        if place.kind == "paragraph" and len(place.text) < WINDOW and not title_in(place, hits[0], place.text).title:
            return hits[0].found.id
    return None


def _fits(note: NoteView, title: str, hit: Hit) -> bool:
    """Say whether a heading can be the title of the lone address below it: a topic with one bare bullet cannot."""
    place = note.places.all[hit.place]
    if place.parent is not None:
        return False
    if _has_title_above(note, hit):
        return _has_name(title)
    if place.kind == "paragraph":
        return True
    _, has_label = around_number(note.lines[hit.line - 1], hit.number)
    return has_label or _looks_like_paper(title)


def _is_stated(line: str) -> bool:
    match = LABELLED.match(line)
    return match is not None and match["key"].strip().lower() in KNOWN_KEYS


def _has_title_above(note: NoteView, hit: Hit) -> bool:
    place = note.places.all[hit.place]
    if place.kind == "paragraph" and place.first < hit.line:
        lines = note.lines[place.first - 1 : hit.line - 1][-3:]
        return any(reads_as_title(clean_title(line[:300])) and not _is_stated(line[:300]) for line in lines)
    above = note.places.above(hit.place)
    return bool(above and above.kind == "paragraph" and reads_as_title(clean_title(above.text[:300])))


def _looks_like_paper(title: str) -> bool:
    return _has_name(title) or (len(title.split()) >= 5 and reads_as_title(title))


def _has_name(title: str) -> bool:
    return bool(re.search(r"\w: \S|\w：\S", title)) or any(is_name(word) for word in title.split())


def _stands_alone(note: NoteView, hit: Hit) -> bool:
    if hit.place < 0 or hit.line in note.in_entry:
        return False
    place = note.places.all[hit.place]
    if place.kind not in ("item", "paragraph") or len(place.text) > WINDOW:
        return False
    return around_number(note.lines[hit.line - 1], hit.number)[0]


def authors_of_lines(note: NoteView, span: Span) -> tuple[str, ...]:
    """Give the authors that a labelled line near the start of a section or item names."""
    for number in range(span.first, min(span.last, span.first + 12) + 1):
        match = LABELLED.match(note.lines[number - 1][:2000])
        if match and match["key"].strip().lower() in AUTHOR_KEYS:
            return split_authors(plain(match["value"]))
    return ()


def topics_of(
    note: NoteView, path: tuple[str, ...], inside: NoteView | None = None, position: int = -1
) -> tuple[tuple[str, ...], ...]:
    """Give the topic path of a paper in a list: the headings above, without the note's title, and parent items."""
    if note.main or len(note.numbers) < 3:
        return ()
    labels = [note_title(re.sub(r"^[^\w\[(*`_<]+|^[\d.]+\s+", "", title)) for title in path]
    if note.heading and path and path[0] == note.heading.title:
        labels = labels[1:]
    if inside is not None and position >= 0:
        parents = []
        parent = note.places.all[position].parent
        while parent is not None:
            item = note.places.all[parent]
            text = note_title(item.text.split("\n", 1)[0].strip(" :："))
            if item.kind == "item" and len(text) <= 60 and not bool(links_in(item.text)):
                parents.append(text)
            parent = item.parent
        labels.extend(reversed(parents))
    found = tuple(
        label for label in labels if label and not is_label(label) and not any(True for _ in find_dates(label))
    )
    return (found,) if found else ()
