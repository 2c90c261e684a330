"""``ingest`` as a command: its summary, its exit status, what stays and what goes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.processes import NOTES, Run, digestkb, environment, on_terminal

NOTE = "# Log\n\n## 2025.12.3\n- [{title}](https://arxiv.org/abs/2512.{number:05})\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Three small notes, of which one lies deeper."""
    folder = tmp_path / "notes"
    (folder / "old").mkdir(parents=True)
    for number, name in enumerate(["a.md", "b.md", "old/c.md"], 1001):
        (folder / name).write_text(NOTE.format(title=f"Paper {name}", number=number), encoding="utf-8")
    return folder


def ingest(folder: Path, *arguments: str, **options: object) -> tuple[Run, dict[str, int]]:
    """Ingest into a database beside the folder; gives the run, and its summary by name."""
    db = folder.parent / "kb.db"
    run = digestkb("--db", str(db), "ingest", *arguments, **options)  # type: ignore[arg-type]
    return run, {name: int(value) for name, value in run.records}


def ids(folder: Path) -> list[str]:
    """Give what the database knows."""
    return sorted(digestkb("--db", str(folder.parent / "kb.db"), "list", "-n", "0", "-f", "ids").lines)


def test_the_summary_has_what_was_asked_for(notes: Path) -> None:
    run, summary = ingest(notes, str(notes))
    assert (run.status, run.err) == (0, "")
    assert list(summary) == [
        *(f"files {outcome}" for outcome in ("added", "changed", "moved", "unchanged", "removed", "failed")),
        *("lines repaired", "papers", "notes", "mentions", "insights"),
    ]
    assert (summary["files added"], summary["papers"], summary["mentions"]) == (3, 3, 3)


def test_a_second_run_reads_nothing_again(notes: Path) -> None:
    ingest(notes, str(notes))
    (notes / "a.md").write_text(NOTE.format(title="Another", number=2001), encoding="utf-8")
    (notes / "b.md").unlink()
    run, summary = ingest(notes, str(notes))
    assert run.status == 0
    assert [summary[f"files {o}"] for o in ("added", "changed", "unchanged", "removed")] == [0, 1, 1, 1]
    assert ids(notes) == ["2512.01003", "2512.02001"]


def test_what_is_gone_may_be_kept(notes: Path) -> None:
    ingest(notes, str(notes))
    (notes / "b.md").unlink()
    _, summary = ingest(notes, str(notes), "--keep-missing")
    assert summary["files removed"] == 0 and len(ids(notes)) == 3


