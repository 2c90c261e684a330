"""The ways text is damaged: which encoding was taken for which, and how to get back to the bytes.

A channel turns a line into a string of its bytes, each written as the character of that number; what the channel cannot
have produced (intact text beside the damage) stays as it is above U+00FF, or is moved there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from digestkb.text.encodings import ENCODINGS, Encoding

#: Many programs strip it.
SOFT_HYPHEN = 0xAD
_TURKISH = re.compile("[ğĞışŞİ]")
_CONTINUATION = frozenset(range(0x80, 0xC0))
#: The first bytes of Hangul syllables.
_OF_SYLLABLES = frozenset(range(0xEA, 0xEE))


@dataclass(frozen=True, eq=False)
class Channel:
    """UTF-8 that was read as if it were in another encoding, or in one of several that are alike.

    There is one object for each, in `CHANNELS`.
    """

    read_as: tuple[Encoding, ...]
    #: Bytes that may have fallen out on the way.
    lost: frozenset[int] = frozenset()
    #: Channels with the same mark share one signature; see :mod:`digestkb.text.mojibake`.
    alike: str = ""
    #: The regular expression of its signature, where a lead byte before another one is not enough.
    form: str = ""
    #: Bits for how seldom it is met, where a commoner one reads nearly the same.
    prior: float = 0.0

    @property
    def name(self) -> str:
        """What the ledger calls it."""
        return f"utf-8 as {self.read_as[-1].shown}"

    @property
    def wide(self) -> bool:
        """Whether what it makes are characters of two bytes and more."""
        return self.read_as[0].wide

    def __reduce__(self) -> tuple[object, ...]:
        """Be the same channel in another process, where it is compared by identity."""
        return _by_name, (self.name,)

    @cached_property
    def table(self) -> dict[int, str | int]:
        """For ``str.translate``: from what is there to the bytes that it came from."""
        return _Wide(self.read_as[0].codec) if self.wide else _single_byte_table(self.read_as)

    def undo(self, line: str) -> str:
        """The line as bytes, one character each.

        >>> CHANNELS["utf-8 as cp1252"].undo("Ä‘").encode("latin-1")
        b'\\xc4\\x91'
        """
        raw = line.translate(self.table)
        if self.read_as[0].codec == "gb18030" and "€" in raw:
            return _EURO.sub(_euro_bytes, raw)
        if self.read_as[0].codec == "cp932" and "・" in line:
            return _TWO_LOST.sub("\\1\ufffd", _FOUR_LOST.sub("\\1\ufffd\ufffd", raw))
        return raw

    def lengths(self, line: str, raw: str) -> list[int]:
        """Give how many bytes each character of a line is in ``raw``, which it was taken back to.

        >>> channel = CHANNELS["utf-8 as gb18030"]
        >>> channel.lengths("丢€", channel.undo("丢€"))
        [2, 1]
        """
        table, found, at = self.table, [], 0
        for char in line:
            value = table[ord(char)] if self.wide else 0
            length = len(value) if isinstance(value, str) else 1
            if (char == "€" and raw.startswith("\xa2\xe3", at)) or (char == "・" and _TWO_LOST.match(raw, at - 2)):
                length = 2
            elif char == "・" and raw.startswith("\ufffd" * 4, at - 1):
                length = 3
            found.append(length)
            at += length
        return found

    def called(self, line: str) -> str:
        """The channel's name for the ledger: the code page of Turkey is told from the Western one by its letters.

        >>> CHANNELS["utf-8 as cp1252"].called("ÄŸ"), CHANNELS["utf-8 as cp1252"].called("Äğ")
        ('utf-8 as cp1252', 'utf-8 as cp1254')
        """
        turkish = ENCODINGS["cp1254"] in self.read_as and _TURKISH.search(line)
        return "utf-8 as cp1254" if turkish else self.name

    @cached_property
    def runs(self) -> re.Pattern[str]:
        """Characters in a row that the channel can have produced."""
        if self.wide:
            return re.compile("[^\x00-\x7f]+")
        produced = sorted(chr(code) for code, byte in self.table.items() if int(byte) < 0x100)
        return re.compile("[" + re.escape("".join(produced)) + "]+")


#: In GB18030 as Windows and browsers read it ``€`` is the byte 80, as well as the pair A2 E3 of the standard: the last
#: byte of a character and the first of the next, which two more follow.
_EURO = re.compile("(?P<last>(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2}))€(?=[\x80-\xbf€]{2})|€")


def _euro_bytes(match: re.Match[str]) -> str:
    return "\x80" if match["last"] is None else f"{match['last']}\xa2\xe3"


#: In Shift-JIS a lead byte goes with what fits nothing before it: bytes of a character without one stand behind, or
#: fit nothing either.
_FOUR_LOST = re.compile("([\xe0-\xef][\x80-\xbf]\ufffd\ufffd)(?=[\xe0-\xef])")
_TWO_LOST = re.compile("([\xe0-\xef][\x80-\xbf]\ufffd)(?=\ufffd?[\x80-\xbf])")


#: Letters of Latin-1 that a channel cannot have produced must not be taken for bytes: they go to a private area.
_MOVED = 0xF700


def moved_back(raw: str) -> str:
    """Give a line of bytes with the letters that are none as they were."""
    return _AREA.sub(lambda match: chr(ord(match.group()) - _MOVED), raw)


_AREA = re.compile("[\uf780-\uf7ff]")


def _single_byte_table(encodings: tuple[Encoding, ...]) -> dict[int, str | int]:
    """From characters to bytes; what an encoding leaves undefined may have been kept as a control character."""
    table: dict[int, str | int] = {code: code + _MOVED for code in range(0x80, 0x100)}
    for encoding in encodings:
        table.update((byte, byte) for byte in encoding.holes)
    for encoding in encodings:
        table.update((ord(char), byte) for byte, char in encoding.chars.items())
    return table


class _Wide(dict[int, "str | int"]):
    """The same for encodings of two bytes, filled as characters are met."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding
        self._twins = _twins() if encoding == "cp949" else {}

    def __missing__(self, code: int) -> str | int:
        char = self._twins.get(chr(code), chr(code))
        if char in "\ufffd€":
            # GB18030 could encode the mark of what was lost, and has two ways to encode the other.
            self[code] = char
            return char
        if char == "・" and self._encoding == "cp932":
            # Windows writes it where a byte or two fit nothing.
            self[code] = "\ufffd"
            return "\ufffd"
        try:
            value = char.encode(self._encoding).decode("latin-1")
        except UnicodeEncodeError:
            value = chr(code + _MOVED) if code < 0x100 else char
        self[code] = value
        return value


