"""Disks that are full or read-only, and limits on files: one line, the right status, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from digestkb.cli.replace import replace
from tests.cli.processes import NOTES, Run, digestkb
from tests.faults.canon import content
from tests.faults.corpus import ingest_into, write_notes
from tests.faults.processes import unprivileged

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there are no disks and limits of this kind here")

DAMAGED = (NOTES / "digests" / "2025-01-22-damaged.md").read_bytes()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Give what mounts a disk of so many KiB."""
    if os.geteuid():
        pytest.skip("only root may mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()

    def mounted(size: int) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
        return place

    yield mounted
    with contextlib.suppress(subprocess.CalledProcessError):
        subprocess.run(["umount", "-l", str(place)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some hundred notes."""
    folder = tmp_path_factory.mktemp("notes")
    write_notes(folder, 80)
    return folder


@pytest.fixture(scope="module")
def whole(notes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all of them."""
    path = tmp_path_factory.mktemp("whole") / "kb.db"
    ingest_into(path, notes)
    return path


def one_line(run: Run, *words: str) -> bool:
    """Say whether a run had one line to say, and these words in it."""
    return run.err.count("\n") == 1 and all(word in run.err for word in words) and "fault of digestkb" not in run.err


def with_small_files(size: int) -> None:
    """Let no file grow beyond so many bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_keeps_what_it_had_room_for_and_the_next_run_adds_the_rest(
    disk: Callable[[int], Path], notes: Path, whole: Path, tmp_path: Path
) -> None:
    # There is room for the tables and the journal of a few notes.
    database = disk(whole.stat().st_size * 3 // 2048) / "kb.db"
    run = digestkb("--db", str(database), "ingest", str(notes))
    assert run.status == 3 and one_line(run, "full", "notes before that are stored")
    stored = int(run.err.split("; the ")[1].split(" ")[0])
    assert len(content(database)["notes"]) == stored > 0
    for path in database.parent.iterdir():
        shutil.copy(path, tmp_path / path.name)
    assert digestkb("--db", str(tmp_path / "kb.db"), "ingest", str(notes)).status == 0
    assert content(tmp_path / "kb.db") == content(whole)


def test_a_disk_without_room_for_tables_is_said(disk: Callable[[int], Path], notes: Path) -> None:
    database = disk(40) / "kb.db"
    run = digestkb("--db", str(database), "ingest", str(notes))
    assert (run.status, run.out) == (2, "") and one_line(run, str(database), "full")
    assert digestkb("--db", str(database), "stats").status == 2


def test_a_limit_on_the_size_of_files_is_like_a_full_disk(tmp_path: Path) -> None:
    # The tables fit, with the log that they are made in, and the text of all notes does not.
    notes = tmp_path / "long"
    notes.mkdir()
    for number in range(30):
        said = (f"It is said in {number} places, {at} of them dry, that a reward decays.\n\n" for at in range(600))
        (notes / f"{number}.md").write_text(f"# On rewards, {number}\n\n{''.join(said)}", encoding="utf-8")
    run = digestkb("--db", str(tmp_path / "kb.db"), "ingest", str(notes), before=partial(with_small_files, 1_000_000))
    assert run.status == 3 and one_line(run, "kb.db", "notes before that are stored")
    assert content(tmp_path / "kb.db")["notes"]


@pytest.mark.parametrize("kept", ["file", "folder"])
def test_a_read_only_database_is_said_and_stays_what_it_is(kept: str, notes: Path, whole: Path, tmp_path: Path) -> None:
    database = tmp_path / "frozen" / "kb.db"
    database.parent.mkdir()
    if kept == "file":
        shutil.copy(whole, database)
        database.chmod(0o444)
    database.parent.chmod(0o555)
    (notes / "new.md").write_text("# New\n\narXiv:2601.09999\n", encoding="utf-8")
    run = digestkb("--db", str(database), "ingest", str(notes), before=unprivileged)
    database.parent.chmod(0o755)
    (notes / "new.md").unlink()
    assert (run.status, run.out) == (2, "") and one_line(run, str(database))
    assert [path.name for path in database.parent.iterdir()] == (["kb.db"] if kept == "file" else [])


# Notes.


def test_a_repair_on_a_full_disk_leaves_the_note_and_nothing_else(disk: Callable[[int], Path]) -> None:
    note = disk(64) / "a.md"
    note.write_bytes(DAMAGED * 7)
    run = digestkb("repair", "--write", str(note))
    assert (run.status, run.out) == (3, "") and one_line(run, "a.md: no space left on device")
    assert ([path.name for path in note.parent.iterdir()], note.read_bytes()) == (["a.md"], DAMAGED * 7)


def test_a_repair_needs_room_for_one_more_note_only(disk: Callable[[int], Path]) -> None:
    note = disk(64) / "a.md"
    note.write_bytes(b"a" * 30_000)
    replace(note, b"a" * 30_000, b"b" * 30_000)
    assert sorted(path.name for path in note.parent.iterdir()) == ["a.md", "a.md.orig"]


@pytest.mark.parametrize("kept", ["size", "folder"])
def test_a_repair_that_cannot_write_stops_none_of_the_rest(kept: str, tmp_path: Path) -> None:
    for name in ("a/big.md", "b/small.md"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(DAMAGED * (1 if "small" in name else 4))
    if kept == "folder":
        (tmp_path / "a").chmod(0o555)
    before = partial(with_small_files, 15_000) if kept == "size" else unprivileged
    run = digestkb("repair", "--write", ".", cwd=tmp_path, before=before)
    (tmp_path / "a").chmod(0o755)
    assert run.status == 3 and one_line(run, "big.md")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["big.md"]
    assert [record[0] for record in run.records] == ["b/small.md"]
