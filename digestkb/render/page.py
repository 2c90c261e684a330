"""The pages that ``show`` and the lists of insights make on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.text import Text

from digestkb.media.characters import screen as visible
from digestkb.query.insights import Insight
from digestkb.query.papers import Mention, Paper, Provenance
from digestkb.render import Place, Screen
from digestkb.render.paragraph import Rows, paragraph
from digestkb.render.record import mention_place, path_text, sections
from digestkb.render.table import said

#: How the passages are called on a page; a role that is not here is its own name.
_ROLES = {"text": ""}


def pages(found: Iterable[Paper], screen: Screen) -> Iterator[RenderableType]:
    """Yield a page a paper: what it is, then each place that speaks of it."""
    for number, paper in enumerate(found):
        if number:
            yield Text("─" * screen.width, style="dim")
        yield paragraph(said(paper.called or paper.id, "bold", paper.url))
        yield _facts(paper)
        if paper.summary:
            yield Text()
            yield paragraph(said(paper.summary))
        if paper.metadata:
            yield from _told(paper, paper.metadata)
        for mention in paper.mentions:
            yield Text()
            yield from _mention(mention)


def _facts(paper: Paper) -> RenderableType:
    noted = dict.fromkeys(date for date in (paper.noted_first, paper.noted_last) if date)
    facts = [
        ("id", said(paper.id, "cyan", paper.url)),
        ("authors", said(", ".join(paper.authors))),
        ("published", said(paper.date)),
        ("noted", said(" … ".join(noted))),
        ("names", said(", ".join(paper.names))),
        ("tags", said(", ".join(paper.tags))),
        ("topics", Text("\n").join(said(path_text(path)) for path in paper.topics)),
        ("languages", said(" ".join(paper.languages))),
        ("categories", said(" ".join(paper.categories))),
        ("venue", said(paper.venue or "")),
        ("doi", said(paper.doi or "", url=f"https://doi.org/{paper.doi}" if paper.doi else None)),
        *((link.kind, said(link.url, "blue", link.url)) for link in paper.links),
    ]
    shown = [((Text(name, style="dim"),), value) for name, value in facts if value.plain]
    return Rows(shown, (max(len(name.plain) for (name,), _ in shown),))


def _mention(mention: Mention) -> Iterator[RenderableType]:
    """Lay out a place: where it is, what kind, when; then what it says."""
    rank = f"no. {mention.rank}" if mention.rank else ""
    state = "uncertain repair" if mention.uncertain else "repaired" if mention.repaired else ""
    yield _head(mention_place(mention), mention.kind, mention.date or "", rank, state)
    for name in dict.fromkeys(filter(None, (mention.insight, mention.title))):
        yield paragraph(said(name, "italic"), 2)
    yield from _passages(sections(mention).items())
    for path in mention.attachments:
        yield paragraph(said(path, "dim"), 2)


def _told(paper: Paper, metadata: Provenance) -> Iterator[RenderableType]:
    """Say what of a paper comes from arXiv's metadata, and show the abstract, which no note has."""
    yield Text()
    head = said(metadata.called, "green")
    yield paragraph(head.append("  ").append_text(said(", ".join(metadata.fields), "magenta")))
    if paper.abstract:
        yield paragraph(said(paper.abstract), 2)


def _head(place: Place, *about: str) -> RenderableType:
    head = said(place.short, "green", file=place.address)
    for part in filter(None, about):
        head.append("  ").append_text(said(part, "yellow" if "repair" in part else "magenta"))
    return paragraph(head)


def _passages(found: Iterable[tuple[str, str]]) -> Iterator[RenderableType]:
    for role, text in found:
        body = visible(text.strip())
        name = visible(_ROLES.get(role, role))
        # A list begins on a line of its own.
        joint = ":\n" if body.startswith(("- ", "* ", "1. ", "|")) else ": "
        shown = Text(name + joint if name else "", style="dim")
        yield paragraph(shown.append_text(Text(body, style="not dim")), 2)


def insight_pages(found: Iterable[Insight]) -> Iterator[RenderableType]:
    """Yield an insight after the other: its title, its parts, the papers it leans on."""
    for number, row in enumerate(found):
        if number:
            yield Text()
        yield paragraph(said(row.title, "bold"))
        yield _head(Place(row.folder, row.source, row.line), row.kind, row.date or "")
        yield from _passages((part.role, part.text) for part in row.parts)
        for paper, title in row.papers:
            yield paragraph(said(paper, "cyan").append("  ").append_text(said(title or "")), 2)
