"""The numbers and links of a line, remembered for as long as a reader keeps asking about the same few lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote

from digestkb.arxiv import Found, find_arxiv_ids
from digestkb.links import FoundLink, Link, classify, find_links
from digestkb.patterns import lazy

#: A line longer than this is looked at through a window, in characters.
WINDOW = 4000
#: Of a row so many cells: a number in it asks about all of them, and there may be as many numbers as cells.
MOST_CELLS = 64
_EMBED = lazy(
    r"!\[\[([^\]|]{1,500})(?:\|[^\]]{0,500})?\]\]|<img\s[^>]{0,500}?src\s{0,9}=\s{0,9}[\"']?([^\"'\s>]+)", re.IGNORECASE
)
#: A page of an outliner that is called something else where it is linked.
_PAGE = lazy(r"(?<!!)\[\[(?P<page>[^\[\]|\n]{1,200})\|(?P<alias>[^\[\]|\n]{1,300})\]\]")


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
    return link_at(text, found.start)


def link_at(text: str, column: int) -> FoundLink | None:
    """Give the link of a text that is around a column; a page of an outliner is one if it is called something there.

    >>> link_at("as [[2201.11903|CoT]] does", 5).label
    'CoT'
    """
    links = links_in(text)
    at = bisect_right(links, column, key=lambda link: link.start) - 1
    if at >= 0 and column < links[at].end:
        return links[at]
    pages = _PAGE.finditer(text) if "|" in text and "[[" in text else ()
    page = next((page for page in pages if page.start() <= column < page.end()), None)
    return FoundLink(page.start(), page.end(), page["page"], page["alias"].strip()) if page else None


def is_of(link: Link | FoundLink, number: str) -> bool:
    """Say whether a link may belong to the paper of a number: it leads to no other one."""
    own = number != "" and number in link.url
    return own or not any(one.id.number != number and not one.bare for one in numbers_in(link.url))


def own_links(lines: Iterable[str], number: str) -> tuple[Link, ...]:
    """Give the links of lines but for images and those that lead to papers other than that of ``number``."""
    found = (one for line in lines for one in links_in(line) if not one.image and is_of(one, number))
    return tuple(dict.fromkeys(classify(one.url, one.label) for one in found))


def attachments_in(lines: Iterable[str]) -> tuple[str, ...]:
    """Give the images and embedded files of lines, without the escapes of addresses.

    >>> attachments_in(["![](a%20b.png) ![[c.pdf|200]]", '<img src="d.png">'])
    ('c.pdf', 'a b.png', 'd.png')
    """
    found: list[str] = []
    for line in lines:
        if "![" in line or "<img" in line:
            found.extend(match[1] or match[2] for match in _EMBED.finditer(line))
            found.extend(link.url for link in links_in(line) if link.image)
    return tuple(dict.fromkeys(map(unquote, found)))


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
