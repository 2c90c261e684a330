"""Papers as a digest in the family of those that are read: numbered, each with its fields and texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from digestkb.copies import END, VIEW, mark
from digestkb.render.entry import entry, said

if TYPE_CHECKING:
    from digestkb.query.papers import Paper

TITLE = "Papers"


def view(title: str, lines: Iterable[str]) -> list[str]:
    """Write what is only looked at, and read from elsewhere in the same file."""
    return [mark(VIEW, title), *lines, END]


def lines(papers: Iterable[Paper]) -> Iterator[str]:
    """Yield the lines of a digest."""
    return joined(regions(papers))


def joined(regions: Iterable[list[str]]) -> Iterator[str]:
    """Yield the lines of regions, with a blank one between two."""
    for number, region in enumerate(regions):
        yield from ["", *region] if number else region


def regions(papers: Iterable[Paper], without: Collection[tuple[str, str]] = ()) -> Iterator[list[str]]:
    """Yield the regions of a digest; what files of ``without`` say stands there already."""
    yield view(TITLE, [f"# {TITLE}"])
    for number, paper in enumerate(papers, start=1):
        yield entry(paper, said(paper, without), f"## {number}.")
