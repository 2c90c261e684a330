"""The date that a note states for itself, and the day that a heading or a line is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from digestkb.dates import MonthDay, PartialDate, find_dates, parse_date, parse_day, split_day
from digestkb.document import Document
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers.fields import Field
from digestkb.readers.keyed import fields_of_metadata

_ENGLISH_MONTH = lazy(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2},\s+)?20\d\d\b", re.IGNORECASE
)
#: A day at the head of an entry: in numbers, or up to the sign that parts it from what it is the day of.
DAY_AHEAD = lazy(r"[\W_]{0,6}(?P<one>\d{1,2})(?P<sep>[/.-])(?P<two>\d{1,2})\b(?!(?P=sep)?\d)")
_AHEAD = lazy(
    r"[\W_]{0,6}(?:(?P<numbers>\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4})(?=\s)"
    r"|(?P<day>[^\[\](){}<>*_:：|–—]{3,32}?)\.?\s{0,3}(?:[\[\](){}<>*_:：|–—]|\s-\s|$))"
)
#: Before what somebody says in an exported chat: ``[12/03/2024, 09:14] Ida:``, ``2024-03-12 09:14 - Ida:``.
MESSAGE = lazy(
    r"^\s{0,9}[\[(]?(?=[^\])\n]{0,24}\d{1,2}:\d\d)[\d/.:,\s-]{5,30}(?:[AaPp]\.?[Mm]\.?)?[\d/.:,\s-]{0,14}[\])]?\s{0,9}(?:[-–]\s)?"
    r"[^:\n]{1,40}:\s"
)
_TIME = r"(?:at\s)?\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?"
_WHEN = rf"\d{{1,4}}[-./]\d{{1,2}}[-./]\d{{2,4}}[,T ]{{1,3}}{_TIME}"
#: Who said what follows and when, alone on a line: ``Ida, [14.02.24 18:03]``, ``2024-03-11 10:31 Ida``.
_MESSAGE_HEAD = lazy(
    rf"[\W_]{{0,6}}[^\W\d_][^\[\]|:：\n]{{0,60}}?[\W_]{{1,9}}(?P<when>{_WHEN})[\W_]{{0,6}}"
    rf"|[\W_]{{0,6}}(?P<ahead>{_WHEN})[\W_]{{1,9}}[^\W\d_][^\s\[\]|:：]{{0,30}}(?:\s[^\s\[\]|:：]{{1,20}})?"
)
_HAS_TIME = lazy(r"\d[,T ]{1,3}(?:at\s)?\d{1,2}:\d\d")
_SHORT_YEAR = lazy(r"(?<=\d[-./])\d\d(?=[,T ])")
_NUMBERS = lazy(r"\d[-./]\d")


def stated_date(
    fields: Iterable[Field], document: Document, roles: tuple[str, ...] = ("date", "updated")
) -> PartialDate | None:
    """Give the date that the fields of a note state for it, of the first role that has one."""
    # Which number is the day takes a look at all of the note, and is asked only where there is a date.
    dated = [(f.role.name, date) for f in fields if f.role.name in roles and (date := f.date(document.day_first))]
    return min(dated, key=lambda one: roles.index(one[0]), default=("", None))[1]


def date_of(document: Document, title: str | None = None) -> PartialDate | None:
    """Give the date that a note states in its front matter, or else in its title.

    >>> note = Document(("---", "updated: 2026-02-01", "created: 2026-01-09", "---"))
    >>> str(date_of(note)), str(date_of(Document(("",)), "Papers of January 2026"))
    ('2026-01-09', '2026-01')
    """
    fields = fields_of_metadata(document.front_matter)
    return stated_date(fields, document, ("date", "published", "updated")) or _date_in_title(document, title or "")


def _date_in_title(document: Document, title: str) -> PartialDate | None:
    month = _ENGLISH_MONTH.search(title)
    # Which number is the day takes a look at all of the note, and only a date with slashes or dots asks.
    found = next(find_dates(title, day_first=_NUMBERS.search(title) is not None and document.day_first), None)
    return parse_date(month[0]) if found is None and month else found


@lru_cache(maxsize=256)
def day_in(title: str, day_first: bool) -> PartialDate | None:
    """Give the day that a heading or line is, or that stands in it with its year."""
    if not any(char.isdigit() for char in title):
        return None
    split = split_day(title.strip("[]【】* "), day_first=day_first)
    if split and isinstance(split[0], PartialDate):
        return split[0]
    found = next(find_dates(plain(title), day_first=day_first), None)
    return found if found and found.day else None


def day_ahead(line: str, day_first: bool) -> PartialDate | MonthDay | None:
    """Give the day that the first line of an entry begins with; one without a year is a pair of month and day.

    >>> day_ahead("**14/3** [Wet Paint](https://a.org)", True), str(day_ahead("2025-03-14: Wet Paint", False))
    ((3, 14), '2025-03-14')
    >>> day_ahead("3.1 Results", False), day_ahead("12 Angry Men: A Study", False)
    (None, None)
    """
    if is_message(line):
        return day_of_message(line, day_first)
    if not any(char.isdigit() for char in line[:20]):
        return None
    ahead = _AHEAD.match(line)
    return parse_day(ahead["numbers"] or ahead["day"], day_first=day_first) if ahead is not None else None


def is_message(line: str) -> bool:
    """Say whether a line begins with when somebody said something, as chats are exported, or is nothing else."""
    return MESSAGE.match(line) is not None or heads_message(line)


def heads_message(line: str) -> bool:
    """Say whether a line is nothing but who said what follows, and when.

    >>> heads_message("Ida Bo, [14.02.24 18:03]"), heads_message("[12/03/2024, 09:14] Ida: see this")
    (True, False)
    """
    return (
        len(line) < 120
        and ":" in line
        and _HAS_TIME.search(line) is not None
        and _MESSAGE_HEAD.fullmatch(line.rstrip()) is not None
    )


def day_of_message(line: str, day_first: bool) -> PartialDate | None:
    """Give the day on which somebody said something.

    >>> str(day_of_message("Ida Bo, [14.02.24 18:03]", True))
    '2024-02-14'
    """
    head = _MESSAGE_HEAD.fullmatch(line.rstrip())
    when = (head["when"] or head["ahead"]) if head else line[:40]
    in_full = _SHORT_YEAR.sub(lambda year: f"20{year[0]}", when)
    return next((day for text in (when, in_full) for day in find_dates(text, day_first=day_first)), None)
