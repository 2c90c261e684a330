"""Choose among the readings of a damaged line: a search through its lattice for what the language models like best.

The tokens of a line are a chain; each damaged one has a few readings. Along the chain only the readings of the last
token are kept open (Viterbi 1967), the worst of them dropped (a beam), and as soon as a token has one reading only, all
before it is decided. Costs are in eighths of a bit, as in the language model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter

from digestkb.text.language_model import (
    BOUNDARY_ID,
    COMMA_ID,
    FOREIGN_ID,
    NUMBER_ID,
    UNIT,
    LanguageModel,
    load,
    tokens,
    unseen,
)
from digestkb.text.lattice import HOLE, Marks, completions
from digestkb.text.script_model import oddity

#: Readings are given up that are so much behind the best one.
_BEAM = 12 * UNIT
#: And so many stay open.
_WIDTH = 16
#: Readings of one token that are looked at in every context.
_OPTIONS = 16
#: Characters of the longest word whose letters are weighed together.
_LONGEST = 60
#: Words whose readings are kept.
_REMEMBERED = 200_000
#: Combinations of letters that are looked at for one word.
_COMBINATIONS = 300

#: Contexts for which the costs of a token's readings are kept.
_CONTEXTS = 5000
_BITS = itemgetter(0)

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
    #: What stands where a byte was.
    marks: Marks = ()
    #: The first byte of a character may be lost as well, with a mark in its place.
    leads: bool = False
    #: The line has intact letters beside the damaged ones.
    partly: bool = False


#: text (``None``: leave), number of its token, its own cost, its case.
Option = tuple["str | None", int, int, int]
#: A path through the open readings: the path before, the place in the line, the reading.
Path = tuple["Path | None", int, "str | None"]
#: One of the readings that are open: its cost, the context that it ends in, its path.
Reading = tuple[int, int, "Path | None"]
Front = list[Reading]


class Choice:
    """The readings of one token, the likeliest first."""

    __slots__ = ("_after", "_rare", "options")

    def __init__(self, options: Sequence[Option]) -> None:
        self.options = options
        #: Those beyond the likeliest, by their tokens: they are looked at in contexts that name them.
        self._rare = {option[1]: option for option in reversed(options[_OPTIONS:])}
        self._after: dict[tuple[int, int], list[tuple[int, int, str | None]]] = {}

    def after(self, model: LanguageModel, context: int, place: int) -> list[tuple[int, int, str | None]]:
        """What each reading costs in a context, the context after it, and its text: the best first, none hopeless."""
        found = self._after.get((context, place))
        if found is None:
            if len(self._after) > _CONTEXTS:
                self._after.clear()
            named = [self._rare[n] for n in model.followers(context) if n in self._rare] if self._rare else []
            options = [*self.options[:_OPTIONS], *named]
            steps = model.steps(context, [number for _, number, _, _ in options])
            case_bits = _CASE_BITS[place]
            found = [
                (cost + own + case_bits[case] * UNIT, then, text)
                for (text, _, own, case), (cost, then) in zip(options, steps, strict=True)
            ]
            found.sort(key=_BITS)
            limit = found[0][0] + _BEAM
            found = self._after[context, place] = [reading for reading in found if reading[0] < limit]
        return found


@dataclass(frozen=True, slots=True)
class Decoded:
    """A line cut into parts, and the reading of each; ``None`` where it stays as it is."""

    parts: list[str]
    readings: list[str | None]
    #: Bits between the reading chosen for a part and the next best one, where there was a choice.
    margins: dict[int, float]

    def text(self, original: str) -> str:
        """The line with every reading put in.

        ``original`` is what the parts are the bytes of, and as long as they are together.
        """
        ends = list(accumulate(map(len, self.parts)))
        pieces = zip(self.readings, [0, *ends], ends, strict=False)
        return "".join([original[start:end] if reading is None else reading for reading, start, end in pieces])


class Decoder:
    """Readings for lines that were damaged in one way; it remembers the words it has met.

    >>> decoder = Decoder(Profile(frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xAD})))
    >>> decoder.decode("ch\xc3nh x\xc3\xa1c").text("ch\xc3nh x\xc3\xa1c")
    'chính xác'
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._vi = load("vi")
        self._zh: LanguageModel | None = None
        self._split = _word_pattern(profile)
        self._sequence = _sequence_pattern(profile)
        self._wide_split = _sequence_pattern(profile, "({})").split
        #: Words with one reading: the reading, its token, how the next word's capitals are to be taken.
        self._certain: dict[str, tuple[str | None, int, int]] = {}
        self._open: dict[str, Choice] = {}
        self._gaps: dict[str, tuple[int, int, int]] = {" ": (-1, -1, -1)}
        self._units: dict[str, Choice] = {}

    def decode(self, line: str) -> Decoded:
        """The best reading of a line of bytes written as characters."""
        parts: list[str] = self._split(line)
        found = Decoded(parts, [None] * len(parts), {})
        readings, certain, gaps = found.readings, self._certain, self._gaps
        search = _Search(self._vi, found)
        place = START
        for index, part in enumerate(parts):
            if index & 1:
                sure = certain.get(part)
                if sure is None:
                    choice = self._open.get(part) or self._read_word(part)
                    if len(choice.options) > 1:
                        search.choose(choice, place, index)
                        place = INSIDE
                        continue
                    sure = certain[part]
                readings[index], number, place = sure
                search.know(number)
            elif part:
                effect = gaps.get(part)
                if effect is None:
                    if not part.isascii():
                        place = self._read_wide(found, index, search)
                        continue
                    effect = gaps[part] = _gap_effect(part)
                first, then, mode = effect
                if first >= 0:
                    search.know(first)
                    if then != first:
                        search.know(then)
                if mode >= 0:
                    place = mode
        search.know(BOUNDARY_ID)
        search.end()
        return found

    def _read_word(self, word: str) -> Choice:
        """The readings of one word."""
        options: Sequence[Option]
        if word.isascii() or not self._sequence.search(word):
            options = ((None, self._number(word.lower())[0], 0, _case(word)),)
        else:
            options = self._damaged_word(word)
        if len(self._certain) + len(self._open) > _REMEMBERED:
            self._certain.clear()
            self._open.clear()
        choice = Choice(options)
        if len(options) == 1:
            text, number, _, case = options[0]
            self._certain[word] = (text, number, FREE if case == _TITLE and not self._vi.is_foreign(number) else INSIDE)
        else:
            self._open[word] = choice
        return choice

    def _number(self, lower: str) -> tuple[int, int]:
        """A word's token, and what it costs on top of that token."""
        number = self._vi.number(lower)
        if number >= 0:
            return number, 0
        if lower.isascii():
            return FOREIGN_ID, 0
        return FOREIGN_ID, unseen(lower)

    def _damaged_word(self, word: str) -> Sequence[Option]:
        """The likeliest readings of a word, the likeliest first."""
        if len(word) > _LONGEST:
            # No word of any language: each sequence for itself, so that the time stays in proportion.
            text = self._sequence.sub(lambda match: self._letters(match.group())[0], word)
            return ((None if text == word else text, FOREIGN_ID, 0, _ODD_CASE),)
        texts = [""]
        start = 0
        for match in self._sequence.finditer(word):
            intact = word[start : match.start()]
            letters = self._letters(match.group())
            texts = [text + intact + letter for text in texts for letter in letters][:_COMBINATIONS]
            start = match.end()
        ranked: list[Option] = []
        for text in dict.fromkeys(text + word[start:] for text in texts):
            # A blank or a mark that is one after all parts two words; the search sees the first one.
            first, *others = _PARTED.split(text.lower())
            number, extra = self._number(first)
            extra += sum(_KEPT_INSIDE if other else _KEPT for other in others)
            raw = (6 if self.profile.partly else 30) * UNIT if text == word else 0
            ranked.append((None if text == word else text, number, extra + raw, _case(text)))
        ranked.sort(key=lambda o: o[2] + self._vi.single[o[1]] + _CASE_BITS[INSIDE][o[3]] * 4)
        return ranked

    def _letters(self, sequence: str) -> tuple[str, ...]:
        """What a sequence may have been; itself where it can be nothing else."""
        found = completions(sequence, self.profile.lost, self.profile.marks)
        if self.profile.partly and len(sequence) == 1:
            return (*found, sequence)
        return found or (sequence,)

    def _read_wide(self, found: Decoded, index: int, outside: _Search) -> int:
        """Read a part that has ideographs, punctuation or pictures in it; returns how capitals are taken after it.

        The part is replaced by its pieces joined, which are cut again only where a choice was close.
        """
        if self._zh is None:
            self._zh = load("zh")
        units = self._units
        pieces = self._wide_split(found.parts[index])
        inner = Decoded(pieces, [None] * len(pieces), {})
        search = _Search(self._zh, inner, BOUNDARY_ID if outside.last == BOUNDARY_ID else FOREIGN_ID)
        outside.know(FOREIGN_ID)
        place = FREE
        for i, piece in enumerate(pieces):
            if i & 1:
                choice = units.get(piece) or self._read_unit(piece)
                place = FREE
                if len(choice.options) > 1:
                    search.choose(choice, FREE, i)
                    continue
                text, number, _, _ = choice.options[0]
                inner.readings[i] = text
                search.know(number)
                if text in _STOPS:
                    place = START
            elif piece and not piece.isspace():
                for token in tokens("zh", piece)[1:-1]:
                    search.know(max(self._zh.number(token), FOREIGN_ID))
                place = max(place if i else 0, _gap_effect(piece)[2])
        search.know(FOREIGN_ID if index + 1 < len(found.parts) else BOUNDARY_ID)
        search.end()
        if any(reading is not None for reading in inner.readings):
            found.readings[index] = "".join(
                piece if reading is None else reading for piece, reading in zip(pieces, inner.readings, strict=False)
            )
            if inner.margins:
                found.margins[index] = min(inner.margins.values())
        if place == START:
            outside.know(BOUNDARY_ID)
        return place

    def _read_unit(self, unit: str) -> Choice:
        """The readings of one sequence outside words."""
        model = load("zh")
        ranked: list[Option] = []
        for text in completions(unit, self.profile.lost, self.profile.marks):
            number = model.number(text[0])
            kept = _KEPT * (len(text) - 1)
            if number >= 0:
                ranked.append((text, number, kept, _LOWER))
            else:
                ranked.append((text, FOREIGN_ID, kept + int((oddity(text[0]) + 4) * UNIT), _LOWER))
        if not ranked or (self.profile.partly and len(unit) == 1):
            ranked.append((None, FOREIGN_ID, (6 if self.profile.partly else 40) * UNIT, _LOWER))
        ranked.sort(key=lambda o: o[2] + model.single[o[1]])
        choice = self._units[unit] = Choice(ranked)
        return choice


