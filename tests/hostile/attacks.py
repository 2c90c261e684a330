"""Texts on which a regular expression may take long, made from the expression itself.

An attack is a beginning that makes the pattern start, something that is repeated as often as one likes, and an end that
makes it fail: whatever backtracks has to go through all that was repeated, and a search begins anew at each of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

try:
    from re import _constants as sre
    from re import _parser as parser
except ImportError:  # Python 3.10
    import sre_constants as sre  # type: ignore[no-redef]
    import sre_parse as parser  # type: ignore[no-redef]

#: Repeats above this count as without bound.
_BOUND = 40
#: What every pattern is tried with, whatever stands in it.
USUAL = tuple(" \t\n\x00a1A_é中ạ") + tuple("!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~") + ("[[", "](", "![", "**", "- ", "| ")
_ENDS = ("", "\x01", "\n", "a", " ", "]", ")", '"')
_CLASSES = {
    sre.CATEGORY_DIGIT: "17",
    sre.CATEGORY_NOT_DIGIT: "a ",
    sre.CATEGORY_SPACE: " \n\t",
    sre.CATEGORY_NOT_SPACE: "a(",
    sre.CATEGORY_WORD: "a1_",
    sre.CATEGORY_NOT_WORD: " ,-",
}
_ANY = "a \x01[*`1"


@dataclass(frozen=True)
class Attack:
    """A text of any length: ``head``, then ``pump`` as often as it takes, then ``tail``."""

    head: str
    pump: str
    tail: str

    def text(self, length: int) -> str:
        return self.head + self.pump * max(1, length // len(self.pump)) + self.tail


def usual() -> Iterator[Attack]:
    """Yield attacks on any pattern: one sign, again and again."""
    for pump in USUAL:
        yield Attack("", pump, "\x01")


def attacks(pattern: re.Pattern[Any]) -> Iterator[Attack]:
    """Yield attacks on a pattern, those made for it first."""
    source = pattern.pattern
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    tree = parser.parse(text, pattern.flags & ~re.DEBUG)
    seen: set[tuple[str, str]] = set()
    for head, pump in _repeats(list(tree), [""]):
        if pump and (head, pump) not in seen:
            seen.add((head, pump))
    whole = _examples(list(tree))[:3]
    for one in whole:
        for end in range(1, min(len(one), 12) + 1):
            seen.add(("", one[:end]))
        if len(one) > 12:
            seen.add(("", one))
    seen |= {("", pump) for pump in USUAL}
    for head, pump in sorted(seen):
        for tail in _ENDS if head or pump not in USUAL else _ENDS[:2]:
            yield Attack(head, pump, tail)


def _repeats(items: Sequence[Any], heads: list[str]) -> Iterator[tuple[str, str]]:
    """Yield for each repeat without bound what brings a search to it, and what it repeats."""
    heads = heads[:3]
    for at, (op, argument) in enumerate(items):
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT) or op is getattr(sre, "POSSESSIVE_REPEAT", None):
            _, most, body = argument
            inner = list(body)
            bodies = _examples(inner)
            following = _examples(list(items[at + 1 : at + 2]))[:2]
            if most >= _BOUND:
                for head, one in product(heads, bodies):
                    yield head, one
                    # One place of the text that two repeats can share, and what would end the second.
                    for after in following:
                        yield head, one + after
                for one, two in product(bodies[:4], bodies[:4]):
                    yield heads[0], one + two
            yield from _repeats(inner, heads)
        elif op is sre.BRANCH:
            for branch in argument[1]:
                yield from _repeats(list(branch), heads)
        elif op is sre.SUBPATTERN:
            yield from _repeats(list(argument[3]), heads)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeats(list(argument[1]), heads)
        elif op is getattr(sre, "ATOMIC_GROUP", None):
            yield from _repeats(list(argument), heads)
        here = _examples([(op, argument)])[:2]
        heads = [head + one for head, one in product(heads, here)][:3] if here else heads


def _examples(items: Sequence[Any]) -> list[str]:
    """Give a few short texts that match, as far as lookarounds let them."""
    found = [""]
    for op, argument in items:
        here = _example(op, argument)
        found = [one + two for one, two in product(found[:3], here[:8])][:12] if here else found
    return list(dict.fromkeys(found))


def _example(op: Any, argument: Any) -> list[str]:
    if op is sre.LITERAL:
        return [chr(argument)]
    if op is sre.NOT_LITERAL:
        return [char for char in _ANY if ord(char) != argument]
    if op is sre.ANY:
        return list(_ANY)
    if op is sre.IN:
        return _members(argument)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT) or op is getattr(sre, "POSSESSIVE_REPEAT", None):
        least, most, body = argument
        inner = _examples(list(body))
        return [one * max(least, 1) for one in inner] if most else [""]
    if op is sre.BRANCH:
        return [one for branch in argument[1] for one in _examples(list(branch))[:2]]
    if op is sre.SUBPATTERN:
        return _examples(list(argument[3]))
    if op is getattr(sre, "ATOMIC_GROUP", None):
        return _examples(list(argument))
    return []  # what stands between characters, and what refers back


def _members(argument: Sequence[Any]) -> list[str]:
    negated = argument[0][0] is sre.NEGATE
    chars: list[str] = []
    for op, value in argument:
        if op is sre.LITERAL:
            chars.append(chr(value))
        elif op is sre.RANGE:
            chars.append(chr(value[0]))
        elif op is sre.CATEGORY:
            chars.extend(_CLASSES[value])
    if not negated:
        return chars
    return [char for char in dict.fromkeys(_ANY + "(<'\"|,中") if not _is_in(char, argument[1:])]


def _is_in(char: str, argument: Sequence[Any]) -> bool:
    for op, value in argument:
        if op is sre.LITERAL and ord(char) == value:
            return True
        if op is sre.RANGE and value[0] <= ord(char) <= value[1]:
            return True
        if op is sre.CATEGORY and char in _CLASSES[value]:
            return True
    return False
