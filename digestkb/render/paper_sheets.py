"""How papers are laid out: themselves, the places that speak of them, their neighbours, and which are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from digestkb.render import SIMILAR, Column, Format, Screen, Sheet
from digestkb.render.record import mention_place, path_text
from digestkb.render.sheets import fields, joined
from digestkb.tuples import NamedTuple

if TYPE_CHECKING:
    from rich.console import RenderableType

    from digestkb.query.papers import Mention, Paper
    from digestkb.query.related import Related
    from digestkb.render.citation import Citation

#: What writes all papers together, line by line.
Document = Callable[[Iterable["Paper"]], Iterable[str]]
PAPER_COLUMNS = (
    Column("id", lambda paper: paper.id, whole=True),
    Column("title", lambda paper: paper.called, share=3),
    Column("date", lambda paper: paper.date),
    Column("noted", lambda paper: paper.noted_last or ""),
    Column("tags", lambda paper: joined(paper.tags)),
    Column("authors", lambda paper: joined(paper.authors)),
    Column("topics", lambda paper: joined(map(path_text, paper.topics))),
    Column("url", lambda paper: paper.url or ""),
    Column("summary", lambda paper: paper.summary or "", share=3),
)
#: The formats that need no more of a paper than its own columns.
ENTRY_FORMATS = frozenset({Format.TABLE, Format.TSV, Format.CSV, Format.IDS})


def papers(found: Iterable[Paper], *, whole: bool = False, document: Document | None = None) -> Sheet[Paper]:
    """Lay out papers: as a list, or ``whole``, with everything that is known of each; ``document`` writes Markdown."""
    return Sheet(
        found,
        PAPER_COLUMNS,
        _paper_object,
        ids=lambda paper: [paper.id],
        places=lambda paper: map(mention_place, paper.mentions),
        markdown=_whole if whole else _bullet,
        document=document,
        citation=_citation,
        page=_pages if whole else _entries,
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


def digest(found: Iterable[Paper]) -> Iterable[str]:
    """Write papers as a digest that can be read back."""
    from digestkb.render.digest import lines

    return lines(found)


def _citation(paper: Paper) -> Citation:
    from digestkb.render.citation import citation

    return citation(paper)


def _pages(found: Iterable[Paper], screen: Screen) -> Iterator[RenderableType]:
    from digestkb.render.page import pages

    return pages(found, screen)


def _entries(found: Iterable[Paper], screen: Screen) -> Iterator[RenderableType]:
    from digestkb.render.page import entries

    return entries(found, screen)


def mentions(found: Iterable[tuple[Paper, Mention]]) -> Sheet[tuple[Paper, Mention]]:
    """Lay out the places that speak of papers."""
    from digestkb.render.record import mention_object

    columns = (
        Column("place", lambda row: mention_place(row[1]).short, whole=True),
        Column("id", lambda row: row[0].id, whole=True),
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
        Column("id", lambda row: row.id, whole=True),
        Column("title", _called, share=3, shown=lambda row: _called(row) or "–"),
        Column("date", lambda row: row.date or ""),
        Column("score", lambda row: f"{row.score:.2f}", right=True),
        Column("reasons", _reasons, share=3, shown=lambda row: _reasons(row, 4)),
    )
    return Sheet(found, columns, _neighbour_object, ids=lambda row: [row.id], name="neighbours")


def _called(row: Related) -> str:
    return row.title or next(iter(row.names), "")


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


def known(found: Iterable[Known], missing: bool = False) -> Sheet[Known]:
    """Lay out which papers are known; ids are those of papers that are, with ``missing`` what the others go by."""
    columns = (
        Column("asked", lambda row: row.asked, share=1),
        Column("known", lambda row: "known" if row.id else "missing"),
        Column("id", lambda row: row.id or ""),
        Column("title", lambda row: row.title or "", share=2),
    )

    def ids(row: Known) -> list[str]:
        return [row.id] if row.id else [row.asked] * missing

    return Sheet(found, columns, fields, ids=ids, name="answers")
