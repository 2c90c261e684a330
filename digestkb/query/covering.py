"""Which of the names that a query has room for it is taken to be made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from digestkb.query.units import Unit
from digestkb.query.words import is_stop_word

#: Where a name stands: its first unit, and the one behind its last.
Span = tuple[int, int]
#: Says, by whatever is no empty value, that the units from one place to before another mean something.
Means = Callable[[int, int], object]


def longest(known: Iterable[Span], length: int, concepts: Means) -> list[Span]:
    """Take the longest name that means something at each place, from left to right.

    >>> longest([(0, 1), (0, 2), (1, 3), (3, 4)], 4, lambda start, end: True)
    [(0, 2), (3, 4)]
    """
    ends: dict[int, list[int]] = {}
    for start, end in sorted(known, reverse=True):
        ends.setdefault(start, []).append(end)
    spans: list[Span] = []
    at = 0
    while at < length:
        found = next((end for end in ends.get(at, ()) if concepts(at, end)), 0)
        spans += [(at, found)] if found else []
        at = found or at + 1
    return spans


def left_over(words: Sequence[Unit], spans: Iterable[Span]) -> int:
    """Count the units that are in no name, without those that only join others.

    >>> from digestkb.query.units import written_units
    >>> left_over(written_units("image editing of clouds"), [(0, 2)])
    1
    """
    return sum(map(_tells, words)) - sum(_tells(word) for start, end in spans for word in words[start:end])


def _tells(word: Unit) -> bool:
    return bool(word.key) and not is_stop_word(word.written)


def covering(known: Iterable[Span], words: Sequence[Unit], concepts: Means, spans: list[Span]) -> list[Span]:
    """Take names that leave fewer units over than ``spans``, if there are not two more of them: of ``tóm tắt văn bản
    dài`` the second is ``văn bản dài``, though ``tóm tắt văn bản`` is a name as well.

    >>> from digestkb.query.units import written_units
    >>> known = [(0, 4), (0, 2), (2, 5)]
    >>> covering(known, written_units("tóm tắt văn bản dài"), lambda start, end: True, [(0, 4)])
    [(0, 2), (2, 5)]
    """
    starts: dict[int, list[int]] = {}
    for start, end in sorted(known):
        starts.setdefault(end, []).append(start)
    #: For each place how many units before it are in no name, how many names there are, and which.
    best: list[tuple[int, int, list[Span]]] = [(0, 0, [])]
    for end, word in enumerate(words, 1):
        left, names, there = best[-1]
        least = left + _tells(word), names, there
        for start in starts.get(end, ()):
            left, names, there = best[start]
            if (left, names + 1) < least[:2] and concepts(start, end):
                least = left, names + 1, [*there, (start, end)]
        best.append(least)
    left, names, there = best[-1]
    return there if left < left_over(words, spans) and names <= len(spans) + 1 else spans
