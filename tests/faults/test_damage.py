"""Databases that a disk, another program or another version damaged: named in one line, and never a fault of ours."""

from __future__ import annotations

import os
import random
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from digestkb.cli.app import app
from digestkb.store import soundness
from digestkb.store.guard import understood
from digestkb.store.soundness import SAID, senseless
from tests.cli.processes import digestkb
from tests.faults.corpus import ingest_into

NOTES = Path(__file__).parent.parent / "cases" / "schemas" / "notes"
#: Every command that asks the database, and the formats that read the most of it.
QUESTIONS = (
    ["search", "GRPO"],
    ["search", "title:/^d/", "--json"],
    ["list", "--notes"],
    ["show", "2501.12948"],
    ["stats"],
    ["topics"],
    ["tags"],
    ["authors"],
    ["sources", "--json"],
    ["gaps"],
    ["ideas", "--json"],
    ["highlights"],
    ["reading-list"],
    ["timeline"],
    ["timeline", "--per", "week"],
    ["related", "2501.12948"],
    ["mentions", "2412.09871"],
    ["has", "2501.12948"],
    ["export", "--notes"],
    ["repairs", "--json"],
    ["doctor"],
    ["backup", "-"],
)
runner = CliRunner()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small database with something in every table."""
    path = tmp_path_factory.mktemp("sound") / "kb.db"
    ingest_into(path, NOTES)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a damaged database may lie."""
    return tmp_path / "kb.db"


def ask(path: Path, question: Iterable[str]) -> Any:
    """Ask a question within this process; whatever it is, it ends as it should and leaves the file as it is."""
    before = path.read_bytes()
    done = runner.invoke(app, ["--db", str(path), *question])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    assert done.exit_code in (0, 1, 2), done.output
    assert done.stderr.count("\n") <= 1, done.stderr
    assert "\n" not in done.stderr[:-1]
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    return done


def test_the_sound_database_answers(sound: Path) -> None:
    for question in QUESTIONS:
        assert ask(sound, question).exit_code in (0, 1), question
    with closing(sqlite3.connect(sound)) as connection:
        assert soundness.diagnosis(connection) == ""


def flipped(data: bytes, draw: random.Random) -> bytes:
    """Write noise over some places, a page at most each; a third of them near the beginning, where the schema is."""
    content = bytearray(data)
    for _ in range(draw.choice((1, 3, 20))):
        size = draw.choice((1, 16, 4096))
        at = draw.randrange(3 * 4096) if draw.random() < 0.3 else draw.randrange(len(data))
        piece = draw.randbytes(len(content[at : at + size]))
        content[at : at + size] = piece
    return bytes(content)


@pytest.mark.parametrize("seed", range(4))
def test_noise_anywhere_is_no_fault_of_ours(sound: Path, path: Path, seed: int) -> None:
    draw, data = random.Random(seed), sound.read_bytes()
    named = 0
    for at in range(30):
        path.write_bytes(flipped(data, draw))
        for question in (QUESTIONS[(2 * at) % len(QUESTIONS)], QUESTIONS[(2 * at + seed) % len(QUESTIONS)]):
            done = ask(path, question)
            if done.exit_code == 2:
                assert "digestkb rebuild" in done.stderr or re.search("another program|newer|called", done.stderr)
                named += 1
    assert named, "nothing was damaged enough"


@pytest.mark.parametrize("share", [0.001, 0.02, 0.3, 0.5, 0.9, 0.999])
def test_a_database_that_was_cut_off_is_named(sound: Path, path: Path, share: float) -> None:
    data = sound.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    for question in QUESTIONS[::3]:
        done = ask(path, question)
        assert done.exit_code in (0, 1) or "digestkb rebuild" in done.stderr


