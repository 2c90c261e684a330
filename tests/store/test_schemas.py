"""Databases of every schema that there was, and of one that is yet to come: brought up to date, or left as they are."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from digestkb.errors import DamagedDatabase, NoDatabase
from digestkb.query.database import library
from digestkb.store.state import MIGRATIONS
from digestkb.store.store import Store
from tests.cli.processes import digestkb
from tests.faults.canon import content
from tests.faults.corpus import ingest_into

#: A database for each migration as the last version before the next one left it (``tests/store/dump.py``), and the
#: notes that are in it.
CASES = Path(__file__).parent.parent / "cases" / "schemas"
NOTES = CASES / "notes"
OLD = MIGRATIONS[:-1]


def made(path: Path, migration: str, *altered: str) -> Path:
    """Make the database of a migration, and alter it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(f"BEGIN; {(CASES / f'{migration}.sql').read_text(encoding='utf-8')} COMMIT;")
        for statement in altered:
            connection.execute(statement)
        connection.commit()
    return path


def use(path: Path) -> None:
    """Open a database for questions, and let go of it."""
    with library(path):
        pass


def write(path: Path) -> None:
    """Open a database for writing, and let go of it."""
    with Store.open(path):
        pass


def test_every_schema_has_a_database() -> None:
    assert {path.stem for path in CASES.glob("*.sql")} == set(MIGRATIONS)


@pytest.mark.parametrize("migration", OLD)
def test_a_question_to_an_older_database_says_what_to_do(tmp_path: Path, migration: str) -> None:
    path = made(tmp_path / "kb.db", migration)
    before = path.read_bytes()
    run = digestkb("--db", str(path), "list")

    assert (run.status, run.out) == (2, "")
    assert run.err == f"digestkb: {path} was made by an older digestkb; run: digestkb ingest FOLDER\n"
    assert path.read_bytes() == before


@pytest.mark.parametrize("migration", MIGRATIONS)
def test_bringing_a_database_up_to_date_loses_nothing(tmp_path: Path, migration: str) -> None:
    path = made(tmp_path / "kb.db", migration)
    counted = "SELECT (SELECT count(*) FROM notes), (SELECT count(*) FROM mentions), (SELECT count(*) FROM papers)"
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute(counted).fetchone()
    with Store.open(path) as store:
        after = store.totals()

    assert (after.notes, after.mentions, after.papers + after.paperless) == before
    assert after.paperless == 1, "the page of a diary is no paper"
    assert len(digestkb("--db", str(path), "list", "-n", "0").lines) == after.papers


@pytest.mark.parametrize("migration", MIGRATIONS)
def test_reading_the_notes_again_makes_of_it_what_it_would_be_today(tmp_path: Path, migration: str) -> None:
    notes = tmp_path / "notes"
    shutil.copytree(NOTES, notes)
    moved = [f"UPDATE notes SET reading = 0, folder = '{notes}'"]
    if migration >= "m003":  # notes go by their folders, and what follows from that goes by these rules
        moved.append("UPDATE index_rules SET rules = 'those of another day'")
    path = made(tmp_path / "kb.db", migration, *moved)
    ingest_into(path, notes)
    ingest_into(tmp_path / "new.db", notes)

    assert content(path) == content(tmp_path / "new.db")


STEP = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('digestkb', '{}', '2030')"
#: What may have become of the record of the steps, and what is said of it.
LEDGERS = {
    "a step that is yet to come": ([STEP.format("m999_later")], NoDatabase, "newer digestkb"),
    "another step of the same rank": ([STEP.format("m002_later")], NoDatabase, "newer digestkb"),
    "a column of a later step": (
        [STEP.format("m999_later"), "ALTER TABLE notes ADD COLUMN x TEXT NOT NULL DEFAULT ''"],
        NoDatabase,
        "newer digestkb",
    ),
    "no record": (["DROP TABLE _sqlite_migrations"], DamagedDatabase, "digestkb rebuild"),
    "no steps": (["DELETE FROM _sqlite_migrations"], DamagedDatabase, "digestkb rebuild"),
    "not the first step": (
        ["DELETE FROM _sqlite_migrations WHERE name = 'm001_initial'"],
        DamagedDatabase,
        "digestkb rebuild",
    ),
    "a table less": (["DROP TABLE papers"], DamagedDatabase, "lacks the table papers; run: digestkb rebuild"),
    "no full text": (["DROP TABLE search"], DamagedDatabase, "lacks the table search"),
}


@pytest.mark.parametrize("opened", [use, write])
@pytest.mark.parametrize(("altered", "kind", "said"), LEDGERS.values(), ids=LEDGERS)
def test_what_cannot_be_used_is_named_and_left_as_it_is(
    tmp_path: Path, opened: Callable[[Path], None], altered: list[str], kind: type[NoDatabase], said: str
) -> None:
    path = made(tmp_path / "kb.db", MIGRATIONS[-1], *altered)
    before = path.read_bytes()
    with pytest.raises(NoDatabase, match=said) as raised:
        opened(path)

    assert raised.type is kind
    assert "\n" not in str(raised.value)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_the_steps_of_others_are_none_of_ours(tmp_path: Path) -> None:
    altered = STEP.format("m999_later").replace("'digestkb'", "'theirs'")
    path = made(tmp_path / "kb.db", MIGRATIONS[-1], altered, "CREATE TABLE theirs (a)")

    use(path)
    write(path)
