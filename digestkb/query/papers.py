"""Papers as queries read them: plain text straight from the rows, with all that the notes say.

The records of :mod:`digestkb.records` are for those who read notes and merge what they say; to load them takes a query
in a pipe longer than its SQL. Here nothing is validated again: dates are the ISO text that the store wrote.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

#: SQLite takes at least this many parameters in a statement, whatever it was built with.
_BATCH = 500


class Link(NamedTuple):
    """An address and what it leads to."""

    kind: str
    url: str


class Passage(NamedTuple):
    """What a mention says in one role; the n-th line of ``text`` stands on ``line + n``."""

    role: str
    line: int
    text: str


class Mention(NamedTuple):
    """One place in one note that speaks of the paper."""

    source: str
    #: The ingested folder that ``source`` lies in, absolute; empty for standard input.
    folder: str
    line: int
    last_line: int
    kind: str
    date: str | None
    #: From what the date was inferred.
    date_evidence: str | None
    title: str | None
    names: tuple[str, ...]
    authors: tuple[str, ...]
    published: str | None
    tags: tuple[str, ...]
    topics: tuple[tuple[str, ...], ...]
    url: str | None
    #: 0 where none is written.
    version: int
    links: tuple[Link, ...]
    passages: tuple[Passage, ...]
    rank: int | None
    #: The title of the gap, idea or reflection that it stands in.
    insight: str | None
    context: tuple[str, ...]
    attachments: tuple[str, ...]
    language: str
    repaired: bool
    uncertain: bool


class Paper(NamedTuple):
    """What the notes say of one paper; see the README, «JSON fields», for each field."""

    id: str
    arxiv_id: str | None = None
    url: str | None = None
    title: str | None = None
    title_source: str | None = None
    names: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: str | None = None
    month: str | None = None
    noted_first: str | None = None
    noted_last: str | None = None
    tags: tuple[str, ...] = ()
    topics: tuple[tuple[str, ...], ...] = ()
    summary: str | None = None
    languages: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    #: It is no paper, but a note that is about none.
    is_note: bool = False
    #: In the order of source and line.
    mentions: tuple[Mention, ...] = ()

    @property
    def date(self) -> str:
        """When it was published as far as it is known; empty if it is not."""
        return self.published or self.month or ""

    @property
    def called(self) -> str:
        """Its title, else what notes call it, else nothing."""
        return self.title or next(iter(self.names), "")


def papers(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[Paper]:
    """Yield the papers of these row numbers, in this order, with all that the notes say of them."""
    for part in _parts(list(numbers)):
        mentions = _mentions(connection, part)
        for number, paper in _rows(connection, part):
            yield paper._replace(mentions=tuple(mentions[number]))


def entries(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[Paper]:
    """Yield the papers of these row numbers, in this order, without their mentions: what a list shows."""
    for part in _parts(list(numbers)):
        for _, paper in _rows(connection, part):
            yield paper


def _rows(connection: sqlite3.Connection, numbers: Sequence[int]) -> Iterator[tuple[int, Paper]]:
    columns = Paper._fields[:-1]
    sql = f"SELECT number, {', '.join(columns)} FROM papers WHERE number IN ({_marks(numbers)})"
    found = {row[0]: row[1:] for row in connection.execute(sql, numbers)}
    for number in numbers:
        if number in found:
            row = dict(zip(columns, found[number], strict=True))
            for name in ("names", "authors", "tags", "languages"):
                row[name] = _list(row[name])
            row["topics"] = tuple(map(tuple, _list(row["topics"])))
            row["links"] = _links(row["links"])
            row["is_note"] = bool(row["is_note"])
            yield number, Paper(**row)


def _mentions(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, list[Mention]]:
    """Load the mentions of papers by row number."""
    sql = f"""
    SELECT mentions.id, mentions.paper, insights.title, source, folder, mentions.line, mentions.last_line,
      mentions.kind, mentions.date, mentions.date_evidence, mentions.title, names, authors, published, tags, topics,
      url, version, links, rank, context, attachments, language, repaired, uncertain
    FROM mentions JOIN notes ON notes.id = mentions.note_id LEFT JOIN insights ON insights.id = insight_id
    WHERE mentions.paper IN ({_marks(numbers)})
    """
    found = connection.execute(sql, numbers).fetchall()
    found.sort(key=lambda row: (*row[3:8], row[19] or 0, row[0]))
    passages = _passages(connection, [row[0] for row in found])
    mentions: dict[int, list[Mention]] = defaultdict(list)
    for number, paper, insight, *row in found:
        source, folder, line, last_line, kind, date, evidence, title, names, authors, published, tags, topics = row[:13]
        url, version, links, rank, context, attachments, language, repaired, uncertain = row[13:]
        mentions[paper].append(
            Mention(
                source=source,
                folder=folder,
                line=line,
                last_line=last_line,
                kind=kind,
                date=date,
                date_evidence=evidence,
                title=title,
                names=_list(names),
                authors=_list(authors),
                published=published,
                tags=_list(tags),
                topics=tuple(map(tuple, _list(topics))),
                url=url,
                version=version,
                links=_links(links),
                passages=tuple(passages[number]),
                rank=rank,
                insight=insight,
                context=_list(context),
                attachments=_list(attachments),
                language=language,
                repaired=bool(repaired),
                uncertain=bool(uncertain),
            )
        )
    return mentions


def _passages(connection: sqlite3.Connection, mentions: Sequence[int]) -> dict[int, list[Passage]]:
    passages: dict[int, list[Passage]] = defaultdict(list)
    for part in _parts(mentions):
        sql = f"SELECT mention_id, role, line, text FROM passages WHERE mention_id IN ({_marks(part)}) ORDER BY id"
        for mention, *passage in connection.execute(sql, part):
            passages[mention].append(Passage._make(passage))
    return passages


def _list(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(json.loads(text))


def _links(text: str) -> tuple[Link, ...]:
    return () if text == "[]" else tuple(Link(link["kind"], link["url"]) for link in json.loads(text))


def _parts(values: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
