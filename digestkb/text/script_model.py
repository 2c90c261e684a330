"""How unlikely a text is by its characters alone: a model of scripts that needs no data file.

It judges encodings, where a wrong guess gives rare ideographs, symbols between letters or unassigned code points. The
figures are bits, in round numbers: what a character of that kind costs after a character of the kind before it.
"""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

from digestkb.patterns import lazy
from digestkb.text.encodings import encodes
from digestkb.text.weights import BESIDE_ACCENT, BLANK, COMMON_IDEOGRAPH, INSIDE_ANOTHER, LETTER_ALONE


def cost(text: str) -> float:
    """Count the bits that the text takes; of two readings of the same bytes the likelier one has fewer.

    >>> cost("模型") < cost("ÄŁĐÍ")
    True
    """
    words = text.split(" ")
    # No turn to or from a space costs anything, so that words can be weighed one by one, and most come again.
    return BLANK * (len(words) - 1) + sum(_known_word(word) if len(word) < _SHORT else _word(word) for word in words)


def _word(word: str) -> float:
    bits = 0.0
    before = "space"
    for kind, own in map(_KINDS.__getitem__, word):
        bits += own
        if kind != before:
            bits += _TURN.get((before, kind), 0.0)
            if kind == "script" and before not in ("space", "point"):
                bits += INSIDE_ANOTHER
        before = kind
    return bits


#: Words of fewer characters are remembered; longer ones are sentences of a script without spaces.
_SHORT = 24
_known_word = lru_cache(maxsize=1 << 14)(_word)


def strangeness(text: str) -> float:
    """Count the bits on top of its `cost` for what a reading has by chance, and hardly any text.

    Letters of other scripts beside accented ones, or alone; characters of planes that have none.

    >>> strangeness("Č莞Ć") > strangeness("GRPO和PPO") == 0
    True
    """
    if text.isascii():
        return 0.0
    if _UNUSED.search(text):
        return math.inf
    bits = 0.0
    if _IDEOGRAPH.search(text):
        lodged = (match.group() for match in _LONE_IDEOGRAPH.finditer(text))
        bits += BESIDE_ACCENT * sum(_KINDS[char][1] > COMMON_IDEOGRAPH for char in lodged)
    if _OF_OTHER_FORMS.search(text) is None:
        return bits
    bits += BESIDE_ACCENT * len(_LODGED.findall(text)) + LETTER_ALONE * len(_LONELY.findall(text))
    if _CYRILLIC.search(text) and not _CYRILLIC_WORD.search(text):
        bits += LETTER_ALONE * len(_CYRILLIC.findall(text))
    stray = sum(len(unicodedata.normalize("NFC", pair)) > 1 for pair in _MARKED.findall(text))
    return bits + BESIDE_ACCENT * (stray + sum(len(form.findall(text)) for form in _NEVER))


