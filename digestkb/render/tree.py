"""The topics as a tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.tree import Tree

from digestkb.query.catalogue import Topic
from digestkb.render.table import said


def trees(topics: Iterable[Topic]) -> Iterator[RenderableType]:
    """Yield one tree a root; ``topics`` come with each node before those below it."""
    above: list[tuple[tuple[str, ...], Tree]] = []
    for topic in topics:
        while above and above[-1][0] != topic.path[: len(above[-1][0])]:
            _, tree = above.pop()
            if not above:
                yield tree
        if above:
            above.append((topic.path, above[-1][1].add(_label(topic.path[-1], topic))))
        else:
            above.append((topic.path, Tree(_label(" > ".join(topic.path), topic), guide_style="dim")))
    if above:
        yield above[0][1]


def _label(text: str, topic: Topic) -> RenderableType:
    return said(text).append(f"  {topic.papers}", style="cyan")
