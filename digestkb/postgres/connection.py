"""A connection to PostgreSQL that takes the statements that SQLite takes, and whose errors are ours.

psycopg, an extra, is imported here and in no other module, once an address was named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from digestkb.address import checked
from digestkb.errors import BadQuery, DatabaseBusy, DigestError, NoDatabase

if TYPE_CHECKING:
    import psycopg

#: The schema within the database that everything of ours is in.
SCHEMA = "digestkb"
#: How long to wait for a server to answer at first, in seconds, and for one that falls silent: milliseconds.
_CONNECT, _SILENCE = 10, 20_000
#: Asked for unless the address says otherwise. A server that is cut off is noticed, whether we wait for it or write.
_USUAL: Mapping[str, Any] = {
    "connect_timeout": _CONNECT,
    "application_name": "digestkb",
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": _SILENCE,
}
#: Whose network fails, or who stands still in the middle of a turn, must not keep it from the others: seconds, and
#: milliseconds.
_WRITING: Mapping[str, Any] = {
    "tcp_keepalives_idle": 10,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 2,
    "tcp_user_timeout": _SILENCE,
    "idle_in_transaction_session_timeout": 60_000,
}
#: From so many rows on a COPY is quicker than an INSERT for each.
_MANY = 4
#: How many statements are sent in one message.
_IN_A_MESSAGE = 200
#: How many rows of many are in memory at a time.
_AT_ONCE = 2000
_EXTRA = "PostgreSQL needs an extra: pip install 'digestkb[postgres]'"
#: PostgreSQL has no U+0000 in a text. It stands as the first of these, and what that begins with as the second.
_NUL, _MARK = ("\0", "\uffff0"), ("\uffff", "\uffff1")
#: Pieces of a statement: what is quoted, comments, a colon of a cast, and what is to be written otherwise.
#: A flag alone, as the index of SQLite has it, is no condition to PostgreSQL.
_PIECES = re.compile(r"'[^']*'|(?<=WHERE )is_note\b(?! [=<])|\"[^\"]*\"|--[^\n]*|::|\?|%|(?<![:\w]):[a-z_]\w*")


@lru_cache(maxsize=1024)
def portable(sql: str) -> str:
    """Give a statement as psycopg takes it, where parameters are ``%s``, or ``%(name)s`` for ``:name``.

    >>> portable("SELECT 100 % 7, '?', key FROM t WHERE a = ? AND b LIKE '50%' AND c = :day::text")
    "SELECT 100 %% 7, '?', key FROM t WHERE a = %s AND b LIKE '50%%' AND c = %(day)s::text"
    """

    def written(piece: re.Match[str]) -> str:
        text = piece[0]
        if text == "?":
            return "%s"
        if text == "is_note":
            return "is_note = 1"
        if text[0] == ":" and text != "::":
            return f"%({text[1:]})s"
        return text.replace("%", "%%")

    return _PIECES.sub(written, sql)


@lru_cache(maxsize=256)
def _copied(sql: str) -> str | None:
    """Give the COPY that does what a statement does for many rows, if it is one that only inserts.

    >>> _copied("INSERT INTO t (a, b) VALUES (?, ?)"), _copied("INSERT INTO t (a) VALUES (?) ON CONFLICT DO NOTHING")
    ('COPY t (a, b) FROM STDIN', None)
    """
    found = re.fullmatch(r"INSERT INTO (\w+) (\([\w, ]+\)) VALUES \([?, ]+\)", sql)
    return f"COPY {found[1]} {found[2]} FROM STDIN" if found else None


class Connection:
    """A connection as :class:`digestkb.store.connection.Connection` has it."""

    dialect = "postgresql"
    #: How searches are put to it; set by who opens it for questions.
    search_index: object = None

    def __init__(self, connection: psycopg.Connection[Any], name: str) -> None:
        self._connection = connection
        self.name = name

    @property
    def in_transaction(self) -> bool:
        """A transaction was begun, and is not ended."""
        return bool(self._connection.info.transaction_status)

    @property
    def is_lost(self) -> bool:
        """The server does not answer any more."""
        return bool(self._connection.broken or self._connection.closed)

    @property
    def encoding(self) -> str:
        """What the database keeps text in."""
        return self._connection.info.parameter_status("server_encoding") or ""

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = (), /) -> psycopg.Cursor[Any]:
        """Execute a statement; its parameters become literals, so that none needs a type."""
        with understood(self.name):
            if not parameters:
                return self._connection.execute(portable(sql).replace("%%", "%"))  # several may go at once
            return self._connection.execute(portable(sql), _stored(parameters))

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> psycopg.Cursor[Any]:
        """Execute a statement once for each item, many in one message; what inserts many rows becomes a COPY.

        psycopg would send a pipeline. The server waits for its end without a limit, with all locks, for a client that
        stands still in the middle of it.
        """
        rows = list(map(_stored, parameters))
        with understood(self.name):
            cursor = self._connection.cursor()
            if len(rows) >= _MANY and (into := _copied(sql)):
                _copy(cursor, into, rows)
                return cursor
            for start in range(0, len(rows), _IN_A_MESSAGE):
                part = rows[start : start + _IN_A_MESSAGE]
                cursor.execute("; ".join(cursor.mogrify(portable(sql), row) for row in part))
            return cursor

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Put many rows into a table."""
        into = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with understood(self.name), self._connection.cursor() as cursor:
            _copy(cursor, into, map(_stored, rows))

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a statement, of which some are in memory at a time; within a transaction."""
        with understood(self.name), self._connection.cursor("streamed") as cursor:
            cursor.itersize = _AT_ONCE
            cursor.execute(sql)
            yield from cursor

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that is asked meanwhile be of one moment: a question is several statements, and others write."""
        if self.in_transaction:
            yield
            return
        self.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        try:
            yield
        finally:
            if self.in_transaction and not self.is_lost:
                self.execute("ROLLBACK")

    def close(self) -> None:
        """Leave the database; what was begun and not ended is taken back."""
        self._connection.close()


