"""What a file is that should be a database of ours, and what to do about it if it is none, or is damaged.

Whatever cannot be used is refused before anything is written, in one line that says what to run. Standard library only:
queries look through this, and load nothing that they do not need.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from enum import Enum
from urllib.parse import quote

from digestkb.errors import DamagedDatabase, DatabaseBusy, DigestError, NoDatabase

#: Written into ``PRAGMA application_id``, so that a file is known to be ours: the bytes of "dgkb".
APPLICATION_ID = 0x64676B62
#: The steps by which the tables came to be what they are (:mod:`digestkb.store.schema`), in order.
MIGRATIONS = ("m001_initial", "m002_notes_apart", "m003_index_without_texts", "m004_counts", "m005_less_twice")
#: Where the steps are recorded that were taken, and under which name ours are.
LEDGER, OURS = "_sqlite_migrations", "digestkb"
#: In these FTS5 keeps the index; they come and go with ``search``. The texts were among it once.
_TEXTS = "search_content"
SHADOWS = frozenset(f"search_{part}" for part in ("data", "idx", "docsize", "config")) | {_TEXTS}
TABLES = SHADOWS - {_TEXTS} | {
    "notes",
    "repairs",
    "insights",
    "papers",
    "mentions",
    "passages",
    "claims",
    "paper_tags",
    "paper_authors",
    "paper_topics",
    "paper_names",
    "paper_counts",
    "search",
    "index_rules",
}
#: What SQLite raises. Python fails to decode a message that quotes a damaged schema.
ERRORS = (sqlite3.Error, UnicodeDecodeError)
#: How long who only reads waits for a writer, in seconds.
_PATIENCE = 5.0
#: What stands for itself in an address.
_SPELLED = frozenset("/-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
#: How every database begins, and how much of it says what it is, in bytes.
_MAGIC, _HEADER = b"SQLite format 3\0", 100
#: What mends everything, as errors name it.
REBUILD = "run: digestkb rebuild"
#: What who can wait for others may do about them.
WAIT = "try again, or --wait longer"
_ANOTHER = "name another file with --db"
#: What SQLite says of a file that is damaged, whatever was asked of it.
_DAMAGE = (
    *("malformed", "corrupt", "not decode to UTF-8", "vtable constructor failed", "unsupported file format"),
    *("parse error in", "no such tokenizer"),
)


class State(Enum):
    """What can be made of a file that nobody else has signed."""

    #: Nothing is in it yet.
    EMPTY = "empty"
    #: Its tables are those of an earlier version.
    OLDER = "older"
    CURRENT = "current"


def refuse(path: str) -> bool:
    """Look at a file from outside: what is none, or is another program's, is not even opened as a database.

    Raises :class:`~digestkb.errors.NoDatabase`; gives whether there is anything at all.
    """
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - pathlib would cost a query in a pipe two milliseconds
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise NoDatabase(f"{path} cannot be opened: {getattr(error, 'strerror', None) or error}") from error
    if stat.S_ISDIR(mode):
        raise NoDatabase(f"{path} is a folder, not a database; name a file with --db")
    if not stat.S_ISREG(mode):
        raise NoDatabase(f"{path} is no file that could hold a database; name a file with --db")
    if _is_foreign_log(path):
        _peek(path)
    return True


def _is_foreign_log(path: str) -> bool:
    """Say whether a file is in write-ahead mode without our signature: SQLite would put files beside it to read it."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            header = file.read(_HEADER)
    except OSError as error:
        raise NoDatabase(f"{path} cannot be opened: {error.strerror}") from error
    signed = int.from_bytes(header[68:72], "big") == APPLICATION_ID
    return header.startswith(_MAGIC) and header[18:19] == b"\x02" and not signed


def _peek(path: str) -> None:
    """Refuse a database of another program as it lies there, without what others keep beside it."""
    connection = sqlite3.connect(address(path, "mode=ro&immutable=1"), uri=True)
    try:
        look(connection, path)
    except ERRORS as error:
        raise explained(error, path) or another_programs(path) from error
    finally:
        connection.close()


def opened(path: str) -> tuple[sqlite3.Connection, State]:
    """Open a file that is there read-only, and say what it is; nothing is created, and a read-only disk will do.

    Raises what :func:`look` does, and :class:`~digestkb.errors.DatabaseBusy` while another process keeps it locked.
    """
    try:
        return _opened(path, "mode=ro")
    except sqlite3.OperationalError as error:
        # Beside a database in write-ahead mode SQLite wants to keep a file, which a read-only disk refuses.
        if "unable to open" not in str(error) and "readonly" not in str(error):
            raise _unusable(error, path) from error
        if os.path.exists(f"{path}-journal"):  # noqa: PTH110
            # Only who may write can take back what a killed process had half written.
            raise NoDatabase(f"{path} was left in the middle of a change; run: digestkb ingest FOLDER") from error
    except ERRORS as error:
        raise _unusable(error, path) from error
    try:
        return _opened(path, "mode=ro&immutable=1")
    except ERRORS as error:
        raise _unusable(error, path) from error


