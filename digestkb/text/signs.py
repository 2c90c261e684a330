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


_HAN_OR_KANA = "\u4e00-\u9fff\uff61-\uff9f"
#: A Vietnamese letter read as an ideograph stands between Latin letters.
_LODGED = f"[{_HAN_OR_KANA}](?=[A-Za-z])(?<=[A-Za-z].)"
#: A Latin-1 symbol, a punctuation mark or a modifier after an accented letter.
_AFTER_LATIN = (
    rb"\xc2.(?<=[\xc3-\xc6]..)",
    rb"\xe2[\x80-\x84](?<=[\xc3-\xc6]...)",
    rb"\xcb.(?<=[\xc3-\xc6]..)",
    rb"\xc6\x92",
)
_SINGLE_BYTE: tuple[tuple[tuple[str, ...], tuple[bytes, ...]], ...] = (
    (("utf-8 as cp1252", "utf-8 as cp1258", "utf-8 as cp1250"), _AFTER_LATIN),
    (("utf-8 as mac-roman",), (_AFTER_LATIN[0], "√".encode(), "‰".encode())),
    (
        ("utf-8 as cp437", "utf-8 as cp850"),
        ("├".encode(), rb"\xc2.(?<=[\xce\xcf]..)", rb"\xce.\xc3", rb"\xcf.\xc3", rb"\xc2.\xc2.\xc2"),
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
    chars = frozenset().union(*(_wide_chars(channel.read_as[0]) for channel in wides))
    han = _compiled((b"\xe4", b"\xe5", b"\xe6", b"\xe7", b"\xe8", b"\xe9", b"\xef\xbd", b"\xef\xbe"))
    found.append(Family(wides, han, re.compile(_any(chars))))
    found.append(Family(wides, han, re.compile(_LODGED)))
    latin_1 = _compiled((rb"[\xc2\xc3][\x80-\xbf][\xc2\xc3][\x80-\xbf][\xc2\xc3][\x80-\xbf][\xc2\xc3]",))
    found.append(Family((), latin_1, re.compile("[\u00a1-\u00ff]" * 4)))
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


def _wide_chars(encoding: str) -> frozenset[str]:
    """What the first two bytes of a Chinese character make when they are read as one character."""
    chars = set()
    for lead in (0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEF):
        for second in range(0x80, 0xC0):
            char = bytes((lead, second)).decode(encoding, "replace")
            if len(char) == 1 and "\u3400" <= char <= "\uffa0" and char != "\ufffd":
                chars.add(char)
    return frozenset(chars)
