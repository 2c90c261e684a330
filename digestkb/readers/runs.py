"""Runs of numbers: the first of a text that stand together, and what stands before and behind them.

A leaf of a topic tree, an item of a reading list and a cell of a table begin with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from digestkb.arxiv import ArxivId
from digestkb.patterns import lazy
from digestkb.readers.naming import extent, is_name
from digestkb.readers.scan import links_of, numbers_in
from digestkb.records import Mention
from digestkb.tags import unique
from digestkb.tuples import NamedTuple

#: What may stand between two numbers of one run: separators, markup, the address that a number is part of.
_JUNK = lazy(r"(?:[\s,;，；、&/+`*_\[\]()（）<>]|\.pdf|https?://|www\.|\b(?:and|và|or|arxiv)\b|和|与)*", re.IGNORECASE)
_OPENING = " \t`*_[(（<"
_CLOSING = lazy(r"(?:[`*_\])>）]|\.pdf)*")
_IN_BRACKETS = lazy(r"\s?[(（]([^()（）]{1,60})[)）][*_`]*")
_SEPARATOR = lazy(r"\s*(?:[|｜│:：–—·•]|-(?=\s)|->|→)[\s*_]*")


class Run(NamedTuple):
    """The first numbers of a text that stand together."""

    text: str
    #: The line of the note on which the text begins.
    first: int
    ids: tuple[ArxivId, ...]
    #: Names that are linked to the numbers or stand in brackets behind them.
    names: tuple[str, ...]
    #: What stands before the numbers.
    before: str
    #: The column where what is said begins, behind the numbers, and behind a mark if one ``parted`` them from it.
    at: int
    parted: bool

    @property
    def said(self) -> str:
        """What stands behind the numbers."""
        return self.text[self.at :]

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.first + self.text.count("\n", 0, self.at)

    def mentions(self, mention: Mention) -> Iterator[Mention]:
        """Give a mention to each of the numbers, with the links that are its own."""
        for one in self.ids:
            yield replace(mention, arxiv_id=one, links=links_of(self.text, one.number, len(self.ids) == 1))


def run_in(text: str, first: int = 1) -> Run | None:
    """Find the first numbers of a text that stand together, links around them included.

    >>> run = run_in("Merging: [2403.13187](https://arxiv.org/abs/2403.13187), 2403.19270 | evolves")
    >>> [one.number for one in run.ids], run.before, run.said
    (['2403.13187', '2403.19270'], 'Merging:', 'evolves')
    """
    found = numbers_in(text)
    if not found:
        return None
    start, end, label = extent(text, found[0])
    ids = {found[0].id.number: found[0].id}
    for other in found[1:]:
        other_start, other_end, _ = extent(text, other)
        if other_start > end and not _JUNK.fullmatch(text, end, other_start):
            break
        ids.setdefault(other.id.number, other.id)
        end = max(end, other_end)
    closing = _CLOSING.match(text, end)
    end = closing.end() if closing else end
    named = _IN_BRACKETS.match(text, end)
    names = [label or ""]
    if named and is_name(named[1]):
        names.append(named[1].strip("*_`"))
        end = named.end()
    before = re.sub(r"https?://(?:www\.)?$", "", text[:start]).rstrip(_OPENING)
    parting = _SEPARATOR.match(text, end)
    at = parting.end() if parting else end
    return Run(text, first, tuple(ids.values()), unique(names), before, at, parting is not None)
