"""The language models of Vietnamese (by syllable), Chinese (by character) and of scripts (by letter or character): how
likely one token is after another.

Interpolated bigrams with absolute discounting (Ney, Essen and Kneser 1994); the share that single tokens get is half
their frequency, half the number of tokens they follow (Kneser and Ney 1995). Everything is in eighths of a bit, so that
a probability is one byte. ``tools/build_language_model.py`` and ``tools/build_letter_models.py`` make the data; that of
a model is read when the first line needs it.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import accumulate, chain, count
from typing import Literal

from digestkb.patterns import lazy
from digestkb.text.memory import STEPS
from digestkb.text.syllable import rarity

#: The scripts whose letters are counted, all languages together that are written in one; Traditional Chinese and
#: Japanese by character.
Letters = Literal[
    "latin", "cyrillic", "greek", "hebrew", "arabic", "thai", "devanagari", "hangul", "japanese", "traditional"
]
Kind = Letters | Literal["vi", "zh"]

#: The tokens that are not words: the start or end of a sentence, a comma, a number, a word of another language.
BOUNDARY, COMMA, NUMBER, FOREIGN = "^", ",", "0", "F"
BOUNDARY_ID, COMMA_ID, NUMBER_ID, FOREIGN_ID = 0, 1, 2, 3
#: Eighths of a bit.
UNIT = 8
#: What a token costs that the model has never seen, before its shape is looked at.
_UNSEEN = 20 * UNIT

_WORDS = lazy(r"[^\W\d_]+|\d+|[.!?:;|…]+|,")
_RUNS = lazy("[\u3400-\u9fff]|[，。！？：；、（）“”《》…—·]|[^\u3400-\u9fff，。！？：；、（）“”《》…—·]+")
#: What is counted one by one, and what in runs: letters of other scripts, digits, blanks and ASCII punctuation.
_LETTERS = lazy(r"[A-Za-z]+|\d+|[^\x80-\U0010ffff]+?(?=[A-Za-z0-9\x80-\U0010ffff]|\Z)|.", re.DOTALL)
_LATIN_LETTERS = lazy(r"[A-Za-z]|\d+|[^\x80-\U0010ffff]+?(?=[A-Za-z0-9\x80-\U0010ffff]|\Z)|.", re.DOTALL)


def letter_tokens(kind: Letters, line: str) -> list[str]:
    """Give the letters of a line as a model of letters counts them, without a boundary at its ends.

    >>> letter_tokens("latin", "Año 12."), letter_tokens("cyrillic", "в GNU")
    (['a', 'ñ', 'o', '^', '0', '^'], ['в', '^', 'F'])
    """
    row = []
    for found in (_LATIN_LETTERS if kind == "latin" else _LETTERS).findall(line):
        first = found[0]
        if first > "\x7f":
            token = first.lower()[0]
        elif first.isalpha():
            token = first.lower() if kind == "latin" else FOREIGN
        elif first.isdigit():
            token = NUMBER
        elif kind in UNSPACED and found.isspace():
            continue
        else:
            token = COMMA if first == "," else BOUNDARY
        row.append(token)
    return row


#: In these a blank says nothing: it stands at most beside words of other scripts.
UNSPACED = frozenset({"japanese", "traditional"})


def tokens(kind: Kind, line: str) -> list[str]:
    """Give the tokens of a line as the model counts them, between two boundaries.

    >>> tokens("vi", "Học, máy v2.")
    ['^', 'học', ',', 'máy', 'v', '0', '^']
    >>> tokens("zh", "用 RL 训练。")
    ['^', '用', 'F', '训', '练', '。', '^']
    """
    if kind != "vi" and kind != "zh":
        return [BOUNDARY, *letter_tokens(kind, line), BOUNDARY]
    row = [BOUNDARY]
    for found in (_WORDS if kind == "vi" else _RUNS).findall(line):
        if kind == "zh":
            token = found if not found.isascii() and len(found) == 1 else "" if found.isspace() else FOREIGN
        elif found[0].isdigit():
            token = NUMBER
        elif found[0] in ".!?:;|…":
            token = BOUNDARY if row[-1] != BOUNDARY else ""
        else:
            token = found.lower()
        if token:
            row.append(token)
    if row[-1] != BOUNDARY:
        row.append(BOUNDARY)
    return row


class LanguageModel:
    """A bigram model, with longer contexts where more tokens before say more than the last one.

    Tokens are numbers: places in ``vocabulary``; unseen ones share ``FOREIGN_ID``. What stands before a token is a
    *context*: the number of the last token, or a number beyond the vocabulary for two tokens and more.

    >>> model = load("vi")
    >>> model.after(model.number("mô"), model.number("hình")) < model.after(model.number("mô"), model.number("hỏi"))
    True
    """

    __slots__ = (
        "_bits",
        "_first_foreign",
        "_followers",
        "_known",
        "_numbers",
        "_place_at",
        "_places",
        "_rows",
        "_shorter",
        "_starts",
        "left",
        "single",
        "vocabulary",
    )

    def __init__(self, data: bytes) -> None:
        """``data`` is what ``tools/build_language_model.py`` wrote."""
        raw = zlib.decompress(data)
        header = raw.index(b"\n")
        sections, start = [], header + 1
        foreign, *lengths = json.loads(raw[:header])
        for length in lengths:
            sections.append(raw[start : start + length])
            start += length
        self.vocabulary: list[str] = sections[0].decode().split("\n")
        self._first_foreign: int = len(self.vocabulary) - foreign
        self._numbers: dict[str, int] = dict(zip(self.vocabulary, range(len(self.vocabulary)), strict=False))
        #: What each token costs by itself, in eighths of a bit; a foreign word, on top of its class.
        self.single: bytes = sections[1]
        # Level by level, the rows of longer contexts after those of shorter ones: what is left in each, how long it is,
        # its tokens, their costs; and between two levels, which places of the first are contexts of the second.
        levels = [sections[at : at + 4] for at in range(2, len(sections), 5)]
        gaps = sections[6::5]
        #: What each context leaves for the tokens that it does not name: what those cost on top.
        self.left: bytes = b"".join(level[0] for level in levels)
        self._starts = list(accumulate(chain.from_iterable(_joined(level[1]) for level in levels), initial=0))
        self._followers = array("H")
        for level in levels:
            self._followers += _joined(level[2])
        self._bits: bytes = b"".join(level[3] for level in levels)
        #: The places among the followers that are contexts of their own, in order; and back.
        self._places = array("I")
        first = 0
        for level, steps in zip(levels, gaps, strict=False):
            self._places.extend(first + place for place in accumulate(_joined(steps)))
            first += len(level[3])
        self._place_at = dict(zip(self._places, count(len(self.vocabulary)), strict=False))
        #: What was asked for.
        self._rows: dict[int, dict[int, int]] = {}
        self._known: dict[int, tuple[int, int]] = {}
        self._shorter: dict[int, int] = {}

    def context(self, before: int, last: int) -> int:
        """The context of what stands after two tokens."""
        place = self._place(before, last)
        return last if place is None else self._place_at.get(place, last)

    def number(self, token: str) -> int:
        """The number of a token, ``-1`` if the model does not know it."""
        return self._numbers.get(token, -1)

    def known(self, tokens: Iterable[str]) -> list[int]:
        """The numbers of tokens; what the model does not know is a word of another language.

        >>> load("greek").known(["α", "☃"]) == [load("greek").number("α"), FOREIGN_ID]
        True
        """
        get = self._numbers.get
        return [get(token, FOREIGN_ID) for token in tokens]

    @property
    def has_foreign_words(self) -> bool:
        """Whether some tokens are words of another language, a class of their own."""
        return self._first_foreign < len(self.vocabulary)

    def is_foreign(self, number: int) -> bool:
        """Whether a number is that of a word of another language, known or not."""
        return number == FOREIGN_ID or number >= self._first_foreign

    def followers(self, context: int) -> Iterable[int]:
        """The tokens that the model names in a context, those of the shorter one within it after its own."""
        row = self._row(context)
        return chain(row, self.followers(self.within(context))) if context >= len(self.vocabulary) else row

    def named(self, context: int, numbers: Mapping[int, object]) -> list[int]:
        """The `followers` among some tokens."""
        row = self._row(context)
        found = sorted(row.keys() & numbers.keys(), key=row.__getitem__)
        if context >= len(self.vocabulary):
            found += [number for number in self.named(self.within(context), numbers) if number not in row]
        return found

    def after(self, context: int, number: int) -> int:
        """What a token costs in a context, in eighths of a bit."""
        return self.step(context, number)[0]

    def step(self, context: int, number: int) -> tuple[int, int]:
        """What a token costs in a context, in eighths of a bit, and the context of the token after it."""
        key = context << 16 | number
        step = self._known.get(key)
        if step is None:
            step = STEPS.keep(self._known, key, self.step_anew(context, number), 2)
        return step

    def step_anew(self, context: int, number: int) -> tuple[int, int]:
        """The same, which is not kept."""
        place = self._place(context, number)
        then = None if place is None else self._place_at.get(place)
        if place is not None and then is not None:
            return self._bits[place], then
        if context < len(self.vocabulary):
            return (self._unnamed(context, number) if place is None else self._bits[place]), number
        cost, then = self.step(self.within(context), number)
        return (self.left[context] + cost if place is None else self._bits[place]), then

    def named_steps(self, context: int, numbers: Mapping[int, object]) -> tuple[dict[int, tuple[int, int]], int]:
        """The `step` of those of some tokens that a context or one within it names, and what all others cost on top.

        Not for a model that `has_foreign_words`, which cost something of their own.

        >>> zh = load("zh")
        >>> list(zh.named_steps(zh.number("模"), dict.fromkeys(zh.known("型鸶")))[0]) == zh.known("型")
        True
        """
        start, end = self._starts[context], self._starts[context + 1]
        bits, places, left = self._bits, self._place_at, self.left[context]
        row = self._rows.get(context)
        if row is None:
            # It is gone through for few tokens: to make a table of it would take longer.
            followers = self._followers
            among = numbers.keys() & followers[start:end]
            own = [(number, bisect_left(followers, number, start, end)) for number in among]
        else:
            own = [(number, row[number]) for number in row.keys() & numbers.keys()]
        if context < len(self.vocabulary):
            return {number: (bits[place], places.get(place, number)) for number, place in own}, left
        found, more = self.named_steps(self.within(context), numbers)
        if left:
            found = {number: (left + cost, then) for number, (cost, then) in found.items()}
        for number, place in own:
            then = places.get(place)
            found[number] = (bits[place], (found[number][1] if number in found else number) if then is None else then)
        return found, left + more

    def last(self, context: int) -> int:
        """The token that a context ends in."""
        known = len(self.vocabulary)
        return context if context < known else self._followers[self._places[context - known]]

    def size_of(self, context: int) -> int:
        """How many tokens a context itself names."""
        return self._starts[context + 1] - self._starts[context]

    def own_steps(self, context: int, numbers: Mapping[int, object] | None = None) -> list[tuple[int, int, int]]:
        """What each token costs that a context itself names, its number, and the context after it; the cheapest first.

        Of all of them, or of those that are among some tokens.

        >>> zh = load("zh")
        >>> (cost, number, then), *_ = zh.own_steps(zh.number("模"))
        >>> zh.vocabulary[number], zh.step(zh.number("模"), number) == (cost, then)
        ('型', True)
        """
        start, end = self._starts[context], self._starts[context + 1]
        bits, get, followers = self._bits, self._place_at.get, self._followers
        if numbers is None:
            row = list(zip(followers[start:end].tolist(), range(start, end), strict=True))
        else:
            among = numbers.keys() & followers[start:end]
            row = [(number, bisect_left(followers, number, start, end)) for number in among]
        if context < len(self.vocabulary):
            return sorted([(bits[place], number, get(place, number)) for number, place in row])
        found = []
        for number, place in row:
            then = get(place)
            found.append((bits[place], number, self.step(self.within(context), number)[1] if then is None else then))
        found.sort()
        return found

    def steps(self, context: int, numbers: Sequence[int]) -> list[tuple[int, int]]:
        """The `step` of each of several tokens in one context."""
        row, bits, places = self._row(context), self._bits, self._place_at
        if context < len(self.vocabulary):
            return [
                (self._unnamed(context, number), number)
                if (place := row.get(number)) is None
                else (bits[place], places.get(place, number))
                for number in numbers
            ]
        left = self.left[context]
        return [
            (left + cost, then) if (place := row.get(number)) is None else (bits[place], places.get(place, then))
            for number, (cost, then) in zip(numbers, self.steps(self.within(context), numbers), strict=True)
        ]

    def _unnamed(self, context: int, number: int) -> int:
        """What a token costs that a context does not name: a foreign word costs its class, and itself within it."""
        if number >= self._first_foreign:
            return self.after(context, FOREIGN_ID) + self.single[number] + UNIT
        if context >= self._first_foreign:
            return self.left[context] + self.after(FOREIGN_ID, number)
        return self.left[context] + self.single[number]

    def _place(self, context: int, number: int) -> int | None:
        """Where the cost of a token stands that a context names; to look for one takes less than to keep the row."""
        end = self._starts[context + 1]
        place = bisect_left(self._followers, number, self._starts[context], end)
        return place if place < end and self._followers[place] == number else None

    def _row(self, context: int) -> dict[int, int]:
        """The tokens that a context names, and where their costs stand."""
        row = self._rows.get(context)
        if row is None:
            start, end = self._starts[context], self._starts[context + 1]
            row = dict(zip(self._followers[start:end], range(start, end), strict=True))
            STEPS.keep(self._rows, context, row, 1 + len(row))
        return row

    def within(self, context: int) -> int:
        """The longest context that begins later than one of two tokens or more."""
        found = self._shorter.get(context)
        if found is None:
            place = self._places[context - len(self.vocabulary)]
            before = bisect_right(self._starts, place) - 1
            token = self._followers[place]
            longer = before >= len(self.vocabulary)
            found = self._shorter[context] = self.steps(self.within(before), (token,))[0][1] if longer else token
        return found


def _joined(section: bytes) -> array[int]:
    """Numbers of 16 bits from their low bytes and their high bytes."""
    half = len(section) // 2
    mixed = bytearray(len(section))
    mixed[0::2], mixed[1::2] = section[:half], section[half:]
    numbers = array("H", bytes(mixed))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


@cache
def load(kind: Kind) -> LanguageModel:
    """Give the model of one language; read once."""
    return LanguageModel((resources.files("digestkb.text") / "data" / f"{kind}.bigrams").read_bytes())


def unseen(token: str) -> int:
    """Give what a Vietnamese word costs that the model does not know: less where it is built as a syllable is.

    >>> unseen("khuầng") < unseen("kưầhng")
    True
    """
    return _UNSEEN + rarity(token) * UNIT
