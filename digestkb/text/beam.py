"""Choose among the readings of a damaged line: a search through its lattice for what the language models like best.

The tokens of a line are a chain; each damaged one has a few readings. Along the chain only the readings of the last
token are kept open (Viterbi 1967), the worst of them dropped (a beam), and as soon as a token has one reading only, all
before it is decided. Costs are in eighths of a bit, as in the language model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from digestkb.text.language_model import (
    BOUNDARY_ID,
    COMMA_ID,
    FOREIGN_ID,
    NUMBER_ID,
    UNIT,
    LanguageModel,
    load,
    unseen,
)
from digestkb.text.lattice import HOLE, completions
from digestkb.text.script_model import oddity

#: Readings of one token that are followed further.
_WIDTH = 14
#: Combinations of letters that are looked at for one word.
_COMBINATIONS = 600
#: Below this much between the best reading and the next one, the choice is reported as uncertain.
_CLOSE = 3 * UNIT

#: How a word's place in the sentence treats capitals.
INSIDE, START, FREE = 0, 1, 2
_LOWER, _TITLE, _UPPER, _ODD_CASE = 0, 1, 2, 3
#: Bits for a word in each case (lower, title, upper, odd) at each kind of place.
_CASE_BITS = ((0, 6, 5, 14), (3, 1, 3, 14), (0, 1, 2, 14))


@dataclass(frozen=True, slots=True)
class Profile:
    """How a file was damaged, as far as its characters tell."""

    #: Bytes that fell out.
    lost: frozenset[int]
    #: What stands where a byte fell out: nothing, ``?`` or U+FFFD.
    hole: str = ""
    #: No-break spaces became spaces: a space may be the last byte of a letter.
    blank: bool = False
    #: The line has intact letters beside the damaged ones.
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line and its reading; ``None`` where it stays as it is."""

    length: int
    text: str | None
    #: Bits between this reading and the next best one.
    margin: float = 99.0


#: text (``None``: leave), number of its token, its own cost, its case.
_Reading = tuple[str | None, int, int, int]


