"""English names whose words stand near one another rather than in a row: ``image editing`` in «editing of images»."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice, product

from digestkb.query.terms import Term

#: So many other words may stand between those of a name.
_BETWEEN = 2
#: The last word of a name is asked for in so many forms at most, the others as they are and in one more.
_MOST_FORMS = 4
#: A name is asked for in so many ways at most.
_MOST_WAYS = 16


def nearby(name: Sequence[str], forms: Callable[[Term], Sequence[Term]]) -> str:
    """Ask, in the language of FTS5, for the words of a name near one another in any order, each in the forms it has.

    >>> nearby(("image", "editing"), lambda term: [Term("edits", ("edits",))] if term.typed == "editing" else [])
    '(NEAR("image" "editing", 2) OR NEAR("image" "edits", 2))'
    """
    words = [_written(word, forms, _MOST_FORMS if word == name[-1] else 2) for word in name]
    ways = [" ".join(f'"{word}"' for word in way) for way in islice(product(*words), _MOST_WAYS)]
    return f"({' OR '.join(f'NEAR({way}, {_BETWEEN})' for way in ways)})"


def _written(word: str, forms: Callable[[Term], Sequence[Term]], most: int) -> list[str]:
    return [word, *(" ".join(one.tokens) for one in forms(Term(word, (word,))))][:most]
