"""Text in a legacy encoding, and what it looks like when its bytes were read as Latin-1 or Windows-1252."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from digestkb.patterns import lazy
from digestkb.text.detect import EAST_ASIAN, LATIN, SINGLE_BYTE
from digestkb.text.encodings import ENCODINGS, shown
from digestkb.text.han import reads_well, reads_well_in
from digestkb.text.misread import hungarian, other_latin, other_script
from digestkb.text.punctuation import mac_letters, read_marks, windows_marks
from digestkb.text.script_model import cost
from digestkb.text.vietnamese import PAGES, reading, syllables
from digestkb.text.weights import FEWEST_SYLLABLES, TABLE

#: How the ledger calls what happened to text in them.
MISREAD = " as latin-1"
MISREAD_AS_LATIN_1 = frozenset(shown(name) + MISREAD for name in (*EAST_ASIAN, *PAGES, *SINGLE_BYTE))
#: Those of text in another script than the Latin one.
OTHER_SCRIPTS = frozenset(shown(name) + MISREAD for name in SINGLE_BYTE if name not in LATIN)
#: The encodings of East Asia that a line is tried in; of the others only bytes tell.
_COMMON = {encoding: name for encoding, name in EAST_ASIAN.items() if not ENCODINGS[encoding].rarity}
#: What the characters of each look like in a row; the second byte of a pair may be an ASCII letter.
_PAIRS = lazy("(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+")
_RUNS = {
    # Common characters have no ASCII byte: one stands only between others, or is of a sequence of four.
    "gb18030": lazy(
        "(?:\xa8C|[\x81-\xfe][\x80-\xfe]|[\x81-\x84\x90-\x95][0-9][\x81-\xfe][0-9]|[\x81-\xfe][\x40-\x7e](?=[\x81-\xfe][\x80-\xfe]{3}))+"
    ),
    "big5hkscs": _PAIRS,
    "cp932": lazy("(?:[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]|[\xa1-\xdf])+"),
    "euc_kr": lazy("(?:[\xa1-\xfe][\xa1-\xfe])+"),
    "euc_jp": lazy("(?:\x8e[\xa1-\xdf]|[\xa1-\xfe][\xa1-\xfe])+"),
}
_LONG = lazy("[\x80-\xff]{4,}")
#: A sequence of four bytes without the first, or with a question mark in its place.
_HALVED = lazy("(?<![\x81-\x84])\\??([0-9][\x81-\xfe][0-9])")
#: What is left where the third fell out as well, with the rest of its word.
_TWO_DIGITS = lazy(r"(?<![^\W\d_])([^\W\d_]*)((?:\??[0-9]\??[0-9])+)([^\W\d_]*)(?![0-9])")
_FOUR_BYTES = lazy("[\x81-\x84\x90-\x95][0-9][\x81-\xfe][0-9]")
_HAN = lazy("[\u4e00-\u9fff]+")
_HANGUL = lazy("[\uac00-\ud7a3]")
#: A syllable in a Latin word: Korean sets its endings behind such words.
_HANGUL_IN_WORD = lazy("[a-z][\uac00-\ud7a3]{1,2}[a-z]")
#: What no Japanese has: characters of private use, kana of half a width in words of Latin letters.
_NO_JAPANESE = lazy("[\ue000-\uf8ff]|[\uff66-\uff9f][a-z]|[a-z][\uff66-\uff9f]")
#: An ideograph or two within a Latin word, where no more than that stand together anywhere.
_HAN_IN_WORD, _SEVERAL_HAN = lazy("[A-Za-z][\u4e00-\u9fff]{1,2}[A-Za-z]"), lazy("[\u4e00-\u9fff]{3}")
_LATIN_1 = lazy("[\x00-\xff]*")
_CONTROLS = lazy("[\x80-\x9f]")


def by_legacy_codec(line: str, raw: str, margin: float) -> tuple[str, str] | None:
    """Give a line as text in a legacy encoding, with the channel's name; ``None`` where nothing is better by a margin.

    ``raw`` is the line as bytes, one character each.

    >>> by_legacy_codec("Ä£ÐÍ", "Ä£ÐÍ", 8.0)
    ('模型', 'gb18030 as latin-1')
    """
    vietnamese = reading(raw, line)
    if vietnamese is not None:
        return vietnamese[0], vietnamese[1] + MISREAD
    halved = _with_leads(raw)
    if halved is not None:
        return halved, "gb18030" + MISREAD + ", bytes lost"
    if is_no_text(raw):
        return None
    other = other_script(raw)
    if other is not None:
        return other[0], shown(other[1]) + MISREAD
    latin = other_latin(line, raw)
    if latin is not None:
        return latin[0], shown(latin[1]) + MISREAD
    if _LONG.search(raw) or _FOUR_BYTES.search(raw):
        found = _east_asian(line, raw, margin)
        if found is not None:
            return found
    magyar = hungarian(line)
    return (magyar, "cp1250" + MISREAD) if magyar else _marks(line, raw, margin)


def _with_leads(raw: str) -> str | None:
    """Vietnamese in GB18030 of which Windows-1252 lost bytes that it has not; ``None`` where that makes no Vietnamese.

    All Vietnamese letters of four bytes begin with 81. Where the third byte fell out too, the two digits that are left
    are of one letter only.

    >>> _with_leads("Nh6\x883ng m0\x8b0 h\xa8\xacnh 04\xa8\xae")
    'Những mô hình đó'
    """
    text, times = _HALVED.subn("\x81\\1", raw)
    if times < 2:
        return None
    text = _TWO_DIGITS.sub(_letter_of_digits, _replaced(text, "gb18030"))
    known, marked = syllables(text)
    return text if known > 1 and known * 10 >= marked * 8 and known > syllables(raw)[0] else None


def _letter_of_digits(word: re.Match[str]) -> str:
    """A word with the letters that pairs of digits are left of, if that makes a syllable; a number stays one."""
    before, left, after = word.groups()
    digits, table = left.replace("?", ""), _digits_left()
    letters = [table.get(digits[at : at + 2], "") for at in range(0, len(digits), 2)]
    whole = before + "".join(letters) + after
    return whole if all(letters) and (before or after) and syllables(whole)[0] else word.group()


@lru_cache(maxsize=1)
def _digits_left() -> dict[str, str]:
    """The Vietnamese letters that lose their first and third byte, by the digits between."""
    found = {}
    for letter in "ăâđêôơưĩũ" + "".join(map(chr, range(0x1EA0, 0x1EFA))):
        for char in (letter, letter.upper()):
            data = char.encode("gb18030")
            if len(data) == 4 and data[2] in ENCODINGS["cp1252"].holes:
                found[chr(data[1]) + chr(data[3])] = char
    return found


def is_no_text(raw: str) -> bool:
    """Say whether bytes in a row are a line drawn with one or two characters, or stand in their order as in a table.

    >>> is_no_text("ÀÁÂÃÄÅÆÇ"), is_no_text("¢¢¢¢¢¢"), is_no_text("Ä£ÐÍµÄÑµÁ·")
    (True, True, False)
    """
    runs = _LONG.findall(raw)
    drawn = bool(runs) and all(len(set(run)) < 3 for run in runs)
    return drawn or any(_is_row(run) for run in runs)


def _is_row(run: str) -> bool:
    rises = [ord(after) - ord(before) for before, after in pairwise(run)]
    return all(rise == 1 for rise in rises) or (len(run) >= TABLE and all(rise >= 0 for rise in rises))


def _east_asian(line: str, raw: str, margin: float) -> tuple[str, str] | None:
    best: tuple[str, str] | None = None
    least = cost(line) - margin
    for encoding, name in _COMMON.items():
        if encoding != "gb18030" and not _LATIN_1.fullmatch(raw):
            # Beside intact text only ideographs are believed, which the model can judge.
            continue
        text = _replaced(raw, encoding)
        runs = "\n".join(_decoded(run, encoding) for run in _RUNS[encoding].findall(raw))
        if (
            text == raw
            or _CONTROLS.search(text)
            or not reads_well_in(encoding, runs)
            or (encoding == "cp932" and _NO_JAPANESE.search(text))
            or (_HAN_IN_WORD.search(text) and not _SEVERAL_HAN.search(text))
            or 0 < len(_HANGUL.findall(text)) < FEWEST_SYLLABLES
            or _HANGUL_IN_WORD.search(text)
        ):
            continue
        if (bits := cost(text)) < least:
            best, least = (text, name + MISREAD), bits
    return best


def _marks(line: str, raw: str, margin: float) -> tuple[str, str] | None:
    """An English line has nothing beyond ASCII but its marks."""
    if not _CONTROLS.search(line) and not _LATIN_1.fullmatch(raw):
        return None
    readings = [(cost(text), text, EAST_ASIAN[encoding] + MISREAD) for text, encoding in read_marks(raw)]
    windows = windows_marks(line)
    if windows is not None:
        readings.append((cost(windows), windows, "cp1252" + MISREAD))
    elif (mac := mac_letters(line)) is not None:
        readings.append((cost(mac), mac, "mac-roman" + MISREAD))
    if not readings:
        return None
    # Of readings that cost the same the first one is of the commoner encoding.
    bits, text, name = min(readings, key=lambda found: found[0])
    return (text, name) if bits + margin <= cost(line) else None


def _replaced(raw: str, encoding: str) -> str:
    return _RUNS[encoding].sub(lambda run: _decoded(run.group(), encoding), raw)


def _decoded(run: str, encoding: str) -> str:
    try:
        return run.encode("latin-1").decode(encoding)
    except UnicodeDecodeError:
        return run


def is_vietnamese_or_chinese(text: str) -> bool:
    """Say whether a text is Vietnamese or Chinese, whose letters the language models can tell.

    >>> list(map(is_vietnamese_or_chinese, ("mô hình ngôn ngữ", "训练模型", "les modèles étudiés")))
    [True, True, False]
    """
    known, marked = syllables(text)
    if known >= 2 and known * 10 >= marked * 8:
        return True
    return len("".join(_HAN.findall(text))) >= 2 and reads_well(text)
