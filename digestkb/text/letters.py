"""Readings for damaged lines in a script of its own: letter by letter, by a model of the script's letters."""

from __future__ import annotations

import unicodedata

from digestkb.patterns import lazy
from digestkb.text.beam import Search
from digestkb.text.channel import moved_back
from digestkb.text.choice import AFTER_CAPITAL, AFTER_SMALL, INSIDE, LOWER, START, TITLE, Choice, Option
from digestkb.text.confidence import bits
from digestkb.text.decoded import Decoded
from digestkb.text.followers import followers_of, left_of
from digestkb.text.language_model import (
    BOUNDARY_ID,
    FOREIGN_ID,
    UNIT,
    UNSPACED,
    LanguageModel,
    Letters,
    letter_tokens,
    load,
)
from digestkb.text.lattice import ALL_LOST, Profile, completions, sequence_pattern
from digestkb.text.memory import READINGS
from digestkb.text.quotations import HYPHEN, Quotations
from digestkb.text.script_model import oddity
from digestkb.text.weights import BEHIND_IN_LETTERS, INTACT, KEPT, NEVER_SEEN, OUT_OF_PLACE, TELLING

#: What a letter costs that may be a lead byte or intact, if it is intact: in a line with intact letters, in another.
_INTACT, _HARDLY_INTACT = 0, INTACT * UNIT


