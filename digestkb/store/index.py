"""What the full-text index holds of a paper: folded tokens by field, marked words, and facets to filter by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from digestkb.initials import indexed
from digestkb.records import Kind, Paper
from digestkb.store.schema import BORDER
from digestkb.text.fold import as_two, folded, folded_and_marked

#: Addresses are looked up, not searched: their words (https, org, abs …) would be found everywhere.
#: (Each alternative starts with a character of its own, so that the search skips all others; ``<?`` would forbid that.)
_ADDRESS = re.compile(r"\]\([^()\s]*\)|<https?://[^\s)>\]|]+|https?://[^\s)>\]|]+")
#: Kinds that somebody wrote for themselves, as opposed to machine-written digests and syntheses.
_OWN_KINDS = frozenset({Kind.LOG, Kind.NOTE})


def entry(paper: Paper) -> tuple[str, ...]:
    """Give the values of :data:`~digestkb.store.columns.COLUMNS` for a paper."""
    topics = dict.fromkeys(label for path in paper.topics for label in path)
    said = "\n".join(_texts(paper))
    if "](" in said or "://" in said:
        said = _ADDRESS.sub(" ", said)
    text, words = folded_and_marked(said, paper.title or "", *paper.names, *paper.tags, *topics, *paper.authors)
    return (
        folded(paper.title or ""),
        _labels(paper.names),
        _labels(paper.tags),
        _labels(topics),
        _bordered(form for author in paper.authors for form in indexed(author)),
        folded(paper.summary or ""),
        text,
        _with_two(words),
        " ".join(sorted(facets(paper))),
    )


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


def _labels(labels: Iterable[str]) -> str:
    return _bordered(map(folded, labels))


def _bordered(labels: Iterable[str]) -> str:
    parts = list(labels)
    return f"{BORDER} " + f" {BORDER} ".join(parts) + f" {BORDER}" if parts else ""


def _with_two(words: str) -> str:
    """Add to marked words what people write for them who lack their letters."""
    spelled = as_two(words)
    others = [other for word, other in zip(words.split(), spelled.split(), strict=True) if word != other]
    return " ".join([words, *others]) if others else words


def _texts(paper: Paper) -> Iterator[str]:
    for stored in paper.mentions:
        for passage in stored.mention.passages:
            yield passage.text
