"""The block view of a document: CommonMark with tables, by markdown-it-py, flattened to leaves with their lines."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from digestkb.document import Block
from digestkb.records import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

#: markdown-it recurses into nested quotes and lists; what is deeper is left as one block.
_DEEPEST = 100


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Inline content is read by our own patterns, which keep columns: half the time goes with the inline rules.
    return MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table").disable(["inline", "text_join"])


def parse_blocks(lines: tuple[str, ...], first: int) -> tuple[Block, ...]:
    """Parse ``lines`` from number ``first`` on and give the leaves in order.

    A heading, a paragraph, the first paragraph of a list item (``item``), each table row, each code or HTML block is
    one leaf; its span counts lines from 1 in the whole note.

    >>> [(b.kind, b.span.first, b.text) for b in parse_blocks(("# A", "", "- b", "  - c"), 1)]
    [('heading', 1, 'A'), ('item', 3, 'b'), ('item', 4, 'c')]
    """
    blocks: list[Block] = []
    items: list[str] = []
    fresh: list[bool] = []
    header: tuple[str, ...] = ()
    row: list[str] | None = None
    row_line = 0
    level = 0
    in_header = False
    for token in _parser().parse("\n".join(lines[first - 1 :])):
        kind = token.type
        if kind == "heading_open":
            level = int(token.tag[1])
        elif kind == "heading_close":
            level = 0
        elif kind == "list_item_open":
            items.append("")
            fresh.append(True)
        elif kind == "list_item_close":
            items.pop()
            fresh.pop()
        elif kind == "thead_open":
            in_header = True
        elif kind == "thead_close":
            in_header = False
        elif kind == "tr_open":
            row, row_line = [], _first(token, first)
        elif kind == "tr_close" and row is not None:
            if in_header:
                header = tuple(row)
            blocks.append(
                Block("row", Span(row_line, row_line), " | ".join(row), 0, tuple(row), () if in_header else header)
            )
            row = None
        elif kind == "inline" and row is not None:
            row.append(token.content)
        elif kind == "inline":
            parents = tuple(items[:-1])
            name = "heading" if level else "item" if fresh and fresh[-1] else "paragraph"
            if fresh and fresh[-1]:
                items[-1], fresh[-1] = token.content, False
            elif items:
                parents = tuple(items)
            blocks.append(Block(name, _span(token, first), token.content, level, parents=parents))
        elif kind in ("fence", "code_block", "html_block"):
            name = "html" if kind == "html_block" else "code"
            blocks.append(Block(name, _span(token, first), token.content, parents=tuple(items)))
    return tuple(blocks)


def _first(token: Token, first: int) -> int:
    return (token.map[0] if token.map else 0) + first


def _span(token: Token, first: int) -> Span:
    start, end = token.map or [0, 1]
    return Span(start + first, max(start + first, end + first - 1))
