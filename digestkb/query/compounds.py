"""Vietnamese words of several syllables, which are written apart: a query that has one means it as a whole.

Two syllables are a word if ``compounds.txt`` has them (``tools/write_compounds.py``), two or three if they are a name
of the glossary. They are looked up without their marks, as people type them either way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from digestkb.query.nodes import Word
from digestkb.query.syllables import is_syllable
from digestkb.query.units import written_units
from digestkb.text.fold import folded

#: The longest names that are one word, in syllables: longer ones are made of several, between which others may stand.
_LONGEST = 3


def compounds(words: Sequence[Word]) -> Iterator[Word]:
    """Yield the words with the syllables of one word together.

    >>> [word.text for word in compounds([Word(text) for text in "đánh giá mô hình GRPO".split()])]
    ['đánh giá', 'mô hình', 'GRPO']
    >>> [word.text for word in compounds([Word(text) for text in "hoc tang cuong".split()])]
    ['hoc tang cuong']
    """
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and _is_syllable(words[end]):
            end += 1
        if end > start + 1:
            yield from _parted(words[start:end])
        else:
            yield words[start]
        start = max(end, start + 1)


def _is_syllable(word: Word) -> bool:
    return not word.phrase and not word.prefix and is_syllable(folded(word.text))


def _parted(words: Sequence[Word]) -> Iterator[Word]:
    """Part syllables so that as few as possible stand alone; names come first, then the more frequent words."""
    #: For each place the syllables left alone before it and how rare the words are, and where the last one begins.
    best: list[tuple[int, int, int]] = [(0, 0, 0)]
    ranks = _ranks(words)
    for end in range(1, len(words) + 1):
        alone, rare, _ = best[end - 1]
        ways = [(alone + 1, rare, end - 1)]
        for start in range(max(0, end - _LONGEST), end - 1):
            if (start, end) in ranks:
                ways.append((best[start][0], best[start][1] + ranks[start, end] + 1, start))
        best.append(min(ways))
    cuts = [len(words)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][2])
    cuts.reverse()
    for start, end in pairwise(cuts):
        yield Word(" ".join(word.text for word in words[start:end])) if end > start + 1 else words[start]


def _ranks(words: Sequence[Word]) -> dict[tuple[int, int], int]:
    """Give where words of several syllables may stand, and how many are more frequent: none than names of the glossary.

    No word goes across the border of a name.
    """
    keys = [folded(word.text) for word in words]
    known = _known()
    names = frozenset() if len(keys) == 2 and " ".join(keys) in known else _names(words)
    borders = {place for name in names for place in name}
    places = [(start, end) for end in range(2, len(keys) + 1) for start in range(max(0, end - _LONGEST), end - 1)]
    found = {
        place: known[" ".join(keys[slice(*place)])]
        for place in places
        if " ".join(keys[slice(*place)]) in known and borders.isdisjoint(range(place[0] + 1, place[1]))
    }
    return {**found, **{name: -1 for name in names if name[1] - name[0] <= _LONGEST}}


def _names(words: Sequence[Word]) -> frozenset[tuple[int, int]]:
    """Give where names of the glossary stand: those that are short are one word."""
    from digestkb.query.glossary import Glossary

    units = [unit for word in words for unit in written_units(word.text)]
    if len(units) != len(words):
        return frozenset()
    meanings = Glossary.load().meanings(units)
    return frozenset((one.start, one.end) for one in meanings)


@cache
def _known() -> dict[str, int]:
    """Read the words of two syllables, each with how many are more frequent."""
    lines = Path(__file__).with_name("compounds.txt").read_text(encoding="ascii").split("\n")
    return dict(zip(lines, range(len(lines)), strict=True))
