"""A copy of the database: whole, of one moment, and over nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from digestkb.store.store import Store
from tests.cli.processes import Run, digestkb, environment
from tests.faults.canon import content
from tests.store.test_doctor import fill


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small database."""
    path = tmp_path / "kb.db"
    with Store.open(path) as store:
        fill(store)
    return path


def backup(path: Path, *arguments: str) -> Run:
    """Run the command where the database lies."""
    return digestkb("--db", str(path), "backup", *arguments, cwd=path.parent)


def test_a_database_in_use_is_copied_as_it_is_at_one_moment(path: Path) -> None:
    before = content(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM papers")
        run = backup(path, "copy.db")
        other.execute("ROLLBACK")

    assert (run.status, run.out, run.err) == (0, "", "")
    assert content(path.with_name("copy.db")) == before
    assert [found.name for found in path.parent.iterdir() if "backup" in found.name] == []


def test_nothing_is_written_over_unasked(path: Path) -> None:
    other = path.with_name("other.md")
    other.write_text("my only copy")
    run = backup(path, "other.md")

    assert (run.status, run.err) == (2, "digestkb: other.md exists; --force writes over it\n")
    assert other.read_text() == "my only copy"
    assert backup(path, "other.md", "--force").status == 0
    assert content(other) == content(path)


#: Where no copy can be, and what is said.
NOWHERE = {
    "the database itself": ("./kb.db", "is the database itself"),
    "a folder": ("..", "is a folder"),
    "a folder that is not there": ("a/b.db", "no such folder"),
}


@pytest.mark.parametrize(("file", "said"), NOWHERE.values(), ids=NOWHERE)
def test_where_no_copy_can_be(path: Path, file: str, said: str) -> None:
    before = path.read_bytes()
    run = backup(path, file, "--force")

    assert (run.status, run.err.count("\n"), said in run.err) == (2, 1, True), run.err
    assert path.read_bytes() == before


def test_it_goes_through_a_pipe(path: Path, tmp_path: Path) -> None:
    piped = subprocess.run(
        [sys.executable, "-m", "digestkb", "--db", str(path), "backup", "-"],
        capture_output=True,
        env=environment(),
        check=True,
        timeout=60,
    )
    copy = tmp_path / "piped.db"
    copy.write_bytes(piped.stdout)

    assert content(copy) == content(path)


def test_a_damaged_database_is_not_put_over_a_good_copy(path: Path) -> None:
    assert backup(path, "copy.db").status == 0
    whole = content(path.with_name("copy.db"))
    path.write_bytes(path.read_bytes()[:9000])
    run = backup(path, "copy.db", "--force")

    assert run.status == 2 and "digestkb rebuild" in run.err
    assert content(path.with_name("copy.db")) == whole
    assert sorted(found.name for found in path.parent.iterdir()) == ["copy.db", "kb.db"]
