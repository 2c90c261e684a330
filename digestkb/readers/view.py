"""A note as the generic reader looks at it: its numbers, places, properties, and what stands in a run of its lines."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from digestkb.arxiv import ArxivId, Found
from digestkb.dates import PartialDate, find_dates, parse_date
from digestkb.document import Document, Section
from digestkb.errors import BadDate
from digestkb.links import Link, classify
from digestkb.markdown import plain
from digestkb.readers.bibtex import Entry, find_entries
from digestkb.readers.places import Place, Places, find_places
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import clean_title, is_label, is_name, note_title
from digestkb.records import Passage, Span
from digestkb.tags import find_hashtags, split_authors, split_list, unique

#: A place longer than this is looked at through a window around the number.
WINDOW = 4000
#: Of a line that is longer, only so much is kept as text; all its numbers are.
KEPT = 1_000_000


#: Keys of front matter and of ``key:: value`` lines, by what they say.
ID_KEYS = ("arxiv", "arxiv_id", "arxiv-id", "arxivid", "arxiv id", "eprint", "arxiv_url", "arxiv url", "arxiv-url")


URL_KEYS = (
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


TITLE_KEYS = (
    "full title",
    "title",
    "paper_title",
    "paper-title",
    "papertitle",
    "paper title",
    "name",
    "标题",
    "tiêu đề",
    "题目",
)


AUTHOR_KEYS = ("authors", "author", "paper_authors", "creators", "作者", "tác giả", "著者", "저자")


_TAG_KEYS = (
    "document tags",
    "tags",
    "tag",
    "categories",
    "category",
    "keywords",
    "topics",
    "标签",
    "关键词",
    "thẻ",
    "từ khóa",
)


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


KNOWN_KEYS = frozenset((*ID_KEYS, *URL_KEYS, *TITLE_KEYS, *AUTHOR_KEYS, *_TAG_KEYS, *_DATE_KEYS, *_PUBLISHED_KEYS))


_PROPERTY = re.compile(
    r"\s*(?:[-*+]\s+)?(?P<opens>[(\[])?(?P<key>[^\W\d_][\w -]{0,30}?)\s*::\s*(?P<value>\S.*?)(?(opens)[)\]])\s*$"
)


LABELLED = re.compile(
    r"\s*(?:>\s*)?(?:[-*+]\s+)?(?:\*\*|__)?(?P<key>[^\W\d_][^:：*_\n]{0,24}?)\s*(?:\*\*|__)?\s*[:：](?!:)\s*(?:\*\*|__)?\s*(?P<value>\S.*)"
)


_USAGE = re.compile(r"(?<!!)\[(?P<text>[^\[\]]{1,300})\](?:\[(?P<key>[^\[\]]{0,80})\])?(?![:(\[])")


#: In code a bare number between these is a number to calculate with.
_OPERATOR_BEFORE = re.compile(r"[=(\[{,+*/<>-]\s*$")


_OPERATOR_AFTER = re.compile(r"\s*(?:[,)\]};+*/<>=-]|$)")


@dataclass(frozen=True, slots=True)
class Hit:
    """A number on a line, and the place that it stands in."""

    line: int
    found: Found
    place: int

    @property
    def number(self) -> str:
        return self.found.id.number


class NoteView:
    """What the parts of the reader ask of a document again and again."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = document.lines
        self.places: Places = find_places(document)
        self.entries: tuple[Entry, ...] = tuple(find_entries(document.lines)) if self._has("@") else ()
        self.in_entry = {n: e for e in self.entries for n in range(e.span.first, e.span.last + 1)}
        self.hits: list[Hit] = list(self._hits())
        #: The paper that the whole note is about, once it is known.
        self.main: ArxivId | None = None
        #: Lines that a mention of a section or of the whole note speaks for, by number.
        self.spoken: dict[str, list[Span]] = {}

    def _has(self, text: str) -> bool:
        return any(text in line for line in self.lines)

    def _hits(self) -> Iterator[Hit]:
        for number, line in enumerate(self.lines, start=1):
            for found in numbers_in(line):
                if found.bare and number in self.document.code and _calculates(line, found):
                    continue
                yield Hit(number, found, self.places.at[number])

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
            if "]" not in line or number in self.document.code or self.places.at[number] < 0 or len(line) > WINDOW:
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
        for key, value in self._stated_at_top():
            found.setdefault(key, value)
        return found

    def _stated_at_top(self) -> list[tuple[str, str]]:
        """Give the labelled lines that a note begins with, as front matter without a fence: MultiMarkdown, Notion.

        They may stand below the note's title and below a heading of their own. Where the same labels come again, each
        run of them is about a paper of its own.
        """
        found: list[tuple[str, str]] = []
        first = 0
        for number in range(self.document.body, min(len(self.lines), self.document.body + 60) + 1):
            line = self.lines[number - 1]
            if not line.strip() or number in self.in_heading:
                if found and not line.strip():
                    break
                continue
            match = LABELLED.match(line) if len(line) < 2000 else None
            if match is None:
                break
            first = first or number
            found.append((match["key"].strip().lower(), match["value"].strip()))
        known = [key for key, _ in found if key in KNOWN_KEYS]
        if len(known) < 2 or self._comes_again(known, first + len(found)):
            return []
        return [(key, value) for key, value in found if key in KNOWN_KEYS]

    def _comes_again(self, keys: list[str], line: int) -> bool:
        labelled = (LABELLED.match(text[:100]) for text in self.lines[line - 1 :] if ":" in text or "：" in text)
        return any(match["key"].strip().lower() in keys for match in labelled if match)

    @cached_property
    def in_heading(self) -> frozenset[int]:
        """The numbers of the lines of the first two headings."""
        return frozenset(
            number for section in self.document.sections[:2] for number in range(section.span.first, section.own.first)
        )

    @cached_property
    def labelled(self) -> dict[str, str]:
        """What the lines right below the title say: ``**Authors:** …``, ``- Year: 2024``."""
        found: dict[str, str] = {}
        sections = self.document.sections
        last = min(sections[1].span.first if len(sections) > 1 else len(self.lines), self.document.body + 40)
        for line in self.lines[self.document.body - 1 : last]:
            match = LABELLED.match(line) if len(line) < 2000 and not line.startswith("#") else None
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
        stated = first_text(self.properties, TITLE_KEYS)
        if stated:
            return note_title(stated) or None
        if self.heading:
            return note_title(self.heading.title) or None
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
                found.extend(_split_tags(value))
            elif value:
                found.extend(value)
        return unique(tag.strip().strip("[]\"'").lstrip("#") for tag in found)

    def context(self, line: int) -> tuple[str, ...]:
        section = self.document.section_at(line)
        return (*section.path, section.title) if section else ()

    def is_spoken_for(self, number: str, line: int) -> bool:
        return any(span.first <= line <= span.last for span in self.spoken.get(number, ()))

    def speak(self, number: str, span: Span) -> None:
        self.spoken.setdefault(number, []).append(span)


