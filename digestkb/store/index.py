"""What the full-text index holds of a paper, whichever way the database keeps it.

It is made of what is stored and nothing else, so that it can be made again at any time; an index that was made by other
rules is made anew as a whole before anything else is written (:mod:`digestkb.store.rules`).
"""

from __future__ import annotations

from collections.abc import Iterator

from digestkb.records import Kind, Paper
from digestkb.roles import ORIGIN
from digestkb.store.folding import Searched

Entry = tuple[str, ...]
#: Kinds that somebody wrote for themselves, as opposed to machine-written digests and syntheses.
_OWN_KINDS = frozenset({Kind.LOG, Kind.NOTE})


def entry(paper: Paper) -> Entry:
    """Give the values of :data:`~digestkb.store.columns.COLUMNS` for a paper."""
    said = (passage for stored in paper.mentions for passage in stored.mention.passages if passage.role != ORIGIN)
    text = "\n".join(passage.text for passage in said)
    searched = Searched(paper.title, paper.names, paper.tags, paper.topics, paper.authors, paper.summary, text)
    return searched.entry(facets(paper))


def facets(paper: Paper) -> Iterator[str]:
    """Yield what ``kind:``, ``lang:``, ``has:`` and ``is:`` ask for."""
    kinds = {stored.mention.kind for stored in paper.mentions}
    yield from {f"kind-{kind.value}" for kind in kinds}
    yield from {f"lang-{language}" for language in paper.languages}
    yield from {f"has-{link.kind}" for link in paper.links}
    for name in ("title", "authors", "tags", "topics", "summary", "published", "links", "arxiv_id"):
        if getattr(paper, name):
            yield f"has-{name.removesuffix('_id')}"
    if any(stored.mention.attachments for stored in paper.mentions):
        yield "has-attachments"
    if any(stored.repaired for stored in paper.mentions):
        yield "is-repaired"
    if any(stored.uncertain for stored in paper.mentions):
        yield "is-uncertain"
    if kinds & _OWN_KINDS:
        yield "is-noted"
    if kinds == {Kind.DIGEST}:
        yield "is-digest-only"
