"""How each kind of answer is laid out: its columns, its JSON object, its ids and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from digestkb.media.names import file_name
from digestkb.render import SIMILAR, Column, Format, Place, Screen, Sheet
from digestkb.render.record import mention_place, path_text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from digestkb.query import catalogue
    from digestkb.query.papers import Mention, Paper
    from digestkb.query.related import Related
    from digestkb.readers.explain import Branch, Value
    from digestkb.store.checks.examination import Finding


def joined(values: Iterable[str]) -> str:
    """Write a list in one field."""
    return "; ".join(values)


PAPER_COLUMNS = (
    Column("id", lambda paper: paper.id, link=lambda paper: paper.url),
    Column("title", lambda paper: paper.called, share=3),
    Column("date", lambda paper: paper.date),
    Column("noted", lambda paper: paper.noted_last or "", tabled=False),
    Column("tags", lambda paper: joined(paper.tags), share=1),
    Column("authors", lambda paper: joined(paper.authors), tabled=False),
    Column("topics", lambda paper: joined(map(path_text, paper.topics)), tabled=False),
    Column("url", lambda paper: paper.url or "", tabled=False),
    Column("summary", lambda paper: paper.summary or "", tabled=False),
)
#: The formats that need no more of a paper than its own columns.
ENTRY_FORMATS = frozenset({Format.TABLE, Format.TSV, Format.CSV, Format.IDS})


def papers(found: Iterable[Paper], *, whole: bool = False) -> Sheet[Paper]:
    """Lay out papers: as a list, or ``whole``, with everything that is known of each."""
    return Sheet(
        found,
        PAPER_COLUMNS,
        _paper_object,
        ids=lambda paper: [paper.id],
        places=lambda paper: map(mention_place, paper.mentions),
        markdown=_whole if whole else _bullet,
        bibtex=_bibtex,
        page=_pages if whole else None,
        name="papers",
    )


def _paper_object(paper: Paper) -> dict[str, Any]:
    from digestkb.render.record import paper_object

    return paper_object(paper)


def _bullet(paper: Paper) -> Iterable[str]:
    from digestkb.render.describe import bullet

    return bullet(paper)


def _whole(paper: Paper) -> Iterable[str]:
    from digestkb.render.describe import whole

    return whole(paper)


def _bibtex(paper: Paper) -> tuple[str, str]:
    from digestkb.render.bibtex import entry

    return entry(paper)


def _pages(found: Iterable[Paper], screen: Screen) -> Iterator[RenderableType]:
    from digestkb.render.page import pages

    return pages(found, screen)


def labels(found: Iterable[catalogue.Label], name: str) -> Sheet[catalogue.Label]:
    """Lay out tags or authors with their numbers of papers."""
    columns = (Column(name, lambda row: row.label), Column("papers", lambda row: str(row.papers), right=True))
    return Sheet(found, columns, lambda row: {name: row.label, "papers": row.papers}, name=f"{name}s")


def topics(found: Iterable[catalogue.Topic]) -> Sheet[catalogue.Topic]:
    """Lay out the tree of topics."""
    columns = (
        Column("topic", lambda row: path_text(row.path)),
        Column("papers", lambda row: str(row.papers), right=True),
    )
    return Sheet(
        found,
        columns,
        lambda row: {"path": list(row.path), "papers": row.papers},
        markdown=_topic,
        page=_tree,
        name="topics",
    )


def _topic(row: catalogue.Topic) -> Iterable[str]:
    from digestkb.media.markdown import escape

    yield f"{'  ' * (len(row.path) - 1)}- {escape(row.path[-1])} ({row.papers})"


def _tree(found: Iterable[catalogue.Topic], screen: Screen) -> Iterator[RenderableType]:
    from digestkb.render.tree import trees

    return trees(found)


def sources(found: Iterable[catalogue.Source]) -> Sheet[catalogue.Source]:
    """Lay out ingested files."""
    columns = (
        Column("source", lambda row: file_name(row.source), share=2),
        Column("format", lambda row: row.format),
        Column("date", lambda row: row.date or ""),
        Column("mentions", lambda row: str(row.mentions), right=True),
        Column("languages", lambda row: " ".join(row.languages)),
        Column("encoding", lambda row: row.encoding, tabled=False),
        Column("lines", lambda row: str(row.lines), right=True, tabled=False),
        Column("repaired", lambda row: str(row.repaired_lines), right=True),
        Column("title", lambda row: row.title or "", tabled=False),
        Column("folder", lambda row: file_name(row.folder), tabled=False),
    )
    return Sheet(found, columns, _asdict, places=lambda row: [_place(row, 1, row.title or "")], name="sources")


def insights(found: Iterable[catalogue.Insight]) -> Sheet[catalogue.Insight]:
    """Lay out gaps, ideas or reflections."""
    columns = (
        Column("title", lambda row: row.title, share=1),
        Column("papers", lambda row: joined(paper for paper, _ in row.papers), share=1),
        Column("date", lambda row: row.date or ""),
        Column("place", lambda row: _place(row, row.line).short, share=1),
        Column("text", lambda row: "\n".join(f"{part.role}: {part.text}" for part in row.parts), tabled=False),
    )
    from digestkb.render import describe

    return Sheet(
        found,
        columns,
        _insight_object,
        ids=lambda row: (paper for paper, _ in row.papers),
        places=lambda row: [_place(row, row.line, row.title)],
        markdown=describe.insight,
        page=_insight_page,
        name="insights",
    )


def _insight_object(row: catalogue.Insight) -> dict[str, Any]:
    sections: dict[str, str] = {}
    for part in row.parts:
        sections[part.role] = f"{sections[part.role]}\n\n{part.text}" if part.role in sections else part.text
    return {
        "kind": row.kind,
        "title": row.title,
        "date": row.date,
        "source": row.source,
        "line": row.line,
        "sections": sections,
        "papers": [paper for paper, _ in row.papers],
    }


def _insight_page(found: Iterable[catalogue.Insight], screen: Screen) -> Iterator[RenderableType]:
    from digestkb.render.page import insight_pages

    return insight_pages(found)


def highlights(found: Iterable[catalogue.Highlight]) -> Sheet[catalogue.Highlight]:
    """Lay out the rows of the monthly tables of highlights."""
    columns = (
        Column("rank", lambda row: "" if row.rank is None else str(row.rank), right=True),
        Column("id", lambda row: row.id),
        Column("title", lambda row: row.title or "", share=2),
        Column("date", lambda row: row.date or ""),
        Column("breakthrough", lambda row: row.breakthrough, share=3),
        Column("impact", lambda row: row.impact, tabled=False),
        Column("tags", lambda row: joined(row.tags), tabled=False),
        Column("place", lambda row: _place(row, row.line).short, tabled=False),
    )
    return Sheet(
        found,
        columns,
        _asdict,
        ids=lambda row: [row.id],
        places=lambda row: [_place(row, row.line, row.breakthrough)],
        name="highlights",
    )


def readings(found: Iterable[catalogue.Reading]) -> Sheet[catalogue.Reading]:
    """Lay out the items of reading lists."""
    columns = (
        Column("id", lambda row: row.id),
        Column("name", lambda row: row.name or "", share=1),
        Column("date", lambda row: row.date or ""),
        Column("reason", lambda row: row.reason, share=3),
        Column("place", lambda row: _place(row, row.line).short, tabled=False),
    )
    return Sheet(
        found,
        columns,
        _asdict,
        ids=lambda row: [row.id],
        places=lambda row: [_place(row, row.line, row.reason)],
        name="reading lists",
    )


def periods(found: Sequence[catalogue.Period]) -> Sheet[catalogue.Period]:
    """Lay out numbers of papers over time; a terminal shows bars."""
    columns = (
        Column("period", lambda row: row.period),
        Column("papers", lambda row: str(row.papers), right=True),
    )
    return Sheet(found, columns, _asdict, page=_bars, name="timelines")


def _bars(found: Iterable[catalogue.Period], screen: Screen) -> Iterator[RenderableType]:
    from digestkb.render.bars import bars

    return bars(list(found), screen)


def counts(found: Iterable[catalogue.Count], name: str = "statistics") -> Sheet[catalogue.Count]:
    """Lay out named numbers."""
    columns = (
        Column("what", lambda row: row.name),
        Column("count", lambda row: str(row.value), right=True),
    )
    return Sheet(found, columns, lambda row: {"name": row.name, "value": row.value}, name=name)


def repairs(found: Iterable[catalogue.Repair]) -> Sheet[catalogue.Repair]:
    """Lay out what repair changed."""
    columns = (
        Column("place", lambda row: _place(row, row.line).short, share=1),
        Column("before", lambda row: row.before, share=1),
        Column("after", lambda row: row.after, share=1),
        Column("channel", lambda row: row.channel, share=1),
        Column("confidence", lambda row: f"{row.confidence:.2f}", right=True),
        Column("uncertain", lambda row: "uncertain" if row.uncertain else ""),
        Column("columns", lambda row: f"{row.first}-{row.last}", tabled=False),
    )
    return Sheet(
        found,
        columns,
        _asdict,
        places=lambda row: [_place(row, row.line, f"{row.before} → {row.after}")],
        name="repairs",
    )


def channels(found: Iterable[tuple[str, int, int]]) -> Sheet[tuple[str, int, int]]:
    """Lay out the ways in which texts were damaged, with the number of changes and of those in doubt."""
    columns = (
        Column("channel", lambda row: row[0]),
        Column("changes", lambda row: str(row[1]), right=True),
        Column("uncertain", lambda row: str(row[2]), right=True),
    )
    names = ("channel", "changes", "uncertain")
    return Sheet(found, columns, lambda row: dict(zip(names, row, strict=True)), name="statistics")


def mentions(found: Iterable[tuple[Paper, Mention]]) -> Sheet[tuple[Paper, Mention]]:
    """Lay out the places that speak of papers."""
    from digestkb.render.record import mention_object

    columns = (
        Column("place", lambda row: mention_place(row[1]).short, share=2),
        Column("id", lambda row: row[0].id),
        Column("kind", lambda row: row[1].kind),
        Column("date", lambda row: row[1].date or ""),
        Column("text", lambda row: mention_place(row[1]).text, share=3),
    )
    return Sheet(
        found,
        columns,
        lambda row: {"id": row[0].id, **mention_object(row[1])},
        ids=lambda row: [row[0].id],
        places=lambda row: [mention_place(row[1])],
        name="mentions",
    )


def neighbours(found: Iterable[Related]) -> Sheet[Related]:
    """Lay out the neighbours of a paper, each with what says so."""
    columns = (
        Column("id", lambda row: row.id),
        Column("title", lambda row: row.title or next(iter(row.names), ""), share=3),
        Column("date", lambda row: row.date or ""),
        Column("score", lambda row: f"{row.score:.2f}", right=True),
        Column("reasons", _reasons, share=3, shown=lambda row: _reasons(row, 4)),
    )
    return Sheet(found, columns, _neighbour_object, ids=lambda row: [row.id], name="neighbours")


def _reasons(row: Related, most: int | None = None) -> str:
    if row.is_similar:
        return f"{SIMILAR}{row.score:.2f}"
    return joined(f"{reason.kind} {reason.what}" for reason in row.reasons[:most])


def _neighbour_object(row: Related) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "names": list(row.names),
        "date": row.date,
        "score": row.score,
        "similar": row.is_similar,
        "reasons": [reason._asdict() for reason in row.reasons],
    }


class Known(NamedTuple):
    """What was asked for, and the id of the paper that it is, if there is one."""

    asked: str
    id: str | None = None
    title: str | None = None


def known(found: Iterable[Known]) -> Sheet[Known]:
    """Lay out which papers are known; ids are those of papers that are."""
    columns = (
        Column("asked", lambda row: row.asked, share=1),
        Column("known", lambda row: "known" if row.id else "missing"),
        Column("id", lambda row: row.id or ""),
        Column("title", lambda row: row.title or "", share=2),
    )
    return Sheet(found, columns, _asdict, ids=lambda row: [row.id] if row.id else [], name="answers")


class Synonyms(NamedTuple):
    """Names of one thing: a concept of a glossary, or a pair that the notes give."""

    #: ``glossary``, ``own glossary`` or ``notes``.
    origin: str
    name: str
    domain: str
    en: tuple[str, ...]
    vi: tuple[str, ...]
    zh: tuple[str, ...]
    #: How often the notes say it.
    times: int = 0
    #: ``file:line`` of the first places where they do.
    places: tuple[str, ...] = ()
    ko: tuple[str, ...] = ()
    ja: tuple[str, ...] = ()


def synonyms(found: Iterable[Synonyms]) -> Sheet[Synonyms]:
    """Lay out names of one thing."""
    columns = (
        Column("name", lambda row: row.name, share=2),
        Column("en", lambda row: joined(row.en), share=2),
        Column("vi", lambda row: joined(row.vi), share=2),
        Column("zh", lambda row: joined(row.zh), share=2),
        Column("origin", lambda row: row.origin),
        Column("times", lambda row: str(row.times) if row.times else "", right=True),
        Column("domain", lambda row: row.domain, tabled=False),
        Column("places", lambda row: joined(row.places), tabled=False),
        Column("ko", lambda row: joined(row.ko), tabled=False),
        Column("ja", lambda row: joined(row.ja), tabled=False),
    )
    return Sheet(found, columns, _asdict, name="glossaries")


def findings(found: Iterable[Finding]) -> Sheet[Finding]:
    """Lay out what is wrong with a database."""
    columns = (
        Column("check", lambda row: row.check),
        Column("what", lambda row: row.what, share=1),
        Column("message", lambda row: row.message, share=2),
        Column("part", lambda row: row.part),
        Column("mended", lambda row: "mended" if row.mended else "", tabled=False),
    )
    return Sheet(
        found,
        columns,
        _finding_object,
        places=lambda row: [_place(row, row.line, row.message)] if row.source else [],
        name="findings",
    )


def _finding_object(row: Finding) -> dict[str, Any]:
    return {
        "check": row.check,
        "what": row.what,
        "message": row.message,
        "part": row.part,
        "folder": row.folder or None,
        "source": row.source or None,
        "line": row.line or None,
        "mended": row.mended,
    }


def numbers(found: Iterable[str]) -> Sheet[str]:
    """Lay out arXiv numbers."""
    columns = (Column("id", lambda number: number), Column("url", lambda number: f"https://arxiv.org/abs/{number}"))
    return Sheet(
        found,
        columns,
        lambda number: {"id": number, "url": f"https://arxiv.org/abs/{number}"},
        ids=lambda number: [number],
        name="numbers",
    )


def values(found: Iterable[Value]) -> Sheet[Value]:
    """Lay out what was taken from notes, value by value."""
    return Sheet(
        found,
        (
            Column("id", lambda row: row.id),
            Column("line", lambda row: str(row.line)),
            Column("field", lambda row: row.field),
            Column("value", lambda row: row.value, share=3),
            Column("weight", lambda row: "" if row.weight is None else str(row.weight)),
            Column("place", lambda row: row.place, share=1),
            Column("source", lambda row: file_name(row.source), tabled=False),
        ),
        _asdict,
        ids=lambda row: [row.id] if row.field == "mention" and row.id != "note" else [],
        places=lambda row: [_place(row, row.line, f"{row.field}: {row.value}")],
        name="values",
    )


def branches(found: Iterable[Branch]) -> Sheet[Branch]:
    """Lay out the blocks of notes as a tree."""
    return Sheet(
        found,
        (
            Column("lines", lambda row: f"{row.line}-{row.last}" if row.last > row.line else str(row.line)),
            Column("block", lambda row: "  " * row.depth + row.block),
            Column("text", lambda row: row.text, share=3),
            Column("about", lambda row: joined(row.ids)),
        ),
        _asdict,
        places=lambda row: [_place(row, row.line, row.text)],
        name="blocks",
    )


def _place(row: Any, line: int, text: str = "") -> Place:
    return Place(row.folder, row.source, line, text)


def _asdict(row: Any) -> dict[str, Any]:
    """Give a named tuple as a JSON object; its folder is of this machine alone."""
    return {name: value for name, value in row._asdict().items() if name != "folder"}
