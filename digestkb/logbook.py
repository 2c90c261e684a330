"""A reading log that is written: an entry more for today, in the form that the log has and that we read."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from digestkb.dates import PartialDate
from digestkb.document import Document
from digestkb.errors import UnreadableNote
from digestkb.files import lock, open_to_append, read_file, shown, unreadable
from digestkb.readers.log_days import Day, find_days
from digestkb.tuples import NamedTuple

#: How people write a day, the most explicit first: that is what a new log gets.
_STYLES: tuple[Callable[[dt.date], str], ...] = (
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%Y.%m.%d}",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.month}.{day.day}",
    lambda day: f"{day.month}/{day.day}",
    lambda day: f"{day:%m.%d}",
    lambda day: f"{day:%m-%d}",
    lambda day: f"{day:%m/%d}",
    lambda day: f"{day.month}月{day.day}日",
)
_HEADING = re.compile(r"(#{1,6})[ \t](.*)")
_LISTED = re.compile(r"[-*+][ \t]")


class Entry(NamedTuple):
    """What was read: a line of Markdown that names it, and what there is to say of it, a line or several."""

    head: str
    remarks: str = ""

    def lines(self) -> Iterator[str]:
        """Yield the entry as an item of a list, with a remark a line below it.

        >>> list(Entry("https://arxiv.org/abs/2601.05242", "rewards apart").lines())
        ['- https://arxiv.org/abs/2601.05242', '\\t- rewards apart']
        """
        yield f"- {self.head}"
        for remark in self.remarks.splitlines():
            if told := remark.strip():
                yield f"\t{told}" if _LISTED.match(told) else f"\t- {told}"


def log_of(pattern: str, today: dt.date) -> Path:
    """Give the file that a pattern names today: ``%Y``, ``%m`` and ``%d`` are of the day.

    >>> str(log_of("logs/%Y-%m.md", dt.date(2026, 1, 9)))
    'logs/2026-01.md'
    """
    # Only what strftime knows goes there: a name may have bytes that are not UTF-8.
    return Path(re.sub("%[ -~]+", lambda found: today.strftime(found[0]), pattern))


def append(path: Path, entry: Entry, today: dt.date) -> int:
    """Write an entry to the end of a log, below a heading for today, and give the line that it stands on.

    What is there stays as it is: its headings say how a day is written, its line ends how a line ends. The file and its
    folder are made if there are none. Raises :class:`~digestkb.errors.UnreadableNote` for what is no text in UTF-8, and
    :class:`~digestkb.errors.NoteBusy` while another process keeps it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open_to_append(path) as file:
            lock(file.fileno(), path)
            before = _text(path)
            added = _added(before, path.name, entry, today)
            file.write(added.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise unreadable(path, error) from error
    return len((before + added).splitlines()) - len(list(entry.lines())) + 1


def _text(path: Path) -> str:
    try:
        return read_file(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableNote(
            f"{shown(path)}: is not in UTF-8, and left alone; digestkb repair --write mends it"
        ) from error


def _added(before: str, name: str, entry: Entry, today: dt.date) -> str:
    """Give what goes behind a text."""
    end = "\r\n" if "\r\n" in before else "\n"
    days = find_days(Document(tuple(before.splitlines()), name)) if before.strip() else []
    lines = list(entry.lines())
    if not (days and _is(days[-1], today)):
        lines = [*([""] if before.strip() else []), _heading(before.splitlines(), days, today), "", *lines]
    return ("" if not before or before.endswith("\n") else end) + "".join(line + end for line in lines)


def _is(day: Day, today: dt.date) -> bool:
    if isinstance(day.day, PartialDate):
        return str(day.day) == today.isoformat()
    return day.day == (today.month, today.day)


def _heading(lines: list[str], days: list[Day], today: dt.date) -> str:
    """Give the heading for today, in the manner of the last one."""
    for day in reversed(days):
        written = _HEADING.match(lines[day.line - 1])
        if not written:
            continue
        month, number = day.key
        year = day.day.year if isinstance(day.day, PartialDate) else today.year
        with contextlib.suppress(ValueError):  # the 29th of February of another year
            date = dt.date(year, month, number)
            named = written[2].lstrip(" \t").rstrip(" \t#")
            style = next((style for style in _STYLES if style(date) == named), _STYLES[0])
            return f"{written[1]} {style(today)}"
    return f"## {_STYLES[0](today)}"
