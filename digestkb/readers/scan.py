"""The numbers and links of a line, remembered for as long as a reader keeps asking about the same few lines."""

from __future__ import annotations

from functools import lru_cache

from digestkb.arxiv import Found, find_arxiv_ids
from digestkb.links import FoundLink, find_links


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
