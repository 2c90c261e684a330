"""Regular expressions that are compiled when they are first used: a query in a pipe needs few of them."""

from __future__ import annotations

import re
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
