"""Tables that have a paper in each column, turned so that each has a row."""

from __future__ import annotations

from digestkb.markdown import plain
from digestkb.readers.scan import numbers_in
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
