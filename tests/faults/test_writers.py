"""Several ingests at once, and killed ones: what is stored is what one ingest after the other would have stored."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from digestkb.ingest import ingest
from digestkb.source import Source, read_beginning
from digestkb.store import turns
from digestkb.store.store import Store
from digestkb.survey import survey
from tests.cli.processes import digestkb
from tests.faults.canon import content, sizes
from tests.faults.corpus import edit, ingest_into, write_notes
from tests.faults.processes import ended, forked

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked here")


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty notes; tests that change them copy them."""
    folder = tmp_path_factory.mktemp("corpus") / "notes"
    write_notes(folder, 50)
    return folder


@pytest.fixture(scope="module")
def alone(notes: Path) -> Path:
    """A database into which nobody but one ingest wrote."""
    database = notes.parent / "alone.db"
    ingest_into(database, notes)
    return database


def together(database: Path, ingests: Sequence[Sequence[Path]], seed: int = 1) -> None:
    """Run several ingests that begin a little after one another; all must end well."""
    draw = random.Random(seed)

    def late(by: float, folders: Sequence[Path]) -> None:
        time.sleep(by)
        ingest_into(database, *folders)

    children = [forked(partial(late, draw.uniform(0, 0.05), folders)) for folders in ingests]
    assert [ended(child) for child in children] == [0] * len(children)


WAYS = {
    "the same folder": (["."], ["."], ["."]),
    "different folders": (["digests"], ["logs"], ["lists"]),
    "one inside the other": (["digests/old"], ["digests"], ["."]),
    "inside and outside": (["logs", "lists"], ["digests/old"], [".", "digests"]),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_ingests_at_once_store_what_one_after_the_other_would(
    tmp_path: Path, notes: Path, way: Sequence[Sequence[str]]
) -> None:
    ingests = [[notes / name for name in names] for names in way]
    one_by_one, at_once = tmp_path / "one by one.db", tmp_path / "at once.db"
    for folders in ingests:
        ingest_into(one_by_one, *folders)
    together(at_once, ingests)

    assert content(at_once) == content(one_by_one)


def test_changes_and_removals_are_stored_once(tmp_path: Path, notes: Path, alone: Path) -> None:
    folder, one_by_one, at_once = tmp_path / "notes", tmp_path / "one by one.db", tmp_path / "at once.db"
    shutil.copytree(notes, folder)
    ingest_into(one_by_one, folder)
    shutil.copy(one_by_one, at_once)
    edit(folder)
    ingest_into(one_by_one, folder)
    together(at_once, [[folder], [folder], [folder / "digests"]])

    assert content(at_once) == content(one_by_one)
    assert content(at_once) != content(alone)


def test_a_killed_ingest_leaves_whole_notes_and_the_others_go_on(tmp_path: Path, notes: Path, alone: Path) -> None:
    draw = random.Random(3)
    start = time.monotonic()
    ingest_into(tmp_path / "timed.db", notes)
    seconds = time.monotonic() - start
    for attempt in range(4):
        database = tmp_path / f"{attempt}.db"
        victim, other = (forked(partial(ingest_into, database, notes)) for _ in range(2))
        time.sleep(draw.uniform(0, seconds))
        os.kill(victim, signal.SIGKILL)
        assert ended(victim) in (0, -signal.SIGKILL)
        assert ended(other) == 0
        assert content(database) == content(alone)


def test_a_killed_ingest_is_completed_by_the_next(tmp_path: Path, notes: Path, alone: Path) -> None:
    draw = random.Random(4)
    whole = sizes(alone)
    for attempt in range(4):
        database = tmp_path / f"{attempt}.db"
        child = forked(partial(ingest_into, database, notes))
        time.sleep(draw.uniform(0, 0.4))
        os.kill(child, signal.SIGKILL)
        ended(child)
        if database.exists():
            assert sizes(database) <= whole, "a note is there or it is not"
        ingest_into(database, notes)
        assert content(database) == content(alone)
        assert [path.name for path in tmp_path.glob(f"{attempt}.db*")] == [database.name]


#: What another ingest may do while a note is being read.
MEANWHILE = {
    "stores a newer one": lambda folder: (folder / "sub" / "a.md").write_text("arXiv:2601.00009", encoding="utf-8"),
    "stores the same": lambda folder: None,
    "removes it": lambda folder: (folder / "sub" / "a.md").unlink(),
}


@pytest.mark.parametrize("act", MEANWHILE.values(), ids=MEANWHILE)
@pytest.mark.parametrize("outer", [False, True])
@pytest.mark.parametrize("known", [False, True])
def test_what_was_read_is_not_stored_over_what_another_has_stored_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Path], object], outer: bool, known: bool
) -> None:
    folder, interleaved, after = tmp_path / "notes", tmp_path / "interleaved.db", tmp_path / "after.db"
    write_notes(folder, 4)
    write_notes(folder / "sub", 3)
    note = folder / "sub" / "a.md"
    note.write_text("arXiv:2601.00001", encoding="utf-8")
    if known:
        ingest_into(interleaved, folder / "sub")
        note.write_text("arXiv:2601.00002", encoding="utf-8")

    def slowly(path: Path, name: str, most: int) -> Source:
        source = read_beginning(path, name, most)
        if path == note:
            monkeypatch.undo()
            act(folder)
            ingest_into(interleaved, folder if outer else folder / "sub")
        return source

    monkeypatch.setattr("digestkb.ingest.read_beginning", slowly)
    with Store.open(interleaved) as store:
        list(ingest(store, survey(store.fingerprints(), [folder / "sub"])))
    ingest_into(after, folder if outer else folder / "sub")

    assert content(interleaved) == content(after)