def _twins() -> dict[str, str]:
    """Ideographs that the Korean code page has twice, of which programs make one: that whose bytes begin a sequence."""
    found = {}
    for char in map(chr, range(0xF900, 0xFA0C)):
        one = unicodedata.normalize("NFC", char)
        first, other = char.encode("cp949", "ignore")[:1], one.encode("cp949", "ignore")[:1]
        if b"\xe2" <= first <= b"\xed" and not b"\xe2" <= other <= b"\xed":
            found[one] = char
    return found


#: UTF-8 read as Windows-1251: Ukrainian and Serbian have letters that are continuation bytes there, after letters that
#: are lead bytes. So one must be a symbol, or two pairs stand together, or one beside a Latin letter, or two that only
#: marks begin with.
_CYRILLIC_SYMBOL = "[‚„†‡€‰‹›•™¤¦§©¬®°±µ¶·№]"
_CYRILLIC_OTHER = "[\u0401-\u040f\u0451-\u045f\u0490\u0491\u00a0-\u00bb‚-™]"
_CYRILLIC = (
    f"[В-п](?={_CYRILLIC_OTHER})(?:{_CYRILLIC_SYMBOL}|(?<=[а-п]){_CYRILLIC_OTHER}{_CYRILLIC_SYMBOL}"
    f"|(?<=[В-Я]){_CYRILLIC_OTHER}[В-Я]{_CYRILLIC_OTHER}|(?<=[A-Za-z].){_CYRILLIC_OTHER}|{_CYRILLIC_OTHER}(?=[A-Za-z])"
    "|(?<=в)Ђ[^А-я])"
)
#: As Windows-1253: a Greek letter before a sign that no Greek word has in it.
_GREEK = "[Β-ώ](?:[€‚ƒ„†‡‰‹•™£¤¥¦§¨©¬®―°±²³µ¶½\xa0]|(?<=[α-ώ])[ΆΈΉΊΌΎΏ])"
#: As the code page of Russian DOS: drawn lines before letters; drawings have them beside each other.
_DRAWN_CYRILLIC = "[т┬┴├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀](?:(?<!т)[А-п]|(?<=т)А[Ф-Я])"


#: As that of Central Europe: its letters are no sign before each other, as Vietnamese has them (``đó``).
_DRAWN_LATIN = "[Ô\u2500-\u256c](?:(?<!Ô)[^\\x00-\\x7f\u2500-\u259f]|(?<=Ô)Ç[^\\x00-\\x7f])"


#: As that of the Baltic countries, where it is not as Windows-1252 has it: before a sign, or a mark within a word.
_BALTIC = "[ĆĀā](?:(?<=Ć)[¢£¤¦§©«¬­®°±²³´µ¶·¹»¼½¾¨ˇ¸¯˛]|(?<=Ć)[‚„†‡•–—‘’“”€™…](?=[a-z])|(?<=ā)€)"


