"""The encodings that text is read and misread in: each once, with what is particular to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Encoding:
    """An encoding other than UTF-8."""

    #: What Python calls it.
    codec: str
    #: What the ledger calls it, if that does not follow from what Python calls it.
    alias: str = ""
    #: One character is two bytes or more.
    wide: bool = False
    #: Escape sequences say what is meant; only decoding it tells whether it is this one.
    escaped: bool = False
    #: Bits by which a file is seldomer in it than in Windows-1252; ``None`` for what no file is taken to be in.
    rarity: float | None = None
    #: It is for Latin letters only: so many bytes beyond ASCII never stand in a row there.
    latin: bool = False
    #: It is for the languages of Central Europe.
    central: bool = False
    #: Bits a letter by which it must be better than Windows-1252: pairs of letters tell it badly from that.
    bias: float = 0.0

    @property
    def shown(self) -> str:
        """What the ledger calls it.

        >>> ENCODINGS["cp932"].shown, ENCODINGS["iso8859-2"].shown, ENCODINGS["koi8-r"].shown
        ('shift-jis', 'iso-8859-2', 'koi8-r')
        """
        if self.alias:
            return self.alias
        return f"iso-{self.codec[3:].replace('_', '-')}" if self.codec.startswith("iso") else self.codec

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
    # Of encodings in which a text costs the same the first one is taken.
    Encoding("gb18030", wide=True, rarity=0.0),
    Encoding("big5hkscs", "big5", wide=True, rarity=0.0),
    Encoding("cp932", "shift-jis", wide=True, rarity=0.0),
    Encoding("euc_kr", "euc-kr", wide=True, rarity=0.0),
    Encoding("euc_jp", "euc-jp", wide=True, rarity=0.0),
    *(Encoding(codec, escaped=True) for codec in ("iso2022_kr", "iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext")),
    Encoding("hz", escaped=True),
    Encoding("johab", wide=True, rarity=24.0),
    Encoding("cp1252", rarity=0.0, latin=True),
    Encoding("cp1251", rarity=2.0),
    Encoding("cp1250", rarity=2.0, latin=True, central=True, bias=1.5),
    Encoding("cp1254", rarity=2.0, latin=True),
    Encoding("cp1253", rarity=4.0),
    Encoding("cp1255", rarity=4.0),
    Encoding("cp1256", rarity=4.0),
    Encoding("cp874", rarity=4.0),
    Encoding("koi8-r", rarity=4.0),
    Encoding("koi8-u", rarity=6.0),
    Encoding("iso8859-2", rarity=4.0, latin=True, central=True, bias=1.5),
    Encoding("iso8859-5", rarity=8.0),
    Encoding("iso8859-7", rarity=8.0),
    Encoding("iso8859-9", rarity=8.0, latin=True),
    Encoding("iso8859-15", rarity=8.0, latin=True),
    Encoding("cp866", rarity=8.0),
    Encoding("cp1257", rarity=8.0, latin=True, bias=1.5),
    Encoding("iso8859-6", rarity=12.0),
    Encoding("iso8859-8", rarity=12.0),
    Encoding("cp850", rarity=24.0, latin=True, bias=4.0),
    Encoding("cp852", rarity=16.0, latin=True, central=True, bias=4.0),
    Encoding("cp855", rarity=16.0),
    Encoding("mac-cyrillic", rarity=16.0),
    Encoding("mac_roman", "mac-roman", rarity=24.0, latin=True, bias=2.5),
    Encoding("iso8859-13", rarity=12.0, latin=True, bias=1.5),
    Encoding("iso8859-16", rarity=16.0, latin=True, central=True, bias=1.5),
    Encoding("iso8859-4", rarity=16.0, latin=True, bias=1.5),
    Encoding("iso8859-3", rarity=16.0, latin=True, bias=1.5),
    Encoding("cp737", rarity=32.0),
    Encoding("cp862", rarity=32.0),
    Encoding("cp1125", rarity=24.0),
    Encoding("cp857", rarity=24.0, latin=True, bias=4.0),
    Encoding("cp775", rarity=24.0, latin=True, bias=4.0),
    Encoding("mac-latin2", rarity=24.0, latin=True, central=True, bias=4.0),
    Encoding("mac-greek", rarity=24.0),
    Encoding("mac-turkish", rarity=32.0, latin=True, bias=4.0),
    Encoding("mac-iceland", rarity=32.0, latin=True, bias=4.0),
    Encoding("cp861", rarity=32.0, latin=True, bias=4.0),
    Encoding("cp865", rarity=32.0, latin=True, bias=4.0),
    Encoding("kz1048", rarity=16.0),
    Encoding("koi8-t", rarity=16.0),
    # What text was read in, but none is written in that would not be one of the others or a Vietnamese page.
    Encoding("cp949", wide=True),
    Encoding("latin-1"),
    Encoding("cp1258"),
    Encoding("cp437"),
)
#: Every encoding by what Python calls it.
ENCODINGS = {encoding.codec: encoding for encoding in _ALL}
_CODECS = {encoding.shown: encoding.codec for encoding in _ALL}


def shown(codec: str) -> str:
    """Give what the ledger calls an encoding, or a page of Vietnamese, that Python or this package calls so."""
    return ENCODINGS[codec].shown if codec in ENCODINGS else codec


def codec_of(name: str) -> str:
    """Give what Python, or this package, calls an encoding of the ledger.

    >>> codec_of("shift-jis"), codec_of("tcvn3")
    ('cp932', 'tcvn3')
    """
    return _CODECS.get(name, name)


def encodes(codec: str, text: str) -> bool:
    """Say whether every character of the text is one of the encoding.

    >>> encodes("gb2312", "学"), encodes("gb2312", "學")
    (True, False)
    """
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
