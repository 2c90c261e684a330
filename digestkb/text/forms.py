"""What damage looks like, as regular expressions: those of channels are made from their tables, others are written.

A character that a lead byte turns into, before one that a continuation byte turns into; a class in front of all
alternatives lets a search skip whatever is not in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digestkb.text.channel import BALTIC, CHANNELS, WINDOWS, Channel

#: A Vietnamese letter read as an ideograph stands between Latin letters.
LODGED = "(?=[A-Za-z])(?<=[A-Za-z].)"
LODGED_KANA = "[\uff61-\uff9f](?<=[A-Za-z].)"
#: ``°``, ``±`` and ``×`` read as ideographs, between digits.
MEASURES = "[掳卤脳](?:(?<=[0-9]掳)[CF](?![A-Za-z])|(?<=[0-9][卤脳])[0-9])"
#: Bytes of East Asian encodings as Latin-1: ideographs in a row, and the sequences of four bytes of GB18030.
IN_A_ROW = "[\u00a1-\u00ff]" * 4
FOUR_BYTES = (
    "[\u0081-\u0084\u0090-\u0095\u0192\u201a\u201e\u2022\u2013\u2014\u02dc\u2018-\u201d][0-9][^\\x00-\\x7f][0-9]"
)
#: The same without their first byte, which Windows-1252 has not: twice in a line, since a digit may stand there.
HALVED = "[0-9](?<=[A-Za-z?][0-9][^\\x00-\\x7f].)"
HALVES = f"{HALVED}.*?{HALVED}"
#: Typographic marks of two bytes that no text has: controls (Windows-1252), the punctuation of GB18030 and Big5.
#: Spanish sets ``¡`` before words, and never after one or before a symbol.
#: (One class in front of all alternatives lets the search skip whatever is not in it.)
MARKS = (
    "[\u0080-\u009f\u00a1\u00a2\u00a8](?:(?<=[\u0080-\u009f])|(?<=[A-Za-z0-9]¡)"
    "|(?<=¡)(?:[\u00a2-\u00be]|[\u00c0-\u00ff](?![a-zß-ÿ])|[XV] )|(?<=¨)[\u00a1-\u00bf]|(?<=¢)X)"
)
#: A vowel and the byte of its mark in Windows-1258 or VNI, where neither Vietnamese nor its neighbours have the two,
#: and a symbol in a word (TCVN 3, VISCII). Other languages have one of these now and then, Vietnamese several a line.
LETTER = (
    "[×÷ìòÌÒÞðäåøûÄÅØÛáâãàÁÂÃÀùõÙÕï\u00a8-\u00ae\u00b5-\u00be]"
    "(?:(?<=[aãâeêioôõöuýyAÃÂEÊIOÔÕÖUÝY].)(?:(?<=[^öÖ][ìòÌÒÞ])"
    "|(?<=[aeouyAEOUY][äåøÄÅØ])|(?<=[aeuyAEUY][ûÛ])"
    "|(?<=[aeAE][áâãàÁÂÃÀ])|(?<=[oO][âÂ])|(?<=[ôöÔÖ][ùøûõÙØÛÕ])|(?<=[aeouy]ï)(?=.{1,12}[aeouyôö]ï))"
    "|(?<=[ð×÷\u00a8-\u00ae\u00b5-\u00be])(?:(?<=ð)(?<![a-z\u00df-\u00ff]ð)(?=[aãâeêiìoôõuýyèéàáóòùú])|(?<=[a-z][×÷«»])(?=[a-z])"
    "|(?<=[A-Za-z][\u00a8-\u00aa\u00ac-\u00ae\u00b5-\u00ba\u00bc-\u00be])))"
)
LETTERS = f"{LETTER}.*?{LETTER}"
LETTER_IN_WORD = LETTER.replace("(?=.{1,12}[aeouyôö]ï)", "")
#: ``Ã`` in a word or at its end: what is left of a letter whose other byte was a soft hyphen or a no-break space.
CUT_OFF = "(?:(?<=[a-z'’]Ã)(?=[ \xa0])|(?<=[a-z]Ã)(?=[a-z]))"
CUT = f"Ã{CUT_OFF}"
#: Question marks for bytes that Latin-1 has not: two in a dash or a quotation mark, one before small letters.
ASKED = "(?:(?<=â)\\?\\?|(?<=[ÃÄÅ])\\?(?=[a-z]{2}))"


def of_one_byte() -> list[tuple[Channel, ...]]:
    """Give the channels of encodings of one byte, those that share a signature together."""
    found: dict[str, list[Channel]] = {}
    for channel in CHANNELS.values():
        if not channel.wide:
            found.setdefault(channel.alike, []).append(channel)
    return [tuple(alike) for alike in found.values()]


def sharing(alike: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """Give the channels that a signature finds: the Baltic one has most of its letters as the Western one has them."""
    return (*alike, BALTIC) if WINDOWS in alike else alike


def form_of(channels: tuple[Channel, ...]) -> str:
    """Give the signature of channels: two characters in a row, and more than that where they are letters."""
    if channels[0].form:
        return channels[0].form
    # A search skips to what any of them has for a first byte and another one; West and East have not both in common.
    east = [channel for channel in channels if channel.read_as[0].central]
    west = [channel for channel in channels if channel not in east]
    if not east:
        return any_of(_leads(west)) + _second(west)
    sides = "|".join(f"(?<={any_of(_leads(side))}){_second(side)}" for side in (west, east))
    return f"{any_of(_leads(channels))}(?={any_of(_others(channels))})(?:{sides})"


def _second(channels: Sequence[Channel]) -> str:
    """What is after a character that the first byte of a UTF-8 sequence may have become.

    The first bytes of three are small letters, and many languages have two of those side by side; not three.
    """
    others = _others(channels)
    small = frozenset(char for char in others if char.islower() and "ß" <= char <= "ž")
    three = frozenset(filter(str.islower, _leads(channels, 0xE0) - _leads(channels, 0xC2, 0xDF)))
    if not small or not three:
        return any_of(others)
    return f"(?:{any_of(others - small)}|{any_of(small)}(?:(?<!{any_of(three)}.)|(?={any_of(others)})))"


def _leads(channels: Sequence[Channel], first: int = 0xC2, last: int = 0xF4) -> frozenset[str]:
    """The characters that the first byte of a UTF-8 sequence may have become."""
    return frozenset(chr(c) for ch in channels for c, byte in ch.table.items() if first <= int(byte) <= last)


def _others(channels: Sequence[Channel]) -> frozenset[str]:
    """The characters that the other bytes may have become."""
    return frozenset(chr(c) for ch in channels for c, byte in ch.table.items() if 0x80 <= int(byte) <= 0xBF)


def any_of(chars: frozenset[str]) -> str:
    """Give the class of some characters.

    >>> any_of(frozenset("ba]"))
    '[\\\\]ab]'
    """
    return "[" + re.escape("".join(sorted(chars))) + "]"


#: As the code page of Russian DOS, a capital or a line behind a small letter, twice, as of two ideographs or syllables;
#: of Thai, and of Hindi.
_DRAWN, _DRAWN_LAST = "[А-Я░▒▓│┤╡╢╖╕╣║╗╝╜╛┐]", "[А-п░▒▓│┤╡╢╖╕╣║╗╝╜╛┐]"
EASTERN_AS_DOS = f"{_DRAWN}(?:(?<=[у-э].){_DRAWN_LAST}[у-э]{_DRAWN}|(?<=р[╕╣]){_DRAWN_LAST}|(?<=р[де].)р[де])"
