"""What a note states as a whole: its front matter and heading, its title and date, and which blocks are whose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Set
from functools import cached_property
from itertools import pairwise

from digestkb.dates import MonthDay, PartialDate, date_of_heading, date_of_path, find_dates, parse_day
from digestkb.document import Document
from digestkb.errors import BadDate
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import BY
from digestkb.readers.beside import Beside
from digestkb.readers.cells import common_cells
from digestkb.readers.dated import DAY_AHEAD, day_ahead, day_in, heads_message, is_message, stated_date
from digestkb.readers.dressed import fields_of
from digestkb.readers.fields import YEAR, Field, first_of
from digestkb.readers.keyed import fields_of_metadata
from digestkb.readers.metadata import metadata
from digestkb.readers.scan import WINDOW, numbers_in
from digestkb.readers.standing import Statement
from digestkb.readers.subject import Scope, find_subjects
from digestkb.readers.titles import is_name
from digestkb.readers.trimming import clean_title
from digestkb.readers.trimming import note_title as bare_title
from digestkb.readers.usages import numbered_as, sentences_citing
from digestkb.records import Passage, TitleSource
from digestkb.source import SUFFIXES
from digestkb.tree import Block

#: A paper appears with its number, or in so many days.
SOON = 10
#: What is longer is no day, in characters.
_LONGEST_DAY = 80
#: A line of who and when is shorter.
_LONGEST_ISSUE = 160
SECTION_NUMBER = lazy(r"^\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+(?=\d?[^\W\d_])")
_SUFFIX = lazy("|".join(rf"{re.escape(suffix)}$" for suffix in SUFFIXES), re.IGNORECASE)

#: Before a day that dates what follows stands no label, as in «Noted by: Ida, 2024-05-06».
_NO_LABEL = lazy(r"[^\d:：]*\d")


class NoteFacts:
    """A document with its subjects, and what is asked of both again and again."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = document.lines
        self.tree = document.tree
        self.properties = fields_of_metadata(document.front_matter)
        self.subjects = find_subjects(document)
        #: All blocks of the tree, which is as it will be by now.
        self.walked = list(self.tree.walk())
        self.scoped = {id(scope.block): scope for scope in self.subjects.scopes}
        #: Where papers of the note have several people, «beside» or «below» their titles: one name there is a person's.
        self.people_at: set[str] = set()
        #: In what place most papers of the note have their titles, once that is known.
        self.titles_at = ""
        self._common: dict[int, Set[str]] = {}
        self._rows: dict[int, dict[str, list[str]]] = {}

    @cached_property
    def heading(self) -> Block | None:
        """The heading that is the note's title: the only one of level 1, else the first if nothing is beside it."""
        sections = [block for block in self.walked if block.kind == "section"]
        top = [section for section in sections if section.level == 1]
        if len(top) == 1:
            return top[0]
        if top or not sections:
            return None
        return sections[0] if sum(s.level <= sections[0].level for s in sections) == 1 else None

    @cached_property
    def title(self) -> str | None:
        stated = first_of(self.stated, "title")
        if stated:
            return bare_title(stated.value) or None
        return (bare_title(self.heading.text) or None) if self.heading else None

    @property
    def stem(self) -> str:
        """The name of the file without its suffix."""
        return _SUFFIX.sub("", self.document.source.rpartition("/")[2])

    @cached_property
    def date(self) -> PartialDate | None:
        """The date of the note: front matter, a labelled line at the top, or the day that its title is."""
        stated = stated_date(self.stated, self.document)
        if stated:
            return stated
        heads = (b for b in self.walked if b.kind in ("section", "paragraph") and b.lines and b.at <= self.top + 10)
        return self._day_in(next(heads, None)) or self._day_below(next(heads, None))

    def _day_in(self, first: Block | None) -> PartialDate | None:
        """Give the day in the title, or in a short line in its place."""
        if first is None or (first.kind != "section" and len(plain(first.text)) > 60):
            return None
        found = next(find_dates(plain(first.text[:300]), day_first=self.document.day_first), None)
        return found if found and (found.day or (found.month and not self._is_about_one)) else None

    def _day_below(self, second: Block | None) -> PartialDate | None:
        """Give the day that stands alone below the title: the note's, unless the note is about one paper."""
        if second is None or second.kind != "paragraph" or self._is_about_one:
            return None
        day = parse_day(plain(second.text[:60]), day_first=self.document.day_first)
        return day if isinstance(day, PartialDate) else self._day_of_issue(second)

    def _day_of_issue(self, line: Block) -> PartialDate | None:
        """Give the day in a line that says who wrote the note and when, or in how many minutes it is read."""
        text = plain(line.text[:_LONGEST_ISSUE]).strip("*_ ")
        if len(line.lines) > 1 or len(line.text) >= _LONGEST_ISSUE or numbers_in(line.text):
            return None
        days = [day for day in find_dates(text, day_first=self.document.day_first) if day.day]
        stressed = line.text.strip()[:1] in "*_" and line.text.strip()[-1:] in "*_"
        return days[0] if len(days) == 1 and (stressed or BY.match(text) or re.search(r"\s[·•|]\s", text)) else None

    @property
    def _is_about_one(self) -> bool:
        return any(scope.whole for scope in self.subjects.scopes)

    @property
    def top(self) -> int:
        """The line on which the text begins: above it a mail has many that say nothing."""
        return self.tree.children[0].first if self.tree.children else self.document.body

    @cached_property
    def stated(self) -> list[Field]:
        """The fields of the note itself: its front matter, and what its first lines label."""
        head = [
            block
            for block in self.walked
            if (block.kind in ("paragraph", "item", "quote") or (block.kind == "section" and ":" in block.text))
            and block.at <= self.top + 30
        ]
        narrow = [s.block for s in self.subjects.scopes if not s.whole]
        free = [b for b in head if not any(n.first <= b.first <= n.last for n in narrow)]
        return [*self.properties, *fields_of(free[:12])]

    @cached_property
    def is_chat(self) -> bool:
        """Whether any line is nothing but who said what follows, and when."""
        return any(map(heads_message, self.lines))

    @cached_property
    def present(self) -> frozenset[str]:
        """Who was there, by all names and the first: where somebody speaks of a paper, that is not its title."""
        people = [name for one in self.stated if one.role.name == "present" for name in one.people()]
        return frozenset((*people, *(name.partition(" ")[0] for name in people)))

    @cached_property
    def has_section_numbers(self) -> bool:
        """Whether several headings begin with numbers as 1.1: one alone may begin a title, *2.5 Years in Class*."""
        sections = (block for block in self.walked if block.kind == "section")
        return sum(SECTION_NUMBER.match(block.text) is not None for block in sections) > 1

    @cached_property
    def day_marks(self) -> tuple[list[int], list[PartialDate]]:
        """The lines that are a day and nothing else, if there are several: each dates what follows."""
        found = [
            (block.first, day)
            for block in self.walked
            if block.kind == "paragraph" and len(block.lines) == 1 and len(block.lines[0]) <= 40
            if _NO_LABEL.match(block.lines[0]) and (day := day_in(block.lines[0], self.document.day_first))
        ]
        return ([line for line, _ in found], [day for _, day in found]) if len(found) > 1 else ([], [])

    @cached_property
    def heading_dates(self) -> dict[int, PartialDate]:
        """The days and months that headings are, by the ``id`` of their sections."""
        found: dict[int, PartialDate] = {}
        known = self.date or date_of_path(self.document.source)
        known = PartialDate(known.year) if known else None
        for block in self.walked:
            if block.kind != "section":
                continue
            text = plain(block.text[:_LONGEST_DAY])
            date = day_in(block.text, self.document.day_first) or date_of_heading(text, known) or _worded(text, known)
            if date is not None and date.month:
                found[id(block)] = date
                known = PartialDate(date.year, date.month)
            else:
                year = int(stated[0]) if (stated := YEAR.search(text)) else known.year if known else 0
                known = PartialDate(year) if year else None
        return found

    def date_above(self, line: int) -> PartialDate | None:
        """Give the day or month of the nearest heading that is one, on a line or above it."""
        block = self.document.owners[line]
        dates = (self.heading_dates.get(id(above)) for above in (block, *block.ancestors()))
        return next(filter(None, dates), None)

    def day_at(self, block: Block) -> PartialDate | None:
        """Give the day that an entry begins with, by the year that is known where it stands; of an item, without one.

        A date with its year before an item is as often the paper's: it is read with what stands beside the title.
        """
        line = next((one.lines[0] for one in block.walk() if one.lines), "")
        if block.kind == "section":
            return day_in(line, self.document.day_first)
        first, told = self._days_ahead
        found = day_ahead(line, self.document.day_first or first)
        if isinstance(found, PartialDate):
            return found if is_message(line) or self.are_read_on_days else None
        numbers = DAY_AHEAD.match(line)
        if found is None or (numbers and not told and numbers["sep"] != "/"):
            return None  # 3.1 may be a number as well
        known = self._known_at(block)
        return _in_year(known, found) if known else None

    def _known_at(self, block: Block) -> PartialDate | None:
        """Give the date that is known where a block stands: a year in the headings above it, or the note's."""
        years = (YEAR.search(heading) for heading in reversed(block.headings()))
        year = next(filter(None, years), None)
        return PartialDate(int(year[0])) if year else self.date or date_of_path(self.document.source)

    @cached_property
    def is_of_sources(self) -> bool:
        """Whether all papers of the note are numbered references, as an answer has its sources."""
        return all(numbered_as(scope.block) for scope in self.subjects.scopes)

    @cached_property
    def sentences_citing(self) -> dict[str, list[Passage]]:
        """The sentences of the note that cite each of its numbered references."""
        return sentences_citing(self.tree)

    @cached_property
    def are_read_on_days(self) -> bool:
        """Whether entries begin with the day on which their paper was read: half of them long after its number."""
        late = days = 0
        for scope in self.subjects.scopes:
            line = scope.block.lines[0] if scope.block.kind in ("item", "paragraph") and scope.block.lines else ""
            day = day_ahead(line, self.document.day_first) if line and scope.arxiv_id is not None else None
            if isinstance(day, PartialDate) and day.day and scope.arxiv_id is not None:
                late += (day.first - scope.arxiv_id.month.end).days > SOON
                days += 1
                if day.first < scope.arxiv_id.month.first:
                    return False
        return late > 0 and 2 * late >= days

    @cached_property
    def _days_ahead(self) -> tuple[bool, bool]:
        """Whether of two numbers that entries begin with the first is the day, and whether they surely are days."""
        blocks = (block for block in self.walked if block.kind in ("item", "paragraph") and block.lines)
        pairs = [(int(m["one"]), int(m["two"])) for block in blocks if (m := DAY_AHEAD.match(block.lines[0]))]
        first, second = any(one > 12 for one, _ in pairs), any(two > 12 for _, two in pairs)
        days = all(max(pair) <= 31 for pair in pairs)
        return first and not second, first != second and days

    @cached_property
    def people_below(self) -> bool:
        """Whether people stand with the number below a heading, as one line that surely names several shows."""
        lines = (people_line(one) for scope in self.subjects.scopes for one in scope.statements)
        return any(found is not None and len(found.people) > 1 for found in lines)

    @cached_property
    def above(self) -> dict[int, Block]:
        """What stands directly before each block within its parent."""
        return {id(two): one for block in self.walked for one, two in pairwise(block.children)}

    def blocks(self, scope: Scope) -> list[Block]:
        """Give the blocks that speak of a scope's paper: all within it but the scopes of others."""
        found: list[Block] = []
        pending = [scope.block]
        while pending:
            block = pending.pop()
            other = self.scoped.get(id(block))
            if other is not None and other.key != scope.key:
                continue
            found.append(block)
            pending.extend(reversed(block.children))
        return found

    def is_alone(self, scope: Scope) -> bool:
        """Say whether a note has no other paper, so that what it is filed under is said of this one."""
        return all(other.key == scope.key for other in self.subjects.scopes)

    def note_title(self) -> tuple[str, TitleSource]:
        """Give the title of a note that is about no paper, and where it stands."""
        stated = first_of(self.properties, "title")
        if stated:
            return stated.value, TitleSource.METADATA
        section = next((block for block in self.walked if block.kind == "section"), None)
        if section is not None and bare_title(section.text):
            return bare_title(section.text), TitleSource.HEADING
        stem = stem_title(self.stem)
        if stem:
            return stem, TitleSource.METADATA
        words = (plain(line[:WINDOW]) for line in self.lines[self.document.body - 1 :])
        return next((text[:120] for text in words if text), ""), TitleSource.LEAD

    def common_cells(self, row: Block) -> Set[str]:
        """Give what stands in several rows of a row's table."""
        table = row.parent or row
        if id(table) not in self._common:
            self._common[id(table)] = common_cells(table)
        return self._common[id(table)]

    def rows_about(self, row: Block, number: str) -> list[str]:
        """Give the texts of the rows of a row's table that have a number, if there are several."""
        table = row.parent or row
        if id(table) not in self._rows:
            found = self._rows[id(table)] = defaultdict(list)
            for one in table.children:
                text = one.text[:WINDOW]
                for key in {own.id.number for own in numbers_in(text)}:
                    found[key].append(text)
        rows = self._rows[id(table)].get(number, [])
        return [plain(text) for text in rows] if len(rows) > 1 else []

    @cached_property
    def last_line(self) -> int:
        """The last line that is not blank."""
        last = len(self.lines)
        while last > 1 and not self.lines[last - 1].strip():
            last -= 1
        return last


