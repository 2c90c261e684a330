"""A database is made anew without losing anything, whatever happens meanwhile."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from digestkb.errors import DatabaseBusy, NoDatabase
from digestkb.ingest import ingest_bytes
from digestkb.rebuild import rebuilding
from digestkb.store.origin import Origin
from digestkb.store.state import MIGRATIONS
from digestkb.store.store import Store
from digestkb.survey import Event, Outcome
from tests.cli.processes import digestkb, environment
from tests.faults.canon import content
from tests.faults.corpus import ingest_into, write_notes
from tests.faults.processes import dying_at, ended, forked
from tests.store.test_schemas import made

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked here")

SCHEMAS = Path(__file__).parent.parent / "cases" / "schemas"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Notes with insights, repairs, logs and digests; and a file of that name that is in no database."""
    folder = tmp_path / "notes"
    write_notes(folder, 8)
    shutil.copytree(SCHEMAS / "notes", folder / "all kinds")
    return folder


@pytest.fixture
def path(notes: Path) -> Path:
    """A database of the notes, and of one that came through standard input."""
    path = notes.parent / "kb.db"
    ingest_into(path, notes)
    with Store.open(path) as store:
        ingest_bytes(store, b"# A mail\n\n- 2601.00001 and a word: zyxotron\n", "mail")
    return path


def rebuild(path: Path, *paths: Path, wait: float = 0.2) -> list[Event]:
    """Do what the command does; gives what became of the notes."""
    with rebuilding(path, paths, wait) as run:
        return list(run.events())


def damage(path: Path) -> None:
    """Write noise over a page in the middle, one that a check finds broken."""
    data = path.read_bytes()
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'papers'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    at = (page - 1) * size
    path.write_bytes(data[:at] + random.Random(1).randbytes(size) + data[at + size :])


def beside(path: Path) -> list[str]:
    """Name what lies beside a database."""
    return sorted(found.name for found in path.parent.iterdir() if found.name not in (path.name, "notes"))


def test_what_is_made_anew_is_the_same(path: Path) -> None:
    before = content(path)
    events = rebuild(path)

    assert content(path) == before
    assert beside(path) == []
    assert [event.path for event in events if event.outcome is not Outcome.ADDED] == ["mail"]


