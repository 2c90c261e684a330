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
    #: The regular expression of what the damage looks like.
    form: str
    #: That of a part of it which stands in one word, where the damage takes more than one.
    within: str = ""

    @property
    def single_byte(self) -> bool:
        """Whether its damage is letters of Latin code pages in an odd order, which clean text has at times too."""
        return bool(self.channels) and not self.wide

    @property
    def wide(self) -> bool:
        """Whether its damage is ideographs, or kana of half a width."""
        return bool(self.channels) and self.channels[0].read_as[0] in WIDE

    @property
    def draws(self) -> bool:
        """Whether its damage is made of the lines and corners that tables are drawn with."""
        return any("cp437" in channel.read_as for channel in self.channels)

    @property
    def hint(self) -> re.Pattern[str]:
        """What must be in one of the words of a text that shows the damage."""
        return _pattern(self.within or self.form)

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
#: The same without their first byte, which Windows-1252 has not: twice in a line, since a digit may stand there.
_HALVED = "[^\\x00-\\x7f](?<=[A-Za-z?][0-9].)(?=[0-9])"
_HALVES = f"{_HALVED}.*?{_HALVED}"
#: Typographic marks of two bytes that no text has: controls (Windows-1252), the punctuation of GB18030 and Big5.
#: Spanish sets ``¡`` before words, and never after one or before a symbol.
#: (One class in front of all alternatives lets the search skip whatever is not in it.)
_MARKS = (
    "[\u0080-\u009f\u00a1\u00a2\u00a8](?:(?<=[\u0080-\u009f])|(?<=[A-Za-z0-9]¡)"
    "|(?<=¡)(?:[\u00a2-\u00be]|[\u00c0-\u00ff](?![a-zß-ÿ])|[XV] )|(?<=¨)[\u00a1-\u00bf]|(?<=¢)X)"
)
#: A vowel and the byte of its mark in Windows-1258 or VNI, where neither Vietnamese nor its neighbours have the two,
#: and a symbol in a word (TCVN 3, VISCII). Other languages have one of these now and then, Vietnamese several a line.
_LETTER = (
    "[×÷ìòÌÒÞðäåøûÄÅØÛáâãàÁÂÃÀùõÙÕï\u00a8-\u00ae\u00b5-\u00be](?:(?<=[aãâeêioôõuýyAÃÂEÊIOÔÕUÝY][ìòÌÒÞ])"
    "|(?<=ð)(?=[aãâeêiìoôõuýyèéàáóòùú])|(?<=[a-z][×÷«»])(?=[a-z])|(?<=[aeouyAEOUY][äåøÄÅØ])|(?<=[aeuyAEUY][ûÛ])"
    "|(?<=[aeAE][áâãàÁÂÃÀ])|(?<=[oO][âÂ])|(?<=[ôöÔÖ][ùøûõÙØÛÕ])|(?<=[aeouy]ï)(?=.{1,12}[aeouyôö]ï)"
    "|(?<=[A-Za-z][\u00a8-\u00aa\u00ac-\u00ae\u00b5-\u00ba\u00bc-\u00be]))"
)
_LETTERS = f"{_LETTER}.*?{_LETTER}"
_LETTER_IN_WORD = _LETTER.replace("(?=.{1,12}[aeouyôö]ï)", "")
#: UTF-8 read as Windows-1251: Ukrainian and Serbian have letters that are continuation bytes there, after letters that
#: are lead bytes. So one must be a symbol, or two pairs stand together, or one beside a Latin letter.
_CYRILLIC_SYMBOL = "[‚„†‡€‰‹›•™¤¦§©¬®°±µ¶·№]"
_CYRILLIC_OTHER = "[\u0401-\u040f\u0451-\u045f\u0490\u0491\u00a0-\u00bb‚-™]"
_CYRILLIC = (
    f"[В-п](?:{_CYRILLIC_SYMBOL}|(?<=[а-п]){_CYRILLIC_OTHER}{_CYRILLIC_SYMBOL}"
    f"|(?<=[В-Я]){_CYRILLIC_OTHER}[В-Я]{_CYRILLIC_OTHER}|(?<=[A-Za-z].){_CYRILLIC_OTHER}|{_CYRILLIC_OTHER}(?=[A-Za-z]))"
)
_IDEOGRAPH = re.compile("[\u3400-\uffff]")
_SINGLE_BYTE = (
    ("utf-8 as cp1252", "utf-8 as cp1258", "utf-8 as cp1250"),
    ("utf-8 as mac-roman",),
    ("utf-8 as cp437", "utf-8 as cp850"),
    ("utf-8 as cp1251",),
)


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """Every family, the commonest kind of damage first."""
    found = [Family(channels, _form(channels)) for channels in _single_byte()]
    wides = tuple(channel for channel in CHANNELS.values() if channel.read_as[0] in WIDE)
    rare = frozenset().union(*(_wide_chars(ch.read_as[0]) for ch in wides if ch.read_as[0] != "cp932"))
    # Of what Shift-JIS makes of a lead byte some are everyday characters (网, 缺, 罩, 迹): one of them is no sign. In
    # damaged text every third character is one.
    some = _any(_wide_chars("cp932"))
    found.append(Family(wides, _any(rare)))
    found.append(Family(wides, f"{some}[^\\x00-\\x7f]{{1,3}}{some}"))
    found.append(Family(wides, f"{_any(_lodged_chars())}(?:{_LODGED}|(?<=[A-Za-z]{_any(_vowels())}))"))
    found.append(Family(wides, _LODGED_KANA))
    found.extend(Family((), form) for form in (_IN_A_ROW, _FOUR_BYTES))
    found += [Family((), _HALVES, _HALVED), Family((), _MARKS), Family((), _LETTERS, _LETTER_IN_WORD)]
    return tuple(found)


