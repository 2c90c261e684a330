"""Files that are no notes: one line each, and the notes beside them are read all the same."""

from __future__ import annotations

import json
import os
import resource
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path

import pytest

from digestkb.errors import UnreadableNote
from digestkb.files import as_text, from_text, read_file, size_from
from digestkb.ingest import ingest
from digestkb.store.store import Store
from digestkb.survey import Event, Outcome, survey
from tests.cli.processes import Run, digestkb
from tests.faults.processes import unprivileged

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no files of this kind here")

NOTE = "# Method{0}: Learning to Draw\n\narXiv:2601.{0:05}\n"
#: What stands in the folder, and what is said of it.
ODD = {
    "closed.md": "permission denied",
    "dangling.md": "no such file or folder",
    "device.md": "is a device, not a file",
    "endless.md": "is a device, not a file",
    "locked": "permission denied",
    "loop.md": "too many levels of symbolic links",
    "pipe.md": "is a pipe, not a file",
    "socket.md": "is a socket, not a file",
    "sparse.md": "is larger than --max-size 50M",
}
#: Names that are not UTF-8, that only look like one of them, and one beyond the letters of this system.
NAMES = {b"b\xff.md": r"b\xff.md", rb"c\xff.md": r"c\x5cxff.md", "học 強.md".encode(): "học 強.md"}
#: How deep folders lie within each other; Python calls no deeper than a thousand.
DEEP = 1100


def ingested_here(path: Path, store: Store | None = None) -> list[Event]:
    """Ingest in this process, into memory if nothing else is said."""
    with closing(sqlite3.connect(":memory:")) as memory:
        into = store or Store(memory)
        return list(ingest(into, survey(into.fingerprints(), [path])))


def outcomes(events: list[Event]) -> list[str]:
    """Give what became of the files."""
    return [str(event.outcome) for event in events]


