"""Dates with the precision they were written in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from digestkb.errors import BadDate

_ISO = re.compile(r"(?P<year>\d{4})(?:[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?)?")
_CHINESE = re.compile(r"(?P<year>\d{4})\s*年(?:\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*[日号])?)?")
_VIETNAMESE = re.compile(
    r"(?:ngày\s+(?P<day>\d{1,2})\s+)?tháng\s+(?P<month>\d{1,2})(?:\s+năm\s+|[/-])(?P<year>\d{4})", re.I
)
_IN_TEXT = (
    re.compile(
        r"(?<![\w.])(?P<year>(?:19|20)\d\d)(?P<sep>[-./_])(?P<month>0[1-9]|1[0-2]|[1-9])"
        r"(?:(?P=sep)(?P<day>3[01]|[12]\d|0?[1-9]))?(?!\d|[./]\d)"
    ),
    # A time stamp as programs put it into names: 20251208 or 20251208222525.
    re.compile(
        r"(?<!\w)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=(?:\d{6})?(?!\w))"
    ),
    _CHINESE,
    _VIETNAMESE,
)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year: what was not written is 0.

    Order is that of time, and what is less precise comes before what is more precise.

    >>> str(PartialDate(2026, 1)), PartialDate(2026, 1) < PartialDate(2026, 1, 9)
    ('2026-01', True)
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if self.day and not self.month:
            raise BadDate(f"a day without a month: {self.year}-?-{self.day}")
        try:
            dt.date(self.year, self.month or 1, self.day or 1)
        except ValueError as error:
            raise BadDate(f"there is no date {self.year}-{self.month}-{self.day}: {error}") from None

    def __str__(self) -> str:
        text = f"{self.year:04}"
        if self.month:
            text += f"-{self.month:02}"
        if self.day:
            text += f"-{self.day:02}"
        return text

    @property
    def first(self) -> dt.date:
        """The first day that this can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def end(self) -> dt.date:
        """The day after the last one that this can mean.

        >>> PartialDate(2024, 12).end
        datetime.date(2025, 1, 1)
        """
        if self.day:
            return self.first + dt.timedelta(days=1)
        if self.month:
            return dt.date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return dt.date(self.year + 1, 1, 1)


def parse_date(text: str) -> PartialDate:
    """Read a date that stands alone: ISO in any precision, ``2025年12月3日``, ``ngày 3 tháng 12 năm 2025``, English.

    Raises :class:`~digestkb.errors.BadDate` where ``text`` is none, or lacks the year.

    >>> [str(parse_date(t)) for t in ("2026-01", "2025年12月3日", "8 Jan 2026", "January 2026")]
    ['2026-01', '2025-12-03', '2026-01-08', '2026-01']
    """
    text = text.strip().strip("*_`'\"()[]").strip()
    for pattern in (_ISO, _CHINESE, _VIETNAMESE):
        match = pattern.fullmatch(text)
        if match:
            return _written(match)
    stamp = re.match(r"(\d{4}-\d\d-\d\d)[T ]\d", text)
    if stamp:
        return parse_date(stamp[1])
    if not re.search(r"[A-Za-z]{3}|\d{1,2}[/-]\d{1,2}[/-]\d{4}", text) or len(text) > 40:
        raise BadDate(f"{text[:60]!r} is not a date; write 2026, 2026-01 or 2026-01-09")
    return _english(text)


def _english(text: str) -> PartialDate:
    """Let dateutil read ``text`` twice, from two starting points: a field that differs was not in the text."""
    from dateutil import parser

    try:
        one = parser.parse(text, default=dt.datetime(1904, 1, 1))
        two = parser.parse(text, default=dt.datetime(1908, 3, 2))
    except (ValueError, OverflowError) as error:
        raise BadDate(f"{text[:60]!r} is not a date; write 2026, 2026-01 or 2026-01-09") from error
    if one.year != two.year:
        raise BadDate(f"{text[:60]!r} does not say which year")
    month = one.month if one.month == two.month else 0
    return PartialDate(one.year, month, one.day if month and one.day == two.day else 0)


def find_dates(text: str) -> Iterator[PartialDate]:
    """Yield the dates with a year that stand in ``text``, such as a file's name or a heading, in order.

    >>> [str(d) for d in find_dates("logs/2025.12/Pasted image 20251208222525.png and 2401.01234")]
    ['2025-12', '2025-12-08']
    """
    found = [match for pattern in _IN_TEXT for match in pattern.finditer(text)]
    for match in sorted(found, key=lambda m: m.start()):
        try:
            yield _written(match)
        except BadDate:
            continue


def _written(match: re.Match[str]) -> PartialDate:
    return PartialDate(int(match["year"]), int(match["month"] or 0), int(match["day"] or 0))
