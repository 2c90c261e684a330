"""What a text must hold before repair looks at any of its lines: cheap tests over a whole file.

Clean text is almost all that ever comes, so these decide how fast it passes. Each family of channels shares one test:
a character that a lead byte turns into, before one that a continuation byte turns into.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from digestkb.text.channel import CHANNELS, WIDE, Channel


@dataclass(frozen=True, slots=True)
class Family:
    """Channels that the same test finds."""

    channels: tuple[Channel, ...]
    #: What the UTF-8 of a text holds if ``form`` can match it, by the lead byte that each begins with: most texts
    #: have few of them, and the search for a single byte is by far the fastest that there is.
    hints: tuple[tuple[int, re.Pattern[bytes]], ...]
    #: The regular expression of what the damage looks like.
    form: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """What shows the damage; most texts need none of these, and some take milliseconds to compile."""
        return _pattern(self.form)


_pattern = lru_cache(maxsize=64)(re.compile)


#: A Vietnamese letter read as an ideograph stands between Latin letters.
_LODGED = "(?=[A-Za-z])(?<=[A-Za-z].)"
_LODGED_KANA = "[\uff61-\uff9f](?<=[A-Za-z].)"
#: Bytes of East Asian encodings as Latin-1: ideographs in a row, and the sequences of four bytes of GB18030.
_IN_A_ROW = "[\u00a1-\u00ff]" * 4
_FOUR_BYTES = (
    "[\u0081-\u0084\u0090-\u0095\u0192\u201a\u201e\u2022\u2013\u2014\u02dc\u2018-\u201d][0-9][^\\x00-\\x7f][0-9]"
)
#: Characters of two bytes that no text has: controls (Windows-1252), a symbol after a letter (TCVN 3, VISCII), the
#: punctuation of GB18030 and Big5. Spanish sets ``¡`` before words, and never after one or before a symbol.
#: (One class in front of all alternatives lets the search skip whatever is not in it.)
_SYMBOLS = (
    "[\u0080-\u009f\u00a1\u00a2\u00a8-\u00ae\u00b5-\u00be](?:(?<=[\u0080-\u009f])"
    "|(?<=[A-Za-z][\u00a8-\u00ae\u00b5-\u00be])|(?<=[A-Za-z0-9]¡)|(?<=¡)(?:[\u00a2-\u00be]|[\u00c0-\u00ff](?![a-zß-ÿ])"
    "|[XV] )|(?<=¨)[\u00a1-\u00bf]|(?<=¢)X)"
)
_SYMBOL_HINT = (
    b"\xc2(?:[\x80-\x9f]|[\xa8-\xae\xb5-\xbe](?<=[A-Za-z]..)"
    b"|\xa1(?:\xc2[\xa2-\xbe]|\xc3.(?![a-z\xc3])|[XV] |(?<=[A-Za-z0-9]..))|\xa8\xc2[\xa1-\xbf]|\xa2X)"
)
#: A vowel and the byte of its mark in Windows-1258 or VNI, where neither Vietnamese nor its neighbours have the two;
#: of the dots of VNI, which French and Dutch have as well, there must be several.
_LETTERS = (
    "[×÷ìòÌÒÞðäåøûÄÅØÛáâãàÁÂÃÀùõÙÕï](?:(?<=[aãâeêioôõuýyAÃÂEÊIOÔÕUÝY][ìòÌÒÞ])|(?<=ð)(?=[aãâeêiìoôõuýyèéàáóòùú])"
    "|(?<=[a-z][×÷])(?=[a-z])|(?<=[aeouyAEOUY][äåøÄÅØ])|(?<=[aeuyAEUY][ûÛ])|(?<=[aeAE][áâãàÁÂÃÀ])|(?<=[oO][âÂ])|(?<=[ôöÔÖ][ùøûõÙØÛÕ])"
    "|(?<=[aeouy]ï)(?=.{1,12}[aeouyôö]ï))"
)
#: One of them is enough to look at a text, so that what is frequent in clean text, like ``à``, can be left out here.
_LETTER_HINT = (
    b"\xc3(?=[\x81\x82\x84\x85\x8c\x92\x97\x98\x9b\x9e\xa1\xa2\xa4\xa5\xac\xaf\xb0\xb2\xb7\xb8\xbb])"
    b"(?:[\xa4\xa5\xb8\x84\x85\x98](?:(?<=[aeouyAEOUY]..)|(?<=\xc3[\xb4\xb6\x94\x96]\xc3.))|[\xa1\x81](?<=[aeAE]..)|[\xa2\x82](?<=[aeoAEO]..)"
    b"|[\xbb\x9b](?:(?<=[aeuyAEUY]..)|(?<=\xc3[\xb4\xb6\x94\x96]..))|\xaf(?<=[aeouy]..)(?=.{1,18}\xc3\xaf)"
    # In bytes, the letters of the same vowels that take two, and those that take one; ``ìò`` are in every Vietnamese
    # text.
    b"|[\xac\xb2\x8c\x92\x9e](?:(?<=[aeiouyAEIOUY]..)|(?<=\xc3[\xa3\xa2\xaa\xb4\xb5\xbd\x83\x82\x8a\x94\x95\x9d]..))|\xb0|[\x97\xb7](?<=[a-z]..))"
)
#: A Latin-1 symbol, a punctuation mark or a modifier after an accented letter.
_AFTER_LATIN = (
    b"\xc2.(?<=[\xc3-\xc6]...)",
    b"\xe2[\x80-\x84](?<=[\xc3-\xc6]...)",
    b"\xcb.(?<=[\xc3-\xc6]...)",
    b"\xc6\x92",
)
_SINGLE_BYTE: tuple[tuple[tuple[str, ...], tuple[bytes, ...]], ...] = (
    (("utf-8 as cp1252", "utf-8 as cp1258", "utf-8 as cp1250"), _AFTER_LATIN),
    (("utf-8 as mac-roman",), (_AFTER_LATIN[0], "√".encode(), "‰".encode())),
    (
        ("utf-8 as cp437", "utf-8 as cp850"),
        ("├".encode(), b"\xc2.(?<=[\xce\xcf]...)", b"\xce.\xc3", b"\xcf.\xc3", b"\xc2.\xc2.\xc2"),
    ),
    (("utf-8 as cp1251",), (b"\xd0[\x80-\xbf]", b"\xd1[\x80-\xbf]")),
)


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """Every family, the commonest kind of damage first."""
    found = []
    for names, hints in _SINGLE_BYTE:
        channels = tuple(CHANNELS[name] for name in names)
        leads = frozenset(chr(c) for ch in channels for c, byte in ch.table.items() if 0xC2 <= int(byte) <= 0xF4)
        rest = frozenset(chr(c) for ch in channels for c, byte in ch.table.items() if 0x80 <= int(byte) <= 0xBF)
        found.append(Family(channels, _compiled(hints), _any(leads) + _any(rest)))
    wides = tuple(channel for channel in CHANNELS.values() if channel.read_as[0] in WIDE)
    rare = frozenset().union(*(_wide_chars(ch.read_as[0]) for ch in wides if ch.read_as[0] != "cp932"))
    # Of what Shift-JIS makes of a lead byte some are everyday characters (网, 缺, 罩, 迹): one of them is no sign. In
    # damaged text every third character is one.
    some = _any(_wide_chars("cp932"))
    han = _compiled((b"\xe4", b"\xe5", b"\xe6", b"\xe7", b"\xe8", b"\xe9", b"\xef\xbd", b"\xef\xbe"))
    found.append(Family(wides, han, _any(rare)))
    found.append(Family(wides, han, f"{some}[^\\x00-\\x7f]{{1,2}}{some}"))
    found.append(Family(wides, han, _any(_lodged_chars()) + _LODGED))
    found.append(Family(wides, _compiled((b"\xef\xbd", b"\xef\xbe")), _LODGED_KANA))
    three = b".[\xc2\xc3].[\xc2\xc3].[\xc2\xc3]"
    found.append(Family((), _compiled((b"\xc2" + three, b"\xc3" + three)), _IN_A_ROW))
    starts = (b"\xc2[\x81-\x84\x90-\x95]", b"\xc6\x92", b"\xe2\x80[\x93\x94\x98-\x9e\xa2]", b"\xcb\x9c")
    four_bytes = tuple(lead + b"[0-9]" for lead in starts)
    found.append(Family((), _compiled(four_bytes), _FOUR_BYTES))
    found.append(Family((), _compiled((_SYMBOL_HINT,)), _SYMBOLS))
    found.append(Family((), _compiled((_LETTER_HINT,)), _LETTERS))
    return tuple(found)


def present(text: str) -> list[Family]:
    """The families of which a text shows a sign.

    >>> present("được") == [], len(present("Ä‘Æ°á»£c")) > 0
    (True, True)
    """
    data = text.encode("utf-8", "surrogatepass")
    leads = {lead for lead in _leads() if lead in data}
    return [
        family
        for family in families()
        if any(lead in leads and hint.search(data) for lead, hint in family.hints) and family.pattern.search(text)
    ]


@lru_cache(maxsize=1)
def _leads() -> frozenset[int]:
    """What the hints begin with."""
    return frozenset(lead for family in families() for lead, _ in family.hints)


def _compiled(hints: tuple[bytes, ...]) -> tuple[tuple[int, re.Pattern[bytes]], ...]:
    return tuple((hint[0], re.compile(hint)) for hint in hints)


def _any(chars: frozenset[str]) -> str:
    return "[" + re.escape("".join(sorted(chars))) + "]"


def _lodged_chars() -> frozenset[str]:
    """What the bytes of a Vietnamese letter, or the first two of them, make when they are read as one character."""
    pairs = [bytes((lead, second)) for lead in (0xC3, 0xC4, 0xC5, 0xC6) for second in range(0x80, 0xC0)]
    read = (pair.decode(encoding, "replace") for pair in (*pairs, b"\xe1\xba", b"\xe1\xbb") for encoding in WIDE)
    return frozenset(char for char in read if len(char) == 1 and "\u4e00" <= char <= "\u9fff")


def _wide_chars(encoding: str) -> frozenset[str]:
    """What the first two bytes of a Chinese character make when they are read as one character."""
    chars = set()
    for lead in (0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEF):
        for second in range(0x80, 0xC0):
            char = bytes((lead, second)).decode(encoding, "replace")
            if len(char) == 1 and "\u3400" <= char <= "\uffa0" and char != "\ufffd":
                chars.add(char)
    return frozenset(chars)
