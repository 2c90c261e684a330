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
_AGO_IN_WORDS = lazy(r"(\d{1,4}|an?|one)\s+(day|week|month|year)s?\s+ago", re.IGNORECASE)
#: The last so many units, as other languages say it: 7 ngày qua, 最近7天, 過去7日間, 최근 7일.
_LAST_ELSEWHERE = lazy(
    r"(?:(?P<before>最近の|最近|近|过去|過去|최근|지난)\s{0,9})?(?P<count>\d{1,4})\s{0,9}[個个ヶか]?\s{0,9}"
    r"(?P<unit>ngày|tuần|tháng|năm|天|日|周|週|星期|月|年|일|주|개월|달|년)"
    r"(?:\s{0,9}(?P<behind>qua|gần đây|間|间|内|內|以内|間以内|간|동안))?"
)
_UNITS_ELSEWHERE = {
    **dict.fromkeys(("ngày", "天", "日", "일"), "d"),
    **dict.fromkeys(("tuần", "周", "週", "星期", "주"), "w"),
    **dict.fromkeys(("tháng", "月", "개월", "달"), "m"),
    **dict.fromkeys(("năm", "年", "년"), "y"),
}
_NAMED = {
    **dict.fromkeys(("today", "hôm nay", "今天", "今日", "오늘"), 0),
    **dict.fromkeys(("yesterday", "hôm qua", "昨天", "昨日", "어제"), -1),
    **dict.fromkeys(("tomorrow", "ngày mai", "明天", "明日", "내일"), 1),
}
_NAMED_UNITS = {
    **dict.fromkeys(("tuần này", "本周", "这周", "本週", "這週", "今週", "이번 주", "이번주"), ("week", 0)),
    **dict.fromkeys(("tuần trước", "tuần qua", "上周", "上週", "先週", "지난주", "지난 주"), ("week", -1)),
    **dict.fromkeys(("tháng này", "本月", "这个月", "這個月", "今月", "이번 달", "이번달"), ("month", 0)),
    **dict.fromkeys(
        ("tháng trước", "tháng qua", "上个月", "上月", "上個月", "先月", "지난달", "지난 달"), ("month", -1)
    ),
    **dict.fromkeys(("năm nay", "今年", "올해"), ("year", 0)),
    **dict.fromkeys(("năm ngoái", "năm trước", "năm qua", "去年", "昨年", "작년", "지난해"), ("year", -1)),
}
#: What stands before a date that bounds a range: whether the range begins there, and whether the date is in it.
_BOUNDS = {
    **dict.fromkeys((">=", "=>", "≥", "since ", "from "), (True, True)),
    **dict.fromkeys((">", "after "), (True, False)),
    **dict.fromkeys(("<=", "=<", "≤", "until ", "till "), (False, True)),
    **dict.fromkeys(("<", "before "), (False, False)),
}
#: A part of a year: 2026-Q1, Q1 2026, H2 2025; a week as the timeline writes it: 2026-W05.
_PART = lazy(r"(?P<year>\d{4})[\s-]?(?P<kind>[qhw])(?P<number>\d{1,2})", re.IGNORECASE)
_PART_BEFORE = lazy(r"(?P<kind>[qh])(?P<number>\d)[\s,/-]{0,2}(?P<year>\d{4})", re.IGNORECASE)
_YEARS = lazy(r"(?P<one>(?:19|20)\d\d)\s?[-–—~]\s?(?P<two>(?:19|20)\d\d)")
_DECADE = lazy(r"((?:19|20)\d0)s", re.IGNORECASE)
#: Day and month, or month and day.
_EITHER = lazy(r"(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d\d)")
_MONTHS_OF = {"q": 3, "h": 6}


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
    """Read a date, or a range ``a..b`` whose ends are both included and may be left out; ``<a`` and ``>=a`` are ranges.

    Raises :class:`~digestkb.errors.BadDate` if an end is no date, or if nothing can lie between them.

    >>> str(parse_interval("2026-01..", dt.date(2026, 2, 9))), str(parse_interval("last week", dt.date(2026, 2, 9)))
    ('2026-01-01..', '2026-02-02..2026-02-08')
    """
    before, dots, after = (part.strip() for part in text.partition(".."))
    if not dots:
        return _bounded(before, today) or _one(before, today)
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


def _bounded(text: str, today: dt.date) -> Interval | None:
    """Read what begins with a sign or a word that leaves one side open."""
    lower = text.casefold()
    for sign, (begins, included) in _BOUNDS.items():
        if lower.startswith(sign):
            one = _one(text[len(sign) :].strip(), today)
            if begins:
                return Interval(one.first if included else one.end, None)
            return Interval(None, one.end if included else one.first)
    return None


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
    found = _last_elsewhere(lower, today) or _part_of_time(lower)
    if found:
        return found
    _refuse_either(lower)
    from digestkb.dates import parse_date  # dear to load, and most questions have no date

    date = parse_date(text)
    return Interval(date.first, date.end)


def _refuse_either(text: str) -> None:
    """Refuse a date that is one day here and another there, and say how either is written."""
    match = _EITHER.fullmatch(text)
    if match is None or match[1] == match[2] or not all(1 <= int(match[at]) <= 12 for at in (1, 2)):
        return
    ways = sorted(f"{match[3]}-{int(match[at]):02}-{int(match[3 - at]):02}" for at in (1, 2))
    raise BadDate(f"{text} is read in two ways; write {ways[0]} or {ways[1]}")


def _last_elsewhere(text: str, today: dt.date) -> Interval | None:
    """Read the last so many units in another language than English, and ``3 days ago``."""
    ago = _AGO_IN_WORDS.fullmatch(text)
    if ago:
        count = int(ago[1]) if ago[1].isdigit() else 1
        return _unit(ago[2], 0, _ago(f"{count}{ago[2][0]}", today))
    match = _LAST_ELSEWHERE.fullmatch(text)
    if match is None or not (match["before"] or match["behind"]):
        return None  # 2025年 is a year
    return Interval(_ago(match["count"] + _UNITS_ELSEWHERE[match["unit"]], today), today + dt.timedelta(days=1))


def _part_of_time(text: str) -> Interval | None:
    """Read a quarter, a half, a week of a year, a decade, or two years with a dash between."""
    years = _YEARS.fullmatch(text)
    if years and years["one"] <= years["two"]:
        return Interval(dt.date(int(years["one"]), 1, 1), dt.date(int(years["two"]) + 1, 1, 1))
    decade = _DECADE.fullmatch(text)
    if decade:
        return Interval(dt.date(int(decade[1]), 1, 1), dt.date(int(decade[1]) + 10, 1, 1))
    part = _PART.fullmatch(text) or _PART_BEFORE.fullmatch(text)
    if part is None:
        return None
    year, kind, number = int(part["year"]), part["kind"].lower(), int(part["number"])
    try:
        if kind == "w":
            return _days(dt.date.fromisocalendar(year, number, 1), 7)
        months = _MONTHS_OF[kind]
        first = dt.date(year, months * (number - 1) + 1, 1)
        return Interval(first, _month(first, months))
    except ValueError:
        raise BadDate(f"there is no {text.upper()}") from None


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
