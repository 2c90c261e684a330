"""English names whose words stand near one another rather than in a row: ``image editing`` in «editing of images»."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice, product

from digestkb.query.expressions import Expression, Near, Phrase, any_of
from digestkb.query.terms import Term

#: So many other words may stand between those of a name.
_BETWEEN = 2
#: The last word of a name is asked for in so many forms at most, the others as they are and in one more.
_MOST_FORMS = 4
#: A name is asked for in so many ways at most.
_MOST_WAYS = 16


def nearby(name: Sequence[str], forms: Callable[[Term], Sequence[Term]]) -> Expression:
    """Ask for the words of a name near one another in any order, each in the forms it has.

    >>> from digestkb.query.fts5 import written
    >>> edits = [Term("edits", ("edits",))]
    >>> written(nearby(("image", "editing"), lambda term: edits if term.typed == "editing" else []))
    'NEAR("image" "editing", 2) OR NEAR("image" "edits", 2)'
    """
    words = [_written(word, forms, _MOST_FORMS if word == name[-1] else 2) for word in name]
    return any_of(*(Near(way, _BETWEEN) for way in islice(product(*words), _MOST_WAYS)))


def _written(word: str, forms: Callable[[Term], Sequence[Term]], most: int) -> list[Phrase]:
    """Give a word and its forms, those first that go on from it: for ``continual`` rather ``continually`` than
    ``continued``.
    """
    others = sorted(forms(Term(word, (word,))), key=lambda one: not one.typed.startswith(word))
    return [Phrase((word,)), *(Phrase(one.tokens) for one in others)][:most]
