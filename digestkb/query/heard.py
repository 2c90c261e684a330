"""Words that notes write in another script by their sound: マンバ where they have Mamba, Mamba where they have マンバ.

Asked for last, where neither notes nor the glossary know a word as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from digestkb.query.glossary import Glossary
from digestkb.query.spelling import Vocabulary
from digestkb.query.transliteration import (
    cost,
    may_be_heard,
    most_seldom,
    read_on,
    sounds_of,
    transliterated,
)
from digestkb.query.units import singular, units
from digestkb.query.words import PARTICLES
from digestkb.query.written import NEVER_FIRST, without_particle

#: Pairs of characters that begin with these begin words in Katakana and Hangul.
_FIRST = (("ァ", "ー"), ("가", "힣"))
#: Characters that change the sound before them.
_CHANGING = (*"ァィゥェォッャュョーイウ", *(unicodedata.normalize("NFD", char) for char in "이우"))
#: So many characters at most stand for a letter.
_LONGEST = 2
#: In the texts of so many papers is looked whether what was heard is a word.
_LOOKED_AT = 20
#: So many beginnings of words are followed: a word that could be more is none that anybody transliterates.
_MOST = 20_000


def in_english(vocabulary: Vocabulary, text: str, meant: Callable[[Mapping[str, int]], str | None]) -> str | None:
    """Give the one English word of notes that a word in Katakana or Hangul writes by its sound, unless it has a name
    of its own; ``meant`` chooses among several by how many papers have each.

    Those who wrote a paper are no words: 지진 is an earthquake, nobody called Zijin.
    """
    glossary = Glossary.load()
    for word in (text, *without_particle(text)):
        if vocabulary.says(word) or glossary.called(units(word)):
            return None
        counts = {found: vocabulary.count_said(found) for found in transliterated(word, vocabulary.of_length)}
        if best := meant({found: count for found, count in counts.items() if count}):
            return best
    return None


def in_other_scripts(vocabulary: Vocabulary, word: str) -> str | None:
    """Give the word in Katakana or Hangul of notes that writes an English one in small letters by its sound."""
    word = singular(word)
    if not may_be_heard(word):
        return None
    costs: dict[str, int] = {}
    for text in _read(vocabulary, word):
        sounds = sounds_of(text)
        away = cost(sounds, word)
        if away is not None and away <= most_seldom(sounds) and _is_word(vocabulary, text):
            costs[text] = away
    least = min(costs.values(), default=0)
    counts = {text: vocabulary.count_text(text) for text, away in costs.items() if away == least}
    return max(counts, key=lambda text: (counts[text], text), default=None)


def _read(vocabulary: Vocabulary, word: str) -> Iterator[str]:
    """Yield what may be words of notes, character by character as long as the word has their sounds."""
    following: dict[str, list[str]] = {}
    for first, last in _FIRST:
        for pair in vocabulary.pairs(first, last):
            following.setdefault(pair[0], []).append(pair[1])
    left = [char for char in following if char not in NEVER_FIRST and _may_go_on(word, (0,), char)]
    for _ in range(_MOST):
        if not left:
            return
        text = left.pop()
        begins, at = _read_to(text, word)
        if begins and len(text) <= _LONGEST * len(word):
            yield text
            left += [text + char for char in following.get(text[-1], ()) if _may_go_on(word, at, char)]


def _read_to(text: str, word: str) -> tuple[bool, frozenset[int]]:
    """Say whether an English word may begin with the sounds of characters that others follow, which may change the last
    one, and give where one is then if they do not.

    >>> [_read_to(text, "mamba") for text in ("マン", "マンモス")]
    [(True, frozenset({3})), (False, frozenset())]
    """
    sounds = sounds_of(text)
    at: Mapping[int, int] = {0: 0}
    for sound in sounds[:-1]:
        at = read_on(word, sound, at)
    return bool(sounds and at), frozenset(read_on(word, sounds[-1], at)) if sounds and at else frozenset()


def _may_go_on(word: str, at: Iterable[int], char: str) -> bool:
    """Say whether an English word may have the sound of a character in one of some places.

    >>> [_may_go_on("mamba", [3], char) for char in "バモ"]
    [True, False]
    """
    letters = _first_letters(char)
    return letters is None or "x" in word or any(word[place : place + 1] in letters for place in at)


@cache
def _first_letters(char: str) -> frozenset[str] | None:
    """Give what a sound may begin with; ``None`` for one that changes the sound before it."""
    sounds = sounds_of(char)
    if not sounds or unicodedata.normalize("NFD", char).startswith(_CHANGING) or "l" in sounds[0].consonant:
        return None
    spelled = sounds[0].vowel if "" in sounds[0].consonant else sounds[0].consonant
    return frozenset(one[:1] for one in spelled)


def _is_word(vocabulary: Vocabulary, text: str) -> bool:
    """Say whether a text stands in notes as a word: alone among what is of its script, but for a particle."""
    letters, ending = ("가-힣", f"(?:{'|'.join(sorted(PARTICLES))})?") if text[0] >= "가" else ("ァ-ヴー", "")
    stands = re.compile(f"(?<![{letters}]){text}{ending}(?![{letters}])")
    return any(map(stands.search, vocabulary.texts_with(text, _LOOKED_AT)))
