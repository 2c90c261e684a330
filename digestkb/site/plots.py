"""Numbers over months as the places of bars; templates draw them as SVG, with words for who does not see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from digestkb.tuples import NamedTuple

#: So many months a plot has at most, and at least.
_MOST, _LEAST = 36, 12
#: A bar takes so much of the room of its month.
_SHARE = 0.74


class Bar(NamedTuple):
    """A month: where its bar stands, in units of the plot, how many papers it has, and the page that lists them."""

    month: str
    papers: int
    x: float
    y: float
    width: float
    height: float
    page: str


class Tick(NamedTuple):
    """A word beside an axis."""

    at: float
    text: str


class Plot(NamedTuple):
    """Bars over months, from the left to the right."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    #: The years, where they begin; and how many papers the lines across stand for.
    years: tuple[Tick, ...]
    levels: tuple[Tick, ...]

    @property
    def described(self) -> str:
        """The plot in a sentence."""
        if not self.bars:
            return "No paper has a month."
        most = max(self.bars, key=lambda bar: bar.papers)
        papers = sum(bar.papers for bar in self.bars)
        return f"{papers} from {self.bars[0].month} to {self.bars[-1].month}; the most in {most.month}: {most.papers}."


def months(known: Sequence[str]) -> list[str]:
    """Give the months that plots have: up to the last that is known, without gaps.

    >>> months(["2025-11", "2026-02"])[-4:], len(months(["2026-02"]))
    (['2025-11', '2025-12', '2026-01', '2026-02'], 12)
    """
    if not known:
        return []
    last = _number(max(known))
    first = max(last - _MOST + 1, min(last - _LEAST + 1, _number(min(known))))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def plot(
    over: Sequence[str], counts: Mapping[str, int], page_of: Callable[[str], str], width: int = 720, height: int = 180
) -> Plot:
    """Place a bar for each month; of those without papers it has no height."""
    most = max([*(counts.get(month, 0) for month in over), 1])
    step = width / max(len(over), 1)

    def bars() -> Iterator[Bar]:
        for at, month in enumerate(over):
            count = counts.get(month, 0)
            tall = round(height * count / most, 1)
            x = round((at + (1 - _SHARE) / 2) * step, 1)
            yield Bar(month, count, x, round(height - tall, 1), round(step * _SHARE, 1), tall, page_of(month))

    years = tuple(Tick(round(at * step, 1), month[:4]) for at, month in enumerate(over) if month.endswith("-01"))
    levels = tuple(Tick(round(height * (1 - level / most), 1), str(level)) for level in {most, most // 2} if level)
    return Plot(width, height, tuple(bars()), years, levels)
