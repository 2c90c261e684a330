"""Text in a legacy encoding, and what it looks like when its bytes were read as Latin-1 or Windows-1252."""

from __future__ import annotations

import re
import unicodedata

from digestkb.text.language_model import FOREIGN_ID, load
from digestkb.text.script_model import cost

#: East Asian encodings that are tried, and the name the ledger gives them.
EAST_ASIAN = {
    "gb18030": "gb18030",
    "big5hkscs": "big5",
    "cp932": "shift-jis",
    "euc_kr": "euc-kr",
    "euc_jp": "euc-jp",
}
#: What the characters of each look like in a row; the second byte of a pair may be an ASCII letter.
_PAIRS = re.compile("(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+")
_RUNS = {
    # Common characters have no ASCII byte: one stands only between others, or is of a sequence of four.
    "gb18030": re.compile(
        "(?:\xa8C|[\x81-\xfe][\x80-\xfe]|[\x81-\x84][0-9][\x81-\xfe][0-9]|[\x81-\xfe][\x40-\x7e](?=[\x81-\xfe][\x80-\xfe]{3}))+"
    ),
    "big5hkscs": _PAIRS,
    "cp932": re.compile("(?:[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]|[\xa1-\xdf])+"),
    "euc_kr": re.compile("(?:[\xa1-\xfe][\xa1-\xfe])+"),
    "euc_jp": re.compile("(?:\x8e[\xa1-\xdf]|[\xa1-\xfe][\xa1-\xfe])+"),
}
_LONG = re.compile("[\x80-\xff]{4,}")
_FOUR_BYTES = re.compile("[\x81-\x84][0-9][\x81-\xfe][0-9]")
#: Dashes, dots and quotation marks of GB 2312.
_MARKS = re.compile("\xa1[\xaa-\xb9\xc0-\xc2\xe3\xfa]|\xa8C")
#: A vowel and the byte of a tone mark after it in Windows-1258, or a letter that TCVN 3 has and Latin-1 has not.
_TONES = re.compile("[aãâeêioôõuýyAÃÂEÊIOÔÕUÝY][ìòÌÒÞ]|ð")
_TCVN = re.compile("[A-Za-z][\xa8-\xae\xb5-\xbe\xc6-\xff]|[\xa8-\xae\xb5-\xbe\xc6-\xff][a-z]")
#: TCVN 5712 in the variant that the .Vn fonts use ("ABC"): lower case is complete, capitals have no tones.
TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=False,
    )
)
_FROM_TCVN3 = str.maketrans(TCVN3)
_HAN = re.compile("[\u4e00-\u9fff]+")
#: Eighths of a bit: an ideograph that the model has not, and the mean above which a text is no Chinese.
_UNKNOWN = 24 * 8
_USUAL = 12 * 8
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_1 = re.compile("[\x00-\xff]*")
_LATIN_1_LETTER = re.compile("[\xc0-\xff]")
_CONTROLS = re.compile("[\x80-\x9f]")


def by_legacy_codec(line: str, raw: str, margin: float) -> tuple[str, str] | None:
    """A line as text in a legacy encoding, with the channel's name; ``None`` where nothing is better by a margin.

    ``raw`` is the line as bytes, one character each.

    >>> by_legacy_codec("Ä£ÐÍ", "Ä£ÐÍ", 8.0)
    ('模型', 'gb18030 as latin-1')
    """
    if _LATIN_1.fullmatch(raw) and (_TONES.search(raw) or _TCVN.search(raw)):
        found = _vietnamese(line, raw)
        if found is not None:
            return found
    if any(len(set(run)) > 2 for run in _LONG.findall(raw)) or _FOUR_BYTES.search(raw):
        return _east_asian(line, raw, margin)
    return _marks(line, raw, margin) if _MARKS.search(raw) else None


def _east_asian(line: str, raw: str, margin: float) -> tuple[str, str] | None:
    best: tuple[str, str] | None = None
    least = cost(line) - margin
    for encoding, name in EAST_ASIAN.items():
        if encoding != "gb18030" and not _LATIN_1.fullmatch(raw):
            # Beside intact text only ideographs are believed, which the model can judge.
            continue
        text = _replaced(raw, encoding)
        runs = "\n".join(_decoded(run, encoding) for run in _RUNS[encoding].findall(raw))
        if text == raw or _CONTROLS.search(text) or not reads_well(runs):
            continue
        if (bits := cost(text)) < least:
            best, least = (text, f"{name} as latin-1"), bits
    return best


def reads_well(text: str) -> bool:
    """Whether ideographs stand beside each other as they do in Chinese; other scripts are left to `cost`.

    Any two bytes make some ideograph, so that single ones say nothing.
    """
    runs = _HAN.findall(text)
    if not runs:
        return True
    model = load("zh")
    bits = 0
    for run in runs:
        before = FOREIGN_ID
        for char in run:
            number = model.number(char)
            bits += model.after(before, number) if number >= 0 else _UNKNOWN
            before = max(number, FOREIGN_ID)
    return bits <= _USUAL * sum(map(len, runs))


def _marks(line: str, raw: str, margin: float) -> tuple[str, str] | None:
    """An English line in GB 2312 has nothing beyond ASCII but its marks."""
    text = _MARKS.sub(lambda run: _decoded(run.group(), "gb18030"), raw)
    if _LATIN_1_LETTER.search(text) or _CONTROLS.search(text) or cost(text) + margin > cost(line):
        return None
    return text, "gb18030 as latin-1"


def _replaced(raw: str, encoding: str) -> str:
    return _RUNS[encoding].sub(lambda run: _decoded(run.group(), encoding), raw)


def _decoded(run: str, encoding: str) -> str:
    try:
        return run.encode("latin-1").decode(encoding)
    except UnicodeDecodeError:
        return run


def _vietnamese(line: str, raw: str) -> tuple[str, str] | None:
    """Vietnamese in Windows-1258 or TCVN 3: the reading whose words are syllables, where the line's are not."""
    before = syllables(line)
    for name, text in (("cp1258 as latin-1", _as_cp1258(raw)), ("tcvn3 as latin-1", raw.translate(_FROM_TCVN3))):
        if text is not None and text != line and not _CONTROLS.search(text):
            known, marked = syllables(text)
            if known >= 2 and known * 10 >= marked * 9 and known > before[0] + 0.34 * marked:
                return text, name
    return None


def _as_cp1258(raw: str) -> str | None:
    try:
        return unicodedata.normalize("NFC", raw.encode("latin-1").decode("cp1258"))
    except UnicodeError:
        return None


def syllables(text: str) -> tuple[int, int]:
    """How many of the words that are not ASCII are Vietnamese syllables, and how many such words there are.

    >>> syllables("mô hình naïve")
    (2, 3)
    """
    model = load("vi")
    words = [word for word in _WORD.findall(text.lower()) if not word.isascii()]
    return sum(0 <= model.number(word) < _COMMON for word in words), len(words)


def speaks(text: str) -> bool:
    """Whether a text is Vietnamese or Chinese, whose letters the language models can tell.

    >>> speaks("mô hình ngôn ngữ"), speaks("训练模型"), speaks("les modèles étudiés")
    (True, True, False)
    """
    known, marked = syllables(text)
    if known >= 2 and known * 10 >= marked * 8:
        return True
    return len("".join(_HAN.findall(text))) >= 2 and reads_well(text)


#: Of the model's words, which are in the order of their frequency, the rarer ones may be misspellings.
_COMMON = 5000
