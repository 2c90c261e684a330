"""Dates with the precision they were written in."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from digestkb.errors import BadDate
from digestkb.patterns import lazy

_ISO = lazy(r"(?P<year>\d{4})(?:[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?)?")
_CHINESE = lazy(r"(?P<year>\d{4})\s*[年년](?:\s*(?P<month>\d{1,2})\s*[月월](?:\s*(?P<day>\d{1,2})\s*[日号號일])?)?")
_VIETNAMESE = lazy(
    r"(?:(?:ngày\s{1,9})?(?<!\d)(?P<day>\d{1,2})\s{1,9})?tháng\s{1,9}(?P<month>\d{1,2})"
    r"(?:,?\s{1,9}(?:năm\s{1,9})?|[/-])(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
#: What the months are called in dates, in any of the languages, by what they begin with.
_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january januar janvier enero января январь gennaio janeiro januari stycznia ocak січня"
        "|feb february februar février febrero февраля февраль febbraio fevereiro februari lutego şubat лютого"
        "|mar march märz mars marzo марта март março maart marca mart maret березня"
        "|apr april avril abril апреля апрель aprile kwietnia nisan квітня"
        "|may mai mayo мая май maggio maio mei maja mayıs травня"
        "|jun june juni juin junio июня июнь giugno junho czerwca haziran червня"
        "|jul july juli juillet julio июля июль luglio julho lipca temmuz липня"
        "|aug august août agosto августа август augustus sierpnia ağustos agustus серпня"
        "|sep sept september septembre septiembre сентября сентябрь settembre setembro września eylül вересня"
        "|oct october oktober octobre octubre октября октябрь ottobre outubro października ekim жовтня"
        "|nov november novembre noviembre ноября ноябрь novembro listopada kasım листопада"
        "|dec december dezember décembre diciembre декабря декабрь dicembre dezembro grudnia aralık desember"
        " грудня".split("|"),
        start=1,
    )
    for name in names.split()
}
# By their first letters: an expression tries each of its alternatives at every word.
_BY_LETTER = groupby(sorted(_MONTHS), key=lambda name: name[0])
_MONTH = r"(?P<name>{})\.?".format(
    "|".join(f"{first}(?:{'|'.join(name[1:] for name in sorted(names, reverse=True))})" for first, names in _BY_LETTER)
)
#: Behind the number of a day.
_TH = r"(?:st|nd|rd|th|er|\.)?(?:\s{1,9}(?:of|de))?"
_HAS_YEAR = lazy(r"(?:19|20)\d\d")
#: What the year is called behind it, in Russian and Ukrainian.
_OF_THE_YEAR = lazy(r"(?<=\d)\s(?:г|года|р|року)\.?$")
_YEAR_BEHIND = r"(?P<year>(?:19|20)\d\d)(?!\w)"
_NUMBERS_AND_YEAR = lazy(
    r"(?<![\w./-])(?P<one>\d{1,2})(?P<sep>[-./])(?P<two>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)(?!\w)"
)
_IN_TEXT = (
    lazy(
        r"(?<![\w.])(?P<year>(?:19|20)\d\d)(?P<sep>[-./_])(?P<month>0[1-9]|1[0-2]|[1-9])"
        r"(?:(?P=sep)(?P<day>3[01]|[12]\d|0?[1-9]))?(?!\d|[./]\d)"
    ),
    # As Korean has it, with blanks: 2026. 1. 9.
    lazy(
        r"(?<![\w.])(?P<year>(?:19|20)\d\d)\.\s{1,2}(?P<month>0?[1-9]|1[0-2])\.\s{1,2}"
        r"(?P<day>3[01]|[12]\d|0?[1-9])(?![\d:]|\.\d)"
    ),
    # A time stamp as programs put it into names: 20251208, 202512082225 or 20251208222525.
    lazy(
        r"(?<!\w)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=(?:\d{4}(?:\d\d)?)?(?!\w))"
    ),
    _CHINESE,
    _VIETNAMESE,
    _NUMBERS_AND_YEAR,
    lazy(rf"(?<![^\W_])(?P<day>\d{{1,2}}){_TH}[\s-]{{1,3}}{_MONTH}[\s,-]{{1,3}}(?:de\s)?{_YEAR_BEHIND}", re.I),
    # The first day of a range: "June 23 - June 29, 2025".
    lazy(
        rf"(?<![^\W_]){_MONTH}[\s-]{{0,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"(?:\s{{0,2}}(?:[-–—~]|to)\s{{0,2}}(?:[A-Z][a-z]{{2,8}}\.?\s)?\d{{1,2}}(?:st|nd|rd|th)?)?[\s,)\]–—-]{{1,5}}{_YEAR_BEHIND}",
        re.I,
    ),
    lazy(rf"(?<![^\W_]){_MONTH}[\s,-]{{1,3}}(?:de\s)?(?P<day>){_YEAR_BEHIND}", re.I),
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
        except ValueError:
            raise BadDate(f"there is no date {self}: {self._fault()}") from None

    def _fault(self) -> str:
        """Say why there is no such day; Python says it in other words from one version to the next."""
        if not dt.MINYEAR <= self.year <= dt.MAXYEAR:
            return f"years are {dt.MINYEAR} to {dt.MAXYEAR}"
        if not 0 <= self.month <= 12:
            return "months are 1 to 12"
        from calendar import monthrange

        return f"days of {PartialDate(self.year, self.month)} are 1 to {monthrange(self.year, self.month)[1]}"

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


def is_date(text: str) -> bool:
    """Say whether a text is one date with its year, and nothing more.

    >>> [is_date(t) for t in ("14. März 2025", "mayo de 2024", "2025年3月14日", "14 March", "Paris, May 2024")]
    [True, True, True, False, False]
    """
    bare = _OF_THE_YEAR.sub("", text.strip(" \t*_()[].,"))
    if len(bare) > 40 or not _HAS_YEAR.search(bare):
        return False
    return any(pattern.fullmatch(bare) for pattern in _IN_TEXT) or isinstance(parse_day(bare), PartialDate)


def is_weekday(text: str) -> bool:
    """Say whether a text is a day of the week.

    >>> is_weekday("Thu"), is_weekday("Thứ Tư"), is_weekday("Sunset")
    (True, True, False)
    """
    return _WEEKDAY.fullmatch(text.strip(" .,:")) is not None


def find_dates(text: str, *, day_first: bool = False) -> Iterator[PartialDate]:
    """Yield the dates with a year that stand in ``text``, such as a file's name or a heading, in order.

    Of two numbers before a year the first is the month, unless it cannot be one or ``day_first`` says otherwise.

    >>> [str(d) for d in find_dates("logs/2025.12/Pasted image 20251208222525.png and 2401.01234")]
    ['2025-12', '2025-12-08']
    >>> [str(d) for d in find_dates("10-Feb-2025, 7 April, 2020, Week (June 23 - June 29) - 2025; 25/01/2026")]
    ['2025-02-10', '2020-04-07', '2025-06-23', '2026-01-25']
    """
    if not _HAS_YEAR.search(text):
        return
    found = [match for pattern in _IN_TEXT for match in pattern.finditer(text)]
    end = 0
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        if match.start() < end:
            continue
        try:
            date = _written(match, day_first)
        except BadDate:
            continue
        end = match.end()
        yield date


def _written(match: re.Match[str], day_first: bool = False) -> PartialDate:
    found = match.groupdict()
    if "one" in found:
        month, day = int(found["one"]), int(found["two"])
        if month > 12 or ((day_first or found["sep"] == ".") and day <= 12):
            month, day = day, month  # whoever puts full stops between them and the year behind has the day first
        return PartialDate(int(found["year"]), month, day)
    name = found.get("name")
    month = _MONTHS[name.lower()] if name else int(found["month"] or 0)
    return PartialDate(int(found["year"]), month, int(found["day"] or 0))


def writes_day_first(text: str) -> bool | None:
    """Say which of two numbers is the day in the dates of a text, or ``None`` if they do not tell.

    >>> writes_day_first("25/01/2026 and 09/01/2026"), writes_day_first("01/25/2026"), writes_day_first("09/01/2026")
    (True, False, None)
    """
    pairs = [(int(match["one"]), int(match["two"])) for match in _NUMBERS_AND_YEAR.finditer(text)]
    first, second = any(one > 12 for one, _ in pairs), any(two > 12 for _, two in pairs)
    return first if first != second else None


# --- dates that the parts of a path give together ---

#: A year that stands alone in a name, such as in "reading 2025.md".
_YEAR = lazy(r"(?<![\w.])(?:19|20)\d\d(?!\w|\.\d)")
#: Six digits that a name holds: ``weekly-200114``.
_SHORT_STAMP = lazy(r"(?<![^\W_])(?P<year>[12]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![^\W_])")
#: A folder or file in a year: ``05``, ``05-May``, ``December``, ``12月``; ``12.03``, ``05-16``, ``9 April`` are days.
_PART_OF_YEAR = lazy(
    rf"(?=.)(?P<month>0?[1-9]|[12]\d|3[01])?(?:(?<=\d)[-._](?P<day>0[1-9]|[12]\d|3[01])"
    rf"|[ ._-]{{0,9}}{_MONTH}|(?<=\d)月)?",
    re.IGNORECASE,
)
#: How many papers stand below a heading.
_COUNT = lazy(r"\s?[(（]\d{1,4}(?:\s[^\W\d_]{1,20})?[)）]$")
#: A file within a month: ``16``, ``16日``, ``01-04`` for the days from the first on.
_PART_OF_MONTH = lazy(r"(?P<day>0?[1-9]|[12]\d|3[01])(?:[日号]|\s?[-–~_]\s?\d{1,2})?")


def date_of_path(path: str) -> PartialDate | None:
    """Give the most precise date that the parts of a path give together, of equal ones the innermost.

    >>> [str(date_of_path(p)) for p in ("2018/05/16.md", "10-Feb-2025/NLP/README.md", "weekly-200114.md", "2025/a.md")]
    ['2018-05-16', '2025-02-10', '2020-01-14', '2025']
    """
    folders, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    known: PartialDate | None = None
    for part in (*folders.split("/"), stem):
        found = max(_dates_of_part(part, known), key=_precision, default=None)
        if found is not None and (known is None or _precision(found) >= _precision(known)):
            known = found
    return known


def _precision(date: PartialDate) -> int:
    return bool(date.month) + bool(date.day)


def _dates_of_part(part: str, known: PartialDate | None) -> Iterator[PartialDate]:
    """Yield the dates that a part of a path holds, or that it completes a date above it to."""
    yield from find_dates(part)
    for year in _YEAR.findall(part):
        yield PartialDate(int(year))
    stamp = _SHORT_STAMP.search(part)
    if stamp:
        yield from _valid(2000 + int(stamp["year"]), int(stamp["month"]), int(stamp["day"]))
    if known is not None and not known.day:
        yield from _completed(part, known)


def _completed(part: str, known: PartialDate) -> Iterator[PartialDate]:
    """Yield the date that a part completes a year or month to."""
    match = (_PART_OF_MONTH if known.month else _PART_OF_YEAR).fullmatch(part.strip())
    if match and known.month:
        yield from _valid(known.year, known.month, int(match["day"]))
    elif match:
        yield from _valid(known.year, *_in_year(match["name"], int(match["month"] or 0), int(match["day"] or 0)))


def date_of_heading(text: str, known: PartialDate | None) -> PartialDate | None:
    """Give the date that a heading is, which one before it may have begun: a month of its year, a day of its month.

    >>> str(date_of_heading("November", PartialDate(2023))), str(date_of_heading("14", PartialDate(2023, 11)))
    ('2023-11', '2023-11-14')
    >>> date_of_heading("14", PartialDate(2023)), str(date_of_heading("2020-05 (3)", None))
    (None, '2020-05')
    """
    bare = _COUNT.sub("", text).strip(" \t*_#:：")
    if is_date(bare):
        return next(find_dates(bare), None)
    if known is None or known.day:
        return None
    day = next(_completed(bare, known), None) if known.month else None
    # Of a year, a number alone would be the number of a section.
    is_month = re.search(r"[^\W\d_]", bare) is not None
    return day or (next(_completed(bare, PartialDate(known.year)), None) if is_month else None)


def _in_year(name: str | None, number: int, day: int) -> tuple[int, int]:
    """Give month and day of a part of a year; a number before the name of another month is a day."""
    month = _MONTHS[name.lower()] if name else number
    return month, day or (number if number != month else 0)


def _valid(year: int, month: int, day: int) -> Iterator[PartialDate]:
    try:
        yield PartialDate(year, month, day)
    except BadDate:
        return


# --- days, as the headings of a log write them ---

_WEEKDAY = lazy(
    r"(?<![^\W\d_])(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
    r"|thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật|t[2-7]|cn)(?![^\W_])"
    r"|(?:周|星期|礼拜|週)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일|\(\s*[一二三四五六日月火水木金土월화수목금토일]\s*\)",
    re.IGNORECASE,
)
_VIETNAMESE_WEEKDAY = lazy(r"\bthứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])\b|\bchủ\s+nhật\b", re.IGNORECASE)
_DIGIT = lazy(r"\d")
_DAY = tuple(
    lazy(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>(?:19|20)\d\d)\s?(?P<sep>[-./_])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?(?P<day>\d{1,2})",
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        r"(?:(?P<year>(?:19|20)\d\d)\s{0,40}[年년]\s{0,40})?(?P<month>\d{1,2})\s{0,40}[月월]\s{0,40}(?P<day>\d{1,2})\s{0,40}[日号號일]",
        rf"{_MONTH}\s{{0,40}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:(?:\s{{0,40}},\s{{0,40}}|\s{{1,40}})(?P<year>(?:19|20)\d\d))?",
        rf"(?P<day>\d{{1,2}}){_TH}[\s-]{{0,40}}{_MONTH}(?:[\s,-]{{0,40}}(?:de\s)?(?P<year>(?:19|20)\d\d))?",
        r"(?:ngày\s{1,40})?(?P<day>\d{1,2})\s{0,40}tháng\s{0,40}(?P<month>\d{1,2})(?:[\s,]{0,40}(?:năm\s{0,40}|[/-])?(?P<year>(?:19|20)\d\d))?",
        r"(?:ngày|hôm)\s{1,40}(?P<day>\d{1,2})\s?[-/.]\s?(?P<month>\d{1,2})(?:\s?[-/.]\s?(?P<year>(?:19|20)\d\d))?",
    )
)
_TWO_NUMBERS = lazy(r"(?P<one>\d{1,2})\s?(?P<sep>[-./])\s?(?P<two>\d{1,2})(?:(?P=sep)(?P<year>(?:19|20)\d\d))?")
_DECORATION = lazy(r"^(?:_|[^\w%$€£¥+=<>~])+|(?:_|[^\w%$€£¥+=<>~])+$")
#: Full dates and dates with month characters may have words behind them; ``1.1 Introduction`` is no date.
_BEFORE_WORDS = lazy(
    r"(?P<day>(?:(?:19|20)\d\d[-./_]\d{1,2}[-./_]\d{1,2}|(?:(?:19|20)\d\d\s{0,40}年\s{0,40})?\d{1,2}\s{0,40}月\s{0,40}\d{1,2}\s{0,40}[日号]))"
    r"(?![\d.])[\s–—:|,、·-]{0,40}(?P<rest>\S.*)"
)

_MONTH_IN_LETTERS = lazy(r"\d\s*[月월]|[A-Za-z]{3}")

#: A day whose year is not written, as month and day.
MonthDay = tuple[int, int]


def parse_day(text: str, *, day_first: bool = False) -> PartialDate | MonthDay | None:
    """Read the day that a heading consists of; without a year it is a pair, and what is no day is ``None``.

    Weekdays, emphasis, brackets and pictures around it do not matter. Of two numbers the first is the month, unless
    it cannot be one, or ``day_first`` says otherwise.

    >>> parse_day("12.3"), parse_day("25/12"), parse_day("Ngày 3/12"), parse_day("1.2.0")
    ((12, 3), (12, 25), (12, 3), None)
    >>> str(parse_day("**2025.12.3 周三**")), str(parse_day("Wednesday, 3 December 2025"))
    ('2025-12-03', '2025-12-03')
    """
    if len(text) > 80:
        return None
    bare = unicodedata.normalize("NFKC", text)
    if not _DIGIT.search(bare):
        return None
    # Whoever names the weekday in Vietnamese writes the day first.
    day_first = day_first or bool(_VIETNAMESE_WEEKDAY.search(bare))
    bare = _OF_THE_YEAR.sub("", _DECORATION.sub("", _WEEKDAY.sub(" ", bare)).strip())
    bare = re.sub(r"^(?:date|day|日期|날짜)\s{0,40}:?\s{0,40}(?=\d)", "", bare, flags=re.IGNORECASE)
    for pattern in _DAY:
        match = pattern.fullmatch(bare)
        if match:
            found = match.groupdict()
            month = _MONTHS[found["name"].lower()] if found.get("name") else int(found["month"])
            return _day(found["year"], month, int(found["day"]))
    match = _TWO_NUMBERS.fullmatch(bare)
    if not match:
        return None
    month, day = int(match["one"]), int(match["two"])
    if month > 12 or ((day_first or (match["year"] and match["sep"] == ".")) and day <= 12):
        month, day = day, month
    return _day(match["year"], month, day)


def day_in_name(name: str) -> MonthDay | None:
    """Give the day that a file's name holds with its month in letters, but without a year.

    >>> day_in_name("09_April_Daily_Paper"), day_in_name("read 12月3日"), day_in_name("3 maybe 12.3")
    ((4, 9), (12, 3), None)
    """
    words = re.split(r"[\s_-]+", name)
    for text in (*words, *map(" ".join, pairwise(words))):
        day = parse_day(text) if _MONTH_IN_LETTERS.search(text) else None
        if isinstance(day, tuple):
            return day
    return None


def split_day(text: str, *, day_first: bool = False) -> tuple[PartialDate | MonthDay, str] | None:
    """Read the day that a heading begins with, and the words behind it; only an unmistakable day may have some.

    >>> split_day("2025-12-03: on caches")
    (PartialDate(year=2025, month=12, day=3), 'on caches')
    >>> split_day("1.1 Introduction") is None
    True
    """
    day = parse_day(text, day_first=day_first)
    if day is not None:
        return day, ""
    match = _BEFORE_WORDS.match(unicodedata.normalize("NFKC", text).strip().lstrip("*_[( "))
    if match:
        day = parse_day(match["day"])
        if day is not None:
            return day, match["rest"].strip("*_])( ")
    return None


def _day(year: str | None, month: int, day: int) -> PartialDate | MonthDay | None:
    if not day or not month:
        return None
    try:
        # 29 February is a day, as long as nobody says of which year.
        found = PartialDate(int(year or 2024), month, day)
    except BadDate:
        return None
    return found if year else (month, day)
