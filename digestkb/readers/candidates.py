"""The title of a paper is the best of ranked candidates: what stands near its number, each with a source and a weight.

A weight says how surely a title stands in such a place; doubts are taken off it. Nothing is better than a wrong title.
"""

from __future__ import annotations

import re
from functools import lru_cache

from digestkb.patterns import lazy
from digestkb.people import are_people
from digestkb.readers.titles import (
    CATEGORY,
    holds_sentences,
    is_label,
    is_name,
    is_title_case,
    is_venue,
    quoted_title,
    reads_as_title,
)
from digestkb.readers.trimming import CITED_AS, clean_title, note_title, without_issue, without_kind
from digestkb.readers.vocabulary import role_of
from digestkb.records import TitleSource
from digestkb.tuples import NamedTuple

#: How surely a title stands in a place, from 0 to 100.
WEIGHTS = {
    "label": 100,
    "column": 96,
    "heading link": 92,
    "title marks": 90,
    "quotes": 84,
    "citation": 83,
    "bold": 82,
    "link": 80,
    "run-in": 79,
    "heading": 78,
    "before": 72,
    "note heading": 70,
    "behind": 64,
    "adjoining": 60,
    "line above": 55,
    "cell": 50,
    "lead name": 45,
    "file name": 25,
}
#: A candidate that weighs less is no title.
ENOUGH = 20
#: What is longer is prose, in characters.
LONGEST = 250
_SOURCES = {
    "label": TitleSource.METADATA,
    "column": TitleSource.TABLE,
    "heading link": TitleSource.HEADING,
    "link": TitleSource.LINK,
    "heading": TitleSource.HEADING,
    "note heading": TitleSource.HEADING,
    "cell": TitleSource.TABLE,
    "lead name": TitleSource.LEAD,
    "file name": TitleSource.METADATA,
}


class Candidate(NamedTuple):
    """A text that may be the title: where it stands, its weight, and what the place says besides."""

    text: str
    place: str
    line: int
    weight: int
    #: What stands behind it and its number on the same line.
    rest: str = ""
    authors: tuple[str, ...] = ()

    @property
    def source(self) -> TitleSource:
        return _SOURCES.get(self.place, TitleSource.LIST)


def candidate(text: str, place: str, line: int, rest: str = "", authors: tuple[str, ...] = ()) -> Candidate | None:
    """Weigh a text that stands in a place; ``None`` if it cannot be a title.

    >>> candidate("GaLore: Memory-Efficient Training", "link", 3).weight, candidate("ICML 2024", "link", 3)
    (80, None)
    """
    title = note_title(without_issue(without_kind(text))) if place == "label" else clean_title(text)
    title = title[1:] if title[:1] == "@" and " " in title else title  # the page of a paper in an outliner
    if not _can_be_title(title, place):
        return None
    weight = WEIGHTS[place] - (20 if place == "heading" and titleness(title) < 2 and not is_name(title) else 0)
    weight -= 0 if place == "label" else _doubts(title, "quotes" if authors else place)
    return Candidate(title, place, line, weight, rest, authors) if weight >= ENOUGH else None