def test_what_was_changed_by_hand_is_what_the_notes_say_again(path: Path) -> None:
    before = content(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE papers SET title = 'x'")
        connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
        connection.commit()
    rebuild(path)

    assert content(path) == before


def test_what_files_do_not_say_any_more_is_taken_over(path: Path, notes: Path) -> None:
    before = content(path)
    shutil.move(notes, notes.with_name("elsewhere"))
    events = rebuild(path)

    assert content(path) == before
    assert {event.outcome for event in events} == {Outcome.UNCHANGED}


def test_a_damaged_database_is_kept_and_made_anew(path: Path) -> None:
    before = content(path)
    damage(path)
    damaged = path.read_bytes()
    run = digestkb("--db", str(path), "rebuild", "-f", "json")

    assert run.status == 0, run.err
    assert run.err == f"digestkb: {path} was damaged; it is kept as {path}.damaged\n"
    assert content(path) == before
    assert Path(f"{path}.damaged").read_bytes() == damaged
    damage(path)
    rebuild(path)
    assert beside(path) == ["kb.db.damaged", "kb.db.damaged.1"]
    assert Path(f"{path}.damaged").read_bytes() == damaged


def test_what_nothing_can_be_read_of_needs_the_folder(path: Path, notes: Path) -> None:
    whole = content(path)
    path.write_bytes(noise := random.Random(1).randbytes(50_000))
    with pytest.raises(NoDatabase, match="too damaged to say which notes it knew; name the folders of your notes: "):
        rebuild(path)
    assert path.read_bytes() == noise
    rebuild(path, notes)

    assert Path(f"{path}.damaged").read_bytes() == noise
    assert set(content(path)["notes"]) == {row for row in whole["notes"] if "'mail'" not in row}


@pytest.mark.parametrize("lost", [100, 4096])
def test_without_its_head_the_rest_still_says_which_notes_it_knew(path: Path, notes: Path, lost: int) -> None:
    (notes / ("deep " * 40)).mkdir()
    (notes / ("deep " * 40) / "học 強.md").write_text("# A note\n\narXiv:2601.00009\n", encoding="utf-8")
    ingest_into(path, notes)
    whole = content(path)
    path.write_bytes(random.Random(1).randbytes(lost) + path.read_bytes()[lost:])
    events = rebuild(path)

    assert set(content(path)["notes"]) == {row for row in whole["notes"] if "'mail'" not in row}
    assert [event.path for event in events if event.outcome is Outcome.FAILED] == ["mail"], "it has no file"


def test_if_nothing_would_be_left_nothing_is_changed(path: Path, notes: Path) -> None:
    shutil.move(notes, notes.with_name("elsewhere"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE mentions SET kind = 'x'")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(NoDatabase, match="left as it is"):
        rebuild(path)

    assert path.read_bytes() == before
    assert beside(path) == ["elsewhere"]


def test_what_cannot_be_read_in_any_way_is_named(path: Path, notes: Path) -> None:
    gone = notes / "all kinds" / "diary.md"
    gone.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE mentions SET kind = 'x' WHERE title = 'Monday'")
        connection.commit()
    run = digestkb("--db", str(path), "rebuild")

    assert run.status == 3
    assert f"{gone}: cannot be read, and what was stored of it neither" in run.err
    assert "kb.db.damaged" in beside(path)


def test_folders_are_read_beside_what_is_known(path: Path, notes: Path) -> None:
    write_notes(notes.with_name("more"), 12)
    rebuild(path, notes.with_name("more"))
    whole = content(path)
    path.unlink()
    rebuild(path, notes, notes.with_name("more"))

    assert set(content(path)["notes"]) < set(whole["notes"])
    assert len(whole["notes"]) - len(content(path)["notes"]) == 1, "only the mail is no file"


def test_an_older_database_is_made_anew_too(path: Path, notes: Path) -> None:
    kinds = notes / "all kinds"
    path.unlink()
    made(path, MIGRATIONS[0], f"UPDATE notes SET folder = '{kinds}'")
    rebuild(path)
    ingest_into(notes.with_name("fresh.db"), kinds)

    assert content(path) == content(notes.with_name("fresh.db"))


def test_a_newer_database_is_not(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE _sqlite_migrations SET name = 'm999_later' WHERE id = 2")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(NoDatabase, match="newer digestkb"):
        rebuild(path)

    assert path.read_bytes() == before
    assert beside(path) == []


def test_an_empty_file_is_filled(path: Path, notes: Path) -> None:
    whole = content(path)
    path.write_bytes(b"")
    rebuild(path, notes)

    assert set(content(path)["notes"]) < set(whole["notes"])
    assert beside(path) == []


def test_there_must_be_something_to_make_it_from(tmp_path: Path) -> None:
    run = digestkb("--db", str(tmp_path / "kb.db"), "rebuild")

    assert (run.status, run.out) == (2, "")
    command = f"digestkb --db {tmp_path / 'kb.db'} rebuild FOLDER..."
    assert run.err == f"digestkb: {tmp_path / 'kb.db'} is not there; name the folders of your notes: {command}\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("hurt", [None, damage], ids=["sound", "damaged"])
def test_killed_at_any_statement_it_leaves_no_less(path: Path, hurt: Callable[[Path], None] | None) -> None:
    whole = content(path)
    if hurt:
        hurt(path)
    before = path.read_bytes()
    draw = random.Random(5)
    statement, deaths = 1, 0
    while ended(forked(dying_at(statement, partial(rebuild, path)))) != 0:
        assert path.read_bytes() == before, f"killed at statement {statement}"
        statement, deaths = statement + draw.randrange(1, 400), deaths + 1

    assert deaths > 3
    assert content(path) == whole


def test_killed_at_any_moment_it_leaves_one_of_the_two(path: Path) -> None:
    whole = content(path)
    draw = random.Random(6)
    for _ in range(6):
        child = forked(partial(rebuild, path))
        time.sleep(draw.uniform(0, 0.3))
        os.kill(child, signal.SIGKILL)
        ended(child)
        assert content(path) == whole


def test_what_a_killed_run_left_is_cleared_away(path: Path) -> None:
    left = [path.with_name(f"kb.db.{name}.rebuilding{suffix}") for name in ("0a", "0b") for suffix in ("", "-wal")]
    for file in left:
        file.touch()
    rebuild(path)
    assert beside(path) == []
    for file in left:
        file.touch()
    os.utime(left[0], (0, 0))
    damage(path)
    rebuild(path)

    still = sorted(file.name for file in left[1:])
    assert beside(path) == sorted(["kb.db.damaged", *still]), "without a lock, another process may be at work on them"


def test_it_waits_for_who_writes_and_others_wait_for_it(path: Path, notes: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusy):
            rebuild(path)
        other.execute("ROLLBACK")
    with rebuilding(path, (), 0.2) as run:
        with pytest.raises(DatabaseBusy), Store.open(path, wait=0.1) as store:
            store.forget(Origin("", "nothing"))
        list(run.events())
    ingest_into(path, notes)


def test_who_waited_until_the_end_does_not_write_into_the_old_one(path: Path, notes: Path) -> None:
    (notes / "new.md").write_text("arXiv:2601.07777", encoding="utf-8")
    command = [sys.executable, "-m", "digestkb", "--db", str(path), "ingest", str(notes)]
    with rebuilding(path, (), 0.2) as run:
        list(run.events())
        # No fork: a child would believe that the lock is its own process's.
        waiting = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(1.5)
        assert waiting.poll() is None
    _, said = waiting.communicate(timeout=60)
    # Which of the two it is Python 3.10 does not tell.
    assert waiting.returncode in (0, 75 if sys.version_info >= (3, 11) else 2), said.decode()
    ingest_into(path, notes)

    assert any("new.md" in row for row in content(path)["notes"])
    assert beside(path) == []
