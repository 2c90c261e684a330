"""Words of English that a slip makes of others: who types one of them means it, though no note has it."""

from functools import cache
from pathlib import Path

from digestkb.query.sorted_lines import SortedLines, looked_into


def shipped_file() -> Path:
    """Say where the words are (``tools/write_english.py``)."""
    return Path(__file__).with_name("english.txt")


def is_english(word: str) -> bool:
    """Say whether a word in small letters is one that another word of English or of the field is near to.

    >>> is_english("inflection"), is_english("inflecton")
    (True, False)
    """
    return word in _words().beginning(word)


@cache
def _words() -> SortedLines:
    return SortedLines(looked_into(shipped_file()))
