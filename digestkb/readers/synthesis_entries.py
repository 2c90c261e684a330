"""Entries of a synthesis: texts and rows that speak of one paper, or of a few whose numbers stand together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from digestkb import tags
from digestkb.markdown import plain
from digestkb.readers.labels import bare, find_label, separated
from digestkb.readers.naming import closing_name, lead_names, name_before, short_name, split_name
from digestkb.readers.runs import Run, run_in
from digestkb.readers.scan import links_of, numbers_in
from digestkb.readers.synthesis_parts import Part, pieces
from digestkb.readers.synthesis_thoughts import labelled, told
from digestkb.readers.vocabulary import stem_of
from digestkb.records import Kind, Mention, Passage, Span
from digestkb.tree import Block

#: The columns of a table whose heads say nothing, in the order in which they are expected.
_EXPECTED = {Kind.SOTA: "breakthrough impact", Kind.CONTRIBUTION: "breakthrough comment", Kind.READING: "name text"}
#: The names and the passages of an entry.
_Said = tuple[tuple[str, ...], tuple[Passage, ...]]
#: What is new in a contribution is what is said of it.
_ROLES = {(Kind.CONTRIBUTION, "breakthrough"): "text"}
_MEDALS = "🥇🥈🥉"


def is_detail(block: Block) -> bool:
    """Say whether what hangs below a block speaks of no paper by its number."""
    return not any(numbers_in(below.text) for child in block.children for below in child.walk())


def entries(part: Part, blocks: Sequence[Block]) -> Iterator[Mention]:
    """Read blocks of a part of entries: the rows of its tables, and the blocks with a number."""
    for block in blocks:
        if block.kind == "table":
            yield from _rows(part.kind, block)
            continue
        entry = run_in(block.text, block.at) if block.text[:1] != "|" else None
        nested = pieces(block)
        if entry is not None:
            own = is_detail(block) or any(find_label(child.text) for child in nested)
            last = block.last if own else block.own_last
            nested = [] if own else nested
            names, passages = _READ[part.kind](part, block, entry, last)
            names = tags.unique((name_before(entry.before), *entry.names, *names))
            rank = _rank(block.marker) if part.kind is Kind.SOTA else None
            mention = Mention(part.kind, Span(block.first, last), names=names, passages=passages, rank=rank)
            yield from entry.mentions(mention)
        yield from entries(part, nested)


def _highlight(part: Part, block: Block, entry: Run, last: int) -> _Said:
    return lead_names(entry.said), part.passage("breakthrough", entry.line, entry.said, last)


def _contribution(part: Part, block: Block, entry: Run, last: int) -> _Said:
    """Read ``**number – what is new – Label:** comment``, or the same with the parts as items below."""
    passages = told(part, block, entry.at, closing=True)
    if last > block.own_last:
        passages += [passage for child in pieces(block) for passage in labelled(part, child)]
    said = next((passage.text.strip("*_ ") for passage in passages if passage.role != "comment"), "")
    passages = [one if one.role in ("comment", "impact") else replace(one, role="text") for one in passages]
    return (*lead_names(said), closing_name(plain(said)) or ""), tuple(passages)


def _reading(part: Part, block: Block, entry: Run, last: int) -> _Said:
    """Read ``number – Name · reason``, ``Name (number): reason`` and what is between."""
    said, line = entry.said, entry.line
    name = name_before(entry.before, shaped=entry.before.rstrip("*_ ")[-1:] in (":", "："))
    if not (name or entry.names):
        name, at = split_name(said)
        said, line = (said[at:], line + said.count("\n", 0, at)) if said.strip() else (entry.text, entry.first)
    return (name, short_name(name)), part.passage("text", line, said, last)


_READ = {Kind.SOTA: _highlight, Kind.CONTRIBUTION: _contribution, Kind.READING: _reading}


# --- tables


def _rows(kind: Kind, table: Block) -> Iterator[Mention]:
    """Read a table of papers: the column of the numbers by what is in it, the others by their heads or shape."""
    width = max(len(row.cells) for row in table.children)
    heads, *rows = [(*row.cells, *[""] * (width - len(row.cells))) for row in table.children]
    columns = [[row[column] for row in rows] for column in range(width)]
    ids = max(range(width), key=lambda at: sum(bool(numbers_in(cell)) for cell in columns[at]))
    roles = _roles(kind, heads, columns, ids)
    for row, cells in zip(table.children[1:], rows, strict=True):
        entry = run_in(cells[ids], row.first)
        if entry is not None:
            told = [(roles[at], cell) for at, cell in enumerate(cells) if at != ids and cell.strip(" -–—")]
            for one in entry.ids:
                links = tuple(link for cell in cells for link in links_of(cell, one.number, True))
                yield replace(_row(kind, row, told, entry), arxiv_id=one, links=links)


def _roles(kind: Kind, heads: Sequence[str], columns: Sequence[Sequence[str]], ids: int) -> dict[int, str]:
    """Say what stands in which column: by its head, by the shape of its cells, by its place among the others."""
    roles = {ids: ""}
    by_head = ["name" if (role := stem_of("column", head)) == "title" else role for head in heads]
    by_shape = [_shape(kind, head, cells) for head, cells in zip(heads, columns, strict=True)]
    for column, role in chain(enumerate(by_head), enumerate(by_shape)):
        if role and column not in roles and role not in roles.values():
            roles[column] = role
    expected = [role for role in _EXPECTED[kind].split() if role not in roles.values()]
    for column, head in enumerate(heads):
        if column not in roles:
            roles[column] = expected.pop(0) if expected else bare(head).lower() or "text"
    return roles


def _shape(kind: Kind, head: str, cells: Sequence[str]) -> str | None:
    """Say what is in a column by its cells: ranks, or keywords, which are short, and several in a cell."""
    if head.strip("* ") == "#" or all(_rank(cell) is not None and len(cell) <= 6 for cell in cells):
        return "rank"
    listed = [tags.split_list(separated(cell)) for cell in cells]
    short = all(len(one) <= 40 for parts in listed for one in parts)
    return "tags" if kind is Kind.SOTA and short and max(map(len, listed), default=0) > 1 else None


def _rank(text: str) -> int | None:
    found = re.search(rf"[{_MEDALS}]|\d{{1,3}}", text)
    return (_MEDALS.find(found[0]) + 1 or int(found[0])) if found else None


def _row(kind: Kind, row: Block, told: Sequence[tuple[str, str]], entry: Run) -> Mention:
    known = dict(told)
    name = plain(known.get("name", ""))
    said = ((_ROLES.get((kind, role), role), cell) for role, cell in told if role not in ("rank", "tags", "name"))
    passages = tuple(Passage(role, row.first, cell) for role, cell in said)
    led = (name for passage in passages for name in lead_names(passage.text))
    names = tags.unique((*entry.names, name_before(entry.before), name, short_name(name), *led))
    keywords = tags.split_list(separated(known.get("tags", "")).replace("#", ""))
    span, rank = Span(row.first, row.last), _rank(known.get("rank", ""))
    return Mention(kind, span, names=names, tags=keywords, passages=passages, rank=rank)
