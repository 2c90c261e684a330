"""JSON: one list of objects, an object a line, so that grep and diff can read it as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from digestkb.render import Screen, Sheet, jsonl


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the records as one list."""
    return listed(line.rstrip("\n") for line in jsonl.lines(sheet, screen))


def listed(objects: Iterable[str]) -> Iterator[str]:
    """Write objects, which are JSON already, as one list."""
    before = "[\n"
    for one in objects:
        yield before + one
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
