"""``file:line:text``, as grep writes it and editors jump to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digestkb.render import Screen, Sheet
from digestkb.render.plain import one_line


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the places of the records in their order."""
    for record in sheet.records:
        for place in sheet.places(record) if sheet.places else ():
            yield f"{one_line(place.path)}:{place.line}:{one_line(place.text)}\n"
