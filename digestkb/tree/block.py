"""One block of a note: a heading with what is below it, an item, a row, a quote, code, a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Block:
    """One block of a note.

    ``kind`` is ``file``, ``meta`` (front matter), ``section``, ``item``, ``table``, ``row``, ``quote``, ``details``,
    ``code``, ``definition``, ``paragraph``, ``html`` (tags alone), ``rule`` or ``record`` (blocks that go together).
    """

    kind: str
    first: int
    #: The last line of the block with all that is in it.
    last: int
    #: Its own text, line by line, without markers: a heading's words, an item's, the summary of details, code.
    lines: list[str] = field(default_factory=list)
    parent: Block | None = None
    children: list[Block] = field(default_factory=list)
    #: The level of a heading, or the columns before an item's marker or a paragraph.
    level: int = 0
    #: The marker of an item, the word behind a fence, the kind of a callout, the key of a definition.
    marker: str = ""
    cells: tuple[str, ...] = ()
    #: The cells of the row of heads that a row stands below.
    heads: tuple[str, ...] = ()
    #: The line on which the own text begins.
    at: int = 0

    @property
    def text(self) -> str:
        """The own text, its lines joined by line breaks."""
        return "\n".join(self.lines)

    @property
    def own_last(self) -> int:
        """The last line of the own text."""
        return self.at + max(len(self.lines), 1) - 1

    def walk(self) -> Iterator[Block]:
        """Yield the block and all within it, in the order of the note."""
        pending = [self]
        while pending:
            block = pending.pop()
            yield block
            pending.extend(reversed(block.children))

    def ancestors(self) -> Iterator[Block]:
        """Yield what the block stands in, from the inside out."""
        block = self.parent
        while block is not None:
            yield block
            block = block.parent

    def sections(self) -> tuple[str, ...]:
        """Give the headings above, from the root down, without its own."""
        return tuple(block.text for block in self.ancestors() if block.kind == "section")[::-1]

    def headings(self) -> tuple[str, ...]:
        """Give the headings above, from the root down, and its own if it is a section."""
        return (*self.sections(), *([self.text] if self.kind == "section" else []))
