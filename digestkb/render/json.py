"""JSON: one list of objects, an object a line, so that grep and diff can read it as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digestkb.render import Screen, Sheet, jsonl


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the records as one list."""
    before = "[\n"
    for line in jsonl.lines(sheet, screen):
        yield before + line.rstrip("\n")
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
