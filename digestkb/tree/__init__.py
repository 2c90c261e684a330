"""A note as one tree of blocks, made by one scan of its lines.

Structure is read as people and programs write it, by markers and indentation, not as CommonMark has it: a topic tree
that is indented under a heading is a tree, not code. Nothing is normalised away: every block knows the lines that it
stands on, and a line of its text is a part of the line on disk.
"""

from __future__ import annotations

from collections.abc import Sequence

from digestkb.tree.block import Block
from digestkb.tree.scan import Scan

__all__ = ["Block", "scan", "scan_blocks"]


def scan(
    lines: Sequence[str], *, first: int = 1, last: int | None = None, org: bool = False, fences: bool = True
) -> Block:
    """Read the lines ``first`` to ``last`` of a note into a tree whose root is of kind ``file``.

    Without ``fences`` a note is read as programs write a synthesis: whole lists stand in a fence and are read like all
    else, a heading may be indented like what it heads or be a line in bold, letters number items, and
    ``[2403.03507]: text`` is a text.

    >>> note = scan(["# Log", "- a", "  - b", "> c"])
    >>> [(block.kind, block.first, block.text) for block in note.walk()][1:]
    [('section', 1, 'Log'), ('item', 2, 'a'), ('item', 3, 'b'), ('quote', 4, ''), ('paragraph', 4, 'c')]
    """
    return scan_blocks(lines, first=first, last=last, org=org, fences=fences)[0]


def scan_blocks(
    lines: Sequence[str], *, first: int = 1, last: int | None = None, org: bool = False, fences: bool = True
) -> list[Block]:
    """Read lines into a tree as :func:`scan` does, and give all its blocks in the order of the note, the root first."""
    end = len(lines) if last is None else last
    root = Block("file", first, max(first, end), at=first)
    made = [root]
    Scan(root, range(first, end + 1), lines[first - 1 : end], org, fences, 0, made).run()
    for block in reversed(made):
        parent = block.parent
        if parent is not None and block.last > parent.last and parent.kind != "file":
            parent.last = block.last
    return made
