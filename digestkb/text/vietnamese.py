"""Vietnamese in the code pages from before Unicode, each told by how many of its words are syllables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from digestkb.text.language_model import load
from digestkb.text.weights import (
    COMMON_SYLLABLES,
    FEW_ARE_SYLLABLES,
    MANY_ARE_SYLLABLES,
    MANY_SYLLABLES,
    MORE_SYLLABLES,
    MOSTLY_SYLLABLES,
)

#: TCVN 5712 in the variant that the .Vn fonts use ("ABC"): lower case is complete, capitals have no tones.
TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
#: RFC 1456. Six capitals took the place of control characters.
VISCII = dict(
    zip(
        "\x02\x05\x06\x14\x19\x1e" + "".join(map(chr, range(0x80, 0x100))),
        "ẲẴẪỶỸỴ"
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
        "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
        "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
        strict=True,
    )
)
#: What a byte of VNI-Windows puts on the letter before it; the two after ``a`` are its circumflex and its breve.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = dict(zip("âáàåãä", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_BREVE = dict(zip("êéèúüë", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
#: The letters that it writes with one byte.
_VNI_SINGLE = dict(zip("ôöñæóòîÔÖÑÆÓÒÎ", "ơưđỉĩịỵƠƯĐỈĨỊỴ", strict=True))


def _vni_pairs() -> dict[str, str]:
    """Every pair of bytes in VNI that is one letter; the case of the first is the letter's."""
    found = {}
    for base in "aeouyôöAEOUYÔÖ":
        letter = _VNI_SINGLE.get(base, base)
        marks = dict(_VNI_TONES)
        if base in "aeoAEO":
            marks.update({mark: "\u0302" + tone for mark, tone in _VNI_CIRCUMFLEX.items()})
        if base in "aA":
            marks.update({mark: "\u0306" + tone for mark, tone in _VNI_BREVE.items()})
        for mark, combining in marks.items():
            for written in (mark, mark.upper()):
                found[base + written] = unicodedata.normalize("NFC", letter + combining)
    return found


VNI = {**_VNI_SINGLE, **_vni_pairs()}
_VNI_PAIR = re.compile("[aeouyôöAEOUYÔÖ][" + "".join({pair[1] for pair in VNI if len(pair) > 1}) + "]")
_VNI_UNIT = re.compile(_VNI_PAIR.pattern + "|[" + "".join(_VNI_SINGLE) + "]")

#: A vowel and the byte of a tone mark after it in Windows-1258, or a letter that TCVN 3 has and Latin-1 has not.
_TONES = re.compile("[aãâeêioôõuýyAÃÂEÊIOÔÕUÝY][ìòÌÒÞ]|ð")
#: A symbol in a word: the two tables that do not build on Latin-1 have letters there.
_SYMBOL = re.compile("[A-Za-z][\xa1-\xbf×÷]|[\xa1-\xbf×÷][a-z]")
_CONTROLS = re.compile("[\x80-\x9f]")
_LATIN_1 = re.compile("[\x00-\xff]*")
_WORD = re.compile(r"[^\W\d_]+")
#: What Windows has in place of the controls of Latin-1; the fonts of TCVN 3 and VNI had the same.
_WINDOWS = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_FROM_TCVN3 = str.maketrans(TCVN3) | _WINDOWS
_FROM_VISCII = str.maketrans(VISCII)


def _as_cp1258(raw: str) -> str:
    # It writes tones as marks of their own; its text is composed here.
    return unicodedata.normalize("NFC", raw.encode("latin-1").decode("cp1258", "replace"))


def _as_vni(raw: str) -> str:
    return _VNI_UNIT.sub(lambda unit: VNI.get(unit.group(), unit.group()), raw).translate(_WINDOWS)


#: Each code page: what text in it must show, and how its bytes, one character each, are read.
PAGES: dict[str, tuple[re.Pattern[str], Callable[[str], str]]] = {
    "cp1258": (_TONES, _as_cp1258),
    "tcvn3": (_SYMBOL, lambda raw: raw.translate(_FROM_TCVN3)),
    "vni": (_VNI_PAIR, _as_vni),
    "viscii": (_SYMBOL, lambda raw: raw.translate(_FROM_VISCII)),
}


def read(raw: str, page: str) -> str:
    """Give the bytes in one of the `PAGES`, one character each, as text; what it leaves undefined becomes U+FFFD.

    >>> read("Tieáng Vieät", "vni"), read("m« h×nh", "tcvn3")
    ('Tiếng Việt', 'mô hình')
    """
    return PAGES[page][1](raw)


def reading(raw: str, plain: str) -> tuple[str, str] | None:
    """Give bytes as Vietnamese text, with the code page; ``None`` where they are none, or ``plain`` already is.

    ``plain`` is the text that the bytes make in the encoding they are supposed to be in. Nearly every word that is not
    ASCII must become a syllable, two different ones at least, and not have been one before.

    >>> reading("Tieáng Vieät", "Tieáng Vieät")
    ('Tiếng Việt', 'vni')
    >>> reading("garçon naïf à l'été", "garçon naïf à l'été")
    """
    if not _LATIN_1.fullmatch(raw):
        return None
    best: tuple[str, str] | None = None
    most, before = 0, -1
    for page, (sign, _) in PAGES.items():
        if not sign.search(raw):
            continue
        text = read(raw, page)
        if text == plain or _CONTROLS.search(text) or "\ufffd" in text:
            continue
        known, marked = syllables(text)
        if known <= most or not _is_vietnamese(text, known, marked):
            continue
        if before < 0:
            before = syllables(plain)[0]
        if known > before + MORE_SYLLABLES * marked:
            best, most = (text, page), known
    return best


def syllables(text: str) -> tuple[int, int]:
    """How many of the words that are not ASCII are Vietnamese syllables, and how many such words there are.

    >>> syllables("mô hình naïve")
    (2, 3)
    """
    words = _marked(text)
    return sum(map(_is_syllable, words)), len(words)


def _is_vietnamese(text: str, known: int, marked: int) -> bool:
    """Whether nearly all words beyond ASCII are syllables; in a longer text there may be names and English as well."""
    different = _distinct(text)
    if different >= MANY_SYLLABLES:
        return known / marked >= MANY_ARE_SYLLABLES
    return different > 1 and known / marked >= FEW_ARE_SYLLABLES and _mostly_syllables(text)


def _distinct(text: str) -> int:
    return sum(_is_syllable(word) for word in set(_marked(text)) if len(word) > 1)


def _mostly_syllables(text: str) -> bool:
    """Whether the words in ASCII do not speak against it: of all words at least half are syllables."""
    words = _WORD.findall(text.lower())
    return sum(map(_is_syllable, words)) / len(words) >= MOSTLY_SYLLABLES


def _marked(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if not word.isascii()]


def _is_syllable(word: str) -> bool:
    return 0 <= load("vi").number(word) < COMMON_SYLLABLES
