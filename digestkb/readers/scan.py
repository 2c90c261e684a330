"""The numbers and links of a line, remembered for as long as a reader keeps asking about the same few lines."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from digestkb.arxiv import Found, find_arxiv_ids
from digestkb.links import FoundLink, Link, classify, find_links

#: A line longer than this is looked at through a window, in characters.
WINDOW = 4000


@lru_cache(maxsize=128)
def numbers_in(text: str) -> tuple[Found, ...]:
    """Give the arXiv numbers in a text.

    >>> [found.id.number for found in numbers_in("GaLore (2403.03507)")]
    ['2403.03507']
    """
    return tuple(find_arxiv_ids(text))


@lru_cache(maxsize=128)
def links_in(text: str) -> tuple[FoundLink, ...]:
    """Give the links in a text, images too.

    >>> [link.label for link in links_in("[GaLore](https://arxiv.org/abs/2403.03507)")]
    ['GaLore']
    """
    return tuple(find_links(text))


def link_around(text: str, found: Found) -> FoundLink | None:
    """Give the link of a text in which a number stands, as its address or in its label."""
    links = links_in(text)
    at = bisect_right(links, found.start, key=lambda link: link.start) - 1
    return links[at] if at >= 0 and found.start < links[at].end else None


@lru_cache(maxsize=128)
def _addressed(text: str) -> tuple[tuple[Link, frozenset[str], bool], ...]:
    """Give the links of a text, the numbers in their addresses, and whether they are images."""
    return tuple(
        (classify(link.url, link.label), frozenset(one.id.number for one in numbers_in(link.url)), link.image)
        for link in links_in(text)
    )


def links_of(text: str, number: str, alone: bool) -> tuple[Link, ...]:
    """Give the links of a text that are a paper's: those with its number, and all without one if it is alone there.

    >>> [link.kind for link in links_of("[GaLore](https://arxiv.org/abs/2403.03507) https://github.com/a/b", "", True)]
    ['code']
    """
    own = (link for link, ids, image in _addressed(text) if number in ids or (alone and not ids and not image))
    return tuple(dict.fromkeys(own))
