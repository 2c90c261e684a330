"""Which of the names that a query has room for it is taken to be made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from digestkb.query.units import Unit
from digestkb.query.words import is_stop_word
from digestkb.text.fold import is_cjk

#: Where a name stands: its first unit, and the one behind its last.
Span = tuple[int, int]
#: Says, by whatever is no empty value, that the units from one place to before another mean something.
Means = Callable[[int, int], object]


def longest(known: Iterable[Span], length: int, concepts: Means, *, backwards: bool = False) -> list[Span]:
    """Take the longest name that means something at each place, from left to right, or ``backwards``: ``Bayesian model
    selection`` is read as a choice of a kind of model, and as Bayesian choice of a model.

    >>> longest([(0, 1), (0, 2), (1, 3), (3, 4)], 4, lambda start, end: True)
    [(0, 2), (3, 4)]
    >>> longest([(0, 1), (0, 2), (1, 3), (3, 4)], 4, lambda start, end: True, backwards=True)
    [(0, 1), (1, 3), (3, 4)]
    """
    if backwards:
        turned = ((length - end, length - start) for start, end in known)
        from_end = longest(turned, length, lambda start, end: concepts(length - end, length - start))
        return [(length - end, length - start) for start, end in reversed(from_end)]
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


def is_torn(words: Sequence[str], start: int, end: int) -> bool:
    """Say whether a single character is cut out of a longer run: alone it would mean something else."""
    if end - start > 1 or not words[start] or not is_cjk(words[start]):
        return False
    around = (*words[max(0, start - 1) : start], *words[end : end + 1])
    return any(word and is_cjk(word) for word in around)


def is_torn_off(words: Sequence[Unit], place: int, taken: Collection[int]) -> bool:
    """Say whether a character stands beside others that are in no name either."""
    around = [at for at in (place - 1, place + 1) if 0 <= at < len(words) and at not in taken]
    return is_cjk(words[place].key) and any(words[at].key and is_cjk(words[at].key) for at in around)
