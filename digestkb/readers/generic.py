"""Any other Markdown: every arXiv number in it, with the best title at hand; a note without one is a note all the same.

Recall comes by construction: all lines are searched for numbers first, and the structure around a number only decides
what is said about it. A number that nothing is said of is a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from digestkb.arxiv import ArxivId, Found
from digestkb.dates import PartialDate, find_dates, parse_date
from digestkb.document import Document, Section, plain
from digestkb.errors import BadDate
from digestkb.links import FoundLink, Link, classify
from digestkb.readers import Reader
from digestkb.readers.bibtex import Entry, find_entries
from digestkb.readers.places import Place, Places, find_places
from digestkb.readers.naming import name_beside
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import (
    LABEL,
    citation_title,
    clean_title,
    is_label,
    is_name,
    lead_name,
    quoted_title,
    reads_as_title,
)
from digestkb.records import Kind, Mention, Passage, Reading, Span, TitleSource
from digestkb.tags import find_hashtags, split_authors, split_list, unique

#: A place longer than this is looked at through a window around the number.
_WINDOW = 4000
_AROUND = 160
#: Keys of front matter and of ``key:: value`` lines, by what they say.
_ID_KEYS = ("arxiv", "arxiv_id", "arxiv-id", "arxivid", "arxiv id", "eprint", "arxiv_url", "arxiv url", "arxiv-url")
_URL_KEYS = (
    *(
        "url",
        "link",
        "links",
        "paper",
        "paper_url",
        "paper-url",
        "paperurl",
        "paper url",
        "paper link",
        "pdf",
        "source",
    ),
    *("doi", "href", "html", "canonical", "externallink", "external_url", "redirect", "uri", "id", "论文", "链接"),
)
_TITLE_KEYS = ("title", "paper_title", "paper-title", "papertitle", "paper title", "name", "标题", "tiêu đề", "题目")
_AUTHOR_KEYS = ("authors", "author", "paper_authors", "creators", "作者", "tác giả", "著者", "저자")
_TAG_KEYS = ("tags", "tag", "categories", "category", "keywords", "topics", "标签", "关键词", "thẻ", "từ khóa")
_DATE_KEYS = (
    "date",
    "created",
    "created_at",
    "date_read",
    "read",
    "日期",
    "ngày",
    "updated",
    "modified",
    "last_modified_at",
)
_PUBLISHED_KEYS = (
    "published",
    "year",
    "publication_date",
    "pubdate",
    "date_published",
    "issued",
    "发表",
    "年份",
    "năm",
)
_PROPERTY = re.compile(
    r"\s*(?:[-*+]\s+)?[(\[]?(?P<key>[^\W\d_][\w -]{0,30}?)\s*::\s*(?P<value>[^\])]*(?:\([^)]*\))?[^\])]*)[)\]]?\s*$"
)
_LABELLED = re.compile(
    r"\s*(?:>\s*)?(?:[-*+]\s+)?(?:\*\*|__)?(?P<key>[^\W\d_][^:：*_\n]{0,24}?)\s*(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*(?P<value>\S.*)"
)
_PAPER_PAGE = re.compile(
    r"https?://(?:www\.)?(?:openreview\.net/(?:forum|pdf)\?id=|aclanthology\.org/[\w.-]+\d|(?:dx\.)?doi\.org/10\.\d{4,9}/"
    r"|(?:proceedings|papers)\.(?:neurips|nips)\.cc/paper|proceedings\.mlr\.press/v\d+/|openaccess\.thecvf\.com/content"
    r"|(?:www\.)?(?:biorxiv|medrxiv)\.org/content/|dl\.acm\.org/doi/|ieeexplore\.ieee\.org/(?:abstract/)?document/"
    r"|link\.springer\.com/(?:article|chapter)/10|www\.nature\.com/articles/|jmlr\.org/papers/|ojs\.aaai\.org/index\.php/"
    r"|[^\s()<>\"']+\.pdf(?=$|[\s)>\"'\]?#,;|]))[^\s()<>\"'|\]]*",
    re.IGNORECASE,
)
_USAGE = re.compile(r"(?<!!)\[(?P<text>[^\[\]]{1,300})\](?:\[(?P<key>[^\[\]]{0,80})\])?(?![:(\[])")
#: In code a bare number between these is a number to calculate with.
_OPERATOR_BEFORE = re.compile(r"[=(\[{,+*/<>-]\s*$")
_OPERATOR_AFTER = re.compile(r"\s*(?:[,)\]};+*/<>=-]|$)")
_DESCRIPTION = " \t)）】]>,，:：;；.-–—|*"


@dataclass(frozen=True, slots=True)
class _Hit:
    """A number on a line, and the place that it stands in."""

    line: int
    found: Found
    place: int

    @property
    def number(self) -> str:
        return self.found.id.number


@dataclass(frozen=True, slots=True)
class _Title:
    """A title or none, where it stands, other names, and what the place says behind it."""

    title: str | None = None
    source: TitleSource | None = None
    names: tuple[str, ...] = ()
    text: str = ""


# --- the reader ---


def claims(document: Document) -> bool:
    """Claim every document."""
    return True


def read(document: Document) -> Reading:
    """Read the papers of a note; without any number or address of one, the note is its own mention."""
    note = _Note(document)
    mentions: list[Mention] = []
    if note.main:
        mentions.append(_about_one(note, note.main))
    mentions.extend(_from_bibtex(note))
    mentions.extend(_from_sections(note))
    mentions.extend(_from_places(note))
    mentions.extend(_by_address(note))
    if not any(m.kind is Kind.NOTE for m in mentions) and any(line.strip() for line in document.lines):
        mentions.append(_about_nothing_else(note))
    mentions.sort(key=lambda m: (m.span.first, m.kind is not Kind.NOTE))
    return Reading("generic", tuple(_without_repeats(document, mentions)), (), note.title, note.date)


class _Note:
    """What the parts of the reader ask of a document again and again."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = document.lines
        self.places: Places = find_places(document)
        self.entries: tuple[Entry, ...] = tuple(find_entries(document.lines)) if self._has("@") else ()
        self.in_entry = {n: e for e in self.entries for n in range(e.span.first, e.span.last + 1)}
        self.hits: list[_Hit] = list(self._hits())
        #: Lines that a mention of a section or of the whole note speaks for, by number.
        self.spoken: dict[str, list[Span]] = {}

    def _has(self, text: str) -> bool:
        return any(text in line for line in self.lines)

    def _hits(self) -> Iterator[_Hit]:
        for number, line in enumerate(self.lines, start=1):
            for found in numbers_in(line):
                if found.bare and number in self.document.code and _calculates(line, found):
                    continue
                yield _Hit(number, found, self.places.at[number])

    @cached_property
    def hit_lines(self) -> list[int]:
        return [hit.line for hit in self.hits]

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(hit.number for hit in self.hits)

    @cached_property
    def usages(self) -> dict[str, tuple[int, str]]:
        """Where the key of a reference is used first, and the text of the link there."""
        found: dict[str, tuple[int, str]] = {}
        for number, line in enumerate(self.lines, start=1):
            if "]" not in line or number in self.document.code or self.places.at[number] < 0 or len(line) > _WINDOW:
                continue
            for match in _USAGE.finditer(line):
                key = (match["key"] or match["text"]).casefold()
                found.setdefault(key, (number, match["text"] if not match["text"].startswith("^") else ""))
        return found

    @cached_property
    def properties(self) -> dict[str, str | list[str]]:
        """The front matter with ``key:: value`` lines, and labelled lines above the first subsection."""
        found: dict[str, str | list[str]] = dict(self.document.metadata)
        for line in self.lines[self.document.body - 1 : self.document.body + 60]:
            match = _PROPERTY.match(line) if "::" in line else None
            if match:
                found.setdefault(match["key"].strip().lower(), match["value"].strip())
        return found

    @cached_property
    def labelled(self) -> dict[str, str]:
        """What the lines right below the title say: ``**Authors:** …``, ``- Year: 2024``."""
        found: dict[str, str] = {}
        sections = self.document.sections
        last = min(sections[1].span.first if len(sections) > 1 else len(self.lines), self.document.body + 40)
        for line in self.lines[self.document.body - 1 : last]:
            match = _LABELLED.match(line) if len(line) < 2000 and not line.startswith("#") else None
            if match:
                found.setdefault(match["key"].strip().lower(), match["value"].strip())
        return found

    @cached_property
    def heading(self) -> Section | None:
        """The heading that is the note's title: the first of level 1, else the first if nothing stands beside it."""
        sections = self.document.sections
        top = [section for section in sections if section.level == 1]
        if len(top) == 1:
            return top[0]
        if top or not sections:
            return None
        alone = sum(section.level <= sections[0].level for section in sections) == 1
        return sections[0] if alone else None

    @cached_property
    def title(self) -> str | None:
        stated = _text(self.properties, _TITLE_KEYS)
        if stated:
            return clean_title(stated) or None
        if self.heading:
            return clean_title(self.heading.title) or None
        return None

    @cached_property
    def stem(self) -> str:
        name = self.document.source.rsplit("/", 1)[-1]
        return re.sub(r"\.(?:md|markdown|mdx|qmd|txt|org|rst)$", "", name, flags=re.IGNORECASE)

    @cached_property
    def date(self) -> PartialDate | None:
        for key in _DATE_KEYS:
            value = self.properties.get(key)
            found = _date(value if isinstance(value, str) else "")
            if found:
                return found
        return next(find_dates(self.stem), None)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        found: list[str] = []
        for key in _TAG_KEYS:
            value = self.properties.get(key)
            if isinstance(value, str):
                split = split_list(value) if re.search(r"[,;，；、]", value) else tuple(value.split())
                found.extend(find_hashtags(value) or split)
            elif value:
                found.extend(value)
        return unique(tag.strip().strip("[]\"'").lstrip("#") for tag in found)

    @cached_property
    def main(self) -> ArxivId | None:
        """The paper that the whole note is about."""
        return _main(self)

    def context(self, line: int) -> tuple[str, ...]:
        section = self.document.section_at(line)
        return (*section.path, section.title) if section else ()

    def is_spoken_for(self, number: str, line: int) -> bool:
        return any(span.first <= line <= span.last for span in self.spoken.get(number, ()))

    def speak(self, number: str, span: Span) -> None:
        self.spoken.setdefault(number, []).append(span)


