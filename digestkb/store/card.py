"""A paper's card: everything that the tables hold of it but its row number, so that cards can be made elsewhere.

Making one is much of the work of storing a paper and needs no database: a process that reads notes makes the cards of
the papers in them, and they are used as they are for papers that no other note speaks of.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, TypeVar

from digestkb import merge, tags
from digestkb.records import Paper, StoredMention
from digestkb.store import counts, index, rows
from digestkb.store.connection import Connection
from digestkb.store.engine import Index
from digestkb.store.rows import Values
from digestkb.text.fold import folded
from digestkb.tuples import NamedTuple

#: The tables that hold a paper's labels, with their columns. They are in the order of the keys and have no other: the
#: keys of a paper follow from its row.
LABEL_TABLES = {
    "paper_tags": ("key", "tag"),
    "paper_authors": ("key", "author"),
    "paper_topics": ("key", "path"),
    "paper_names": ("key",),
}

#: So many papers are counted again at once.
_AT_ONCE = 5_000

Labels = tuple[tuple[Values, ...], ...]
_Label = TypeVar("_Label")


class Card(NamedTuple):
    """The values of a paper's row, of its rows in each of :data:`LABEL_TABLES`, and of its entry in the index."""

    paper: Values
    labels: Labels
    entry: index.Entry
    #: What it counts for.
    counted: tuple[counts.Counted, ...]


def make(paper: Paper) -> Card:
    """Make the card of a paper.

    >>> make(Paper("2601.05242", tags=("RL", "rl", "LLMs"))).labels[0]
    (('rl', 'RL'), ('llms', 'LLMs'))
    """
    labels = _labels(paper.title, paper.names, paper.tags, paper.authors, paper.topics)
    row = rows.paper_values(paper)
    return Card(row, labels, index.entry(paper), tuple(_counted(dict(zip(rows.PAPER, row, strict=True)), labels)))


def placed(made: Card, paper_id: str, passages: int) -> Card:
    """Give a card of :func:`of_note` as it is stored under an id, behind so many passages of other notes."""
    _, *row, begins = made.paper
    return made._replace(paper=(paper_id, *row, begins and begins + passages))


def _labels(
    title: str | None,
    names: Iterable[str],
    tagged: Iterable[str],
    authors: Iterable[str],
    topics: Iterable[Sequence[str]],
) -> Labels:
    called = [title, merge.head(title) if title else None, *names]
    return (
        _keyed(tagged, tags.key, str),
        _keyed(authors, tags.key, str),
        _keyed(topics, tags.path_key, rows.dump),
        tuple((key,) for key in dict.fromkeys(key for name in called if name for key in name_keys(name))),
    )


def name_keys(name: str) -> tuple[str, ...]:
    """Give what a name is looked up by: as a label, and without its punctuation.

    >>> name_keys("Qwen-Image-Layered"), name_keys("GDPO"), name_keys("C++")
    (('qwen-image-layered', 'qwen image layered'), ('gdpo',), ('c++',))
    """
    label, bare = tags.key(name), folded(name)
    return (label, bare) if bare != label and len(bare) > 2 else (label,)


def _keyed(labels: Iterable[_Label], key: Callable[[_Label], str], text: Callable[[_Label], str]) -> tuple[Values, ...]:
    distinct: dict[str, str] = {}
    for label in labels:
        distinct.setdefault(key(label), text(label))
    return tuple(distinct.items())


def of_note(mentions: Iterable[StoredMention]) -> Iterator[tuple[str, Card]]:
    """Yield the cards of the papers of one note, by the ids that they have by themselves, as if no other spoke of them.

    A note about no paper is called otherwise where others have its title: its id is to be set then.
    """
    by_id: dict[str, list[StoredMention]] = {}
    for stored in mentions:
        by_id.setdefault(merge.own_id(stored.mention), []).append(stored)
    for paper_id, said in by_id.items():
        yield paper_id, make(merge.merge(paper_id, said))


def write(connection: Connection, words: Index, cards: Mapping[int, Card]) -> None:
    """Insert cards under their row numbers."""
    rows.insert(connection, "papers", ("number", *rows.PAPER), ((n, *card.paper) for n, card in cards.items()))
    for at, (table, columns) in enumerate(LABEL_TABLES.items()):
        connection.executemany(
            f"INSERT INTO {table} (paper, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})",
            ((number, *values) for number, card in cards.items() for values in card.labels[at]),
        )
    counts.add(connection, chain.from_iterable(card.counted for card in cards.values()))
    words.insert((number, card.entry) for number, card in cards.items())


def _counted(paper: Mapping[str, Any], labels: Labels) -> Iterator[counts.Counted]:
    """Yield what a paper counts for."""
    tagged, authors, topics, _ = labels
    return counts.counted(paper, tagged, authors, topics)


def remove_labels(connection: Connection, numbers: Iterable[int]) -> None:
    """Delete the labels of papers, by what their rows say that they are, and count them no more."""
    keys: list[list[tuple[object, int]]] = [[] for _ in LABEL_TABLES]
    gone: list[counts.Counted] = []
    for number, paper, labels in _labelled(connection, numbers):
        gone += _counted(paper, labels)
        for found, those in zip(keys, labels, strict=True):
            found += [(key, number) for key, *_ in those]
    for table, found in zip(LABEL_TABLES, keys, strict=True):
        connection.executemany(f"DELETE FROM {table} WHERE key = ? AND paper = ?", found)
    counts.take(connection, gone)


def _labelled(connection: Connection, numbers: Iterable[int]) -> Iterator[tuple[int, dict[str, Any], Labels]]:
    """Yield papers by number, with what is counted of their rows, and their labels."""
    sql = f"SELECT title, names, tags, authors, topics, {', '.join(counts.COLUMNS)} FROM papers WHERE number = ?"
    for number in numbers:
        for title, names, tagged, authors, topics, *row in connection.execute(sql, (number,)):
            labels = _labels(title, *map(rows.load, (names, tagged, authors, topics)))
            yield number, dict(zip(counts.COLUMNS, row, strict=True)), labels


def recount(connection: Connection) -> None:
    """Count all papers again, a part of them at a time."""
    counts.clear(connection)
    (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM papers").fetchone()
    for first in range(1, last + 1, _AT_ONCE):
        papers = _labelled(connection, range(first, first + _AT_ONCE))
        counts.add(connection, (one for _, paper, labels in papers for one in _counted(paper, labels)))


class Stored:
    """The cards in a database without their entries, which the index has no text of; for many looks.

    The labels are copied and put in the order of the papers.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        for table in LABEL_TABLES:
            connection.execute(f"DROP TABLE IF EXISTS temp.of_{table}")
            connection.execute(f"CREATE TEMP TABLE of_{table} AS SELECT * FROM {table} ORDER BY paper")
            connection.execute(f"CREATE INDEX temp.of_{table}_paper ON of_{table} (paper)")

    def unlike(self, number: int, card: Card) -> list[str]:
        """Name the tables that say something else of a paper; labels have no order there."""
        sql = f"SELECT {', '.join(rows.PAPER)} FROM papers WHERE number = ?"
        found = ["papers"] if self._connection.execute(sql, (number,)).fetchone() != card.paper else []
        for (table, columns), labels in zip(LABEL_TABLES.items(), card.labels, strict=True):
            sql = f"SELECT {', '.join(columns)} FROM of_{table} WHERE paper = ?"
            if set(self._connection.execute(sql, (number,))) != set(labels):
                found.append(table)
        return found
