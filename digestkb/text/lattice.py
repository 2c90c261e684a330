"""The ways to complete broken UTF-8: which characters a sequence can have been before some of its bytes were lost.

Bytes are written as characters U+0080 to U+00FF here, so that a line in which some parts are intact stays one string.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, product

from digestkb.text.script_model import oddity

#: How many bytes a sequence has, by its lead byte.
LENGTHS = {lead: 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4 for lead in range(0xC2, 0xF5)}
#: Where a byte was lost and a mark stands for it.
HOLE = "\ufffd"
#: A character that costs more bits than this by itself is nothing that anyone wrote.
_ODD = 15.0
#: A character of four bytes of which three are gone has thousands of readings.
_MOST = 5000


@lru_cache(maxsize=1 << 16)
def completions(sequence: str, lost: frozenset[int]) -> tuple[str, ...]:
    """The characters whose UTF-8 is ``sequence`` after bytes in ``lost`` fell out.

    >>> completions("\\xc3\\xa1", frozenset())
    ('á',)
    >>> completions("\\xc3", frozenset({0x81, 0xAD}))
    ('Á', 'í')
    """
    lead = ord(sequence[0])
    length = LENGTHS.get(lead)
    if length is None or len(sequence) > length or (length == 4 and len(sequence) == 1):
        return ()
    gaps = len(sequence) < length or HOLE in sequence
    found = []
    for filled in _filled([ord(char) for char in sequence], length, sorted(lost)):
        try:
            char = bytes(filled).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if oddity(char) <= _ODD and char not in found and not (gaps and "\u0300" <= char <= "\u036f"):
            found.append(char)
    return tuple(found)


def _filled(values: list[int], length: int, lost: list[int]) -> list[tuple[int, ...]]:
    """Every way to put lost bytes into the holes of a sequence and between what is left of it."""
    missing = length - len(values)
    ways: list[tuple[int, ...]] = []
    if len(lost) ** (missing + values.count(ord(HOLE))) > _MOST:
        return []
    for places in combinations(range(1, length), missing):
        rest = iter(values)
        options = [
            lost if place in places or (value := next(rest)) == ord(HOLE) else [value] for place in range(length)
        ]
        ways.extend(product(*options))
    return ways
