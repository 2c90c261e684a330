"""``repair --write`` loses nothing: killed at any moment, beside other repairs and editors, whatever a note is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from digestkb.cli import replace as replacing
from digestkb.cli.repair import Outcome
from digestkb.cli.replace import UNFINISHED, Changed, replace
from digestkb.errors import NoteBusy
from tests.cli.processes import NOTES, Run, digestkb, environment
from tests.faults.processes import dying_at_call, ended, forked

fcntl = pytest.importorskip("fcntl", reason="there are no locks, links and signals of this kind here")

DAMAGED = (NOTES / "digests" / "2025-01-22-damaged.md").read_bytes()
OLD, NEW, SAVED = b"old text\n", b"new text\n", b"what somebody saved meanwhile\n"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """A note alone in its folder."""
    path = tmp_path / "notes" / "a.md"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> list[str]:
    """Give what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def held(folder: Path) -> set[bytes]:
    """Give the contents of all files of a folder but the unfinished one."""
    return {path.read_bytes() for path in folder.iterdir() if path.name != UNFINISHED}


def repaired(*paths: Path, follow_links: bool = False) -> Outcome:
    """Do what the command does, without the start of a process."""
    done = Outcome()
    done.write(done.over([str(path) for path in paths]), follow_links)
    return done


# Killed.


def test_a_kill_at_any_call_loses_nothing_and_the_next_run_completes_it(tmp_path: Path) -> None:
    for number in count(1):
        note = tmp_path / str(number) / "a.md"
        note.parent.mkdir()
        note.write_bytes(OLD)
        if ended(forked(dying_at_call(number, partial(replace, note, OLD, NEW)))) == 0:
            break
        assert note.read_bytes() in (OLD, NEW) and OLD in held(note.parent), f"killed at call {number}"
        if note.read_bytes() == OLD:
            replace(note, OLD, NEW)
        else:
            replacing.clear(note.parent)
        assert (note.read_bytes(), names(note.parent)) == (NEW, ["a.md", "a.md.orig"]), f"killed at call {number}"
        assert (note.parent / "a.md.orig").read_bytes() == OLD
    assert number > 15


def test_commands_that_are_killed_are_completed_by_the_next(tmp_path: Path) -> None:
    notes = [tmp_path / f"{number}.md" for number in range(4)]
    for note in notes:
        note.write_bytes(DAMAGED)
    command = [sys.executable, "-m", "digestkb", "repair", "--write", str(tmp_path)]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()  # the first is done: it is in the middle of the others
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    run = digestkb("repair", "--write", str(tmp_path))
    assert (run.status, run.err) == (0, "")
    assert names(tmp_path) == [name for note in notes for name in (note.name, f"{note.name}.orig")]
    assert {note.with_name(f"{note.name}.orig").read_bytes() for note in notes} == {DAMAGED}
    assert DAMAGED not in {note.read_bytes() for note in notes}


def test_what_was_left_behind_is_removed_where_nothing_is_to_repair(note: Path) -> None:
    (note.parent / UNFINISHED).write_bytes(b"half of i")
    repaired(note.parent)
    assert names(note.parent) == ["a.md"]


