"""Tab-separated lines: no header, one record a line, nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digestkb.media.characters import line
from digestkb.render import Screen, Sheet


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write each record as one line."""
    cells = [column.cell for column in sheet.columns]
    for record in sheet.records:
        yield "\t".join([line(cell(record)) for cell in cells]) + "\n"
