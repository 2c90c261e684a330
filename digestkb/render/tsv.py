"""Tab-separated lines: one record a line, nothing cut off, a header only where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digestkb.media.characters import line
from digestkb.render import Screen, Sheet


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write each record as one line."""
    if screen.header:
        yield "\t".join(column.name for column in sheet.columns) + "\n"
    cells = [column.cell for column in sheet.columns]
    for record in sheet.records:
        yield "\t".join([line(cell(record)) for cell in cells]) + "\n"
