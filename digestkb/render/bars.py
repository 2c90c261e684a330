"""Numbers over time as bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from digestkb.query.catalogue import Period
from digestkb.render import Screen

#: A full cell, and its eighths from one to seven.
_FULL, _EIGHTHS = "█", " ▏▎▍▌▋▊▉"


def bars(periods: Sequence[Period], screen: Screen) -> Iterator[RenderableType]:
    """Yield a line a period, the longest bar as wide as the screen allows."""
    most = max((period.papers for period in periods), default=0)
    figures = len(str(most))
    width = max(1, screen.width - figures - max((len(period.period) for period in periods), default=0) - 4)
    for period in periods:
        line = Text(f"{period.period}  {period.papers:>{figures}}  ")
        yield line.append(bar(period.papers, most, width), style="cyan")


def bar(value: int, most: int, width: int) -> str:
    """Draw ``value`` so that ``most`` would fill ``width`` cells; what is not nothing can be seen.

    >>> bar(3, 4, 2), bar(1, 1000, 10), bar(0, 4, 2)
    ('█▌', '▏', '')
    """
    eighths = max(1, round(value * width * 8 / most)) if value else 0
    return _FULL * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