def _copy(cursor: psycopg.Cursor[Any], into: str, rows: Iterable[Sequence[Any]]) -> None:
    with cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)


def connect(address: str, *, writes: bool = False) -> Connection:
    """Connect to a database, whatever is in it; :func:`digestkb.postgres.schema.look` says what that is.

    Unless it ``writes`` the server refuses to change anything. Raises :class:`~digestkb.errors.NoDatabase` for an
    address that is wrong, :class:`~digestkb.errors.DatabaseBusy` for a server that does not answer.
    """
    name = checked(address)
    try:
        import logging

        import psycopg
        from psycopg.types.numeric import Int8Dumper
    except ImportError as error:
        raise DigestError(_EXTRA) from error
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)  # which would write down besides what it raises
    with understood(name):
        given = psycopg.conninfo.conninfo_to_dict(address)
        usual = {key: value for key, value in _USUAL.items() if key not in given}
        connection = psycopg.connect(address, autocommit=True, cursor_factory=psycopg.ClientCursor, **usual)
        connection.adapters.register_dumper(int, Int8Dumper)
        for kind in ("text", "varchar"):
            connection.adapters.register_loader(kind, _text_loader())
        connection.adapters.register_loader("numeric", _number_loader())
        settings = _WRITING if writes else {"default_transaction_read_only": "on"}
        asked = {"search_path": SCHEMA, **settings}
        connection.execute("; ".join(f"SET {key} = {value}" for key, value in asked.items()))
    return Connection(connection, name)


