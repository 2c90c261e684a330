"""Records to rows and back. Standard library only: queries read through this without loading what ingest needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from digestkb.arxiv import ArxivId
from digestkb.dates import PartialDate
from digestkb.links import Link
from digestkb.records import Kind, Mention, Paper, Passage, Span, StoredMention, TitleSource
from digestkb.shortening import lengthened, shortened

if TYPE_CHECKING:
    from digestkb.store.connection import Connection

#: What a database takes: a row, or a part of one.
Values = tuple[Any, ...]

#: Reads mentions with their notes; append a WHERE clause. :func:`mention` understands its rows.
MENTIONS_SQL = """
SELECT mentions.*, notes.source AS source, notes.folder AS folder
FROM mentions JOIN notes ON notes.id = mentions.note_id
"""


def mentions(connection: Connection, where: str = "", values: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
    """Yield rows of :data:`MENTIONS_SQL`, by the names of their columns."""
    cursor = connection.execute(f"{MENTIONS_SQL} {where}", values)
    columns = [name for name, *_ in cursor.description]
    for row in cursor:
        yield dict(zip(columns, row, strict=True))


def dump(values: Iterable[Any]) -> str:
    """Write a list as JSON as it stands in the tables: UTF-8, no blanks where none are needed."""
    values = list(values)
    if {str}.issuperset(map(type, values)):
        return f"[{','.join(map(encode_basestring, values))}]"
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> list[Any]:
    """Read what :func:`dump` wrote."""
    return [] if text == "[]" else list(json.loads(text))


def date_text(date: PartialDate | None) -> str | None:
    """Write a date as ISO text in the precision that it has."""
    return None if date is None else str(date)


def date(text: str | None) -> PartialDate | None:
    """Read what :func:`date_text` wrote.

    >>> date("2026-01")
    PartialDate(year=2026, month=1, day=0)
    """
    if not text:
        return None
    year, month, day = (int(text[:4]), int(text[5:7] or 0), int(text[8:10] or 0))
    return PartialDate(year, month, day)


def links_text(links: Iterable[Link]) -> str:
    """Write links as a JSON array of what :func:`~digestkb.shortening.shortened` makes of each."""
    return dump([shortened(link.kind, link.url) for link in links])


def _link(value: str | dict[str, str]) -> Link:
    """Read what :func:`links_text` wrote of one; before the fifth step of the schema it was ``{"kind", "url"}``."""
    return Link(*lengthened(value)) if isinstance(value, str) else Link(**value)


def insert(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Values]) -> None:
    """Insert rows with values for these columns; one statement for all, compiled once."""
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


#: What :func:`mention_values` gives values for.
MENTION = (
    *("kind", "line", "last_line", "arxiv_id", "version", "url", "title", "title_source", "names", "authors"),
    *("published", "tags", "topics", "links", "attachments", "context", "rank"),
)


def mention_values(mention: Mention) -> Values:
    """Give what the mention itself fills of its row, in the order of :data:`MENTION`."""
    number = mention.arxiv_id
    return (
        mention.kind.value,
        mention.span.first,
        mention.span.last,
        number.number if number else None,
        number.version if number else 0,
        mention.url,
        mention.title,
        mention.title_source.value if mention.title_source else None,
        dump(mention.names),
        dump(mention.authors),
        date_text(mention.published),
        dump(mention.tags),
        dump(mention.topics),
        links_text(mention.links),
        dump(mention.attachments),
        dump(mention.context),
        mention.rank,
    )


def stored_mention(row: Mapping[str, Any], passages: Iterable[Passage] = (), passages_from: int = 0) -> StoredMention:
    """Read a row of :data:`MENTIONS_SQL` back, with its passages, which are numbered from there on."""
    number = row["arxiv_id"]
    mention = Mention(
        kind=Kind(row["kind"]),
        span=Span(row["line"], row["last_line"]),
        arxiv_id=ArxivId(number, row["version"]) if number else None,
        url=row["url"],
        title=row["title"],
        title_source=TitleSource(row["title_source"]) if row["title_source"] else None,
        names=tuple(load(row["names"])),
        authors=tuple(load(row["authors"])),
        published=date(row["published"]),
        tags=tuple(load(row["tags"])),
        topics=tuple(tuple(path) for path in load(row["topics"])),
        links=tuple(map(_link, load(row["links"]))),
        passages=tuple(passages),
        rank=row["rank"],
        insight=row["insight_id"],
        attachments=tuple(load(row["attachments"])),
        context=tuple(load(row["context"])),
    )
    return StoredMention(
        number=row["id"],
        source=row["source"],
        mention=mention,
        date=date(row["date"]),
        language=row["language"],
        repaired=bool(row["repaired"]),
        uncertain=bool(row["uncertain"]),
        folder=row["folder"],
        passages_from=passages_from,
    )


#: What a database does not count as one character: SQLite stops at the first, PostgreSQL keeps either as two.
_COUNTED_OTHERWISE = ("\0", "\uffff")
#: What :func:`paper_values` gives values for.
PAPER = (
    *("id", "arxiv_id", "url", "title", "title_source", "published", "month", "date_first", "date_end"),
    *("noted_first", "noted_last", "summary", "names", "authors", "tags", "topics", "languages", "links", "is_note"),
    *("summary_length", "summary_of"),
)


def paper_values(paper: Paper) -> Values:
    """Give the row of a paper without its number, in the order of :data:`PAPER`."""
    dated = paper.published or paper.month
    begins = _begins(paper)
    return (
        paper.id,
        paper.arxiv_id,
        paper.url,
        paper.title,
        paper.title_source.value if paper.title_source else None,
        date_text(paper.published),
        date_text(paper.month),
        dated.first.isoformat() if dated else None,
        dated.end.isoformat() if dated else None,
        date_text(paper.noted_first),
        date_text(paper.noted_last),
        None if begins else paper.summary,
        dump(paper.names),
        dump(paper.authors),
        dump(paper.tags),
        dump(paper.topics),
        dump(paper.languages),
        links_text(paper.links),
        int(paper.is_note),
        *(begins or (None, None)),
    )


def _begins(paper: Paper) -> tuple[int, int] | None:
    """Give the length of a summary and the number of the first passage that begins with it, if one does."""
    summary = paper.summary
    if not summary or any(map(summary.__contains__, _COUNTED_OTHERWISE)):
        return None
    first, length = summary[0], len(summary)
    for stored in sorted(paper.mentions, key=attrgetter("number")):
        for number, passage in enumerate(stored.mention.passages, stored.passages_from):
            text = passage.text
            if text.startswith(first) and text[:length].replace("\n", " ") == summary and stored.passages_from:
                return length, number
    return None