def _calculates(line: str, found: Found) -> bool:
    return bool(_OPERATOR_BEFORE.search(line[: found.start][-20:]) and _OPERATOR_AFTER.match(line, found.end)) or bool(
        re.search(r"\w\s*(?:[=(<>+*/]|\*\*)\s*$", line[: found.start][-20:])
    )


def _text(values: dict[str, str | list[str]], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = values.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, list) and len(value) == 1:
            return value[0]
    return ""


def _date(text: str) -> PartialDate | None:
    if not text:
        return None
    try:
        return parse_date(text)
    except BadDate:
        return next(find_dates(text), None)


# --- a note about one paper ---


def _main(note: _Note) -> ArxivId | None:
    """Find the paper that a note is about: front matter, file name, title, or the only number right below the title."""
    for keys in (_ID_KEYS, _URL_KEYS):
        found = [f for key in keys for f in _ids(note.properties.get(key), prefixed=keys is _ID_KEYS)]
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


def _below_title(note: _Note) -> ArxivId | None:
    first = note.hits[0]
    start = note.heading.span.first if note.heading else note.document.body
    sections = note.document.sections
    own_end = note.heading.own.last if note.heading else (sections[0].span.first if sections else len(note.lines))
    if not start <= first.line <= min(start + 25, own_end) or first.place < 0:
        return None
    place = note.places.all[first.place]
    if place.kind not in ("item", "paragraph", "html") or place.parent is not None or len(place.text) > _WINDOW:
        return None
    around, has_label = _around_number(note.lines[first.line - 1], first.number)
    if not around:
        return None
    if len(note.numbers) == 1:
        return first.found.id
    # A list's first bullet may be a bare address; the address of the note's own paper has a label.
    beside = sum(1 for hit in note.hits if hit.number != first.number and hit.line <= own_end)
    return first.found.id if has_label and not beside else None


