"""A note's structure with the lines it came from: front matter, sections, outlines, tables.

It is read line by line, and follows indentation as people and programs really write it, not as CommonMark has it: a
topic tree that is indented under a heading is a tree, not code. Each view is made when a reader asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from digestkb.arxiv import Found, find_in_lines
from digestkb.dates import writes_day_first
from digestkb.markdown import cells, heading_in
from digestkb.records import Span
from digestkb.tree import Block, scan_blocks

_FENCE = re.compile(r"[ \t]*(?:[-*+>]\s+|\d+[.)]\s+)*(`{3,}(?=[^`]*$)|~{3,})")
_ITEM = re.compile(
    r"(?P<indent>[ \t\u00a0]*)(?:(?P<bullet>[-*+•·‣–])|(?P<number>\d{1,3}(?:\.\d{1,2}){0,3}[.)]|[A-Za-z][.)]))"
    r"(?P<gap>[ \t\u00a0]+|$)(?P<text>.*)"
)
_DELIMITER = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
#: What makes a heading of the line above it: ``=====`` of level 1, ``-----`` of level 2.
_UNDERLINE = re.compile(r"(?:={2,}|-{3,})[ \t]*$")
#: What is underlined but no heading: a heading of the other kind, an item, a quote, a row, another rule, an image.
_NO_TITLE = re.compile(r" {4}|\t|\s*(?:#{1,6}(?:\s|$)|[-*+•·–>|]|\d{1,3}[.)]\s|!\[|={2,}|_{3,}|<)")
_SENTENCE_END = (".", "。", "!", "！", ";", "；", ",", "，", ":", "：")
#: A title is no longer than this, in characters; a longer line above a rule is a paragraph.
_LONGEST_TITLE = 300
#: A note with marked headings above this level separates its parts with rules.
_LOWEST_BESIDE_RULES = 4
_TAB = 4
#: What is nested deeper than this stands beside what it is nested in: no one means it, and items hold each other.
_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, down to the next heading of its level or above; ``level`` 0 is the note."""

    level: int
    title: str
    #: The titles of the sections it stands in, from the root down, without its own.
    path: tuple[str, ...]
    #: From the line of the heading to the last line of the section, its subsections included.
    span: Span
    #: The line after the heading, and the last line before the first subsection.
    own: Span


@dataclass(frozen=True, slots=True)
class Item:
    """A list item, or a paragraph between them, in an outline; ``marker`` is empty for a paragraph."""

    marker: str
    #: The text behind the marker, with the lines that continue it, joined by line breaks.
    text: str
    #: Its own lines, without its children's.
    span: Span
    #: Columns before the marker, tabs to the next multiple of four.
    indent: int
    children: tuple[Item, ...] = ()

    @property
    def last(self) -> int:
        """The last line of the item with all that hangs below it."""
        return self.children[-1].last if self.children else self.span.last

    def walk(self) -> Iterator[Item]:
        """Yield the item and all below it, in the order of the note."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its line and the texts of its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table; rows may have fewer or more cells than the header has."""

    header: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """An arXiv number in a note: its line, where in it, and the block that it stands in."""

    line: int
    found: Found
    block: Block

    @property
    def number(self) -> str:
        return self.found.id.number


#: What the lines of a title block of Pandoc say, in their order.
_PANDOC = ("title", "authors", "date")
#: Letters that only Vietnamese has.
_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
#: In code a bare number between these is a number to calculate with.
_OPERATOR_BEFORE = re.compile(r"[=(\[{,+*/<>-]\s*$")
_OPERATOR_AFTER = re.compile(r"\s*(?:[,)\]};+*/<>=-]|$)")
_ASSIGNED = re.compile(r"\w\s*(?:[=(<>+*/]|\*\*)\s*$")


def _calculates(line: str, found: Found) -> bool:
    before = line[: found.start][-20:]
    return bool(_OPERATOR_BEFORE.search(before) and _OPERATOR_AFTER.match(line, found.end)) or bool(
        _ASSIGNED.search(before)
    )


