"""What a database on a server is, as every client asks it before anything else. Light enough for queries."""

from __future__ import annotations

from digestkb.errors import DamagedDatabase, NoDatabase
from digestkb.postgres.connection import SCHEMA, Connection, connect
from digestkb.store.state import MIGRATIONS, State

_THERE = """
SELECT count(*) > 0, coalesce(bool_or(relname = 'migrations'), false),
  (SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = ?)
FROM pg_class WHERE relnamespace = to_regnamespace(?)
"""


def opened(address: str) -> tuple[Connection, State]:
    """Connect to a database to read it, and say what it is; nothing in it can be changed through this.

    Raises what :func:`digestkb.postgres.connection.connect` and :func:`look` do.
    """
    connection = connect(address)
    try:
        return connection, look(connection)
    except BaseException:
        connection.close()
        raise


def look(connection: Connection) -> State:
    """Say what a database is.

    Raises :class:`~digestkb.errors.NoDatabase` for one that this role may not read, whose schema is another program's,
    or that a newer version made.
    """
    name = connection.name
    if connection.encoding != "UTF8":
        raise NoDatabase(f"{name} keeps text in {connection.encoding}; make one with: createdb -E UTF8 -T template0")
    has_tables, has_ledger, is_usable = connection.execute(_THERE, (SCHEMA, SCHEMA)).fetchone()
    if is_usable is False:
        raise NoDatabase(f"{name} cannot be read by this role; who owns it can say: GRANT USAGE ON SCHEMA {SCHEMA}")
    if not has_tables:
        return State.EMPTY
    if not has_ledger:
        raise NoDatabase(f"{name} has a schema {SCHEMA} of another program; name another database with --db")
    applied = {name for (name,) in connection.execute("SELECT name FROM migrations")}
    if applied - set(MIGRATIONS):
        raise NoDatabase(f"{name} was made by a newer digestkb than this one; upgrade digestkb")
    if applied != set(MIGRATIONS[: len(applied)]) or not applied:
        raise DamagedDatabase(f"{name} does not say any more which version made it; make another, and ingest again")
    return State.CURRENT if len(applied) == len(MIGRATIONS) else State.OLDER