#: What a program may have left in a database, statement by statement, and the table that it makes no sense in.
SENSELESS = {
    "no JSON": ("UPDATE papers SET names = '{', topics = 'x'", "papers"),
    "JSON of another shape": ("UPDATE papers SET links = '[1]', topics = '[\"a\"]'", "papers"),
    "nothing where a list must be": ("UPDATE papers SET authors = ''", "papers"),
    "words for a number": ("UPDATE mentions SET line = 'abc'", "mentions"),
    "a number below nothing": ("UPDATE mentions SET version = -5", "mentions"),
    "a number beyond all": ("UPDATE notes SET lines = 9223372036854775807", "notes"),
    "a kind that there is not": ("UPDATE mentions SET kind = 'x'", "mentions"),
    "a place for a title that there is not": ("UPDATE mentions SET title_source = 'x'", "mentions"),
    "a month that there is not": ("UPDATE papers SET month = '2026-13', published = 'never'", "papers"),
    "bytes that are no text": ("UPDATE notes SET folder = x'ff00'", "notes"),
    "text that is no UTF-8": ("UPDATE passages SET text = CAST(x'c3280a' AS TEXT)", "passages"),
    "a path with a NUL": ("UPDATE notes SET source = 'a' || id || char(0) || char(10)", "notes"),
    "a path of topics that is none": ("UPDATE paper_topics SET path = '{'", "paper_topics"),
    "a share above one": ("UPDATE repairs SET confidence = 7.5", "repairs"),
}


