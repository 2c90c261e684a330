"""JSON lines: one object a line, UTF-8; what could not stand on a line is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digestkb.media.cells import json_text
from digestkb.render import Screen, Sheet


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write each record as one line."""
    for record in sheet.records:
        yield json_text(sheet.as_object(record)) + "\n"
