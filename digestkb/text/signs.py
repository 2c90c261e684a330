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
    #: What the UTF-8 of a text holds if ``pattern`` can match it. Each alternative begins with a byte that is rare in
    #: clean text (or a literal), because the search for a single byte is by far the fastest that there is.
    hints: tuple[re.Pattern[bytes], ...]
    pattern: re.Pattern[str]


#: A Vietnamese letter read as an ideograph stands between Latin letters.
_LODGED = "(?=[A-Za-z])(?<=[A-Za-z].)"
_LODGED_KANA = "[\uff61-\uff9f](?<=[A-Za-z].)"
#: Bytes of GB18030 as Latin-1: ideographs in a row, its punctuation, and its sequences of four bytes.
_GB18030 = (
    "[\u00a1-\u00ff]" * 4,
    "\u00a1[\u00aa-\u00b9]",
    "[\u0081-\u0084\u0192\u201a\u201e\u2022\u2013\u2014\u02dc][0-9]",
)
#: Vietnamese in Windows-1258 (a vowel, and the byte of its tone mark) or TCVN 3 (a symbol in a word), as Latin-1.
#: (One class in front of all alternatives lets the search skip whatever is not in it.)
_VIETNAMESE = (
    "[ìòÌÒÞð\u00a8-\u00ae\u00b5-\u00be](?:(?<=[aãâeêioôõuýyAÃÂEÊIOÔÕUÝY][ìòÌÒÞ])"
    "|(?<=ð)(?=[aãâeêiìoôõuýyèéàáóòùú])|(?<=[A-Za-z][\u00a8-\u00ae\u00b5-\u00be]))"
)
_VIETNAMESE_HINTS = (
    rb"\xc3[\xac\xb2\x8c\x92\x9e\xb0]",
    rb"\xc2[\xa8-\xae\xb5-\xbe]",
)
#: A Latin-1 symbol, a punctuation mark or a modifier after an accented letter.
_AFTER_LATIN = (
    rb"\xc2.(?<=[\xc3-\xc6]...)",
    rb"\xe2[\x80-\x84](?<=[\xc3-\xc6]...)",
    rb"\xcb.(?<=[\xc3-\xc6]...)",
    rb"\xc6\x92",
)
_SINGLE_BYTE: tuple[tuple[tuple[str, ...], tuple[bytes, ...]], ...] = (
    (("utf-8 as cp1252", "utf-8 as cp1258", "utf-8 as cp1250"), _AFTER_LATIN),
    (("utf-8 as mac-roman",), (_AFTER_LATIN[0], "√".encode(), "‰".encode())),
    (
        ("utf-8 as cp437", "utf-8 as cp850"),
        ("├".encode(), rb"\xc2.(?<=[\xce\xcf]...)", rb"\xce.\xc3", rb"\xcf.\xc3", rb"\xc2.\xc2.\xc2"),
    ),
    (("utf-8 as cp1251",), (rb"\xd0[\x80-\xbf]", rb"\xd1[\x80-\xbf]")),
)


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """Every family, the commonest kind of damage first."""
    found = []
    for names, hints in _SINGLE_BYTE:
        channels = tuple(CHANNELS[name] for name in names)
        leads = frozenset(chr(c) for ch in channels for c, byte in ch.table.items() if 0xC2 <= int(byte) <= 0xF4)
        rest = frozenset(chr(c) for ch in channels for c, byte in ch.table.items() if 0x80 <= int(byte) <= 0xBF)
        found.append(Family(channels, _compiled(hints), re.compile(_any(leads) + _any(rest))))
    wides = tuple(channel for channel in CHANNELS.values() if channel.read_as[0] in WIDE)
    rare = frozenset().union(*(_wide_chars(ch.read_as[0]) for ch in wides if ch.read_as[0] != "cp932"))
    # Of what Shift-JIS makes of a lead byte some are everyday characters (网, 缺, 罩, 迹): one of them is no sign. In
    # damaged text every third character is one.
    some = _any(_wide_chars("cp932"))
    han = _compiled((b"\xe4", b"\xe5", b"\xe6", b"\xe7", b"\xe8", b"\xe9", b"\xef\xbd", b"\xef\xbe"))
    found.append(Family(wides, han, re.compile(_any(rare))))
    found.append(Family(wides, han, re.compile(f"{some}[^\\x00-\\x7f]{{1,2}}{some}")))
    found.append(Family(wides, han, re.compile(_any(_lodged_chars()) + _LODGED)))
    found.append(Family(wides, _compiled((b"\xef\xbd", b"\xef\xbe")), re.compile(_LODGED_KANA)))
    latin_1 = rb"[\xc2\xc3][\x80-\xbf][\xc2\xc3][\x80-\xbf][\xc2\xc3][\x80-\xbf][\xc2\xc3]"
    found.append(Family((), _compiled((latin_1,)), re.compile(_GB18030[0])))
    found.append(Family((), _compiled((rb"\xc2\xa1\xc2",)), re.compile(_GB18030[1])))
    four_bytes = (rb"\xc2[\x81-\x84]", rb"\xc6\x92", rb"\xe2\x80[\x93\x94\x9a\x9e\xa2][0-9]", rb"\xcb\x9c")
    found.append(Family((), _compiled(four_bytes), re.compile(_GB18030[2])))
    found.append(Family((), _compiled(_VIETNAMESE_HINTS), re.compile(_VIETNAMESE)))
    return tuple(found)


def present(text: str) -> list[Family]:
    """The families of which a text shows a sign.

    >>> present("được") == [], len(present("Ä‘Æ°á»£c")) > 0
    (True, True)
    """
    data = text.encode("utf-8", "surrogatepass")
    return [f for f in families() if any(hint.search(data) for hint in f.hints) and f.pattern.search(text)]


def _compiled(hints: tuple[bytes, ...]) -> tuple[re.Pattern[bytes], ...]:
    return tuple(re.compile(hint) for hint in hints)


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
