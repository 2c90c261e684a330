"""Citations: a title with its authors before or behind it, and where and when it appeared, set apart by full stops."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from digestkb.markdown import plain
from digestkb.readers.titles import NUMBERING, VENUE, WHEN, clean_title, is_label
from digestkb.tags import split_authors

_LONGEST = 1000
#: In words, with what may stand around it: «and Ludwig van der Berg (2024)».
_LONGEST_NAME = 6
_PARTS = re.compile(r"(?<!\b[A-Z])(?<!\bal)(?<!\bvs)[.。]\s+|(?<=\bal\.)\s+|(?<=\d\))[.:]?\s+|(?<=[?？!！])\s+")
#: Behind the names: the year, and that there are others.
_BEHIND_NAMES = re.compile(rf"[\s,;]*(?:\(?{WHEN}[a-z]?\)?|\bet\.?\s?al\b\.?|\band others\b|等人?)[\s.,:]*$")
_OTHERS = re.compile(r"\bet\.?\s?al\b|\band others\b|等人?\b")
_PARTICLE = frozenset("de da di del der den van von la le el al bin ibn dos du zu ter".split())
_NAME_WORD = re.compile(r"(?:[^\W\d_](?:[^\W\d_]|['’.-])*)$")
_VENUE = re.compile(
    rf"[\W_]*(?:(?:in\s+)?(?:the\s+)?(?:{VENUE})\b|in:?\s+\S|proceedings\b|advances\b|preprint\b|{WHEN}\W*$"
    rf"|[^.:]{{3,60}}[,\s(]+{WHEN}\)?\W*$)",
    re.IGNORECASE,
)
#: A title without a full stop, and the first of its authors behind a comma or dash.
_TRAILING_NAMES = re.compile(
    r"(?P<title>.{8,}?)\s*[,;|–—-]\s+(?:by\s+)?(?P<name>(?:[A-Z][\w.'’-]*\s+){1,3})(?:et\.?\s?al\b|and others\b)"
)
#: A title, and behind it something in italics, which may be its authors or venue.
_STRESSED_BEHIND = re.compile(
    r"(?P<title>.{8,}?)\s*[,.;|–—-]\s+(?<![*_])(?P<mark>[*_])(?P<behind>[^*_]{3,200})(?P=mark)(?![*_])"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A title, and its authors as far as they are written out."""

    title: str
    authors: tuple[str, ...] = ()


def citation(text: str) -> Citation | None:
    """Read a citation, or give ``None`` if the text is none.

    >>> citation("J. Zhao, Z. Zhang, et al. GaLore: Memory-Efficient LLM Training. arXiv preprint, 2024").title
    'GaLore: Memory-Efficient LLM Training'
    >>> citation("AWQ: Activation-aware Weight Quantization. Ji Lin et al. MLSys 2024")
    Citation(title='AWQ: Activation-aware Weight Quantization', authors=('Ji Lin',))
    """
    source = text[: 2 * _LONGEST]
    text = NUMBERING.sub("", plain(source).strip())
    if not text or len(text) > _LONGEST:
        return None
    parts = [part.strip() for part in _PARTS.split(text) if part and part.strip()]
    if len(parts) > 1:
        if are_authors(parts[0]):
            title = next((found for part in parts[1:] if (found := _title(part))), None)
            return Citation(title, written_out(parts[0])) if title else None
        title = _title(parts[0])
        if title and (are_authors(parts[1]) or _VENUE.match(parts[1])):
            return Citation(title, written_out(parts[1]) if are_authors(parts[1]) else ())
    return _before_names(text) or _before_italics(source)


def _before_names(text: str) -> Citation | None:
    match = _TRAILING_NAMES.match(text)
    title = _title(match["title"]) if match else None
    return Citation(title, written_out(match["name"])) if match and title else None


def _before_italics(markdown: str) -> Citation | None:
    match = _STRESSED_BEHIND.match(markdown)
    title = _title(match["title"]) if match else None
    if match is None or title is None:
        return None
    authors = written_out(match["behind"])
    return Citation(title, authors) if authors or _VENUE.match(match["behind"]) else None


def _title(part: str) -> str | None:
    title = clean_title(part)
    if len(title) < 6 or is_label(title) or _VENUE.match(title) or len(title.split()) < 2:
        return None
    return title.rstrip(".")


@lru_cache(maxsize=64)
def are_authors(text: str) -> bool:
    """Say whether a text is a list of people.

    >>> [are_authors(t) for t in ("Ji Lin et al.", "Zhao, J., Zhang, Z. (2024)", "Fast, Small Models", "A New Idea")]
    [True, True, False, False]
    """
    first = text.partition(",")[0]
    if first.count(" ") > _LONGEST_NAME and not _OTHERS.search(text):
        return False
    others, names = _names(text)
    if not names or not all(map(_is_person, names)):
        return False
    # «Fast, Small Models» might be two surnames: two people have more than one word each, or initials.
    return others or len(names) > 2 or (len(names) == 2 and all(" " in name or "." in name for name in names))


def _names(text: str) -> tuple[bool, tuple[str, ...]]:
    """Give whether more people are meant than are named, and the names."""
    others = _OTHERS.search(text) is not None
    # What stands there is short, and a search from the start would try every blank of a long text.
    while match := _BEHIND_NAMES.search(text, max(0, len(text) - 40)):
        text = text[: match.start()]
    return others, split_authors(text)


def _is_person(name: str) -> bool:
    words = name.split()
    return (
        0 < len(words) <= 4
        and all(_NAME_WORD.match(word) for word in words)
        and all(not word[0].islower() or word in _PARTICLE for word in words)
        and not (len(words) == 1 and len(name) > 4 and name.isupper())
    )


def written_out(text: str) -> tuple[str, ...]:
    """Give the authors if each has a given name and a family name: of ``Zhao, J.`` nobody knows what is what."""
    _, names = _names(text)
    return names if names and all(" " in name for name in names) and all(map(_is_person, names)) else ()
