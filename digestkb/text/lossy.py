"""Readings for damaged lines: a line is cut into words and ideographs, each with what it may have been.

Vietnamese words are read whole, by syllable; what is beyond Latin letters is read character by character.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from digestkb.patterns import lazy
from digestkb.text.beam import Search
from digestkb.text.choice import (
    CASE_BITS,
    FREE,
    INSIDE,
    LOWER,
    ODD_CASE,
    START,
    TITLE,
    UPPER,
    Choice,
    Option,
)
from digestkb.text.decoded import Decoded
from digestkb.text.language_model import (
    BOUNDARY_ID,
    FOREIGN_ID,
    UNIT,
    Letters,
    load,
    unseen,
)
from digestkb.text.lattice import Profile, completions, sequence_pattern, word_pattern
from digestkb.text.letters import LetterDecoder
from digestkb.text.memory import READINGS
from digestkb.text.scripts import is_undecided, script_among
from digestkb.text.weights import FOREIGN_LETTER, INTACT, INTACT_BESIDE_INTACT, KEPT, KEPT_INSIDE
from digestkb.text.wide import WideDecoder, gap_effect

#: Characters of the longest word whose letters are weighed together.
_LONGEST = 60
#: Combinations of letters that are looked at for one word.
_COMBINATIONS = 300


class Decoder:
    """Readings for lines that were damaged in one way; it remembers the words it has met.

    >>> decoder = Decoder(Profile(frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xAD})))
    >>> decoder.decode("ch\xc3nh x\xc3\xa1c").text("ch\xc3nh x\xc3\xa1c")
    'chính xác'
    """

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        #: Letters that look like lead bytes are those.
        self._sure = profile.certain and not profile.partly
        self._vi = load("vi")
        self._wide: WideDecoder | None = None
        self._split = word_pattern(profile).split
        self._sequence = sequence_pattern(profile)
        #: Words with one reading: the reading, its token, how the next word's capitals are to be taken.
        self._certain: dict[str, tuple[str | None, int, int]] = {}
        self._open: dict[str, Choice] = {}
        self._gaps: dict[str, tuple[int, int, int]] = {" ": (-1, -1, -1)}
        self._letter_decoders: dict[Letters, LetterDecoder] = {}

    def decode(self, line: str) -> Decoded:
        """The best reading of a line of bytes written as characters."""
        kind = self._kind_of(line)
        return self._by_words(line) if kind is None else self._letters_of(kind).decode(line)

    def _kind_of(self, line: str) -> Letters | None:
        """The script whose letters tell how to read a line; ``None`` where syllables and ideographs do."""
        kind = script_among(line, self.profile.script)
        if kind is not None or not is_undecided(line):
            return kind
        words = [word for word in self._split(line)[1::2] if not word.isascii() and self._sequence.search(word)]
        # Where only marks are damaged, letters tell which stands before or after them.
        return "latin" if any(map(self._is_unheard_of, words[:_LONGEST])) or not words else None

    def _by_words(self, line: str) -> Decoded:
        """The best reading of a line in Vietnamese or Chinese."""
        parts: list[str] = self._split(line)
        found = Decoded(parts, [None] * len(parts), {})
        readings, certain, gaps = found.readings, self._certain, self._gaps
        search = Search(self._vi, found)
        wide: dict[int, Decoded] = {}
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
                        if self._wide is None:
                            self._wide = WideDecoder(self.profile)
                        wide[index], place = self._wide.read(part, search, is_last=index + 1 == len(parts))
                        continue
                    effect = READINGS.keep(gaps, part, gap_effect(part), 2)
                first, then, mode = effect
                if first >= 0:
                    search.know(first)
                    if then != first:
                        search.know(then)
                if mode >= 0:
                    place = mode
        search.know(BOUNDARY_ID)
        search.end()
        return _spliced(found, wide) if wide else found

    def _letters_of(self, kind: Letters) -> LetterDecoder:
        """What reads the lines of a script."""
        found = self._letter_decoders.get(kind)
        if found is None:
            found = self._letter_decoders[kind] = LetterDecoder(kind, self.profile)
        return found

    def _is_unheard_of(self, word: str) -> bool:
        """Whether a damaged word can be none that the Vietnamese model knows."""
        return all(number == FOREIGN_ID for _, number, _, _ in self._damaged_word(word))

    def _read_word(self, word: str) -> Choice:
        """The readings of one word."""
        options: Sequence[Option]
        if word.isascii() or not self._sequence.search(word):
            options = ((None, self._number(word.lower())[0], 0, _case(word)),)
        else:
            options = self._damaged_word(word)
        choice = Choice(options)
        if len(options) == 1:
            text, number, _, case = options[0]
            place = FREE if case == TITLE and not self._vi.is_foreign(number) else INSIDE
            READINGS.keep(self._certain, word, (text, number, place), 2)
        else:
            READINGS.keep(self._open, word, choice, 4 + len(options))
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
            return ((None if text == word else text, FOREIGN_ID, 0, ODD_CASE),)
        ranked: list[Option] = []
        for text, guessed in self._spellings(word).items():
            # A blank or a mark that is one after all parts two words; the search sees the first one.
            first, *others = _PARTED.split(text.lower())
            number, extra = self._number(first)
            if guessed and number == FOREIGN_ID:
                continue
            extra += sum(KEPT_INSIDE if other else KEPT for other in others) * UNIT
            if _OTHER_SCRIPT.search(first) and (len(first) == 1 or _LATIN.search(first)):
                extra += FOREIGN_LETTER * UNIT
            raw = (INTACT_BESIDE_INTACT if self.profile.partly else INTACT) * UNIT if text == word else 0
            ranked.append((None if text == word else text, number, extra + raw, _case(text)))
        ranked.sort(key=lambda o: o[2] + self._vi.single[o[1]] + CASE_BITS[INSIDE][o[3]] * 4)
        return ranked

    def _spellings(self, word: str) -> dict[str, bool]:
        """What a word may have been, and whether that takes a letter which may be intact for a lead byte.

        Only words that are known are believed to have been broken so. A capital inside a word is not intact.
        """
        texts = {"": False}
        start = 0
        for match in self._sequence.finditer(word):
            sequence, intact = match.group(), word[start : match.start()]
            inside = sequence < "\xe0" and _BEFORE_INSIDE.search(word, 0, match.start()) is not None
            lone = len(sequence) == 1 and not inside and not self._sure
            letters = [(intact + letter, lone and letter != sequence) for letter in self._letters(sequence)]
            pairs = ((text + more, guessed or lone) for text, guessed in texts.items() for more, lone in letters)
            texts = dict(islice(pairs, _COMBINATIONS))
            start = match.end()
        return {text + word[start:]: guessed for text, guessed in texts.items()}

    def _letters(self, sequence: str) -> tuple[str, ...]:
        """What a sequence may have been; itself where it can be nothing else."""
        found = completions(sequence, self.profile.lost, self.profile.marks)
        if len(sequence) == 1 and not self._sure:
            return (sequence, *found)
        return found or (sequence,)


_LATIN = lazy("[a-z\u00c0-\u024f\u1ea0-\u1eff]")
_OTHER_SCRIPT = lazy("[\u0370-\u1dff\u2c00-\uffff]")
#: What stands before a lead byte that is no capital at the beginning of a word: a small letter, another sequence.
_BEFORE_INSIDE = lazy(r"[a-z\u0100-\u024f\x80-\xbf]\Z")
_PARTED = lazy("[ '\"?]")


def _spliced(found: Decoded, wide: dict[int, Decoded]) -> Decoded:
    """A line in which some parts are cut into pieces of their own."""
    whole = Decoded([], [], {})
    for index, (part, reading) in enumerate(zip(found.parts, found.readings, strict=True)):
        margins = {0: found.margins[index]} if index in found.margins else {}
        inner = wide.get(index) or Decoded([part], [reading], margins)
        whole.margins.update((len(whole.parts) + at, margin) for at, margin in inner.margins.items())
        whole.parts.extend(inner.parts)
        whole.readings.extend(inner.readings)
    return whole


def _case(word: str) -> int:
    """Whether a word is in lower case, has a capital first, is all capitals, or is mixed."""
    if word.islower():
        return LOWER
    if word[:1].isupper() and (len(word) == 1 or word[1:].islower()):
        return TITLE
    return UPPER if word.isupper() else ODD_CASE