class Decoder:
    """Readings for lines that were damaged in one way; it remembers the words it has met.

    >>> decoder = Decoder(Profile(frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xAD})))
    >>> decoder.decode("ch\xc3nh x\xc3\xa1c").text("ch\xc3nh x\xc3\xa1c")
    'chính xác'
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._lost = profile.lost
        self._vi = load("vi")
        self._zh: LanguageModel | None = None
        self._split = _word_pattern(profile)
        self._sequence = _sequence_pattern(profile)
        self._words: dict[str, tuple[_Reading, ...]] = {}
        self._gaps: dict[str, tuple[int, int, int]] = {}
        self._units: dict[str, tuple[_Reading, ...]] = {}

    def decode(self, line: str) -> Decoded:
        """The best reading of a line of bytes written as characters."""
        parts = self._split(line)
        chain = Chain(self._vi)
        place = START
        words, gaps = self._words, self._gaps
        for index, part in enumerate(parts):
            if index & 1:
                readings = words.get(part) or self._read_word(part)
                place = chain.add(len(part), readings, place)
            elif part:
                effect = gaps.get(part)
                if effect is None:
                    if not part.isascii():
                        place = self._wide(part, chain, place)
                        continue
                    effect = gaps[part] = _gap_effect(part)
                first, last, then = effect
                chain.skip(len(part), first, last)
                if then >= 0:
                    place = then
        return Decoded(chain.close())

    def _read_word(self, word: str) -> tuple[_Reading, ...]:
        """The readings of one word, the likeliest first."""
        readings: tuple[_Reading, ...]
        if word.isascii() or (self.profile.partly and not self._sequence.search(word)):
            readings = ((None, self._number(word.lower())[0], 0, _case(word)),)
        else:
            readings = self._damaged_word(word)
        if len(self._words) > 200_000:
            self._words.clear()
        self._words[word] = readings
        return readings

    def _number(self, lower: str) -> tuple[int, int]:
        """A word's token, and what it costs on top of that token."""
        number = self._vi.number(lower)
        if number >= 0:
            return number, 0
        if lower.isascii():
            return FOREIGN_ID, 0
        return FOREIGN_ID, unseen(lower)

    def _damaged_word(self, word: str) -> tuple[_Reading, ...]:
        texts = [""]
        start = 0
        for match in self._sequence.finditer(word):
            intact = word[start : match.start()]
            options = self._options(match.group())
            texts = [text + intact + option for text in texts for option in options][:_COMBINATIONS]
            start = match.end()
        texts = [text + word[start:] for text in texts]
        ranked = []
        for text in texts:
            number, extra = self._number(text.lower())
            case = _case(text)
            if text == word:
                ranked.append((None, number, extra + self._raw_bits(word), case))
            else:
                ranked.append((text, number, extra, case))
        ranked.sort(key=lambda r: r[2] + (self._vi.single[r[1]] if r[1] >= 0 else 0) + _CASE_BITS[0][r[3]] * 4)
        return tuple(ranked[:_WIDTH])

    def _options(self, sequence: str) -> tuple[str, ...]:
        """What a sequence may have been; itself where it can be nothing else."""
        found = _completed(sequence, self.profile)
        if self.profile.partly and len(sequence) == 1:
            return (*found, sequence)
        return found or (sequence,)

    def _raw_bits(self, word: str) -> int:
        return (6 if self.profile.partly else 30) * UNIT

    def _wide(self, part: str, chain: Chain, place: int) -> int:
        """A stretch with damaged ideographs, punctuation or pictures in it."""
        if self._zh is None:
            self._zh = load("zh")
        own = Chain(self._zh)
        own.last = BOUNDARY_ID if chain.last == BOUNDARY_ID else FOREIGN_ID
        then = -1
        position = 0
        for match in self._sequence.finditer(part):
            if match.start() > position:
                blank = part[position : match.start()]
                effect = self._gaps.get(blank)
                if effect is None:
                    effect = self._gaps[blank] = _gap_effect(blank)
                number = -1 if effect[0] < 0 else FOREIGN_ID if effect[1] != BOUNDARY_ID else BOUNDARY_ID
                own.skip(len(blank), number, number)
                then = max(then, effect[2])
            unit = match.group()
            own.add(len(unit), self._units.get(unit) or self._read_unit(unit), FREE)
            position = match.end()
        if position < len(part):
            own.skip(len(part) - position, -1, -1)
            then = max(then, _gap_effect(part[position:])[2])
        pieces = own.close()
        chain.take(pieces)
        return FREE if then < 0 else then

    def _read_unit(self, unit: str) -> tuple[_Reading, ...]:
        """The readings of one sequence outside words."""
        assert self._zh is not None
        ranked: list[_Reading] = []
        for text in _completed(unit, self.profile):
            number = self._zh.number(text[0])
            if number >= 0:
                ranked.append((text, number, 0, _LOWER))
            else:
                ranked.append((text, FOREIGN_ID, int((oddity(text[0]) + 4) * UNIT), _LOWER))
        if not ranked or (self.profile.partly and len(unit) == 1):
            ranked.append((None, FOREIGN_ID, 6 * UNIT if self.profile.partly else 40 * UNIT, _LOWER))
        ranked.sort(key=lambda r: r[2] + self._zh.single[r[1]])  # type: ignore[union-attr]
        readings = self._units[unit] = tuple(ranked[:_WIDTH])
        return readings


class Chain:
    """The tokens of a line so far, with the readings that are still open."""

    __slots__ = ("_front", "_model", "_pieces", "last")

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._pieces: list[Piece | None] = []
        #: Cost, token and path of each open reading; a path is (path before, place of the piece, length, text).
        self._front: list[tuple[int, int, _Path]] = []
        #: The token before, where nothing is open.
        self.last = BOUNDARY_ID

    def add(self, length: int, readings: tuple[_Reading, ...], place: int) -> int:
        """Add a word; returns how the next one's capitals are to be taken."""
        if len(readings) == 1:
            text, number, _, case = readings[0]
            if self._front:
                self._settle(number)
            self._pieces.append(Piece(length, text))
            self.last = number
            return FREE if case == _TITLE and number != FOREIGN_ID else INSIDE
        case_bits = _CASE_BITS[place]
        after = self._model.after
        index = len(self._pieces)
        self._pieces.append(None)
        front = self._front
        fresh: list[tuple[int, int, _Path]] = []
        if not front:
            last = self.last
            for text, number, own, case in readings:
                fresh.append((own + case_bits[case] * UNIT + after(last, number), number, (None, index, length, text)))
        else:
            for text, number, own, case in readings:
                best, path = min((bits + after(last, number), path) for bits, last, path in front)
                fresh.append((best + own + case_bits[case] * UNIT, number, (path, index, length, text)))
            if len(fresh) > _WIDTH:
                fresh.sort()
                del fresh[_WIDTH:]
        self._front = fresh
        return INSIDE

    def skip(self, length: int, first: int, last: int) -> None:
        """Add a stretch that is no word; ``first`` and ``last`` are its tokens, -1 where it is as good as nothing."""
        self._pieces.append(Piece(length, None))
        if first >= 0:
            if self._front:
                self._settle(first)
            self.last = last

    def take(self, pieces: list[Piece]) -> None:
        """Add a stretch that was read with another model."""
        if self._front:
            self._settle(FOREIGN_ID)
        self._pieces.extend(pieces)
        self.last = FOREIGN_ID

    def close(self) -> list[Piece]:
        """The pieces, once the line is at its end."""
        if self._front:
            self._settle(BOUNDARY_ID)
        return [piece for piece in self._pieces if piece is not None]

    def _settle(self, number: int) -> None:
        """Decide between the open readings, now that the token after them is known."""
        after = self._model.after
        ends = sorted((bits + after(last, number), i) for i, (bits, last, _) in enumerate(self._front))
        best = self._front[ends[0][1]][2]
        margin, other = 99.0, None
        if len(ends) > 1:
            margin = (ends[1][0] - ends[0][0]) / UNIT
            other = self._front[ends[1][1]][2]
        path: _Path | None = best
        while path is not None:
            before, index, length, text = path
            # What both readings share was not in question.
            differs = other is not None and other[3] != text
            self._pieces[index] = Piece(length, text, margin if differs else 99.0)
            path = before
            other = other[0] if other is not None else None
        self._front = []


