"""A section about one paper, cut at its labels: which lines are labels, and which of them begin a field or a part.

What a section begins with is its head, where known labels name fields; further down they name parts. Which shape of
label cuts, headings, lines in bold or items, the section itself tells: the strongest that names a part.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digestkb.readers.dressed import fields_of
from digestkb.readers.fields import Field, fits
from digestkb.readers.labelled import labels_in, value_behind
from digestkb.readers.labels import bare, find_label, text_column
from digestkb.readers.vocabulary import Role, role_of, section_of
from digestkb.tree import Block
from digestkb.tuples import NamedTuple

#: The fields that tell a section about a paper from others.
HEAD = frozenset({"authors", "published", "date", "updated", "tags"})
#: Parts that any note may have, so that they tell nothing.
ANYWHERE = frozenset({"links", "summary"})
#: What a field that nobody can read opens, and one that is known.
UNKNOWN, FIELD = "unknown", "field"
#: The part that only gathers others.
GATHERS = "brainstorming"
#: What a label may begin with that has no colon.
_SIGNS = frozenset("_*【[")
#: A label without emphasis is no longer than this, in characters, nor is a value that cannot be one but is no text.
_PLAIN_LABEL, _SHORT = 40, 40
#: In so many characters from the start of a line a label ends.
_WINDOW = 62


class Label(NamedTuple):
    """A line, or a table, that may be a label; behind ``start`` stands what it labels."""

    line: int
    #: ``heading``, ``bold``, ``item``, ``plain``, ``table`` or ``fold``: what a reader of HTML unfolds.
    shape: str
    #: The text of the line without marker.
    text: str
    label: str
    start: int
    role: Role | None
    #: The part that it names.
    part: str | None
    marked: bool
    colon: bool
    #: The level of a heading.
    level: int = 0
    #: It stands below another item.
    nested: bool = False
    table: Block | None = None

    @property
    def rest(self) -> str:
        return self.text[self.start :]

    @property
    def own(self) -> str:
        """The label itself as the name of a part."""
        return bare(self.label).lower() or "text"

    @property
    def tells(self) -> bool:
        """Whether it names one of the fields that tell a paper."""
        return self.role is not None and self.role.name in HEAD


def labels_of(blocks: Sequence[Block], first: int, last: int) -> Iterator[Label]:
    """Find the labels in blocks, behind the heading on the line ``first`` and down to the line ``last``."""
    for block in blocks:
        if block.kind in ("paragraph", "item"):
            yield from _in_text(block, first, last)
        elif block.kind == "section" and block.first > first:
            label, start, role, part = _in_heading(block.lines[0])
            yield Label(block.first, "heading", block.lines[0], label, start, role, part, True, True, block.level)
        elif block.kind == "details" and block.lines:
            label, start, role, part = _in_heading(block.lines[0])
            yield Label(block.at, "fold", block.lines[0], label, len(block.lines[0]), role, part, True, True)
        elif block.kind == "table" and any(_names_field(row) for row in block.children):
            yield Label(block.first, "table", "", "", 0, None, None, True, True, 0, False, block)


def _in_text(block: Block, first: int, last: int) -> Iterator[Label]:
    parent = block.parent
    nested = parent is not None and parent.kind == "item" and parent.first != first
    for line, text in enumerate(block.lines, block.at):
        begins = text[:_WINDOW]
        if ":" in begins or "：" in begins or "**" in begins or begins[:1] in _SIGNS:
            item = block.kind == "item" and line == block.at
            found = _in_line(text, line, item, nested) if first < line <= last else None
            if found is not None:
                yield found


def _names_field(row: Block) -> bool:
    role = role_of(row.cells[0]) if len(row.cells) == 2 else None
    return role is not None and role.name in HEAD


@lru_cache(maxsize=4096)  # the same headings come again and again
def _in_heading(title: str) -> tuple[str, int, Role | None, str | None]:
    """Read a heading as a label, with the column behind it: text may follow its colon."""
    label = find_label(title)
    if label is not None and (label.start >= len(title) or section_of(label.text)):
        return label.text, label.start, role_of(label.text), section_of(label.text)
    return title, len(title), role_of(title), section_of(title)


def _in_line(text: str, line: int, item: bool, nested: bool) -> Label | None:
    label = find_label(text) if text[:1] != "【" else None
    if label is None:
        dressed = labels_in(text)
        if not dressed:
            return None
        one = dressed[0]
        return Label(line, "plain", text, one.label, one.start, one.role, section_of(one.label), True, True, 0, nested)
    if not label.marked and len(label.text) > _PLAIN_LABEL:
        return None
    role = role_of(label.text)
    if not label.colon and label.start < len(text) and (role is None or role.name not in HEAD):
        return None
    part = section_of(label.text)
    if not label.marked and role is None and part is None:
        return None
    shape = "item" if item else "bold" if label.marked else "plain"
    return Label(line, shape, text, label.text, label.start, role, part, label.marked, label.colon, 0, nested)


def cuts(labels: Sequence[Label]) -> Iterator[tuple[Label, str]]:
    """Give the labels that cut a section, and what each opens: a field, a part by its role or its own name.

    Headings always cut. Lines in bold do where no headings do, items where neither does; and everything with the name
    of a part does below «Brainstorming», which only gathers others. What else is bold within a part is its text.
    """
    named = {one.shape for one in labels if one.part and one.part not in ANYWHERE}
    cutting = {"heading"} if "heading" in named else {"bold", "plain"} if "bold" in named else {"item", "plain"}
    around = _Around(frozenset(cutting))
    for one in labels:
        opens = around.heading(one) if one.shape == "heading" else around.other(one)
        if opens is not None:
            yield one, opens


@dataclass(slots=True)
class _Around:
    """What a label stands in, while the labels of a section are gone through."""

    #: The shapes that cut.
    cutting: frozenset[str]
    #: Nothing but fields and summaries was there yet.
    head: bool = True
    #: The level of the headings that cut.
    level: int = 9
    #: The part only gathers others.
    gathers: bool = False

    def heading(self, one: Label) -> str | None:
        """Give what a heading opens; ``None`` if it is one within a part."""
        if self.head and one.tells:
            return FIELD
        if not (one.part or self.head or self.gathers or one.level <= self.level):
            return None
        self.level = one.level if self.head else min(one.level, self.level)
        self.head, self.gathers = False, one.part == GATHERS
        return one.part or one.own

    def other(self, one: Label) -> str | None:
        """Give what a label that is no heading opens; ``None`` if it is text."""
        if one.nested and not (self.gathers and one.part):
            return None
        if self._is_field(one):
            return FIELD
        opens = self._part(one) or self._unknown(one)
        self.gathers = self.gathers or opens == GATHERS
        self.head = self.head and opens in (None, "summary", UNKNOWN)
        return opens

    def _is_field(self, one: Label) -> bool:
        """Say whether a label names a field; below the head only what looks like the parts, and is no text, is one."""
        if one.table is not None:
            return self.head
        if one.role is None or one.role.kind == "prose" or one.shape == "fold":
            return False
        if not self.head:
            apart = (one.tells and one.part is None) or one.role.kind in ("address", "id", "reference")
            return apart and one.shape in self.cutting and fits(one.role, one.rest)
        value = one.rest.strip()
        # Those that tell a paper are long at times, and no sentences.
        return one.tells or ((one.colon or not value) and (len(value) <= _SHORT or fits(one.role, value)))

    def _part(self, one: Label) -> str | None:
        if one.shape == "fold":
            return one.part or one.own
        if one.shape in self.cutting or self.gathers:
            return one.part if one.shape != "plain" or one.part != GATHERS else None
        anywhere = (one.part == "links" and one.marked) or (one.part == "summary" and self.head)
        return one.part if anywhere else None

    def _unknown(self, one: Label) -> str | None:
        if not one.marked or one.shape == "plain":
            return None
        if self.head:
            return UNKNOWN if one.colon else None
        cut = one.shape in self.cutting and not self.gathers
        return one.own if cut and (one.shape == "bold" or one.colon) else None


# --- what is kept of a piece


def values_of(label: Label, lines: Sequence[str], last: int) -> tuple[list[Field], int]:
    """Give the fields of a label, and the line behind them; one that stands alone labels the lines below it."""
    if label.table is not None:
        return fields_of([label.table]), label.table.last + 1
    line, text = label.line, label.text
    known = [
        (one.role, one.label, value_behind(text[one.start : one.end]))
        for one in labels_in(text)
        if one.role is not None
    ]
    if not known and label.role is not None:
        known = [(label.role, label.label, value_behind(label.rest))]
    below, after = _below(lines, line + 1, last) if not known[-1][2] else ((), line + 1)
    found = [Field(role, name, value, line, line) for role, name, value in known]
    if below:
        role, name, _ = known[-1]
        found[-1] = Field(role, name, ", ".join(below), line, after - 1, below if len(below) > 1 else ())
    return found, after


def _below(lines: Sequence[str], line: int, last: int) -> tuple[tuple[str, ...], int]:
    """Give the texts of the lines down to the first blank one behind some, and the line after them."""
    found: list[str] = []
    for number in range(line, last + 1):
        text = lines[number - 1].strip()
        if not text and found:
            return tuple(found), number
        if text:
            found.append(text[text_column(text) :])
    return tuple(found), last + 1


def trimmed(texts: Sequence[str], line: int, rules: Container[int]) -> tuple[int, int]:
    """Give where lines begin and end that are neither blank nor among ``rules``; the first stands on ``line``."""
    at, end = 0, len(texts)
    while at < end and (not texts[at].strip() or line + at in rules):
        at += 1
    while end > at and (not texts[end - 1].strip() or line + end - 1 in rules):
        end -= 1
    return at, end
