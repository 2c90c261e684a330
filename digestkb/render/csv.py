"""Comma-separated values as spreadsheets read them, with a header; line breaks stay inside their quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from digestkb.media.cells import csv_cell
from digestkb.render import Screen, Sheet


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the header, then each record."""
    yield _row(column.name for column in sheet.columns)
    for record in sheet.records:
        yield _row(csv_cell(column.cell(record), raw=screen.raw) for column in sheet.columns)


def _row(cells: Iterable[str]) -> str:
    return ",".join(cells) + "\n"
