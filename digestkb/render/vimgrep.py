"""``file:line:column:text``, as ``grep`` in Vim reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digestkb.media.characters import line
from digestkb.media.names import file_name
from digestkb.render import Screen, Sheet


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the places of the records in their order, each with where in the line it is."""
    for record in sheet.records:
        for place in sheet.places(record) if sheet.places else ():
            yield f"{file_name(place.path)}:{place.line}:{place.column}:{line(place.text)}\n"