def _around_number(text: str, number: str) -> tuple[bool, bool]:
    """Say whether a place is only the address of a number, with other labelled ones; and whether it has a label."""
    rest = text
    for link in reversed(links_in(text)):
        if not is_label(link.label):
            return False, False
        rest = rest[: link.start] + " " + link.label + " " + rest[link.end :]
    has_number = any(found.id.number == number for found in numbers_in(text))
    bare = rest
    for found in reversed(numbers_in(rest)):
        bare = bare[: found.start] + " " + bare[found.end :]
    bare = re.sub(r"https?://\S*", " ", bare)
    words = [part for part in re.split(r"[|·•,，;；/\n()\[\]（）]+|\s{2,}|[:：]", bare) if part.strip(" *_`>-–—.")]
    labels = bool(words) or bool(re.search(r"arxiv\s*:", text, re.IGNORECASE))
    return has_number and all(is_label(part) for part in words), labels


def _about_one(note: _Note, main: ArxivId) -> Mention:
    """Build the mention that spans a note about one paper."""
    properties = note.properties
    title, source = _own_title(note)
    span = Span(1, max(1, _last_line(note.lines)))
    note.speak(main.number, span)
    entry = next((e for e in note.entries if any(f.id.number == main.number for f in _entry_ids(note, e))), None)
    authors = _authors(properties) or split_authors(plain(_text(dict(note.labelled), _AUTHOR_KEYS)))
    published = _published(note)
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
        tags=_all_tags(note),
        links=_links(note, Span(note.document.body, span.last), main.number),
        passages=tuple(_passages(note)),
        attachments=_attachments(note, span),
    )


def _own_title(note: _Note) -> tuple[str | None, TitleSource | None]:
    stated = clean_title(_text(note.properties, _TITLE_KEYS))
    if stated and not is_label(stated):
        return stated, TitleSource.METADATA
    if note.heading:
        heading = clean_title(note.heading.title)
        if heading and not is_label(heading):
            return heading, TitleSource.HEADING
    labelled = clean_title(_text(dict(note.labelled), _TITLE_KEYS))
    if labelled:
        return labelled, TitleSource.METADATA
    stem = clean_title(re.sub(r"^\d{4}-\d\d-\d\d[-_ ]", "", note.stem).replace("_", " "))
    if stem and not is_label(stem) and "-" in stem and " " not in stem and not is_name(stem):
        stem = stem.replace("-", " ")
    return (stem, TitleSource.METADATA) if stem and not is_label(stem) else (None, None)


def _other_titles(note: _Note, title: str | None) -> tuple[str, ...]:
    """Give the heading, file name and aliases of a note about one paper, as far as they are not its title."""
    found = []
    for key in ("aliases", "alias", "short", "short_name", "short title", "shorttitle"):
        value = note.properties.get(key)
        found.extend(value if isinstance(value, list) else split_list(value) if value else ())
    if note.heading:
        found.append(clean_title(note.heading.title))
    if numbers_in(note.stem):
        found.append(clean_title(note.stem.replace("_", " ")))
    return tuple(name for name in unique(found) if name and not is_label(name) and name != title)


def _authors(values: dict[str, str | list[str]]) -> tuple[str, ...]:
    for key in _AUTHOR_KEYS:
        value = values.get(key)
        if isinstance(value, list) and value:
            return unique(re.sub(r"[\[\]]", "", one).strip() for one in value)
        if isinstance(value, str) and value:
            return split_authors(plain(value))
    return ()


def _published(note: _Note) -> PartialDate | None:
    for values in (note.properties, dict(note.labelled)):
        for key in _PUBLISHED_KEYS:
            value = values.get(key)
            found = _date(plain(value)) if isinstance(value, str) else None
            if found:
                return found
    return None


def _all_tags(note: _Note) -> tuple[str, ...]:
    found = list(note.tags)
    for number, line in enumerate(note.lines[note.document.body - 1 :], start=note.document.body):
        if "#" in line and number not in note.document.code and len(line) < _WINDOW:
            found.extend(find_hashtags(line))
    return unique(found)


def _last_line(lines: tuple[str, ...]) -> int:
    last = len(lines)
    while last > 1 and not lines[last - 1].strip():
        last -= 1
    return last


def _passages(note: _Note) -> Iterator[Passage]:
    """Give a note's text by its sections, each under its heading in lower case, without front matter."""
    document = note.document
    starts = [(section.own.first, section.own.last, section.title) for section in document.sections]
    preface_end = document.sections[0].span.first - 1 if document.sections else len(note.lines)
    for first, last, title in [(document.body, preface_end, ""), *starts]:
        is_title = note.heading is not None and title == note.heading.title
        role = "text" if is_title or not title else plain(title).casefold().strip(" :：") or "text"
        passage = _passage(note, first, last, role)
        if passage:
            yield passage


def _passage(note: _Note, first: int, last: int, role: str = "text") -> Passage | None:
    while first <= last and not note.lines[first - 1].strip():
        first += 1
    while last >= first and not note.lines[last - 1].strip():
        last -= 1
    if first > last:
        return None
    return Passage(role, first, "\n".join(note.lines[first - 1 : last]))


