"""A database comes into being whole or not at all, and nothing that is another program's is touched."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from sqlite_utils import Database

from digestkb.errors import DatabaseBusy, NoDatabase
from digestkb.query.database import open_library
from digestkb.store.origin import Origin
from digestkb.store.schema import MIGRATIONS, statements
from digestkb.store.store import Store
from tests.faults.canon import schema
from tests.faults.processes import dying_at, ended, forked

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked here")


def create(path: Path) -> None:
    """Open a database for writing, and leave it."""
    with Store.open(path):
        pass


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a database may be made."""
    return tmp_path / "kb.db"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database whose creation nothing disturbed."""
    path = tmp_path_factory.mktemp("whole") / "kb.db"
    create(path)
    return path


def asked(path: Path) -> str:
    """Ask a database for anything; gives why that cannot be, if it cannot."""
    try:
        open_library(path).close()
    except NoDatabase as error:
        return str(error)
    return ""


def test_a_creation_killed_at_any_statement_is_completed_by_the_next(tmp_path: Path, whole: Path) -> None:
    for statement in count(1):
        path = tmp_path / f"{statement}.db"
        if ended(forked(dying_at(statement, partial(create, path)))) == 0:
            break
        assert asked(path) == "" or "run: digestkb ingest" in asked(path)
        create(path)
        assert schema(path) == schema(whole), f"killed at statement {statement}"
        assert [found.name for found in tmp_path.glob(f"{statement}.db*")] == [path.name]
    assert statement > len(statements())


#: What versions before this one left when they were killed: the ledger without tables, or some of the tables.
LEFTOVERS = {
    "nothing": [],
    "a header": ["PRAGMA journal_mode = WAL"],
    "a table": statements()[:1],
    "tables": statements()[:12],
    "all unsigned": statements(),
}


@pytest.mark.parametrize("found", LEFTOVERS.values(), ids=LEFTOVERS)
@pytest.mark.parametrize("ledger", [False, True])
def test_what_a_killed_creation_left_behind_heals(path: Path, whole: Path, found: list[str], ledger: bool) -> None:
    database = Database(path)
    for statement in found:
        database.execute(statement)
    if ledger:
        MIGRATIONS.ensure_migrations_table(database)
    database.close()
    create(path)

    assert schema(path) == schema(whole)


FOREIGN = {
    "a table": ["CREATE TABLE mine (a)"],
    "a row in a table of ours": [statements()[0], "INSERT INTO notes VALUES (1,'','','',1,1,'','','','','','',1,1)"],
    "a table called like one of ours": ["CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)"],
    "a view": ["CREATE VIEW papers AS SELECT 1"],
    "a trigger on a table of ours": [statements()[0], "CREATE TRIGGER t AFTER INSERT ON notes BEGIN SELECT 1; END"],
    "somebody else's ledger": [
        "CREATE TABLE _sqlite_migrations (migration_set TEXT, name TEXT)",
        "INSERT INTO _sqlite_migrations VALUES ('theirs', 'm1')",
    ],
    "what only looks like our index": ["CREATE TABLE search_data (id INTEGER PRIMARY KEY, block BLOB)"],
    "a signature": ["PRAGMA application_id = 7"],
    "a version": ["PRAGMA user_version = 7"],
}


@pytest.mark.parametrize("found", FOREIGN.values(), ids=FOREIGN)
def test_what_is_another_programs_is_left_alone(path: Path, found: list[str]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in found:
            connection.execute(statement)
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(NoDatabase, match="another program"):
        create(path)

    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_several_may_create_it_at_once_and_readers_see_all_or_nothing(tmp_path: Path, whole: Path) -> None:
    def read_until(path: Path, end: float) -> None:
        while time.monotonic() < end:
            answer = asked(path)
            assert answer == "" or "run: digestkb ingest" in answer

    for attempt in range(4):
        path = tmp_path / f"{attempt}.db"
        readers = [partial(read_until, path, time.monotonic() + 0.15)] * 3
        children = [forked(action) for action in [*[partial(create, path)] * 4, *readers]]
        assert [ended(child) for child in children] == [0] * len(children)
        assert schema(path) == schema(whole)


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_somebody_who_reads_for_long_is_waited_for(path: Path, mode: str) -> None:
    create(path)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as reader:
        reader.execute(f"PRAGMA journal_mode = {mode}")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM papers").fetchone()
        if mode == "DELETE":  # to be changed to write-ahead mode, a file must be nobody else's
            with pytest.raises(DatabaseBusy), Store.open(path, wait=0.1) as store:
                store.forget(Origin("", "nothing"))
        leave = threading.Timer(0.3, reader.execute, ["COMMIT"])
        leave.start()
        with Store.open(path) as store:
            store.forget(Origin("", "nothing"))
        leave.join()
