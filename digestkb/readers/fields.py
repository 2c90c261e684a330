"""The labelled values of a scope: their roles, what a value of each can be, and how it is read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache

from digestkb.arxiv import find_arxiv_ids
from digestkb.dates import PartialDate, find_dates, parse_date
from digestkb.errors import BadDate
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import given_first, listed_people, named_people, people_in, split_people
from digestkb.readers.labels import key
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import CATEGORY, RUNNING, is_label, is_venue
from digestkb.readers.vocabulary import Role, only, roles_of
from digestkb.tags import find_hashtags, says_nothing, split_list, unique
from digestkb.tuples import NamedTuple

#: A line longer than this has no fields but in its first characters.
WINDOW = 4000
YEAR = lazy(r"(?<![\d.])(?:19|20)\d\d(?!\.?\d)")
CODE_SPANS = lazy(r"`([^`]{1,80})`")
#: A category, and in brackets all of the paper's.
_OF_CATEGORY = lazy(r"^([a-z-]{2,8}(?:\.[A-Za-z-]{2,12})?)\s\[([^\[\]]{2,200})\]?$")
_TWO_WORDS = lazy(r"[^\W\d_]+, [^\W\d_]+")
#: Before a year of two digits: 1/18/22.
_SHORT_YEAR = lazy(r"^\d{1,2}/\d{1,2}/(?=\d\d$)")
#: A venue and its year: ``KDD'25``.
_YEAR_OF_VENUE = lazy(r"\W{0,3}[A-Z][\w&-]{1,30}\s?['’]\s?(?P<short>\d\d)(?:\s\(?\w{1,12}\)?)?\W{0,3}")
#: 12/2025, which among words may be an issue of a journal.
_MONTH_OF_YEAR = lazy(r"(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)")
#: Since 1970, as programs count them, or as many thousandths.
_SECONDS = lazy(r"1[2-9]\d{8}(?:\d{3})?")
_ISO_DAY = lazy(r"\d{4}-\d\d-\d\d")
#: A site in the place of people, as programs that clip pages put it.
_SITE = lazy(r"(?:[\w-]{1,40}\.){1,3}(?:org|com|net|io|edu|ai)")
#: People and a sentence behind them; a sentence.
_RUNS_ON = lazy(r"(?<!\b[A-Z])[.。!?]\s+[A-Z\u3400-\u9fff]\w+\s\w+\s\w+\s\w+")
_SENTENCE = lazy(r"[。!?]|[.]\s+[A-Z]")
#: How a sentence of Japanese ends.
_SAID = lazy(r"[\u3041-\u309f]。")
#: How long a paper is, and what became of it.
_OF_PRINT = lazy(
    r"\W*(?:\d{1,4}\s?(?:pages?|pp|figures?|tables?|页|頁)\b"
    r"|(?:accepted|to appear|published|submitted|presented|under review|in proceedings|camera|appear(?:s|ed) in)\b)",
    re.IGNORECASE,
)
_ONE_QUOTED = lazy(r"(?P<mark>[\"'])(?P<text>[^\"']+)(?P=mark)")
#: Of a colour or a `#define` nobody makes a tag.
_LONGEST_TAG = 80


class Field(NamedTuple):
    """A labelled value: its role, the value as written, and the lines it stands on."""

    role: Role
    label: str
    value: str
    line: int
    last: int
    #: The parts of a value that is a list.
    values: tuple[str, ...] = ()
    #: It was known by its shape and its place alone.
    by_shape: bool = False

    def people(self) -> tuple[str, ...]:
        """Give the people of the value."""
        if self.by_shape and people_in(self.value):
            return people_in(self.value)
        named = self.values if self.values and not self.label else self._labelled_people()
        return tuple(name for name in named if not _SITE.fullmatch(name))

    def _labelled_people(self) -> tuple[str, ...]:
        if len(self.values) > 1:
            return listed_people(list(self.values))
        # One author has the family name first.
        one = given_first(self.value) if key(self.label) == "author" and _TWO_WORDS.fullmatch(self.value) else ""
        ends_in_year = self.value.rstrip(" ).,")[-1:].isdigit()
        return (one,) if one else named_people(self.value)[1] if ends_in_year else split_people(self.value)

    def date(self, day_first: bool = False) -> PartialDate | None:
        """Give the date of the value."""
        return date_of(self.value, day_first)

    def tags(self) -> tuple[str, ...]:
        """Give the tags of the value."""
        found = self.values or split_tags(self.value)
        return unique(tag for value in found if (tag := _bare_tag(value)) and len(tag) <= _LONGEST_TAG)


@lru_cache(maxsize=4096)  # the same tags come again and again
def _bare_tag(text: str) -> str:
    return plain(text.strip().strip("\"'")).strip("[]").strip().lstrip("#").strip("*_ `")


@lru_cache(maxsize=1024)  # asked whether a value is a date, and for that; the same days come again and again
def date_of(text: str, day_first: bool = False) -> PartialDate | None:
    """Read the date that a value holds: its first, a year alone if it holds nothing more.

    >>> str(date_of("**2026-01-09** (v2)")), str(date_of("09/01/2026", day_first=True)), date_of("soon")
    ('2026-01-09', '2026-01-09', None)
    >>> str(date_of("12/2025"))
    '2025-12'
    """
    if _SECONDS.fullmatch(text):
        return PartialDate(*dt.datetime.fromtimestamp(int(text[:10]), dt.timezone.utc).timetuple()[:3])
    if _ISO_DAY.fullmatch(text):  # nearly all are written so
        with suppress(BadDate):
            return parse_date(text)
    words = plain(text[:200].replace("[[", "").replace("]]", ""))
    if not any(char.isdigit() for char in words):
        return None
    found = next(find_dates(words, day_first=day_first), None)
    if found is not None:
        return found
    try:
        return parse_date(_SHORT_YEAR.sub(r"\g<0>20", words.strip(" ()[]_*.")))
    except BadDate:
        if month := _MONTH_OF_YEAR.fullmatch(words.strip(" ()[]_*.,")):
            return PartialDate(int(month["year"]), int(month["month"]))
        year = YEAR.search(words) or _YEAR_OF_VENUE.fullmatch(words)
        return PartialDate(int(year[0]) if len(year[0]) == 4 else 2000 + int(year["short"])) if year else None


def split_tags(value: str) -> tuple[str, ...]:
    """Split tags as they are written: with commas, as ``#tags``, as ``[[pages]]``, as code spans; else they are one.

    >>> split_tags("`cs.LG` `cs.AI`"), split_tags("học tăng cường"), split_tags("[[a b]], #c"), split_tags("rl nlp")
    (('cs.LG', 'cs.AI'), ('học tăng cường',), ('a b', 'c'), ('rl', 'nlp'))
    >>> split_tags('["RL vs. IL"]'), split_tags("Field Notes/River Birds"), split_tags("nlp/llm vision/3d")
    (('RL vs. IL',), ('Field Notes/River Birds',), ('nlp/llm', 'vision/3d'))
    """
    value = value.strip()
    if value[:1] in "*_" or "<" in value:
        value = re.sub(r"<[^<>]{1,300}>", "; ", value).strip("*_ ;")
    spans = CODE_SPANS.findall(value)
    if spans and not re.search(r"\w", CODE_SPANS.sub("", value)):
        return tuple(part for span in spans for part in split_list(span))
    if "[[" in value:
        pages = re.findall(r"\[\[(?:[^\[\]|]+\|)?([^\[\]|]+)\]\]", value)
        # A bracket that is never closed is none.
        return unique((*pages, *(tag.lstrip("#") for tag in split_tags(re.sub(r"\[\[[^\[\]]*\]\]|\[\[", " ", value)))))
    value = value.strip("[]") if value[:1] == "[" and "](" not in value else value
    if (quoted := _ONE_QUOTED.fullmatch(value)) is not None:
        return (quoted["text"],)
    value = _OF_CATEGORY.sub(r"\1, \2", value) if "[" in value else value
    parts = re.sub(r"\s{1,40}[·•|/]\s{1,40}|\s{0,40}<br\s{0,40}/?>\s{0,40}", "; ", value)
    if re.search(r"[,;，；、]", parts):
        return split_list(parts)
    return find_hashtags(value) or _words_or_one(value)


def _words_or_one(value: str) -> tuple[str, ...]:
    """Give short words, categories, and paths and names of code, one by one; any other text is one tag."""
    words = value.split()
    short = len(words) > 1 and value.isascii() and all(len(word) <= 4 or CATEGORY.match(word) for word in words)
    # A path may have several words in a part: Computer Science/Data Formats.
    prose = any(word[:1].isupper() and word[1:].islower() for word in re.split(r"[\s/]+", value))
    if short or (not prose and any("/" in word or "_" in word for word in words)):
        return tuple(words)
    return (value,) if value else ()


def _is_said(text: str) -> bool:
    """Say whether a text begins or goes on as a sentence: people are listed, and not spoken of."""
    first, _, _ = text.partition(" ")
    return first in only("sentence") or _RUNS_ON.search(text) is not None or _SAID.search(text) is not None


def _is_remark(text: str) -> bool:
    """Say whether a text may be somebody's own: what arXiv calls a comment is of how a paper was printed."""
    return not (is_venue(text) or _OF_PRINT.match(text) or is_address(text))


