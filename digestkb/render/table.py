"""Tables for people. Only here and in the pages beside it is rich loaded."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from rich.console import Console, RenderableType
from rich.style import Style
from rich.text import Text

from digestkb.media.addresses import web
from digestkb.media.characters import line
from digestkb.render import Column, Screen, Sheet

#: Cells are cut off behind this many characters: a table is for looking, the other formats have all of it.
_CELL = 400
#: The most cells that a column without a share of the width takes.
_NARROW = 24


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the records as one table, or as the pages that this kind of answer has."""
    parts = sheet.page(sheet.records, screen) if sheet.page else iter([_table(sheet, screen)])
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=screen.width,
        force_terminal=screen.terminal,
        markup=False,
        emoji=False,
        highlight=False,
    )
    for part in parts:
        console.print(part)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def said(text: str, style: str = "", url: str | None = None, *, file: str | None = None) -> Text:
    """Take a note's words for what they are: never markup, emoji codes or escapes.

    A click leads to ``url`` if that is the address of a web page, or to ``file``, which is an address of ours.
    """
    shown = Text(line(text), style=style)
    if address := file or web(url):
        shown.stylize(Style(link=address))
    return shown


def _table(sheet: Sheet[Any], screen: Screen) -> RenderableType:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", expand=False)
    columns = [column for column in sheet.columns if column.tabled]
    for at, column in enumerate(columns):
        table.add_column(
            column.name,
            justify="right" if column.right else "left",
            ratio=column.share or None,
            overflow="fold",
            style="cyan" if at == 0 else "",
            max_width=None if column.share else max(_NARROW, screen.width // 4),
        )
    for record in sheet.records:
        table.add_row(*(_cell(column, record) for column in columns))
    return table


def _cell(column: Column, record: Any) -> Text:
    text = (column.shown or column.cell)(record)
    shortened = text if len(text) <= _CELL else text[: _CELL - 1] + "…"
    return said(shortened, url=column.link(record) if column.link else None)