@contextmanager
def understood(name: str) -> Iterator[None]:
    """Say in our own errors what a server says, or that there is none; what is a fault of ours comes out as it is."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        known = _explained(error, name)
        if known is None:
            raise
        raise known from error


def _explained(error: psycopg.Error, name: str) -> DigestError | None:
    """Say what an error means by its number, or of one from connecting, which has none, by its text."""
    code, said = error.sqlstate or "", _one_line(str(error))
    if not code:
        return _unconnected(error, name, said)
    if code == "55P03":
        return DatabaseBusy(f"{name} is being used by another process; try again, or --wait longer")
    if code in ("42501", "25006"):
        return NoDatabase(f"{name} cannot be written or read by this role: {said}")
    if code == "DK001":  # what our own triggers say
        return DigestError(said)
    if code[:2] == "08" or code in ("57P01", "57P02", "57P03", "57P05", "57014", "25P03", "53300", "40001", "40P01"):
        return DatabaseBusy(f"{name} cannot be reached now: {said}; try again")
    if code[:2] == "54":
        return BadQuery("this is more than PostgreSQL takes in one question; ask for less")
    if code[:2] in ("53", "58", "XX"):
        return NoDatabase(f"{name} cannot be used: {said}")
    if code in ("42P01", "3F000"):
        return NoDatabase(f"{name} lacks what digestkb made there: {said}")
    return None


#: What a server says that answered, and will say again.
_REFUSALS = re.compile(
    r"authentication|password|does not exist|no pg_hba\.conf entry|is not permitted|certificate|not currently accepting"
    r"|not found"
)
#: What may be otherwise in a while, though a server said so.
_LATER = re.compile(r"too many|remaining connection slots|starting up|shutting down|recovery mode")


def _unconnected(error: psycopg.Error, name: str, said: str) -> DigestError | None:
    import psycopg

    if isinstance(error, psycopg.ProgrammingError):  # an address that libpq cannot read
        return NoDatabase(f"{name} is no address of a database: {said}")
    if not isinstance(error, psycopg.OperationalError):
        return None
    if _REFUSALS.search(said) and not _LATER.search(said):
        return NoDatabase(f"{name} cannot be used: {said}")
    return DatabaseBusy(f"{name} cannot be reached now: {said}; try again")


def _one_line(text: str) -> str:
    """Cut what is said of one fault to what fits on a line."""
    first = text.strip().split("\n")[0]
    return " ".join(first.split()).removeprefix("connection failed: ").removeprefix("connection is bad: ")[:200]


def _stored(parameters: Any) -> Any:
    """Write U+0000 as it can be stored; the way back is :func:`_read`."""
    if isinstance(parameters, Mapping):
        return {key: _writable(value) for key, value in parameters.items()}
    if any(type(value) is str and ("\0" in value or "\uffff" in value) for value in parameters):
        return [_writable(value) for value in parameters]
    return parameters


def _writable(value: Any) -> Any:
    """Write a text without U+0000.

    >>> _read(_writable("a\\0b\\uffff0")) == "a\\0b\\uffff0", "\\0" in _writable("a\\0b"), _writable(7)
    (True, False, 7)
    """
    return value.replace(*_MARK).replace(*_NUL) if type(value) is str else value


def _read(text: str) -> str:
    """Read what :func:`_writable` wrote."""
    return text.replace(_NUL[1], _NUL[0]).replace(_MARK[1], _MARK[0]) if "\uffff" in text else text


@lru_cache(maxsize=1)
def _text_loader() -> Any:
    from psycopg.adapt import Loader

    class Text(Loader):  # type: ignore[misc]
        def load(self, data: Any) -> str:
            return _read(str(data, "utf-8"))

    return Text


@lru_cache(maxsize=1)
def _number_loader() -> Any:
    """Read sums as SQLite gives them: whole numbers, or floats."""
    from psycopg.adapt import Loader

    class Number(Loader):  # type: ignore[misc]
        def load(self, data: Any) -> int | float:
            text = str(data, "ascii")
            return int(text) if text.lstrip("-").isdigit() else float(text)

    return Number