#: As Windows-1255, which has a mark of abbreviation for the first byte of every Hebrew letter: twice, each time with
#: what the second byte is; as Windows-1256, and as the Thai page, where two bytes of three are always the same.
_HEBREW = "׳(?=[\x80-\xbf€-™₪×÷\ufffd]׳[\x80-\xbf€-™₪×÷\ufffd])"
_ARABIC_OTHER = "[€‚ƒ„…†‡ˆ‰‹Œ‘-”•–—™›œ\u200c\u200d\xa0¢-©«-¹»-¾،؛؟پٹچژڈگکڑںھ]"
_ARABIC = (
    "[€‚ƒ„…†‡ˆ‰‹Œ‘-”•–—™›œ\xa0¢-©«-¹»-¾،؛؟](?:(?<=[طظعغ].)(?=[طظعغ]"
    f"{_ARABIC_OTHER})|(?<=[طظعغ]{_ARABIC_OTHER}[طظعغ].)|(?<=[A-Za-z][آأ].))"
)
_THAI_OTHER = "[\x80-\x9f€…‘-”•–—\xa0ก-ฟ\ufffd]?"
_THAI = f"[ธน](?<=เ.)(?={_THAI_OTHER}เ[ธน]{_THAI_OTHER}เ[ธน])"
#: As KOI8-R: ``п`` and ``я`` before what lines are drawn with, twice; ``Б─`` before the end of a mark.
_KOI8_OTHER = "\u2219-\u2321\u2500-\u25a0°²·÷ёЁ©"
_DRAWN_KOI8 = f"[{_KOI8_OTHER}](?:(?<=[пя].)(?=[пя][{_KOI8_OTHER}])|(?<=[A-Za-z. ]Б─)[≈≥≤°²·÷■∙√╕])"
#: As the Korean code page of Windows: a syllable behind the mark of what fitted nothing, the first byte of another one.
_KOREAN = "\ufffd[\uac00-\ud7a3]"


def _through(codecs: str, alike: str, form: str = "", *, dropped: tuple[str, ...] = (), prior: float = 0.0) -> Channel:
    """Give a channel of encodings of one byte; of those named as ``dropped`` what they leave undefined may be gone."""
    lost = frozenset().union(*(ENCODINGS[codec].holes for codec in dropped)) | {SOFT_HYPHEN} if dropped else frozenset()
    return Channel(tuple(ENCODINGS[codec] for codec in codecs.split()), lost, alike, form, prior)


def _channels() -> dict[str, Channel]:
    found = [
        # Turkish and Western European Windows differ in six letters and agree on the rest: one channel reads both, and
        # Latin-1, whose controls nothing else has.
        _through("latin-1 cp1254 cp1252", "windows", dropped=("cp1254",)),
        _through("cp1258", "windows", dropped=("cp1258",)),
        _through("cp1250", "windows", dropped=("cp1250",)),
        _through("iso8859-2", "windows", dropped=("iso8859-2",), prior=1.0),
        _through("iso8859-15", "windows", dropped=("iso8859-15",), prior=4.0),
        _through("cp1257", "baltic", _BALTIC, dropped=("cp1257",), prior=2.0),
        _through("mac_roman", "mac"),
        _through("cp437", "dos"),
        _through("cp850", "dos"),
        _through("cp852", "eastern dos", _DRAWN_LATIN, prior=1.0),
        _through("cp866", "russian dos", _DRAWN_CYRILLIC),
        _through("cp1251", "cyrillic", _CYRILLIC, dropped=("cp1251",)),
        _through("cp1253", "greek", _GREEK, dropped=("cp1253",)),
        _through("cp1255", "hebrew", _HEBREW, dropped=("cp1255",)),
        _through("cp1256", "arabic", _ARABIC, dropped=("cp1256",)),
        _through("cp874", "thai", _THAI, dropped=("cp874",)),
        _through("koi8-r", "koi8", _DRAWN_KOI8),
        # What two bytes cannot be read together loses the second of them.
        *(Channel((ENCODINGS[codec],), _CONTINUATION) for codec in ("gb18030", "big5hkscs", "cp932")),
        # Or the first, where it is that of a syllable.
        Channel((ENCODINGS["cp949"],), _CONTINUATION | _OF_SYLLABLES, "korean", _KOREAN),
    ]
    return {channel.name: channel for channel in found}


def _by_name(name: str) -> Channel:
    return CHANNELS[name]


#: Every channel by its name; the commoner ones first.
CHANNELS = _channels()
#: Those that make ideographs of most scripts.
WIDE = tuple(channel for channel in CHANNELS.values() if channel.wide and not channel.form)
#: What reads most damaged text, and text in a legacy encoding that was read as Latin-1.
WINDOWS = CHANNELS["utf-8 as cp1252"]
#: It has nearly all of the signature of that, and one of its own.
BALTIC = CHANNELS["utf-8 as cp1257"]