def test_what_another_process_has_not_finished_is_not_removed(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digestkb.files._PATIENCE", 0.05)
    (note.parent / UNFINISHED).write_bytes(b"half of i")
    handle = os.open(note.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        replacing.clear(note.parent)
        with pytest.raises(NoteBusy, match="another process"):
            replace(note, OLD, NEW)
    finally:
        os.close(handle)
    assert names(note.parent) == [UNFINISHED, "a.md"] and note.read_bytes() == OLD


def test_only_a_file_of_that_name_is_removed(note: Path) -> None:
    (note.parent / UNFINISHED).mkdir()
    replacing.clear(note.parent)
    with pytest.raises(FileExistsError):
        replace(note, OLD, NEW)
    assert (names(note.parent), note.read_bytes()) == ([UNFINISHED, "a.md"], OLD)


# Beside others.


def test_of_two_repairs_at_once_each_original_is_kept_once(tmp_path: Path) -> None:
    notes = [tmp_path / f"{number}.md" for number in range(5)]
    for note in notes:
        note.write_bytes(DAMAGED)
    runs: list[Run] = []
    repair = partial(digestkb, "repair", "--write", str(tmp_path), fresh=True)
    threads = [threading.Thread(target=lambda: runs.append(repair())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(run.status, run.err) for run in runs] == [(0, "")] * 2
    assert names(tmp_path) == [name for note in notes for name in (note.name, f"{note.name}.orig")]
    assert all(note.with_name(f"{note.name}.orig").read_bytes() == DAMAGED != note.read_bytes() for note in notes)


def test_of_many_that_replace_one_note_one_does(note: Path) -> None:
    def replace_or_find_it_changed() -> None:
        try:
            replace(note, OLD, NEW)
        except Changed:
            os._exit(7)

    children = [forked(replace_or_find_it_changed) for _ in range(8)]
    assert sorted(map(ended, children)) == [0, *[7] * 7]
    assert (names(note.parent), note.read_bytes()) == (["a.md", "a.md.orig"], NEW)


def save_by_renaming(note: Path) -> None:
    """Save as most editors do."""
    (note.parent / "editor").write_bytes(SAVED)
    (note.parent / "editor").replace(note)


def save_in_place(note: Path) -> None:
    """Save as the others do."""
    note.write_bytes(SAVED)


@pytest.mark.parametrize("save", [save_by_renaming, save_in_place])
def test_what_is_saved_before_the_swap_stays(
    note: Path, save: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def saved(handle: int) -> None:
        save(note)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", saved)
    with pytest.raises(Changed):
        replace(note, OLD, NEW)
    assert (names(note.parent), note.read_bytes()) == (["a.md"], SAVED)


@pytest.mark.parametrize("save", [save_by_renaming, save_in_place])
@pytest.mark.parametrize("early", [False, True])
def test_what_is_saved_in_the_middle_of_the_swap_stays(
    note: Path, save: Callable[[Path], None], early: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def linked(*given: Path) -> None:
        if early:
            save(note)
        link(*given)
        if not early:
            save(note)

    monkeypatch.setattr(os, "link", linked)
    with pytest.raises(Changed):
        replace(note, OLD, NEW)
    assert note.read_bytes() == SAVED
    # What somebody has put another file in place of is there by no other name any more.
    kept = [] if early or save is save_in_place else ["a.md.orig"]
    assert names(note.parent) == ["a.md", *kept]
    assert all((note.parent / name).read_bytes() == OLD for name in kept)


def test_a_swap_that_fails_leaves_nothing_behind(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(PermissionError):
        replace(note, OLD, NEW)
    assert (names(note.parent), note.read_bytes()) == (["a.md"], OLD)


def test_what_is_saved_meanwhile_is_repaired(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note.write_bytes(DAMAGED)
    times = iter(range(2))
    fsync = os.fsync

    def saved(handle: int) -> None:
        if (number := next(times, None)) is not None:
            note.write_bytes(DAMAGED + b"%d\n" % number)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", saved)
    done = repaired(note)
    assert done.failures.status == 0
    assert (note.parent / "a.md.orig").read_bytes() == DAMAGED + b"1\n"
    assert note.read_bytes().endswith(b"1\n") and "Bản tin".encode() in note.read_bytes()


def test_a_note_that_is_saved_without_end_is_left_for_later(
    note: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    note.write_bytes(DAMAGED)
    numbers = count()

    def saved(_: int) -> None:
        note.write_bytes(DAMAGED + b"%d\n" % next(numbers))

    monkeypatch.setattr(os, "fsync", saved)
    done = repaired(note)
    assert done.failures.status == 75
    assert capsys.readouterr().err.count("\n") == 1
    assert names(note.parent) == ["a.md"]


# What a note may be.


def test_where_files_have_no_second_name_a_copy_is_kept(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    note.chmod(0o640)
    os.utime(note, (1e9, 1e9))
    monkeypatch.setattr(os, "link", refused)
    (note.parent / "a.md.orig").symlink_to("nowhere")
    backup = replace(note, OLD, NEW).backup
    assert (backup.name, backup.read_bytes(), note.read_bytes()) == ("a.md.orig.1", OLD, NEW)
    assert (backup.stat().st_mode & 0o777, int(backup.stat().st_mtime)) == (0o640, 10**9)
    assert not (note.parent / "nowhere").exists()


def test_owner_mode_and_attributes_are_kept(note: Path) -> None:
    note.chmod(0o640)
    try:
        os.setxattr(note, "user.colour", b"green")
    except (OSError, AttributeError) as error:
        pytest.skip(f"files have no attributes here: {error}")
    if os.geteuid() == 0:
        os.chown(note, 12345, 54321)
    before = note.stat()
    assert replace(note, OLD, NEW).lost == []
    after = note.stat()
    assert (after.st_uid, after.st_gid, after.st_mode) == (before.st_uid, before.st_gid, before.st_mode)
    assert os.getxattr(note, "user.colour") == b"green"
    assert (note.parent / "a.md.orig").stat().st_ino == before.st_ino != after.st_ino


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="files have no attributes here")
def test_what_cannot_be_kept_is_said_and_opens_the_note_to_nobody(
    note: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    note.write_bytes(DAMAGED)
    note.chmod(0o660)
    mine, real = os.getgid(), os.fstat
    monkeypatch.setattr(os, "listxattr", lambda path: ["user.colour"] if path == note else [])
    monkeypatch.setattr(os, "getxattr", lambda *_: b"green")
    monkeypatch.setattr(os, "setxattr", refused)
    monkeypatch.setattr(os, "fchown", refused)

    def another_group(handle: int) -> os.stat_result:
        found = list(real(handle))
        found[5] = mine + 1
        return os.stat_result(found)

    monkeypatch.setattr(os, "fstat", another_group)
    done = repaired(note)
    assert "could not keep its group and attribute user.colour; a.md.orig has it" in capsys.readouterr().err
    assert (note.stat().st_mode & 0o777, done.failures.status) == (0o600, 0)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Run]]:
    """A folder in which every note is damaged and odd, and how the command went through it."""
    folder = tmp_path_factory.mktemp("odd")
    inside, outside = folder / "notes", folder / "outside"
    for where in (inside, outside):
        where.mkdir()
    for path in (inside / "plain.md", inside / "frozen.md", inside / "one.md", outside / "x.md", outside / "y.md"):
        path.write_bytes(DAMAGED)
    (inside / "frozen.md").chmod(0o400)
    os.link(inside / "one.md", inside / "other.md")
    (inside / "link.md").symlink_to("../outside/x.md")
    (inside / "folder").symlink_to("../outside")
    (inside / "plain.md.orig").symlink_to("../outside/new")
    yield inside, digestkb("repair", "--write", "notes", cwd=folder)
    shutil.rmtree(folder)


@pytest.mark.parametrize("name", ["frozen.md", "one.md", "other.md", "link.md", "folder"])
def test_what_is_to_be_left_alone_is_and_that_is_said(odd: tuple[Path, Run], name: str) -> None:
    folder, run = odd
    path = folder / name
    assert (path if path.is_file() else path / "y.md").read_bytes() == DAMAGED
    assert not (folder / f"{name}.orig").exists()
    (said,) = (line for line in run.err.split("\n") if f"notes/{name}: " in line)
    assert "left alone" in said
    assert run.status == 3


def test_nothing_outside_is_touched_and_the_rest_is_repaired(odd: tuple[Path, Run]) -> None:
    folder, run = odd
    assert names(folder.parent / "outside") == ["x.md", "y.md"]
    assert run.records == [["notes/plain.md", "35", "plain.md.orig.1"]]
    assert (folder / "plain.md.orig.1").read_bytes() == DAMAGED != (folder / "plain.md").read_bytes()
    assert (folder / "one.md").samefile(folder / "other.md")


def test_links_are_followed_if_that_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("inside", "outside"):
        (tmp_path / name).mkdir()
    (tmp_path / "outside" / "x.md").write_bytes(DAMAGED)
    (tmp_path / "inside" / "a.md").symlink_to("../outside/x.md")
    (tmp_path / "inside" / "b").symlink_to("../outside")
    assert repaired(tmp_path / "inside", follow_links=True).failures.status == 0
    assert capsys.readouterr().out.count("\n") == 1
    assert (tmp_path / "inside" / "a.md").is_symlink() and names(tmp_path / "inside") == ["a.md", "b"]
    assert (tmp_path / "outside" / "x.md.orig").read_bytes() == DAMAGED != (tmp_path / "outside" / "x.md").read_bytes()


def test_a_folder_that_was_named_is_meant_even_if_it_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.md").write_bytes(DAMAGED)
    (tmp_path / "link").symlink_to("real")
    assert repaired(tmp_path / "link").failures.status == 0
    assert names(tmp_path / "real") == ["a.md", "a.md.orig"]


def test_the_lock_is_waited_for(note: Path) -> None:
    handle = os.open(note.parent, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    child = forked(partial(replace, note, OLD, NEW))
    time.sleep(0.1)
    assert note.read_bytes() == OLD
    fcntl.flock(handle, fcntl.LOCK_UN)  # the child has the same handle
    os.close(handle)
    assert ended(child) == 0 and note.read_bytes() == NEW
