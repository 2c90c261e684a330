"""What script a line of bytes is in: few of its bytes are lost, so that the lead bytes of its sequences tell."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from digestkb.patterns import lazy
from digestkb.text.encodings import encodes
from digestkb.text.language_model import UNSPACED, Letters
from digestkb.text.syllable import split
from digestkb.text.weights import MOSTLY_ONE

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
_KANA = lazy("\xe3[\x81-\x83]")
#: What ideographs and the marks between them begin with.
_EASTERN = lazy("[\xe3-\xe9\xef]")
#: Letters that Vietnamese has and hardly any other language, and those that others have and it has not.
_VIETNAMESE = lazy("\xe1[\xba\xbb]|\xc4[\x82\x83\x91\xa8\xa9]|\xc5[\xa8\xa9]|\xc6[\xa0\xa1\xaf\xb0]")
_NOT_VIETNAMESE = lazy(
    "\xc3[\x84-\x87\x8b\x8e-\x91\x96-\x98\x9b\x9c\x9e\x9f\xa4-\xa7\xab\xae-\xb1\xb6-\xb8\xbb\xbc\xbe\xbf]"
    "|\xc4[\x84-\x90\x94-\xa7\xae-\xbf]|\xc5[\x80-\xa7\xae-\xbf]|\xc8[\x98-\x9b]"
)
_ASCII_LETTERS, _HIGH = lazy("[A-Za-z]"), lazy("[\xc2-\xf4]")
_WORD = lazy("(?:[A-Za-z]|[\xc3-\xc6][\x80-\xbf]|\xe1[\xba\xbb][\x80-\xbf])+")


def script_of(raw: str) -> Letters | None:
    """Give the script that a line of bytes is in, if letters of it are counted; ``None`` for Vietnamese and Chinese.

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


def script_of_many(raw: str) -> Letters | None:
    """Give the script that lines are in which do not tell it by themselves, as many lines together do.

    >>> script_of_many("\xc3\xb1 \xc3\xa7 \xc3\xab"), script_of_many("\xe8\xaa\x9e")
    ('latin', 'traditional')
    """
    if len(_NOT_VIETNAMESE.findall(raw)) > MOSTLY_ONE * len(_VIETNAMESE.findall(raw)):
        return "latin"
    eastern, kana, latin = (len(pattern.findall(raw)) for pattern in (_HAN, _KANA, _LATIN))
    if eastern + kana <= latin:
        return None
    return "japanese" if kana * 2 > eastern else "traditional" if _balance_of(raw) > 0 else None


def script_among(raw: str, others: Letters | None) -> Letters | None:
    """Give the script that a line of bytes is in: where it does not tell, that of the ``others`` of its file.

    >>> script_among("\xe6\xa8\xa1\xe5\x9e\x8b", "traditional"), script_among("\xd0\xbf", "latin")
    ('traditional', 'cyrillic')
    """
    found = script_of(raw)
    if others == "hangul":
        return found or others
    if others == "latin":
        return "latin" if found is None and is_undecided(raw) else found
    if others in UNSPACED and found in (None, "traditional") and len(_EASTERN.findall(raw)) > len(_LATIN.findall(raw)):
        return others if others == "japanese" or _balance_of(raw) >= 0 else found
    return found


def is_undecided(raw: str) -> bool:
    """Say whether a line in Latin letters has none that tells Vietnamese from other languages."""
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
    return _balance_of(raw) > 0


def _balance_of(raw: str) -> int:
    """How many more characters of the traditional set only a line has than of the simplified one only."""
    return sum(map(_balance, _HAN.findall(raw)))


@lru_cache(maxsize=1 << 14)
def _balance(char: str) -> int:
    """1 for the bytes of a traditional character, -1 for those of a simplified one, 0 for one that both sets have."""
    text = char.encode("latin-1").decode("utf-8", "replace")
    return encodes("big5", text) - encodes("gb2312", text)
