"""Days that head what was written on them, in text without any markup, as headings."""

from __future__ import annotations

from digestkb.dates import parse_day
from digestkb.patterns import lazy

#: A line that may be a day is no longer, and has no more blanks.
_LONGEST, _MOST_BLANKS = 40, 4
_DIGIT = lazy(r"\d")
#: What stands behind a day: the weather.
_BEHIND = lazy(r"^(?P<day>.*\S)\s+(?P<behind>[^\W\d_]{1,6})$")
#: So many of them make days of any.
_FEWEST = 2


def with_days(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Make headings of lines that are days and open a paragraph, where there are several and no other headings.

    >>> with_days(("Log", "", "2 July 2019", "Wet Paint", "", "4 July", "Dry", "", "4月6日 晴", "x"))
    ('Log', '', '# 2 July 2019', 'Wet Paint', '', '# 4 July', 'Dry', '', '# 4月6日', 'x')
    """
    if any(line.startswith("#") for line in lines):
        return lines
    days = {at: day for at in range(len(lines)) if (day := _day(lines, at))}
    if len(days) < _FEWEST:
        return lines
    return tuple(f"# {days[at]}" if at in days else line for at, line in enumerate(lines))


def _day(lines: tuple[str, ...], at: int) -> str:
    """Give the day that a line is, or nothing: one that opens a paragraph and has text right below."""
    line = lines[at].strip()
    if not 3 < len(line) <= _LONGEST or (at and lines[at - 1].strip()) or not "".join(lines[at + 1 : at + 2]).strip():
        return ""
    if line.count(" ") > _MOST_BLANKS or line[0] in "-*+>|`[" or not _DIGIT.search(line):
        return ""
    weather = _BEHIND.match(line)
    days = (line, weather["day"] if weather and not weather["behind"].isascii() else "")
    return next((day for day in days if day and parse_day(day) is not None), "")
