"""Pages in layouts that nobody foresaw: whatever is drawn, every value of every paper is found."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from forms import ingested, squeezed
from layouts import Entry, Layout

from digestkb.records import Paper
from digestkb.tags import key

#: So many pages are drawn, in parts.
PAGES, PART = 400, 25


@pytest.mark.parametrize("first", range(0, PAGES, PART))
def test_papers_of_any_layout_say_the_same(first: int) -> None:
    for seed in range(first, first + PART):
        layout = Layout(seed)
        found = ingested(layout.text).papers
        assert set(found) >= {entry.number for entry in layout.entries}, (seed, layout.choices)
        misses = [miss for entry in layout.entries for miss in _misses(layout, entry, found[entry.number])]
        assert not misses, (seed, layout.choices, misses)


def _misses(layout: Layout, entry: Entry, paper: Paper) -> list[str]:
    said = {
        "title": paper.title == entry.title,
        "authors": paper.authors == entry.authors,
        "published": str(paper.published) == entry.published,
        "tags": _keys(entry.tags) == _keys(paper.tags),
        "text": squeezed(paper.summary).startswith(squeezed(entry.text)),
        "code": entry.code in {link.url for link in paper.links},
    }
    return [f"{entry.number}: {role}" for role in layout.roles if not said[role]]


def _keys(tags: Iterable[str]) -> set[str]:
    """Give tags without regard to what stands for a blank in them."""
    return {key(tag.replace("-", " ")) for tag in tags}
