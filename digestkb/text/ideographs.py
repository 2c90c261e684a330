"""What UTF-8 becomes in the encodings of two bytes: ideographs that are a sign of damage, and everyday ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from digestkb.text.channel import WIDE


def made_of(sequences: Iterable[bytes]) -> frozenset[str]:
    """Give what bytes make that are read as one character in an encoding of two bytes."""
    read = {sequence.decode(channel.read_as[0].codec, "replace") for sequence in sequences for channel in WIDE}
    return frozenset(char for char in read if len(char) == 1 and "\u3400" <= char <= "\uffa0")


def pairs(leading: Iterable[tuple[int, int, int]]) -> Iterator[bytes]:
    """Give the first two bytes of characters, from the first bytes and the ranges of the second ones."""
    return (bytes((lead, second)) for lead, first, last in leading for second in range(first, last + 1))


def accented_twice() -> tuple[frozenset[str], frozenset[str]]:
    """Give what the two halves of a letter of Western Europe become that was misread before (``Ã¼`` is ``脙录``).

    None of the first ones is of GB 2312, nor are they common in Taiwan.
    """
    first, second = pairs(((0xC3, 0x80, 0x9F), (0xC4, 0x80, 0x9F), (0xC5, 0x80, 0x9F))), pairs(((0xC2, 0x80, 0xBF),))
    halves = (frozenset(sequence.decode("gb18030") for sequence in sequences) for sequences in (first, second))
    return next(halves), next(halves)


def ideographs(chars: frozenset[str]) -> frozenset[str]:
    """Give the ideographs among some characters."""
    return frozenset(char for char in chars if "\u4e00" <= char <= "\u9fff")


@lru_cache(maxsize=1)
def everyday() -> frozenset[str]:
    """Give the ideographs of the first levels of the simplified and of the traditional standard set."""
    simplified = bytes(byte for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for byte in (lead, trail))
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    traditional = bytes(byte for lead in range(0xA4, 0xC7) for trail in trails for byte in (lead, trail))
    return frozenset(simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore"))


#: The first bytes of punctuation and drawings, kana, ideographs and full width, with the second bytes that they have.
LEADING = (
    (0xE2, 0x80, 0xBF),
    (0xE3, 0x80, 0x83),
    (0xE4, 0xB8, 0xBF),
    *((lead, 0x80, 0xBF) for lead in range(0xE5, 0xEA)),
    (0xEF, 0xBC, 0xBF),
)
#: Those of letters: Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, Hangul.
OF_LETTERS = (
    (0xCE, 0x80, 0xBF),
    (0xCF, 0x80, 0x8F),
    (0xD0, 0x80, 0xBF),
    (0xD1, 0x80, 0x9F),
    (0xD7, 0x90, 0xAA),
    (0xD8, 0xA0, 0xBF),
    (0xD9, 0x80, 0x8F),
    (0xE0, 0xA4, 0xA5),
    (0xE0, 0xB8, 0xB9),
    (0xEA, 0xB0, 0xBF),
    (0xEB, 0x80, 0xBF),
    (0xEC, 0x80, 0xBF),
    (0xED, 0x80, 0x9E),
)
