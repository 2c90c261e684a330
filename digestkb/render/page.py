"""The pages that ``show`` and the lists of insights make on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from digestkb.query import catalogue
from digestkb.records import Paper, StoredMention
from digestkb.render import Screen
from digestkb.render.plain import visible
from digestkb.render.record import sections
from digestkb.render.sheets import mention_place, paper_title, path_text
from digestkb.render.table import said

#: How the passages are called on a page; a role that is not here is its own name.
_ROLES = {"text": ""}


def pages(found: Iterable[Paper], screen: Screen) -> Iterator[RenderableType]:
    """Yield a page a paper: what it is, then each place that speaks of it."""
    for number, paper in enumerate(found):
        if number:
            yield Text("─" * screen.width, style="dim")
        yield said(paper_title(paper) or paper.id, "bold", paper.url)
        yield _facts(paper)
        if paper.summary:
            yield Padding(said(paper.summary), (1, 0, 0, 0))
        for stored in paper.mentions:
            yield Padding(_mention(stored), (1, 0, 0, 0))


def _facts(paper: Paper) -> RenderableType:
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    noted = dict.fromkeys(str(date) for date in (paper.noted_first, paper.noted_last) if date)
    for name, value in (
        ("id", said(paper.id, "cyan", paper.url)),
        ("authors", said(", ".join(paper.authors))),
        ("published", said(str(paper.published or paper.month or ""))),
        ("noted", said(" … ".join(noted))),
        ("names", said(", ".join(paper.names))),
        ("tags", said(", ".join(paper.tags))),
        ("topics", _topics(paper)),
        ("languages", said(" ".join(paper.languages))),
    ):
        if value.plain:
            facts.add_row(name, value)
    for link in paper.links:
        facts.add_row(link.kind, said(link.url, "blue", link.url))
    return facts


def _topics(paper: Paper) -> Text:
    return Text("\n").join(said(path_text(path)) for path in paper.topics)


def _mention(stored: StoredMention) -> RenderableType:
    """Lay out a place: where it is, what kind, when; then what it says."""
    mention = stored.mention
    place = mention_place(stored)
    head = said(place.short, "green", f"file://{place.path}" if place.folder else None)
    rank = f"no. {mention.rank}" if mention.rank else ""
    state = "uncertain repair" if stored.uncertain else "repaired" if stored.repaired else ""
    for part in (mention.kind.value, str(stored.date or ""), rank):
        if part:
            head.append("  ").append_text(said(part, "magenta"))
    if state:
        head.append("  ").append(state, style="yellow")
    parts: list[RenderableType] = [head]
    for name in dict.fromkeys(filter(None, (stored.insight, mention.title))):
        parts.append(Padding(said(name, "italic"), (0, 0, 0, 2)))
    parts += _passages(sections(mention).items())
    for path in mention.attachments:
        parts.append(Padding(said(path, "dim"), (0, 0, 0, 2)))
    return Group(*parts)


def _passages(found: Iterable[tuple[str, str]]) -> Iterator[RenderableType]:
    for role, text in found:
        name = _ROLES.get(role, role)
        shown = Text(f"{visible(name)}: " if name else "", style="dim")
        yield Padding(Text.assemble(shown, visible(text.strip())), (0, 0, 0, 2))


def insight_pages(found: Iterable[catalogue.Insight]) -> Iterator[RenderableType]:
    """Yield an insight after the other: its title, its parts, the papers it leans on."""
    for number, row in enumerate(found):
        place = f"{row.source}:{row.line}"
        head = said(row.title, "bold").append("  ").append_text(said(row.date or "", "magenta"))
        link = f"file://{row.folder}/{row.source}" if row.folder else None
        parts: list[RenderableType] = [head, Padding(said(place, "green", link), (0, 0, 0, 2))]
        parts += _passages((part.role, part.text) for part in row.parts)
        for paper, title in row.papers:
            line = said(paper, "cyan").append("  ").append_text(said(title or ""))
            parts.append(Padding(line, (0, 0, 0, 2)))
        yield Padding(Group(*parts), (1 if number else 0, 0, 0, 0))
