"""Running text on a terminal: broken at blanks, and between Chinese characters, where rich would leave half a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import get_character_cell_size
from rich.console import Console, ConsoleOptions
from rich.text import Text

#: What must not begin a line.
_CLOSING = frozenset("，。、：；！？）〕】》」』”’％…—")
_OPENING = frozenset("（〔【《「『“‘")


class Rows:
    """Rows of a few narrow cells and one of running text, which goes on below itself.

    A rich table would do the same in several times the time: it measures and pads every line of every cell.
    """

    def __init__(self, rows: Iterable[tuple[tuple[Text, ...], Text]], widths: tuple[int, ...], gap: int = 2) -> None:
        self._rows = rows
        self._widths = widths
        self._gap = gap

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        indent = sum(self._widths) + self._gap * len(self._widths)
        for cells, text in self._rows:
            columns = [list(broken(cell, width)) for cell, width in zip(cells, self._widths, strict=True)]
            lines = list(broken(text, max(10, options.max_width - indent)))
            for at in range(max(len(lines), *(len(column) for column in columns), 1)):
                yield self._line([column[at] if at < len(column) else None for column in columns], lines[at : at + 1])

    def _line(self, cells: Iterable[Text | None], rest: list[Text]) -> Text:
        line = Text(no_wrap=True, overflow="ignore")
        end = 0
        for cell, width in zip(cells, self._widths, strict=True):
            if cell is not None:
                line.append_text(cell)
            end += width + self._gap
            line.append(" " * (end - line.cell_len))
        for text in rest:
            line.append_text(text)
        line.rstrip()
        return line


def paragraph(text: Text, indent: int = 0) -> Rows:
    """Lay out one running text, ``indent`` cells from the left."""
    return Rows([((Text(),), text)], (indent,), 0)


def broken(text: Text, width: int) -> Iterator[Text]:
    """Yield the lines of a text, none wider than ``width`` cells unless a single character is.

    >>> [line.plain for line in broken(Text("GRPO 除以长度，会引入 bias"), 13)]
    ['GRPO 除以长', '度，会引入', 'bias']
    """
    for line in text.split("\n", allow_blank=True):
        line.expand_tabs(4)
        for part in line.divide(list(_breaks(line.plain, width))):
            part.rstrip()
            yield part


def _breaks(text: str, width: int) -> Iterator[int]:
    """Yield the offsets at which a line is broken."""
    if len(text) * 2 <= width:
        return
    start = possible = at = used = since = 0
    wide_before = False
    for at, char in enumerate(text):
        size = get_character_cell_size(char)
        wide = size == 2
        previous = text[at - 1] if at else ""
        if at > start and (
            previous == " " or ((wide or wide_before) and char not in _CLOSING and previous not in _OPENING)
        ):
            possible, since = at, used
        if used + size > width and char != " ":
            if possible <= start:  # one long word
                possible, since = at, used
            if possible > start:
                yield possible
            start, used = possible, used - since
        used += size
        wide_before = wide
