"""Typographic marks of another encoding in a line that is otherwise ASCII: there is nothing else to judge it by.

What a mark looks like when its bytes were read as Latin-1 is hardly ever text (``¡¯``, a control character), but
Spanish sets ``¡`` before letters. So all of a line must be marks of one encoding, and each must stand where it can.
"""

from __future__ import annotations

import re
import unicodedata

#: Where each encoding has its marks, its Greek and its accented letters; the second byte may be an ASCII letter.
_UNITS = {
    "gb18030": re.compile(
        "\xa1[\xa1-\xfe]|\xa2\xe3|\xa6[\xa1-\xd8]|\xa8[\xa1-\xbfCDEFPSTWY]|[\x81-\x84\x90-\x95][0-9][\x81-\xfe][0-9]"
    ),
    "big5hkscs": re.compile("[\xa1-\xa2][\x40-\x7e\xa1-\xfe]|\xa3[\x44-\x73\xe1]"),
    "cp932": re.compile("\x81[\x40-\x7e\x80-\xfc]"),
    "euc_kr": re.compile("\xa1[\xa1-\xfe]|\xa2[\xa1-\xe7]"),
}
_OPENING, _CLOSING = "‘“《〈「『【（", "’”》〉」』】）"
_FULL_WIDTH = "，。：；！？、"
_DASHES, _DOTS, _UNITS_OF_MEASURE = "–—―", "…‥", "°′″℃℉‰™®©"
#: A stripped soft hyphen leaves this of the dots in GB 2312.
_HALF_DOTS = re.compile("\xa1(?![\x80-\xff])")
_CONTROL = re.compile("[\x80-\x9f]")
#: Where Windows-1252 is not what it was: a lead byte of UTF-8 before the control, a symbol in a word, what is left of a
#: mark in UTF-8, half a kana or an ideograph beside it.
_NO_WINDOWS = re.compile(
    "[\xc2-\xdf][\x80-\x9f]|[a-z][\xa1-\xb3\xb5\xb6\xb8-\xbf][a-z]|\x80[\x90-\x9f\xa6]"
    "|[\u2e80-\uffdc][\x80-\x9f]|[\x80-\x9f][\u2e80-\uffdc]"
)

#: The one control that text has, as the end of a line; where there are others too, it was an ellipsis.
NEXT_LINE = "\x85"
#: A mark in the midst of a word; an apostrophe has few letters on one side.
_IN_WORD = re.compile("[a-z]{3}[’†‡][a-z]{3}|[a-z]{2}[†‡][a-z]")
#: But 88, which begins the letters of Big5 with an accent: in Mac Roman it is ``à``, and that mostly ends words.
_IN_LETTERS = re.compile("[A-Za-z]{2}[\x80-\x87\x89-\x9f][a-z]")

#: What the controls must stand beside: two characters beyond ASCII may be anything.
_PLAIN = re.compile("[A-Za-z].*[A-Za-z].*[A-Za-z]")


def read_marks(raw: str) -> list[tuple[str, str]]:
    """Give the readings of a line (bytes, a character each) in which all beyond ASCII are marks, with the encoding.

    >>> read_marks("it¡¦s ¡§free¡¨")
    [('it’s “free”', 'big5hkscs')]
    >>> read_marks("¡Ánimo!")
    []
    """
    found = []
    for encoding, units in _UNITS.items():
        text = _read(raw, encoding, units)
        if text is not None:
            found.append((text, encoding))
    return found


def _read(raw: str, encoding: str, units: re.Pattern[str]) -> str | None:
    places = [match.span() for match in units.finditer(raw)]
    rest = units.sub("", raw)
    if encoding == "gb18030" and places:
        rest = _HALF_DOTS.sub("", rest)
    if not places or not rest.isascii():
        return None
    marks = [_decoded(raw[start:end], encoding) for start, end in places]
    text, at, sure = "", 0, False
    for mark, (start, end) in zip(marks, places, strict=True):
        text += raw[at:start]
        if not _stands_well(mark, text[-1:], raw[end : end + 1]):
            return None
        sure = sure or _is_sure(raw, start, end)
        text += mark
        at = end
    if not sure:
        return None
    text += raw[at:]
    return _HALF_DOTS.sub("…", text) if encoding == "gb18030" else text


def _decoded(unit: str, encoding: str) -> str:
    try:
        return unit.encode("latin-1").decode(encoding)
    except UnicodeDecodeError:
        return "\ufffd"


def _is_sure(raw: str, start: int, end: int) -> bool:
    """Whether no other text has these characters here: a sign before an ASCII letter may be Spanish, or money."""
    if not raw[end - 1].isascii() or end - start > 2:
        return True
    return (raw[start] == "\xa1" and raw[start - 1 : start].isalnum()) or raw[start] < "\xa0"