#: What a value of each kind of role must be, without the emphasis around it.
_FITS: dict[str, Callable[[str], bool]] = {
    "date": lambda bare: len(bare) <= 120 and date_of(bare) is not None,
    "id": lambda bare: next(find_arxiv_ids(f"arXiv:{bare}"), None) is not None,
    "address": lambda bare: (
        any(sign in bare for sign in ("://", "](", "www.")) or bool(numbers_in(bare[:400])) or bare.startswith("10.")
    ),
    "people": lambda bare: len(bare) <= 6000 and not _is_said(bare[:400]),
    "tags": lambda bare: len(bare) <= 1000 and not _SENTENCE.search(bare),
    "text": lambda bare: len(bare) <= 500,
    # What arXiv says of its own page is no text about a paper.
    "prose": lambda bare: not is_venue(bare) and not bare.startswith("Abstract page for arXiv paper"),
    "remark": _is_remark,
    "reference": lambda bare: True,
    "nothing": lambda bare: len(bare) <= 300,
}


def fits(role: Role, value: str) -> bool:
    """Say whether a value can be one of a role; what follows a word that looks like a label is often a sentence."""
    bare = value.strip().strip("*_ ")
    return says_nothing(bare) or _FITS[role.kind](bare)


def role_fitting(label: str, value: str) -> Role | None:
    """Give the role of a label that a value can be one of, or ``None``."""
    return next((role for role in roles_of(label) if fits(role, value)), None)


