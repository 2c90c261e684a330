"""Days in text without any markup: as headings those that stand alone above what was written on them, else as items."""

from __future__ import annotations

import re

from digestkb.dates import parse_day, split_day
from digestkb.patterns import lazy

#: A line that may be a day is no longer, and has no more blanks.
_LONGEST, _MOST_BLANKS = 40, 4
_DIGIT = lazy(r"\d")
#: What stands behind a day: the weather.
_BEHIND = lazy(r"^(?P<day>.*\S)\s+(?P<behind>[^\W\d_]{1,6})$")
#: A day with its year that a line begins with, but no time behind it: somebody said something then.
_ENTRY = lazy(
    r"(?P<day>(?:19|20)\d\d([-/.])\d{1,2}\2\d{1,2}|\d{1,2}([-/.])\d{1,2}\3(?:(?:19|20)\d\d|\d\d))"
    r"(?:\s{0,4}[:：–—-]\s{1,8}|\s{1,8})(?!\d{1,2}[:.]\d\d\b)(?=\S)"
)
#: A time of day that a line begins with: «10:00 read …».
_TIMED = lazy(r"(?P<indent>[ \t]{0,8})(?P<time>[0-2]?\d[:h][0-5]\d)(?:\s{0,4}[:：–—-]\s{1,8}|\s{1,8})(?=[^\W\d_\s])")
#: Who says something, or presents it, «Ida Bee: Wet Paint»; or the rest of a time of twelve hours.
_SPEAKER = lazy(r"[^\W\d_a-z][^\s:]{1,20}(?:\s[^\W\d_a-z][^\s:]{1,20}){0,2}:\s|[ap]\.?m\b")
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


def with_entries(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Make items of lines that begin with a day, where there are several and each opens a paragraph or follows another.

    >>> with_entries(("2024-09-02 Wet Paint", "  it dries", "2024-09-03 no time", "", "2024 was better"))
    ('- 2024-09-02 Wet Paint', '  it dries', '- 2024-09-03 no time', '', '2024 was better')
    """
    if len(_opening(lines)) < _FEWEST:
        return lines
    # It is a log then, and what is not indented may stand between its entries.
    return tuple(f"- {line}" if _begins_with_day(line) else line for line in lines)


def _begins_with_day(line: str) -> bool:
    entry = _ENTRY.match(line) if line[:1].isdigit() else None
    return entry is not None and parse_day(entry["day"]) is not None


def _opening(lines: tuple[str, ...]) -> list[int]:
    """Give the lines that begin with a day and open a paragraph, or follow such a one and what is indented below it."""
    found: list[int] = []
    opens = True
    for at, line in enumerate(lines):
        is_entry = opens and _begins_with_day(line)
        found += [at] if is_entry else []
        opens = is_entry or not line.strip() or (opens and line[0] in " \t")
    return found


def with_times(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Make items of lines that begin with a time, where several stand below a heading that is a day, one after another.

    Where somebody stands behind a time, as in a chat or a programme, nothing is made of it.

    >>> with_times(("# 2024-03-04", " 09:15 stand-up", " 10:00 read Wet Paint", "       again", " 17:45 home"))
    ('# 2024-03-04', ' - 09:15 stand-up', ' - 10:00 read Wet Paint', '       again', ' - 17:45 home')
    """
    found: dict[int, re.Match[str]] = {}
    below, last = False, ""
    for at, line in enumerate(lines):
        if line.startswith("#"):
            below, last = split_day(line.lstrip("# ")) is not None, ""
        elif below and (timed := _TIMED.match(line)):
            time = timed["time"].replace("h", ":").rjust(5, "0")
            if time < last or _SPEAKER.match(line, timed.end()):
                return lines
            found[at], last = timed, time
    if len(found) <= _FEWEST:
        return lines
    return tuple(f"{found[at]['indent']}- {line.lstrip()}" if at in found else line for at, line in enumerate(lines))
