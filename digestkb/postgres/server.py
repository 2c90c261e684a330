"""A database on a server: what PostgreSQL does in its own way where a file has SQLite.

Writers take turns as they do with a file, by one advisory lock of the database that is held for a transaction; it goes
with the connection, whatever becomes of the process or the network. Readers wait for nobody.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, TypeVar

from digestkb.errors import NoDatabase
from digestkb.postgres import schema
from digestkb.postgres.connection import SCHEMA, Connection, connect
from digestkb.postgres.index import TsvectorIndex
from digestkb.postgres.state import look, opened
from digestkb.store.papers import Papers
from digestkb.store.rules import READING
from digestkb.store.state import State, not_ready
from digestkb.store.store import Store
from digestkb.store.turns import PATIENCE

T = TypeVar("T")
#: The advisory locks of ours: of writing, and of a folder that is being ingested.
_WRITING, _FOLDER = 0x64676B62, 0x64676B63
#: The tables of this role of which a fifth changed since the server looked at them.
_CHANGED = """
SELECT tablename FROM pg_tables JOIN pg_stat_user_tables ON relname = tablename AND pg_tables.schemaname = ?
WHERE pg_has_role(tableowner, 'USAGE') AND n_mod_since_analyze > 500 + n_live_tup / 5
"""
#: How long one statement of a turn may take, in milliseconds: a COPY waits as long for who stands still meanwhile.
_STATEMENT = 120_000
#: How long it is believed that nobody wrote in our name, outside of a turn, in seconds.
_BELIEVED = 0.2
#: The longest that PostgreSQL waits if it is to wait for a time, in milliseconds.
_LONGEST = 2**31 - 1


class Server:
    """The database, as :class:`~digestkb.store.engine.Engine` has it."""

    notes = "own_notes"

    def __init__(self, connection: Connection, wait: float | None = None, *, writes: bool = True) -> None:
        """Wait for others at most so many seconds; for who ingests the same folder without end, unless it is said."""
        self.connection = connection
        self.index = TsvectorIndex(connection)
        self._wait, self._writes = wait, writes
        if writes:
            self._bring_up()
        #: How often others wrote in our name when we began, how often we did, and until when that is believed.
        self._ours = 0
        self._others = self._number()
        self._believed = 0.0
        self._disturbed = False

    def _bring_up(self) -> None:
        """Create the tables, or bring them up to date."""
        connection = self.connection
        if look(connection) is State.CURRENT and self._follows_rules():
            return
        with self._transaction():
            found = look(connection)  # somebody else may have done it while we waited
            if found is State.EMPTY:
                schema.create(connection)
            elif found is State.OLDER:
                schema.bring_up_to_date(connection)
            if not self._follows_rules():
                Papers(connection, self.index).anew()

    def _follows_rules(self) -> bool:
        """Say whether the index is made by today's rules.

        Colleagues may have other versions of Python, which know more of Unicode or less: that is no reason for each to
        make it anew. An older digestkb does not touch what a newer one has made.
        """
        rules = self.connection.execute("SELECT rules FROM index_rules").fetchone()
        made_by = int(rules[0].split()[0]) if rules else 0
        if made_by > READING:
            raise NoDatabase(f"{self.connection.name} is kept by a newer digestkb than this one; upgrade digestkb")
        return made_by == READING

    @property
    def undisturbed(self) -> bool:
        """Nobody else has written in the name of this role since the database was opened."""
        if not self._disturbed and not self.connection.in_transaction and time.monotonic() > self._believed:
            self._notice(self._number())
        return not self._disturbed

    def _number(self) -> int:
        found = self.connection.execute("SELECT number FROM turns WHERE owner = session_user").fetchone()
        return int(found[0]) if found else 0

    def _notice(self, number: int) -> None:
        self._disturbed = self._disturbed or number != self._others + self._ours
        self._believed = time.monotonic() + _BELIEVED

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Be the only writer for a while."""
        if self.connection.in_transaction:
            yield
            return
        before = self._ours
        try:
            with self._transaction():
                sql = (
                    "INSERT INTO turns AS t VALUES (session_user, 1)"
                    " ON CONFLICT (owner) DO UPDATE SET number = t.number + 1 RETURNING number"
                )
                number = int(self.connection.execute(sql).fetchone()[0])
                self._ours += 1
                self._notice(number)
                yield
        except BaseException:
            self._ours = before
            raise

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """Begin with the lock, so that what is read still holds when something is written."""
        wait = _milliseconds(PATIENCE if self._wait is None else self._wait)
        connection = self.connection
        try:
            connection.execute(
                f"BEGIN; SET LOCAL lock_timeout = {wait}; SELECT pg_advisory_xact_lock({_WRITING}, 0);"
                f" SET LOCAL statement_timeout = {_STATEMENT}"
            )
            yield
            connection.execute("COMMIT")
        except BaseException:
            self.index.doubt()
            if connection.in_transaction and not connection.is_lost:
                connection.execute("ROLLBACK")
            raise

    def patiently(self, action: Callable[[], T]) -> T:
        """Do what reads, which waits for nobody."""
        return action()

    def begin(self, unchanged: Callable[[], bool]) -> None:
        """Need no preparation."""

    @contextlib.contextmanager
    def keeping(self, folders: Iterable[str], tell: Callable[[str], None]) -> Iterator[None]:
        """Wait for others who ingest one of these folders in the name of this role, and let those wait after us.

        Who only looks waits for nobody.
        """
        if not self._writes:
            yield
            return
        wait = 0 if self._wait is None else _milliseconds(self._wait)
        try:
            self.connection.execute(f"SET lock_timeout = {wait}")
            for folder in sorted(set(folders)):  # in one order, so that no two wait for one another
                lock = f"advisory_lock({_FOLDER}, hashtext(session_user || ?))"
                if not self.connection.execute(f"SELECT pg_try_{lock}", (folder,)).fetchone()[0]:
                    tell(f"{folder} is being ingested by another process; waiting for it")
                    self.connection.execute(f"SELECT pg_{lock}", (folder,))
            self.connection.execute("RESET lock_timeout")
            yield
        finally:
            if not self.connection.is_lost and not self.connection.in_transaction:
                self.connection.execute("SELECT pg_advisory_unlock_all()")

    def columns_of(self, table: str) -> list[str]:
        """Name the columns of a table."""
        return [name for name, *_ in self.connection.execute(f"SELECT * FROM {table} LIMIT 0").description]

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Put many rows into an empty table."""
        self.connection.execute("SET LOCAL statement_timeout = 0")
        self.connection.copy(table, columns, rows)
        last = f"(SELECT coalesce(max(id), 0) + 1 FROM {table})"
        self.connection.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last}, false)")

    def tidy(self) -> None:
        """Refresh what is known of tables that changed much: the server does that itself only after a while."""
        tables = self.connection.execute(_CHANGED, (SCHEMA,)).fetchall()
        if tables:
            self.connection.execute(f"ANALYZE (SKIP_LOCKED) {', '.join(name for (name,) in tables)}")


def _milliseconds(seconds: float) -> int:
    """Say how long to wait as PostgreSQL has it, to which nothing is for ever."""
    return min(max(1, round(seconds * 1000)), _LONGEST)


@contextlib.contextmanager
def open_store(address: str, wait: float | None = None) -> Iterator[Store]:
    """Open a database on a server to write; its tables are made if need be.

    Raises :class:`~digestkb.errors.NoDatabase` if it cannot be used, and :class:`~digestkb.errors.DatabaseBusy` if the
    server cannot be reached, now or while the store is open, or if others write for longer than the seconds to
    ``wait``.
    """
    with closing(connect(address, writes=True)) as connection:
        yield Store(Server(connection, wait))


@contextlib.contextmanager
def look_at_store(address: str) -> Iterator[Store]:
    """Open a database on a server without ever writing to it."""
    connection, found = opened(address)
    with closing(connection):
        if found is State.OLDER:
            raise not_ready(connection.name, found)
        if found is State.CURRENT:
            yield Store(Server(connection, writes=False))
            return
    with Store.passing() as store:
        yield store
