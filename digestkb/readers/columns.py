"""Tables that have a paper in each column, or several in a cell, made over so that each has a row."""

from __future__ import annotations

from digestkb.markdown import plain
from digestkb.readers.scan import MOST_CELLS, WINDOW, links_in, numbers_in
from digestkb.readers.titles import is_label, is_venue
from digestkb.readers.vocabulary import role_of
from digestkb.tree import Block


def rows_of_columns(table: Block) -> list[Block]:
    """Give a row for each column that has a number, if the first column labels what the others say; else none."""
    rows = [row for row in table.children if row.cells]
    width = max((len(row.cells) for row in rows), default=0)
    if width < 3 or not _are_labelled(rows):
        return []
    turned = [_turned(table, rows, column) for column in range(1, width)]
    numbers = [len({found.id.number for found in numbers_in(row.text)}) for row in turned]
    papers = [row for row, found in zip(turned, numbers, strict=True) if found]
    return papers if len(papers) > 1 and max(numbers) == 1 else []


def rows_of_cells(row: Block) -> list[Block]:
    """Give a row for each paper of one that links to several by their titles in one cell; else none.

    A cell of HTML that goes over several lines stays whole: its parts would stand on no line.
    """
    if row.last > row.first:
        return []
    for at, cell in enumerate(row.cells[:MOST_CELLS]):
        links = [link for link in links_in(cell[:WINDOW]) if numbers_in(link.url)] if cell.count("](") > 1 else []
        named = not any(is_label(link.label) or is_venue(link.label) for link in links)
        if named and len({link.url for link in links}) > 1:
            return [_with_cell(row, at, cell[link.start : link.end]) for link in links]
    return []


def _with_cell(row: Block, at: int, cell: str) -> Block:
    cells = (*row.cells[:at], cell, *row.cells[at + 1 :])
    lines = [" | ".join(cells)]
    return Block("row", row.first, row.last, lines, row.parent, cells=cells, heads=row.heads, at=row.at)


def _are_labelled(rows: list[Block]) -> bool:
    known = sum(role_of(plain(row.cells[0])) is not None for row in rows)
    return known > 1 and known * 2 >= len(rows)


def _turned(table: Block, rows: list[Block], column: int) -> Block:
    """Make a row of a column, each of its cells on the line where it stands."""
    lines = [""] * (table.last - table.first + 1)
    cells = [row.cells[column] if column < len(row.cells) else "" for row in rows]
    for row, cell in zip(rows, cells, strict=True):
        lines[row.first - table.first] = cell
    heads = tuple(row.cells[0] for row in rows)
    return Block("row", table.first, table.last, lines, table, cells=tuple(cells), heads=heads, at=table.first)
