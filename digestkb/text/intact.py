"""Letters of a damaged line that may be intact, where no language tells whether they are bytes."""

from __future__ import annotations

from digestkb.patterns import lazy
from digestkb.text.decoded import Decoded
from digestkb.text.lattice import Profile
from digestkb.text.weights import FEWEST_LETTERS

_LATIN = lazy("[A-Za-z]")
#: What begins with three bytes and is no mark of Latin text begins here.
_IDEOGRAPHIC = "\u3000"
#: Letters of other scripts than the Latin one begin and end here.
_OTHER_SCRIPT, _LATIN_AGAIN = "\u0370", "\u1e00"


def keep_letters(decoded: Decoded, raw: str, profile: Profile) -> None:
    """Leave letters that may be intact where no language tells: one by itself, and in words what would be an ideograph.

    That is two letters in a word of Latin ones which together would be one broken character of East Asia.
    """
    sure = profile.certain and not profile.partly
    # No Latin letter stands by itself in a line that is in another script.
    letters = sum(map(_is_of_other_script, decoded.readings))
    among = letters >= FEWEST_LETTERS and letters * 2 > sum(reading is not None for reading in decoded.readings)
    if sure and sum(reading is not None and reading >= _IDEOGRAPHIC for reading in decoded.readings) > 1:
        return
    at = 0
    for index, (part, reading) in enumerate(zip(decoded.parts, decoded.readings, strict=True)):
        start, at = at, at + len(part)
        if reading is None or (among and _is_of_other_script(reading)):
            continue
        if _is_letters(reading, part, raw[max(start - 1, 0) : start] + raw[at : at + 1], sure):
            decoded.readings[index] = None
            decoded.margins.pop(index, None)


def _is_of_other_script(reading: str | None) -> bool:
    return reading is not None and _OTHER_SCRIPT <= reading < _LATIN_AGAIN


def _is_letters(reading: str, part: str, beside: str, sure: bool) -> bool:
    """Whether a part of a line is rather letters that are intact, by the characters beside it."""
    left = len(part.rstrip(" "))
    in_word = _LATIN.search(beside) is not None
    if reading < _IDEOGRAPHIC:
        return left == 1 and not sure and not in_word and beside.isascii()
    return (left == 1 and beside.isascii()) or (not sure and left <= 2 and in_word)
