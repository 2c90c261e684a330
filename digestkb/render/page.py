"""The pages that ``show`` and the lists of insights make on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from digestkb.copies import counted
from digestkb.media.characters import screen as visible
from digestkb.query.insights import Insight
from digestkb.query.papers import Mention, Paper, Provenance
from digestkb.render import Place, Screen, styles
from digestkb.render.inline import block
from digestkb.render.paragraph import Rows, broken, paragraph
from digestkb.render.record import mention_place, path_text, sections
from digestkb.render.results import linked, named, under_head
from digestkb.render.table import said

#: How the passages are called on a page; a role that is not here is its own name.
_ROLES = {"text": ""}


def pages(found: Iterable[Paper], screen: Screen) -> Iterator[RenderableType]:
    """Yield a page a paper: what it is, then each place that speaks of it."""
    for number, paper in enumerate(found):
        if number:
            yield Text("─" * screen.width, style=styles.ASIDE)
        yield paragraph(named(paper.title, paper.names, paper.summary, paper.id))
        yield _facts(paper)
        if paper.summary:
            yield Text()
            yield paragraph(said(paper.summary))
        if paper.metadata:
            yield from _told(paper, paper.metadata)
        for mention in counted(paper.mentions, lambda mention: mention.passages):
            yield Text()
            yield from _mention(mention)


def _facts(paper: Paper) -> RenderableType:
    noted = dict.fromkeys(date for date in (paper.noted_first, paper.noted_last) if date)
    facts = [
        ("id", said(paper.id, styles.ID, paper.url)),
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
        *((link.kind, said(link.url, styles.ADDRESS, link.url)) for link in paper.links),
    ]
    shown = [((Text(name, style=styles.ASIDE),), value) for name, value in facts if value.plain]
    return Rows(shown, (max(len(name.plain) for (name,), _ in shown),))


def _mention(mention: Mention) -> Iterator[RenderableType]:
    """Lay out a place: where it is, what kind, when; then what it says."""
    rank = f"no. {mention.rank}" if mention.rank else ""
    state = "uncertain repair" if mention.uncertain else "repaired" if mention.repaired else ""
    yield _head(mention_place(mention), mention.kind, mention.date or "", rank, state)
    for name in dict.fromkeys(filter(None, (mention.insight, mention.title))):
        yield paragraph(said(name, styles.STRESSED), 2)
    yield from _passages(sections(mention).items())
    for path in mention.attachments:
        yield paragraph(said(path, styles.ASIDE), 2)


def _told(paper: Paper, metadata: Provenance) -> Iterator[RenderableType]:
    """Say what of a paper comes from arXiv's metadata, and show the abstract, which no note has."""
    yield Text()
    head = said(metadata.called, styles.PLACE)
    yield paragraph(head.append("  ").append_text(said(", ".join(metadata.fields), styles.KIND)))
    if paper.abstract:
        yield paragraph(said(paper.abstract), 2)


def _head(place: Place, *about: str) -> RenderableType:
    head = Text().append_text(said(place.short, styles.PLACE, file=place.address))
    for part in filter(None, about):
        head.append("  ").append_text(said(part, styles.DOUBT if "repair" in part else styles.KIND))
    return paragraph(head)


def _passages(found: Iterable[tuple[str, str]]) -> Iterator[RenderableType]:
    for role, text in found:
        body = visible(text.strip("\n").rstrip())
        name = visible(_ROLES.get(role, role))
        (at, begin, line), *others = block(body, 2)
        if name and (begin.plain or line.plain.startswith("|")):  # a list begins on a line of its own
            yield paragraph(Text(f"{name}:", style=styles.ASIDE), 2)
        elif name:
            line = Text(f"{name}: ", style=styles.ASIDE).append_text(Text("", style="not dim").append_text(line))
        for indent, start, rest in ((at, begin, line), *others):
            yield Rows([((Text(" " * indent).append_text(start),), rest)], (indent + start.cell_len,), 0)


def insight_pages(found: Iterable[Insight]) -> Iterator[RenderableType]:
    """Yield an insight after the other: its title, its parts, the papers it leans on."""
    for number, row in enumerate(found):
        if number:
            yield Text()
        yield paragraph(said(row.title, styles.TITLE))
        yield _head(Place(row.folder, row.source, row.line), row.kind, row.date or "")
        yield from _passages((part.role, part.text) for part in row.parts)
        for paper, title in row.papers:
            yield Rows([((Text("  "), linked(paper)), said(title or ""))], (0, max(10, len(paper))))


def entries(found: Iterable[Paper], screen: Screen) -> Iterator[RenderableType]:
    """Yield a list of papers, one or two lines each: what a paper is called, and its tags where there is room."""
    papers = list(found)
    wide = screen.width - max(2, min(max((cell_len(paper.id) for paper in papers), default=0), screen.width // 4)) - 14
    rows = (((paper.id, paper.date), _entry(paper, max(10, wide))) for paper in papers)
    yield under_head(rows, screen, [paper.id for paper in papers])


def _entry(paper: Paper, width: int) -> Text:
    title = Text().append_text(named(paper.title, paper.names, paper.summary, paper.id))
    first, *others = list(broken(title, width)) or [Text()]
    if others:
        rest = title[len(first) + 1 :]
        rest.truncate(width, overflow="ellipsis")
        return first.append("\n").append_text(rest)
    tags = said("; ".join(paper.tags), styles.ASIDE)
    tags.truncate(width, overflow="ellipsis")
    return first.append("\n").append_text(tags) if tags.plain else first