def test_a_dry_run_writes_nothing(notes: Path) -> None:
    run, summary = ingest(notes, str(notes), "--dry-run")
    assert run.status == 0 and summary["files added"] == 3
    assert not (notes.parent / "kb.db").exists()
    ingest(notes, str(notes))
    (notes / "b.md").unlink()
    assert ingest(notes, str(notes), "--dry-run")[1]["files removed"] == 1
    assert len(ids(notes)) == 3


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--include", "old/*"), ["2512.01003"]),
        (("--exclude", "old/*"), ["2512.01001", "2512.01002"]),
        (("--exclude", "a.md", "--exclude", "b.md"), ["2512.01003"]),
        (("--include", "*.md", "--exclude", "c.md"), ["2512.01001", "2512.01002"]),
    ],
    ids=str,
)
def test_patterns_choose_files(notes: Path, arguments: tuple[str, ...], expected: list[str]) -> None:
    run, _ = ingest(notes, str(notes), *arguments)
    assert run.status == 0 and ids(notes) == expected


def test_a_note_may_come_through_standard_input(notes: Path) -> None:
    note = NOTE.format(title="Piped", number=3001)
    run, summary = ingest(notes, "-", "--name", "mail.md", stdin=note)
    assert run.status == 0 and summary["files added"] == 1
    assert ingest(notes, "-", "--name", "mail.md", stdin=note)[1]["files unchanged"] == 1
    place = digestkb("--db", str(notes.parent / "kb.db"), "show", "2512.03001", "-f", "paths").out
    assert place.startswith("mail.md:4:")


BAD = {
    "missing": lambda folder: folder / "nosuch.md",
    "binary": lambda folder: _written(folder / "picture.md", bytes(range(256)) * 20),
}


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("make", BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_reported_and_stops_nothing(notes: Path, make: object) -> None:
    bad = make(notes)  # type: ignore[operator]
    run, summary = ingest(notes, str(bad), str(notes / "a.md"))
    assert run.status == 3
    assert (summary["files failed"], summary["files added"]) == (1, 1)
    assert run.err.count("\n") == 1 and bad.name in run.err


@pytest.mark.parametrize("patterns", [(), ("--exclude", "x/*"), ("--include", "*.md")], ids=str)
def test_what_was_known_stays_when_a_folder_is_empty(notes: Path, patterns: tuple[str, ...]) -> None:
    ingest(notes, str(notes))
    shutil.rmtree(notes)
    notes.mkdir()
    assert ingest(notes, str(notes), *patterns)[0].status == 0
    assert len(ids(notes)) == 3, "an unmounted disk looks just like that"


def test_nothing_but_paths_that_are_not_there_is_a_slip_of_the_user(notes: Path) -> None:
    database = notes.parent / "new.db"
    run = digestkb("--db", str(database), "ingest", str(notes / "nosuch"))
    assert (run.status, run.err.count("\n")) == (2, 1)
    assert not database.exists()


def test_json_and_table_of_the_summary(notes: Path) -> None:
    db = str(notes.parent / "kb.db")
    run = digestkb("--db", db, "ingest", str(notes), "--json")
    assert '{"name": "files added", "value": 3}' in run.out
    status, drawn = on_terminal("--db", db, "ingest", str(NOTES))
    plain = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", drawn)
    assert status == 0 and re.search(r"files added +\d+", plain)


def test_a_bar_is_drawn_on_a_terminal_only(notes: Path) -> None:
    db = str(notes.parent / "kb.db")
    assert "━" not in digestkb("--db", db, "ingest", str(NOTES)).err
    Path(db).unlink()
    _, drawn = on_terminal("--db", db, "ingest", str(NOTES), COLUMNS="80")
    assert "━" in drawn
    Path(db).unlink()
    assert "━" not in on_terminal("--db", db, "ingest", str(NOTES), TERM="dumb")[1]


def test_notes_are_never_written_to(notes: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in notes.rglob("*.md")}
    ingest(notes, str(notes))
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in notes.rglob("*.md")} == before
    assert sorted(path.name for path in notes.iterdir()) == ["a.md", "b.md", "old"]


def exported(db: Path) -> str:
    """Give everything that a database says."""
    return digestkb("--db", str(db), "export", "--format", "jsonl").out


@pytest.mark.parametrize("after", [0.2])
def test_a_killed_run_leaves_a_database_that_the_next_one_completes(tmp_path: Path, after: float) -> None:
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    digestkb("--db", str(whole), "ingest", str(NOTES))
    command = [sys.executable, "-m", "digestkb", "--db", str(killed), "ingest", str(NOTES)]
    run = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not killed.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(after)
    run.kill()
    run.wait()

    assert digestkb("--db", str(killed), "ingest", str(NOTES)).status == 0
    assert exported(killed) == exported(whole)


def test_notes_one_by_one_and_backwards_say_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    shutil.copytree(NOTES, folder)
    at_once, one_by_one = tmp_path / "a.db", tmp_path / "b.db"
    digestkb("--db", str(at_once), "ingest", str(folder))
    for part in sorted(folder.iterdir(), reverse=True):
        digestkb("--db", str(one_by_one), "ingest", str(part))
    digestkb("--db", str(one_by_one), "ingest", str(folder))
    assert exported(one_by_one) == exported(at_once)
    # What one note said goes with it, and comes back with it.
    note = folder / "digests" / "2026-01-09.md"
    note.rename(tmp_path / "away.md")
    digestkb("--db", str(one_by_one), "ingest", str(folder))
    assert exported(one_by_one) != exported(at_once)
    (tmp_path / "away.md").rename(note)
    digestkb("--db", str(one_by_one), "ingest", str(folder))
    assert exported(one_by_one) == exported(at_once)
