"""Years and months among the words of a query: who types «Clark 2018» asks for a paper of that year, whatever its text
says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from digestkb.errors import BadDate
from digestkb.patterns import lazy
from digestkb.query.nodes import And, Dated, Node, Word
from digestkb.query.terms import term_of
from digestkb.query.when import Interval, parse_interval
from digestkb.query.words import is_stop_word

_YEAR = lazy(r"(?<!\d)(?:19|20)\d\d(?!\d)")
#: What may stand around a year, and behind it where somebody wrote several papers in one.
_SIGNS = ",.;:()[]"
_LETTERED = lazy(r"((?:19|20)\d\d)[a-d]")
#: A month and a year are so many words at most: ``May 2024``.
_MOST_WORDS = 2


def with_dates(root: Node, earlier: int = 0) -> Node | None:
    """Give a query with its years and months as filters by time, moved to so many years ``earlier``.

    ``None`` if it has no such words, or no others.

    >>> from digestkb.query.nodes import understood
    >>> understood(with_dates(And((Word("Clark,"), Word("2018")))))
    'Clark, date:2018-01-01..2018-12-31'
    >>> understood(with_dates(And((Word("splatting"), Word("May"), Word("2024")))))
    'splatting date:2024-05-01..2024-05-31'
    >>> with_dates(And((Word("ImageNet"), Word("2012x")))), with_dates(Word("2018"))
    (None, None)
    """
    if not isinstance(root, And) or not any(isinstance(part, Word) and _YEAR.search(part.text) for part in root.parts):
        return None
    parts = list(_parts(root.parts, earlier))
    words = [part for part in parts if isinstance(part, Word) and term_of(part.text, part.prefix)]
    is_changed = parts != list(root.parts)
    return And(tuple(parts)) if is_changed and any(not is_stop_word(word.text) for word in words) else None


def _parts(parts: Sequence[Node], earlier: int) -> Iterator[Node]:
    """Yield parts with each run of words that is a date in one."""
    at = 0
    while at < len(parts):
        for size in range(_MOST_WORDS, 0, -1):
            words = [part for part in parts[at : at + size] if isinstance(part, Word)]
            interval = _interval(words, earlier) if len(words) == size else None
            if interval:
                yield Dated("date", interval)
                at += size
                break
        else:
            yield parts[at]
            at += 1


def _interval(words: Sequence[Word], earlier: int) -> Interval | None:
    """Give the time that words name together, if a year is among them."""
    if any(word.phrase or word.prefix for word in words):
        return None
    text = " ".join(word.text.strip(_SIGNS) for word in words)
    lettered = _LETTERED.fullmatch(text)
    text = lettered[1] if lettered else text
    if not _YEAR.search(text):
        return None
    try:
        return parse_interval(_YEAR.sub(lambda found: str(int(found[0]) - earlier), text), dt.date.max)
    except BadDate:
        return None