class _Search:
    """The readings that are still open along one chain of tokens; they are decided where all come to one context."""

    __slots__ = ("_before", "_context", "_found", "_front", "_model", "last")

    def __init__(self, model: LanguageModel, found: Decoded, last: int = BOUNDARY_ID) -> None:
        self._model = model
        self._found = found
        self._front: Front = []
        #: The last token, and the one before it, where they are not in question.
        self.last = last
        self._before = last
        #: Of these two, once it was asked for.
        self._context: int | None = last

    def know(self, number: int) -> None:
        """Go on with a token that is not in question."""
        self._before, self.last, self._context = self.last, number, None
        if not self._front:
            return
        step = self._model.step
        ranked: dict[int, list[Reading]] = {}
        for bits, context, path in self._front:
            cost, then = step(context, number)
            ranked.setdefault(then, []).append((bits + cost, then, path))
        if len(ranked) > 1:
            self._front = [min(readings, key=_BITS) for readings in ranked.values()]
            return
        ((self._context, readings),) = ranked.items()
        self._decide(readings)

    def choose(self, choice: Choice, place: int, index: int) -> None:
        """Go on with a token that has several readings."""
        if not self._front:
            if self._context is None:
                self._context = self._model.context(self._before, self.last)
            self._front = [(0, self._context, None)]
        least: dict[int, Reading] = {}
        limit = _FAR
        for bits, context, path in self._front:
            for own, then, text in choice.after(self._model, context, place):
                cost = bits + own
                if cost >= limit:
                    break
                if then not in least or cost < least[then][0]:
                    least[then] = (cost, then, (path, index, text))
                    if cost + _BEAM < limit:
                        limit = cost + _BEAM
        self._front = sorted([reading for reading in least.values() if reading[0] < limit], key=_BITS)[:_WIDTH]

    def end(self) -> None:
        """Decide what is still open."""
        if self._front:
            self._decide(self._front)

    def _decide(self, readings: Front) -> None:
        """Take the best of the readings; what the next best one shares with it was not in question."""
        readings.sort(key=_BITS)
        path: Path | None = readings[0][2]
        other: Path | None = readings[1][2] if len(readings) > 1 else None
        margin = (readings[1][0] - readings[0][0]) / UNIT if len(readings) > 1 else 0.0
        while path is not None:
            before, index, text = path
            self._found.readings[index] = text
            if other is not None:
                if other[2] != text:
                    self._found.margins[index] = margin
                other = other[0]
            path = before
        self._front = []