def _links(note: _Note, span: Span, number: str) -> tuple[Link, ...]:
    """Give the links of a span, but for those of other papers on arXiv, images and anchors."""
    found: dict[Link, None] = {}
    for at in range(span.first, span.last + 1):
        line = note.lines[at - 1]
        if at in note.document.code or len(line) > _WINDOW * 5:
            continue
        for link in links_in(line):
            others = [f for f in numbers_in(link.url) if f.id.number != number and not f.bare]
            if not link.image and not others and re.match(r"(?:https?://|www\.|\w+\.\w+/)", link.url):
                found.setdefault(classify(link.url, link.label))
    return tuple(found)


def _attachments(note: _Note, span: Span) -> tuple[str, ...]:
    from urllib.parse import unquote

    found = []
    for number in range(span.first, span.last + 1):
        line = note.lines[number - 1]
        if "![" in line and number not in note.document.code and len(line) < _WINDOW:
            found.extend(match[1] for match in re.finditer(r"!\[\[([^\]|]+)(?:\|[^\]]*)?\]\]", line))
            found.extend(unquote(link.url) for link in links_in(line) if link.image)
    return tuple(dict.fromkeys(found))


def _about_nothing_else(note: _Note) -> Mention:
    """Build the mention of a note that names no paper, or only in passing: the note itself can be found."""
    title = _text(note.properties, _TITLE_KEYS)
    source: TitleSource | None = TitleSource.METADATA
    if not title:
        first = note.document.sections[0].title if note.document.sections else ""
        title, source = (clean_title(first), TitleSource.HEADING) if clean_title(first) else ("", None)
    if not title:
        stem = re.sub(r"^\d{4}-\d\d-\d\d[-_ ]", "", note.stem)
        line = next((plain(text) for text in note.lines[note.document.body - 1 :] if plain(text)), "")
        title, source = (stem.replace("_", " "), TitleSource.METADATA) if stem else (line[:120], TitleSource.LEAD)
    span = Span(1, _last_line(note.lines))
    return Mention(
        Kind.NOTE,
        span,
        title=clean_title(title) or title.strip() or None,
        title_source=source,
        authors=_authors(note.properties),
        tags=_all_tags(note),
        passages=tuple(_passages(note)),
        attachments=_attachments(note, span),
    )


# --- BibTeX ---


def _entry_ids(note: _Note, entry: Entry) -> list[Found]:
    text = [note.lines[n - 1] for n in range(entry.span.first, entry.span.last + 1)]
    return [found for line in text for found in numbers_in(line)]


def _from_bibtex(note: _Note) -> Iterator[Mention]:
    """Give a mention for each BibTeX entry with a number: its own, and references for others it names."""
    for entry in note.entries:
        found = _entry_ids(note, entry)
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


# --- sections about one paper ---


def _from_sections(note: _Note) -> Iterator[Mention]:
    """Give a mention for each section about one paper: its heading has the number, or a labelled line right below."""
    by_section: dict[int, list[_Hit]] = {}
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
        body = _passage(note, section.own.first, section.own.last)
        below = _subsections(note, section)
        yield Mention(
            Kind.NOTE,
            Span(section.span.first, _trimmed(note, section.span)),
            own,
            title=title or None,
            title_source=TitleSource.HEADING if title else None,
            authors=_labelled_authors(note, section),
            tags=_line_tags(note, section.own),
            topics=_topics(note, section.path),
            links=_links(note, section.span, own.number),
            passages=((body,) if body else ()) + below,
            attachments=_attachments(note, section.span),
            context=section.path,
        )


def _trimmed(note: _Note, span: Span) -> int:
    last = span.last
    while last > span.first and not note.lines[last - 1].strip():
        last -= 1
    return last


def _subsections(note: _Note, section: Section) -> tuple[Passage, ...]:
    if section.own.last == section.span.last:
        return ()
    found = []
    inner = note.document.sections
    start = note.document._section_starts.index(section.span.first) + 1
    for below in inner[start:]:
        if below.span.first > section.span.last:
            break
        passage = _passage(note, below.own.first, below.own.last, plain(below.title).casefold().strip(" :：") or "text")
        if passage:
            found.append(passage)
    return tuple(found)


def _own_number(note: _Note, section: Section, hits: list[_Hit]) -> ArxivId | None:
    """Give the number that a section is about, or ``None`` if it only holds some."""
    in_heading = [hit.found.id for hit in hits if hit.line == section.span.first]
    if in_heading:
        return in_heading[0] if len({one.number for one in in_heading}) == 1 else None
    title = clean_title(section.title)
    if not title or is_label(title):
        return None
    alone = {hit.number: hit for hit in reversed(hits) if _stands_alone(note, hit)}
    if len(alone) == 1:
        hit = next(iter(alone.values()))
        others = {other.number for other in hits if other.line < hit.line}
        near = hit.line - section.span.first <= 12 or len({other.number for other in hits}) == 1
        return hit.found.id if near and not others and _fits(note, title, hit) else None
    if len({hit.number for hit in hits}) == 1 and _looks_like_paper(title) and hits[0].line - section.span.first <= 6:
        place = note.places.all[hits[0].place]
        if place.kind == "paragraph" and len(place.text) < _WINDOW and not _title_in(place, hits[0], place.text).title:
            return hits[0].found.id
    return None


def _fits(note: _Note, title: str, hit: _Hit) -> bool:
    """Say whether a heading can be the title of the lone address below it: a topic with one bare bullet cannot."""
    place = note.places.all[hit.place]
    if place.parent is not None:
        return False
    if place.kind == "paragraph" and not _has_title_above(note, hit):
        return True
    if _has_title_above(note, hit):
        return False
    _, has_label = _around_number(note.lines[hit.line - 1], hit.number)
    return has_label or _looks_like_paper(title)


