"""The links of a line by what stands before them, and lists and tables that are nothing but links."""

from __future__ import annotations

from collections.abc import Sequence

from digestkb.links import Link, classify, find_links
from digestkb.markdown import cells, plain
from digestkb.patterns import lazy
from digestkb.readers.labels import find_label, text_column
from digestkb.readers.scan import numbers_in
from digestkb.tags import says_nothing

#: A row of two cells as nearly all tables of links have it.
_ROW = lazy(r"\|([^|\[\]]*)\|\s*(?:\[[^\]\[]*\]\()?(https?://[^\s()|<>]+)\)?\s*\|\s*$")
_LINKED = lazy(r"\[[^\[\]]*\]\([^()\s]*\)|https?://[^\s()<>|]+")
#: What an item may begin with that is a link or has one behind its label.
_OPENING = "-*+[<h_•"
#: What a line with an address has.
_SIGNS = ("://", "](", ".org/", ".co")
#: So much may stand beside the links, in characters.
_BESIDE = 60


def links_of(text: str, label: str = "") -> list[Link]:
    """Give the links of a line, classified with the label that stands before them; ``N/A`` is none.

    >>> [link.kind for link in links_of("| Project | [https://a.org/b](https://a.org/b) |")], links_of("Code: N/A")
    (['project'], [])
    >>> links_of("- arXiv: 2601.05242")
    [Link(kind='abs', url='https://arxiv.org/abs/2601.05242')]
    """
    if not any(map(text.__contains__, _SIGNS)):
        named = "arxiv" in (label or text[:_BESIDE]).casefold()
        return [Link("abs", found.id.url) for found in numbers_in(text)[:1]] if named else []
    row = _ROW.match(text)
    if row:
        return [classify(row[2], row[1])]
    if not label:
        stripped = text.strip()
        label = cells(stripped)[0] if stripped.startswith("|") else stripped.split("http", 1)[0]
    return [
        classify(found.url, label or found.label)
        for found in find_links(text)
        if not found.image and "." in found.url and found.url[:1] not in "#/"
    ]


def links_behind(texts: Sequence[str]) -> int:
    """Give where the list or table of links begins that a text ends in, behind a blank line; its length if in none.

    >>> links_behind(["It is fast.", "", "- Code: https://github.com/a/b", "- Demo: N/A"])
    2
    """
    start = next((at + 1 for at in range(len(texts) - 1, -1, -1) if not texts[at].strip()), 0)
    return start if _are_links(texts[start:]) else len(texts)


def _are_links(texts: Sequence[str]) -> bool:
    """Say whether lines are rows or items with an address, or none, so that they are links by their shape."""
    addresses = sum("://" in text for text in texts)
    if not addresses:
        return False
    plainly = [text.strip() for text in texts]
    if all(text.startswith("|") for text in plainly):
        return addresses * 2 >= len(plainly) - 2
    kept = [text for text in plainly if not _is_empty(text)]
    return addresses == len(kept) and all(text[0] in _OPENING and len(_LINKED.sub("", text)) < _BESIDE for text in kept)


def _is_empty(item: str) -> bool:
    """Say whether an item has nothing behind its label: ``Code: N/A``."""
    label = find_label(item, text_column(item))
    return label is not None and says_nothing(plain(item[label.start :]))