def _opened(path: str, how: str) -> tuple[sqlite3.Connection, State]:
    connection = sqlite3.connect(address(path, how), uri=True, timeout=_PATIENCE, isolation_level=None)
    try:
        return connection, look(connection, path)
    except BaseException:
        connection.close()
        raise


def _unusable(error: Exception, path: str) -> DigestError:
    return explained(error, path) or damaged(message(error), path)


def address(path: str, how: str) -> str:
    """Give a path as SQLite takes it with parameters; nothing in the path itself is one.

    >>> address("/notes/a?mode=memory", "mode=ro")
    'file:///notes/a%3Fmode%3Dmemory?mode=ro'
    """
    whole = os.path.abspath(path)  # noqa: PTH100
    # What spells others out takes longer to load than some queries take to answer.
    spelled = whole if _SPELLED.issuperset(whole) else quote(os.fsencode(whole))
    return f"file:{'//' if whole.startswith('/') else ''}{spelled}?{how}"


def look(connection: sqlite3.Connection, path: str) -> State:
    """Say what a database is.

    Raises :class:`~digestkb.errors.NoDatabase` for one of another program or a newer version, and
    :class:`~digestkb.errors.DamagedDatabase` for one of ours that lacks a part.
    """
    # In this order: a database that is made meanwhile has no tables yet, or is signed by now.
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application not in (0, APPLICATION_ID):
        raise another_programs(path)
    if not application:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version or not tables <= {LEDGER}:  # which killed runs left once
            raise another_programs(path)
    if not tables or not application:
        return State.EMPTY
    if LEDGER not in tables:
        raise DamagedDatabase(f"{path} does not say any more which version made it; {REBUILD}")
    steps = f"SELECT name FROM {LEDGER} WHERE migration_set = ?"
    applied = {name for (name,) in connection.execute(steps, (OURS,))}
    if applied - set(MIGRATIONS):
        raise NoDatabase(f"{path} was made by a newer digestkb than this one; upgrade digestkb")
    if applied != set(MIGRATIONS[: len(applied)]) or not applied:
        raise DamagedDatabase(f"{path} does not say any more which version made it; {REBUILD}")
    if len(applied) < len(MIGRATIONS):
        return State.OLDER
    if lacking := sorted(TABLES - tables):
        raise DamagedDatabase(f"{path} is damaged: it lacks the table {lacking[0]}; {REBUILD}")
    return State.CURRENT


def not_ready(name: str, found: State) -> NoDatabase:
    """Give the error for a database of ours that is not of today's version, by what it is."""
    made = "is empty" if found is State.EMPTY else "was made by an older digestkb"
    return NoDatabase(f"{name} {made}; run: digestkb ingest FOLDER")


def another_programs(path: str) -> NoDatabase:
    """Give the error for a database that is not ours."""
    return NoDatabase(f"{path} is a database of another program; {_ANOTHER}")


def message(error: Exception) -> str:
    """Give what SQLite has to say."""
    return error.object.decode("utf-8", "replace") if isinstance(error, UnicodeDecodeError) else str(error)


def explained(error: Exception, path: str, later: str = "try again when it is done") -> DigestError | None:
    """Say in our own errors what SQLite says of a file; ``None`` if it may as well be a fault of whoever asked.

    ``later`` is what to do if others use it.
    """
    text = message(error)
    if is_busy(error):
        return DatabaseBusy(f"{path} is being used by another process; {later}")
    if "not a database" in text:
        return DamagedDatabase(f"{path} is not a database, or its beginning is damaged; {_ANOTHER}, or {REBUILD}")
    if any(sign in text for sign in _DAMAGE):
        return DamagedDatabase(f"{path} is damaged: {_one_line(text)}; {REBUILD}")
    if getattr(error, "sqlite_errorname", "") == "SQLITE_READONLY_DBMOVED":  # which Python 3.10 does not tell
        return DatabaseBusy(f"{path} has just been replaced by another process; {later}")
    if "readonly" in text:
        return NoDatabase(f"{path} cannot be written: it is read-only, or another process has just replaced it")
    if "unable to open" in text or "disk I/O error" in text or "is full" in text:
        return NoDatabase(f"{path} cannot be used: {text}")
    return None


def damaged(what: str, path: str) -> DamagedDatabase:
    """Give the error for a database in which something is wrong."""
    return DamagedDatabase(f"{path} is damaged: {_one_line(what)}; {REBUILD}")


def is_busy(error: Exception) -> bool:
    """Say whether an error means that another process has the lock."""
    return "locked" in str(error) or "busy" in str(error)


def _one_line(text: str) -> str:
    """Cut what may quote a damaged file to what fits on a line."""
    return " ".join(text.split())[:160]
