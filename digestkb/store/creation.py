"""How a file becomes a database of ours: in one transaction, so that there is never half of one.

Earlier versions made the ledger of migrations, then the tables, and signed the file last. A run that was killed
meanwhile left a file that looks like another program's. Such leftovers are known by what they are: nothing but what we
make ourselves, unsigned, and without a single row.
"""

from __future__ import annotations

import re
import sqlite3

from digestkb.store import rules, state
from digestkb.store.state import State
from digestkb.store.turns import Turns

_NAME = re.compile(r"CREATE (?:VIRTUAL )?(?:TABLE|INDEX|VIEW) (\w+)")


def bring_up(connection: sqlite3.Connection, turns: Turns, path: str) -> bool:
    """Create the tables, or bring them up to date; gives whether the index was made anew.

    Before anything is touched this raises what :func:`digestkb.store.state.look` does; ``path`` is for its message.
    """
    return not turns.patiently(lambda: _is_ready(connection, path)) and _bring_up(connection, turns, path)


def _bring_up(connection: sqlite3.Connection, turns: Turns, path: str) -> bool:
    from digestkb.store import schema
    from digestkb.store.fts import Fts5Index
    from digestkb.store.papers import Papers
    from digestkb.store.sqlite import Database

    with turns.turn():
        if _state(connection, path) is State.EMPTY:  # somebody else may have made it while we waited
            _clear(connection)
            connection.execute(f"PRAGMA application_id = {state.APPLICATION_ID}")
        schema.MIGRATIONS.apply(Database(connection))
        if rules.are_followed(connection):
            return False
        Papers(connection, Fts5Index(connection)).anew()
        return True


def _is_ready(connection: sqlite3.Connection, path: str) -> bool:
    """Look at a file as it is at one moment: another process may be about to make it."""
    connection.execute("BEGIN")
    try:
        return _state(connection, path) is State.CURRENT and rules.are_followed(connection)
    finally:
        connection.execute("ROLLBACK")


def _state(connection: sqlite3.Connection, path: str) -> State:
    """Say what a database is; what a creation that was broken off left is as good as empty."""
    marks = [connection.execute(f"PRAGMA {mark}").fetchone()[0] for mark in ("application_id", "user_version")]
    if any(marks):
        return state.look(connection, path)
    if not _is_leftover(connection):
        raise state.another_programs(path)
    return State.EMPTY


def _is_leftover(connection: sqlite3.Connection) -> bool:
    """Say whether all that is there is what we make, word for word, and every table is empty."""
    from digestkb.store import schema

    known = {_name(statement): _plain(statement) for statement in schema.statements()}
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    of_index = state.SHADOWS if any(name == "search" for _, name, _, _ in found) else frozenset()
    tables = []
    for kind, name, table, sql in found:
        if (
            name in of_index or table == state.LEDGER or sql is None
        ):  # what follows from a table that is looked at itself
            pass
        elif _plain(sql) != known.get(name):
            return False
        if kind == "table" and name not in of_index:
            tables.append(name)
    return not any(connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in tables)


def _clear(connection: sqlite3.Connection) -> None:
    """Drop what a creation that was broken off left behind; what it had got to does not matter then."""
    made = "SELECT type, name FROM sqlite_master WHERE type IN ('view', 'table') ORDER BY rowid DESC"
    for kind, name in connection.execute(made).fetchall():  # the last first: what points to others before them
        if name not in state.SHADOWS:
            connection.execute(f"DROP {kind} {name}")


def _name(statement: str) -> str:
    found = _NAME.match(statement)
    assert found, f"a statement of the schema that makes nothing: {statement[:40]}"
    return found[1]


def _plain(sql: str) -> str:
    return " ".join(sql.split())