@pytest.mark.parametrize(("statement", "table"), SENSELESS.values(), ids=SENSELESS)
def test_values_that_make_no_sense_are_no_fault_of_ours(sound: Path, path: Path, statement: str, table: str) -> None:
    path.write_bytes(sound.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
        assert {found.table for found in senseless(connection)} == {table}
        assert f" of {table}" in soundness.diagnosis(connection)
    for question in QUESTIONS:
        done = ask(path, question)
        assert done.exit_code in (0, 1) or "is damaged" in done.stderr, question


@pytest.mark.parametrize(
    ("table", "column"), [("papers", "summary"), ("notes", "source"), ("mentions", "kind"), ("search", "facets")]
)
def test_noise_on_the_name_of_a_column_is_damage(sound: Path, path: Path, table: str, column: str) -> None:
    path.write_bytes(sound.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        noise = f"\x01{column[1:]}" if table == "search" else f"{column[:-1]}\u00ff"
        changed = connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?", (f" {column}", f" {noise}", table)
        )
        assert changed.rowcount == 1
        connection.commit()
    failed = [done for question in QUESTIONS if (done := ask(path, question)).exit_code not in (0, 1)]
    assert len(failed) > 3
    for done in failed:
        assert done.exit_code == 2 and "is damaged" in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr


def test_what_we_write_makes_sense(sound: Path) -> None:
    with closing(sqlite3.connect(sound)) as connection:
        assert list(senseless(connection)) == []
        for table in SAID:
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() > (0,), f"{table} tells nothing"


def test_a_fault_of_ours_is_not_put_on_the_database(sound: Path) -> None:
    with closing(sqlite3.connect(sound)) as connection:
        with pytest.raises(ZeroDivisionError), understood(connection, str(sound)):
            raise ZeroDivisionError
        with pytest.raises(sqlite3.OperationalError), understood(connection, str(sound)):
            connection.execute("SELECT nonsense FROM papers")


GARBAGE = {"nothing": b"", "text": b"x" * 9000, "noise": random.Random(1).randbytes(40_000)}


@pytest.mark.parametrize("suffix", ["-wal", "-journal", "-shm"])
@pytest.mark.parametrize(
    "garbage", [b"", b"x" * 9000, random.Random(1).randbytes(40_000)], ids=["none", "text", "noise"]
)
def test_what_others_left_beside_it_harms_nothing(sound: Path, path: Path, suffix: str, garbage: bytes) -> None:
    path.write_bytes(sound.read_bytes())
    Path(f"{path}{suffix}").write_bytes(garbage)
    for question in QUESTIONS[:3]:
        done = runner.invoke(app, ["--db", str(path), *question])
        assert done.exit_code in (0, 1, 2), repr(done.exception)
        assert done.exit_code != 2 or done.stderr.count("\n") == 1
    ingest_into(path, NOTES)
    assert ask(path, ["stats"]).exit_code == 0


def other_program(path: Path, *statements: str) -> None:
    """Make a database that is not ours."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


#: What may lie where the database should and is never touched, and what is said of it.
NOT_OURS = {
    "a folder": (Path.mkdir, "is a folder"),
    "a pipe": (os.mkfifo, "is no file"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "is no file"),
    "a link to itself": (lambda path: path.symlink_to(path), "cannot be opened"),
    "another program's": (lambda path: other_program(path, "CREATE TABLE places (a)"), "another program"),
    "another program's log": (
        lambda path: other_program(path, "PRAGMA journal_mode = WAL", "CREATE TABLE notes (a)"),
        "another program",
    ),
    "a signed one": (lambda path: other_program(path, "PRAGMA application_id = 7"), "another program"),
}
#: What may be a database of ours that was written over, so that `rebuild` keeps it if it is told where notes are.
UNREADABLE = {
    "a note": (lambda path: path.write_text("# My only copy\n" * 90), "is not a database"),
    "noise": (lambda path: path.write_bytes(random.Random(1).randbytes(50_000)), "is not a database"),
    "zeros": (lambda path: path.write_bytes(bytes(8192)), "is not a database"),
}
COMMANDS = (["list"], ["ingest", str(NOTES)], ["doctor", "--fix"], ["backup", "-"], ["rebuild"])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize(("make", "said"), [*NOT_OURS.values(), *UNREADABLE.values()], ids=[*NOT_OURS, *UNREADABLE])
def test_what_is_no_database_is_left_alone(path: Path, make: Any, said: str, command: list[str]) -> None:
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    done = runner.invoke(app, ["--db", str(path), *command])

    assert (done.exit_code, done.stderr.count("\n")) == (2, 1), done.output
    assert said in done.stderr or "too damaged to say which notes it knew" in done.stderr
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(("make", "said"), NOT_OURS.values(), ids=NOT_OURS)
def test_what_is_not_ours_is_not_rebuilt_either(path: Path, make: Any, said: str) -> None:
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    done = runner.invoke(app, ["--db", str(path), "rebuild", str(NOTES)])

    assert (done.exit_code, said in done.stderr) == (2, True), done.output
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.touch()
    assert "is empty; run: digestkb ingest FOLDER" in ask(path, ["list"]).stderr
    ingest_into(path, NOTES)
    assert ask(path, ["list"]).exit_code == 0


@pytest.mark.parametrize("name", ["file:x?mode=memory", ":memory:", "a b?c#d%41.db"])
def test_a_path_is_a_path_whatever_it_looks_like(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (["ingest", str(NOTES)], ["list"], ["rebuild"], ["backup", f"{name} copy"]):
        done = runner.invoke(app, ["--db", name, *command])
        assert done.exit_code == 0, (command, done.stderr)

    assert (tmp_path / name).read_bytes().startswith(b"SQLite")
    assert {found.name for found in tmp_path.iterdir()} == {name, f"{name} copy"}


def test_the_command_names_the_damage(sound: Path, path: Path) -> None:
    path.write_bytes(sound.read_bytes()[:5000])
    for command in (["list"], ["ingest", str(NOTES)]):
        done = digestkb("--db", str(path), *command)
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1), done.err
        assert done.err.startswith(f"digestkb: {path} ") and "digestkb rebuild" in done.err


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_an_empty_name_is_not_the_usual_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    done = runner.invoke(app, ["--db", "", *command])
    assert (done.exit_code, done.stderr) == (2, "digestkb: --db is empty; name a file with it, or leave it out\n")
    assert list(tmp_path.iterdir()) == []
