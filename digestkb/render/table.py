"""Tables for people. Only here and in the pages beside it is rich loaded."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from rich.console import Console, RenderableType
from rich.style import Style
from rich.text import Text

from digestkb.media.addresses import web
from digestkb.media.characters import line
from digestkb.render import Column, Screen, Sheet, styles

#: Cells are cut off where they would take about so many lines: a table is for looking, other formats have all of it.
_LINES = 4
#: What makes a text lead somewhere (OSC 8).
_LINK = re.compile("\x1b\\]8;[^\x1b]*\x1b\\\\")
#: The most cells that a column without a share of the width takes.
_NARROW = 24


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the records as one table, or as the pages that this kind of answer has."""
    parts = sheet.page(sheet.records, screen) if sheet.page else iter([_table(sheet, screen)])
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=screen.width,
        force_terminal=screen.styles,
        no_color=not screen.colours,
        color_system="standard" if screen.styles else None,  # the sixteen that people choose to suit their ground
        markup=False,
        emoji=False,
        highlight=False,
    )
    for part in parts:
        console.print(part)
        yield buffer.getvalue() if screen.links else _LINK.sub("", buffer.getvalue())
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

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=styles.ASIDE, expand=False)
    columns = [column for column in sheet.columns if column.tabled]
    shares, wholes = sum(column.share for column in columns), any(column.whole for column in columns)
    left = screen.width - wholes * _most_of_whole(screen)
    most = [_LINES * left * column.share // shares if column.share else _LINES * _NARROW for column in columns]
    for at, column in enumerate(columns):
        table.add_column(
            column.name,
            justify="right" if column.right else "left",
            ratio=column.share or None,
            overflow="fold",
            no_wrap=column.whole,
            style=styles.ID if at == 0 else "",
            max_width=None if column.share or column.whole else max(_NARROW, screen.width // 4),
        )
    for record in sheet.records:
        table.add_row(*(_cell(column, record, screen, length) for column, length in zip(columns, most, strict=True)))
    return table


def _cell(column: Column, record: Any, screen: Screen, length: int) -> Text:
    """Give what stands in a cell: the end of what is of use as a whole, else so many characters."""
    text = (column.shown or column.cell)(record)
    if column.whole:  # of a place: the name of the file, and the line
        most = _most_of_whole(screen)
        shortened = text if len(text) <= most else "…" + text[1 - most :]
    else:
        shortened = text if len(text) <= length else text[: length - 1] + "…"
    return said(shortened, url=column.link(record) if column.link else None)


def _most_of_whole(screen: Screen) -> int:
    """Give how wide a column may be in which no line ends."""
    return max(_NARROW, screen.width * 2 // 5)
