"""Papers as queries read them: plain text straight from the rows, with all that the notes say.

The records of :mod:`digestkb.records` are for those who read notes and merge what they say; to load them takes a query
in a pipe longer than its SQL. Here nothing is validated again: dates are the ISO text that the store wrote.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from digestkb.query.database import batches, has_metadata
from digestkb.shortening import lengthened
from digestkb.store.columns import SUMMARY
from digestkb.store.connection import Connection
from digestkb.tuples import NamedTuple


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
    #: Its own number, if it has one: it may have joined a numbered paper without.
    arxiv_id: str | None = None
    title_source: str | None = None


class Provenance(NamedTuple):
    """Where values of a paper come from that no note says."""

    source: str
    #: The day of the source, if it is known.
    date: str | None
    #: The values that are its own, by the names that they have in a record.
    fields: tuple[str, ...]
    #: The authors by family, given name and suffix, if they are its own.
    people: tuple[tuple[str, str, str], ...] = ()

    @property
    def called(self) -> str:
        """The source with its date, as people are told of it."""
        return f"{self.source} {self.date or ''}".rstrip()


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
    #: What only arXiv's metadata says, and what else of the above it does.
    abstract: str | None = None
    categories: tuple[str, ...] = ()
    venue: str | None = None
    doi: str | None = None
    metadata: Provenance | None = None
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


def papers(connection: Connection, numbers: Iterable[int]) -> Iterator[Paper]:
    """Yield the papers of these row numbers, in this order, with all that the notes say of them."""
    for part, marks in batches(list(numbers)):
        mentions = _mentions(connection, part, marks)
        for number, paper in _entries(connection, part, marks):
            yield paper._replace(mentions=tuple(mentions[number]))


def entries(connection: Connection, numbers: Iterable[int]) -> Iterator[Paper]:
    """Yield the papers of these row numbers, in this order, without their mentions: what a list shows."""
    for part, marks in batches(list(numbers)):
        for _, paper in _entries(connection, part, marks):
            yield paper


def _list(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(json.loads(text))


def _paths(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, _list(text)))


def _links(text: str) -> tuple[Link, ...]:
    return () if text == "[]" else tuple(Link(*lengthened(link)) for link in json.loads(text))


#: How the text of a column is read; other columns are taken as they are.
_READ: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("names", "authors", "tags", "languages", "context", "attachments"), _list),
    **dict.fromkeys(("is_note", "repaired", "uncertain"), bool),
    "topics": _paths,
    "links": _links,
}
_PAPER = Paper._fields[: Paper._fields.index("is_note") + 1]
_COLUMNS = ", ".join(SUMMARY if name == "summary" else name for name in _PAPER)
#: What a mention has from elsewhere than its own row.
_ELSEWHERE = {"source": "notes.source", "folder": "notes.folder", "insight": "insights.title"}
_MENTION = tuple(name for name in Mention._fields if name != "passages")


def _entries(connection: Connection, numbers: Sequence[int], marks: str) -> Iterator[tuple[int, Paper]]:
    sql = f"SELECT number, {_COLUMNS} FROM papers WHERE number IN ({marks})"
    found = {number: Paper(**_named(_PAPER, values)) for number, *values in connection.execute(sql, numbers)}
    if has_metadata(connection):
        from digestkb.query.metadata import fill

        found = fill(connection, found)
    for number in numbers:
        if number in found:
            yield number, found[number]


def _mentions(connection: Connection, numbers: Sequence[int], marks: str) -> dict[int, list[Mention]]:
    """Load the mentions of papers by row number, each paper's in the order of source and line."""
    columns = ", ".join(f"{_ELSEWHERE.get(name, f'mentions.{name}')} AS {name}" for name in _MENTION)
    sql = f"""
    SELECT mentions.paper, mentions.id AS mention, {columns}
    FROM mentions JOIN notes ON notes.id = mentions.note_id LEFT JOIN insights ON insights.id = insight_id
    WHERE mentions.paper IN ({marks})
    ORDER BY source, folder, mentions.line, mentions.last_line, mentions.kind, coalesce(rank, 0), mentions.id
    """
    found = connection.execute(sql, numbers).fetchall()
    passages = _passages(connection, [mention for _, mention, *_ in found])
    mentions: dict[int, list[Mention]] = defaultdict(list)
    for paper, mention, *values in found:
        mentions[paper].append(Mention(**_named(_MENTION, values), passages=tuple(passages[mention])))
    return mentions


def _passages(connection: Connection, mentions: Sequence[int]) -> dict[int, list[Passage]]:
    passages: dict[int, list[Passage]] = defaultdict(list)
    for part, marks in batches(mentions):
        sql = f"SELECT mention_id, role, line, text FROM passages WHERE mention_id IN ({marks}) ORDER BY id"
        for mention, *passage in connection.execute(sql, part):
            passages[mention].append(Passage._make(passage))
    return passages


def _named(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    return {name: _READ[name](value) if name in _READ else value for name, value in zip(names, values, strict=True)}