def _has_title_above(note: _Note, hit: _Hit) -> bool:
    above = note.places.above(hit.place)
    return bool(above and above.kind == "paragraph" and reads_as_title(clean_title(above.text[:300])))


def _looks_like_paper(title: str) -> bool:
    return (
        bool(re.search(r"\w: \S|\w：\S", title))
        or any(is_name(word) for word in title.split())
        or (len(title.split()) >= 5 and reads_as_title(title))
    )


def _stands_alone(note: _Note, hit: _Hit) -> bool:
    if hit.place < 0 or hit.line in note.in_entry:
        return False
    place = note.places.all[hit.place]
    if place.kind not in ("item", "paragraph") or len(place.text) > _WINDOW:
        return False
    return _around_number(note.lines[hit.line - 1], hit.number)[0]


def _labelled_authors(note: _Note, section: Section) -> tuple[str, ...]:
    for number in range(section.own.first, min(section.own.last, section.own.first + 12) + 1):
        match = _LABELLED.match(note.lines[number - 1][:2000])
        if match and match["key"].strip().lower() in _AUTHOR_KEYS:
            return split_authors(plain(match["value"]))
    return ()


def _line_tags(note: _Note, span: Span) -> tuple[str, ...]:
    found: list[str] = []
    for number in range(span.first, span.last + 1):
        line = note.lines[number - 1]
        if "#" in line and len(line) < _WINDOW and number not in note.document.code:
            found.extend(find_hashtags(line))
    return unique(found)


# --- items, rows, paragraphs ---


def _from_places(note: _Note) -> Iterator[Mention]:
    """Give the mentions of the numbers that no section, entry or whole note speaks for, place by place."""
    groups: dict[tuple[int, int], list[_Hit]] = {}
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
    leading = sum(1 for line in with_number if _starts_with_number(line))
    ends = sum(1 for line in with_number if re.search(r"(?:\d|\)|/|\.pdf|>|\])\s*$", line))
    return 2 * max(leading, ends) >= len(with_number)


def _starts_with_number(line: str) -> bool:
    found = next(iter(numbers_in(line)), None)
    if found is None:
        return False
    link = next((link for link in links_in(line) if link.start <= found.start < link.end), None)
    start = link.start if link else found.start
    return start <= 3 or is_label(line[:start])


def _mention(note: _Note, position: int, line: int, hit: _Hit, *, first: bool) -> Mention:
    place = note.places.all[position]
    if place.kind == "definition":
        return _defined(note, hit)
    if place.kind in ("code", "meta", "rule"):
        return _reference(note, hit, _in_line(note, hit))
    if line:
        place = replace(place, first=line, last=line, deep=line, text=note.lines[line - 1].strip(), lines=[])
    title = _title_of(note, position, place, hit, alone=bool(line))
    starts = place.kind in ("item", "row", "heading") or _is_own_line(place, hit, alone=bool(line))
    if not starts or (not first and not (place.kind == "row" and title.title)):
        return _reference(note, hit, title)
    span, passages = _said(note, position, place, title)
    topics = _topics(note, note.context(place.first), note, position) if place.kind in ("item", "row", "html") else ()
    return Mention(
        Kind.NOTE,
        span,
        hit.found.id,
        title=title.title,
        title_source=title.source,
        names=title.names,
        tags=_line_tags(note, span),
        topics=topics,
        links=_links(note, span, hit.number) if len(place.text) <= _WINDOW else (),
        passages=passages,
        context=note.context(place.first),
    )


def _is_own_line(place: Place, hit: _Hit, *, alone: bool) -> bool:
    """Say whether a paragraph is about the number: it begins with it, or is a line of a list without markers."""
    if place.kind == "html":
        return "<tr" in place.text.lower() or "<li" in place.text.lower()
    return alone or (len(place.text) <= _WINDOW and _starts_with_number(place.text))


def _reference(note: _Note, hit: _Hit, title: _Title) -> Mention:
    return Mention(
        Kind.REFERENCE,
        Span(hit.line, hit.line),
        hit.found.id,
        title=title.title,
        title_source=title.source,
        names=title.names,
        context=note.context(hit.line),
    )


def _said(note: _Note, position: int, place: Place, title: _Title) -> tuple[Span, tuple[Passage, ...]]:
    """Give the lines that speak of a place's paper, and their text behind the title."""
    own = place.kind == "item" and not any(
        hit.place != position and place.first < hit.line <= place.deep for hit in _hits_between(note, place)
    )
    last = place.deep if own else place.last
    span = Span(place.first, max(place.first, last))
    if place.kind == "html":
        return span, tuple(_html_said(note, place, title))
    if place.kind == "row":
        return span, tuple(_cells_said(note, place, title))
    lines = [title.text, *note.lines[place.first : span.last]]
    first = place.first
    if not title.text.strip():
        lines = lines[1:]
        first += 1
    while lines and not lines[0].strip():
        lines, first = lines[1:], first + 1
    return span, ((Passage("text", first, "\n".join(lines)),) if lines else ())


def _html_said(note: _Note, place: Place, title: _Title) -> Iterator[Passage]:
    """Give the texts of an HTML row or item that are neither title nor label, each on its line."""
    for number in range(place.first, place.last + 1):
        line = note.lines[number - 1]
        for part in re.split(r"<[^<>]{0,500}>", line[:_WINDOW]):
            text = part.strip()
            if text and not is_label(text) and clean_title(text) not in ("", title.title):
                yield Passage("text", number, text)


