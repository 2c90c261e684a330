"""The parts of a synthesis: where they are, and what stands in them.

A part is known by its heading, in whatever form headings come; it ends where another heading of its shape begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from digestkb.document import Document
from digestkb.markdown import heading_in, is_bold
from digestkb.patterns import lazy
from digestkb.readers.labels import bare, find_label, key, text_column
from digestkb.readers.scan import numbers_in
from digestkb.readers.vocabulary import words
from digestkb.records import Kind, Passage
from digestkb.tree import Block, scan
from digestkb.tuples import NamedTuple

#: No heading is longer, in characters; nor is one that only its words mark.
_LONGEST, _LONGEST_PLAIN = 160, 50
#: It ends a part of a template, whose headings are not marked.
_SHOUTED = lazy(r"(?:\d{1,2}[.)]\s*|[IVX]{1,4}[.)]\s*)?\**[A-Z]{2,}(?:[_ &]+[A-Z]{2,})*_[A-Z]{2,}\**\s{0,4}[:：]?\s*$")
_RULE = lazy(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*$")


class Part(NamedTuple):
    """A part of a note: what it is, the lines below its heading, and the lines of the note."""

    kind: Kind
    #: The words of the heading; empty if a tree has none.
    title: str
    first: int
    last: int
    lines: Sequence[str]

    def blocks(self) -> list[Block]:
        """Give the blocks of the part."""
        return pieces(scan(self.lines, first=self.first, last=self.last, fences=False))

    def passage(self, role: str, line: int, text: str, last: int = 0) -> tuple[Passage, ...]:
        """Make a passage of ``text``, which begins on ``line``, and of the lines below it down to ``last``."""
        own = text.split("\n")
        found = [*own, *(below.rstrip() for below in self.lines[line - 1 + len(own) : last])]
        told = [at for at, one in enumerate(found) if one.strip() and not _RULE.match(one)]
        if not told:
            return ()
        return (Passage(role, line + told[0], "\n".join(found[told[0] : told[-1] + 1]).strip(" ")),)


def parts_of(document: Document) -> list[Part]:
    """Find the parts by their headings."""
    found: list[Part] = []
    opened: int | None = None  # the level of the heading of the part that goes on, 0 if it is not marked
    for number, line in enumerate(document.lines[document.body - 1 :], document.body):
        if len(line) > _LONGEST_PLAIN and "#" not in line[:4] and "**" not in line:
            continue  # most lines
        level, title, kind = _heading(line)
        if opened is not None and (kind or (level <= opened if level else not opened and _SHOUTED.match(line))):
            found[-1] = found[-1]._replace(last=number - 1)
            opened = None
        if kind is not None:
            found.append(Part(kind, bare(title), number + 1, len(document.lines), document.lines))
            opened = level
    return found


def _heading(line: str) -> tuple[int, str, Kind | None]:
    """Read a line as a heading, at little cost if it is none: its level, its words, and the part that they name.

    It has hashes, is bold, shouts, or is short and not ASCII.
    """
    start = line.strip()
    if start[:1] == "#":
        # The heads of a table may begin with a column called «#».
        marked = heading_in(line) if len(line) <= _LONGEST and start.count("|") < 2 else None
        return (*marked, part_named(marked[1])) if marked else (0, "", None)
    bold = "**" in start
    if not 3 < len(start) <= (_LONGEST if bold else _LONGEST_PLAIN) or line[:4].isspace():
        return 0, "", None
    title = start[text_column(start) :]
    loud = "_" in start or start.isupper() if start.isascii() else start[0] not in "-*|"
    return 0, title, part_named(title, bold) if (is_bold(title) if bold else loud) else None


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name in words("part"))


@lru_cache(maxsize=4096)
def part_named(title: str, marked: bool = True) -> Kind | None:
    """Give the part that a heading names; if it is ``marked`` as one, a few words may stand before or behind.

    >>> str(part_named("7. READING_LIST (top 3)")), str(part_named("阅读清单")), part_named("Reading Comprehension")
    ('reading', 'reading', None)
    """
    if title.isascii() and _first_words().isdisjoint(re.split(r"[\W\d_]+", title.lower())):
        return None  # most headings are titles of papers: do not take them apart
    name = key(title)
    known = [name]
    if marked and len(name) <= _LONGEST_PLAIN:
        spoken = name.split()
        sizes = [size for size in (4, 3, 2) if size < len(spoken) <= size + 5]
        known += (" ".join(some) for size in sizes for some in (spoken[:size], spoken[-size:]))
    return next((Kind(words("part")[one]) for one in known if one in words("part")), None)


# --- what stands in a part


def pieces(block: Block) -> list[Block]:
    """Give what stands in a block: quotes are opened, a paragraph is cut where a line has a label or number."""
    found: list[Block] = []
    for child in block.children:
        if child.kind in ("quote", "details") and not child.text:
            found += pieces(child)
        elif child.kind == "paragraph":
            found += _cut(child)
        elif child.kind not in ("rule", "html"):
            found.append(child)
    return found


def _cut(block: Block) -> Iterator[Block]:
    starts = [at for at, line in enumerate(block.lines) if not at or find_label(line) or numbers_in(line)]
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        first, own = block.at + start, block.lines[start:end]
        yield Block("paragraph", first, block.at + end - 1, own, block.parent, level=block.level, at=first)