def weak() -> None:
    """Let the process have no more rights and memory than that of a user."""
    unprivileged()
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two notes, and between them whatever a folder may have."""
    folder = tmp_path_factory.mktemp("files") / "notes"
    (folder / "locked").mkdir(parents=True)
    for number, name in enumerate(["a.md", "z.md", "closed.md", "locked/b.md"], 1):
        (folder / name).write_text(NOTE.format(number), encoding="utf-8")
    for number, name in enumerate(NAMES, 11):
        (folder / os.fsdecode(name)).write_text(NOTE.format(number), encoding="utf-8")
    os.mkfifo(folder / "pipe.md")
    bound = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(folder)  # the address of a socket may not be long
    bound.bind("socket.md")
    os.chdir(here)
    links = {"device.md": os.devnull, "endless.md": "/dev/zero", "loop.md": "loop.md", "dangling.md": "x", "self": "."}
    for name, target in links.items():
        (folder / name).symlink_to(target)
    with (folder / "sparse.md").open("wb") as file:
        file.truncate(1 << 40)
    (folder / "closed.md").chmod(0)
    (folder / "locked").chmod(0)
    yield folder
    bound.close()
    (folder / "locked").chmod(0o700)


@pytest.fixture(scope="module")
def database(folder: Path) -> Path:
    """Where the folder was ingested."""
    return folder.parent / "kb.db"


@pytest.fixture(scope="module")
def ingested(folder: Path, database: Path) -> Run:
    """How the folder was ingested."""
    return digestkb("--db", str(database), "ingest", str(folder), before=weak)


@pytest.fixture(scope="module")
def runs(folder: Path, ingested: Run) -> dict[str, Run]:
    """How each command went through the folder."""
    read = digestkb("read", str(folder), before=weak)
    return {"ingest": ingested, "read": read, "repair": digestkb("repair", "--check", str(folder), before=weak)}


@pytest.mark.parametrize("command", ["ingest", "read", "repair"])
@pytest.mark.parametrize("name", ODD)
def test_each_is_said_in_one_line(folder: Path, runs: dict[str, Run], command: str, name: str) -> None:
    said = [line for line in runs[command].err.split("\n") if f"/{name}" in line]
    assert said == [f"digestkb: {folder / name}: {ODD[name]}"]


@pytest.mark.parametrize("command", ["ingest", "read", "repair"])
def test_nothing_else_is_said_and_some_failed(runs: dict[str, Run], command: str) -> None:
    assert (runs[command].status, runs[command].err.count("\n")) == (3, len(ODD))


def test_the_notes_are_read_all_the_same(runs: dict[str, Run]) -> None:
    assert {"files added\t5", f"files failed\t{len(ODD)}"} <= set(runs["ingest"].lines)
    assert {record[0] for record in runs["read"].records} >= {f"2601.{n:05}" for n in (1, 2, 11, 12, 13)}


@pytest.mark.parametrize("name", [name for name in ODD if name not in ("closed.md", "locked")])
def test_alone_each_is_one_line_too(folder: Path, name: str) -> None:
    (event,) = ingested_here(folder / name)
    assert event.outcome is Outcome.FAILED and event.message.endswith(ODD[name])


def test_where_nothing_was_read_the_status_is_another(folder: Path, tmp_path: Path) -> None:
    assert digestkb("--db", str(tmp_path / "kb.db"), "ingest", str(folder / "pipe.md")).status == 1


# Names.


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_text_that_leads_back_to_it(name: bytes) -> None:
    assert as_text(os.fsdecode(name)) == NAMES[name]
    assert os.fsencode(from_text(NAMES[name])) == name


@pytest.mark.parametrize(
    "name", [rb"\x5c", rb"\x5c\xff", b"\\\xff", b"\\x\xff", rb"\x5cx5c", b"\\x5\xe1", "\\x80ế".encode()]
)
def test_no_two_names_are_one_text(name: bytes) -> None:
    assert os.fsencode(from_text(as_text(os.fsdecode(name)))) == name


def test_names_that_are_no_text_go_into_the_database_and_json(folder: Path, database: Path, ingested: Run) -> None:
    del ingested
    with closing(sqlite3.connect(database)) as connection:
        stored = {source for (source,) in connection.execute("SELECT source FROM notes")}
    assert stored == {"a.md", "z.md", *NAMES.values()}
    listed = json.loads(digestkb("--db", str(database), "list", "--json").out)
    assert {mention["source"] for paper in listed for mention in paper["mentions"]} == stored
    for source in stored:
        assert Path(folder, from_text(source)).is_file()


def test_a_file_with_such_a_name_may_change_and_go(tmp_path: Path) -> None:
    notes = tmp_path / "notes\udcfe"
    notes.mkdir()
    path = notes / "a\udcff.md"
    path.write_text(NOTE.format(1), encoding="utf-8")
    (notes / "b.md").write_text(NOTE.format(2), encoding="utf-8")
    with Store.open(tmp_path / "kb.db") as store:
        assert outcomes(ingested_here(notes, store)) == ["added", "added"]
        path.write_text(
            "Báº£n tin tá»•ng há»£p, gá»\xadi qua thÆ° Ä‘iá»‡n tá»\xad cho má»i ngÆ°á»i.\n" * 9, encoding="utf-8"
        )
        assert sorted(outcomes(ingested_here(notes, store))) == ["changed", "unchanged"]
    assert "+Bản tin tổng hợp" in digestkb("--db", str(tmp_path / "kb.db"), "repairs", "--diff").out
    path.unlink()
    with Store.open(tmp_path / "kb.db") as store:
        assert sorted(outcomes(ingested_here(notes, store))) == ["removed", "unchanged"]


# Sizes.


@pytest.mark.parametrize(("arguments", "status"), [(("--max-size", "30"), 3), (("--max-size", "x"), 2)], ids=str)
def test_a_size_is_asked_for(tmp_path: Path, arguments: tuple[str, ...], status: int) -> None:
    (tmp_path / "a.md").write_text(NOTE.format(1), encoding="utf-8")
    run = digestkb("read", *arguments, "a.md", cwd=tmp_path)
    assert (run.status, run.out) == (status, "") and run.err


@pytest.mark.parametrize(("most", "is_read"), [(0, True), (47, True), (46, False), (1, False)])
def test_a_file_may_be_as_large_as_is_asked_for(tmp_path: Path, most: int, is_read: bool) -> None:
    (tmp_path / "a.md").write_bytes(b"a" * 47)
    with nullcontext() if is_read else pytest.raises(UnreadableNote, match=f"larger than --max-size {most}$"):
        assert len(read_file(tmp_path / "a.md", most)) == 47


@pytest.mark.parametrize("command", [("ingest", "-"), ("repair",)], ids=lambda command: command[0])
def test_what_comes_in_without_end_is_ended(tmp_path: Path, command: tuple[str, ...]) -> None:
    run = digestkb("--db", str(tmp_path / "kb.db"), *command, stdin=b"a" * (51 << 20), before=weak)
    assert run.status in (1, 3)
    assert run.err.endswith("standard input: is larger than --max-size 50M\n") and run.err.count("\n") == 1


def test_the_size_of_what_grows_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_bytes(b"a" * 47)
    monkeypatch.setattr(os, "read", lambda *_: b"and more")
    with pytest.raises(UnreadableNote, match="is larger than"):
        read_file(tmp_path / "a.md", 1000)


def test_a_file_without_a_size_is_read_to_its_end() -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("there is no /proc here")
    assert read_file(Path("/proc/self/status")).startswith(b"Name:")


def test_what_a_shell_hands_over_is_read(tmp_path: Path) -> None:
    if not Path("/dev/fd").is_dir():
        pytest.skip("open files have no names here")
    ours, theirs = os.pipe()
    os.write(theirs, NOTE.format(1).encode())
    os.close(theirs)
    os.set_inheritable(ours, True)
    run = digestkb("read", "/dev/stdin", stdin=NOTE.format(7), cwd=tmp_path)
    assert run.status == 0 and "2601.00007" in run.out
    assert b"2601.00001" in read_file(Path(f"/dev/fd/{ours}"))
    os.close(ours)


@pytest.mark.parametrize("text", ["", "M", "-1", "50MM", "1.M", "5 apples"])
def test_what_is_no_size_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="is no size"):
        size_from(text)


# Folders.


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """Folders within each other, with a note near the bottom; what is below would have too long a path."""
    here = Path.cwd()
    (tmp_path / "deep").mkdir()
    os.chdir(tmp_path / "deep")
    try:
        for number, name in enumerate(["d"] * DEEP + ["long" * 50] * 12):
            Path(name).mkdir()
            os.chdir(name)
            if number == DEEP:
                Path("a.md").write_text(NOTE.format(1), encoding="utf-8")
    finally:
        os.chdir(here)
    yield tmp_path / "deep"
    subprocess.run(["rm", "-rf", str(tmp_path / "deep")], check=True)  # shutil goes no deeper than Python calls


def test_folders_may_lie_as_deep_as_they_like(deep: Path) -> None:
    assert sys.getrecursionlimit() < DEEP
    failure, event = ingested_here(deep)
    assert event.outcome is Outcome.ADDED
    assert failure.message.endswith("file name too long") and len(failure.message) < 400


def test_files_that_vanish_after_the_listing_stop_nothing(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.md").write_text(NOTE.format(number), encoding="utf-8")
    found = survey([], [tmp_path])
    (tmp_path / "1.md").unlink()
    with closing(sqlite3.connect(":memory:")) as memory:
        events = list(ingest(Store(memory), found))
    assert sorted(outcomes(events)) == ["added", "added", "added", "failed"]
    assert (
        next(event for event in events if event.outcome is Outcome.FAILED).message
        == f"{tmp_path / '1.md'}: no such file or folder"
    )


def test_a_folder_that_is_closed_meanwhile_keeps_what_was_said_of_it(tmp_path: Path) -> None:
    notes, db = tmp_path / "notes", str(tmp_path / "kb.db")
    for number, name in enumerate(["a", "b"], 1):
        (notes / name).mkdir(parents=True)
        (notes / name / "note.md").write_text(NOTE.format(number), encoding="utf-8")
    with Store.open(Path(db)) as store:
        ingested_here(notes, store)
    (notes / "a").chmod(0)
    run = digestkb("--db", db, "ingest", str(notes), before=unprivileged)
    (notes / "a").chmod(0o700)
    assert {"files unchanged\t1", "files removed\t0", "files failed\t1"} < set(run.lines)
    assert (run.status, run.err) == (3, f"digestkb: {notes / 'a'}: permission denied\n")
