"""What notes state of numbers, place by place: the title that each gives to one, else the one that its paper has."""

from __future__ import annotations

from collections.abc import Iterator

from digestkb.store.checks.examination import Place
from digestkb.store.connection import Connection
from digestkb.tuples import NamedTuple


class Stated(NamedTuple):
    """A number at a place of a note, and what it is called there."""

    number: str
    #: The title that stands there; none where only the number does.
    title: str | None
    #: The title there, else the best of any note.
    known: str | None
    place: Place


def stated(connection: Connection) -> Iterator[Stated]:
    """Yield every number at every place, in the order of the notes."""
    sql = """
    SELECT DISTINCT mentions.arxiv_id, mentions.title, coalesce(mentions.title, papers.title), folder, source, line
    FROM mentions JOIN notes ON notes.id = note_id JOIN papers ON papers.number = paper
    WHERE mentions.arxiv_id IS NOT NULL ORDER BY folder, source, line, mentions.arxiv_id, mentions.title
    """
    for number, title, known, *place in connection.execute(sql):
        yield Stated(number, title, known, Place(*place))