_FAR = 1 << 30
_STOPS = frozenset("。！？…\n")


@lru_cache(maxsize=64)
def _sequence_pattern(profile: Profile, form: str = "{}") -> re.Pattern[str]:
    """What UTF-8 sequences look like, complete or not."""
    rest, blank = _others(profile)
    two, three = "", f"[\xe0-\xef]{rest}{{0,2}}"
    if blank:
        # A blank is the last byte of few letters, and any byte of many ideographs.
        two, three = "[\xc3\xc6] |", f"\xe1[\xba\xbb] |[\xe0-\xe1]{rest}{{0,2}}|[\xe2-\xef](?:{rest}| ){{0,2}}"
    lost = f"|{HOLE}[\x80-\xbf](?:{rest})?" if profile.leads else ""
    return re.compile(form.format(f"{two}[\xc2-\xdf]{rest}?|{three}|[\xf0-\xf4]{rest}{{0,3}}{lost}"))


@lru_cache(maxsize=64)
def _word_pattern(profile: Profile):  # type: ignore[no-untyped-def]
    """Cut a line into what is between words and words, by turns."""
    rest, blank = _others(profile)
    letters = f"[A-Za-z\u0100-\u024f\u1ea0-\u1ef9]|[\xc3-\xdf]{rest}?|\xe1{rest}{{0,2}}"
    if blank:
        letters = f"[\xc3\xc6] |\xe1[\xba\xbb] |{letters}"
    if profile.partly:
        letters += f"|[\xe0\xe2-\xff](?!{rest})"
    return re.compile(f"((?:{letters})+)").split


def _others(profile: Profile) -> tuple[str, bool]:
    """What the bytes after the first may look like, as a set of a pattern, and whether a blank is one of them."""
    marks = "".join(mark for mark, _ in profile.marks)
    return f"[\x80-\xbf{re.escape(marks.replace(' ', ''))}]", " " in marks


#: Where a mark is no byte but itself: at the end of a word, and inside one.
_KEPT, _KEPT_INSIDE = 4 * UNIT, 12 * UNIT
_PARTED = re.compile("[ '\"?]")
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
