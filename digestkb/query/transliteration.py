"""English words as Katakana and Hangul write them by their sound: マンバ and 맘바 for Mamba.

A character stands for a sound, by its name in Unicode, and a sound for the few ways in which English spells it. A word
is another's transliteration if the characters can be read from its first letter to its last, each as one of these.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from digestkb.tuples import NamedTuple

#: How English spells vowels of Katakana; with a hyphen long ones, to which an ``r`` that is not spoken belongs. What
#: stands behind the bar is a spelling that a sound seldom has.
_VOWELS = {
    "a": "a u | o ou",
    "i": "i y | e ee ea ie ui",
    "u": "u e | o oo ou ew ue w",
    "e": "e | a ea ai ei",
    "o": "o | a au ou oa",
    "a-": "ar er or ir ur | a ear our ure au aw al ah",
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
    "a": "a ar | o u ah",
    "i": "i y ee ea | e ie ey",
    "u": "u oo | o ou ew ue w",
    "e": "e | a ea ai ay",
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
    "eo": "er or ur ir u ar | o a e our ear ure ou io",
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
#: How it spells consonants of Katakana. Those with an apostrophe stand before ``e``, ``i`` and ``y`` alone, and without
#: it ``c`` never does.
_CONSONANTS = {
    "k": "k c ck q cc x | ch qu",
    "g": "g gg x | gh gu",
    "s": "s ss c' | th sc' ps",
    "sh": "sh s ti | c' ss sch ch ci si",
    "z": "z s | th zz ss ds",
    "j": "j g' dg' | z d s si",
    "t": "t tt | th",
    "ch": "ch tch t",
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
    "s": "s ss c' | th sc' ps",
    "sh": "sh s ss c' | th sc'",
    "ss": "s ss c' | th",
    "j": "j z g' | s zz dg'",
    "jj": "z | j",
    "c": "ch tch | t",
    "k": "k c ck q cc x | ch qu",
    "t": "t tt | th",
    "p": "p f pp ff ph",
    "h": "h | wh",
    "-g": "k c ck x | g ch",
    "-n": "n nn",
    "-d": "d",
    "-l": "l ll",
    "-m": "m mm",
    "-b": "p b | pp",
    "-s": "t tt | d th",
    "-ng": "ng | n",
}
#: Consonants that a vowel of each script only keeps from the next one, and stands for nothing then; ``None`` is any.
_MUTE = {"u": None, "o": ("t", "d"), "i": ("ch", "j", "sh")}
_KOREAN_MUTE = {"eu": None, "i": ("c", "j")}
#: Consonants that ``x`` spells along with one of the others before them.
_IN_X, _BEFORE_X = frozenset(("s", "sh", "z", "ss")), frozenset(("k", "g", "-g"))
#: Before these vowels Hangul's ``s`` is another.
_SOFTENING = ("i", "y")
#: What English writes behind short vowels alone.
_SHORTENING = ("ck", "tch", "tt", "ss", "pp", "bb", "dd", "gg", "ff", "mm", "nn", "zz", "cc")
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
    most = most_seldom(sounds)
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


def most_seldom(sounds: Sequence[Sound]) -> int:
    """Say how many of some sounds may be spelled as they seldom are; less than none if they may be of any word."""
    return sum("" not in one.consonant for one in sounds) - _FEWEST


def may_be_heard(word: str) -> bool:
    """Say whether an English word in small letters is long enough for one that sounds like it.

    >>> [may_be_heard(word) for word in ("mamba", "axon", "llm", "idea")]
    [True, True, False, False]
    """
    spoken = sum(letter not in "aeiou" for letter in word) + word.count("x")
    return len(word) >= SHORTEST and word.isalpha() and spoken >= _FEWEST


def _beginnings(sound: Sound) -> list[str]:
    """Give what words begin with that begin with a sound, without what begins with another of them."""
    every = sorted(consonant.removesuffix("'") + vowel for consonant in sound.consonant for vowel in sound.vowel)
    return [
        one for one in every if one and not any(other and one != other and one.startswith(other) for other in every)
    ]


def cost(sounds: Sequence[Sound], word: str) -> int | None:
    """Say how many of some sounds an English word spells as they seldom are; ``None`` if it spells others.

    >>> [cost(sounds_of(text), "mamba") for text in ("マンバ", "メンバー")]
    [0, 2]
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
        for middle, is_mute, more in _consonants_at(word, place, sound):
            for vowel, still_more in sound.vowel.items():
                end, now = middle + len(vowel), so_far + more + still_more
                if vowel == "" and is_mute and sound.consonant.keys() >= {"r"}:
                    continue
                if word.startswith(vowel, middle) and (vowel != "e" or end < len(word) or "" in sound.vowel):
                    found[end] = min(found.get(end, now), now)
    return found


def _consonants_at(word: str, place: int, sound: Sound) -> Iterator[tuple[int, bool, int]]:
    """Yield where a consonant ends that a word has in a place, whether it is an ``r``, and what it costs."""
    before = word[place - 1 : place]
    if (before == "x" and sound.may_be_in_x) or (before == "l" and "l" in sound.consonant):
        yield place, False, 0
    for spelled, cost in sound.consonant.items():
        letters = spelled.removesuffix("'")
        end = place + len(letters)
        if word.startswith(letters, place):
            is_soft, may_be_hard = word[end : end + 1] in ("e", "i", "y"), letters[-1:] != "c"
            if is_soft if spelled != letters else (may_be_hard or not is_soft):
                yield end, letters[-1:] == "r", cost


def sounds_of(text: str) -> tuple[Sound, ...]:
    """Give the sounds that a word in Katakana or Hangul stands for; none if it is written in anything else."""
    text = unicodedata.normalize("NFKC", text)
    if _HANGUL.fullmatch(text):
        return _sounds(_syllables(text), is_korean=True)
    return _sounds(_moras(text)) if _KATAKANA.fullmatch(text) else ()


def _sounds(parts: Sequence[tuple[str, str]], is_korean: bool = False) -> tuple[Sound, ...]:
    found = []
    before, after = [("", ""), *parts], [*parts[1:], ("", "")]
    for (consonant, vowel), (last, long), (following, _) in zip(parts, before, after, strict=False):
        sound = _sound(consonant, vowel, is_korean)
        never = {one for one in sound.consonant if one == "x" and following not in _IN_X}
        if long.endswith("-") or long in _DIPHTHONGS:
            never.update(_SHORTENING)
        spelled = {one: cost for one, cost in sound.consonant.items() if one not in never}
        found.append(Sound(spelled, sound.vowel, consonant in _IN_X and last in _BEFORE_X))
    if found and not is_korean and parts[-1][1] == "a":  # many leave out that a last one is long
        found[-1] = found[-1]._replace(vowel={"er": 0, "or": 0, "ar": 0, **found[-1].vowel})
    return tuple(found)


@cache
def _sound(consonant: str, vowel: str, is_korean: bool) -> Sound:
    consonants, vowels = (_KOREAN_CONSONANTS, _KOREAN_VOWELS) if is_korean else (_CONSONANTS, _VOWELS)
    mute = (_KOREAN_MUTE if is_korean else _MUTE).get(vowel, ())
    voiced = _spellings(vowels.get(vowel, ""))
    if consonant and (mute is None or consonant in mute):
        voiced[""] = 0
    is_soft = is_korean and consonant == "s" and vowel.startswith(_SOFTENING)
    return Sound(_spellings(consonants.get("sh" if is_soft else consonant, "")), voiced)


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
