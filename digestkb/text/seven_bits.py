"""Encodings that are all ASCII, and say by escape sequences or other signs which of it is meant otherwise."""

from __future__ import annotations

import re

from digestkb.text.detect import ESCAPED, decodes
from digestkb.text.han import reads_well

_ISO_2022 = tuple(encoding for encoding in ESCAPED if encoding.startswith("iso2022"))
#: What begins ideographs in them; a terminal is told nothing by it.
_ESCAPE = re.compile(rb"\x1b\$[()@A-D]")
_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")
_HAN = re.compile("[\u4e00-\u9fff]")
#: So many ideographs are no formatting directives of Lisp.
_FEWEST = 6


def in_seven_bits(data: bytes) -> str | None:
    """Give the encoding that is all ASCII and says what else is meant; ``None`` where bytes are in none of these.

    >>> in_seven_bits("强化学习的模型".encode("hz")), in_seven_bits(b'C+-, ~{"42"~}'), in_seven_bits(b"a+requests")
    ('hz', None, None)
    """
    if not data.isascii():
        return None
    if _ESCAPE.search(data):
        return next((encoding for encoding in _ISO_2022 if decodes(data, encoding)), None)
    return "hz" if _HZ.search(data) and _is_hz(data) else None


def _is_hz(data: bytes) -> bool:
    if not decodes(data, "hz"):
        return False
    text = data.decode("hz")
    return len(_HAN.findall(text)) >= _FEWEST and reads_well(text)