def present(text: str) -> list[Family]:
    """The families of which a text shows a sign.

    >>> present("được") == [], len(present("Ä‘Æ°á»£c")) > 0
    (True, True)
    """
    words = distinct_words(text)
    letters, ideographs = _odd_order().search(words) is not None, _IDEOGRAPH.search(words) is not None
    return [
        family
        for family in families()
        if (letters or not family.single_byte)
        and (ideographs or not family.wide)
        and family.hint.search(words)
        and family.pattern.search(text)
    ]


def distinct_words(text: str) -> str:
    """The words of a text that are not all ASCII, each once: a tenth of a long text, and every sign shows in one.

    Only blanks and line breaks part words: what else is a blank may be a damaged letter.

    >>> sorted(distinct_words("đi là đi\\nvà go on").split())
    ['là', 'và', 'đi']
    """
    distinct = set(text.replace("\n", " ").split(" "))
    return f" {' '.join([word for word in distinct if not word.isascii()])} "


@lru_cache(maxsize=1)
def _odd_order() -> re.Pattern[str]:
    """What every sign of the single-byte families is matched by: one search passes most clean texts."""
    channels = tuple(channel for family in _single_byte() for channel in family)
    return re.compile(_any(_leads(channels)) + _any(_others(channels)))


def _single_byte() -> list[tuple[Channel, ...]]:
    return [tuple(CHANNELS[name] for name in names) for names in _SINGLE_BYTE]


def _form(channels: tuple[Channel, ...]) -> str:
    """The sign of single-byte channels: two characters in a row, and more than that where they are letters."""
    return _CYRILLIC if "cp1251" in channels[0].read_as else _any(_leads(channels)) + _any(_others(channels))


def _leads(channels: tuple[Channel, ...]) -> frozenset[str]:
    """The characters that the first byte of a UTF-8 sequence may have become."""
    return frozenset(chr(c) for ch in channels for c, byte in ch.table.items() if 0xC2 <= int(byte) <= 0xF4)


def _others(channels: tuple[Channel, ...]) -> frozenset[str]:
    """The characters that the other bytes may have become."""
    return frozenset(chr(c) for ch in channels for c, byte in ch.table.items() if 0x80 <= int(byte) <= 0xBF)


def _any(chars: frozenset[str]) -> str:
    return "[" + re.escape("".join(sorted(chars))) + "]"


def _lodged_chars() -> frozenset[str]:
    """What the bytes of a Vietnamese letter, or the first two of them, make when they are read as one character."""
    pairs = [bytes((lead, second)) for lead in (0xC3, 0xC4, 0xC5, 0xC6) for second in range(0x80, 0xC0)]
    read = {pair.decode(encoding, "replace") for pair in pairs for encoding in WIDE}
    return _vowels() | {char for char in read if len(char) == 1 and "\u4e00" <= char <= "\u9fff"}


def _vowels() -> frozenset[str]:
    """What the first two bytes of a Vietnamese vowel with a tone make: rare ideographs all of them."""
    read = (pair.decode(encoding, "replace") for pair in (b"\xe1\xba", b"\xe1\xbb") for encoding in WIDE)
    return frozenset(char for char in read if len(char) == 1)


def _wide_chars(encoding: str) -> frozenset[str]:
    """What the first two bytes of a Chinese character make when they are read as one character."""
    chars = set()
    for lead in (0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEF):
        for second in range(0x80, 0xC0):
            char = bytes((lead, second)).decode(encoding, "replace")
            if len(char) == 1 and "\u3400" <= char <= "\uffa0" and char != "\ufffd":
                chars.add(char)
    return frozenset(chars)
