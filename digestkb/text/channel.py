"""The ways text is damaged: which encoding was taken for which, and how to get back to the bytes.

A channel turns a line into a string of its bytes, each written as the character of that number; what the channel cannot
have produced (intact text beside the damage) stays as it is above U+00FF, or is moved there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

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
_TURKISH = re.compile("[ğĞışŞİ]")
_CONTINUATION = frozenset(range(0x80, 0xC0))


@dataclass(frozen=True)
class Channel:
    """Text in ``written`` that was read as if it were in ``read_as``."""

    name: str
    written: str
    read_as: tuple[str, ...]
    #: Bytes that may have fallen out on the way.
    lost: frozenset[int] = field(default=frozenset())

    def __reduce__(self) -> tuple[object, ...]:
        """Be the same channel in another process, where it is compared by identity."""
        return _by_name, (self.name,)

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

    def called(self, line: str) -> str:
        """The channel's name for the ledger: the code page of Turkey is told from the Western one by its letters.

        >>> CHANNELS["utf-8 as cp1252"].called("ÄŸ"), CHANNELS["utf-8 as cp1252"].called("Äğ")
        ('utf-8 as cp1252', 'utf-8 as cp1254')
        """
        return "utf-8 as cp1254" if "cp1254" in self.read_as and _TURKISH.search(line) else self.name

    @cached_property
    def runs(self) -> re.Pattern[str]:
        """Characters in a row that the channel can have produced."""
        if self.read_as[0] in WIDE:
            return re.compile("[^\x00-\x7f]+")
        produced = sorted(chr(code) for code, byte in self.table.items() if int(byte) < 0x100)
        return re.compile("[" + re.escape("".join(produced)) + "]+")


#: Encodings in which one character read is two bytes or more.
WIDE = ("gb18030", "big5hkscs", "cp932")


#: Letters of Latin-1 that a channel cannot have produced must not be taken for bytes: they go to a private area.
_MOVED = 0xF700


def moved_back(raw: str) -> str:
    """A line of bytes with the letters that are none as they were."""
    return _AREA.sub(lambda match: chr(ord(match.group()) - _MOVED), raw)


_AREA = re.compile("[\uf7a0-\uf7ff]")


def _single_byte_table(encodings: tuple[str, ...]) -> dict[int, str | int]:
    """From characters to bytes; what an encoding leaves undefined is taken to have been kept as a control character."""
    table: dict[int, str | int] = {code: code + _MOVED for code in range(0xA0, 0x100)}
    table.update((byte, byte) for byte in range(0x80, 0xA0))
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
        if char == "\ufffd":
            # GB18030 could encode the mark of what was lost.
            self[code] = char
            return char
        try:
            value = char.encode(self._encoding).decode("latin-1")
        except UnicodeEncodeError:
            value = chr(code + _MOVED) if code < 0x100 else char
        self[code] = value
        return value


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
        # What two bytes cannot be read together loses the second of them.
        Channel("utf-8 as gb18030", "utf-8", ("gb18030",), _CONTINUATION),
        Channel("utf-8 as big5", "utf-8", ("big5hkscs",), _CONTINUATION),
        Channel("utf-8 as shift-jis", "utf-8", ("cp932",), _CONTINUATION),
    ]
    return {channel.name: channel for channel in found}


#: Every channel by its name; the commoner ones first.
CHANNELS = _channels()


def _by_name(name: str) -> Channel:
    return CHANNELS[name]


#: What reads most damaged text, and text in a legacy encoding that was read as Latin-1.
WINDOWS = CHANNELS["utf-8 as cp1252"]
