"""Comma-separated values as spreadsheets read them, with a header; line breaks stay inside their quotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from digestkb.render import Screen, Sheet


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the header, then each record."""
    buffer = io.StringIO()
    write = csv.writer(buffer, lineterminator="\n").writerow
    write([column.name for column in sheet.columns])
    for record in sheet.records:
        yield _taken(buffer)
        write([column.cell(record) for column in sheet.columns])
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
