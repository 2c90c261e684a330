"""A name of the glossary with one character wrong that sounds like the right one: 模形 for 模型.

An input method gives one for another that sounds alike, in Mandarin or in Japanese (``sounds.txt``, which
``tools/write_sounds.py`` makes). In Korean one letter of a syllable is another, in Katakana the voice mark is.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from digestkb.query.glossary import Glossary
from digestkb.query.lists import listed
from digestkb.query.units import columns, units, written_units
from digestkb.query.words import PARTICLES
from digestkb.text.fold import is_cjk
from digestkb.tuples import NamedTuple

#: The names that are looked for, in characters, and in syllables of Korean: in a shorter one, another character makes
#: another name too often.
_SHORTEST, _SHORTEST_KOREAN, _LONGEST = 4, 5, 10
#: Of a text with more characters that no name has, nobody can tell which is wrong; a word in Kana has many.
_MOST_UNKNOWN, _LAST_KANA = 4, "\u30ff"
#: Syllables of Korean stand in the order of their first letters, of their vowels and of what ends them.
_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3
_BEGINNINGS, _VOWELS, _ENDS = 19, 21, 28
#: Katakana with and without voice, as one character each.
_VOICES = ("", "\u3099", "\u309a")


class _Righted(NamedTuple):
    """Where another character makes a name, and where that stands."""

    place: int
    char: str
    start: int
    end: int


def put_right(glossary: Glossary, text: str) -> str | None:
    """Give a run of Chinese, Japanese or Korean with its wrong character put right; ``None`` unless there is one for
    certain: it belongs to no name, and with one other that sounds alike it does, to a name of four characters or more
    that stands alone, beside names, or beside what joins names.

    >>> glossary = Glossary("a\\tx\\tdiffusion model\\t\\t扩散模型\\t강화 학습\\t強化学習")
    >>> [put_right(glossary, text) for text in ("扩散模形", "強化学収", "扩散模板", "扩散模型")]
    ['扩散模型', '強化学習', None, None]
    """
    typed = words_of(text)
    keys = units(text)
    unknown = _unknown(glossary, text)
    foreign = {place for place in unknown if not _is_joint(typed[place])}
    if sum(keys[place] > _LAST_KANA for place in foreign) > _MOST_UNKNOWN:
        return None
    found = [one for place in unknown for one in _righted(glossary, keys, place)]
    found = [one for one in found if foreign.isdisjoint((one.start - 1, one.end))]
    longest = max((one.end - one.start for one in found), default=0)
    best = [one for one in found if one.end - one.start == longest]
    if len({(one.place, one.char) for one in best}) != 1:
        return None
    start, end = columns(text)[best[0].place]
    return text[:start] + _spelled(glossary, typed, best[0]) + text[end:]


def _unknown(glossary: Glossary, text: str) -> list[int]:
    """Give where the characters of a text stand that belong to no name."""
    words = written_units(text)
    known = {place for one in glossary.meanings(words) for place in range(one.start, one.end)}
    return [place for place, word in enumerate(words) if place not in known and word.key and is_cjk(word.key)]


def _is_joint(written: str) -> bool:
    """Say whether a character only joins names, or ends one in Korean."""
    return written in listed("joint") or written in PARTICLES


def words_of(text: str) -> tuple[str, ...]:
    """Give the units of a text as they were written."""
    return tuple(word.written for word in written_units(text))


def _righted(glossary: Glossary, keys: Sequence[str], place: int) -> Iterator[_Righted]:
    """Yield the characters that sound like the one at a place and make names with those around it."""
    shortest = _SHORTEST_KOREAN if _is_korean(keys[place]) else _SHORTEST
    for char in _sounding_like(keys[place]):
        said = (*keys[:place], char, *keys[place + 1 :])
        for start in range(max(0, place - _LONGEST + 1), place + 1):
            for end in range(max(place + 1, start + shortest), min(len(keys), start + _LONGEST) + 1):
                if glossary.called(said[start:end]):
                    yield _Righted(place, char, start, end)


def _spelled(glossary: Glossary, typed: Sequence[str], one: _Righted) -> str:
    """Give a character as it is written in the name that is most like what was typed: 習 in 強化学習."""
    name = (*units("".join(typed[one.start : one.place])), one.char, *units("".join(typed[one.place + 1 : one.end])))
    forms = (form.text for concept in glossary.called(name) for form in concept.forms if form.units == name)
    written = [words_of(form) for form in forms]
    around = typed[one.start : one.end]
    like = max(written, key=lambda said: sum(map(str.__eq__, said, around)), default=name)
    return like[one.place - one.start]


def _sounding_like(char: str) -> set[str]:
    """Give the characters that sound like a folded one, or nearly."""
    if _is_korean(char):
        found = set(syllables_near(char))
    else:
        bare = unicodedata.normalize("NFD", char)[0]
        voiced = (unicodedata.normalize("NFC", bare + voice) for voice in _VOICES)
        found = {*(one for one in voiced if len(one) == 1), *_homophones().get(char, "")}
    return found - {char}


def _is_korean(char: str) -> bool:
    return _FIRST_SYLLABLE <= ord(char) <= _LAST_SYLLABLE


def syllables_near(char: str) -> Iterator[str]:
    """Yield the syllables of Korean of which one letter is another, and the syllable itself."""
    number = ord(char) - _FIRST_SYLLABLE
    first, vowel, end = number // (_VOWELS * _ENDS), number // _ENDS % _VOWELS, number % _ENDS
    near = [(other, vowel, end) for other in range(_BEGINNINGS)]
    near += [(first, other, end) for other in range(_VOWELS)]
    near += [(first, vowel, other) for other in range(_ENDS)]
    yield from (chr(_FIRST_SYLLABLE + (a * _VOWELS + b) * _ENDS + c) for a, b, c in near)


@cache
def _homophones() -> dict[str, str]:
    """Read which characters sound like each."""
    found: dict[str, str] = {}
    for line in Path(__file__).with_name("sounds.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            for char in line:
                found[char] = found.get(char, "") + line
    return found