def _cells_said(note: _Note, place: Place, title: _Title) -> Iterator[Passage]:
    """Give the cells of a row that say something about its paper, each under its column's name."""
    line = note.lines[place.first - 1]
    for n, cell in enumerate(place.cells):
        text = plain(cell)
        name = plain(place.header[n]).casefold() if n < len(place.header) else ""
        if text and cell in line and not is_label(text) and clean_title(cell) not in ("", title.title):
            yield Passage(name or "text", place.first, cell)


def _hits_between(note: _Note, place: Place) -> list[_Hit]:
    from bisect import bisect_left, bisect_right

    if place.deep <= place.last:
        return []
    return note.hits[bisect_right(note.hit_lines, place.last) : bisect_left(note.hit_lines, place.deep + 1)]


def _topics(
    note: _Note, path: tuple[str, ...], inside: _Note | None = None, position: int = -1
) -> tuple[tuple[str, ...], ...]:
    """Give the topic path of a paper in a list: the headings above, without the note's title, and parent items."""
    if note.main or len(note.numbers) < 3:
        return ()
    labels = [clean_title(re.sub(r"^[^\w\[(*`_<]+|^[\d.]+\s+", "", title)) for title in path]
    if note.heading and path and path[0] == note.heading.title:
        labels = labels[1:]
    if inside is not None and position >= 0:
        parents = []
        parent = note.places.all[position].parent
        while parent is not None:
            item = note.places.all[parent]
            text = clean_title(item.text.split("\n", 1)[0].strip(" :："))
            if item.kind == "item" and len(text) <= 60 and not bool(links_in(item.text)):
                parents.append(text)
            parent = item.parent
        labels.extend(reversed(parents))
    found = tuple(
        label for label in labels if label and not is_label(label) and not any(True for _ in find_dates(label))
    )
    return (found,) if found else ()


# --- titles ---


def _title_of(note: _Note, position: int, place: Place, hit: _Hit, *, alone: bool) -> _Title:
    if place.kind == "row":
        return _title_in_row(place, hit)
    if place.kind == "html" and "<td" in place.text.lower():
        return _title_in_row(replace(place, cells=_html_cells(place.text), header=()), hit)
    text = place.text
    if len(text) > _WINDOW:
        # One line of a megabyte: what stands near the number is all that can be meant.
        text = note.lines[hit.line - 1][max(0, hit.found.start - _AROUND) : hit.found.end + _AROUND]
        return _title_in(replace(place, kind="paragraph"), hit, text, alone=False)
    title = _title_in(place, hit, text, alone=alone or (place.kind == "paragraph" and _starts_with_number(text)))
    if title.title or title.names:
        return title
    return replace(_title_around(note, position, place, hit, alone=alone), text=title.text)


def _defined(note: _Note, hit: _Hit) -> Mention:
    """Read ``[key]: address "title"``: it speaks where the key is used, and the text there is the link's."""
    line = note.lines[hit.line - 1]
    key = line.partition("]:")[0].strip().lstrip("[").casefold()
    quoted = quoted_title(line[hit.found.end :])
    title = quoted or (citation_title(line[: hit.found.start].partition("]:")[2]) if key.startswith("^") else None)
    used = note.usages.get(key)
    if used is None:
        named = None if is_label(key) or key.startswith("^") else clean_title(line.partition("]:")[0].strip(" ["))
        source = TitleSource.LINK if named else None
        return _reference(note, hit, _Title(title, TitleSource.LIST) if title else _Title(named, source))
    number, label = used
    label = clean_title(label) if not is_label(label) and not label.isdigit() else ""
    found = _Title(
        title or label or None, TitleSource.LINK if title or label else None, (label,) if title and label else ()
    )
    place = note.places.all[note.places.at[number]]
    if place.kind not in ("item", "row"):
        return replace(_reference(note, hit, found), span=Span(number, number), context=note.context(number))
    found = replace(found, text=note.lines[number - 1].strip())
    span, passages = _said(note, note.places.at[number], place, found)
    return Mention(
        Kind.NOTE,
        span,
        hit.found.id,
        title=found.title,
        title_source=found.source,
        names=found.names,
        topics=_topics(note, note.context(number), note, note.places.at[number]),
        links=_links(note, span, hit.number),
        passages=passages,
        context=note.context(number),
    )


def _in_line(note: _Note, hit: _Hit) -> _Title:
    line = note.lines[hit.line - 1]
    if len(line) > _WINDOW:
        return _Title()
    link = _link_at(line, hit)
    if link and not is_label(link.label) and clean_title(link.label):
        return _Title(clean_title(link.label), TitleSource.LINK)
    return _Title()


def _link_at(text: str, hit: _Hit) -> FoundLink | None:
    for link in links_in(text):
        if hit.number in text[link.start : link.end]:
            return link
    return None


def _title_in(place: Place, hit: _Hit, text: str, *, alone: bool = True) -> _Title:
    """Find the title of a number within its own item, heading or line; in running text only a link or a name is one."""
    found = next((f for f in numbers_in(text) if f.id.number == hit.number), None)
    if found is None:
        return _Title()
    links = list(links_in(text))
    link = next((one for one in links if one.start <= found.start < one.end), None)
    start, end = (link.start, link.end) if link else (found.start, found.end)
    behind = text[end:].split("\n", 1)[0].lstrip(_DESCRIPTION)
    before = text[:start]
    if link and not is_label(link.label):
        label = clean_title(link.label)
        if label:
            lead = clean_title(before) if len(before) < 80 and place.kind == "item" else ""
            names = (lead,) if lead and _is_plain_name(lead) else ()
            return _Title(label, TitleSource.LINK, names, behind)
    earlier = next((one for one in links if one.end <= start and not one.image and not is_label(one.label)), None)
    if earlier and place.kind == "item" and is_label(_strip_links(text[earlier.end : start])):
        return _Title(clean_title(earlier.label) or None, TitleSource.LINK, (), behind)
    if place.kind in ("item", "heading") or alone:
        written = _before_number(before, place.kind)
        if written:
            return replace(written, text=behind)
        written = _behind_number(text, end, before)
        if written:
            return written
    beside = name_beside(text, found)
    return _Title(None, None, (beside,) if beside else (), behind)


