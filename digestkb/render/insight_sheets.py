"""How what notes say beyond single papers is laid out: insights, highlights, lists of what to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from digestkb.render import Column, Screen, Sheet
from digestkb.render.sheets import fields, joined, place

if TYPE_CHECKING:
    from rich.console import RenderableType

    from digestkb.query.insights import Highlight, Insight, Reading


def insights(found: Iterable[Insight]) -> Sheet[Insight]:
    """Lay out gaps, ideas or reflections."""
    columns = (
        Column("title", lambda row: row.title, share=1),
        Column("papers", lambda row: joined(paper for paper, _ in row.papers), share=1),
        Column("date", lambda row: row.date or ""),
        Column("place", lambda row: place(row, row.line).short, whole=True),
        Column("text", lambda row: "\n".join(f"{part.role}: {part.text}" for part in row.parts), tabled=False),
    )
    from digestkb.render import describe

    return Sheet(
        found,
        columns,
        _insight_object,
        ids=lambda row: (paper for paper, _ in row.papers),
        places=lambda row: [place(row, row.line, row.title)],
        markdown=describe.insight,
        page=_insight_page,
        name="insights",
    )


def _insight_object(row: Insight) -> dict[str, Any]:
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


def _insight_page(found: Iterable[Insight], screen: Screen) -> Iterator[RenderableType]:
    from digestkb.render.page import insight_pages

    return insight_pages(found)


def highlights(found: Iterable[Highlight]) -> Sheet[Highlight]:
    """Lay out the rows of the monthly tables of highlights."""
    columns = (
        Column("rank", lambda row: "" if row.rank is None else str(row.rank), right=True),
        Column("id", lambda row: row.id, whole=True),
        Column("title", lambda row: row.title or "", share=2, shown=lambda row: row.title or "–"),
        Column("date", lambda row: row.date or ""),
        Column("breakthrough", lambda row: row.breakthrough, share=3),
        Column("impact", lambda row: row.impact, tabled=False),
        Column("tags", lambda row: joined(row.tags), tabled=False),
        Column("place", lambda row: place(row, row.line).short, tabled=False),
    )
    return Sheet(
        found,
        columns,
        fields,
        ids=lambda row: [row.id],
        places=lambda row: [place(row, row.line, row.breakthrough)],
        name="highlights",
    )


def readings(found: Iterable[Reading]) -> Sheet[Reading]:
    """Lay out the items of reading lists."""
    columns = (
        Column("id", lambda row: row.id, whole=True),
        Column("name", lambda row: row.name or "", share=1, shown=lambda row: row.name or "–"),
        Column("date", lambda row: row.date or ""),
        Column("reason", lambda row: row.reason, share=3),
        Column("place", lambda row: place(row, row.line).short, tabled=False),
    )
    return Sheet(
        found,
        columns,
        fields,
        ids=lambda row: [row.id],
        places=lambda row: [place(row, row.line, row.reason)],
        name="reading lists",
    )
