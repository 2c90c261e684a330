"""Notes as rows: what one says goes in and comes out whole, and the papers that it touches with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count

from digestkb.store import note_rows, rows
from digestkb.store.card import Card
from digestkb.store.engine import Engine
from digestkb.store.note_rows import InsightRow, MentionRow, NoteRows
from digestkb.store.origin import Fingerprint, Origin
from digestkb.store.papers import Change, Papers

#: The last row numbers of what a note is stored as.
_NUMBERED = ("notes", "insights", "mentions", "passages")
_LAST = f"SELECT {', '.join(f'coalesce((SELECT max(id) FROM {table}), 0)' for table in _NUMBERED)}"


class Notes:
    """The notes of a database; each method is to be called within a turn, and relies on nothing from before it."""

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.connection
        self._execute = self._connection.execute
        self._papers = Papers(self._connection, engine.index)

    def replace(self, origin: Origin, fingerprint: Fingerprint, note: NoteRows, cards: Mapping[str, Card]) -> None:
        """Store a note in place of what was stored from the same origin; see :class:`~digestkb.store.store.Store`."""
        change = Change(cards=cards)
        self._remove(origin, change)
        self._insert(origin, fingerprint, note, change)
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

    def _insert(self, origin: Origin, fingerprint: Fingerprint, note: NoteRows, change: Change) -> None:
        """Insert the rows of a note one by one: unpacked, those of a long one fill much memory."""
        note_id, insight_id, mention_id, passage_id = (1 + last for last in self._execute(_LAST).fetchone())
        of_file = ("id", "folder", "source", "sha256", "size", "reading")
        self._add("notes", (*of_file, *note_rows.NOTE), [(note_id, *origin, *fingerprint, *note.note)])
        self._add("repairs", ("note_id", *note_rows.REPAIR), ((note_id, *repair) for repair in note.repairs))
        insights, mentions = (
            partial(enumerate, note.insights, insight_id),
            partial(enumerate, note.mentions, mention_id),
        )
        of_insights = ((number, note_id, *insight.values) for number, insight in insights())
        self._add("insights", ("id", "note_id", *note_rows.INSIGHT), of_insights)
        placed = self._papers.place(note.mentions, mention_id, passage_id, origin, change)
        of_mentions = (
            (number, note_id, paper, _at(mention.insight, insight_id), *mention.values)
            for (number, mention), paper in zip(mentions(), placed, strict=True)
        )
        self._add("mentions", ("id", "note_id", "paper", "insight_id", *note_rows.MENTION), of_mentions)
        for owner, those in (("mention_id", mentions), ("insight_id", insights)):
            self._add("passages", ("id", owner, *note_rows.PASSAGE), _said(those(), count(passage_id)))
            passage_id += sum(len(one.passages) for _, one in those())

    def _add(self, table: str, columns: Sequence[str], values: Iterable[rows.Values]) -> None:
        rows.insert(self._connection, table, columns, values)


def _said(rows_: Iterable[tuple[int, MentionRow | InsightRow]], numbers: Iterator[int]) -> Iterator[rows.Values]:
    """Yield the passages of mentions or insights, each with its own number and with that of whose it is."""
    for owner, row in rows_:
        for passage in row.passages:
            yield next(numbers), owner, *passage


def _at(position: int | None, first: int) -> int | None:
    return None if position is None else first + position
