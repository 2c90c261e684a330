"""Nearest spellings."""

from __future__ import annotations

from collections.abc import Iterable


def distance(one: str, other: str, most: int) -> int:
    """Count the letters to insert, delete, replace or swap with their neighbour; more than ``most`` is ``most + 1``.

    >>> distance("difusion", "diffusion", 2), distance("tpoic", "topic", 2), distance("rl", "topic", 2)
    (1, 1, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        before, last = row, before
        row = [at]
        for to, letter in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (char != letter))
            if at > 1 and to > 1 and char == other[to - 2] and one[at - 2] == letter:
                cost = min(cost, last[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def nearest(word: str, known: Iterable[str], most: int) -> str | None:
    """Give the known word that is nearest to ``word``, the first of equals, or ``None`` beyond ``most`` changes."""
    best, found = most + 1, None
    for candidate in known:
        away = distance(word, candidate, best - 1 if found else most)
        if away < best:
            best, found = away, candidate
    return found
