"""The language models of Vietnamese (by syllable) and Chinese (by character): how likely one token is after another.

Interpolated bigrams with absolute discounting (Ney, Essen and Kneser 1994); the share that single tokens get is half
their frequency, half the number of tokens they follow (Kneser and Ney 1995). Everything is in eighths of a bit, so that
a probability is one byte. ``tools/build_language_model.py`` makes the data; it is read when the first line needs it.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from itertools import accumulate, chain, count
from typing import Literal

from digestkb.text.syllable import rarity

Kind = Literal["vi", "zh"]

#: The tokens that are not words: the start or end of a sentence, a comma, a number, a word of another language.
BOUNDARY, COMMA, NUMBER, FOREIGN = "^", ",", "0", "F"
BOUNDARY_ID, COMMA_ID, NUMBER_ID, FOREIGN_ID = 0, 1, 2, 3
#: Eighths of a bit.
UNIT = 8
#: What a token costs that the model has never seen, before its shape is looked at.
_UNSEEN = 20 * UNIT

#: Steps from token to token that are kept.
_REMEMBERED = 500_000
#: Rows of the model that are kept as tables.
_ROWS = 20_000
_WORDS = re.compile(r"[^\W\d_]+|\d+|[.!?:;|…]+|,")
_RUNS = re.compile("[\u3400-\u9fff]|[，。！？：；、（）“”《》…—·]|[^\u3400-\u9fff，。！？：；、（）“”《》…—·]+")


def tokens(kind: Kind, line: str) -> list[str]:
    """The tokens of a line as the model counts them, between two boundaries.

    >>> tokens("vi", "Học, máy v2.")
    ['^', 'học', ',', 'máy', 'v', '0', '^']
    >>> tokens("zh", "用 RL 训练。")
    ['^', '用', 'F', '训', '练', '。', '^']
    """
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
    """A bigram model, with trigrams where the two tokens before say more than the last one.

    Tokens are numbers: places in ``vocabulary``; unseen ones share ``FOREIGN_ID``. What stands before a token is a
    *context*: the number of the last token, or a number beyond the vocabulary for a pair of tokens.

    >>> model = load("vi")
    >>> model.after(model.number("mô"), model.number("hình")) < model.after(model.number("mô"), model.number("hỏi"))
    True
    """

    __slots__ = (
        "_backoff",
        "_bits",
        "_first_foreign",
        "_followers",
        "_known",
        "_numbers",
        "_pair_at",
        "_pairs",
        "_rows",
        "_starts",
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
        self._first_foreign = len(self.vocabulary) - foreign
        self._numbers: dict[str, int] = dict(zip(self.vocabulary, range(len(self.vocabulary)), strict=False))
        #: What each token costs by itself, in eighths of a bit; a foreign word, on top of its class.
        self.single: bytes = sections[1]
        # The rows of pairs come after those of tokens: what is left in each, where it starts, its tokens, their costs.
        self._backoff: bytes = sections[2] + sections[7]
        self._starts = list(accumulate(chain(_joined(sections[3]), _joined(sections[8])), initial=0))
        self._followers = _joined(sections[4]) + _joined(sections[9])
        self._bits: bytes = sections[5] + sections[10]
        #: The places among the followers of tokens that are contexts of their own, in order; and back.
        self._pairs = array("I", accumulate(_joined(sections[6])))
        self._pair_at = dict(zip(self._pairs, count(len(self.vocabulary)), strict=False))
        #: What was asked for.
        self._rows: dict[int, dict[int, int]] = {}
        self._known: dict[int, tuple[int, int]] = {}

    def context(self, before: int, last: int) -> int:
        """The context of what stands after two tokens."""
        place = self._row(before).get(last)
        return last if place is None else self._pair_at.get(place, last)

    def number(self, token: str) -> int:
        """The number of a token, ``-1`` if the model does not know it."""
        return self._numbers.get(token, -1)

    def is_foreign(self, number: int) -> bool:
        """Whether a number is that of a word of another language, known or not."""
        return number == FOREIGN_ID or number >= self._first_foreign

    def followers(self, context: int) -> Iterable[int]:
        """The tokens that the model names in a context, those of its last token after its own."""
        row = self._row(context)
        return chain(row, self._row(self._last(context))) if context >= len(self.vocabulary) else row

    def after(self, context: int, number: int) -> int:
        """What a token costs in a context, in eighths of a bit."""
        return self.step(context, number)[0]

    def step(self, context: int, number: int) -> tuple[int, int]:
        """What a token costs in a context, in eighths of a bit, and the context of the token after it."""
        key = context << 16 | number
        step = self._known.get(key)
        if step is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            step = self._known[key] = self.steps(context, (number,))[0]
        return step

    def steps(self, context: int, numbers: Sequence[int]) -> list[tuple[int, int]]:
        """The `step` of each of several tokens in one context."""
        row, bits, pairs = self._row(context), self._bits, self._pair_at
        if context < len(self.vocabulary):
            return [
                (self._unnamed(context, number), number)
                if (place := row.get(number)) is None
                else (bits[place], pairs.get(place, number))
                for number in numbers
            ]
        left = self._backoff[context]
        return [
            (left + cost if (place := row.get(number)) is None else bits[place], then)
            for number, (cost, then) in zip(numbers, self.steps(self._last(context), numbers), strict=True)
        ]

    def _unnamed(self, context: int, number: int) -> int:
        """What a token costs that a context does not name: a foreign word costs its class, and itself within it."""
        if number >= self._first_foreign:
            return self.after(context, FOREIGN_ID) + self.single[number] + UNIT
        if context >= self._first_foreign:
            return self._backoff[context] + self.after(FOREIGN_ID, number)
        return self._backoff[context] + self.single[number]

    def _row(self, context: int) -> dict[int, int]:
        """The tokens that a context names, and where their costs stand."""
        row = self._rows.get(context)
        if row is None:
            if len(self._rows) > _ROWS:
                self._rows.clear()
            start, end = self._starts[context], self._starts[context + 1]
            row = self._rows[context] = dict(zip(self._followers[start:end], range(start, end), strict=True))
        return row

    def _last(self, context: int) -> int:
        """The second token of a context that is a pair."""
        return self._followers[self._pairs[context - len(self.vocabulary)]]


def _joined(section: bytes) -> array[int]:
    """Numbers of 16 bits from their low bytes and their high bytes."""
    half = len(section) // 2
    mixed = bytearray(len(section))
    mixed[0::2], mixed[1::2] = section[:half], section[half:]
    numbers = array("H", bytes(mixed))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


@lru_cache(maxsize=2)
def load(kind: Kind) -> LanguageModel:
    """The model of one language; read once."""
    return LanguageModel((resources.files("digestkb.text") / "data" / f"{kind}.bigrams").read_bytes())


def unseen(token: str) -> int:
    """What a Vietnamese word costs that the model does not know: less where it is built as a syllable is.

    >>> unseen("khuầng") < unseen("kưầhng")
    True
    """
    return _UNSEEN + rarity(token) * UNIT
