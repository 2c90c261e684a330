"""Papers and insights as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from digestkb.render.markdown import escape
from digestkb.render.record import mention_text

if TYPE_CHECKING:
    from digestkb.query import catalogue
    from digestkb.query.papers import Paper


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
    for mention in paper.mentions:
        about = [mention.kind, mention.date or "", escape(mention.insight or "")]
        yield ""
        yield f"### {escape(mention.source)}:{mention.line} ({', '.join(part for part in about if part)})"
        text = mention_text(mention)
        if text:
            yield ""
            yield from (f"> {line}".rstrip() for line in text.split("\n"))
    yield ""


def _facts(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "Id", f"`{paper.id}`"
    yield "Authors", escape(", ".join(paper.authors))
    yield "Published", paper.published or ""
    yield "Names", escape(", ".join(paper.names))
    yield "Tags", escape(", ".join(paper.tags))
    yield "Topics", "; ".join(escape(" > ".join(path)) for path in paper.topics)
    yield "Links", ", ".join(f"[{link.kind}](<{link.url}>)" for link in paper.links)


def insight(row: catalogue.Insight) -> Iterator[str]:
    """Write an insight as a section."""
    yield f"## {escape(row.title)}"
    yield ""
    for part in row.parts:
        yield f"**{escape(part.role)}:** {part.text}"
        yield ""
    for paper, title in row.papers:
        yield f"- {escape(f'{paper}: {title}' if title else paper)}"
    yield f"- {escape(row.source)}:{row.line}"
    yield ""


def _linked(paper: Paper) -> str:
    title = escape(paper.called or paper.id)
    return f"[{title}](<{paper.url}>)" if paper.url else title
