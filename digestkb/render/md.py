"""Markdown: what a kind of answer makes of its records, else a pipe table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digestkb.media.markdown import escape
from digestkb.render import Screen, Sheet


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the records as Markdown."""
    if sheet.document:
        yield from (line + "\n" for line in sheet.document(sheet.records))
        return
    if sheet.markdown:
        for record in sheet.records:
            for line in sheet.markdown(record):
                yield line + "\n"
        return
    yield _row(column.name for column in sheet.columns)
    yield _row("---:" if column.right else "---" for column in sheet.columns)
    for record in sheet.records:
        yield _row(escape(column.cell(record)).replace("|", r"\|") for column in sheet.columns)


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
