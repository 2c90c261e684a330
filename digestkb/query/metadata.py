"""What arXiv's metadata adds to what notes say: values of papers, and words to find them by.

A note's own words go first: metadata fills what no note says, and stands in for a title that is only a name. Asked for
are both: each word, and each filter that full text answers, may stand in what the notes say or in the metadata.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from digestkb.query.database import has_metadata, marks
from digestkb.query.expressions import Expression, Within, any_of, phrase
from digestkb.query.fts5 import written
from digestkb.query.search_index import Clause
from digestkb.store.columns import ABSTRACT, COLUMNS
from digestkb.store.connection import Connection
from digestkb.store.metadata import Stored, of_papers
from digestkb.text.fold import folded, is_cjk
from digestkb.tuples import NamedTuple

if TYPE_CHECKING:
    from digestkb.query.nodes import Word
    from digestkb.query.papers import Paper
    from digestkb.query.plan import Rewrite

#: A title of no more words is a name, unless it is Chinese.
_NAME = 2
#: What a match counts by column, in the order of the index: people and titles as in notes, an abstract least of all.
WEIGHTS = ", ".join(str(ABSTRACT if name == "text" else weight) for name, weight in COLUMNS.items())
_INDEXED = (
    "SELECT number FROM papers JOIN paper_metadata USING (arxiv_id) JOIN metadata_search"
    " ON metadata_search.rowid = paper_metadata.id WHERE metadata_search MATCH ?"
)
#: The best match of any word, by paper.
RANKED = (
    f"SELECT arxiv_id, bm25(metadata_search, {WEIGHTS}) AS rank FROM metadata_search JOIN paper_metadata"
    " ON paper_metadata.id = metadata_search.rowid WHERE metadata_search MATCH ?"
)


class Either:
    """Asks for words and filters where notes and metadata have them together."""

    def part(self, asked: Expression) -> Clause:
        """Ask for what one expression finds in either."""
        fts = written(asked)
        return Clause(f"papers.number IN (SELECT rowid FROM search WHERE search MATCH ? UNION {_INDEXED})", (fts, fts))

    def parts(self, run: Sequence[Word], rewrite: Rewrite) -> Iterator[Clause]:
        """Ask for the words one by one: a note may have the one, and the abstract the other."""
        from digestkb.query.wording import telling

        for word in telling(run):
            asked = rewrite([word])
            if asked:
                yield self.part(asked)


def any_of_them(parts: Sequence[Expression]) -> str:
    """Write, for the index of metadata, that any of several is asked for."""
    return written(any_of(*parts)) if parts else '""'


def fill(connection: Connection, papers: Mapping[int, Paper]) -> dict[int, Paper]:
    """Give papers, by whatever number, with what metadata says besides."""
    told = of_papers(connection, [paper.arxiv_id for paper in papers.values() if paper.arxiv_id])
    return {
        number: filled(paper, told[paper.arxiv_id]) if paper.arxiv_id in told else paper
        for number, paper in papers.items()
    }


def filled(paper: Paper, stored: Stored) -> Paper:
    """Give a paper with what metadata says besides, and which values those are."""
    from digestkb.query.papers import Provenance

    said, taken = stored.metadata, []
    people: tuple[tuple[str, str, str], ...] = ()
    changes: dict[str, Any] = {}
    title, names = titled(paper.title, paper.names, stored)
    if title != paper.title:
        changes |= {"title": title, "title_source": "arxiv", "names": names}
        taken.append("title")
    if said.authors and (stored.preferred or not paper.authors):
        changes |= {"authors": tuple(name.whole for name in said.authors)}
        # The API does not say which part of a name is which.
        people = said.authors if all(name.family for name in said.authors) else ()
        taken.append("authors")
    if said.published and (stored.preferred or not paper.published):
        changes["published"] = said.published
        taken.append("published")
    for name in ("abstract", "categories", "venue", "doi"):
        if value := getattr(said, name):
            changes[name] = value
            taken.append(name)
    told = Provenance(*stored.source, tuple(taken), people)
    return paper._replace(**changes, metadata=told)


def titled(title: str | None, names: tuple[str, ...], stored: Stored) -> tuple[str | None, tuple[str, ...]]:
    """Give the title and the other names of a paper: one that gives way to arXiv's becomes a name."""
    theirs = stored.metadata.title
    if not theirs or theirs == title or not (stored.preferred or not title or _is_name(title)):
        return title, names
    same = folded(theirs)
    known = dict.fromkeys((title, *names) if title else names)
    return theirs, tuple(name for name in known if folded(name) != same)


class Noted(NamedTuple):
    """What notes say of a paper as far as a list of hits shows it."""

    arxiv_id: str | None
    title: str | None
    names: tuple[str, ...]
    published: str | None
    month: str | None


def shown(connection: Connection, noted: Sequence[Noted]) -> list[Noted]:
    """Give the same with what metadata says besides."""
    told = of_papers(connection, [one.arxiv_id for one in noted if one.arxiv_id])
    found = []
    for one in noted:
        stored = told.get(one.arxiv_id or "")
        if stored:
            title, names = titled(one.title, one.names, stored)
            theirs = stored.metadata.published
            published = theirs or one.published if stored.preferred else one.published or theirs
            one = one._replace(title=title, names=names, published=published)
        found.append(one)
    return found


def _is_name(title: str) -> bool:
    return len(title.split()) <= _NAME and not any(map(is_cjk, title))


def called(connection: Connection, spelled: str) -> list[int]:
    """Find the papers whose title in the metadata is what was typed, but for case, marks and signs."""
    wanted = folded(spelled)
    if not wanted or not has_metadata(connection):
        return []
    sql = (
        "SELECT number, paper_metadata.title FROM metadata_search JOIN paper_metadata"
        " ON paper_metadata.id = metadata_search.rowid JOIN papers USING (arxiv_id) WHERE metadata_search MATCH ?"
        " ORDER BY papers.id"
    )
    found = connection.execute(sql, (written(Within(("title",), phrase(wanted), first=True)),))
    return [number for number, title in found if folded(title) == wanted]


def folded_texts(connection: Connection, numbers: Sequence[int]) -> Mapping[int, tuple[str, str, str]]:
    """Give what the index has of the metadata of papers, by row number: title, people and abstract."""
    sql = (
        "SELECT number, s.title, s.authors, s.text FROM papers JOIN paper_metadata USING (arxiv_id)"
        f" JOIN metadata_search AS s ON s.rowid = paper_metadata.id WHERE number IN ({marks(numbers)})"
    )
    return {number: tuple(texts) for number, *texts in connection.execute(sql, tuple(numbers))}
