"""The ways text is damaged: which encoding was taken for which, and how to get back to the bytes.

A channel turns a line into a string of its bytes, each written as the character of that number; what the channel cannot
have produced (intact text beside the damage) stays as it is above U+00FF.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

#: Bytes that Windows code pages leave undefined, and the soft hyphen, which many programs strip.
SOFT_HYPHEN = 0xAD
UNDEFINED = {
    "cp1252": frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D}),
    "cp1254": frozenset({0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E}),
    "cp1258": frozenset({0x81, 0x8A, 0x8D, 0x8E, 0x8F, 0x90, 0x9A, 0x9D, 0x9E}),
    "cp1250": frozenset({0x81, 0x83, 0x88, 0x90, 0x98}),
    "cp1251": frozenset({0x98}),
    "latin-1": frozenset(range(0x80, 0xA0)),
}


@dataclass(frozen=True)
class Channel:
    """Text in ``written`` that was read as if it were in ``read_as``."""

    name: str
    written: str
    read_as: tuple[str, ...]
    #: Bytes that may have fallen out on the way.
    lost: frozenset[int] = field(default=frozenset())

    @cached_property
    def table(self) -> dict[int, str | int]:
        """For ``str.translate``: from what is there to the bytes that it came from."""
        return _Wide(self.read_as[0]) if self.read_as[0] in WIDE else _single_byte_table(self.read_as)

    def undo(self, line: str) -> str:
        """The line as bytes, one character each.

        >>> CHANNELS["utf-8 as cp1252"].undo("Ä‘").encode("latin-1")
        b'\\xc4\\x91'
        """
        return line.translate(self.table)

    @cached_property
    def sign(self) -> re.Pattern[str]:
        """What a line must hold for the channel to be thought of."""
        if self.read_as[0] in WIDE:
            return _wide_sign(self.read_as[0])
        marks = {value: key for key, value in self.table.items()}
        leads = "".join(chr(key) for key, byte in self.table.items() if 0xC2 <= int(byte) <= 0xF4)
        rest = "".join(chr(key) for key, byte in self.table.items() if 0x80 <= int(byte) <= 0xBF)
        assert marks
        return re.compile(f"[{re.escape(leads)}][{re.escape(rest)}]")


#: Encodings in which one character read is two bytes or more.
WIDE = ("gb18030", "big5hkscs", "cp932")


def _single_byte_table(encodings: tuple[str, ...]) -> dict[int, str | int]:
    """From characters to bytes; what an encoding leaves undefined is taken to have been kept as a control character."""
    table: dict[int, str | int] = {byte: byte for byte in range(0x80, 0xA0)}
    for encoding in encodings:
        for byte in range(0x80, 0x100):
            char = bytes([byte]).decode(encoding, "replace")
            if char != "\ufffd":
                table[ord(char)] = byte
    return table


class _Wide(dict[int, "str | int"]):
    """The same for encodings of two bytes, filled as characters are met."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    def __missing__(self, code: int) -> str | int:
        char = chr(code)
        try:
            value = char.encode(self._encoding).decode("latin-1")
        except UnicodeEncodeError:
            value = char
        self[code] = value
        return value


@lru_cache(maxsize=8)
def _wide_sign(encoding: str) -> re.Pattern[str]:
    """Characters that the first two bytes of a Chinese character make, or an ideograph inside a Latin word."""
    chars = set()
    for lead in (0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEF):
        for second in range(0x80, 0xC0):
            char = bytes((lead, second)).decode(encoding, "replace")
            if len(char) == 1 and char != "\ufffd":
                chars.add(char)
    if encoding == "cp932":
        return re.compile("[" + re.escape("".join(sorted(chars))) + "]|[A-Za-z][\uff61-\uff9f]")
    return re.compile("[" + re.escape("".join(sorted(chars))) + "]|[A-Za-z][\u4e00-\u9fff][A-Za-z]")


def _channels() -> dict[str, Channel]:
    windows = UNDEFINED["cp1254"] | {SOFT_HYPHEN}
    found = [
        # Turkish and Western European Windows differ in six letters and agree on the rest: one channel reads both.
        Channel("utf-8 as cp1252", "utf-8", ("cp1254", "cp1252"), windows),
        Channel("utf-8 as cp1258", "utf-8", ("cp1258",), UNDEFINED["cp1258"] | {SOFT_HYPHEN}),
        Channel("utf-8 as cp1250", "utf-8", ("cp1250",), UNDEFINED["cp1250"] | {SOFT_HYPHEN}),
        Channel("utf-8 as cp1251", "utf-8", ("cp1251",), UNDEFINED["cp1251"] | {SOFT_HYPHEN}),
        Channel("utf-8 as mac-roman", "utf-8", ("mac_roman",)),
        Channel("utf-8 as cp437", "utf-8", ("cp437",)),
        Channel("utf-8 as cp850", "utf-8", ("cp850",)),
        Channel("utf-8 as gb18030", "utf-8", ("gb18030",)),
        Channel("utf-8 as big5", "utf-8", ("big5hkscs",)),
        Channel("utf-8 as shift-jis", "utf-8", ("cp932",)),
    ]
    return {channel.name: channel for channel in found}


#: Every channel by its name; the commoner ones first.
CHANNELS = _channels()


def undefined_kept(line: str) -> bool:
    """Whether a line holds the control characters that undefined bytes become where they are kept."""
    return any("\x80" <= char <= "\x9f" for char in line)


def codec_name(encoding: str) -> str:
    """The name that Python knows an encoding by."""
    return codecs.lookup(encoding).name
