"""Where pieces of Markdown go: on the lines that they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from digestkb.patterns import lazy

#: A piece of Markdown, and the line that it stands on, counted from 0.
Piece = tuple[int, str]
_HEADING = lazy(r"#{1,6}\s+(?P<title>.*)")
_ITEM = lazy(r"\s{0,40}[-*+]\s{1,40}")


def lay(pieces: Iterable[Piece], count: int) -> list[str]:
    """Put pieces on their lines; those that share one are parted, and are no headings or items any more.

    An item stays one if what shares its line goes on with it.

    >>> lay([(0, "# A"), (2, "# B"), (2, "- c"), (3, "- d"), (3, "e")], 4)
    ['# A', '', '**B** | c', '- d | e']
    """
    shared: dict[int, list[str]] = defaultdict(list)
    for at, text in pieces:
        if text.strip():
            shared[at].append(text)
    lines = [""] * count
    for at, texts in shared.items():
        first, *others = texts
        one_item = not any(_HEADING.match(text) or _ITEM.match(text) for text in others) and _ITEM.match(first)
        lines[at] = " | ".join([first if one_item or not others else _inline(first), *map(_inline, others)])
    return lines


def _inline(text: str) -> str:
    heading, item = _HEADING.match(text), _ITEM.match(text)
    return f"**{heading['title'].strip('*')}**" if heading else text[item.end() if item else 0 :]


def spread(pieces: Sequence[Piece], count: int) -> list[str]:
    """Put pieces on lines of their own, each on the one it comes from or below, as far as there is room.

    >>> spread([(0, "# A"), (0, "b"), (0, "c"), (4, "d")], 5), spread([(0, "a"), (1, "b"), (1, "c")], 2)
    (['# A', 'b', 'c', '', 'd'], ['a | b', 'c'])
    """
    found: list[Piece] = []
    placed = -1
    for number, (at, text) in enumerate(pieces):
        room = max(placed, count - (len(pieces) - number), 0)
        placed = min(max(at, placed + 1), room, count - 1)
        found.append((placed, text))
    return lay(found, count)