#: What one character at least is of in all forms but that of a lone ideograph.
_OF_OTHER_FORMS = lazy("[\u0080-\u1fff\u3100-\u33ff]")
#: A letter of another script beside an accented Latin one or a Cyrillic one, an accented Greek one beside any.
_LODGED = lazy(
    "(?<=[\u0400-\u04ff])[\u0590-\u1dff\u2900-\ud7ff]|[\u0590-\u1dff\u2900-\ud7ff](?=[\u0400-\u04ff])|"
    "[ΆΈΉΊΌΎΏάέήίόύώ](?=[A-Za-z])|(?<=[A-Za-z])[ΆΈΉΊΌΎΏάέήίόύώ]|(?<=[\u00c0-\u024f])[\u0400-\u1dff\u2c00-\ud7ff]|[\u0400-\u1dff\u2c00-\ud7ff](?=[\u00c0-\u024f])"
)
#: One ideograph or syllable beside Latin letters and signs: only a common one is set so.
_IDEOGRAPH = lazy("[\u3400-\u9fff\uac00-\ud7af]")
_LONE_IDEOGRAPH = lazy(
    "(?<![\u3000-\u9fff\uac00-\uffef])[\u3400-\u9fff\uac00-\ud7af](?![\u3000-\u9fff\uac00-\uffef])"
    "(?:(?<=[a-z?\u00a1-\u024f\u0370-\u04ff].)|(?=[a-z?\u00a1-\u024f\u0370-\u04ff]))"
)
#: A combining mark that no letter stands before; lines through numbers stand there too.
_STRAY_MARK = lazy(
    "(?:^|(?<=[\\s(\\[\"'“‘”’]))[\u0300-\u0334\u0339-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u06d6-\u06dc]"
    "|(?<=[0-9A-Za-z])[\u0591-\u05bd\u064b-\u065f\u06d6-\u06dc]"
)
#: A Latin letter with a combining mark, which are one character but where the letter never has that mark.
_MARKED = lazy("[A-Za-z][\u0300-\u0328]")
#: What stands behind a Latin letter only where a letter and the sign of a note, a brand or a measure were taken for
#: bytes (``NESCAFÉ®``, ``COSÌ³``, ``Guairá†``): behind a capital a small letter that only phonetics and few languages
#: have, behind a small one a capital with two marks, behind any one letter of another script than Greek.
_BEHIND_LATIN = lazy(
    "(?<=[A-Z])[\u01dd-\u0217\u021c-\u02b8\u02bd-\u02ff\u0329-\u0377\u037a-\u037f\u03d8-\u03ff](?![A-Za-z])"
    f"|(?<=[a-z])[{''.join(map(chr, range(0x1E00, 0x1EFF, 2)))}]"
    "|(?<=[A-Za-z])[\u0400-\u1cff\u3100-\u33ff](?![\u0400-\u1cff\u3100-\u33ff])"
)
#: The same in front of one: a letter, a hyphen or a mark of a script that is not set so.
_BEFORE_LATIN = lazy("[\u0530-\u05ff\u0700-\u08ff](?=[A-Za-z])")
#: A letter by itself that is a word in no language, as ``Å²``, ``Ä±`` and ``Ñ°`` would be: it has a mark and is no
#: vowel of the West, or it is of a script, or for phonetics, where nothing like it stands beside it.
_NO_WORD = lazy(
    "(?<![^\\W\\d_])(?:[ħıİĮĩĲĳķĹĻŧũŮŰűŲųŷŹŻ]|Š(?![.:)]))(?![^\\W\\d_])"
    "|(?<![\u0180-\u02ff\u0460-\u052f\u0530-\u058f\u0671-\u08ff\u0370-\u03ff\u0600-\u06ff\u0400-\u052f])"
    "[\u0180-\u019f\u01a2-\u01ae\u01b1-\u02af\u0370-\u0377\u037b-\u037f\u03d7-\u03ff\u0460-\u0481\u048a-\u052f"
    "\u0531-\u0556\u0561-\u0587\u0671-\u06d3\u0710-\u08ff]"
    "(?![\u0180-\u02ff\u0370-\u052f\u0530-\u058f\u0600-\u08ff])(?<![A-Za-z].)(?![A-Za-z])"
)
#: A small letter behind capitals at the end of a word, where a sign of a note or a brand can have been its second byte.
_BEHIND_CAPITALS = lazy("(?<=[A-ZÀ-Þ]{2})[çéëîðñòóùû](?![a-zß-ÿ’'])")
#: What an ordinal ends with begins a word; a control behind a quotation mark, which is no byte of another layer.
_ORDINAL_FIRST = lazy("(?<![\\w.])[ªº](?=[A-Za-z])")
_CONTROL = lazy("(?<![\xc2-\xf4])[\u2010-\u203a][\x80-\x9f]")
_NEVER = (_STRAY_MARK, _BEHIND_LATIN, _BEFORE_LATIN, _NO_WORD, _BEHIND_CAPITALS, _ORDINAL_FIRST, _CONTROL)
#: One letter by itself, of the scripts that have hardly any words so short.
_LONELY = lazy("(?<![\u0590-\u0fff])[\u0590-\u0fff](?![\u0590-\u0fff])")
_CYRILLIC, _CYRILLIC_WORD = lazy("[\u0400-\u04ff]"), lazy("[\u0400-\u04ff]{2}")
#: Planes of Unicode without characters.
_UNUSED = lazy("[\U00040000-\U000dffff]")


def oddity(char: str) -> float:
    """Count the bits of one character by itself; 20 and more for what is no character at all.

    >>> oddity("a") < oddity("ế") < oddity("™") < oddity("\\x81")
    True
    """
    return _KINDS[char][1]


#: What a change from one kind to another costs on top.
_TURN = {
    ("latin", "symbol"): 5.0,
    ("symbol", "latin"): 4.0,
    ("mark", "symbol"): 5.0,
    ("symbol", "mark"): 5.0,
    ("latin", "mark"): 1.0,
    ("mark", "upper"): 5.0,
    ("latin", "upper"): 5.0,
    ("upper", "latin"): 1.0,
    ("latin", "han"): 3.0,
    ("han", "latin"): 3.0,
    ("mark", "han"): 8.0,
    ("han", "mark"): 8.0,
    ("latin", "hangul"): 5.0,
    ("mark", "hangul"): 8.0,
    ("han", "hangul"): 5.0,
    ("hangul", "han"): 5.0,
    ("kana", "hangul"): 8.0,
    ("hangul", "kana"): 8.0,
    ("latin", "cyrillic"): 8.0,
    ("mark", "cyrillic"): 8.0,
    ("cyrillic", "latin"): 8.0,
    ("greek", "latin"): 4.0,
    ("latin", "halfkana"): 6.0,
    ("han", "halfkana"): 6.0,
    ("halfkana", "han"): 6.0,
}
_COMMON_SYMBOLS = frozenset("–—‘’“”…•·«»°€£±×→←↑↓≈≤≥αβγδεθλμπσω\u00a0👍")


