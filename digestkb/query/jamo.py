"""A short word of Korean with one letter of a syllable wrong: 학슴 for 학습.

Nearly every syllable makes a word with nearly every other, so that a short word is put right by more than its spelling:
the letter is one that fingers or ears take for the other, the glossary has the word that is meant, and notes have it
too, of which hardly any have another word that is one letter away. Four syllables are enough without notes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise, permutations

from digestkb.query.glossary import Glossary
from digestkb.query.homophones import syllables_near
from digestkb.query.spelling import Vocabulary
from digestkb.query.units import units
from digestkb.query.written import without_particle

#: The words that are put right, in syllables; in a longer one any other letter is wrong.
_SHORTEST, _LONGEST = 2, 4
#: So many papers have what is meant, and for each that has another word that is one letter away so many.
_PAPERS, _COMMONER = 3, 10
#: The keys of a Korean keyboard, of which those above one another are neighbours too, and letters that sound alike.
_ROWS = ("ㅂㅈㄷㄱㅅ", "ㅁㄴㅇㄹㅎ", "ㅋㅌㅊㅍ", "ㅛㅕㅑㅐㅔ", "ㅗㅓㅏㅣ", "ㅠㅜㅡ")
_COLUMNS = ("ㅂㅁㅋ", "ㅈㄴㅌ", "ㄷㅇㅊ", "ㄱㄹㅍ", "ㅅㅎ")
_SOUNDS = (
    "ㄱㄲㅋ",
    "ㄷㄸㅌ",
    "ㅂㅃㅍ",
    "ㅅㅆ",
    "ㅈㅉㅊ",
    "ㅁㄴㅇ",
    "ㅐㅔㅒㅖ",
    "ㅚㅙㅞ",
    "ㅏㅑ",
    "ㅓㅕ",
    "ㅗㅛ",
    "ㅜㅠ",
    "ㅡㅜ",
)
_ALIKE = frozenset(
    (
        *(pair for row in (*_ROWS, *_COLUMNS) for one, other in pairwise(row) for pair in (one + other, other + one)),
        *(one + other for letters in _SOUNDS for one, other in permutations(letters, 2)),
    )
)


def put_right(vocabulary: Vocabulary, text: str) -> str | None:
    """Give a short word of Korean with its wrong letter put right, if it can only be one word."""
    if not all("가" <= char <= "힣" for char in text):
        return None
    glossary = Glossary.load()
    words = [word for word in (text, *without_particle(text)) if _SHORTEST <= len(word) <= _LONGEST]
    if any(vocabulary.says(word) or glossary.called(units(word)) for word in words):
        return None
    return next(filter(None, (_known(vocabulary, glossary, word) for word in words)), None)


def _known(vocabulary: Vocabulary, glossary: Glossary, word: str) -> str | None:
    near = {other: vocabulary.count_text(other) for other in _near(word)}
    best = max(near, key=lambda other: (near[other], other))
    rivals = max(count for other, count in near.items() if other != best)
    if near[best] >= max(_PAPERS, _COMMONER * rivals):
        return best if is_alike(word, best) and glossary.called(units(best)) else None
    named = [other for other in near if glossary.called(units(other))] if len(word) == _LONGEST else []
    return named[0] if len(named) == 1 and is_alike(word, named[0]) else None


def alike(word: str) -> Iterator[str]:
    """Yield the words of which one letter is another that is beside it or sounds like it; none of another script."""
    if all("가" <= char <= "힣" for char in word):
        yield from (other for other in _near(word) if is_alike(word, other))


def _near(word: str) -> Iterator[str]:
    """Yield the words of which one letter of a syllable is another."""
    for place, char in enumerate(word):
        for other in syllables_near(char):
            if other != char:
                yield word[:place] + other + word[place + 1 :]


def is_alike(word: str, other: str) -> bool:
    """Say whether of two words of Korean one letter is another that is beside it on the keyboard or sounds like it.

    >>> [is_alike("학습", other) for other in ("학슴", "학숩", "핚습", "학섭", "학생")]
    [True, True, True, False, False]
    """
    letters, others = (unicodedata.normalize("NFKD", one) for one in (word, other))
    changed = [pair for pair in zip(letters, others, strict=False) if pair[0] != pair[1]]
    return len(letters) == len(others) and len(changed) == 1 and "".join(map(_alone, changed[0])) in _ALIKE


def _alone(letter: str) -> str:
    """Give a letter of a syllable as it is written alone."""
    name = unicodedata.name(letter).split()[-1]
    return unicodedata.lookup(f"HANGUL LETTER {name}")
