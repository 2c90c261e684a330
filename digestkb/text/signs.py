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
#: In bytes, the letters of the same vowels that take two, and those that take one; ``ìò`` are in every Vietnamese text.
_VOWELS = "[" + "".join(f"\\x{ord(c) - 0x40:02x}" for c in "ãâêôõýÃÂÊÔÕÝ") + "]"
_VIETNAMESE_HINTS = (
    b"\xc3[\xac\xb2\x8c\x92\x9e](?<=[aeiouyAEIOUY]..)",
    b"\xc3[\xac\xb2\x8c\x92\x9e](?<=\xc3" + _VOWELS.encode() + b"..)",
    b"\xc3\xb0",
    b"\xc2[\xa8-\xae\xb5-\xbe](?<=[A-Za-z]..)",
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
    three = b"[\x80-\xbf][\xc2\xc3]" * 3
    found.append(Family((), _compiled((b"\xc2" + three, b"\xc3" + three)), _GB18030[0]))
    found.append(Family((), _compiled((b"\xc2\xa1\xc2",)), _GB18030[1]))
    four_bytes = (b"\xc2[\x81-\x84]", b"\xc6\x92", b"\xe2\x80[\x93\x94\x9a\x9e\xa2][0-9]", b"\xcb\x9c")
    found.append(Family((), _compiled(four_bytes), _GB18030[2]))
    found.append(Family((), _compiled(_VIETNAMESE_HINTS), _VIETNAMESE))
    return tuple(found)


def present(text: str) -> list[Family]:
    """The families of which a text shows a sign.

    >>> present("được") == [], len(present("Ä‘Æ°á»£c")) > 0
    (True, True)
    """
    data = text.encode("utf-8", "surrogatepass")
    leads = frozenset(data.translate(None, _NO_LEADS))
    return [
        family
        for family in families()
        if any(lead in leads and hint.search(data) for lead, hint in family.hints) and family.pattern.search(text)
    ]


#: Bytes that no character of more than one byte begins with.
_NO_LEADS = bytes(range(0xC2))


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
