"""Reading to note: what a format leaves out is inferred here, each time with the evidence.

Dates of mentions come from the document, years of a log's days from what lies around them, languages from the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from digestkb.arxiv import find_arxiv_ids
from digestkb.copies import copied
from digestkb.dates import PartialDate, date_of_path, day_in_name, find_dates, parse_date
from digestkb.document import Document
from digestkb.errors import BadDate
from digestkb.merge import languages_of_mentions
from digestkb.patterns import lazy
from digestkb.records import DayWithoutYear, Evidence, Kind, Mention, Note, NotedMention, Reading
from digestkb.roles import REST
from digestkb.source import original_name
from digestkb.text.language import detect_language
from digestkb.tuples import NamedTuple

#: Machine-written overviews of a month: their papers' numbers tell which.
_OF_A_MONTH = frozenset({Kind.TOPIC, Kind.SOTA, Kind.CONTRIBUTION, Kind.READING})
#: Enough of a text to know its language, in characters.
_ENOUGH = 600
#: A picture is pasted within this many days after the heading it stands under.
_PASTED_WITHIN = 10
_IMAGE = lazy(r"!\[[^\]]{0,500}\]\(([^)\s]+)|!\[\[([^\]|]{1,500})")


def assemble(document: Document, reading: Reading) -> Note:
    """Infer the dates and languages of a reading.

    >>> note = assemble(Document(("# Log", "## 12.3"), "2025.12.md"), Reading("log", days=(DayWithoutYear(2, 12, 3),)))
    >>> str(note.dated.date), note.dated.reason
    ('2025-12', 'name of the file: 2025.12.md')
    """
    dated = _document_date(document, reading)
    days = _Days.of(document, reading, dated)
    mentions = tuple(
        _as_copied(mention)
        or NotedMention(mention, _mention_date(mention, reading, days, dated), _language(mention, document))
        for mention in reading.mentions
    )
    return Note(reading, mentions, dated, languages_of_mentions((noted.mention, noted.language) for noted in mentions))


def _as_copied(mention: Mention) -> NotedMention | None:
    """Take for a copy what had been inferred where it was copied from."""
    origin = copied(mention.passages)
    if origin is None:
        return None
    dated = Evidence(parse_date(origin.date), origin.date_evidence or "") if origin.date else None
    return NotedMention(mention, dated, origin.language)


def _mention_date(mention: Mention, reading: Reading, days: _Days, dated: Evidence | None) -> Evidence | None:
    if mention.date:
        return Evidence(mention.date, f"line {mention.span.first}")
    if reading.days:
        day = days.at(mention.span.first)
        if day:
            return day
    return dated


def _document_date(document: Document, reading: Reading) -> Evidence | None:
    if reading.date:
        return Evidence(reading.date, "stated in the note")
    # A synchroniser's stamp says when its copy was made.
    path = original_name(document.source)
    date = date_of_path(path)
    if date:
        name = path.rpartition("/")[2]
        own = date_of_path(name) == date
        return Evidence(date, f"name of the file: {name}" if own else f"path of the file: {path}")
    return _month_of_numbers(reading) or _day_of_name(path, reading)


def _day_of_name(path: str, reading: Reading) -> Evidence | None:
    """A name such as ``09_April`` leaves out the year, which new papers tell: those of that month or the one before."""
    name = path.rpartition("/")[2]
    day = day_in_name(name.rpartition(".")[0])
    months = [mention.arxiv_id.month for mention in reading.mentions if mention.arxiv_id]
    if day is None or not months:
        return None
    latest, found = max(months), DayWithoutYear(0, *day)
    year = _first_year(found, latest)
    is_new = (year - latest.year) * 12 + found.month - latest.month <= 1
    return _day(found, year, f"name of the file, and papers of {latest}: {name}") if is_new else None


def _month_of_numbers(reading: Reading) -> Evidence | None:
    """A synthesis of a month leans on papers of that month."""
    said = [mention for mention in reading.mentions if mention.kind in _OF_A_MONTH and mention.arxiv_id]
    months = Counter(mention.arxiv_id.month for mention in said if mention.arxiv_id)
    if not months:
        return None
    month, count = min(months.items(), key=lambda item: (-item[1], item[0]))
    total = sum(months.values())
    return Evidence(month, f"{count} of its {total} arXiv numbers are of {month}") if count * 2 > total else None


def _language(mention: Mention, document: Document) -> str:
    told = [passage for passage in mention.passages if passage.role != REST][:4]
    said = " ".join(passage.text[:_ENOUGH] for passage in told)[:_ENOUGH]
    if len(said) < 12:
        said = f"{said} {mention.title or ''} {' '.join(mention.names)}"
    language = detect_language(said)
    if language == "und":
        return detect_language(document.text(mention.span)[:_ENOUGH])
    return language


# --- the years of a log's days ---


class _Clue(NamedTuple):
    """Something that says in which year a day lies: the n-th day of the log is of ``year``."""

    day: int
    year: int
    reason: str


class _Days(NamedTuple):
    """The days of a log with their years."""

    lines: tuple[int, ...]
    dates: tuple[Evidence | None, ...]

    def at(self, line: int) -> Evidence | None:
        """Give the date of the day that a line stands under."""
        position = bisect_right(self.lines, line) - 1
        return self.dates[position] if position >= 0 else None

    @classmethod
    def of(cls, document: Document, reading: Reading, dated: Evidence | None) -> _Days:
        days = reading.days
        lines = tuple(day.line for day in days)
        turns = _turns(days)
        for clues in (
            _dated_neighbours(reading, days),
            _images(document, days),
            _names(dated, days, turns),
            _numbers(document, days),
        ):
            # The first kind of clue that says anything decides; within it, the first year that most of them agree on.
            first_years = Counter(clue.year - turns[clue.day] for clue in clues)
            if first_years:
                first = min(first_years, key=lambda year: (-first_years[year], year))
                reason = next(clue.reason for clue in clues if clue.year - turns[clue.day] == first)
                dates = tuple(_day(day, first + turn, reason) for day, turn in zip(days, turns, strict=True))
                return cls(lines, dates)
        return cls(lines, (None,) * len(days))


def _day(day: DayWithoutYear, year: int, reason: str) -> Evidence | None:
    try:
        return Evidence(PartialDate(year, day.month, day.day), reason)
    except BadDate:  # the 29th of February of a common year: the clue must be wrong
        return None


def _turns(days: Sequence[DayWithoutYear]) -> list[int]:
    """Count the turns of the year before each day: +1 where December goes over to January, -1 in a log kept backwards.

    A step of more than half a year against the log's direction is a turn; a smaller one is a slip of its keeper.
    """
    turns, turn = [], 0
    for at, day in enumerate(days):
        if at:
            step = day.month - days[at - 1].month
            if step < -6:
                turn += 1
            elif step > 6:
                turn -= 1
        turns.append(turn)
    return turns


def _dated_neighbours(reading: Reading, days: Sequence[DayWithoutYear]) -> list[_Clue]:
    """Entries under headings that do write their year."""
    clues = []
    dated = [(mention.span.first, mention.date) for mention in reading.mentions if mention.date]
    for line, date in dated:
        if date.month:
            at = min(range(len(days)), key=lambda n: abs(days[n].line - line), default=None)
            if at is not None:
                clues.append(_Clue(at, _nearest_year(days[at], date), f"the full date {date} at line {line}"))
    return clues


def _images(document: Document, days: Sequence[DayWithoutYear]) -> list[_Clue]:
    """Time stamps in the names of pasted images, where they fit the day that the image stands under."""
    clues = []
    for at, line, text in _lines_of(document, days):
        for match in _IMAGE.finditer(text):
            name = unquote(match[1] or match[2]).rpartition("/")[2]
            for date in find_dates(name):
                year = _nearest_year(days[at], date)
                pasted = _day(days[at], year, "")
                if date.day and pasted and abs((date.first - pasted.date.first).days) <= _PASTED_WITHIN:
                    clues.append(_Clue(at, year, f"name of the image at line {line}: {name}"))
    return clues


def _names(dated: Evidence | None, days: Sequence[DayWithoutYear], turns: Sequence[int]) -> list[_Clue]:
    """The date of the document: a month dates the days of that month, a year alone dates most of the days."""
    if dated is None:
        return []
    date, reason = dated.date, dated.reason
    if date.month:
        same = [at for at, day in enumerate(days) if day.month == date.month]
        nearest = same or sorted(range(len(days)), key=lambda at: abs(days[at].month - date.month))[:1]
        return [_Clue(at, date.year if same else _nearest_year(days[at], date), reason) for at in nearest]
    most = Counter(turns).most_common(1)
    return [_Clue(at, date.year, reason) for at, turn in enumerate(turns) if turn == most[0][0]] if most else []


def _numbers(document: Document, days: Sequence[DayWithoutYear]) -> list[_Clue]:
    """Nobody reads a paper before its number is given, and logs are mostly about new ones: the latest paper tells."""
    turns = _turns(days)
    found = [
        (_first_year(days[at], number.id.month), at, number.id.number)
        for at, _, text in _lines_of(document, days)
        for number in find_arxiv_ids(text)
    ]
    if not found:
        return []
    year, at, number = max(found, key=lambda clue: (clue[0] - turns[clue[1]], -clue[1]))
    return [_Clue(at, year, f"read not before arXiv {number} was given its number")]


def _first_year(day: DayWithoutYear, month: PartialDate) -> int:
    return month.year if day.month >= month.month else month.year + 1


def _nearest_year(day: DayWithoutYear, date: PartialDate) -> int:
    """The year in which a day is less than half a year from a date."""
    distance = day.month - date.month
    return date.year + (1 if distance < -6 else -1 if distance > 6 else 0)


def _lines_of(document: Document, days: Sequence[DayWithoutYear]) -> Iterator[tuple[int, int, str]]:
    """Yield (position of the day, line number, line) for the lines below a log's days."""
    lines = [day.line for day in days]
    for number in range(lines[0] if lines else len(document.lines) + 1, len(document.lines) + 1):
        yield bisect_right(lines, number) - 1, number, document.lines[number - 1]
