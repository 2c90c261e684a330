"""What the index holds of papers, folded again: the index itself has no text."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from digestkb.query.database import rows_of
from digestkb.roles import ORIGIN
from digestkb.store.columns import SUMMARY
from digestkb.store.connection import Connection
from digestkb.store.folding import Searched

_COLUMNS = f"SELECT number, title, names, tags, topics, authors, {SUMMARY} FROM papers WHERE number"
_PASSAGES = (
    "SELECT paper, passages.text, source, folder, mentions.line, mentions.last_line, mentions.kind, coalesce(rank, 0),"
    " mentions.id, passages.id FROM mentions JOIN notes ON notes.id = note_id"
    f" JOIN passages ON mention_id = mentions.id AND role <> '{ORIGIN}' WHERE paper"
)


def searched(connection: Connection, papers: Sequence[int]) -> dict[int, Searched]:
    """Give what notes say of papers, by row number; those that are not there are left out."""
    texts: dict[int, list[str]] = defaultdict(list)
    for paper, text, *_ in sorted(rows_of(connection, _PASSAGES, papers), key=lambda row: row[2:]):
        texts[paper].append(text)
    found = {}
    for number, title, *lists, summary in rows_of(connection, _COLUMNS, papers):
        names, tags, topics, authors = map(json.loads, lists)
        found[number] = Searched(title, names, tags, topics, authors, summary, "\n".join(texts[number]))
    return found


def folded_texts(connection: Connection, papers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Give the folded texts of papers in the order of :data:`~digestkb.store.columns.WEIGHED`."""
    return {number: said.weighed() for number, said in searched(connection, papers).items()}
