"""A note with what readers ask it for: its front matter, its tree, the arXiv numbers in it; each made when asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from digestkb.arxiv import Found, find_in_lines
from digestkb.dates import writes_day_first
from digestkb.patterns import lazy
from digestkb.records import Span
from digestkb.tree import Block, scan_blocks


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
_VIETNAMESE = lazy(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
#: In code a bare number between these is a number to calculate with.
_OPERATOR_BEFORE = lazy(r"[=(\[{,+*/<>-]\s*$")
_OPERATOR_AFTER = lazy(r"\s*(?:[,)\]};+*/<>=-]|$)")
_ASSIGNED = lazy(r"\w\s*(?:[=(<>+*/]|\*\*)\s*$")


def _calculates(line: str, found: Found) -> bool:
    before = line[: found.start][-20:]
    return bool(_OPERATOR_BEFORE.search(before) and _OPERATOR_AFTER.match(line, found.end)) or bool(
        _ASSIGNED.search(before)
    )


@dataclass(frozen=True)
class Document:
    """A note's lines and the views of their structure.

    >>> note = Document(("# Log", "", "## 12.3", "- https://arxiv.org/abs/2512.03036"))
    >>> [(block.level, block.text) for block in note.blocks if block.kind == "section"]
    [(1, 'Log'), (2, '12.3')]
    """

    lines: tuple[str, ...]
    #: The path of the note relative to the ingested folder, with forward slashes; readers may look at names in it.
    source: str = ""

    @cached_property
    def whole(self) -> str:
        """The lines in one text, for who looks whether something is in any of them."""
        return "\n".join(self.lines)

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

    def key_of(self, line: int) -> str:
        """Give the key of the front matter that a line of it belongs to, with blanks for underscores."""
        key = next((key for key, _, first in reversed(self.front_matter) if first <= line), "")
        return key.replace("_", " ")

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
        for block in self.blocks[1:]:
            if block.first == block.last:  # as most do
                owners[block.first] = block
            else:
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
        dated = (line for line in self.lines if ("/20" in line or ".20" in line or "-20" in line) and len(line) < 2000)
        dates = writes_day_first("\n".join(dated))
        return dates if dates is not None else _VIETNAMESE.search("\n".join(self.lines[:200])) is not None

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

    def text(self, span: Span) -> str:
        """Give the lines of a span, joined by line breaks."""
        return "\n".join(self.lines[span.first - 1 : span.last])
