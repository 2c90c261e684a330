"""Letters and their marks as one character, where there is one: so text is read, and so repaired lines are written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from digestkb.text.ledger import Text

#: A text without any of these needs no composing; one set of characters is searched fastest.
_COMBINING = re.compile("[\u0300-\u036f\u1161-\u1175\u3099\u309a]")
_DECOMPOSED = re.compile(
    "[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u04ff][\u0300-\u036f]+|[\u3046-\u30fd][\u3099\u309a]"
    "|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
)


def compose(line: str) -> str:
    """Give a line with letters and their marks composed; signs (``=`` with a stroke through it) stay as they are.

    >>> compose("tiê\\u0301ng"), compose("a =\\u0338 b") == "a =\\u0338 b"
    ('tiếng', True)
    """
    return line if line.isascii() or not _COMBINING.search(line) else _DECOMPOSED.sub(_composed, line)


def composed(text: Text) -> Text:
    """Give a text with composed lines, as notes are read; nothing was wrong with them, so the ledger stays."""
    joined = "\n".join(text.lines)
    if unicodedata.is_normalized("NFC", joined) or not _COMBINING.search(joined):
        return text
    return replace(text, lines=tuple(map(compose, text.lines)))


def _composed(match: re.Match[str]) -> str:
    composed = unicodedata.normalize("NFC", match.group())
    return composed if len(composed) < len(match.group()) else match.group()
