"""Regular expressions that are compiled when they are first used: a query in a pipe needs few of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Any, cast


class _Pattern:
    """Stands for a compiled pattern until somebody asks it for a method, and from then on hands out the real ones."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    r"""Give a pattern that costs nothing until it is used; only its methods may be, not the functions of ``re``.

    >>> digits = lazy(r"\d+")
    >>> digits.findall("12.3")
    ['12', '3']
    """
    return cast("re.Pattern[str]", _Pattern(source, flags))


#: When so many characters were asked for, compiling a pattern of them has begun to pay.
_WORTH_COMPILING = 50_000


class Characters:
    """The characters in some ranges, looked up one by one until a pattern is worth what it takes to compile.

    That is a millisecond for ten thousand characters, which is more than a query spends on looking at its answer.

    >>> kana = Characters("\u3041-\u309f\u30a1-\u30ff")
    >>> kana.are_all("ひらカナ"), kana.are_all("かな a")
    (True, False)
    """

    def __init__(self, ranges: str) -> None:
        self._ranges = sorted(zip(ranges[::3], ranges[2::3], strict=True))
        self._firsts = [first for first, _ in self._ranges]
        #: How far those go that begin up to each of them.
        self._lasts = list(accumulate((last for _, last in self._ranges), max))
        self._known: set[str] = set()
        self._asked = 0
        self._pattern: re.Pattern[str] | None = None

    def are_all(self, text: str) -> bool:
        """Say whether a text has no other characters."""
        if self._pattern is None:
            self._asked += len(text)
            if self._asked < _WORTH_COMPILING:
                return all(map(self._has, set(text).difference(self._known)))
            ranges = "".join(f"\\U{ord(first):08x}-\\U{ord(last):08x}" for first, last in self._ranges)
            self._pattern = re.compile(f"[{ranges}]*")
        return self._pattern.fullmatch(text) is not None

    def others_in(self, text: Iterable[str]) -> set[str]:
        """Give the characters of a text that are none of these.

        >>> sorted(Characters("a-z").others_in("a-b!"))
        ['!', '-']
        """
        return {char for char in set(text).difference(self._known) if not self._has(char)}

    def _has(self, char: str) -> bool:
        at = bisect_right(self._firsts, char) - 1
        if at < 0 or char > self._lasts[at]:
            return False
        self._known.add(char)
        return True
