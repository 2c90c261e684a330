"""Notes as rows: what one says goes in and comes out whole, and the papers that it touches with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from digestkb.records import Note
from digestkb.store import note_rows, rows
from digestkb.store.card import Card
from digestkb.store.origin import Fingerprint, Origin
from digestkb.store.papers import Change, Papers, claimed
from digestkb.text.ledger import Text

#: The last row numbers of what a note is stored as.
_LAST = f"SELECT {', '.join(f'coalesce((SELECT max(id) FROM {t}), 0)' for t in ('notes', 'insights', 'mentions'))}"


class Notes:
    """The notes of a database; each method is to be called within a turn, and relies on nothing from before it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._papers = Papers(connection)

    def replace(
        self, origin: Origin, fingerprint: Fingerprint, text: Text, note: Note, cards: Mapping[str, Card]
    ) -> None:
        """Store a note in place of what was stored from the same origin; see :class:`~digestkb.store.store.Store`."""
        change = Change(cards=cards)
        self._remove(origin, change)
        self._insert(origin, fingerprint, text, note, change)
        self._papers.update(change)

    def forget(self, origin: Origin) -> None:
        """Take back everything that a note said."""
        change = Change()
        self._remove(origin, change)
        self._papers.update(change)

    def _remove(self, origin: Origin, change: Change) -> None:
        for (number,) in self._execute("SELECT id FROM notes WHERE folder = ? AND source = ?", origin).fetchall():
            self._papers.withdraw(number, change)
            self._execute("DELETE FROM notes WHERE id = ?", (number,))

    def _insert(self, origin: Origin, fingerprint: Fingerprint, text: Text, note: Note, change: Change) -> None:
        note_id, insight_id, mention_id = (1 + last for last in self._execute(_LAST).fetchone())
        connection = self._connection
        rows.insert(connection, "notes", [note_rows.note_row(note_id, origin, fingerprint, text, note)])
        rows.insert(connection, "repairs", note_rows.repair_rows(note_id, text))
        insights = list(enumerate(note.reading.insights, insight_id))
        rows.insert(connection, "insights", (note_rows.insight_row(number, note_id, i) for number, i in insights))
        stored = note_rows.stored_mentions(origin, text, note, mention_id)
        placed = self._papers.place(stored, list(map(claimed, stored)), change)
        rows.insert(
            connection,
            "mentions",
            (
                note_rows.mention_row(mention, note_id, noted, [number for number, _ in insights], paper)
                for mention, noted, paper in zip(stored, note.mentions, placed, strict=True)
            ),
        )
        said = [("mention_id", m.number, m.mention.passages) for m in stored]
        said += [("insight_id", number, insight.passages) for number, insight in insights]
        for owner in ("mention_id", "insight_id"):
            passages = (note_rows.passage_row(owner, n, p) for whose, n, of in said if whose == owner for p in of)
            rows.insert(connection, "passages", passages)
