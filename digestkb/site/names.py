"""What pages are called: names that every file system takes, and that stay the same as long as what they are about."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from digestkb.patterns import lazy
from digestkb.text.fold import folded

_NUMBER = lazy(r"\d{4}\.\d{4,5}")
#: So much of what a page is about stands in its name; a checksum tells it from others.
_WORDS, _SUM = 48, 10


def paper(identity: str) -> str:
    """Give the name of the page of a paper.

    >>> paper("2601.05242"), paper("note:Ý tưởng")
    ('papers/2601.05242.html', 'papers/note-y-tuong-ab909072b2.html')
    """
    return f"papers/{identity if _NUMBER.fullmatch(identity) else _slug(identity)}.html"


def month(called: str) -> str:
    """Give the name of the page of a month, which is written like 2026-01; of none, that of papers without."""
    return f"months/{called or 'undated'}.html"


def topic(path: Sequence[str]) -> str:
    """Give the name of the page of a topic; labels that are the same to a reader have one page."""
    return f"topics/{_slug(chr(31).join(path))}.html"


def anchor(text: str) -> str:
    """Give the name of a place on a page."""
    return f"n{_checksum(text)}"


def _slug(text: str) -> str:
    words = "-".join(re.findall("[a-z0-9]+", folded(text)))[:_WORDS].strip("-")
    return "-".join(filter(None, (words, _checksum(text))))


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_SUM]
