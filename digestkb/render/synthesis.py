"""A month of papers as a synthesis in the family of those that are read.

The topic tree, the highlights, the contributions and the reading list are for people: what they say stands whole with
each paper below them. Gaps, ideas and reflections are read back from where they stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from digestkb.copies import counted
from digestkb.media.exact import words
from digestkb.media.markdown import link
from digestkb.render.digest import view
from digestkb.render.entry import entry, insight, said

if TYPE_CHECKING:
    from digestkb.query.insights import Insight
    from digestkb.query.papers import Mention, Paper


def regions(
    month: str, papers: Sequence[Paper], insights: Iterable[Insight], without: Collection[tuple[str, str]] = ()
) -> Iterator[list[str]]:
    """Yield the regions of the synthesis of a month: one that looks over it, and one for each paper."""
    overview = [f"# {month}", *_tree(papers), *_table(papers), *_lists(papers), *_thoughts(list(insights))]
    yield view(month, [*overview, "", "## Papers"])
    for number, paper in enumerate(papers, start=1):
        yield entry(paper, said(paper, without), f"### {number}.")


def _tree(papers: Iterable[Paper]) -> Iterator[str]:
    """Write each paper once below every topic that it has, with a line about it."""
    leaves: dict[tuple[str, ...], list[Paper]] = {}
    for paper in papers:
        for path in paper.topics or ((),):
            leaves.setdefault(path, []).append(paper)
    yield from ("", "## TOPIC_TREE", "")
    above: tuple[str, ...] = ()
    for path in sorted(leaves, key=lambda path: (not path, tuple(map(str.casefold, path)), path)):
        common = next((at for at, pair in enumerate(zip(above, path, strict=False)) if pair[0] != pair[1]), None)
        common = min(len(above), len(path)) if common is None else common
        for depth in range(common, len(path)):
            yield f"{'  ' * depth}- **{words(path[depth])}**"
        yield from (f"{'  ' * len(path)}- {_leaf(paper)}" for paper in leaves[path])
        above = path


def _leaf(paper: Paper) -> str:
    told = paper.summary or paper.called
    return f"{words(paper.id)} | {words(told)}" if told else words(paper.id)


def _told(papers: Iterable[Paper], kind: str) -> list[tuple[Paper, Mention]]:
    mentions = ((paper, one) for paper in papers for one in counted(paper.mentions, lambda one: one.passages))
    return [(paper, mention) for paper, mention in mentions if mention.kind == kind]


def _table(papers: Iterable[Paper]) -> Iterator[str]:
    """Write the highlights, the first rank first."""
    rows = sorted(_told(papers, "sota"), key=lambda row: (row[1].rank is None, row[1].rank, row[0].id))
    if rows:
        yield from ("", "## SOTA_HIGHLIGHTS", "", "| Rank | Paper ID | Keywords | Breakthrough | Impact |")
        yield "| ---: | --- | --- | --- | --- |"
    for paper, mention in rows:
        texts = (_text(mention, "breakthrough") or _text(mention, "text"), _text(mention, "impact"))
        cells = (str(mention.rank or ""), paper.id, ", ".join(mention.tags), *texts)
        yield f"| {' | '.join(words(cell).replace('|', '&#124;') for cell in cells)} |"


def _text(mention: Mention, *roles: str) -> str:
    from digestkb.render.record import sections

    found = sections(mention)
    return " – ".join(found[role] for role in roles or found if found.get(role))


def _lists(papers: Sequence[Paper]) -> Iterator[str]:
    for kind, title in (("contribution", "NOVEL_TECH_CONTRIBUTIONS"), ("reading", "READING_LIST")):
        rows = _told(papers, kind)
        if rows:
            yield from ("", f"## {title}", "")
        for paper, mention in rows:
            called = link(next(iter(mention.names), "") or paper.called or paper.id, paper.url)
            yield f"- {called}: {words(_text(mention))}".removesuffix(": ")


def _thoughts(insights: Sequence[Insight]) -> Iterator[str]:
    for kind, title in (("gap", "GAPS_AND_OPPORTUNITIES"), ("idea", "FUTURE_IDEAS"), ("reflection", "META_REFLECTION")):
        rows = [row for row in insights if row.kind == kind]
        if rows:
            yield from ("", f"## {title}")
        for row in rows:
            yield from insight(row)