class LetterDecoder:
    """Readings for the lines of one script that were damaged in one way.

    >>> from digestkb.text.lattice import Profile
    >>> decoder = LetterDecoder("cyrillic", Profile(frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D}), certain=True))
    >>> raw = "\xd1\xd0\xbb\xd0\xbe\xd0\xb2\xd0\xbe"
    >>> decoder.decode(raw).text(raw)
    'слово'
    """

    def __init__(self, kind: Letters, profile: Profile) -> None:
        self._kind: Letters = kind
        self._profile = profile
        self._sure = profile.certain and not profile.partly
        self._intact = _INTACT if profile.partly else _HARDLY_INTACT
        self._model: LanguageModel = load(kind)
        self._split = sequence_pattern(profile, "({})").split
        #: Letters have few readings each, of which a context names as many.
        self._followers = followers_of(kind, profile) if kind in UNSPACED else None
        self._choices: dict[str, Choice] = {}
        self._known: dict[str, tuple[int, ...]] = {}

    def decode(self, line: str) -> Decoded:
        """The best reading of a line of bytes written as characters."""
        parts: list[str] = self._split(line)
        found = self._decoded(parts)
        if self._kind == "hebrew" and found.margins:
            mirrored = self._decoded(parts[::-1])
            if _is_mirrored(line, found.text(line), mirrored.text(line[::-1])):
                last = len(parts) - 1
                margins = {last - index: margin for index, margin in mirrored.margins.items()}
                commoner = {last - index: ahead for index, ahead in mirrored.commoner.items()}
                return Decoded(parts, mirrored.readings[::-1], margins, self._kind, commoner)
        return found

    def _decoded(self, parts: list[str]) -> Decoded:
        """The best reading of parts of a line, of which every second one is a sequence."""
        found = Decoded(parts, [None] * len(parts), {}, self._kind, {})
        search = Search(self._model, found, beam=_BEAM)
        choices = dict[int, Choice]()
        quotations = Quotations(self._kind, parts, high_is_lost=_LAST_OF_HIGH in self._profile.lost)
        before = ""
        for index, part in enumerate(parts):
            if index & 1:
                role = quotations.role(before, index)
                choice = self._choices.get(part + role) or self._read(part, role)
                if len(choice.options) > 1:
                    search.choose(choice, _place(before, parts[index + 1]), index)
                    choices[index] = choice
                    quotations.choose(role)
                    before = choice.options[0][0] or part
                    continue
                text, number, _, _ = choice.options[0]
                found.readings[index] = text
                search.know_all((number,))
                quotations.pass_by(text or "", before)
                before = text or part
            elif part:
                search.know_all(self._numbers(part))
                before = part
        search.know(BOUNDARY_ID)
        search.end()
        found.commoner.update((index, self._commoner(choices[index], found.readings[index])) for index in found.margins)
        return found

    def _commoner(self, choice: Choice, reading: str | None) -> float:
        """Bits by which a reading is commoner by itself than any other of a choice."""
        own, others = _FAR, _FAR
        for text, number, extra, _ in choice.options:
            bits = extra + self._model.single[number]
            if text == reading:
                own = min(own, bits)
            else:
                others = min(others, bits)
        return (others - own) / UNIT

    def _numbers(self, part: str) -> tuple[int, ...]:
        """The tokens of what is not damaged."""
        numbers = self._known.get(part)
        if numbers is None:
            tokens = letter_tokens(self._kind, part if part.isascii() else moved_back(part))
            numbers = tuple(self._model.known(tokens))
            READINGS.keep(self._known, part, numbers, 2 + len(part) // 8)
        return numbers

    def _read(self, unit: str, role: str) -> Choice:
        """The readings of one sequence; what is a mark by its place has a ``role``, what it likely is."""
        model = self._model
        ranked: list[Option] = []
        for text in completions(unit, self._profile.lost, self._profile.marks):
            if self._is_far_fetched(unit, text):
                continue
            number, extra = self._number(text[0])
            if role == HYPHEN and text == role:
                number, extra = BOUNDARY_ID, 0
            elif role and role != HYPHEN and text[0] not in role:
                extra += OUT_OF_PLACE * UNIT
            ranked.append((text, number, extra + KEPT * UNIT * (len(text) - 1), _case(text[0])))
        if len(unit) == 1 and not self._sure:
            number, extra = self._number(unit)
            ranked.append((None, number, extra + self._intact, _case(unit)))
        if not ranked:
            ranked.append((None, FOREIGN_ID, 0, LOWER))
        ranked.sort(key=lambda o: o[2] + model.single[o[1]])
        ends = frozenset(text for text, _, _, _ in ranked if text and self._ends_word(text))
        choice = Choice(ranked, _BEAM, ends, *left_of(unit, self._profile, self._followers))
        return READINGS.keep(self._choices, unit + role, choice, 4 + len(ranked))

    def _ends_word(self, text: str) -> bool:
        """Whether a reading has more than a letter: a mark, or a blank that the model counts."""
        return len(text) > 1 and not (self._kind in UNSPACED and text[1:].isspace())

    def _is_far_fetched(self, unit: str, text: str) -> bool:
        """Whether a reading is a kana of which nothing is left in Chinese, or not seen, unless all of it is left."""
        if unit == ALL_LOST and self._kind == "traditional":
            return True
        return self._is_unseen(text[0]) and text.encode().decode("latin-1") != unit

    def _is_unseen(self, char: str) -> bool:
        """Whether a character leaves no mark on the page, nor has any use in the script."""
        return self._kind not in _JOINED and unicodedata.category(char) == "Cf"

    def _number(self, char: str) -> tuple[int, int]:
        """A character's token, and what it costs on top of that token."""
        number = self._model.number(char.lower()[0])
        if number >= 0:
            return number, 0
        return FOREIGN_ID, int((oddity(char) + NEVER_SEEN) * UNIT)


def _is_mirrored(raw: str, text: str, mirrored: str) -> bool:
    """Whether words of Hebrew run from their end to their beginning, as files have them that were made to be shown.

    Letters that only end words tell, or else which of two readings the model likes better, each as it runs.
    """
    first, last = len(_FINAL_FIRST.findall(raw)), len(_FINAL_LAST.findall(raw))
    return first > last if first != last else bits("hebrew", mirrored) + TELLING < bits("hebrew", text)


#: Letters that only end words, where a word begins with one, and where it ends with it.
_FINAL = "\xd7[\x9a\x9d\x9f\xa3\xa5]"
_FINAL_FIRST = lazy(f"(?<![\x80-\xff]){_FINAL}(?=\xd7)")
_FINAL_LAST = lazy(f"(?<=[\x80-\xff]){_FINAL}(?![\x80-\xff])")


#: The last byte of “.
_LAST_OF_HIGH = 0x9C
#: What is unlikely after four letters is no less a word: the letters after it tell.
_BEAM = BEHIND_IN_LETTERS * UNIT
#: More than any reading costs.
_FAR = 1 << 30
#: Scripts in which marks that are not seen join letters or turn their direction.
_JOINED = frozenset({"hebrew", "arabic", "devanagari"})


def _case(char: str) -> int:
    return TITLE if char.isupper() else LOWER


def _place(before: str, after: str) -> int:
    """How capitals are to be taken between what stands before a letter and what stands after it."""
    if not before[-1:].isalpha():
        return START if _ENDED.search(before) else INSIDE
    if after[:1].isalpha():
        return AFTER_CAPITAL if after[0].isupper() and before[-1].isupper() else AFTER_SMALL
    return AFTER_CAPITAL if before[-1].isupper() else AFTER_SMALL


#: Where a sentence begins, or a name may.
_ENDED = lazy(r"(?:^|[.!?:;|…*_\"'(\[{<“‘#>])[\W_]{0,60}\Z")
