"""What the whole database holds: its topics, tags, authors, sources, repairs, and how many of each there are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from digestkb import tags as labels
from digestkb.query.database import NOTES
from digestkb.query.expressions import Within, word
from digestkb.query.search_index import index_of
from digestkb.store.connection import Connection

#: More than there are of anything.
_ALL = (1 << 63) - 1
#: Between the labels of a topic's path in its key, as the store writes it.
PATH_SEPARATOR = "\x1f"


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
    return _labels(connection, "paper_tags", "tag", most)


def authors(connection: Connection, most: int | None = None) -> list[Label]:
    """Count the papers of each author, the most frequent first; at most so many."""
    return _labels(connection, "paper_authors", "author", most)


def _labels(connection: Connection, table: str, label: str, most: int | None) -> list[Label]:
    """Count along the key, which the table is ordered by; how a label is spelled most is asked only where it varies.

    The few notes are counted by themselves and taken away: to leave them out paper by paper takes twice the time.
    """
    counted = f"""
    SELECT key, first, last, every - coalesce(noted, 0) AS papers
    FROM (SELECT key, min({label}) AS first, max({label}) AS last, count(*) AS every FROM {table} GROUP BY key) AS whole
    LEFT JOIN (SELECT key, count(*) AS noted FROM {table} WHERE paper IN ({NOTES}) GROUP BY key) AS part USING (key)
    WHERE every > coalesce(noted, 0) ORDER BY papers DESC, first LIMIT ?
    """
    found = []
    for key, first, last, count in connection.execute(counted, (_ALL if most is None else most,)).fetchall():
        if first != last:
            sql = f"""
            SELECT {label} FROM {table} WHERE key = ? AND paper NOT IN ({NOTES})
            GROUP BY {label} ORDER BY count(*) DESC, {label} LIMIT 1
            """
            (first,) = connection.execute(sql, (key,)).fetchone()
        found.append(Label(first, count))
    return found


def topics(connection: Connection, branch: str = "", depth: int = 0) -> list[Topic]:
    """Give the tree of topics from the root down, each node before those below it.

    ``branch`` keeps what lies below labels that contain it, ``depth`` leaves out what is deeper (0: nothing).
    """
    below: dict[tuple[str, ...], set[int]] = defaultdict(set)
    spelled: dict[tuple[str, ...], tuple[str, ...]] = {}
    wanted = labels.key(branch)
    rows = connection.execute(f"SELECT key, path, paper FROM paper_topics WHERE paper NOT IN ({NOTES}) ORDER BY key")
    for key, group in groupby(rows, key=itemgetter(0)):
        nodes = tuple(key.split(PATH_SEPARATOR))
        if wanted and not any(wanted in node for node in nodes):
            continue
        (_, path, paper), *rest = group
        papers = [paper, *(row[2] for row in rest)]
        written = tuple(json.loads(path))
        for end in range(1, (min(depth, len(nodes)) if depth else len(nodes)) + 1):
            below[nodes[:end]].update(papers)
            spelled.setdefault(nodes[:end], written[:end])
    found = [Topic(spelled[node], len(below[node])) for node in sorted(below)]
    return [topic for topic in found if _on_branch(topic.path, wanted)]


def _on_branch(path: tuple[str, ...], wanted: str) -> bool:
    """Keep the labels above a branch out of it."""
    return not wanted or any(wanted in labels.key(label) for label in path)


def sources(connection: Connection) -> list[Source]:
    """Give the ingested files in the order of their names."""
    mentions = dict(connection.execute("SELECT note_id, count(*) FROM mentions GROUP BY note_id"))
    sql = """
    SELECT id, source, folder, format, title, date, languages, encoding, lines, repaired_lines
    FROM notes ORDER BY source, folder
    """
    found = connection.execute(sql).fetchall()
    return [
        Source._make((*row[1:6], tuple(json.loads(row[6])), *row[7:], mentions.get(row[0], 0), False)) for row in found
    ]


#: What a timeline may go by: the date of the paper, or of the first and the last note on it.
TIMELINE_DATES = {
    "published": (
        "CASE WHEN date_end = date(date_first, '+1 day') THEN date_first"
        " WHEN date_end = date(date_first, '+1 month') THEN substr(date_first, 1, 7) ELSE substr(date_first, 1, 4) END"
    ),
    "noted": "noted_first",
}
_PERIODS = {"week": 10, "month": 7, "year": 4}


def timeline(connection: Connection, period: str = "month", by: str = "published") -> tuple[list[Period], int]:
    """Count papers by ``week``, ``month`` or ``year``, in order, gaps included; also how many have no such date."""
    length = _PERIODS[period]
    column = TIMELINE_DATES[by]
    counts: dict[str, int] = defaultdict(int)
    without = 0
    by_day = f"SELECT substr({column}, 1, {length}) AS day, count(*) FROM papers"
    for which, sign in (("", 1), (f"WHERE number IN ({NOTES})", -1)):
        for date, count in connection.execute(f"{by_day} {which} GROUP BY day ORDER BY day"):
            if date is None or len(date) < length:
                without += sign * count
            else:
                counts[_week(date) if period == "week" else date] += sign * count
    named = sorted(name for name, count in counts.items() if count)
    return [Period(name, counts.get(name, 0)) for name in _between(named, period)], without


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

    def one(sql: str, *values: object) -> int:
        return int(connection.execute(sql, values).fetchone()[0])

    index = index_of(connection)

    def with_facet(name: str) -> int:
        members = index.members(Within(("facets",), word(name)))
        return one(f"SELECT count(*) FROM ({members.sql}) AS found WHERE number NOT IN ({NOTES})", *members.args)

    records, paperless = one("SELECT count(*) FROM papers"), one(f"SELECT count(*) FROM ({NOTES}) AS found")
    counts = [
        Count("notes", one("SELECT count(*) FROM notes")),
        Count("papers", records - paperless),
        Count("notes that are no papers", paperless),
        Count("papers with an arXiv number", with_facet("has-arxiv")),
        Count("mentions", one("SELECT count(*) FROM mentions")),
    ]
    for kind, count in connection.execute("SELECT kind, count(*) FROM mentions GROUP BY kind ORDER BY 2 DESC, 1"):
        counts.append(Count(f"mentions: {kind}", count))
    counts.append(Count("insights", one("SELECT count(*) FROM insights")))
    for kind, count in connection.execute("SELECT kind, count(*) FROM insights GROUP BY kind ORDER BY 2 DESC, 1"):
        counts.append(Count(f"insights: {kind}", count))
    counts += [
        Count(name, one(_LABELS.format(table=table)))
        for name, table in (("tags", "paper_tags"), ("authors", "paper_authors"), ("topics", "paper_topics"))
    ]
    languages = {
        name for (text,) in connection.execute("SELECT DISTINCT languages FROM notes") for name in json.loads(text)
    }
    found = [Count(f"papers in {name}", with_facet(f"lang-{name}")) for name in languages]
    counts += sorted((row for row in found if row.value), key=lambda row: (-int(row.value), row.name))
    counts += [
        Count("lines", one("SELECT coalesce(sum(lines), 0) FROM notes")),
        Count("lines repaired", one("SELECT coalesce(sum(repaired_lines), 0) FROM notes")),
        Count("repairs that are uncertain", one("SELECT count(*) FROM repairs WHERE uncertain = 1")),
    ]
    return counts


#: Counts the labels of papers: all, without those that none but notes have.
_LABELS = f"""
SELECT (SELECT count(*) FROM (SELECT key FROM {{table}} GROUP BY key) AS every) - (
  SELECT count(*) FROM (SELECT DISTINCT key FROM {{table}} AS label WHERE paper IN ({NOTES})
  AND NOT EXISTS (SELECT 1 FROM {{table}} AS other WHERE other.key = label.key AND other.paper NOT IN ({NOTES})))
  AS noted)
"""


def repairs(connection: Connection, source: str = "", uncertain: bool = False) -> Iterator[Repair]:
    """Yield the changes that repair made, file by file; ``source`` keeps files whose path contains it."""
    sql = """
    SELECT source, folder, line, first_column, last_column, before, after, channel, confidence, uncertain
    FROM notes JOIN repairs ON note_id = notes.id
    WHERE instr(source, ?) > 0 AND uncertain >= ? ORDER BY source, folder, line, first_column
    """
    for row in connection.execute(sql, (source, int(uncertain))):
        yield Repair._make((*row[:-1], bool(row[-1])))
