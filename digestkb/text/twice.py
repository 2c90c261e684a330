"""Text that was misread twice and lost bytes: what a lone lead byte was, by the byte that stands after it.

``Ð½`` is D0 BD; read as Latin letters and written anew ``Ð`` is C3 90, and the second of them fell out. Whatever it was
is a lead byte itself, and what follows one that goes with it: no language tells that, the next layer does.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate

from digestkb.patterns import lazy
from digestkb.text.decoded import Decoded
from digestkb.text.encodings import ENCODINGS
from digestkb.text.script_model import oddity

#: What the second byte of a letter has become in the other layer.
_AFTER = "(?:\xc2[\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]|\xc5[\x80-\xbf]|\xc6\x92|\xcb[\x86\x9c])"
#: A letter of two bytes that lost nothing, and one whose lead byte lost its own second byte.
_WHOLE, _LONE = lazy(f"\xc3[\x82-\x9f](?={_AFTER})"), lazy(f"\xc3(?={_AFTER}|\xc2(?![\x80-\xbf ]))")
#: The same of any sequence, as it begins.
_BEGUN = lazy(f"\xc3[\x82-\xb4](?={_AFTER}|\xc2(?![\x80-\xbf]))")
_FIRST = lazy("\xc3")
#: A lead byte of which neither the second byte is left nor what stood after it, and the first byte of a sign.
_BARE, _SIGN = lazy("\xc3(?![\x80-\xff])|\xc3(?=\xc3)"), "\xc3\x82"
#: The first byte of a control or a no-break space without the second; a blank may stand for that of the space, but not
#: behind what begins no letter that ends with it.
_CUT, _NO_BREAK = "\xc2", "\xc2\xa0"
_CONTROL = lazy("(?<=.)\xc2(?![\x80-\xbf])")
_NO_BLANK = "\xc3[\x84\x87-\x8d\x8f\x91-\x96\x98\x9a-\x9f]"
_CONTROL_IN_WORD = lazy(f"(?<=.)\xc2(?![\x80-\xbf ]|$)|(?<={_NO_BLANK})\xc2(?= |$)")
#: Sequences that show two layers, below which a letter may be intact.
_FEWEST = 3
_BYTES = {char: byte for byte, char in ENCODINGS["cp1252"].chars.items()}


def filled(raw: str, lost: frozenset[int]) -> tuple[str, list[int]]:
    """Give a line of bytes with what lead bytes of the other layer lost, and where in it that was put.

    The line itself where hardly any letter shows two layers.

    >>> filled("\\xc3\\xc2\\xbd\\xc3\\x91\\xc2\\x83", frozenset({0x90}))
    ('Ã\\x90Â½Ã\\x91Â\\x83', [1])
    """
    whole = _WHOLE.findall(raw)
    if not whole or (len(whole) + len(_LONE.findall(raw))) * 2 < len(_FIRST.findall(raw)):
        return raw, []
    # Signs of Latin-1 stand in text of any script; of what is as common the first is taken.
    usual = Counter(sorted(whole, key=_SIGN.__eq__)).most_common(1)[0][0]
    ends = (match.end() for match in _LONE.finditer(raw))
    put = {end: byte for end in ends if (byte := _likeliest(raw[end : end + 3], lost, usual))}
    if put:
        # One that has lost what stood after it as well was the same as the others.
        byte, times = Counter(put.values()).most_common(1)[0]
        put.update((match.end(), byte) for match in _BARE.finditer(raw) if times >= _FEWEST)
    pieces, places, at = [], list[int](), 0
    for end, byte in sorted(put.items()):
        pieces += [raw[at:end], byte]
        places.append(end + len(places))
        at = end
    return "".join([*pieces, raw[at:]]), places


def emptied(raw: str) -> tuple[str, list[int]]:
    """Give a line of bytes without the first bytes of controls of which the second fell out, and where those were.

    A control is what the other layer kept of a byte that Windows has not, and has lost with this layer: that layer has
    to say what it was. The line itself where hardly any letter shows two layers.

    >>> emptied("\\xc3\\x91\\xc2\\xc3\\x91\\xc2\\x82\\xc3\\x91\\xc2\\x82")
    ('Ã\\x91Ã\\x91Â\\x82Ã\\x91Â\\x82', [2])
    """
    form = _CONTROL if _NO_BREAK in raw else _CONTROL_IN_WORD
    if form.search(raw) is None:
        return raw, []
    begun = len(_BEGUN.findall(raw))
    if begun < _FEWEST or begun * 2 < len(_FIRST.findall(raw)):
        return raw, []
    return form.sub("", raw), [match.start() for match in form.finditer(raw)]


def with_emptied(decoded: Decoded, places: list[int]) -> Decoded:
    """Give what was decoded of a line that was `emptied` as that of the line itself: nothing came of what was cut."""
    if not places:
        return decoded
    parts, readings, at, put = [], [], 0, iter([*places, None])
    place = next(put)
    for part, reading in zip(decoded.parts, decoded.readings, strict=True):
        found = part
        while place is not None and at < place <= at + len(found):
            found = found[: place - at] + _CUT + found[place - at :]
            place = next(put)
        parts.append(found)
        readings.append(part if reading is None and found != part else reading)
        at += len(found)
    return decoded._replace(parts=parts, readings=readings)


def _likeliest(after: str, lost: frozenset[int], usual: str) -> str:
    """The byte that fell out before another, if one makes a letter with it: one near the ``usual`` lead byte first."""
    found = []
    for byte in lost:
        try:
            letter = _letter(0x40 + byte, after)
        except ValueError:
            continue
        found.append((oddity(letter) + abs(ord(usual[1]) - byte), chr(byte)))
    return min(found, default=(0.0, ""))[1]


def _letter(lead: int, after: str) -> str:
    """The letter that a lead byte makes with what begins as the other layer shows its second byte."""
    if after[:1] == _CUT and not "\x80" <= after[1:2] <= "\xbf":
        # All that is known of the second byte is that Windows has not got it.
        letters = bytes(byte for hole in ENCODINGS["cp1252"].holes for byte in (lead, hole)).decode("utf-8", "ignore")
        return min(letters, key=oddity)
    char = after.encode("latin-1").decode("utf-8", "ignore")[:1]
    byte = ord(char) if "\x80" <= char <= "\xbf" else _BYTES.get(char, 0)
    return bytes((lead, byte)).decode()


def without(decoded: Decoded, raw: str, places: list[int]) -> Decoded:
    """Give what was decoded of a `filled` line as that of the line itself."""
    if not places:
        return decoded
    parts, put = [], iter([*places, len(raw) * 2])
    place, gone = next(put), 0
    for start, part in zip(accumulate(map(len, decoded.parts), initial=0), decoded.parts, strict=False):
        first = start - gone
        while place < start + len(part):
            place, gone = next(put), gone + 1
        parts.append(raw[first : start + len(part) - gone])
    return Decoded(parts, decoded.readings, decoded.margins, decoded.kind, decoded.commoner)