@dataclass(frozen=True)
class Document:
    """A note's lines and the views of their structure.

    >>> note = Document(("# Log", "", "## 12.3", "- https://arxiv.org/abs/2512.03036"))
    >>> [(s.level, s.title, s.path) for s in note.sections]
    [(1, 'Log', ()), (2, '12.3', ('Log',))]
    """

    lines: tuple[str, ...]
    #: The path of the note relative to the ingested folder, with forward slashes; readers may look at names in it.
    source: str = ""

    @cached_property
    def front_matter(self) -> list[tuple[str, Any, int]]:
        """The keys of the front matter in lower case, their values, and the lines they stand on."""
        from digestkb.frontmatter import front_matter_fields

        if self.body <= 1:
            return []
        if self.lines[0].startswith("%"):
            return list(
                zip(_PANDOC, (line[1:].strip() for line in self.lines[: self.body - 1]), range(1, 4), strict=False)
            )
        return [(key, value, line + 2) for key, value, line in front_matter_fields(self.lines[1 : self.body - 2])]

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """The front matter as far as it can be read; what a key says first counts; empty if there is none."""
        found: dict[str, Any] = {}
        for key, value, _ in self.front_matter:
            found.setdefault(key, value)
        return found

    @cached_property
    def tree(self) -> Block:
        """The note as a tree of blocks, its front matter left out; see :mod:`digestkb.tree`."""
        return self.blocks[0]

    @cached_property
    def blocks(self) -> list[Block]:
        """All blocks of the tree as it was read, in the order of the note, the root first."""
        return scan_blocks(self.lines, first=self.body, org=self.source.lower().endswith(".org"))

    def release(self) -> None:
        """Let go of the tree when all is read: blocks that know each other stay until somebody looks for such rings."""
        for block in self.__dict__.pop("blocks", ()):
            block.parent = None

    @cached_property
    def owners(self) -> list[Block]:
        """The innermost block of each line, by its number; front matter and blank lines belong to what is around."""
        owners = [self.tree] * (len(self.lines) + 2)
        for block in self.blocks:
            if block.kind != "file":
                owners[block.first : block.last + 1] = [block] * (block.last + 1 - block.first)
        return owners

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """The arXiv numbers of the note, line by line; a bare number that code calculates with is none."""
        found = []
        for number, one in find_in_lines(self.lines):
            block = self.owners[number]
            if not (one.bare and block.kind == "code" and _calculates(self.lines[number - 1], one)):
                found.append(Hit(number, one, block))
        return tuple(found)

    @cached_property
    def day_first(self) -> bool:
        """Whether of two numbers in a date the first is the day: its other dates tell, else its language."""
        dates = writes_day_first("\n".join(line for line in self.lines if len(line) < 2000 and "20" in line))
        return dates if dates is not None else any(_VIETNAMESE.search(line) for line in self.lines[:200])

    @cached_property
    def body(self) -> int:
        """The number of the first line behind the front matter; 1 if there is none.

        A rule may open a note as well: a blank line and a heading stand behind it then.
        """
        if self.lines and self.lines[0].startswith("% ") and not self.source.endswith((".bib", ".tex")):
            return 1 + next(
                (n for n, line in enumerate(self.lines[:3]) if not line.startswith("% ")), min(3, len(self.lines))
            )
        if not self.lines or self.lines[0].rstrip() not in ("---", "+++"):
            return 1
        if not "".join(self.lines[1:2]).strip() and "".join(self.lines[2:3]).startswith("#"):
            return 1
        fence = self.lines[0].rstrip()
        for number, line in enumerate(self.lines[1:200], start=2):
            if line.rstrip() == fence or (fence == "---" and line.rstrip() == "..."):
                return number + 1
        return 1

    @cached_property
    def code(self) -> frozenset[int]:
        """The numbers of the lines within fenced code, the fences included."""
        found: set[int] = set()
        fence = ""
        for number in range(self.body, len(self.lines) + 1):
            line = self.lines[number - 1]
            if not fence:
                if "```" in line or "~~~" in line:
                    match = _FENCE.match(line)
                    if match:
                        fence = match[1]
                        found.add(number)
            else:
                found.add(number)
                stripped = line.strip()
                if stripped.startswith(fence) and not stripped.strip(fence[0]):
                    fence = ""
        return frozenset(found)

    @cached_property
    def underlined(self) -> frozenset[int]:
        """The numbers of the lines that are headings because the line below them underlines them.

        Below a line of text without a blank between, ``---`` may be meant as a rule. It is one in a note that marks its
        headings with ``#``, below a sentence, and below a paragraph of several lines.
        """
        marks = [
            number
            for number, line in enumerate(self.lines[self.body :], start=self.body + 1)
            if line[:2] in ("==", "--") and self._underlines(number)
        ]
        if marks and any(level < _LOWEST_BESIDE_RULES for _, level, _ in self._marked):
            marks = [number for number in marks if self.lines[number - 1][0] == "="]
        return frozenset(number - 1 for number in marks)

    def _underlines(self, number: int) -> bool:
        """Say whether a line underlines the one above, which is a paragraph of its own that can be a title."""
        if not _UNDERLINE.match(self.lines[number - 1]) or number in self.code or number - 1 in self.code:
            return False
        title = self.lines[number - 2]
        above = self.lines[number - 3].strip() if number - 2 >= self.body else ""
        return (
            0 < len(title.strip()) <= _LONGEST_TITLE
            and not _NO_TITLE.match(title)
            and not title.rstrip().endswith(_SENTENCE_END)
            and (not above or above[0] in "#=")
        )

    @cached_property
    def _marked(self) -> list[tuple[int, int, str]]:
        """The headings with ``#``: number of the line, level, title."""
        found = []
        for number in range(self.body, len(self.lines) + 1):
            line = self.lines[number - 1]
            if "#" in line[:4] and number not in self.code:
                heading = heading_in(line)
                if heading:
                    found.append((number, *heading))
        return found

    @cached_property
    def _headings(self) -> list[tuple[int, int, str, int]]:
        """All headings: number of the line, level, title, how many lines it takes."""
        marked = [(number, level, title, 1) for number, level, title in self._marked]
        underlined = [
            (number, 1 if self.lines[number][0] == "=" else 2, self.lines[number - 1].strip(), 2)
            for number in self.underlined
        ]
        return sorted(marked + underlined)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections in the order of their headings; headings in code do not count."""
        headings = self._headings
        ends = [len(self.lines)] * len(headings)
        open_ones: list[int] = []
        for at, (number, level, _, _) in enumerate(headings):
            while open_ones and headings[open_ones[-1]][1] >= level:
                ends[open_ones.pop()] = number - 1
            open_ones.append(at)
        sections = []
        open_titles: list[tuple[int, str]] = []
        for at, (number, level, title, height) in enumerate(headings):
            while open_titles and open_titles[-1][0] >= level:
                open_titles.pop()
            path = tuple(name for _, name in open_titles)
            open_titles.append((level, title))
            own_end = headings[at + 1][0] - 1 if at + 1 < len(headings) else len(self.lines)
            sections.append(Section(level, title, path, Span(number, ends[at]), Span(number + height, own_end)))
        return tuple(sections)

    def section_at(self, line: int) -> Section | None:
        """Give the innermost section that a line stands in."""
        from bisect import bisect_right

        at = bisect_right(self._section_starts, line) - 1
        return self.sections[at] if at >= 0 else None

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.span.first for section in self.sections]

    def text(self, span: Span) -> str:
        """Give the lines of a span, joined by line breaks."""
        return "\n".join(self.lines[span.first - 1 : span.last])

    def outline(self, span: Span) -> tuple[Item, ...]:
        """Read lists by their indentation alone, whatever CommonMark would make of it.

        Fence lines are passed over and what is inside a fence counts as text, since synthesised notes put whole topic
        trees into one. A line that is no item continues the item above it if it is indented or stands directly below,
        else it is a paragraph of its own (``marker`` is empty).
        """
        return _outline(self.lines, span)

    def tables(self, span: Span) -> tuple[Table, ...]:
        """Read the pipe tables of a span; a table is a header row and a delimiter row, however ragged the rest."""
        return _tables(self.lines, span)


def _tables(lines: tuple[str, ...], span: Span) -> tuple[Table, ...]:
    found = []
    number = span.first + 1
    while number <= span.last:
        line = lines[number - 1]
        if "-" in line and "|" in line and _DELIMITER.match(line) and "|" in lines[number - 2]:
            header = Row(number - 1, cells(lines[number - 2]))
            rows = []
            number += 1
            while number <= span.last and "|" in lines[number - 1]:
                rows.append(Row(number, cells(lines[number - 1])))
                number += 1
            found.append(Table(header, tuple(rows)))
        number += 1
    return tuple(found)


class _Draft:
    """An item while it is being read."""

    __slots__ = ("children", "first", "indent", "last", "marker", "texts")

    def __init__(self, marker: str, text: str, line: int, indent: int) -> None:
        self.marker, self.indent = marker, indent
        self.texts, self.first, self.last = [text], line, line
        self.children: list[_Draft] = []

    def freeze(self) -> Item:
        children = tuple(child.freeze() for child in self.children)
        return Item(self.marker, "\n".join(self.texts).rstrip(), Span(self.first, self.last), self.indent, children)


def _outline(lines: tuple[str, ...], span: Span) -> tuple[Item, ...]:
    roots: list[_Draft] = []
    stack: list[_Draft] = []
    blank = True
    for number in range(span.first, span.last + 1):
        line = lines[number - 1]
        if not line.strip():
            blank = True
            continue
        if ("```" in line or "~~~" in line) and _FENCE.match(line):
            continue
        match = _ITEM.match(line)
        if match:
            indent = _columns(match["indent"])
            draft = _Draft(match["bullet"] or match["number"], match["text"].rstrip(), number, indent)
        else:
            indent = _columns(line[: len(line) - len(line.lstrip())])
            if stack and stack[-1].marker and (not blank or indent > stack[-1].indent):
                stack[-1].texts.append(line.strip())
                stack[-1].last = number
                blank = False
                continue
            draft = _Draft("", line.strip(), number, indent)
        while stack and (stack[-1].indent >= indent or len(stack) >= _DEEPEST):
            stack.pop()
        (stack[-1].children if stack else roots).append(draft)
        stack.append(draft)
        blank = False
    return tuple(draft.freeze() for draft in roots)


def _columns(blank: str) -> int:
    column = 0
    for char in blank:
        column += _TAB - column % _TAB if char == "\t" else 1
    return column