def _split_tags(value: str) -> tuple[str, ...]:
    """Split tags as they are stated: with commas, as ``#tags``, as ``[[pages]]``, or with nothing but blanks."""
    if "[[" in value:
        pages = re.findall(r"\[\[([^\[\]|]+)(?:\|[^\[\]]*)?\]\]", value)
        # A bracket that is never closed is none.
        return (*pages, *_split_tags(re.sub(r"\[\[[^\[\]]*\]\]|\[\[", " ", value)))
    if re.search(r"[,;，；、]", value):
        return split_list(value)
    return find_hashtags(value) or tuple(value.split())


def _calculates(line: str, found: Found) -> bool:
    return bool(_OPERATOR_BEFORE.search(line[: found.start][-20:]) and _OPERATOR_AFTER.match(line, found.end)) or bool(
        re.search(r"\w\s*(?:[=(<>+*/]|\*\*)\s*$", line[: found.start][-20:])
    )


def first_text(values: dict[str, str | list[str]], keys: tuple[str, ...]) -> str:
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


#: Words of a sentence, where a label would stand.
_RUNNING = frozenset("and also in of on for the to by from see as with or und et và cf cf. e.g e.g. i.e".split())


def around_number(text: str, number: str) -> tuple[bool, bool]:
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
    alone = all(is_label(part) and part.strip(" *_.").casefold() not in _RUNNING for part in words)
    return has_number and alone, labels


def stem_title(note: NoteView) -> str:
    """Give the file's name as a title, without date, and with blanks where hyphens stand for them."""
    stem = clean_title(re.sub(r"^\d{4}-\d\d-\d\d[-_ ]", "", note.stem).replace("_", " "))
    return stem.replace("-", " ") if " " not in stem and not is_name(stem) else stem


def stated_authors(values: dict[str, str | list[str]]) -> tuple[str, ...]:
    for key in AUTHOR_KEYS:
        value = values.get(key)
        if isinstance(value, list) and value:
            return unique(re.sub(r"[\[\]]", "", one).strip() for one in value)
        if isinstance(value, str) and value:
            return split_authors(plain(value))
    return ()


