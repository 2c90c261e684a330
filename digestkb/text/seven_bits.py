"""Encodings that are all ASCII, and say by escape sequences or other signs which of it is meant otherwise."""

from __future__ import annotations

import re

from digestkb.text.detect import ESCAPED, decodes
from digestkb.text.han import reads_well
from digestkb.text.script_model import oddity
from digestkb.text.weights import COMMON_IN_SHIFTS, FEWEST_IN_SHIFTS

_ISO_2022 = tuple(encoding for encoding in ESCAPED if encoding.startswith("iso2022"))
#: What begins ideographs in them; a terminal is told nothing by it.
_ESCAPE = re.compile(rb"\x1b\$[()@A-D]")
_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")
#: Characters of 16 bits in base 64: one of them is three letters.
_SHIFTS = re.compile(rb"\+[A-Za-z0-9+/]{3,}-?")
_HAN = re.compile("[\u4e00-\u9fff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def in_seven_bits(data: bytes) -> str | None:
    """Give the encoding that is all ASCII and says what else is meant; ``None`` where bytes are in none of these.

    >>> in_seven_bits("模型".encode("hz")), in_seven_bits("für ältere".encode("utf-7")), in_seven_bits(b"C+-, ~{a}")
    ('hz', 'utf_7', None)
    """
    if not data.isascii():
        return None
    if _ESCAPE.search(data):
        return next((encoding for encoding in _ISO_2022 if decodes(data, encoding)), None)
    if _HZ.search(data) and _is_hz(data):
        return "hz"
    return "utf_7" if _SHIFTS.search(data) and _is_utf_7(data) else None


def _is_hz(data: bytes) -> bool:
    if not decodes(data, "hz"):
        return False
    text = data.decode("hz")
    return _HAN.search(text) is not None and reads_well(text)


def _is_utf_7(data: bytes) -> bool:
    """Whether each sign of base 64 begins letters that are common: few other texts with pluses decode at all."""
    if not decodes(data, "utf_7"):
        return False
    letters = _BEYOND_ASCII.findall(data.decode("utf_7"))
    if len(letters) < max(len(_SHIFTS.findall(data)), FEWEST_IN_SHIFTS):
        return False
    return all(oddity(char) <= COMMON_IN_SHIFTS for char in letters) and reads_well("".join(letters))
