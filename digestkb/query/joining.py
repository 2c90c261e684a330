"""Words of a query that are one to a reader: a compound of Vietnamese, and a number with what says whose it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from digestkb.patterns import lazy
from digestkb.query.nodes import And, Node, Word

#: What people write before an arXiv number, and behind it.
_LABEL = lazy(r"(?:arxiv|doi|abs|eprint|paper)(?:[-_ ]?id)?[:：]?", re.IGNORECASE)
_CATEGORY = lazy(r"\[[a-z-]{2,8}(?:\.[a-z-]{2,8})?\]", re.IGNORECASE)


def joined(root: Node, is_number: Callable[[str], bool]) -> Node:
    """Give the query with the words together that belong together; ``is_number`` knows an arXiv number.

    >>> words = And((Word("ARXIV:"), Word("1412.6980"), Word("[cs.LG]"), Word("Adam")))
    >>> joined(words, str("1412.6980").__eq__)
    And(parts=(Word(text='1412.6980', prefix=False, phrase=False), Word(text='Adam', prefix=False, phrase=False)))
    """
    if not isinstance(root, And):
        return root
    parts: list[Node] = []
    run: list[Word] = []
    for part in root.parts:
        if isinstance(part, Word):
            run.append(part)
        else:
            parts += [*_as_one(run, is_number), part]
            run = []
    parts += _as_one(run, is_number)
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _as_one(run: Sequence[Word], is_number: Callable[[str], bool]) -> Iterator[Node]:
    words = list(_without_labels(run, is_number))
    if len(words) > 1:
        from digestkb.query.compounds import compounds

        yield from compounds(words)
    else:
        yield from words


def _without_labels(run: Sequence[Word], is_number: Callable[[str], bool]) -> Iterator[Word]:
    """Yield words without those that only say that the one beside them is a number, or that there are other authors."""
    run = _without_others(run)
    numbered = [not word.phrase and is_number(word.text) for word in run]
    for at, word in enumerate(run):
        before, behind = at > 0 and numbered[at - 1], at + 1 < len(run) and numbered[at + 1]
        if not ((behind and _LABEL.fullmatch(word.text)) or (before and _CATEGORY.fullmatch(word.text))):
            yield word


def _without_others(run: Sequence[Word]) -> Sequence[Word]:
    """Leave out ``et al.`` behind a name.

    >>> [word.text for word in _without_others([Word("Clark"), Word("et"), Word("al.,"), Word("2018")])]
    ['Clark', '2018']
    """
    others = {
        at + step
        for at, (one, next_one) in enumerate(pairwise(run))
        if at and not (one.phrase or next_one.phrase) and (one.text.lower(), _bare(next_one)) == ("et", "al")
        for step in (0, 1)
    }
    return [word for at, word in enumerate(run) if at not in others]


def _bare(word: Word) -> str:
    return word.text.rstrip(".,;:").lower()