class _Kinds(dict[str, "tuple[str, float]"]):
    """The same for every character that was met."""

    def __missing__(self, char: str) -> tuple[str, float]:
        found = self[char] = _kind(char)
        return found


_KINDS = _Kinds()


def _kind(char: str) -> tuple[str, float]:
    """The kind of a character and the bits of its own."""
    code = ord(char)
    if code < 128:
        return _ascii_kind(char)
    if 0x4E00 <= code <= 0x9FFF:
        return "han", _han_bits(char)
    if 0x3000 <= code <= 0x30FF or 0xFF00 <= code <= 0xFF60:
        return _kana_kind(code)
    if 0xAC00 <= code <= 0xD7A3:
        return "hangul", 9.0 if encodes("euc_kr", char) else 17.0
    if 0xFF61 <= code <= 0xFF9F:
        return "halfkana", 11.0
    return _other_kind(char)


def _ascii_kind(char: str) -> tuple[str, float]:
    if char.islower():
        return "latin", 4.5
    if char.isupper():
        return "upper", 6.0
    if char == " " or char == "\n" or char == "\t":
        return "space", 3.0
    if ord(char) < 32 or char == "\x7f":
        return "control", 24.0
    return "digit" if char.isdigit() else "point", 5.5


def _kana_kind(code: int) -> tuple[str, float]:
    if code in (0x3040, 0x3097, 0x3098):
        return "control", 24.0  # no characters
    if 0x3040 <= code <= 0x30FF:
        return "kana", 7.0
    if code in (0x3001, 0x3002, 0xFF0C, 0xFF1A, 0xFF08, 0xFF09, 0xFF1B, 0xFF01, 0xFF1F, 0x3000, 0x300C, 0x300D):
        return "point", 6.0
    return "point", 10.0


def _han_bits(char: str) -> float:
    """Common ideographs are the first level of the simplified or of the traditional standard set."""
    if encodes("gb2312", char):
        return 9.0 if char.encode("gb2312")[0] < 0xD8 else 12.5
    if encodes("big5", char):
        return 10.5 if char.encode("big5")[0] < 0xC9 else 16.0
    if encodes("euc_jp", char):
        return 12.0
    return 17.0


def _other_kind(char: str) -> tuple[str, float]:
    category = unicodedata.category(char)
    if category in ("Cc", "Cn", "Co", "Cs"):
        return "control", 24.0
    if char == "\ufffd":
        return "control", 20.0
    if category[0] == "L":
        return _letter_kind(char, ord(char), category)
    if char == "\u00a0":
        return "space", 4.0
    if char == "\ufe0f":  # makes an emoji of the sign before it
        return "symbol", 9.0
    if _is_of_words(ord(char)) and category[0] in "MPN":
        # Vowels of Thai and Hindi are marks.
        return ("script", 8.0) if category[0] == "M" else ("point", 10.0)
    if category == "Mn":
        return "mark", 10.0 if "\u0300" <= char <= "\u0328" else 17.0
    if 0x590 <= ord(char) < 0x1E00:
        # Digits and signs of scripts whose letters are as rare.
        return "letter", 15.5
    if char in _COMMON_SYMBOLS:
        return "point" if category[0] == "P" else "symbol", 9.0
    return "symbol", 11.0 if "\U0001f300" <= char <= "\U0001faff" else 13.0


def _letter_kind(char: str, code: int, category: str) -> tuple[str, float]:
    if char in "µªº":
        return "symbol", 10.0
    if 0xC0 <= code <= 0x17F or 0x1EA0 <= code <= 0x1EF9 or char in "ơƠưƯșȘțȚǎǐǒǔƒ":
        return ("mark", 7.5) if category == "Ll" else ("upper", 10.0)
    if 0x400 <= code <= 0x45F or char in "ґҐ":  # Russian and its neighbours
        return "cyrillic", 5.0 if category == "Ll" else 7.0
    if 0x460 <= code <= 0x52F:
        return "cyrillic", 9.0
    if 0x370 <= code <= 0x3FF:
        return "greek", 6.5
    return ("script", 8.0) if _is_of_words(code) else ("letter", 15.5)


def _is_of_words(code: int) -> bool:
    """Whether a letter, or a mark on one, is of Hebrew, Arabic, a script of India or Thai."""
    return 0x590 <= code <= 0x6FF or 0x900 <= code <= 0x0E7F
