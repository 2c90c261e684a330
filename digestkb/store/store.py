"""All writes: one turn a note, and after each the papers it touches are what their mentions say.

Between two turns other processes may write. Nothing that was read in one is relied on in the next: row numbers are
taken within the turn that uses them.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from digestkb.errors import NoDatabase
from digestkb.files import Stamp
from digestkb.store import state
from digestkb.store.file import PAGE, File, connected, was_left
from digestkb.store.guard import understood
from digestkb.store.origin import Fingerprint, Origin
from digestkb.tuples import NamedTuple

# What writes is loaded once something is to be written: a run that finds nothing new loads none of it.
if TYPE_CHECKING:
    from digestkb.records import Note
    from digestkb.store.card import Card
    from digestkb.store.checks.examination import Finding
    from digestkb.store.engine import Engine
    from digestkb.store.metadata import MetadataTable
    from digestkb.store.note_rows import NoteRows
    from digestkb.store.notes import Notes
    from digestkb.store.vectors import Vectors
    from digestkb.text.ledger import Text


class Totals(NamedTuple):
    """What a database holds; its notes are the files."""

    notes: int
    papers: int
    mentions: int
    insights: int
    #: Notes that are about no paper.
    paperless: int = 0


class Store:
    """The database, open for writing.

    >>> with contextlib.closing(sqlite3.connect(":memory:")) as connection:
    ...     print(Store(connection).totals())
    Totals(notes=0, papers=0, mentions=0, insights=0, paperless=0)
    """

    def __init__(
        self,
        database: sqlite3.Connection | Engine,
        wait: float | None = None,
        path: str = "the database",
        *,
        writes: bool = True,
    ) -> None:
        """Open what ``database`` says: an engine, or SQLite's on a connection, to which the rest is told."""
        if isinstance(database, sqlite3.Connection):
            database = File(database, wait, path, writes=writes)
        self._engine: Engine = database
        self._connection = self._engine.connection
        self._execute = self._connection.execute
        #: The notes as they were last asked for.
        self._known: dict[Origin, Fingerprint] | None = None

    @classmethod
    @contextlib.contextmanager
    def open(cls, path: Path, wait: float | None = None) -> Iterator[Store]:
        """Open or create a database file; its folder is made if need be.

        Raises :class:`~digestkb.errors.NoDatabase` if the file is no database of ours, its subclass
        :class:`~digestkb.errors.DamagedDatabase` if it is damaged, now or while the store is open, and
        :class:`~digestkb.errors.DatabaseBusy` if another process keeps it for longer than the seconds to ``wait``,
        or than :class:`~digestkb.store.turns.Turns` would by itself.
        """
        is_new = not state.refuse(str(path))
        with connected(path) as connection, understood(connection, str(path), waited=True):
            connection.execute(f"PRAGMA page_size = {PAGE}")  # of a file that has none yet
            if is_new:  # to one that has pages this would write
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            file = File(connection, wait, str(path))
            store = cls(file)
            if was_left(path):
                store._write()
            try:
                yield store
            finally:
                file.leave()

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
                yield cls(connection, writes=False)
            else:
                with contextlib.closing(sqlite3.connect(":memory:")) as memory:
                    connection.backup(memory)
                    yield cls(memory)

    @classmethod
    @contextlib.contextmanager
    def passing(cls) -> Iterator[Store]:
        """Open a store in memory, which is gone afterwards."""
        with contextlib.closing(sqlite3.connect(":memory:")) as connection:
            yield cls(connection)

    @property
    def undisturbed(self) -> bool:
        """Nobody else has written since the database was opened: what was read of it then still holds."""
        return self._engine.undisturbed

    @property
    def vectors(self) -> Vectors:
        """What the meanings of papers are compared by."""
        from digestkb.store.vectors import Vectors

        self._write()
        return Vectors(self._engine)

    @property
    def metadata(self) -> MetadataTable:
        """What arXiv says of papers."""
        from digestkb.store.metadata import MetadataTable

        self._write()
        return MetadataTable(self._file(), self._engine)

    def _file(self) -> sqlite3.Connection:
        """Give the connection for what only a file can have."""
        if not isinstance(self._connection, sqlite3.Connection):
            raise NoDatabase("this is for databases in files; digestkb db copy makes one")
        return self._connection

    def turn(self) -> AbstractContextManager[None]:
        """Let nobody else write for a while; what is done meanwhile comes about whole, or not at all."""
        self._write()
        return self._engine.turn()

    def keeping(
        self, folders: Iterable[str], tell: Callable[[str], None] = lambda _: None
    ) -> AbstractContextManager[None]:
        """Let nobody else ingest these folders for a while, where two would do the same work at once.

        ``tell`` is given a line for each that somebody else ingests, who is waited for.
        """
        return self._engine.keeping(folders, tell)

    def _write(self) -> None:
        self._engine.begin(lambda: self._known is None or self._known == self._fingerprints())

    def load(self) -> None:
        """Load what writes, while there is nothing else to do."""
        _ = self._notes

    @cached_property
    def _notes(self) -> Notes:
        from digestkb.store.notes import Notes

        return Notes(self._engine)

    def fingerprints(self) -> dict[Origin, Fingerprint]:
        """Give what was read last time, by where it lies."""
        self._known = self._fingerprints()
        return dict(self._known)

    def _fingerprints(self) -> dict[Origin, Fingerprint]:
        sql = f"SELECT folder, source, sha256, size, reading FROM {self._engine.notes}"
        return {Origin(folder, source): Fingerprint(*rest) for folder, source, *rest in self._rows(sql)}

    def stamps(self) -> dict[Origin, Stamp]:
        """Give how the files looked of which the notes were read, as far as a file that looks so is that one still."""
        known = "modified IS NOT NULL AND changed IS NOT NULL"
        sql = f"SELECT folder, source, size, modified, changed FROM {self._engine.notes} WHERE {known}"
        return {Origin(folder, source): Stamp(*rest) for folder, source, *rest in self._rows(sql)}

    def stamp(self, stamps: Iterable[tuple[Origin, Fingerprint, Stamp]]) -> None:
        """Note how files look of which these notes were read; where another was read meanwhile, nothing is noted."""
        sql = "UPDATE notes SET modified = ?, changed = ? WHERE folder = ? AND source = ? AND sha256 = ? AND size = ?"
        with self.turn():
            for origin, fingerprint, stamp in stamps:
                values = (stamp.modified, stamp.changed, *origin, fingerprint.sha256, stamp.size)
                self._execute(sql, values)

    def around(self, origin: Origin) -> tuple[list[str], dict[Origin, Fingerprint]]:
        """Give the folders of notes around a file, and the file's own note in whichever of them it is known."""
        own, path = self._engine.notes, PurePath(origin.folder, origin.source)
        folders = [str(above) for above in path.parents] if origin.folder else [""]
        sql = f"SELECT 1 FROM {own} WHERE folder = ? LIMIT 1"
        folders = [folder for folder in folders if self._scalar(sql, folder)]
        known = {}
        for folder in folders:
            source = path.relative_to(folder).as_posix() if folder else origin.source
            sql = f"SELECT sha256, size, reading FROM {own} WHERE folder = ? AND source = ?"
            for row in self._rows(sql, folder, source):
                known[Origin(folder, source)] = Fingerprint(*row)
        return folders, known

    def totals(self) -> Totals:
        """Count what is there."""
        tables = ("notes", "papers", "mentions", "insights", "papers WHERE is_note")
        notes, records, mentions, insights, paperless = (self._scalar(f"SELECT count(*) FROM {t}") for t in tables)
        return Totals(notes, records - paperless, mentions, insights, paperless)

    def replace(self, origin: Origin, fingerprint: Fingerprint, text: Text, note: Note) -> None:
        """Store a note in place of what was stored from the same origin, and update the papers that it touches."""
        from digestkb.store.note_rows import rows_of, stored_mentions

        self.put(origin, fingerprint, rows_of(text, note, stored_mentions(origin, text, note)), {})

    def put(self, origin: Origin, fingerprint: Fingerprint, note: NoteRows, cards: Mapping[str, Card]) -> None:
        """Do as :meth:`replace` does with a note of which the rows were made beforehand, for the same origin.

        ``cards`` are those of :func:`~digestkb.store.card.of_note`, as far as there are any.
        """
        with self.turn():
            self._notes.replace(origin, fingerprint, note, cards)

    def forget(self, origin: Origin) -> None:
        """Take back everything that a note said."""
        with self.turn():
            self._notes.forget(origin)

    def mend(self) -> list[Finding]:
        """Put right what :mod:`digestkb.store.doctor` finds; gives what that was."""
        from digestkb.store.doctor import mend

        with self.turn():
            return mend(self._file())

    def columns_of(self, table: str) -> list[str]:
        """Name the columns of a table."""
        return self._engine.columns_of(table)

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Put rows of another database into one of the tables that say what is in notes."""
        with self.turn():
            self._engine.fill(table, columns, rows)

    def renewing(self, ids: Mapping[int, str]) -> Iterator[int]:
        """Compute all that follows from the mentions, whose papers have these ids; yields how many are done besides."""
        from digestkb.store.papers import Papers

        with self.turn():
            yield from Papers(self._connection, self._engine.index).renewing(ids)

    def tidy(self) -> None:
        """Do what makes questions quicker; worth it after many changes."""
        self._engine.tidy()

    def _scalar(self, sql: str, *parameters: object) -> int:
        found = self._rows(sql, *parameters)
        return int(found[0][0]) if found else 0

    def _rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self._engine.patiently(lambda: self._execute(sql, parameters).fetchall())
