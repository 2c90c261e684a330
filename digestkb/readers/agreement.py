"""Whether two titles can be those of one paper."""

from __future__ import annotations

from digestkb.patterns import lazy
from digestkb.readers.titles import is_name
from digestkb.readers.trimming import clean_title

_WORD = lazy(r"\w+")


def agree(one: str, two: str) -> bool:
    """Say whether two titles can be the same paper's: one holds the other, or they share most of their words."""
    a, b = (frozenset(words_of(text)) for text in (one, two))
    few, many = sorted((a, b), key=len)
    if len(few) < 2:
        names = [title for title in (one, two) if len(title.split()) == 1 and is_name(title.strip())]
        return bool(names) and few <= many
    return len(few & many) * 5 >= len(few) * 4 or _is_of_kind(one, b) or _is_of_kind(two, a)


def _is_of_kind(title: str, other: frozenset[str]) -> bool:
    """Say whether a title is another behind a word for what the note is: «Reading: Copper Wires»."""
    word, _, rest = clean_title(title).partition(": ")
    words = frozenset(words_of(rest))
    return len(word.split()) == 1 and len(words) > 1 and words < other


def words_of(text: str) -> list[str]:
    """Give the words of a title without regard to case."""
    return _WORD.findall(clean_title(text).casefold())
