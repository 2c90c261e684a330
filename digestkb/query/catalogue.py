"""What the whole database holds: its topics, tags, authors, sources, repairs, and how many of each there are."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from digestkb import tags as labels
from digestkb.query.database import NOTES
from digestkb.store import counts
from digestkb.store.connection import Connection
from digestkb.tuples import NamedTuple


class Label(NamedTuple):
    """A tag or an author, in the spelling that most papers have, and how many papers have it."""

    label: str
    papers: int


class Topic(NamedTuple):
    """A node of the tree of topics; ``papers`` counts each paper in it and below it once."""

    path: tuple[str, ...]
    papers: int


class Source(NamedTuple):
    """An ingested file."""

    source: str
    folder: str
    format: str
    title: str | None
    date: str | None
    languages: tuple[str, ...]
    encoding: str
    lines: int
    repaired_lines: int
    mentions: int
    #: Nobody has looked, or the file is there; what came through standard input has none.
    gone: bool = False


class Period(NamedTuple):
    """How many papers fall into a week, a month or a year."""

    period: str
    papers: int


class Count(NamedTuple):
    """A number with a name."""

    name: str
    value: int | str


class Repair(NamedTuple):
    """A change that repair made to a line, with the columns that it took up in the line as it was decoded."""

    source: str
    folder: str
    line: int
    first: int
    last: int
    before: str
    after: str
    channel: str
    confidence: float
    uncertain: bool


def tags(connection: Connection, most: int | None = None) -> list[Label]:
    """Count the papers of each tag, the most used first; at most so many."""
    return _labels(connection, counts.TAG, most)


def authors(connection: Connection, most: int | None = None) -> list[Label]:
    """Count the papers of each author, the most frequent first; at most so many."""
    return _labels(connection, counts.AUTHOR, most)


def _labels(connection: Connection, field: str, most: int | None) -> list[Label]:
    found = [Label(label, papers) for _, label, papers in _counted(connection, field)]
    return sorted(found, key=lambda one: (-one.papers, one.label))[:most]


def _counted(connection: Connection, field: str) -> Iterator[tuple[str, str, int]]:
    """Yield what papers are counted by in the order of keys, each with its commonest label and how many they are."""
    sql = "SELECT key, label, papers FROM paper_counts WHERE field = ? ORDER BY key, label"
    return counts.most_spelled(connection.execute(sql, (field,)))


def topics(connection: Connection, branch: str = "", depth: int = 0) -> list[Topic]:
    """Give the tree of topics from the root down, each node before those below it.

    ``branch`` keeps what lies below labels that contain it, ``depth`` leaves out what is deeper (0: nothing).
    """
    wanted = labels.key(branch)
    branches = sorted(_counted(connection, counts.BRANCH), key=lambda row: row[0].split(labels.PATH_SEPARATOR))
    return [
        Topic(tuple(json.loads(path)), papers)
        for key, path, papers in branches
        if _is_wanted(key.split(labels.PATH_SEPARATOR), wanted, depth)
    ]


def _is_wanted(nodes: Sequence[str], branch: str, depth: int) -> bool:
    return (not depth or len(nodes) <= depth) and any(branch in node for node in nodes)


def sources(connection: Connection, called: str | None = None) -> list[Source]:
    """Give the ingested files in the order of their names: all, or those that are called so."""
    where, values = ("", ()) if called is None else ("WHERE source = ?", (called,))
    sql = f"""
    SELECT source, folder, format, title, date, languages, encoding, lines, repaired_lines,
      (SELECT count(*) FROM mentions WHERE note_id = notes.id)
    FROM notes {where} ORDER BY source, folder
    """
    found = connection.execute(sql, values).fetchall()
    return [Source._make((*row[:5], tuple(json.loads(row[5])), *row[6:], False)) for row in found]


def newest(connection: Connection, most: int) -> list[str]:
    """Name the newest files by their own dates, the newest last; at most so many."""
    sql = "SELECT source FROM notes ORDER BY coalesce(date, '') DESC, source DESC, folder DESC LIMIT ?"
    return [source for (source,) in connection.execute(sql, (most,))][::-1]


#: What a timeline may go by: the date of the paper, or of the first note on it.
TIMELINE_DATES = {"published": counts.PUBLISHED, "noted": counts.NOTED}
_PERIODS = {"week": 10, "month": 7, "year": 4}


def timeline(connection: Connection, period: str = "month", by: str = "published") -> tuple[list[Period], int]:
    """Count papers by ``week``, ``month`` or ``year``, in order, gaps included; also how many have no such date."""
    length = _PERIODS[period]
    papers: dict[str, int] = defaultdict(int)
    without = 0
    for date, _, count in _counted(connection, TIMELINE_DATES[by]):
        if len(date) < length:
            without += count
        else:
            papers[_week(date) if period == "week" else date[:length]] += count
    return [Period(name, papers.get(name, 0)) for name in _between(sorted(papers), period)], without


def _week(day: str) -> str:
    from datetime import date

    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02}"


def _between(names: Sequence[str], period: str) -> Iterator[str]:
    """Fill the gaps between the first and the last name, unless the gap is so long that it says nothing."""
    for at, name in enumerate(names):
        yield name
        following = _next(name, period)
        gap: list[str] = []
        while at + 1 < len(names) and following < names[at + 1] and len(gap) <= 24:
            gap.append(following)
            following = _next(following, period)
        if len(gap) <= 24:
            yield from gap


def _next(name: str, period: str) -> str:
    from datetime import date, timedelta

    if period == "year":
        return f"{int(name) + 1:04}"
    if period == "month":
        year, month = int(name[:4]), int(name[5:])
        return f"{year + month // 12:04}-{month % 12 + 1:02}"
    return _week((date.fromisocalendar(int(name[:4]), int(name[6:]), 1) + timedelta(days=7)).isoformat())


def stats(connection: Connection) -> list[Count]:
    """Count everything."""

    def one(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    def papers(field: str) -> int:
        return sum(count for *_, count in _counted(connection, field))

    def distinct(field: str) -> int:
        return one(f"SELECT count(DISTINCT key) FROM paper_counts WHERE field = '{field}'")

    found = [
        Count("notes", one("SELECT count(*) FROM notes")),
        Count("papers", papers(counts.PAPER)),
        Count("notes that are no papers", one(f"SELECT count(*) FROM ({NOTES}) AS found")),
        Count("papers with an arXiv number", papers(counts.NUMBERED)),
        Count("mentions", one("SELECT count(*) FROM mentions")),
    ]
    for kind, count in connection.execute("SELECT kind, count(*) FROM mentions GROUP BY kind ORDER BY 2 DESC, 1"):
        found.append(Count(f"mentions: {kind}", count))
    found.append(Count("insights", one("SELECT count(*) FROM insights")))
    for kind, count in connection.execute("SELECT kind, count(*) FROM insights GROUP BY kind ORDER BY 2 DESC, 1"):
        found.append(Count(f"insights: {kind}", count))
    labelled = (("tags", counts.TAG), ("authors", counts.AUTHOR), ("topics", counts.TOPIC))
    found += [Count(name, distinct(field)) for name, field in labelled]
    languages = sorted(_counted(connection, counts.LANGUAGE), key=lambda one: (-one[2], one[0]))
    found += [Count(f"papers in {name}", count) for name, _, count in languages]
    found += [
        Count("lines", one("SELECT coalesce(sum(lines), 0) FROM notes")),
        Count("lines repaired", one("SELECT coalesce(sum(repaired_lines), 0) FROM notes")),
        Count("repairs that are uncertain", one("SELECT count(*) FROM repairs WHERE uncertain = 1")),
    ]
    return found


def repairs(connection: Connection, source: str = "", uncertain: bool = False) -> Iterator[Repair]:
    """Yield the changes that repair made, file by file; ``source`` keeps files whose path contains it."""
    sql = """
    SELECT source, folder, line, first_column, last_column, before, after, channel, confidence, uncertain
    FROM notes JOIN repairs ON note_id = notes.id
    WHERE instr(source, ?) > 0 AND uncertain >= ? ORDER BY source, folder, line, first_column
    """
    for row in connection.execute(sql, (source, int(uncertain))):
        yield Repair._make((*row[:-1], bool(row[-1])))
