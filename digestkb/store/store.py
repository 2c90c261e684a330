"""All writes: one turn a note, and after each the papers it touches are what their mentions say.

Between two turns other processes may write. Nothing that was read in one is relied on in the next: row numbers are
taken within the turn that uses them.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from digestkb.store import state
from digestkb.store.creation import bring_up
from digestkb.store.guard import understood
from digestkb.store.origin import Fingerprint, Origin, Stamp
from digestkb.store.turns import Turns

# What writes is loaded once something is to be written: a run that finds nothing new loads none of it.
if TYPE_CHECKING:
    from digestkb.records import Note
    from digestkb.store.card import Card
    from digestkb.store.checks.examination import Finding
    from digestkb.store.metadata import MetadataTable
    from digestkb.store.note_rows import NoteRows
    from digestkb.store.notes import Notes
    from digestkb.store.vectors import Vectors
    from digestkb.text.ledger import Text

#: How long to wait for others on leaving, in seconds.
_ON_LEAVING = 0.2
#: New tags, authors and words land all over their trees: without room for these the same pages are written again and
#: again. KiB of memory, and pages of the log before it is worked into the file.
_CACHE, _CHECKPOINT = 128 * 1024, 4000
#: Larger pages than SQLite's own, in bytes: passages of a kilobyte leave less of them empty.
_PAGE = 16 * 1024


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
        connection: sqlite3.Connection,
        wait: float | None = None,
        path: str = "the database",
        *,
        writes: bool = True,
    ) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._turns = Turns(connection, wait)
        if writes:
            self._execute("PRAGMA foreign_keys = ON")
            bring_up(connection, self._turns, path)
        self._writing = False
        #: The notes as they were last asked for.
        self._known: dict[Origin, Fingerprint] | None = None
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
            connection.execute(f"PRAGMA page_size = {_PAGE}")  # of a file that has none yet
            store = cls(connection, wait, str(path))
            if any(map(os.path.exists, _beside(path))):  # a run left it so that was killed
                store._write()
            try:
                yield store
            finally:
                if store._writing:
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
        return self._scalar("PRAGMA data_version") == self._opened

    @property
    def vectors(self) -> Vectors:
        """What the meanings of papers are compared by."""
        from digestkb.store.vectors import Vectors

        self._write()
        return Vectors(self._connection, self._turns)

    @property
    def metadata(self) -> MetadataTable:
        """What arXiv says of papers."""
        from digestkb.store.metadata import MetadataTable

        self._write()
        return MetadataTable(self._connection, self._turns)

    def turn(self) -> AbstractContextManager[None]:
        """Let nobody else write for a while; what is done meanwhile comes about whole, or not at all."""
        self._write()
        return self._turns.turn()

    def _write(self) -> None:
        """Let readers go on while this writes, from the first turn on until the file is closed."""
        if not self._writing:
            self._writing = True
            self._execute("PRAGMA synchronous = NORMAL")
            self._execute(f"PRAGMA cache_size = -{_CACHE}")
            self._execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
            undisturbed = self.undisturbed
            self._turns.switch("WAL")  # in memory that changes nothing
            switched = self._scalar("PRAGMA data_version")
            # The switch counts as if somebody else had written; whether anybody had, the notes say.
            if undisturbed and (self._known is None or self._known == self._fingerprints()):
                self._opened = switched

    @cached_property
    def _notes(self) -> Notes:
        from digestkb.store.notes import Notes

        return Notes(self._connection)

    def fingerprints(self) -> dict[Origin, Fingerprint]:
        """Give what was read last time, by where it lies."""
        self._known = self._fingerprints()
        return dict(self._known)

    def _fingerprints(self) -> dict[Origin, Fingerprint]:
        sql = "SELECT folder, source, sha256, size, reading FROM notes"
        return {Origin(folder, source): Fingerprint(*rest) for folder, source, *rest in self._rows(sql)}

    def stamps(self) -> dict[Origin, Stamp]:
        """Give how the files looked of which the notes were read, as far as a file that looks so is that one still."""
        sql = "SELECT folder, source, size, modified, changed FROM notes WHERE modified NOT NULL AND changed NOT NULL"
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
            return mend(self._connection)

    def tidy(self) -> None:
        """Let SQLite merge the index's segments and refresh its statistics; worth it after many changes."""
        with self.turn():
            self._execute("INSERT INTO search (search, rank) VALUES ('merge', 500)")
        self._turns.patiently(lambda: self._execute("PRAGMA optimize"))

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


def _beside(path: Path) -> Iterator[str]:
    return (f"{path}{suffix}" for suffix in ("-wal", "-shm", "-journal"))


def _settle(connection: sqlite3.Connection) -> None:
    """Leave one plain file: readers of it put nothing beside it, and need no leave to write there."""
    with contextlib.suppress(sqlite3.OperationalError):  # somebody else has it open, who may do the same
        Turns(connection, _ON_LEAVING).switch("DELETE")