#: A version and a date say when a paper appeared: ``(v2), January 2021``.
_VERSION_AND_DATE = lazy(
    r"(?:[\W\d_]|\bv\d{1,2}\b|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|(?:nov|dec)(?:ember)?)\b)+",
    re.IGNORECASE,
)
#: What something is called in code: ``zoo:wall/big``, ``acme/wall_model (test set)``, ``scipy.special.gamma``.
_IDENTIFIER = lazy(
    r"[a-z]\w{0,40}\.[a-z]{1,40}_[a-z_]{1,40}"
    r"|[a-z][\w-]{0,60}(?:[/:][\w./:-]+|(?:\.[a-z_]\w*){2,}|\.[a-z_]+\(\))(?:\s\([\w ]{1,24}\))?¶?"
)
#: Where nothing but the place tells that something is a title.
_LOOSE = frozenset(("before", "behind", "line above", "cell", "lead name"))
#: A sentence by its first words, a remark of what was done, a word of a sentence before names: «on the Acme Library».
_PROSE = lazy(
    r"(?:There|It|I|We|You|They|This|These|Here|That)\s(?:is|are|was|were|have|has|had|can|will|do|does|also|now|use|see)\s"
    r"|(?:Added|Updated|Removed|Deprecated|Implemented|Bumped|Refactored)\s[^:]*$|.*\b[Pp]lease\b"
    r"|(?:on|by|the|for|with|and|to|as|of|from|in|at|our|their|its|this|that|which)\s.*[A-Z]"
)
#: What is typed into a shell: ``acme add --cluster X``, ``$ ls``, ``pip install acme``.
_COMMAND = lazy(
    r"(?:.{0,100}\s)?--[a-z][\w-]{1,40}(?:[\s=].*)?|\$\s.*|(?:pip3?|conda|npm|apt(?:-get)?|brew|docker|git)\s[a-z]+\s.*|python3?\s(?:-\w\s|\S+\.py).*"
)
#: A name in which letters stand around digits: «H2O», «S2V»; «A4» and «Q3» are none.
_MIXED = lazy(r"[A-Z]\d{1,2}[A-Z][\w+-]{0,9}")
#: No title ends so: what goes on behind it was cut off.
_DANGLING = lazy(
    r"['’]s$|\s(?:have|has|uses?|using|of|the|in|for|with|and|from|by|an?|see|as|on|at|or|its|their|into|than"
    r"|(?:in|see|by|from|of|read)\s(?:the|this|their|our|his|her)\s(?:[a-z]{4,12}\s)?(?:paper|article|preprint|report))$"
)


def _can_be_title(title: str, place: str) -> bool:
    """Say whether a text can be a title at all; where a title is stated as one, nearly anything can."""
    if len(title) < 2 or CATEGORY.match(title) or (place == "label" and is_venue(title)):
        return False
    if is_label(title) and not (place == "label" and " " in title):
        return False
    if place in ("label", "title marks") or (place == "column" and not CITED_AS.fullmatch(title)):
        return True
    if any(other.fullmatch(title) for other in (_VERSION_AND_DATE, CITED_AS, _IDENTIFIER, _COMMAND)):
        return False
    return not (_DANGLING.search(title) or is_venue(title) or role_of(title) is not None)


def _doubts_of_prose(title: str, place: str) -> int:
    """Say how much a text is too long for a title, or begins as sentences do."""
    length = 60 if len(title) > LONGEST else 10 if len(title) > 160 else 0
    return length + 60 * (place in _LOOSE and _PROSE.match(title) is not None)


def _doubts(title: str, place: str) -> int:
    """Say how much speaks against a title by its own words."""
    doubt = _doubts_of_prose(title, place)
    if place not in ("column", "heading", "note heading", "title marks"):
        if holds_sentences(title.replace("？", "").replace("?", "")):
            doubt += 40
        if title[:1].islower() and not is_name(title.split()[0]) and " " in title:
            doubt += 12 if place in ("link", "bold") else 20
        if place != "quotes" and are_people(title) and not re.search(r":|\b(?:of|for|with|via|in)\b", title):
            # Two names joined by a word may be two things as well.
            doubt += 20 if re.fullmatch(r"[^,;]+\s(?:and|&)\s[^,;]+", title) else 45
    if not re.search(r"[^\W\d_]{2}", title) and not _MIXED.fullmatch(title):
        doubt += 70
    return doubt


@lru_cache(maxsize=1024)
def titleness(text: str) -> int:
    """Say how much a heading looks like the title of a paper: 0 not at all, 1 perhaps, 2 surely.

    >>> [titleness(t) for t in ("Introduction", "Robotics", "GaLore: Memory-Efficient Training", "2026-01-09")]
    [0, 1, 2, 0]
    """
    title = clean_title(text)
    if not title or is_label(title) or role_of(title) is not None or not re.search(r"[^\W\d_]{2}", title):
        return 0
    label, colon, _ = title.partition(":")
    role = role_of(label) if colon else None
    if role is not None and role.kind in ("tags", "people", "date"):
        return 0
    if quoted_title(text) or re.search(r"\w: \S|\w：\S", title) or is_title_case(title):
        return 2
    words = title.split()
    return 2 if len(words) >= 5 and reads_as_title(title) else 1