def test_a_note_that_comes_back_in_time_is_not_taken_out(tmp_path: Path) -> None:
    folder, database = tmp_path / "notes", tmp_path / "kb.db"
    write_notes(folder, 4)
    ingest_into(database, folder)
    whole = content(database)
    away = (folder / "logs" / "001.md").rename(tmp_path / "away.md")
    with Store.open(database) as store:
        slow = ingest(store, survey(store.fingerprints(), [folder]))
        next(slow)
        away.rename(folder / "logs" / "001.md")
        ingest_into(database, folder)
        list(slow)

    assert content(database) == whole


@contextmanager
def held(database: Path, seconds: float) -> Iterator[None]:
    """Keep the lock of a database for so long at most."""
    with closing(sqlite3.connect(database, isolation_level=None, check_same_thread=False)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(seconds, connection.execute, ["ROLLBACK"])
        timer.start()
        yield
        timer.cancel()
        timer.join()


def test_the_command_waits_as_long_as_told(tmp_path: Path, notes: Path, alone: Path) -> None:
    database = tmp_path / "kb.db"
    ingest_into(database, notes / "lists")
    with held(database, 60):
        run = digestkb("--db", str(database), "ingest", str(notes), "--wait", "0.2")
    assert (run.status, run.out, run.err.count("\n")) == (75, "", 1) and "--wait" in run.err
    with held(database, 1.0):
        assert digestkb("--db", str(database), "ingest", str(notes)).status == 0
    assert content(database) == content(alone)


@pytest.mark.parametrize(("told", "others_store", "waits"), [(None, True, 0.8), (None, False, 0.3), (0.5, False, 0.5)])
def test_who_stores_nothing_is_waited_for_less_unless_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: float | None, others_store: bool, waits: float
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.8)
    monkeypatch.setattr(turns, "STANDSTILL", 0.3)
    path = tmp_path / "kb.db"
    with closing(sqlite3.connect(path)) as ours, closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE stored (a)")
        waiting = turns.Turns(ours, told)

        def locked() -> None:
            if others_store:
                other.execute("INSERT INTO stored VALUES (1)")
                other.commit()
            raise sqlite3.OperationalError("database is locked")

        start = time.monotonic()
        with pytest.raises(sqlite3.OperationalError):
            waiting.patiently(locked)
        assert waits <= time.monotonic() - start < waits + 0.25


def test_who_waits_can_be_interrupted(tmp_path: Path, notes: Path) -> None:
    database = tmp_path / "kb.db"
    ingest_into(database, notes / "lists")

    def wait() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with contextlib.suppress(KeyboardInterrupt):
            ingest_into(database, notes)

    with held(database, 60):
        child = forked(wait)
        time.sleep(0.5)
        start = time.monotonic()
        os.kill(child, signal.SIGINT)
        assert ended(child) == 0
        assert time.monotonic() - start < 5
