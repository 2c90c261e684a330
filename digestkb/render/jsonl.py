"""JSON lines: one object a line, UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from digestkb.render import Screen, Sheet


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write each record as one line."""
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    for record in sheet.records:
        yield encode(sheet.as_object(record)) + "\n"
