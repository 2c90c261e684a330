"""How each kind of answer is laid out: its columns, its JSON object, its ids and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from digestkb.media.names import file_name
from digestkb.render import Column, Place, Screen, Sheet
from digestkb.render.record import path_text
from digestkb.tuples import NamedTuple

if TYPE_CHECKING:
    from rich.console import RenderableType

    from digestkb.query import catalogue
    from digestkb.readers.explain import Branch, Value
    from digestkb.repairing import Said
    from digestkb.store.checks.examination import Finding


def joined(values: Iterable[str]) -> str:
    """Write a list in one field."""
    return "; ".join(values)


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
        Column("state", lambda row: "gone" if row.gone else ""),
    )
    return Sheet(
        found,
        columns,
        fields,
        ids=lambda row: [place(row, 1).path],
        places=lambda row: [place(row, 1, row.title or "")],
        name="sources",
    )


def periods(found: Sequence[catalogue.Period]) -> Sheet[catalogue.Period]:
    """Lay out numbers of papers over time; a terminal shows bars."""
    columns = (
        Column("period", lambda row: row.period),
        Column("papers", lambda row: str(row.papers), right=True),
    )
    return Sheet(found, columns, fields, page=_bars, name="timelines")


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
        Column("place", lambda row: place(row, row.line).short, whole=True),
        Column("before", lambda row: row.before, share=3),
        Column("after", lambda row: row.after, share=3),
        Column("channel", lambda row: row.channel, share=2),
        Column("confidence", _confidence, right=True, shown=lambda row: _confidence(row) + " ?" * row.uncertain),
        Column("uncertain", lambda row: "uncertain" if row.uncertain else "", tabled=False),
        Column("columns", lambda row: f"{row.first}-{row.last}", tabled=False),
    )
    return Sheet(
        found,
        columns,
        fields,
        places=lambda row: [place(row, row.line, f"{row.before} → {row.after}")],
        name="repairs",
    )


def _confidence(row: catalogue.Repair) -> str:
    return f"{row.confidence:.2f}"


def hearings(found: Iterable[tuple[str, Said]]) -> Sheet[tuple[str, Said]]:
    """Lay out what the stages of repair proposed for lines of files: of each the bits, and those to be below."""
    columns = (
        Column("place", lambda row: f"{file_name(row[0])}:{row[1].line}", whole=True),
        Column("stage", lambda row: row[1].stage),
        Column("proposed", lambda row: row[1].proposed, share=2),
        Column("channel", lambda row: row[1].channel, share=1),
        Column("bits", lambda row: f"{row[1].bits:.1f}", right=True),
        Column("below", lambda row: f"{row[1].below:.1f}", right=True),
        Column("chosen", lambda row: "chosen" if row[1].chosen else ""),
    )
    return Sheet(found, columns, lambda row: {"source": row[0], **row[1]._asdict()}, name="hearings")


def channels(found: Iterable[tuple[str, int, int]]) -> Sheet[tuple[str, int, int]]:
    """Lay out the ways in which texts were damaged, with the number of changes and of those in doubt."""
    columns = (
        Column("channel", lambda row: row[0]),
        Column("changes", lambda row: str(row[1]), right=True),
        Column("uncertain", lambda row: str(row[2]), right=True),
    )
    names = ("channel", "changes", "uncertain")
    return Sheet(found, columns, lambda row: dict(zip(names, row, strict=True)), name="statistics")


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
    return Sheet(found, columns, fields, name="glossaries")


class Set(NamedTuple):
    """A setting with its values, and who says so."""

    setting: str
    values: tuple[str, ...]
    origin: str
    about: str


def settings(found: Iterable[Set]) -> Sheet[Set]:
    """Lay out what is set."""
    columns = (
        Column("setting", lambda row: row.setting),
        Column("value", lambda row: joined(map(file_name, row.values)), share=2),
        Column("origin", lambda row: file_name(row.origin), share=1),
        Column("about", lambda row: row.about, tabled=False),
    )
    return Sheet(found, columns, fields, name="settings")


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
        places=lambda row: [place(row, row.line, row.message)] if row.source else [],
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
        "likely": row.likely or None,
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
        fields,
        ids=lambda row: [row.id] if row.field == "mention" and row.id != "note" else [],
        places=lambda row: [place(row, row.line, f"{row.field}: {row.value}")],
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
        fields,
        places=lambda row: [place(row, row.line, row.text)],
        name="blocks",
    )


def place(row: Any, line: int, text: str = "") -> Place:
    """Give a line of the note that a row comes from, by its ``folder`` and ``source``."""
    return Place(row.folder, row.source, line, text)


def fields(row: Any) -> dict[str, Any]:
    """Give a named tuple as a JSON object; its folder is of this machine alone."""
    return {name: value for name, value in row._asdict().items() if name != "folder"}
