"""A line of a note as people see it: without the signs of Markdown, what was looked for still marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate

from rich.style import Style
from rich.text import Text

from digestkb.markdown import Mark, marks
from digestkb.media.addresses import web
from digestkb.media.characters import one_by_one
from digestkb.render import styles

#: What begins an item, a heading, a quote or a row.
_BEGINNING = re.compile(r"\s*(?:>\s*)*(?:(?:[-*+•]|\d{1,3}[.)]|#{1,6})\s+)*(?:\[[ xX]\]\s+)?(?:\|\s*)?")
_ROW = re.compile(r"\s{0,40}\|\s{0,40}$")
_STYLES = {"stressed": styles.STRESSED, "strong": styles.STRONG}


def seen(
    line: str, spans: Iterable[tuple[int, int]] = (), *, beginning: bool = True, strong: bool = True
) -> tuple[Text, list[tuple[int, int]]]:
    """Give a line without the signs of Markdown, and the columns in it of what stood at ``spans``.

    ``beginning`` leaves out what begins an item or a heading as well; without ``strong`` nothing is bold.

    >>> text, found = seen("- **GRPO** is `PPO` without a critic", [(4, 8), (15, 18)])
    >>> text.plain, [text.plain[start:end] for start, end in found]
    ('GRPO is PPO without a critic', ['GRPO', 'PPO'])
    """
    hidden = bytearray(len(line))
    styled: list[tuple[int, int, str | Style]] = []
    for mark in marks(line):
        _hide(hidden, mark.start, mark.first)
        _hide(hidden, mark.last, mark.end)
        if style := _style(mark, strong):
            styled.append((mark.first, mark.last, style))
    if beginning:
        _hide_ends(hidden, line)
    # What cannot be shown is replaced one by one, so that the columns stay what they are.
    clean = one_by_one(line)
    # How many characters are left before each column.
    left = [0, *accumulate(0 if gone else 1 for gone in hidden)]
    text = Text("".join(char for char, gone in zip(clean, hidden, strict=True) if not gone))
    for start, end, style in styled:
        text.stylize(style, left[start], left[end])
    moved = [(left[max(0, start)], left[min(len(line), end)]) for start, end in spans]
    return text, [(start, end) for start, end in moved if start < end]


def _style(mark: Mark, strong: bool) -> str | Style | None:
    if mark.kind == "link":
        address = web(mark.url)
        return Style(link=address) if address else None
    return None if mark.kind == "strong" and not strong else _STYLES.get(mark.kind)


def _hide_ends(hidden: bytearray, line: str) -> None:
    """Hide what begins an item or a heading, unless there is nothing else, and the bars at the ends of a row."""
    found = _BEGINNING.match(line)
    if found and found.end() < len(line):
        _hide(hidden, 0, found.end())
    if line.lstrip().startswith("|") and (bar := _ROW.search(line)):
        _hide(hidden, *bar.span())


def _hide(hidden: bytearray, start: int, end: int) -> None:
    hidden[start:end] = b"\1" * (end - start)


def block(text: str, indent: int) -> list[tuple[int, Text, Text]]:
    """Give the lines of a passage, each with how far it is indented and what begins it, such as a bullet.

    Indentation is kept as it is, but for what all lines have.

    >>> [(at, begin.plain, line.plain) for at, begin, line in block("  1. one\\n     - **two**", 2)]
    [(2, '1. ', 'one'), (5, '• ', 'two')]
    """
    lines = [line.expandtabs(4).rstrip() for line in text.split("\n")]
    common = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return [_placed(line[common:], indent) for line in lines]


_ITEM = re.compile(r"([-*+]|\d{1,3}[.)])\s+(?=\S)")


def _placed(line: str, indent: int) -> tuple[int, Text, Text]:
    bare = line.lstrip()
    at = indent + len(line) - len(bare)
    item = _ITEM.match(bare)
    begin = "" if item is None else "• " if item[1] in "-*+" else f"{item[1]} "
    return at, Text(begin, style=styles.ASIDE), seen(bare[item.end() :] if item else bare, beginning=False)[0]
