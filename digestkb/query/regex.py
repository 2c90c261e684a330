"""Regular expressions of users, which must never run for ever: what takes long is cut off by a clock."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from typing import Any

#: The longest expression, and the longest text that is looked at, in characters.
_LONGEST_PATTERN, _LONGEST = 1000, 1000
#: The longest time for all texts together, in seconds of the processor, which are what the library counts.
_PATIENCE = 2.0


def compiled(pattern: str) -> Any:
    """Compile an expression, without regard to case, with a library that hears the clock while it searches.

    Raises ``ValueError``, which says why, if it is none or longer than anybody writes.

    >>> bool(compiled("^grpo|gdpo$").search("GRPO and more"))
    True
    """
    import regex

    if len(pattern) > _LONGEST_PATTERN:
        raise ValueError(f"it is longer than {_LONGEST_PATTERN:,} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return regex.compile(pattern, regex.IGNORECASE | regex.VERSION0)
    except (regex.error, OverflowError, RecursionError, MemoryError) as error:
        raise ValueError(str(error) or "it is too deep") from error


def matcher(pattern: str) -> Callable[[str | None], bool]:
    """Give a function that says whether a text has a match; it raises ``TimeoutError`` once it took too long."""
    expression = compiled(pattern)
    left = _PATIENCE

    def matches(text: str | None) -> bool:
        nonlocal left
        if not text:
            return False
        start = time.process_time()
        try:
            if left <= 0:
                raise TimeoutError
            return expression.search(text[:_LONGEST], timeout=left) is not None
        except (TimeoutError, MemoryError):
            raise TimeoutError(f"/{pattern}/ takes too long") from None
        finally:
            left -= time.process_time() - start

    return matches


class Regexes:
    """The expressions of one question, each compiled once: says whether a text has a match of one."""

    def __init__(self) -> None:
        #: Why the last one was given up, if one was.
        self.timed_out: str | None = None
        self._matchers: dict[str, Callable[[str | None], bool]] = {}

    def __call__(self, pattern: str, text: str | None) -> bool:
        """Say whether a text has a match; raises ``TimeoutError`` once an expression took too long."""
        if pattern not in self._matchers:
            self._matchers[pattern] = matcher(pattern)
        try:
            return self._matchers[pattern](text)
        except TimeoutError as error:
            self.timed_out = str(error)
            raise