def _worded(text: str, known: PartialDate | None) -> PartialDate | None:
    """Give the day that a heading is in a year that is known: with a word for its month, as 3.1 may be a section."""
    day = parse_day(text) if known is not None and re.search(r"[^\W\d_]", text) else None
    return _in_year(known, day) if known is not None and isinstance(day, tuple) else None


def _in_year(known: PartialDate, day: MonthDay) -> PartialDate | None:
    """Give a day in the year of a date; in a note of one month another month is none."""
    try:
        return PartialDate(known.year, *day) if known.month in (0, day[0]) or not known.day else None
    except BadDate:
        return None


def people_line(one: Statement) -> Beside | None:
    """Read the first line below a heading as people, with venue and date, around a number; ``None`` if it is not."""
    around = one.block.parent
    if one.block.kind != "paragraph" or around is None or around.kind != "section" or one.line != one.block.at:
        return None
    found = metadata(one.block.lines[0]) if one.block is around.children[0] else None
    return found if found is not None and found.people else None


def stem_title(stem: str) -> str:
    """Give the file's name as a title, without date, and with blanks where hyphens stand for them."""
    bare = clean_title(re.sub(r"^\d{4}-\d\d-\d\d[-_ ]", "", stem).replace("_", " "))
    return bare.replace("-", " ") if " " not in bare and not is_name(bare) else bare
