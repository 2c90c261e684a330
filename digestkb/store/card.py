"""A paper's card: everything that the tables hold of it but its row number, so that cards can be made elsewhere.

Making one is much of the work of storing a paper and needs no database: a process that reads notes makes the cards of
the papers in them, and they are used as they are for papers that no other note speaks of.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from digestkb import merge, tags
from digestkb.records import Paper, StoredMention
from digestkb.store import index, rows
from digestkb.store.columns import COLUMNS
from digestkb.text.fold import folded

#: Between the labels of a topic's path in its key; no label has it.
PATH_SEPARATOR = "\x1f"
#: The tables that hold a paper's labels, with their columns.
LABEL_TABLES = {
    "paper_tags": ("key", "tag"),
    "paper_authors": ("key", "author"),
    "paper_topics": ("key", "path"),
    "paper_names": ("key",),
}

Values = tuple[object, ...]
_Label = TypeVar("_Label")


@dataclass(frozen=True, slots=True)
class Card:
    """The values of a paper's row, of its rows in each of :data:`LABEL_TABLES`, and of its entry in the index."""

    paper: rows.Row
    labels: tuple[tuple[Values, ...], ...]
    entry: Values


def make(paper: Paper) -> Card:
    """Make the card of a paper.

    >>> make(Paper("2601.05242", tags=("RL", "rl", "LLMs"))).labels[0]
    (('rl', 'RL'), ('llms', 'LLMs'))
    """
    names = [paper.title, merge.head(paper.title) if paper.title else None, *paper.names]
    labels = (
        _keyed(paper.tags, tags.key, str),
        _keyed(paper.authors, tags.key, str),
        _keyed(paper.topics, lambda path: PATH_SEPARATOR.join(map(tags.key, path)), rows.dump),
        tuple((key,) for key in dict.fromkeys(key for name in names if name for key in name_keys(name))),
    )
    return Card(rows.paper_row(paper), labels, index.entry(paper))


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


def numbered(mentions: Iterable[StoredMention]) -> Iterator[tuple[str, Card]]:
    """Yield the ids and cards of the numbered papers of one note, as if no other note spoke of them."""
    by_id: dict[str, list[StoredMention]] = {}
    for stored in mentions:
        if stored.mention.arxiv_id:
            by_id.setdefault(stored.mention.arxiv_id.number, []).append(stored)
    for paper_id, said in by_id.items():
        yield paper_id, make(merge.merge(paper_id, said))


def write(connection: sqlite3.Connection, cards: Mapping[int, Card]) -> None:
    """Insert cards under their row numbers."""
    rows.insert(connection, "papers", ({"number": number, **card.paper} for number, card in cards.items()))
    for at, (table, columns) in enumerate(LABEL_TABLES.items()):
        connection.executemany(
            f"INSERT INTO {table} (paper, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})",
            ((number, *values) for number, card in cards.items() for values in card.labels[at]),
        )
    connection.executemany(
        f"INSERT INTO search (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})",
        ((number, *card.entry) for number, card in cards.items()),
    )


def read(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, Card]:
    """Read the cards of papers back; what is not there is empty."""
    found: dict[int, Card] = {}
    for number in numbers:
        cursor = connection.execute("SELECT * FROM papers WHERE number = ?", (number,))
        names = [name for name, *_ in cursor.description]
        row = dict(zip(names, cursor.fetchone() or (), strict=False))
        row.pop("number", None)
        labels = tuple(
            tuple(connection.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE paper = ?", (number,)))
            for table, columns in LABEL_TABLES.items()
        )
        entry = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM search WHERE rowid = ?", (number,))
        found[number] = Card(row, labels, entry.fetchone() or ())
    return found


def differences(one: Card, other: Card) -> list[str]:
    """Name the tables in which two cards differ; labels have no order there."""
    unlike = ["papers"] if one.paper != other.paper else []
    for table, ours, theirs in zip(LABEL_TABLES, one.labels, other.labels, strict=True):
        if set(ours) != set(theirs):
            unlike.append(table)
    return [*unlike, "search"] if tuple(one.entry) != tuple(other.entry) else unlike
