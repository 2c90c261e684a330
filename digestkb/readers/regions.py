"""The regions of a file that digestkb wrote: where they are, and what stands in one, read back exactly.

A region says first what is known of its paper altogether, then mention by mention what each note says: labelled values
in a list, texts behind a label in bold or in a quotation. Values that a mention has in common with what stands above
are named in its mark. Everything else in a region is for people, and not read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from digestkb.arxiv import ArxivId, parse_arxiv_id
from digestkb.copies import ALSO, INSIGHT, LABELS, MENTION, PAPER, VIEW, is_end, is_mark_of_mention, marked
from digestkb.dates import parse_date
from digestkb.document import Document
from digestkb.errors import BadDate, NotAnArxivId
from digestkb.links import KINDS, Link
from digestkb.media.exact import read_passage, read_words
from digestkb.patterns import lazy
from digestkb.records import INSIGHT_KINDS, Insight, Kind, Mention, Passage, Span, TitleSource
from digestkb.roles import ORIGIN, REST
from digestkb.tuples import NamedTuple

_VALUE = lazy(r"- \*\*([^*:]{1,40}):\*\* (.*)")
_TEXT = lazy(r"\*\*((?:[^*\\]|\\.){1,2000}?):\*\*(?: (.*))?")
_HEADING = lazy(r"#{1,6} (?:\d{1,9}\. )?(.*)")
_LINKED = lazy(r"\[(.*)\]\([^()\s]*\)")
_KINDS_LINK = lazy(r"\[([a-z]{1,20})\]\(([^()\s]*)\)(?:, |$)")
#: What a label names, and whether it is that of one value among several.
_BY_LABEL = {
    **{several: (name, False) for name, (several, _) in LABELS.items()},
    **{one: (name, True) for name, (several, one) in LABELS.items() if one != several},
}


class Region(NamedTuple):
    """The lines from a mark that begins one to its end, counted from 1; ``last`` is the file's where there is none."""

    kind: str
    key: str
    first: int
    last: int
    is_closed: bool


def regions(lines: Sequence[str]) -> list[Region]:
    """Find what digestkb wrote in a file; a region without an end goes to the next one or the end of the file."""
    found: list[Region] = []
    for number, line in enumerate(lines, start=1):
        is_open = bool(found) and not found[-1].last
        if is_end(line):
            if is_open:
                found[-1] = found[-1]._replace(last=number, is_closed=True)
        elif line.startswith("<!--") and (mark := marked(line)) and mark[0] in (PAPER, VIEW):
            if is_open:
                found[-1] = found[-1]._replace(last=number - 1)
            found.append(Region(mark[0], str(mark[1]), number, 0, False))
    if found and not found[-1].last:
        found[-1] = found[-1]._replace(last=len(lines))
    return found


# --- a region


@dataclass(slots=True)
class Entry:
    """A mention or an insight while it is being read."""

    kind: Kind
    mark: dict[str, Any]
    line: int
    last: int
    is_insight: bool = False
    #: Labelled values by name.
    values: dict[str, Any] = field(default_factory=dict)
    #: The title of the insight that it is, or stands in.
    title: str | None = None
    texts: list[_Text] = field(default_factory=list)

    def until(self, last: int) -> Entry:
        """Give it when its last line is known."""
        self.last = max(self.line, last)
        return self

    @property
    def is_thought(self) -> bool:
        """It is an insight, or stands in one."""
        return self.kind in INSIGHT_KINDS and self.title is not None

    @property
    def key(self) -> tuple[str, str, str]:
        """What an insight goes by within a file."""
        return self.kind.value, self.title or "", str(self.mark["source"])

    @property
    def _origin(self) -> Passage:
        return Passage(ORIGIN, self.line, json.dumps(self.mark, ensure_ascii=False))

    def insight(self) -> Insight:
        said = [text.passage() for text in self.texts] if self.is_insight else []
        return Insight(self.kind, Span(self.line, self.last), self.title or "", (self._origin, *said))

    def mention(self, insight: int | None) -> Mention:
        values = self.values
        source = self.mark.get("title_source")
        return Mention(
            self.kind,
            Span(self.line, self.last),
            values.get("arxiv_id"),
            url=values.get("url"),
            title=values.get("title"),
            title_source=TitleSource(source) if source in list(TitleSource) else None,
            names=values.get("names", ()),
            authors=values.get("authors", ()),
            published=values.get("published"),
            tags=values.get("tags", ()),
            topics=values.get("topics", ()),
            links=values.get("links", ()),
            passages=(self._origin, *(text.passage() for text in self.texts)),
            rank=values.get("rank"),
            insight=insight,
            attachments=values.get("attachments", ()),
            context=tuple(map(str, self.mark.get("context", ()))),
        )


