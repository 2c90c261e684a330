"""Lists of words that say how the words of a query are taken: they stand in ``words.txt``, and no code knows any."""

from functools import cache
from pathlib import Path


def listed(name: str) -> tuple[str, ...]:
    """Give the words of a list.

    >>> listed("derived-alone")[:2], "method" in listed("accessory")
    (('attend/attention', 'compete/competition'), True)
    """
    return _lists()[name]


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    lines = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, tuple[str, ...]] = {}
    for name, _, words in (line.partition("\t") for line in lines if line[0] != "#"):
        found[name] = (*found.get(name, ()), *words.split())
    return found
