"""All writes: one turn a note, and after each the papers it touches are what their mentions say.

Between two turns other processes may write. Nothing that was read in one is relied on in the next: row numbers are
taken within the turn that uses them.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from digestkb import merge
from digestkb.records import Note
from digestkb.store import note_rows, rows, state
from digestkb.store.card import Card
from digestkb.store.checks.examination import Finding
from digestkb.store.creation import bring_up
from digestkb.store.doctor import mend
from digestkb.store.guard import understood
from digestkb.store.metadata import MetadataTable
from digestkb.store.note_rows import Fingerprint, Origin
from digestkb.store.papers import Change, Papers
from digestkb.store.sqlite import Database
from digestkb.store.turns import Turns
from digestkb.store.vectors import Vectors
from digestkb.text.ledger import Text

#: How long to wait for others on leaving, in seconds.
_ON_LEAVING = 0.2
#: New tags, authors and words land all over their trees: without room for these the same pages are written again and
#: again. KiB of memory, and pages of the log before it is worked into the file.
_CACHE, _CHECKPOINT = 128 * 1024, 16_000
#: The last row numbers of what a note is stored as.
_LAST = f"SELECT {', '.join(f'coalesce((SELECT max(id) FROM {t}), 0)' for t in ('notes', 'insights', 'mentions'))}"


@dataclass(frozen=True, slots=True)
class Totals:
    """What a database holds; its notes are the files."""

    notes: int
    papers: int
    mentions: int
    insights: int
    #: Notes that are about no paper.
    paperless: int = 0


class Store:
    """The database, open for writing.

    >>> Store(Database(memory=True)).totals()
    Totals(notes=0, papers=0, mentions=0, insights=0, paperless=0)
    """

    def __init__(
        self, database: Database, wait: float | None = None, path: str = "the database", *, writes: bool = True
    ) -> None:
        self._database = database
        self._execute = database.conn.execute
        self._turns = Turns(database.conn, wait)
        if writes:
            self._execute("PRAGMA foreign_keys = ON")
            bring_up(database, self._turns, path)
            self._turns.switch("WAL")  # in memory that changes nothing
        self._papers = Papers(database)
        self._opened = self._scalar("PRAGMA data_version")

    @classmethod
    @contextlib.contextmanager
    def open(cls, path: Path, wait: float | None = None) -> Iterator[Store]:
        """Open or create a database file; its folder is made if need be.

        Raises :class:`~digestkb.errors.NoDatabase` if the file is no database of ours, its subclass
        :class:`~digestkb.errors.DamagedDatabase` if it is damaged, now or while the store is open, and
        :class:`~digestkb.errors.DatabaseBusy` if another process keeps it for longer than the seconds to ``wait``,
        or than :class:`~digestkb.store.turns.Turns` would by itself.
        """
        state.refuse(str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(_connected(path)) as connection, understood(connection, str(path), waited=True):
            store = cls(Database(connection), wait, str(path))
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA cache_size = -{_CACHE}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
            try:
                yield store
            finally:
                _settle(connection)

    @classmethod
    @contextlib.contextmanager
    def looking(cls, path: Path) -> Iterator[Store]:
        """Open a database file, if there is one, without ever writing to it; nobody who writes is waited for.

        Raises what :meth:`open` does. What is none of today's is copied into memory, and brought up to date there.
        """
        if not state.refuse(str(path)):
            with cls.passing() as store:
                yield store
            return
        connection, found = state.opened(str(path))
        with contextlib.closing(connection), understood(connection, str(path)):
            if found is state.State.CURRENT:
                yield cls(Database(connection), writes=False)
            else:
                with contextlib.closing(sqlite3.connect(":memory:")) as memory:
                    connection.backup(memory)
                    yield cls(Database(memory))

    @classmethod
    @contextlib.contextmanager
    def passing(cls) -> Iterator[Store]:
        """Open a store in memory, which is gone afterwards."""
        with contextlib.closing(sqlite3.connect(":memory:")) as connection:
            yield cls(Database(connection))

    @property
    def undisturbed(self) -> bool:
        """Nobody else has written since the database was opened: what was read of it then still holds."""
        return self._scalar("PRAGMA data_version") == self._opened

    @property
    def vectors(self) -> Vectors:
        """What the meanings of papers are compared by."""
        return Vectors(self._database.conn, self._turns)

    @property
    def metadata(self) -> MetadataTable:
        """What arXiv says of papers."""
        return MetadataTable(self._database.conn, self._turns)

    def turn(self) -> AbstractContextManager[None]:
        """Let nobody else write for a while; what is done meanwhile comes about whole, or not at all."""
        return self._turns.turn()

    def fingerprints(self) -> dict[Origin, Fingerprint]:
        """Give what was read last time, by where it lies."""
        sql = "SELECT folder, source, sha256, size, reading FROM notes"
        return {Origin(folder, source): Fingerprint(*rest) for folder, source, *rest in self._rows(sql)}

    def around(self, origin: Origin) -> tuple[list[str], dict[Origin, Fingerprint]]:
        """Give the folders of notes around a file, and the file's own note in whichever of them it is known."""
        path = PurePath(origin.folder, origin.source)
        folders = [str(above) for above in path.parents] if origin.folder else [""]
        folders = [folder for folder in folders if self._scalar("SELECT 1 FROM notes WHERE folder = ? LIMIT 1", folder)]
        known = {}
        for folder in folders:
            source = path.relative_to(folder).as_posix() if folder else origin.source
            sql = "SELECT sha256, size, reading FROM notes WHERE folder = ? AND source = ?"
            for row in self._rows(sql, folder, source):
                known[Origin(folder, source)] = Fingerprint(*row)
        return folders, known

    def totals(self) -> Totals:
        """Count what is there."""
        tables = ("notes", "papers", "mentions", "insights", "papers WHERE is_note")
        notes, records, mentions, insights, paperless = (self._scalar(f"SELECT count(*) FROM {t}") for t in tables)
        return Totals(notes, records - paperless, mentions, insights, paperless)

    def replace(
        self,
        origin: Origin,
        fingerprint: Fingerprint,
        text: Text,
        note: Note,
        cards: Mapping[str, Card] | None = None,
    ) -> None:
        """Store a note in place of what was stored from the same origin, and update the papers that it touches.

        ``cards`` are those of :func:`~digestkb.store.card.numbered` where they were made beforehand.
        """
        change = Change(cards=cards or {})
        with self._turns.turn():
            self._remove(origin, change)
            self._insert(origin, fingerprint, text, note, change)
            self._papers.update(change)

    def forget(self, origin: Origin) -> None:
        """Take back everything that a note said."""
        change = Change()
        with self._turns.turn():
            self._remove(origin, change)
            self._papers.update(change)

    def mend(self) -> list[Finding]:
        """Put right what :mod:`digestkb.store.doctor` finds; gives what that was."""
        with self._turns.turn():
            return mend(self._database)

    def tidy(self) -> None:
        """Let SQLite merge the index's segments and refresh its statistics; worth it after many changes."""
        with self._turns.turn():
            self._execute("INSERT INTO search (search, rank) VALUES ('merge', 500)")
        self._turns.patiently(lambda: self._execute("PRAGMA optimize"))

    def _remove(self, origin: Origin, change: Change) -> None:
        note_id = self._scalar("SELECT id FROM notes WHERE folder = ? AND source = ?", origin.folder, origin.source)
        if note_id:
            self._papers.withdraw(note_id, change)
            self._execute("DELETE FROM notes WHERE id = ?", (note_id,))

    def _insert(self, origin: Origin, fingerprint: Fingerprint, text: Text, note: Note, change: Change) -> None:
        note_id, insight_id, mention_id = (1 + last for last in self._rows(_LAST)[0])
        connection = self._database.conn
        rows.insert(connection, "notes", [note_rows.note_row(note_id, origin, fingerprint, text, note)])
        rows.insert(connection, "repairs", note_rows.repair_rows(note_id, text))
        insights = list(enumerate(note.reading.insights, insight_id))
        rows.insert(connection, "insights", (note_rows.insight_row(number, note_id, i) for number, i in insights))
        stored = note_rows.stored_mentions(origin, text, note, mention_id)
        claims = [merge.claims(mention.mention).union(merge.ids(mention)) for mention in stored]
        placed = self._papers.place(stored, claims, change)
        rows.insert(
            connection,
            "mentions",
            (
                note_rows.mention_row(mention, note_id, noted, [number for number, _ in insights], paper)
                for mention, noted, paper in zip(stored, note.mentions, placed, strict=True)
            ),
        )
        rows.insert(
            connection,
            "passages",
            (note_rows.passage_row("mention_id", m.number, p) for m in stored for p in m.mention.passages),
        )
        rows.insert(
            connection,
            "passages",
            (note_rows.passage_row("insight_id", number, p) for number, i in insights for p in i.passages),
        )
        rows.insert(connection, "claims", note_rows.claim_rows(stored, claims))

    def _scalar(self, sql: str, *parameters: object) -> int:
        found = self._rows(sql, *parameters)
        return int(found[0][0]) if found else 0

    def _rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self._turns.patiently(lambda: self._execute(sql, parameters).fetchall())


def _connected(path: Path) -> sqlite3.Connection:
    """Open a file; its name may look like an address with parameters, or like the one that SQLite has for memory."""
    try:
        return sqlite3.connect(path.absolute())
    except sqlite3.Error as error:
        raise state.explained(error, str(path)) or state.damaged(str(error), str(path)) from error


def _settle(connection: sqlite3.Connection) -> None:
    """Leave one plain file: readers of it put nothing beside it, and need no leave to write there."""
    with contextlib.suppress(sqlite3.OperationalError):  # somebody else has it open, who may do the same
        Turns(connection, _ON_LEAVING).switch("DELETE")
