"""Papers and insights as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from digestkb.copies import counted
from digestkb.media.addresses import web
from digestkb.media.markdown import code, escape, link, quoted
from digestkb.render import Place
from digestkb.render.record import mention_text

if TYPE_CHECKING:
    from digestkb.query.insights import Insight
    from digestkb.query.papers import Link, Paper


def bullet(paper: Paper) -> Iterator[str]:
    """Write a paper as one item of a list."""
    parts = [_linked(paper), paper.date, escape(paper.summary or "")]
    yield "- " + " — ".join(part for part in parts if part)


def whole(paper: Paper) -> Iterator[str]:
    """Write all that is known of a paper as a section."""
    yield f"## {_linked(paper)}"
    yield ""
    for name, value in _facts(paper):
        if value:
            yield f"- **{name}:** {value}"
    if paper.summary:
        yield ""
        yield escape(paper.summary)
    if paper.metadata:
        yield ""
        yield f"### {escape(paper.metadata.called)} ({', '.join(paper.metadata.fields)})"
        if paper.abstract:
            yield ""
            yield from quoted(paper.abstract)
    for mention in counted(paper.mentions, lambda mention: mention.passages):
        about = ", ".join(filter(None, (mention.kind, mention.date, escape(mention.insight or ""))))
        place = Place(mention.folder, mention.source, mention.line)
        yield ""
        yield f"### {escape(place.short)} ({about})"
        text = mention_text(mention)
        if text:
            yield ""
            yield from quoted(text)
    yield ""


def _facts(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "Id", code(paper.id)
    yield "Authors", escape(", ".join(paper.authors))
    yield "Published", paper.published or ""
    yield "Names", escape(", ".join(paper.names))
    yield "Tags", escape(", ".join(paper.tags))
    yield "Topics", "; ".join(escape(" > ".join(path)) for path in paper.topics)
    yield "Categories", escape(" ".join(paper.categories))
    yield "Venue", escape(paper.venue or "")
    yield "DOI", link(paper.doi, f"https://doi.org/{paper.doi}") if paper.doi else ""
    yield "Links", ", ".join(_leading(found) for found in paper.links)


def insight(row: Insight) -> Iterator[str]:
    """Write an insight as a section."""
    yield f"## {escape(row.title)}"
    yield ""
    for part in row.parts:
        yield from quoted(f"**{escape(part.role)}:** {part.text}")
        yield ""
    for paper, title in row.papers:
        yield f"- {escape(f'{paper}: {title}' if title else paper)}"
    yield f"- {escape(Place(row.folder, row.source, row.line).short)}"
    yield ""


def _linked(paper: Paper) -> str:
    return link(paper.called or paper.id, paper.url)


def _leading(found: Link) -> str:
    """Write a link of a paper: by its kind, and where it leads nowhere that a browser goes, as it stands."""
    return link(found.kind, found.url) if web(found.url) else f"{found.kind} {escape(found.url)}"
