"""``ingest --dry-run`` says what an ingest would do, and does nothing: the database is only looked at."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.processes import Run, digestkb
from tests.faults.corpus import edit, ingest_into, write_notes
from tests.faults.kills import OLDER
from tests.faults.processes import unprivileged


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with a database of six notes, of which some have changed since."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    write_notes(tmp_path / "notes", 6)
    ingest_into(shelf / "kb.db", tmp_path / "notes")
    edit(tmp_path / "notes")
    return shelf


def dry(shelf: Path) -> Run:
    """Run it with the rights of a user."""
    notes = str(shelf.parent / "notes")
    return digestkb("--db", str(shelf / "kb.db"), "ingest", "--dry-run", notes, before=unprivileged)


def state(shelf: Path) -> dict[str, tuple[bytes, int]]:
    """Give what lies in a folder, and when it was written."""
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in shelf.iterdir()}


@pytest.mark.parametrize("closed", [False, True])
def test_nothing_is_written_and_nothing_need_be(shelf: Path, closed: bool) -> None:
    before = state(shelf)
    if closed:
        (shelf / "kb.db").chmod(0o444)
        shelf.chmod(0o555)
    run = dry(shelf)
    shelf.chmod(0o755)

    assert (run.status, run.err) == (0, "")
    assert state(shelf) == before
    real = digestkb("--db", shutil.copy(shelf / "kb.db", shelf.parent), "ingest", str(shelf.parent / "notes"))
    assert run.lines[:4] == real.lines[:4] and "files changed\t0" not in run.lines


def test_who_writes_is_not_waited_for(shelf: Path) -> None:
    with closing(sqlite3.connect(shelf / "kb.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (dry(shelf).status, dry(shelf).err) == (0, "")


def test_a_database_of_an_older_version_stays_one(shelf: Path) -> None:
    with closing(sqlite3.connect(shelf / "kb.db")) as connection:
        connection.executescript(OLDER)
    before = state(shelf)
    run = dry(shelf)
    assert (run.status, run.err, state(shelf)) == (0, "", before)
    assert "files unchanged\t0" in run.lines, "all would be read again"


def test_where_there_is_none_there_will_be_none(shelf: Path) -> None:
    (shelf / "kb.db").unlink()
    assert (dry(shelf).status, state(shelf)) == (0, {})


def test_what_is_no_database_of_ours_is_an_error(shelf: Path) -> None:
    (shelf / "kb.db").write_bytes(b"none" * 400)
    before = state(shelf)
    assert (dry(shelf).status, state(shelf)) == (2, before)