def _stands_well(mark: str, before: str, after: str) -> bool:
    """Whether a mark is usual in Latin script and stands between the two characters as its kind does."""
    if len(mark) != 1 or mark == "\ufffd":
        return False
    if mark in _OPENING:
        return not before.isalnum() and after not in ("", " ", ",", ".")
    if mark in _CLOSING:
        return before not in ("", " ", "(", "[") and (mark in "’》）" or not after.isalnum())
    if mark in _FULL_WIDTH:
        return before not in ("", " ")
    if mark in _DASHES:
        return True
    if mark in _DOTS:
        return bool(before.strip()) or after in ("", " ")
    if mark in _UNITS_OF_MEASURE:
        return before not in ("", "(") and (after in ("C", "F") or not after.isalpha())
    return _letter_or_symbol(mark, before, after)


def _letter_or_symbol(mark: str, before: str, after: str) -> bool:
    category = unicodedata.category(mark)
    if category == "Ll":
        # Letters with an accent stand in words, those of Greek beside them.
        latin = mark < "\u0250"
        near = [char for char in (before, after) if char.isalpha() and char.isascii()]
        return bool(near) if latin else not near
    if category in ("Sm", "So", "Sc") or mark in "·•§※†‡\ufe0f\u200d":
        return not after.isalpha() or before.isalnum() or mark > "\uffff"
    return False


def windows_marks(line: str) -> str | None:
    r"""Give a line with controls of Latin-1, which no text has, as Windows-1252; ``None`` where one cannot be that.

    >>> windows_marks("it\x92s \x93free\x94")
    'it’s “free”'
    >>> windows_marks("plain"), windows_marks("\x94x\x90")
    (None, None)
    """
    if not _CONTROL.search(line.replace(NEXT_LINE, "")) or _NO_WINDOWS.search(line) or not _PLAIN.search(line):
        return None
    text = _CONTROL.sub(lambda byte: byte.group().encode("latin-1").decode("cp1252", "replace"), line)
    for match in _CONTROL.finditer(line):
        at = match.start()
        # What German closes with opens elsewhere.
        mark = "”" if text[at] == "“" and "„" in text[:at] else text[at]
        stands = _stands_in_windows(mark, text[max(at - 1, 0) : at], text[at + 1 : at + 2])
        if not stands or _IN_WORD.search(text, max(at - 3, 0), at + 4):
            return None
    return text


def mac_letters(line: str) -> str | None:
    r"""Give a line whose controls of Latin-1 are letters within words as Mac Roman; ``None`` where one cannot be that.

    >>> mac_letters("tur\x92stico"), mac_letters("a\x92b")
    ('turístico', None)
    """
    if not all(_IN_LETTERS.match(line, max(match.start() - 2, 0)) for match in _CONTROL.finditer(line)):
        return None
    text = _CONTROL.sub(lambda byte: byte.group().encode("latin-1").decode("mac-roman"), line)
    return text if all(text[match.start()].islower() for match in _CONTROL.finditer(line)) else None


def _stands_in_windows(mark: str, before: str, after: str) -> bool:
    if mark.isalpha() and mark not in "ƒˆ":
        return before.isalpha() or after.isalpha()
    if mark in "‚„‹":
        return not before.isalnum() and after not in ("", " ")
    if mark in "€•†‡ƒˆ˜›":
        return mark not in "ˆ˜ƒ"
    return _stands_well(mark, before, after)


#: A mark of three bytes of which Latin-1 has only the first.
_ASKED = re.compile(r"\xe2\?\?")
#: What an apostrophe stands before, and what it stands behind.
_CUT_SHORT = re.compile(r"(?:s|t|d|m|re|ve|ll|n)(?![a-z])")
_ELIDED = re.compile(
    r"(?<![a-z\x80-\xff])(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|(?:nel|del|al|dal|un|quest))\Z", re.IGNORECASE
)


def asked_marks(raw: str) -> tuple[str, str]:
    """Bytes, one character each, with the marks of which question marks are left, by where they stand; and the same
    with what is as likely where that does not tell.

    >>> [text.encode("latin-1").decode() for text in asked_marks("it\xe2??s \xe2??free\xe2?? \xe2?? yes")]
    ['it’s “free” – yes', 'it’s ‘free’ — yes']
    """
    texts, at, is_open = ["", ""], 0, False
    for match in _ASKED.finditer(raw):
        start, end = match.span()
        found = _by_place(raw[:start], raw[end:], is_open)
        is_open = found[0] == "“" or (is_open and found[0] != "”")
        for place, mark in enumerate(found):
            texts[place] += raw[at:start] + mark.encode().decode("latin-1")
        at = end
    return texts[0] + raw[at:], texts[1] + raw[at:]


def _by_place(before: str, after: str, is_open: bool) -> tuple[str, str]:
    """The likeliest mark between two texts, and the next: the same where no other is likely."""
    last, first = before[-1:], after[:1]
    blank_before, blank_after = not last.strip(), not first.strip()
    if blank_before and blank_after:
        return ("–", "—") if before.strip() else ("•", "–")
    if blank_before or last in "([{*_":
        return "“", "‘"
    if blank_after or first in ".,;:!?)]}*_":
        return ("”", "’") if is_open else ("’", "…")
    if last.isdigit() and first.isdigit():
        return "–", "–"
    if _CUT_SHORT.match(after) or _ELIDED.search(before):
        return "’", "’"
    return ("’", "—") if len(first) and not is_open else ("”", "’")
