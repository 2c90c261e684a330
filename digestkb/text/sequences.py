"""UTF-8 sequences in a line of bytes, each byte written as the character of its number: what speaks for damage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from digestkb.text.channel import WINDOWS, Channel
from digestkb.text.weights import FEWEST_IN_DAMAGE, MOSTLY_REMNANTS, NEARLY_ALL

#: Characters of a file that are looked at to tell which channel it came through.
CHOICE = 1 << 13
#: UTF-8 sequences that are whole, or whose loss nothing else explains.
WHOLE = re.compile(
    "[\xc3-\xdf][\x80-\xbf]|\xe1[\xba\xbb]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x90-\x9f][\x80-\xbf]{2}|\xc2[\xa0-\xbf]"
)
#: Question marks where Latin-1 has no letters: two within a dash or a quotation mark, one before small letters.
ASKED = re.compile("\xe2\\?\\?|(?:[\xc3-\xdf]|[\xe0-\xef][\xa0-\xbf])\\?(?=[a-z]{2})")
#: Letters that no byte of UTF-8 becomes where they stand, whatever was lost beside them.
INTACT_LETTER = re.compile("[\xdf\xf1-\xff](?![\x80-\xbf])|(?<=[a-z])[\xe0-\xef](?=[a-z])")
#: What can be left of a sequence, marks in the place of its bytes included, or of none but those; and what begins none.
_ANY = re.compile(
    "[\xc2-\xdf][\x80-\xbf\ufffd?]?|[\xe0-\xef][\x80-\xbf\ufffd?]{0,2}|[\xf0-\xf4][\x80-\xbf\ufffd?]{0,3}"
    "|[\ufffd?][\x80-\xbf\ufffd?]{0,2}"
)
#: Quotation marks, dashes, dots, blanks and degrees are no sign, which stand intact beside damage at times.
_STRAY = re.compile("[\x81-\x84\x86-\x90\x98-\x9f\xa1-\xa6\xa8\xaa\xac-\xaf\xb1-\xb6\xb8-\xba\xbc-\xbf]")
#: What is left of UTF-8 where the controls of Latin-1 fell out.
_LEFT = re.compile("[\xc2-\xdf][\xa0-\xbf]|[\xe2-\xef][\xa0-\xbf]{0,2}")
_BEYOND = re.compile("[^\x00-\xff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_ASCII = bytes(range(128))
_MARK_LEFT = "\xe2\x80\ufffd"
_END_LEFT = re.compile("\ufffd[\x80-\xbf]{2}")


@lru_cache(maxsize=64)
def undone(channel: Channel, line: str) -> str:
    """Take a line through a channel: several steps of its repair ask for it."""
    return channel.undo(line)


@lru_cache(maxsize=8)
def sequences(raw: str) -> tuple[str, ...]:
    """Give the whole UTF-8 sequences in a line of bytes.

    >>> [sequence.encode("latin-1").decode() for sequence in sequences("h\\xc3\\xa1i \\xc4\\x91")]
    ['á', 'đ']
    """
    return tuple(WHOLE.findall(raw))


def high(raw: str) -> int:
    """Count the bytes that are not ASCII."""
    return len(raw.encode("latin-1", "ignore").translate(None, _ASCII))


def strays(raw: str) -> int:
    """Count the bytes that are of no sequence, whatever was lost of it.

    UTF-8 has no such bytes, other encodings have them everywhere.

    >>> strays("h\xc3\xa1i \xc4\xbb"), strays("\xc3\xa1\xb5\xc4\xd1\xb5\xa3")
    (0, 2)
    """
    return len(_STRAY.findall(_ANY.sub("", raw)))


def left_of(raw: str, *, wide: bool) -> int:
    """Count the bytes that are left of sequences of which one byte fitted nothing, and can have been nothing else.

    Of dashes, dots and quotation marks the first two; in encodings of two bytes the last two of any character, which
    hardly any other one is made of.

    >>> left_of("\\xe2\\x80\ufffd", wide=False), left_of("\ufffd\\x95\\x88", wide=True)
    (2, 2)
    """
    return 2 * (raw.count(_MARK_LEFT) + (len(_END_LEFT.findall(raw)) if wide else 0))


def explained(raw: str) -> bool:
    """Say whether whole sequences are at least half of what is not ASCII."""
    return len("".join(sequences(raw))) * 2 >= high(raw)


def most_explained(line: str, channels: Sequence[Channel]) -> float:
    """Give the part of what is not ASCII that whole sequences are in one of the channels, from 0 to 1.

    No other channel is looked at where one explains nearly all.

    >>> from digestkb.text.channel import CHANNELS
    >>> most_explained("CÃ¡c", [WINDOWS]), most_explained("CÃ¡c", [CHANNELS["utf-8 as cp866"]])
    (1.0, 0.0)
    """
    most = 0.0
    for channel in channels:
        raw = channel.undo(line)
        most = max(most, len("".join(WHOLE.findall(raw))) / (_beyond_ascii(raw) or 1))
        if most > NEARLY_ALL:
            break
    return most


def _beyond_ascii(raw: str) -> int:
    return len(raw) - len(raw.encode("ascii", "ignore"))


def all_damage(raw: str) -> bool:
    """Say whether nothing but damage can look like these bytes: whole sequences, and hardly anything beside them."""
    full = sequences(raw)
    return len(full) >= FEWEST_IN_DAMAGE and sum(map(len, full)) * 5 >= high(raw) * 4 and not _BEYOND.search(raw)


def mostly_side_by_side(line: str) -> bool:
    """Say whether what is not ASCII stands side by side in a line, as it does where `all_damage` is right of its bytes.

    >>> mostly_side_by_side("mô hình"), mostly_side_by_side("mÃ´ hÃ¬nh")
    (False, True)
    """
    runs = _BEYOND_ASCII.findall(line)
    several = [len(run) for run in runs if len(run) > 1]
    alone = len(runs) - len(several)
    return sum(several) >= 4 * alone


def mostly_sequences(text: str) -> bool:
    """Say whether UTF-8 sequences, or what is left of them, explain how text read as a Windows page begins."""
    raw = WINDOWS.undo(text[:CHOICE])
    beyond = high(raw)
    if sum(map(len, WHOLE.findall(raw))) * 2 >= beyond:
        return True
    left = [len(one) for one in _LEFT.findall(raw)]
    return sum(left) >= MOSTLY_REMNANTS * beyond and sum(size for size in left if size > 1) * 2 >= beyond
