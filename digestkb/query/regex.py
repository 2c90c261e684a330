"""Regular expressions of users, which must never run for ever.

A repeat without bound inside another one can take exponential time on a text that does not match, so such an expression
is refused; what may still take long is cut off by a clock.
"""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Callable

#: The longest text that is looked at, in characters, and the longest time for all texts together, in seconds.
_LONGEST, _PATIENCE = 1000, 5.0


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile an expression, without regard to case.

    Raises ``ValueError``, which says why, if it is none or can take for ever.

    >>> bool(compiled("^grpo|gdpo$").search("GRPO and more"))
    True
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expression = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if _can_explode(pattern):
        raise ValueError("a repeat within a repeat can take for ever")
    return expression


def matcher(pattern: str) -> Callable[[str | None], bool]:
    """Give a function that says whether a text has a match; it raises ``TimeoutError`` once it took too long."""
    expression = compiled(pattern)
    spent = 0.0

    def matches(text: str | None) -> bool:
        nonlocal spent
        if not text:
            return False
        if spent > _PATIENCE:
            raise TimeoutError(f"/{pattern}/ takes too long")
        start = time.perf_counter()
        found = expression.search(text[:_LONGEST]) is not None
        spent += time.perf_counter() - start
        return found

    return matches


def _can_explode(pattern: str) -> bool:
    """Say whether a repeat without bound, or a high one, stands within another, or three of them share one text."""
    depth_in: list[bool] = [False]
    runs = 0
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = _end_of_set(pattern, at)
        elif char == "(":
            depth_in.append(False)
        elif char == ")":
            inner = depth_in.pop() if len(depth_in) > 1 else False
            if inner and _repeats(pattern, at + 1):
                return True
            # An alternation under a repeat can split one text in many ways, just as a repeat can.
            depth_in[-1] |= inner or _repeats(pattern, at + 1)
        elif char == "|" and len(depth_in) > 1:
            depth_in[-1] = True
        elif _repeats(pattern, at):
            depth_in[-1] = True
            runs += 1
        at += 1
    return runs > 4


def _end_of_set(pattern: str, at: int) -> int:
    at += 1
    if pattern.startswith("^", at):
        at += 1
    if pattern.startswith("]", at):
        at += 1
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at


def _repeats(pattern: str, at: int) -> bool:
    if pattern[at : at + 1] in ("*", "+"):
        return True
    counted = re.match(r"\{\d*(,?)(\d*)\}", pattern[at:])
    return counted is not None and (int(counted[2] or 0) > 9 or (bool(counted[1]) and not counted[2]))
