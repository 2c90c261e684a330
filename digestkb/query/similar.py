"""What means something like a question or a paper, by the vectors that ``digestkb embed`` has made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from digestkb.errors import BadQuery, DigestError
from digestkb.query.find import Hit, find
from digestkb.query.language import Query
from digestkb.query.nodes import And, Node, Or, Word
from digestkb.query.papers import Paper, entries
from digestkb.query.passages import excerpts
from digestkb.query.ranking import findable
from digestkb.query.related import Reason, Related
from digestkb.store.connection import Connection
from digestkb.store.vectors import is_there, lacking, of_paper, stored
from digestkb.tuples import NamedTuple

if TYPE_CHECKING:
    from digestkb.semantic.vectors import Array

#: So many are given at most: everything is similar to something, and what is farther is rarely what was meant.
MOST = 10
_EMBED = "run: digestkb embed"


class Similar(NamedTuple):
    """A paper with the cosine of the angle between its vector and the one that was asked about, 1 at most."""

    number: int
    paper: Paper
    cosine: float


def similar_to_words(connection: Connection, query: Query, without: Collection[int], most: int) -> tuple[Hit, ...]:
    """Give the papers most similar to the words of a query that its filters let through, each with a line of a note.

    ``without`` are row numbers to leave out. Raises :class:`~digestkb.errors.BadQuery` if there are no words, and
    :class:`~digestkb.errors.DigestError` if the model is not installed or has made no vectors.
    """
    from digestkb.semantic.model import Model

    model = Model()
    words = " ".join(word.text for word in findable(query.root))
    if not words:
        raise BadQuery("--similar needs words to compare by")
    _check(connection)
    filters = tuple(_filters(query.root))
    let_through = (
        {hit.number for hit in find(connection, Query(And(filters)), passages=False).hits} if filters else None
    )
    found = _nearest(connection, model.question(words), without, let_through, most)
    lines = excerpts(connection, [one.number for one in found], ())
    return tuple(
        Hit(
            number=one.number,
            id=one.paper.id,
            title=one.paper.title,
            names=one.paper.names,
            date=one.paper.date or None,
            noted=one.paper.noted_last,
            tags=one.paper.tags,
            tier="similar",
            score=one.cosine,
            passage=lines.get(one.number),
        )
        for one in found
    )


def similar_to_paper(connection: Connection, number: int, without: Collection[int], most: int) -> tuple[Related, ...]:
    """Give the papers most similar to one, leaving out the row numbers ``without``; the cosine is the only reason.

    Raises :class:`~digestkb.errors.DigestError` if numpy is not installed, or the paper has no vector.
    """
    from digestkb.semantic.vectors import unpack

    _check(connection)
    vector = of_paper(connection, number)
    if vector is None:
        raise DigestError(f"this paper has no vector yet; {_EMBED}")
    found = _nearest(connection, unpack(vector), {*without, number}, None, most)
    return tuple(
        Related(
            number=one.number,
            id=one.paper.id,
            title=one.paper.title,
            names=one.paper.names,
            date=one.paper.date or None,
            score=round(one.cosine, 6),
            reasons=(Reason("similar", f"{one.cosine:.2f}", round(one.cosine, 6)),),
        )
        for one in found
    )


def lacking_vectors(connection: Connection) -> str | None:
    """Say how many papers cannot be found by their meaning, if any."""
    count = lacking(connection)
    return f"{count:,} papers and notes have no vector yet; {_EMBED}" if count else None


def _check(connection: Connection) -> None:
    if not is_there(connection) or next(stored(connection), None) is None:
        raise DigestError(f"there are no vectors to compare by yet; {_EMBED}")


def _nearest(
    connection: Connection,
    vector: Array,
    without: Collection[int],
    let_through: Collection[int] | None,
    most: int,
) -> tuple[Similar, ...]:
    from digestkb.semantic.vectors import nearest

    left = (
        (number, packed)
        for number, packed in stored(connection)
        if number not in without and (let_through is None or number in let_through)
    )
    found = nearest(vector, left, most)
    papers = _papers(connection, [number for number, _ in found])
    return tuple(Similar(number, papers[number], cosine) for number, cosine in found if number in papers)


def _papers(connection: Connection, numbers: Sequence[int]) -> dict[int, Paper]:
    found = ((number, next(entries(connection, [number]), None)) for number in numbers)
    return {number: paper for number, paper in found if paper}


def _filters(root: Node) -> Iterator[Node]:
    """Yield what narrows a query whatever words it has; what stands in an OR with words does not."""
    for part in root.parts if isinstance(root, And) else (root,):
        if not isinstance(part, Word) and not (isinstance(part, Or) and any(findable(part))):
            yield part
