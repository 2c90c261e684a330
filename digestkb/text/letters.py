"""Readings for damaged lines in a script of its own: letter by letter, by a model of the script's letters.

Few bytes of a line are lost, so that the lead bytes of its sequences tell what script it is in.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from digestkb.patterns import lazy
from digestkb.text.beam import AFTER_CAPITAL, AFTER_SMALL, INSIDE, LOWER, START, TITLE, Choice, Decoded, Option, Search
from digestkb.text.channel import moved_back
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
from digestkb.text.lattice import Profile, completions, sequence_pattern
from digestkb.text.memory import READINGS
from digestkb.text.script_model import oddity
from digestkb.text.syllable import split
from digestkb.text.weights import BEHIND_IN_LETTERS, INTACT, KEPT, NEVER_SEEN, OUT_OF_PLACE

#: What sequences of each script begin with.
_BEGINNINGS: tuple[tuple[Letters, str], ...] = (
    ("cyrillic", "\xd0\xd1\xd2\xd3"),
    ("greek", "\xce\xcf"),
    ("hebrew", "\xd7"),
    ("arabic", "\xd8\xd9\xda\xdb"),
    ("thai", "\xe0\xb8|\xe0\xb9"),
    ("devanagari", "\xe0\xa4|\xe0\xa5"),
    ("hangul", "\xea\xeb\xec\xed"),
    ("japanese", "\xe3"),
)
_SCRIPTS: dict[str, Letters] = {
    beginning: script for script, some in _BEGINNINGS for beginning in (some.split("|") if "|" in some else some)
}
#: Kana begin so, unless the byte after it was lost; ideographic punctuation in the same way, but for that byte.
_BEYOND_LATIN = lazy("[\xce-\xdb]|\xe0[\xa4\xa5\xb8\xb9]|\xe3(?=[\x81-\xbf])|[\xe4-\xe9]|[\xea-\xed](?=[\x80-\xbf])")
_LATIN = lazy("[\xc3-\xc9][\x80-\xbf]|\xe1[\xb8-\xbb]")
_HAN = lazy("[\xe4-\xe9][\x80-\xbf]{2}")
#: Letters that Vietnamese has and hardly any other language, and those that others have and it has not.
_VIETNAMESE = lazy("\xe1[\xba\xbb]|\xc4[\x82\x83\x91\xa8\xa9]|\xc5[\xa8\xa9]|\xc6[\xa0\xa1\xaf\xb0]")
_NOT_VIETNAMESE = lazy(
    "\xc3[\x84-\x87\x8b\x8e-\x91\x96-\x98\x9b\x9c\x9e\x9f\xa4-\xa7\xab\xae-\xb1\xb6-\xb8\xbb\xbc\xbe\xbf]"
    "|\xc4[\x84-\x90\x94-\xa7\xae-\xbf]|\xc5[\x80-\xa7\xae-\xbf]|\xc8[\x98-\x9b]"
)
_ASCII_LETTERS, _HIGH = lazy("[A-Za-z]"), lazy("[\xc2-\xf4]")
_WORD = lazy("(?:[A-Za-z]|[\xc3-\xc6][\x80-\xbf]|\xe1[\xba\xbb][\x80-\xbf])+")
#: What a letter costs that may be a lead byte or intact, if it is intact: in a line with intact letters, in another.
_INTACT, _HARDLY_INTACT = 0, INTACT * UNIT


def script_of(raw: str) -> Letters | None:
    """The script that a line of bytes is in, if letters of it are counted; ``None`` for Vietnamese and Chinese.

    >>> script_of("\xd0\xbf\xd0\xbe"), script_of("a\xc3\xb1o"), script_of("C\xc3\xa1c m\xc3\xb4 h\xc3\xacnh")
    ('cyrillic', 'latin', None)
    """
    beginnings = _BEYOND_LATIN.findall(raw)
    if not beginnings:
        return _of_latin(raw)
    latin = len(_LATIN.findall(raw))
    counts = Counter(_SCRIPTS[beginning] for beginning in beginnings if beginning in _SCRIPTS)
    han = len(beginnings) - counts.total()
    number, found = max(((times, script) for script, times in counts.items()), default=(0, None))
    if found and (number * 2 > han or (found == "japanese" and number * 10 >= han)):
        return found if number >= latin else _of_latin(raw)
    return "traditional" if han > latin and _is_traditional(raw) else None


def is_undecided(raw: str) -> bool:
    """Whether a line in Latin letters has none that tells Vietnamese from other languages."""
    return not (_VIETNAMESE.search(raw) or _BEYOND_LATIN.search(raw) or _is_mostly_high(raw))


def _is_mostly_high(raw: str) -> bool:
    """Whether a line is letters of two layers of damage, or of what a code page made of another script."""
    return len(_ASCII_LETTERS.findall(raw)) < len(_HIGH.findall(raw))


def _of_latin(raw: str) -> Letters | None:
    """Whether words in Latin letters are in another language than Vietnamese."""
    theirs, others = len(_VIETNAMESE.findall(raw)), len(_NOT_VIETNAMESE.findall(raw))
    if _is_mostly_high(raw):
        return None
    if theirs > others + 1 or (others and not theirs):
        return None if theirs else "latin"
    for word in _WORD.findall(raw):
        if not word.isascii():
            text = word.encode("latin-1").decode("utf-8", "replace").lower()
            others += "\ufffd" not in text and split(text) is None
    return "latin" if others > theirs else None


def _is_traditional(raw: str) -> bool:
    """Whether more characters are of the traditional standard set only than of the simplified one only."""
    return sum(map(_balance, _HAN.findall(raw))) > 0


@lru_cache(maxsize=1 << 14)
def _balance(char: str) -> int:
    """1 for the bytes of a traditional character, -1 for those of a simplified one, 0 for one that both sets have."""
    text = char.encode("latin-1").decode("utf-8", "replace")
    return _is_in(text, "big5") - _is_in(text, "gb2312")


def _is_in(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


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
        self._choices: dict[str, Choice] = {}
        self._known: dict[str, tuple[int, ...]] = {}

    def decode(self, line: str) -> Decoded:
        """The best reading of a line of bytes written as characters."""
        parts: list[str] = self._split(line)
        found = Decoded(parts, [None] * len(parts), {}, self._kind)
        search = Search(self._model, found, beam=_BEAM)
        before, opened = "", ""
        for index, part in enumerate(parts):
            if index & 1:
                role = self._role(before, parts, index, opened) if part in _MARKS_LEFT else ""
                choice = self._choices.get(part + role) or self._read(part, role)
                if len(choice.options) > 1:
                    search.choose(choice, _place(before, parts[index + 1]), index)
                    before, opened = choice.options[0][0] or part, _opened(role, opened)
                    continue
                text, number, _, _ = choice.options[0]
                found.readings[index] = text
                search.know_all((number,))
                opened = "" if text in OPENING and not _begins(before) else _opened(text or "", opened)
                before = text or part
            elif part:
                search.know_all(self._numbers(part))
                before = part
        search.know(BOUNDARY_ID)
        search.end()
        return found

    def _role(self, before: str, parts: Sequence[str], index: int, opened: str) -> str:
        """What a mark is by its place: the end of a quotation that is open, the beginning of one, or what joins words.

        Where the high mark may be lost as well, languages differ in what begins or ends one; in Hebrew and Arabic there
        are marks that are not seen.
        """
        high = _LAST_OF_HIGH not in self._profile.lost
        if _begins(before):
            return OPENING[1] if high and self._kind == "latin" and (parts[index + 1] or "x")[0].strip() else ""
        if opened:
            return CLOSING if high or opened != OPENING[1] else ""
        return HYPHEN if _is_in_word(before, parts, index) else ""

    def _numbers(self, part: str) -> tuple[int, ...]:
        """The tokens of what is not damaged."""
        numbers = self._known.get(part)
        if numbers is None:
            tokens = letter_tokens(self._kind, part if part.isascii() else moved_back(part))
            numbers = tuple(self._model.known(tokens))
            READINGS.keep(self._known, part, numbers, 2 + len(part) // 8)
        return numbers

    def _read(self, unit: str, role: str) -> Choice:
        """The readings of one sequence; what is a mark by its place has a ``role``, the mark that it likely is."""
        model = self._model
        ranked: list[Option] = []
        for text in completions(unit, self._profile.lost, self._profile.marks):
            if self._is_unseen(text[0]) and text.encode().decode("latin-1") != unit:
                continue
            number, extra = self._number(text[0])
            if role == HYPHEN and text == role:
                number, extra = BOUNDARY_ID, 0
            elif role and role != HYPHEN and text != role:
                extra += OUT_OF_PLACE * UNIT
            ranked.append((text, number, extra + KEPT * UNIT * (len(text) - 1), _case(text[0])))
        if len(unit) == 1 and not self._sure:
            number, extra = self._number(unit)
            ranked.append((None, number, extra + self._intact, _case(unit)))
        if not ranked:
            ranked.append((None, FOREIGN_ID, 0, LOWER))
        ranked.sort(key=lambda o: o[2] + model.single[o[1]])
        ends = frozenset(text for text, _, _, _ in ranked if text and self._ends_word(text))
        return READINGS.keep(self._choices, unit + role, Choice(ranked, _BEAM, ends), 4 + len(ranked))

    def _ends_word(self, text: str) -> bool:
        """Whether a reading has more than a letter: a mark, or a blank that the model counts."""
        return len(text) > 1 and not (self._kind in UNSPACED and text[1:].isspace())

    def _is_unseen(self, char: str) -> bool:
        """Whether a character leaves no mark on the page, nor has any use in the script."""
        return self._kind not in _JOINED and unicodedata.category(char) == "Cf"

    def _number(self, char: str) -> tuple[int, int]:
        """A character's token, and what it costs on top of that token."""
        number = self._model.number(char.lower()[0])
        if number >= 0:
            return number, 0
        return FOREIGN_ID, int((oddity(char) + NEVER_SEEN) * UNIT)


#: A hyphen of its own, beside that of ASCII, quotation marks, and what is left of them.
HYPHEN, OPENING, CLOSING = "\u2010", ("“", "„"), "”"
_MARKS_LEFT = frozenset({"\xe2\x80", "\xe2\x80?", "\xe2\x80\ufffd"})


#: The last byte of “.
_LAST_OF_HIGH = 0x9C


def _opened(mark: str, opened: str) -> str:
    """The mark of the quotation that is open behind another mark."""
    return mark if mark in OPENING else "" if mark == CLOSING else opened


def _begins(before: str) -> bool:
    """Whether what stands after this may begin a quotation."""
    return before[-1:].isspace() or before[-1:] in "([{<"


def _is_in_word(before: str, parts: Sequence[str], index: int) -> bool:
    """Whether letters stand before a part and after it."""
    after = parts[index + 1] or "".join(parts[index + 2 : index + 3])
    return before[-1:].isalpha() and (after[:1].isalpha() if after[:1] < "\x80" else after[0] not in "\xc2\xe2\xe3")


#: What is unlikely after four letters is no less a word: the letters after it tell.
_BEAM = BEHIND_IN_LETTERS * UNIT
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