_Path = tuple["_Path | None", int, int, "str | None"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A line's pieces, in order and without gaps."""

    pieces: list[Piece]

    def text(self, original: str) -> str:
        """The line with every reading put in."""
        out = []
        start = 0
        for piece in self.pieces:
            end = start + piece.length
            out.append(original[start:end] if piece.text is None else piece.text)
            start = end
        return "".join(out)


def _completed(sequence: str, profile: Profile) -> tuple[str, ...]:
    """The characters that a sequence may have been under a profile."""
    if profile.hole and profile.hole in sequence:
        marked = completions(sequence.replace(profile.hole, HOLE), profile.lost)
        if profile.hole == "?" and sequence.endswith("?"):
            return (*marked, *(char + "?" for char in completions(sequence[:-1], profile.lost)))
        return marked
    if profile.blank and sequence.endswith(" "):
        joined = completions(sequence[:-1] + "\xa0", profile.lost)
        return (*joined, *(char + " " for char in completions(sequence[:-1], profile.lost | {0xA0})))
    return completions(sequence, profile.lost)


@lru_cache(maxsize=64)
def _sequence_pattern(profile: Profile) -> re.Pattern[str]:
    """What UTF-8 sequences look like, complete or not."""
    rest = f"[\x80-\xbf{re.escape(profile.hole)}]"
    blank = "\xc3 |\xc6 |\xe1[\xba\xbb] |" if profile.blank else ""
    return re.compile(f"{blank}[\xc2-\xdf]{rest}?|[\xe0-\xef]{rest}{{0,2}}|[\xf0-\xf4]{rest}{{0,3}}")


@lru_cache(maxsize=64)
def _word_pattern(profile: Profile):  # type: ignore[no-untyped-def]
    """Cut a line into what is between words and words, by turns."""
    rest = f"[\x80-\xbf{re.escape(profile.hole)}]"
    letters = f"[A-Za-z\u0100-\u024f\u1ea0-\u1ef9]|[\xc3-\xdf]{rest}?|\xe1{rest}{{0,2}}"
    if profile.blank:
        letters = f"\xc3 |\xc6 |\xe1[\xba\xbb] |{letters}"
    if profile.partly:
        letters += f"|[\xe0\xe2-\xff](?!{rest})"
    return re.compile(f"((?:{letters})+)").split


_OPENING = re.compile(r"[*_\"'(\[{<“‘#>-]\s*$")
_GAP_TOKEN = re.compile(r"[.!?:;|…]|,|\d")


def _gap_effect(gap: str) -> tuple[int, int, int]:
    """The first and last token of what stands between two words, and how capitals are to be taken after it."""
    found = _GAP_TOKEN.findall(gap)
    numbers = [COMMA_ID if t == "," else NUMBER_ID if t.isdigit() else BOUNDARY_ID for t in found]
    if numbers and numbers[-1] == BOUNDARY_ID:
        return numbers[0], BOUNDARY_ID, START
    place = FREE if _OPENING.search(gap) else -1
    if not numbers:
        return -1, -1, place
    return numbers[0], numbers[-1], place


def _case(word: str) -> int:
    """Whether a word is in lower case, has a capital first, is all capitals, or is mixed."""
    if word.islower():
        return _LOWER
    if word[:1].isupper() and (len(word) == 1 or word[1:].islower()):
        return _TITLE
    return _UPPER if word.isupper() else _ODD_CASE
