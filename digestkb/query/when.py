"""Ranges of days, as people write them: partial, open, relative to today."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from digestkb.errors import BadDate
from digestkb.patterns import lazy

_AGO = lazy(r"(\d{1,4})\s*([dwmy])", re.IGNORECASE)
_LAST_UNITS = lazy(
    r"(?:the\s+)?(last|past|this|next)[\s_-]+(?:(\d{1,4})[\s_-]+)?(day|week|month|year)s?", re.IGNORECASE
)
_NAMED = {
    **dict.fromkeys(("today", "hôm nay", "今天"), 0),
    **dict.fromkeys(("yesterday", "hôm qua", "昨天"), -1),
    **dict.fromkeys(("tomorrow", "ngày mai", "明天"), 1),
}
_NAMED_UNITS = {
    **dict.fromkeys(("tuần này", "本周", "这周"), ("week", 0)),
    **dict.fromkeys(("tuần trước", "上周"), ("week", -1)),
    **dict.fromkeys(("tháng này", "本月", "这个月"), ("month", 0)),
    **dict.fromkeys(("tháng trước", "上个月", "上月"), ("month", -1)),
    **dict.fromkeys(("năm nay", "今年"), ("year", 0)),
    **dict.fromkeys(("năm ngoái", "năm trước", "去年"), ("year", -1)),
}


@dataclass(frozen=True, slots=True)
class Interval:
    """The days from ``first`` to the one before ``end``; ``None`` is open."""

    first: dt.date | None
    end: dt.date | None

    def __str__(self) -> str:
        last = self.end - dt.timedelta(days=1) if self.end else None
        if self.first == last and self.first:
            return str(self.first)
        return f"{self.first or ''}..{last or ''}"


def parse_interval(text: str, today: dt.date) -> Interval:
    """Read a date, or a range ``a..b`` whose ends are both included and may be left out.

    Raises :class:`~digestkb.errors.BadDate` if an end is no date, or if nothing can lie between them.

    >>> str(parse_interval("2026-01..", dt.date(2026, 2, 9))), str(parse_interval("last week", dt.date(2026, 2, 9)))
    ('2026-01-01..', '2026-02-02..2026-02-08')
    """
    before, dots, after = (part.strip() for part in text.partition(".."))
    if not dots:
        return _one(before, today)
    after = after.lstrip(".")
    if not before and not after:
        raise BadDate(f"{text!r} has no date; write 2026-01..2026-03, 2026-01.. or ..2025")
    first = _start(before, today) if before else None
    end = _one(after, today).end if after and not _AGO.fullmatch(after) else None
    if after and _AGO.fullmatch(after):
        end = _ago(after, today) + dt.timedelta(days=1)
    if first and end and first >= end:
        raise BadDate(f"{text!r} ends before it begins")
    return Interval(first, end)


def _start(text: str, today: dt.date) -> dt.date | None:
    return _ago(text, today) if _AGO.fullmatch(text) else _one(text, today).first


def _one(text: str, today: dt.date) -> Interval:
    lower = " ".join(text.casefold().split())
    if _AGO.fullmatch(lower):
        return Interval(_ago(lower, today), today + dt.timedelta(days=1))
    if lower in _NAMED:
        return _days(today + dt.timedelta(days=_NAMED[lower]), 1)
    if lower in _NAMED_UNITS:
        return _unit(*_NAMED_UNITS[lower], today)
    relative = _LAST_UNITS.fullmatch(lower)
    if relative:
        which, count, unit = relative.groups()
        if count:
            return Interval(_ago(count + unit[0], today), today + dt.timedelta(days=1))
        return _unit(unit, {"this": 0, "next": 1}.get(which, -1), today)
    from digestkb.dates import parse_date  # dear to load, and most questions have no date

    date = parse_date(text)
    return Interval(date.first, date.end)


def _days(first: dt.date, count: int) -> Interval:
    return Interval(first, first + dt.timedelta(days=count))


def _unit(unit: str, step: int, today: dt.date) -> Interval:
    if unit == "day":
        return _days(today + dt.timedelta(days=step), 1)
    if unit == "week":
        return _days(today + dt.timedelta(days=7 * step - today.weekday()), 7)
    if unit == "month":
        return Interval(_month(today, step), _month(today, step + 1))
    return Interval(dt.date(today.year + step, 1, 1), dt.date(today.year + step + 1, 1, 1))


def _month(today: dt.date, step: int) -> dt.date:
    months = today.year * 12 + today.month - 1 + step
    return dt.date(months // 12, months % 12 + 1, 1)


def _ago(text: str, today: dt.date) -> dt.date:
    """Give the day that lies so many days, weeks, months or years before today."""
    match = _AGO.fullmatch(text)
    if match is None:
        raise BadDate(f"{text!r} is not a time such as 7d, 2w, 3m or 1y")
    count, unit = int(match[1]), match[2].lower()
    try:
        if unit in "dw":
            return today - dt.timedelta(days=count * (7 if unit == "w" else 1))
        month = _month(today, -count * (12 if unit == "y" else 1))
        last = (_month(month, 1) - dt.timedelta(days=1)).day
        return month.replace(day=min(today.day, last))
    except (ValueError, OverflowError):
        raise BadDate(f"{text!r} lies before the first year") from None