def _strip_links(text: str) -> str:
    for link in reversed(links_in(text)):
        text = text[: link.start] + " " + link.label + " " + text[link.end :]
    return text.strip(" ()[]|,;:·-–—/*_")


def _is_plain_name(text: str) -> bool:
    return 1 < len(text) <= 40 and len(text.split()) <= 4 and any(is_name(word) for word in text.split())


def _before_number(before: str, kind: str) -> _Title | None:
    """Read the title in front of a number: in quotes, in bold, or all that stands there."""
    bare = _strip_trailing_labels(before)
    if not bare:
        return None
    quoted = quoted_title(bare)
    if quoted:
        return _Title(quoted, TitleSource.LIST)
    bold = re.match(r"\W{0,4}(?:\[[^\]]{0,20}\]\s*)?(?:\*\*|__)(?P<name>[^*]{2,300}?)[:：.]?(?:\*\*|__)", bare)
    if bold and not is_label(bold["name"]):
        return _Title(clean_title(bold["name"]) or None, TitleSource.LIST)
    label = LABEL.match(bare)
    if label and is_label(label["label"]) and label.end() < len(bare):
        bare = bare[label.end() :]
    cited = citation_title(bare)
    if cited:
        return _Title(cited, TitleSource.LIST)
    title = clean_title(bare)
    if not title or is_label(title) or (kind == "paragraph" and not reads_as_title(title)):
        return None
    if (
        len(title) <= 250
        and not re.search(r"[。；！？，]|[.!?]\s", title)
        and (kind != "item" or len(title.split()) <= 30)
    ):
        return _Title(title, TitleSource.LIST)
    name = lead_name(title)
    return _Title(name, TitleSource.LEAD) if name else None


def _strip_trailing_labels(before: str) -> str:
    """Take off links and labels between a title and its number: ``Title. [[PDF]](…) [[Code]](…) arXiv:``."""
    text = before
    for link in reversed(links_in(before)):
        if link.image or is_label(link.label):
            text = text[: link.start] + " " + text[link.end :]
    text = text.rstrip(" ([（【{<|:：,;·-–—/")
    while True:
        match = _TRAILING_LABEL.search(text)
        if not match:
            return text.rstrip(" ([（【{<|:：,;·-–—/")
        text = text[: match.start()]


#: ``arXiv`` in any case, other labels only where punctuation sets them apart: a title may end with "paper".
_TRAILING_LABEL = re.compile(
    r"[\s(\[（|,;:：.·-]+(?:arxiv(?: preprint)?|preprint|available at|see)[\s.:：\])）]*$"
    r"|[(\[（|,;:：·—–][\s*_]*(?:pdf|paper|abs|link|url|code|html|project|论文|链接)[\s*_]*[\])）:：]?[\s.]*$"
    r"|\s(?:pdf|paper|link|url|论文|链接)[:：]$",
    re.IGNORECASE,
)


def _behind_number(text: str, end: int, before: str) -> _Title | None:
    """Read the title behind a number: ``2403.03507 | GaLore: …``, ``2403.03507 GaLore - …``."""
    if before.strip() and not is_label(before):
        return None
    rest = text[end:].split("\n", 1)[0]
    links = list(links_in(rest))
    named = next((link for link in links if not link.image and not is_label(link.label)), None)
    rest = rest[: links[0].start] if links else rest
    bare = rest.lstrip(_DESCRIPTION + "v0123456789" if re.match(r"v\d", rest) else _DESCRIPTION)
    if not bare.strip():
        return _Title(clean_title(named.label), TitleSource.LINK) if named and clean_title(named.label) else None
    quoted = quoted_title(bare) if bare[:1] in '《「"“' else None
    if quoted:
        return _Title(quoted, TitleSource.LIST, (), bare)
    for separator in (" | ", " — ", " – ", " - ", "\t"):
        head, found, tail = bare.partition(separator)
        if found and 2 < len(head) <= 200 and not is_label(head):
            return _Title(clean_title(head) or None, TitleSource.LIST, (), tail)
    whole = clean_title(bare)
    if whole and len(whole) <= 200 and not re.search(r"[。；！？，]|[.!?]\s", whole) and reads_as_title(whole):
        return _Title(whole, TitleSource.LIST)
    cited = citation_title(bare)
    if cited:
        return _Title(cited, TitleSource.LIST, (), bare)
    name = lead_name(bare)
    return _Title(name, TitleSource.LEAD, (), bare) if name else None


def _title_in_row(place: Place, hit: _Hit) -> _Title:
    """Find the title in a table's row: by the header's words, by the link's text, by shape: the longest cell of words."""
    at = next((n for n, cell in enumerate(place.cells) if hit.number in cell), -1)
    rest = " | ".join(cell for n, cell in enumerate(place.cells) if n != at and cell)
    for n, name in enumerate(place.header):
        if n < len(place.cells) and _TITLE_COLUMN.search(plain(name)):
            title = _cell_title(place.cells[n])
            if title:
                return _Title(title, TitleSource.TABLE, (), rest)
    if at >= 0:
        link = _link_at(place.cells[at], hit)
        if link and not is_label(link.label):
            return _Title(clean_title(link.label) or None, TitleSource.LINK, (), rest)
        own = _cell_title(place.cells[at])
        if own and len(own.split()) <= 40:
            return _Title(own, TitleSource.TABLE, (), rest)
    for name_column in (_NAME_COLUMN,):
        for n, name in enumerate(place.header):
            if n < len(place.cells) and name_column.search(plain(name)) and _cell_title(place.cells[n]):
                return _Title(_cell_title(place.cells[n]), TitleSource.TABLE, (), rest)
    best = _by_shape(place, at)
    return _Title(best or None, TitleSource.TABLE if best else None, (), rest)


