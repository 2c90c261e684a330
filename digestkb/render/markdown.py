"""Markdown: what a kind of answer makes of its records, else a pipe table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from digestkb.render import Screen, Sheet
from digestkb.render.plain import one_line

#: What would start emphasis, a link, code or HTML in the middle of a line.
_SYNTAX = re.compile(r"([\\`*_\[\]<>])")


def escape(text: str) -> str:
    """Write a text on one line so that Markdown shows it as it is.

    >>> escape("RL [draft] for AT^2PO_v1")
    'RL \\\\[draft\\\\] for AT^2PO\\\\_v1'
    """
    return _SYNTAX.sub(r"\\\1", one_line(text))


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the records as Markdown."""
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
