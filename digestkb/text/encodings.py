"""The encodings that text is read and misread in: each once, with what is particular to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Encoding:
    """An encoding other than UTF-8."""

    #: What Python calls it.
    codec: str
    #: What the ledger calls it, if that is not the same.
    alias: str = ""
    #: One character is two bytes or more.
    wide: bool = False

    @property
    def shown(self) -> str:
        """What the ledger calls it."""
        return self.alias or self.codec

    @cached_property
    def chars(self) -> dict[int, str]:
        """The characters of the bytes from 80 on, where a byte is a character.

        >>> ENCODINGS["cp1252"].chars[0x80], 0x81 in ENCODINGS["cp1252"].chars
        ('€', False)
        """
        read = {byte: bytes([byte]).decode(self.codec, "replace") for byte in range(0x80, 0x100)}
        return {byte: char for byte, char in read.items() if char != "\ufffd" and not "\x80" <= char <= "\x9f"}

    @cached_property
    def holes(self) -> frozenset[int]:
        """The bytes that are no character in it: they are kept as controls, dropped, or marked.

        >>> [hex(byte) for byte in sorted(ENCODINGS["cp1252"].holes)]
        ['0x81', '0x8d', '0x8f', '0x90', '0x9d']
        """
        return frozenset() if self.wide else frozenset(range(0x80, 0x100)).difference(self.chars)


_ALL = (
    Encoding("latin-1"),
    Encoding("cp1250"),
    Encoding("cp1251"),
    Encoding("cp1252"),
    Encoding("cp1253"),
    Encoding("cp1254"),
    Encoding("cp1258"),
    Encoding("iso8859-2", "iso-8859-2"),
    Encoding("iso8859-15", "latin-9"),
    Encoding("mac_roman", "mac-roman"),
    Encoding("cp437"),
    Encoding("cp850"),
    Encoding("cp852"),
    Encoding("cp866"),
    Encoding("gb18030", wide=True),
    Encoding("big5hkscs", "big5", wide=True),
    Encoding("cp932", "shift-jis", wide=True),
)
#: Every encoding by what Python calls it.
ENCODINGS = {encoding.codec: encoding for encoding in _ALL}
