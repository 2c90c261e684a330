"""The ways to complete broken UTF-8: which characters a sequence can have been before some of its bytes were lost.

Bytes are written as characters U+0080 to U+00FF here, so that a line in which some parts are intact stays one string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, product
from math import prod

from digestkb.text.language_model import Letters
from digestkb.text.script_model import oddity
from digestkb.text.surrogates import character
from digestkb.text.weights import THOUGHT_OF
from digestkb.tuples import NamedTuple

#: How many bytes a sequence has, by its lead byte.
LENGTHS = {lead: 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4 for lead in range(0xC2, 0xF5)}
#: Where a byte was lost and a mark stands for it.
HOLE = "\ufffd"
#: A character of four bytes of which three are gone has thousands of readings.
_MOST = 5000
#: What stands for a character of which all three bytes were lost.
ALL_LOST = HOLE * 3
#: What it began with: nothing but kana and syllables is guessed, and no ideograph in Chinese.
_KANA = [[0xE3], [0x81, 0x82, 0x83]]
#: The first bytes of punctuation, ideographs and full-width letters, where one of those was lost.
_LEADS = [0xE2, 0xE3, *range(0xE4, 0xEA), 0xEF]

#: Lead bytes of letters whose last byte is a no-break space: à, Š and Ơ, Π, Р, נ, an Arabic nought.
BEFORE_BLANK = "[\xc3\xc5\xc6\xce\xd0\xd7\xd9]"
#: The first half of a picture in CESU-8 likewise.
HALF_BLANK = "\xed [\xb0-\xbf]\xed"

#: Characters that stand where bytes were, and for each the bytes that it may be: ``?`` any that is lost, ``"`` what a
#: curly quotation mark was read from, a blank a no-break space.
Marks = tuple[tuple[str, frozenset[int]], ...]


class Profile(NamedTuple):
    """How a file was damaged, as far as its characters tell."""

    #: Bytes that fell out.
    lost: frozenset[int]
    #: What stands where a byte was.
    marks: Marks = ()
    #: The first byte of a character may be lost as well, with a mark in its place.
    leads: bool = False
    #: The file shows beyond doubt that bytes fell out.
    certain: bool = False
    #: The line has intact letters beside the damaged ones.
    partly: bool = False
    #: What its lines are in that do not tell by themselves: a script whose letters are counted, if the file shows one.
    script: Letters | None = None


@lru_cache(maxsize=1 << 13)
def completions(sequence: str, lost: frozenset[int], marks: Marks = ()) -> tuple[str, ...]:
    """Give the characters whose UTF-8 is ``sequence`` after bytes in ``lost`` fell out.

    A sequence that begins with a hole is one of three bytes. A mark at the end may also be a character of its own: the
    text has it then after the letter.

    >>> completions("\\xc3\\xa1", frozenset())
    ('á',)
    >>> completions("\\xc3", frozenset({0x81, 0xAD}))
    ('Á', 'í')
    >>> completions("\\xc4'", frozenset({0x90}), (("'", frozenset({0x91, 0x92})),))
    ('đ', 'Ē', "Đ'")
    """
    found = list(_characters(sequence, lost, marks))
    stand_ins = {mark for mark, _ in marks if mark != HOLE}
    for end in range(len(sequence) - 1, 0, -1):
        if sequence[end] not in stand_ins:
            break
        found += [char + sequence[end:] for char in _characters(sequence[:end], lost, marks)]
    return tuple(dict.fromkeys(found))


def _characters(sequence: str, lost: frozenset[int], marks: Marks) -> Iterator[str]:
    if sequence[0] == "\xed" and len(sequence) > 3:
        yield from _of_halves(sequence, lost, marks)
        return
    gaps = len(sequence) < (_whole_length(sequence) or 0) or any(char in dict(marks) for char in sequence)
    for filled in _wholes(sequence, lost, marks):
        try:
            char = bytes(filled).decode("utf-8")
        except UnicodeDecodeError:
            continue
        if gaps and "\u0300" <= char <= "\u036f":
            continue
        # A control that nothing was lost of is a byte of another layer of damage, and so is the accent of Windows.
        if oddity(char) <= THOUGHT_OF or (not gaps and _is_whole(char)):
            yield char


def _is_whole(char: str) -> bool:
    """Whether a rare character is believed of which nothing was lost."""
    return "\x80" <= char <= "\x9f" or char == "ˆ" or "\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3"


def _of_halves(sequence: str, lost: frozenset[int], marks: Marks) -> Iterator[str]:
    """Characters of the first plane beyond U+FFFF, of which a blank may be the second byte of the first half."""
    for _, second, third in _wholes(sequence[3:], lost, marks):
        if second >= 0xB0:
            char = character(f"\xed\xa0{sequence[2]}\xed{chr(second)}{chr(third)}")
            if oddity(char) <= THOUGHT_OF:
                yield char


def _wholes(sequence: str, lost: frozenset[int], marks: Marks) -> list[tuple[int, ...]]:
    """The bytes that a sequence may have been."""
    length = _whole_length(sequence)
    if length is None:
        return []
    standing = dict(marks)
    values = [sorted(standing[char]) if char in standing else [ord(char)] for char in sequence]
    syllables = _lost_leads(marks)
    if sequence == ALL_LOST:
        values[:2] = [syllables, values[1]] if syllables else _KANA
    elif sequence[0] == HOLE:
        values[0] = _LEADS + syllables
    if syllables and HOLE * 2 in sequence:
        # Any other byte would have been read together with the one before it, or behind it.
        values[1 if sequence[2:] != HOLE else 2] = [0x80]
    return _filled(values, length, sorted(lost))


def _lost_leads(marks: Marks) -> list[int]:
    """The first bytes of syllables, where the mark of what was lost may stand for them."""
    return sorted(byte for byte in dict(marks).get(HOLE, ()) if byte >= 0xC0)


def _whole_length(sequence: str) -> int | None:
    """How many bytes a sequence had before some were lost; ``None`` where it is too long, or tells too little."""
    length = 3 if sequence[0] == HOLE else LENGTHS.get(ord(sequence[0]))
    if length is None or len(sequence) > length or (length == 4 and len(sequence) < 3):
        return None
    return length


def _filled(values: list[list[int]], length: int, lost: list[int]) -> list[tuple[int, ...]]:
    """Every way to choose the bytes of a sequence and to put lost ones between them."""
    missing = length - len(values)
    ways: list[tuple[int, ...]] = []
    if len(lost) ** missing * prod(map(len, values)) > _MOST:
        return []
    for places in combinations(range(1, length), missing):
        rest = iter(values)
        ways.extend(product(*(lost if place in places else next(rest) for place in range(length))))
    return ways


@lru_cache(maxsize=64)
def sequence_pattern(profile: Profile, form: str = "{}") -> re.Pattern[str]:
    """Give what UTF-8 sequences look like, complete or not."""
    rest, blank = _others(profile)
    halves = f"\xed[\xa0{' ' * blank}][\xb0-\xbf]\xed[\xb0-\xbf]{rest}?|"
    two, three = "", f"[\xe0-\xef]{rest}{{0,2}}"
    if blank:
        # A blank is the last byte of few letters, and any byte of many ideographs.
        two, three = f"{BEFORE_BLANK} |", f"\xe1[\xba\xbb] |[\xe0-\xe1]{rest}{{0,2}}|[\xe2-\xef](?:{rest}| ){{0,2}}"
    lost = f"|{HOLE}{{3}}|{HOLE}[\x80-\xbf](?:{rest})?" if profile.leads else ""
    if _lost_leads(profile.marks):
        lost += f"|{HOLE}{{2}}[\x80-\xbf]"
    return re.compile(form.format(f"{halves}{two}[\xc2-\xdf]{rest}?|{three}|[\xf0-\xf4]{rest}{{0,3}}{lost}"))


@lru_cache(maxsize=64)
def word_pattern(profile: Profile) -> re.Pattern[str]:
    """Give what words are made of, damaged letters included; its ``split`` gives what is between and words by turns."""
    rest, blank = _others(profile)
    letters = f"[A-Za-z\u0100-\u024f\u1ea0-\u1ef9]|[\xc3-\xdf]{rest}?|\xe1{rest}{{0,2}}"
    if blank:
        letters = f"{BEFORE_BLANK} |\xe1[\xba\xbb] |{letters}"
    if profile.partly:
        letters += f"|[\xe0\xe2-\xff](?!{rest})"
    return re.compile(f"((?:{letters})+)")


def _others(profile: Profile) -> tuple[str, bool]:
    """What the bytes after the first may look like, as a set of a pattern, and whether a blank is one of them."""
    marks = "".join(mark for mark, _ in profile.marks)
    return f"[\x80-\xbf{re.escape(marks.replace(' ', ''))}]", " " in marks
