"""Characters beyond U+FFFF that were written as two of three bytes each, as databases and Java do (CESU-8)."""

from __future__ import annotations

import re

#: The first of the two, and the byte that the second begins with besides ``ED``.
FIRST, SECOND = "\xed[\xa0-\xaf][\x80-\xbf]", "\xed[\xb0-\xbf]"
_PAIR = re.compile(f"{FIRST}{SECOND}[\x80-\xbf]")
_IN_BYTES = re.compile(_PAIR.pattern.encode("latin-1"), re.DOTALL)


def joined(raw: str) -> str:
    """Give bytes, one character each, in which every character has its own four bytes.

    >>> joined("\\xed\\xa0\\xbd\\xed\\xb8\\x80").encode("latin-1").decode()
    '😀'
    """
    return _PAIR.sub(lambda pair: character(pair.group()).encode().decode("latin-1"), raw)


def character(pair: str) -> str:
    """Give the character of six bytes that are two halves of it."""
    halves = pair.encode("latin-1").decode("utf-8", "surrogatepass")
    return halves.encode("utf-16", "surrogatepass").decode("utf-16")


def utf8(data: bytes) -> bytes:
    """Give a file in which the lines are UTF-8 that are so but for such characters.

    >>> utf8(b"a\\xed\\xa0\\xbd\\xed\\xb8\\x80\\n\\xe4").decode("utf-8", "replace")
    'a😀\\n\ufffd'
    """
    if not _IN_BYTES.search(data):
        return data
    return b"\n".join(map(_line, data.split(b"\n")))


def _line(line: bytes) -> bytes:
    whole = joined(line.decode("latin-1")).encode("latin-1")
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError:
        return line
    return whole
