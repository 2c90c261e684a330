"""Ids, one a line, each once: what ``digestkb show -`` takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digestkb.media.characters import line
from digestkb.render import Screen, Sheet


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the ids of the records in their order."""
    seen: set[str] = set()
    for record in sheet.records:
        for name in sheet.ids(record) if sheet.ids else ():
            if name not in seen:
                seen.add(name)
                yield line(name) + "\n"
