"""Files that look as they did when they were read: they are not opened, and nothing is loaded that reads or writes."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from digestkb.ingest import ingest
from digestkb.store.store import Store
from digestkb.survey import Outcome, survey
from tests.cli.processes import digestkb
from tests.faults.canon import content
from tests.faults.corpus import ingest_into

NOTE = "# A note\n\narXiv:2601.0777{}\n"
#: Long enough ago that nobody can have written within the same tick, in seconds.
LONG_AGO = 1_000_000


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Some notes that were written long ago."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(3):
        write(folder / f"{number}.md", NOTE.format(number))
    return folder


def write(path: Path, text: str, age: float = LONG_AGO) -> None:
    """Write a file as if so many seconds ago."""
    path.write_text(text, encoding="utf-8")
    then = time.time() - age
    os.utime(path, (then, then))


def run(database: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Counter[Outcome], list[str]]:
    """Ingest notes an hour from now; gives what became of them, and the names of those that were opened."""
    from digestkb import ingest as module

    opened: list[str] = []
    read, now = module.read_beginning, time.time_ns()

    def reading(path: Path, name: str, most: int) -> object:
        opened.append(name)
        return read(path, name, most)

    monkeypatch.setattr(module, "read_beginning", reading)
    monkeypatch.setattr(module.time, "time_ns", lambda: now + 3600 * 10**9)
    with Store.open(database) as store:
        outcomes = Counter(event.outcome for event in ingest(store, survey(store.fingerprints(), [notes])))
    monkeypatch.undo()
    return outcomes, sorted(opened)


def test_what_looks_the_same_is_not_opened(tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "kb.db"
    assert run(database, notes, monkeypatch) == ({Outcome.ADDED: 3}, ["0.md", "1.md", "2.md"])
    assert run(database, notes, monkeypatch) == ({Outcome.UNCHANGED: 3}, [])
    before = database.read_bytes()
    assert run(database, notes, monkeypatch) == ({Outcome.UNCHANGED: 3}, [])
    assert database.read_bytes() == before, "nothing is written where nothing is new"


def test_a_text_of_the_same_size_and_time_is_read(tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "kb.db"
    run(database, notes, monkeypatch)
    before = (notes / "1.md").stat()
    (notes / "1.md").write_text(NOTE.format(9), encoding="utf-8")
    os.utime(notes / "1.md", ns=(before.st_atime_ns, before.st_mtime_ns))

    assert run(database, notes, monkeypatch) == ({Outcome.CHANGED: 1, Outcome.UNCHANGED: 2}, ["1.md"])


def test_what_was_touched_is_looked_at_once(tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "kb.db"
    run(database, notes, monkeypatch)
    (notes / "1.md").touch()

    assert run(database, notes, monkeypatch) == ({Outcome.UNCHANGED: 3}, ["1.md"])
    assert run(database, notes, monkeypatch) == ({Outcome.UNCHANGED: 3}, [])


def test_what_was_written_a_moment_ago_is_looked_at_again(tmp_path: Path, notes: Path) -> None:
    ingest_into(tmp_path / "kb.db", notes)  # whose clock is not turned: the files are new
    with closing(sqlite3.connect(tmp_path / "kb.db")) as connection:
        assert connection.execute("SELECT DISTINCT modified, changed FROM notes").fetchall() == [(None, None)]


def test_notes_read_by_older_readers_are_read_again(
    tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "kb.db"
    run(database, notes, monkeypatch)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE notes SET reading = 0")
        connection.commit()

    assert run(database, notes, monkeypatch) == ({Outcome.CHANGED: 3}, ["0.md", "1.md", "2.md"])


def test_so_many_jobs_store_the_same(tmp_path: Path, notes: Path) -> None:
    for jobs in ("1", "3"):
        assert digestkb("--db", str(tmp_path / jobs), "ingest", "--jobs", jobs, str(notes)).status == 0
    assert content(tmp_path / "1") == content(tmp_path / "3")


def test_a_run_that_finds_nothing_new_loads_no_reader(tmp_path: Path, notes: Path) -> None:
    ingest_into(tmp_path / "kb.db", notes)
    code = (
        "import sys\n"
        "from digestkb.cli.app import app\n"
        f"app({['--db', str(tmp_path / 'kb.db'), 'ingest', str(notes)]!r}, standalone_mode=False)\n"
        "print(*(name for name in ('digestkb.prepare', 'digestkb.readers', 'digestkb.merge', 'sqlite_utils')"
        " if name in sys.modules), file=sys.stderr)\n"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert "files unchanged\t3" in done.stdout