_TITLE_COLUMN = re.compile(
    r"\b(?:title|paper(?: title| name)?|publication|article|tiêu đề|bài báo|tên bài)\b|标题|题目|论文(?!链接|地址)|論文|タイトル|제목|논문",
    re.IGNORECASE,
)
_NAME_COLUMN = re.compile(
    r"\b(?:name|method|model|work|tên|mô hình|phương pháp)\b|名称|方法|模型|手法|이름|모델", re.IGNORECASE
)
_NO_TITLE_COLUMN = re.compile(
    r"author|venue|date|year|note|comment|summary|abstract|tl;?dr|description|keyword|tags?$|作者|会议|日期|备注|摘要|描述|简介"
    r"|tác giả|ngày|ghi chú|tóm tắt|mô tả|著者|要約|メモ|저자|요약",
    re.IGNORECASE,
)


def _cell_title(cell: str) -> str:
    title = clean_title(cell)
    return "" if is_label(title) or not re.search(r"[^\W\d_]{2}", title) else title


def _by_shape(place: Place, at: int) -> str:
    best = ""
    for n, cell in enumerate(place.cells):
        head = place.header[n] if n < len(place.header) else ""
        title = _cell_title(cell) if n != at and not _NO_TITLE_COLUMN.search(head) else ""
        # A sentence is a comment, a list with many commas is the authors.
        if (
            title
            and title.count(",") < 3
            and not re.search(r"[.。!?！？]$|[。；]", title)
            and len(best) < len(title) <= 250
        ):
            best = title
    return best


def _html_cells(text: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)(?=</t[dh]|<t[dh]|</tr|$)", text, re.I | re.S))


def _title_around(note: _Note, position: int, place: Place, hit: _Hit, *, alone: bool) -> _Title:
    """Find the title of a lone address outside its place: in the item it hangs below, or on the line above."""
    if len(place.text) > _WINDOW or not _around_number(place.text, hit.number)[0]:
        return _Title()
    if place.parent is not None:
        parent = note.places.all[place.parent]
        title = _line_title(parent.text)
        if title and not bool(numbers_in(parent.text[:_WINDOW])):
            return _Title(title, TitleSource.LIST)
    if alone and hit.line > note.places.all[position].first:
        above = note.lines[hit.line - 2]
        title = _line_title(above)
        return _Title(title, TitleSource.LIST) if title else _Title()
    before = note.places.above(position)
    if before and before.kind in ("paragraph", "item") and before.indent <= place.indent:
        if before.kind == "item" and place.kind == "item":
            return _Title()
        title = _line_title(before.lines[-1] if before.lines else "")
        if title and not bool(numbers_in(before.text[:_WINDOW])):
            return _Title(title, TitleSource.LIST)
    below = _first_child(note, position, place)
    if below:
        name = lead_name(below.text[:300])
        return _Title(name, TitleSource.LEAD) if name else _Title()
    return _Title()


def _first_child(note: _Note, position: int, place: Place) -> Place | None:
    following = note.places.all[position + 1] if position + 1 < len(note.places.all) else None
    return following if following and following.parent == position and place.kind == "item" else None


def _line_title(line: str) -> str | None:
    """Take a line as the title of the address below it, if it is no sentence, label or list's introduction."""
    text = line.strip()
    if not text or len(text) > 300 or text.endswith((":", "：", "。", "，", ";", "；")) or bool(numbers_in(text)):
        return None
    quoted = quoted_title(text)
    title = quoted or clean_title(text)
    if not title or is_label(title) or re.search(r"[。；！？]|[.!?]\s+[A-Z]", title):
        return None
    return title


# --- papers without a number ---


def _by_address(note: _Note) -> Iterator[Mention]:
    """Give the papers of list items and rows that have no arXiv number, but an address which is clearly a paper's."""
    with_number = {hit.place for hit in note.hits}
    seen: set[str] = set()
    for position, place in enumerate(note.places.all):
        if place.kind not in ("item", "row") or position in with_number or "://" not in place.text:
            continue
        if len(place.text) > _WINDOW or note.main:
            continue
        match = _PAPER_PAGE.search(place.text)
        if not match or match[0] in seen or "10.48550" in match[0]:
            continue
        seen.add(match[0])
        url = match[0].rstrip(".,;")
        link = next((one for one in links_in(place.text) if match[0] in one.url or one.url in match[0]), None)
        if link is None or link.image:
            continue
        title = _address_title(place, link)
        if not title.title:
            continue
        yield Mention(
            Kind.NOTE,
            Span(place.first, place.last),
            None,
            url,
            title=title.title,
            title_source=title.source,
            tags=_line_tags(note, Span(place.first, place.last)),
            topics=_topics(note, note.context(place.first), note, position) if place.kind == "item" else (),
            links=_links(note, Span(place.first, place.last), ""),
            passages=_said(note, position, place, title)[1],
            context=note.context(place.first),
        )


def _address_title(place: Place, link: FoundLink) -> _Title:
    if place.kind == "row":
        best = next(
            (
                _cell_title(cell)
                for n, cell in enumerate(place.cells)
                if n < len(place.header) and _TITLE_COLUMN.search(plain(place.header[n])) and _cell_title(cell)
            ),
            "",
        ) or _by_shape(place, -1)
        return _Title(best or None, TitleSource.TABLE, (), " | ".join(place.cells))
    behind = place.text[link.end :].lstrip(_DESCRIPTION)
    if not is_label(link.label) and clean_title(link.label):
        return _Title(clean_title(link.label), TitleSource.LINK, (), behind)
    return _before_number(place.text[: link.start], place.kind) or _Title()


# --- repeats ---


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