def entries(document: Document, region: Region) -> Iterator[Entry]:
    """Yield the mentions and insights of a region."""
    above: dict[str, Any] = {}
    entry: Entry | None = None
    for number, line in _lines(document, region):
        mark = marked(line) if line.startswith("<!--") else None
        if mark:
            if entry:
                yield entry.until(number - 1)
            entry = _begun(mark, number, above)
        elif entry and line.startswith(("# ", "## ")):  # which ends what the mark began
            yield entry.until(number - 1)
            entry = None
        elif found := _VALUE.fullmatch(line):
            _keep_value(entry, above, found[1], found[2])
        elif entry is None:
            if (heading := _HEADING.fullmatch(line)) and "title" not in above:
                above["title"] = read_words(_unlinked(heading[1]))
        else:
            _keep_text(entry, number, line)
    if entry:
        yield entry.until(region.last - region.is_closed)


def head(document: Document, region: Region) -> dict[str, Any]:
    """Give the values that stand above the first mention of a region, by name."""
    above: dict[str, Any] = {}
    for _, line in _lines(document, region):
        if line.startswith("<!--"):
            break
        if found := _VALUE.fullmatch(line):
            _keep_value(None, above, found[1], found[2])
    return above


def _lines(document: Document, region: Region) -> Iterator[tuple[int, str]]:
    last = region.last - region.is_closed
    return zip(range(region.first + 1, last + 1), document.lines[region.first : last], strict=True)


def _begun(mark: tuple[str, Any], number: int, above: dict[str, Any]) -> Entry | None:
    """Begin what a mark begins, with what it has in common with what stands above; ``None`` if it makes no sense."""
    kind, value = mark
    if kind not in (MENTION, INSIGHT) or not is_mark_of_mention(value):
        return None
    with suppress(ValueError, BadDate, TypeError):
        if value.get("date"):
            parse_date(value["date"])
        shared = {name: above[name] for name in value.get("as_above", ()) if name in above}
        return Entry(Kind(value["kind"]), value, number, number, kind == INSIGHT, shared)
    return None


def _unlinked(written: str) -> str:
    linked = _LINKED.fullmatch(written)
    return linked[1] if linked else written


# --- labelled values


def _keep_value(entry: Entry | None, above: dict[str, Any], label: str, written: str) -> None:
    if entry is not None and entry.kind in INSIGHT_KINDS and label.lower() == entry.kind.value:
        entry.title = read_words(written)
        return
    name, is_one = _BY_LABEL.get(label, ("", False))
    values = above if entry is None else entry.values
    with suppress(ValueError, BadDate, NotAnArxivId):
        if name in ("names", "authors", "tags", "attachments", "topics", "links"):
            parts = [written] if is_one or name == "links" else written.split(", ")
            values[name] = (*(values.get(name, ()) if is_one else ()), *_read_parts(name, parts, is_one))
        elif name:
            values[name] = _READ_ONE[name](written)


def _read_parts(name: str, parts: Sequence[str], is_one: bool) -> Iterator[Any]:
    for part in parts:
        if name == "topics":
            yield tuple(map(read_words, part.split(" > ")))
        elif name == "links" and is_one:
            kind, _, url = part.partition(" ")
            yield from [Link(kind, read_words(url))] if kind in KINDS else []
        elif name == "links":
            yield from (Link(kind, url) for kind, url in _KINDS_LINK.findall(part) if kind in KINDS)
        else:
            yield read_words(part)


def _number(written: str) -> ArxivId:
    return parse_arxiv_id(_unlinked(written))


_READ_ONE: dict[str, Callable[[str], Any]] = {
    "title": read_words,
    "url": lambda written: read_words(_unlinked(written)),
    "arxiv_id": _number,
    "published": parse_date,
    "rank": int,
}


# --- texts


@dataclass(slots=True)
class _Text:
    """A text while it is being read."""

    role: str
    line: int
    rows: list[str] = field(default_factory=list)
    is_quoted: bool = True

    def passage(self) -> Passage:
        return Passage(self.role, self.line, read_passage("\n".join(self.rows)))


def _keep_text(entry: Entry, number: int, line: str) -> None:
    if line.startswith(">"):
        row = line.removeprefix(">").removeprefix(" ")
        last = entry.texts[-1] if entry.texts else None
        if last is None or not last.is_quoted or number != last.line + len(last.rows):
            last = _Text("text", number)
            entry.texts.append(last)
        last.rows.append(row)
    elif found := _TEXT.fullmatch(line):
        role, said = _role(found[1]), found[2]
        entry.texts.append(_Text(role, number + 1) if said is None else _Text(role, number, [said], is_quoted=False))


def _role(label: str) -> str:
    return REST if label == ALSO else read_words(label[:1].lower() + label[1:])
