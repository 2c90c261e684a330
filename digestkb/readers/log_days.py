"""Days: the headings, bold lines or items of a note that are dates, what stands below each, and their years."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from digestkb.dates import MonthDay, PartialDate, find_dates, split_day
from digestkb.document import Document
from digestkb.errors import BadDate
from digestkb.patterns import lazy
from digestkb.readers.labelled import labels_in
from digestkb.readers.scan import numbers_in
from digestkb.tree import Block, scan
from digestkb.tuples import NamedTuple

BOLD_LINE = lazy(r"\s*(?:\*\*|__)(?P<text>[^*_]{1,60})(?:\*\*|__)\s{0,40}[:：]?\s{0,40}$")
_TWO_NUMBERS = lazy(r"[\W_]*(\d{1,2})\s?[-./]\s?(\d{1,2})(?:[-./](?:19|20)\d\d)?[\W_]*$")
#: Days that may as well be sections or versions: ``1.2``, ``1-2``.
_MISTAKABLE = lazy(r"[\W_]*\d{1,2}[-.]\d{1,2}\W*$")
#: The levels of days that are no headings.
_BOLD, _ITEM = 7, 8
#: What is longer is no day, in characters.
_LONGEST_HEADING, _LONGEST_LINE = 120, 80
_Place = TypeVar("_Place")


class Day(NamedTuple):
    """A marker of a day, the blocks below it, and the line down to which they go."""

    line: int
    level: int
    day: PartialDate | MonthDay
    last: int
    blocks: tuple[Block, ...]

    @property
    def key(self) -> MonthDay:
        return (self.day.month, self.day.day) if isinstance(self.day, PartialDate) else self.day


def find_days(document: Document) -> list[Day]:
    """Give the days of a note: its headings that are dates, else its bold lines or list items that are."""
    return _of_headings(document) or _of_lines(document, _BOLD) or _of_lines(document, _ITEM)


def _of_headings(document: Document) -> list[Day]:
    sections = (block for block in document.blocks if block.kind == "section")
    marked = _marked(document, [(block, block.text) for block in sections if len(block.text) <= _LONGEST_HEADING])
    markers = {id(block) for block, _ in marked}
    # A day within a day (a heading below a month that is one itself) ends the outer one.
    ends = [*(block.first - 1 for block, _ in marked), len(document.lines)][1:]
    return [
        Day(b.first, b.level, day, min(b.last, end), tuple(c for c in b.children if id(c) not in markers))
        for (b, day), end in zip(marked, ends, strict=True)
    ]


def _of_lines(document: Document, level: int) -> list[Day]:
    """Give the days that are bold lines or items; each goes down to the next one, or to a heading."""
    marked = _marked(document, list(_bold_lines(document) if level == _BOLD else _top_items(document)))
    starts = {block.first for block in document.blocks if block.kind == "section"} if marked else set()
    ends = sorted({*starts, *(number for number, _ in marked), len(document.lines) + 1})
    found = []
    for number, day in marked:
        last = ends[bisect_right(ends, number)] - 1
        # Such a line may stand within a paragraph or an item of the tree.
        below = scan(document.lines, first=number + 1, last=last)
        found.append(Day(number, level, day, last, tuple(below.children)))
    return found


def _bold_lines(document: Document) -> Iterator[tuple[int, str]]:
    for number in range(document.body, len(document.lines) + 1):
        line = document.lines[number - 1]
        bold = BOLD_LINE.match(line) if len(line) <= _LONGEST_LINE else None
        if bold and document.owners[number].kind != "code":
            yield number, bold["text"]


def _top_items(document: Document) -> Iterator[tuple[int, str]]:
    """Yield the items that may be days: not the dates of entries, each of which has an address labelled beside it.

    Where an item goes on with the number of a paper behind its day, those beside it are entries as well.
    """
    papers: dict[int, bool] = {}
    top = list(_outermost(document))
    entries = {id(parent) for parent, item in top if _says_when(item.lines[0][:_LONGEST_HEADING])}
    for parent, item in top:
        if id(parent) in entries or len(item.lines[0]) > _LONGEST_LINE:
            continue
        if (own := _label(item)) and id(parent) not in papers:
            labels = Counter(_label(beside) for beside in parent.children if beside.kind == "item")
            papers[id(parent)] = 2 * (labels["link"] + labels["id"]) >= labels[own]
        if not own or not papers[id(parent)]:
            yield item.first, item.lines[0]


def _outermost(document: Document) -> Iterator[tuple[Block, Block]]:
    """Yield the items that stand in no other block than a section, each behind what it stands in."""
    for block in document.blocks:
        if block.kind == "item" and block.parent is not None and block.parent.kind in ("file", "section"):
            yield block.parent, block


def _says_when(line: str) -> bool:
    """Say whether a line begins with a day and goes on with a paper."""
    day = split_day(line) if any(map(str.isdigit, line[:12])) and numbers_in(line) else None
    return day is not None and bool(numbers_in(day[1]))


def _label(item: Block) -> str:
    """Give the role of the label that an item begins with."""
    labels = labels_in(item.lines[0][:_LONGEST_LINE])
    return labels[0].role.name if labels and labels[0].role is not None else ""


def _marked(document: Document, titles: Sequence[tuple[_Place, str]]) -> list[tuple[_Place, PartialDate | MonthDay]]:
    """Keep the titles that are days; one that goes on with an address is an entry that says when."""
    day_first = _day_first(document, [title for _, title in titles])
    split = ((place, split_day(title, day_first=day_first)) for place, title in titles)
    return [(place, day[0]) for place, day in split if day and not numbers_in(day[1]) and "://" not in day[1]]


def _day_first(document: Document, titles: list[str]) -> bool:
    """Say whether of two numbers the first is the day: the days tell each other, else the rest of the note tells."""
    pairs = [(int(found[1]), int(found[2])) for found in map(_TWO_NUMBERS.match, titles) if found]
    first, second = any(one > 12 for one, _ in pairs), any(two > 12 for _, two in pairs)
    return first if first != second else bool(pairs) and document.day_first


def are_the_headings(document: Document, days: list[Day]) -> bool:
    """Say whether days that are headings have no more others beside them than there are days; one day has none."""
    level = min(day.level for day in days)
    if level >= _BOLD:
        return True
    beside = sum(1 for block in document.blocks if block.kind == "section" and block.level == level)
    beside -= sum(1 for day in days if day.level == level)
    return beside <= (len(days) if len(days) > 1 else 0)


def are_unmistakable(document: Document, days: list[Day]) -> bool:
    """Say whether no day is written as a section or a version may be."""
    return all(isinstance(d.day, PartialDate) or not _MISTAKABLE.match(document.lines[d.line - 1]) for d in days)


def run_like_days(document: Document, days: list[Day], read_on: int) -> bool:
    """Say whether days that may be sections are none: they run one way, and on most of them something is read."""
    needed = len(days) if _count_on(days) else (len(days) + 1) // 2
    return read_on >= needed and _in_order(days) and not _below_a_number(document, days)


def _count_on(days: list[Day]) -> bool:
    """Say whether the days are 1.1, 1.2, 2.1, 2.2 and so on, as sections of several chapters are."""
    keys = [day.key for day in days]
    steps = all(two in ((one[0], one[1] + 1), (one[0] + 1, 1)) for one, two in pairwise(keys))
    return steps and keys[0][1] == 1 and len({month for month, _ in keys}) > 1


def _below_a_number(document: Document, days: list[Day]) -> bool:
    """Say whether 1.2 stands below a heading such as ``1 Introduction``."""
    return any(
        re.match(rf"\W*{day.key[0]}[.)、]?\s+\D", title)
        for day in days
        for title in document.owners[day.line].sections()
    )


def _in_order(days: list[Day]) -> bool:
    """Say whether the days run one way, but for a turn of the year or two."""
    ups = sum(one.key < two.key for one, two in pairwise(days))
    downs = sum(one.key > two.key for one, two in pairwise(days))
    return min(ups, downs) <= 1 + len(days) // 8


def dates_of(document: Document, days: list[Day]) -> Iterator[PartialDate | None]:
    """Complete the days from the headings above them, such as ``# 2025`` or ``# 2025年12月``, where these tell."""
    keys = [day.key for day in days if not isinstance(day.day, PartialDate)]
    # Days without a year can all be of the same one if they run one way without a turn.
    one_year = keys in (sorted(keys), sorted(keys, reverse=True))
    for day in days:
        above = document.owners[day.line].sections()
        yield day.day if isinstance(day.day, PartialDate) else _with_year(day.day, above, one_year)


def _with_year(day: MonthDay, above: tuple[str, ...], one_year: bool) -> PartialDate | None:
    for title in reversed(above):
        written = [found for found in find_dates(title) if found.month]
        years = {int(year) for year in re.findall(r"(?<!\d)20\d\d(?!\d)", title)}
        if len(years) != 1 or any(found.month != day[0] for found in written) or not (written or one_year):
            continue
        try:
            return PartialDate(years.pop(), *day)
        except BadDate:
            return None
    return None
