"""What notes say beyond single papers: gaps, ideas and reflections, tables of highlights, lists of what to read."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from digestkb import tags as labels
from digestkb.copies import Copied, copied
from digestkb.roles import ORIGIN, REST
from digestkb.store.connection import Connection
from digestkb.tuples import NamedTuple


class Part(NamedTuple):
    """A passage of an insight."""

    role: str
    line: int
    text: str


class Insight(NamedTuple):
    """A gap, an idea or a reflection, with the papers that it leans on: the id and what each is called."""

    kind: str
    title: str
    date: str | None
    source: str
    folder: str
    line: int
    parts: tuple[Part, ...]
    papers: tuple[tuple[str, str | None], ...]
    #: What it was copied from, if digestkb wrote the file that it stands in.
    origin: Copied | None = None

    @property
    def begin(self) -> tuple[str, int]:
        """The note and the line that it is from."""
        return (self.origin.source, self.origin.line) if self.origin else (self.source, self.line)


class Highlight(NamedTuple):
    """A row of a monthly table of highlights."""

    id: str
    title: str | None
    rank: int | None
    tags: tuple[str, ...]
    breakthrough: str
    impact: str
    date: str | None
    source: str
    folder: str
    line: int


class Reading(NamedTuple):
    """An item of a reading list: what to read, and why."""

    id: str
    name: str | None
    reason: str
    date: str | None
    source: str
    folder: str
    line: int


def insights(connection: Connection, kind: str, words: str = "") -> list[Insight]:
    """Give the insights of a kind, the newest note first; ``words`` keeps those that have them all."""
    papers: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    sql = """
    SELECT DISTINCT mentions.insight_id, papers.id, papers.title, papers.names, mentions.line
    FROM insights JOIN mentions ON mentions.insight_id = insights.id JOIN papers ON papers.number = mentions.paper
    WHERE insights.kind = ? ORDER BY mentions.line, papers.id
    """
    for number, paper, title, names, _ in connection.execute(sql, (kind,)):
        papers[number].append((paper, title or next(iter(json.loads(names)), None)))
    parts: dict[int, list[Part]] = defaultdict(list)
    sql = """
    SELECT passages.insight_id, role, passages.line, text
    FROM insights JOIN passages ON passages.insight_id = insights.id WHERE insights.kind = ? ORDER BY passages.id
    """
    for number, role, line, text in connection.execute(sql, (kind,)):
        parts[number].append(Part(role, line, text))
    sql = """
    SELECT insights.id, insights.title, notes.date, source, folder, insights.line
    FROM insights JOIN notes ON notes.id = insights.note_id
    WHERE kind = ? ORDER BY notes.date DESC NULLS LAST, source, insights.line
    """
    found = [
        Insight._make((kind, *row[1:], tuple(parts[row[0]]), tuple(dict.fromkeys(papers[row[0]])), None))
        for row in connection.execute(sql, (kind,))
    ]
    found = _counted(connection, found)
    wanted = labels.key(words).split()
    return [insight for insight in found if not wanted or _has_all(insight, wanted)]


def of_month(connection: Connection, month: str) -> list[Insight]:
    """Give the gaps, ideas and reflections of the notes of a month (``2026-01``), in the order of the notes."""
    found = [one for kind in ("gap", "idea", "reflection") for one in insights(connection, kind)]
    return [one for one in found if (one.date or "").startswith(month)]


def _counted(connection: Connection, found: Sequence[Insight]) -> list[Insight]:
    """Take copies for what they were copied from, each once, unless their own note is there."""
    origins = [copied(insight.parts) for insight in found]
    if not any(origins):
        return list(found)
    there, kept = _sources(connection), dict[tuple[str, str], Insight]()
    counted: list[Insight] = []
    for insight, origin in zip(found, origins, strict=True):
        if origin is None:
            counted.append(insight)
        elif origin.source not in there:
            key = (insight.title, origin.source)
            kept[key] = _together(kept.get(key), _as_copied(insight, origin))
    counted = sorted([*counted, *kept.values()], key=lambda insight: insight.begin)
    return sorted(counted, key=lambda insight: insight.date or "", reverse=True)


def _sources(connection: Connection) -> set[str]:
    return {source for (source,) in connection.execute("SELECT source FROM notes")}


def _as_copied(insight: Insight, origin: Copied) -> Insight:
    parts = tuple(part for part in insight.parts if part.role != ORIGIN)
    return insight._replace(date=origin.date, parts=parts, origin=origin)


def _together(one: Insight | None, other: Insight) -> Insight:
    if one is None:
        return other
    whole = one if one.parts else other
    return whole._replace(papers=tuple(dict.fromkeys((*one.papers, *other.papers))))


def _has_all(insight: Insight, wanted: Sequence[str]) -> bool:
    text = labels.key("\n".join([insight.title, *(part.text for part in insight.parts)]))
    return all(word in text for word in wanted)


def highlights(connection: Connection) -> list[Highlight]:
    """Give the rows of the monthly tables of highlights, the newest table first."""
    found = []
    for place in _mentions(connection, "sota"):
        texts = _texts(connection, place.mention)
        found.append(
            Highlight(
                id=place.paper,
                title=place.title,
                rank=place.rank,
                tags=tuple(json.loads(place.tags)),
                breakthrough=texts.get("breakthrough") or texts.get("text", ""),
                impact=texts.get("impact", ""),
                date=place.date,
                source=place.source,
                folder=place.folder,
                line=place.line,
            )
        )
    return found


def reading_list(connection: Connection) -> list[Reading]:
    """Give the items of the reading lists, the newest list first."""
    found = []
    for place in _mentions(connection, "reading"):
        reason = "\n".join(_texts(connection, place.mention).values())
        names = json.loads(place.names)
        name = names[0] if names else place.title
        found.append(Reading(place.paper, name, reason, place.date, place.source, place.folder, place.line))
    return found


class _Place(NamedTuple):
    mention: int
    paper: str
    titled: str | None
    #: JSON arrays.
    known: str
    rank: int | None
    tags: str
    names: str
    date: str | None
    source: str
    folder: str
    line: int

    @property
    def title(self) -> str | None:
        """The title, else what the notes call the paper."""
        return self.titled or next(iter(json.loads(self.known)), None)


def _mentions(connection: Connection, kind: str) -> Iterator[_Place]:
    sql = """
    SELECT mentions.id, papers.id, coalesce(mentions.title, papers.title), papers.names, rank,
      mentions.tags, mentions.names, notes.date, source, folder, mentions.line
    FROM mentions JOIN papers ON papers.number = mentions.paper JOIN notes ON notes.id = mentions.note_id
    WHERE mentions.kind = ? ORDER BY notes.date DESC NULLS LAST, source, rank IS NULL, rank, mentions.line, papers.id
    """
    rows = [_Place._make(row) for row in connection.execute(sql, (kind,))]
    origins = _origins(connection, kind)
    if not origins:
        return iter(rows)
    there, known = _sources(connection), set[tuple[str, str]]()
    found = []
    for row in rows:
        origin = origins.get(row.mention)
        if origin is None:
            found.append(row)
        elif origin.source not in there and (row.paper, origin.place) not in known:
            known.add((row.paper, origin.place))
            found.append(row._replace(date=origin.date))
    return iter(sorted(found, key=lambda row: row.date or "", reverse=True))


def _origins(connection: Connection, kind: str) -> dict[int, Copied]:
    """Give what the mentions of a kind that are copies were copied from."""
    sql = (
        "SELECT mention_id, role, passages.line, text FROM passages JOIN mentions ON mentions.id = mention_id"
        " WHERE kind = ? AND role = ?"
    )
    rows = connection.execute(sql, (kind, ORIGIN)).fetchall()
    return {mention: origin for mention, *part in rows if (origin := copied([Part._make(part)]))}


def _texts(connection: Connection, mention: int) -> dict[str, str]:
    found: dict[str, str] = {}
    sql = "SELECT role, text FROM passages WHERE mention_id = ? AND role NOT IN (?, ?) ORDER BY id"
    for role, text in connection.execute(sql, (mention, REST, ORIGIN)):
        found[role] = f"{found[role]}\n{text}" if role in found else text
    return found
