"""English words as Katakana and Hangul write them by their sound: マンバ and 맘바 for Mamba.

A character stands for a sound, by its name in Unicode, and a sound for the few ways in which English spells it. A word
is another's transliteration if the characters can be read from its first letter to its last, each as one of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from digestkb.tuples import NamedTuple

#: How English spells vowels of Katakana; with a hyphen long ones, to which an ``r`` that is not spoken belongs. What
#: stands behind the bar is a spelling that a sound seldom has.
_VOWELS = {
    "a": "a u | o ou",
    "i": "i y e | ee ea ie ui a",
    "u": "u e | o oo ou ew ue w",
    "e": "e | a ea ai ei",
    "o": "o | a au ou oa",
    "a-": "ar er or ir ur a | ear our ure au aw al ah re",
    "i-": "i y e ee ea ey | ie ei eer ear ere",
    "u-": "u oo ou | o ew ue ui oor",
    "e-": "a ai ay | ei ey ea e",
    "o-": "o or oa au aw al | ow ar ore oor oar oo ough a",
    "ai": "i y ai igh | ie ei ia ae uy",
    "au": "ou ow au",
    "ei": "a ai ay ei | ey ae e ea eigh",
    "oi": "oi oy",
    "ou": "o ou ow oa oh",
    "ya": "ya ia a | ie ea",
    "yu": "u yu ew eu | ue iu you",
    "yo": "yo io | eo o",
    "ya-": "ya ia ier ar | ear our or er",
    "yu-": "u yu ew eu ure | ue iu you",
    "yo-": "yo io yor | eo",
}
#: How it spells those of Hangul, which writes none long.
_KOREAN_VOWELS = {
    "a": "a ar | o u ah al",
    "i": "i y e ee ea | ie ey a",
    "u": "u oo | o ou ew ue w",
    "e": "e a | ea ai ay",
    "o": "o or | a au aw al oa ow oo",
    "ai": "i y ai igh | ie ei ia",
    "au": "ou ow au",
    "ei": "a ai ay ei | ey ae e ea eigh",
    "oi": "oi oy",
    "ou": "o ou ow oa",
    "ya": "ya ia",
    "yu": "u yu ew eu | ue iu you ure",
    "yo": "yo io",
    "ae": "a e | ai",
    "yae": "ya",
    "eo": "er or ur ir u ar | o a e our ear ure re r ou io",
    "yeo": "yo you",
    "ye": "ye | ya ie",
    "wa": "wa ua",
    "wae": "wa we",
    "oe": "oe",
    "weo": "wo wa",
    "we": "we ue wa",
    "wi": "wi ui",
    "eu": " | e",
    "yi": "ui",
}
#: How it spells consonants of Katakana.
_CONSONANTS = {
    "k": "k c ck q cc x | ch qu",
    "g": "g gg x | gh gu",
    "s": "s ss c th | sc ps",
    "sh": "sh t s | c ss sch ti ci si",
    "z": "z s | th zz ss ds",
    "j": "j g dg | z d s si",
    "t": "t tt | th",
    "ch": "ch tch t | c",
    "ts": "ts t | tz z",
    "d": "d dd",
    "n": "n nn | kn",
    "h": "h | wh",
    "f": "f ff ph h | gh",
    "b": "b bb v",
    "v": "v",
    "p": "p pp",
    "m": "m mm | mb",
    "r": "r l rr ll | wr rh",
    "w": "w | wh",
    "y": "y",
    "n'": "n m nn | ng",
}
#: How it spells those of Hangul before a vowel, and with a hyphen behind one.
_KOREAN_CONSONANTS = {
    "g": "g gg | k gu",
    "gg": "g | k c",
    "n": "n nn | kn",
    "d": "d dd | th",
    "dd": "t | d",
    "r": "r l rr ll | wr rh",
    "m": "m mm | mb",
    "b": "b bb v",
    "bb": "b | p",
    "s": "s ss sh c th | sc ps",
    "ss": "s ss th | c",
    "j": "j z g | s zz dg",
    "jj": "z | j",
    "c": "ch tch | t",
    "k": "k c ck q cc x | ch qu",
    "t": "t tt | th",
    "p": "p f pp ff ph",
    "h": "h | wh",
    "-g": "k c ck x | g ch",
    "-n": "n nn",
    "-d": "d",
    "-l": "l r ll",
    "-m": "m mm",
    "-b": "p b | pp",
    "-s": "t tt | d th",
    "-ng": "ng n",
}
#: Consonants that a vowel of each script only keeps from the next one, and stands for nothing then; ``None`` is any.
_MUTE = {"u": None, "o": ("t", "d"), "i": ("ch", "j", "sh", "k")}
_KOREAN_MUTE = {"eu": None, "i": ("c", "j", "s")}
#: Consonants that ``x`` spells along with the one before them.
_IN_X = frozenset(("s", "sh", "z", "ss"))
#: Vowels that English writes as one.
_DIPHTHONGS = frozenset(("ai", "au", "ei", "oi", "ou"))
#: The sounds that Unicode names by the row of their character, not as they are spoken.
_SPOKEN = {"si": "sh", "ti": "ch", "tu": "ts", "hu": "f", "zi": "j", "di": "j", "du": "z"}
_NAME = re.compile(r"([^aeiouwy]*)([aeiouwy]+)(.*)")
_KATAKANA, _HANGUL = re.compile("[ァ-ヴー]+"), re.compile("[가-힣]+")
#: A word of fewer letters, or consonants, is like another too often.
SHORTEST, _FEWEST = 4, 3
#: No sound is spelled by so many letters.
_MOST_LETTERS = 7


class Sound(NamedTuple):
    """A consonant and the vowel behind it, either of which may be missing: their spellings, of which some are seldom.

    A spelling costs 0 or, if it is seldom, 1.
    """

    consonant: Mapping[str, int]
    vowel: Mapping[str, int]
    may_be_in_x: bool = False


def transliterated(text: str, words: Callable[[str, int, int], Iterable[str]]) -> tuple[str, ...]:
    """Give the English words that a word in Katakana or Hangul is closest to by its sound.

    ``words`` yields those that begin so, of so many letters. The more consonants there are, the more of the sounds may
    be spelled as they seldom are; with fewer than three, it may be any word.

    >>> known = ("mamba", "member", "transducer", "shark")
    >>> def words(beginning, shortest, longest):
    ...     return (word for word in known if word.startswith(beginning) and shortest <= len(word) <= longest)
    >>> [transliterated(text, words) for text in ("マンバ", "맘바", "トランスデューサー", "트랜스듀서", "수학", "メモ")]
    [('mamba',), ('mamba',), ('transducer',), ('transducer',), (), ()]
    """
    sounds = sounds_of(text)
    most = sum("" not in one.consonant for one in sounds) - _FEWEST
    if most < 0:
        return ()
    costs: dict[str, int] = {}
    for beginning in _beginnings(sounds[0]):
        for word in words(beginning, SHORTEST, len(sounds) * _MOST_LETTERS):
            away = cost(sounds, word)
            if away is not None and away <= most:
                most = away
                costs[word] = away
    return tuple(sorted(word for word, away in costs.items() if away == most))


def _beginnings(sound: Sound) -> list[str]:
    """Give what words begin with that begin with a sound, without what begins with another of them."""
    every = sorted(consonant + vowel for consonant in sound.consonant for vowel in sound.vowel)
    return [
        one for one in every if one and not any(other and one != other and one.startswith(other) for other in every)
    ]


def cost(sounds: Sequence[Sound], word: str) -> int | None:
    """Say how many of some sounds an English word spells as they seldom are; ``None`` if it spells others.

    >>> [cost(sounds_of(text), "mamba") for text in ("マンバ", "メンバー")]
    [0, 1]
    """
    at = {0: 0}
    for sound in sounds:
        at = read_on(word, sound, at)
    mute = at.get(len(word) - 1) if word.endswith("e") else None
    return at.get(len(word), mute)


def read_on(word: str, sound: Sound, at: Mapping[int, int]) -> dict[int, int]:
    """Give where in a word one may be behind a sound, and at what cost, from where one may be before it."""
    found: dict[int, int] = {}
    for place, so_far in at.items():
        begun = [
            (place + len(one), so_far + more) for one, more in sound.consonant.items() if word.startswith(one, place)
        ]
        before = word[place - 1 : place]
        if (before == "x" and sound.may_be_in_x) or (before == "l" and "l" in sound.consonant):
            begun.append((place, so_far))
        for middle, now in begun:
            for one, more in sound.vowel.items():
                if word.startswith(one, middle):
                    end = middle + len(one)
                    found[end] = min(found.get(end, now + more), now + more)
    return found


def sounds_of(text: str) -> tuple[Sound, ...]:
    """Give the sounds that a word in Katakana or Hangul stands for; none if it is written in anything else."""
    text = unicodedata.normalize("NFKC", text)
    if _HANGUL.fullmatch(text):
        return tuple(_sound(*one, is_korean=True) for one in _syllables(text))
    if not _KATAKANA.fullmatch(text):
        return ()
    moras = _moras(text)
    consonant, vowel = moras[-1]
    last = _sound(consonant, vowel)
    if vowel == "a":  # many leave out that a last one is long
        last = last._replace(vowel={**_sound(consonant, "a-").vowel, **last.vowel})
    return (*(_sound(*one) for one in moras[:-1]), last)


@cache
def _sound(consonant: str, vowel: str, is_korean: bool = False) -> Sound:
    consonants, vowels = (_KOREAN_CONSONANTS, _KOREAN_VOWELS) if is_korean else (_CONSONANTS, _VOWELS)
    mute = (_KOREAN_MUTE if is_korean else _MUTE).get(vowel, ())
    spelled, voiced = _spellings(consonants.get(consonant, "")), _spellings(vowels.get(vowel, ""))
    if consonant and (mute is None or consonant in mute):
        voiced[""] = 0
    return Sound(spelled, voiced, consonant in _IN_X)


def _spellings(listed: str) -> dict[str, int]:
    often, _, seldom = listed.partition("|")
    return {**dict.fromkeys(seldom.split(), 1), **dict.fromkeys(often.split(), 0)} or {"": 0}


def _moras(text: str) -> list[tuple[str, str]]:
    """Read Katakana as consonants and vowels; a small character changes the one before it."""
    found: list[tuple[str, str]] = []
    for char in text:
        *_, size, name = unicodedata.name(char).lower().split()
        consonant, vowel = found[-1] if found else ("", "")
        if char == "ー":
            found[-1:] = [(consonant, f"{vowel.removesuffix('-')}-" if vowel else "")]
        elif char == "ン":
            found.append(("n'", ""))
        elif size != "small":
            found.append((_SPOKEN.get(name, name[:-1]), name[-1]))
        elif char != "ッ" and found:
            is_soft = name[0] == "y" and consonant in ("sh", "ch", "j")
            found[-1] = ("w" if (consonant, vowel) == ("", "u") else consonant, name[1:] if is_soft else name)
    return _with_diphthongs(found)


def _syllables(text: str) -> list[tuple[str, str]]:
    """Read Hangul as consonants and vowels; a consonant that ends a syllable stands for itself, with a hyphen."""
    found = []
    for char in text:
        named = _NAME.fullmatch(unicodedata.name(char).split()[-1].lower())
        assert named, char
        beginning, vowel, ending = named.groups()
        found += [(beginning, vowel), *([(f"-{ending}", "")] if ending else ())]
    return _with_diphthongs(found)


def _with_diphthongs(sounds: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for consonant, vowel in sounds:
        if found and not consonant and found[-1][1] + vowel in _DIPHTHONGS:
            found[-1] = (found[-1][0], found[-1][1] + vowel)
        else:
            found.append((consonant, vowel))
    return found