@lru_cache(maxsize=128)
def is_address(text: str) -> bool:
    """Say whether a text is nothing but addresses, numbers, and words for what they lead to.

    >>> [is_address(t) for t in ("[PDF](https://arxiv.org/pdf/2403.03507) | Code: https://x.org/a", "And 2403.03507.")]
    [True, False]
    """
    if len(text) > WINDOW // 2:  # addresses alone are never so long, and a line of numbers is soon asked about each
        return False
    if not ("://" in text or "](" in text or numbers_in(text)):
        return False
    for link in reversed(links_in(text)):
        if not is_label(link.label):
            return False
        text = text[: link.start] + " " + link.label + " " + text[link.end :]
    for found in reversed(numbers_in(text)):
        text = text[: found.start] + " " + text[found.end :]
    bare = re.sub(r"https?://\S*|<[^<>]*>|\b(?:[\w-]{1,40}\.){1,3}[a-z]{2,6}/\S*", " ", text)
    if YEAR.search(bare):
        return False
    words = [part for part in re.split(r"[|·•,，;；/\n()\[\]（）]+|\s{2,}|[:：]", bare) if part.strip(" *_`>-–—.")]
    return all(is_label(part) and part.strip(" *_.").casefold() not in RUNNING for part in words)


def first_of(fields: Iterable[Field], *roles: str) -> Field | None:
    """Give the first field of one of some roles."""
    return next((field for field in fields if field.role.name in roles), None)