def stated_published(note: NoteView) -> PartialDate | None:
    for values in (note.properties, dict(note.labelled)):
        for key in _PUBLISHED_KEYS:
            value = values.get(key)
            found = _date(plain(value)) if isinstance(value, str) else None
            if found:
                return found
    return None


def tags_of_note(note: NoteView) -> tuple[str, ...]:
    found = list(note.tags)
    for number, line in enumerate(note.lines[note.document.body - 1 :], start=note.document.body):
        if "#" in line and number not in note.document.code and len(line) < WINDOW:
            found.extend(find_hashtags(line))
    return unique(found)


def last_line(lines: tuple[str, ...]) -> int:
    last = len(lines)
    while last > 1 and not lines[last - 1].strip():
        last -= 1
    return last


def section_passages(note: NoteView) -> Iterator[Passage]:
    """Give a note's text by its sections, each under its heading in lower case, without front matter."""
    document = note.document
    starts = [(section.own.first, section.own.last, section.title) for section in document.sections]
    preface_end = document.sections[0].span.first - 1 if document.sections else len(note.lines)
    for first, last, title in [(document.body, preface_end, ""), *starts]:
        is_title = note.heading is not None and title == note.heading.title
        role = "text" if is_title or not title else plain(title).casefold().strip(" :：") or "text"
        passage = cut_passage(note, first, last, role)
        if passage:
            yield passage


def cut_passage(note: NoteView, first: int, last: int, role: str = "text") -> Passage | None:
    while first <= last and not note.lines[first - 1].strip():
        first += 1
    while last >= first and not note.lines[last - 1].strip():
        last -= 1
    if first > last:
        return None
    return Passage(role, first, "\n".join(line[:KEPT] for line in note.lines[first - 1 : last]))


_ADDRESS = re.compile(r"(?:https?://|www\.|\w+\.\w+/)")


def links_of(note: NoteView, span: Span, number: str) -> tuple[Link, ...]:
    """Give the links of a span, but for those of other papers on arXiv, images and anchors."""
    found: dict[Link, None] = {}
    for at in range(span.first, span.last + 1):
        line = note.lines[at - 1]
        if at in note.document.code or len(line) > WINDOW * 5:
            continue
        for link in links_in(line):
            if link.image or not _ADDRESS.match(link.url):
                continue
            if (number and number in link.url) or all(f.id.number == number or f.bare for f in numbers_in(link.url)):
                found.setdefault(classify(link.url, link.label))
    return tuple(found)


def attachments_of(note: NoteView, span: Span) -> tuple[str, ...]:
    found: list[str] = []
    for number in range(span.first, span.last + 1):
        line = note.lines[number - 1]
        if "![" in line and number not in note.document.code and len(line) < WINDOW:
            found.extend(match[1] for match in re.finditer(r"!\[\[([^\]|]+)(?:\|[^\]]*)?\]\]", line))
            found.extend(unquote(link.url) for link in links_in(line) if link.image)
    return tuple(dict.fromkeys(found))


def trimmed_end(note: NoteView, span: Span) -> int:
    last = span.last
    while last > span.first and not note.lines[last - 1].strip():
        last -= 1
    return last


def tags_of_lines(note: NoteView, span: Span) -> tuple[str, ...]:
    found: list[str] = []
    for number in range(span.first, span.last + 1):
        line = note.lines[number - 1]
        if "#" in line and len(line) < WINDOW and number not in note.document.code:
            found.extend(find_hashtags(line))
    return unique(found)


def starts_with_number(line: str) -> bool:
    found = next(iter(numbers_in(line)), None)
    if found is None:
        return False
    link = next((link for link in links_in(line) if link.start <= found.start < link.end), None)
    start = link.start if link else found.start
    before = line[:start].strip(" *_.:")
    return start <= 3 or (is_label(before) and before.casefold() not in _RUNNING)


def hits_between(note: NoteView, place: Place) -> list[Hit]:
    if place.deep <= place.last:
        return []
    return note.hits[bisect_right(note.hit_lines, place.last) : bisect_left(note.hit_lines, place.deep + 1)]


def entry_ids(note: NoteView, entry: Entry) -> list[Found]:
    text = [note.lines[n - 1] for n in range(entry.span.first, entry.span.last + 1)]
    return [found for line in text for found in numbers_in(line)]
