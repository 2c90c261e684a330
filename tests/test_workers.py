"""What becomes of work when workers fail, are killed, take too long, or lose the process that they work for."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from digestkb import workers
from digestkb.errors import UnreadableNote
from digestkb.workers import Lost, Workers
from tests.faults.processes import ended, forked, runs, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc, and kills them")
MEGABYTES = 3_000_000


class Unwilling:
    """What cannot be sent to another process."""

    def __reduce__(self) -> str:
        raise TypeError("stays here")


def work(what: str, seen: Path) -> object:
    """Do what a note can do to its reader, and note down which process begins and ends with what."""
    _note(seen, what)
    if what == "killed once" and seen.read_text(encoding="utf-8").count(what) > 1:
        time.sleep(0.1)
        _note(seen, "end")
        return what
    answers: dict[str, Callable[[], object]] = {
        "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
        "killed once": lambda: os.kill(os.getpid(), signal.SIGKILL),
        "leaves": lambda: sys.exit(5),
        "long": lambda: time.sleep(60),
        "ours": lambda: _raise(UnreadableNote("it is no note")),
        "theirs": lambda: _raise(ValueError("bad value")),
        "unwilling": Unwilling,
        "large": lambda: "x" * MEGABYTES,
        "short": lambda: time.sleep(0.05) or what,
    }
    answer = answers.get(what, lambda: what)()
    _note(seen, "end")
    return answer


def _note(seen: Path, what: str) -> None:
    with seen.open("a", encoding="utf-8") as lines:
        lines.write(f"{os.getpid()} {what}\n")


def _raise(error: Exception) -> None:
    raise error


FATES = {
    "killed": (Lost, "ended the process that read it, twice (Killed)"),
    "leaves": (Lost, "ended the process that read it, twice (status 5)"),
    "long": (Lost, "it takes longer than 0.1 seconds"),
    "ours": (UnreadableNote, "it is no note"),
    "theirs": (Lost, "ValueError: bad value"),
    "unwilling": (Lost, "TypeError: stays here"),
}


@pytest.mark.parametrize("most", [1, 3])
@pytest.mark.parametrize("what", FATES)
def test_what_befalls_one_befalls_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, most: int
) -> None:
    error, said = FATES[what]
    if what == "long":
        monkeypatch.setattr(workers, "LIMIT", 0.1)
    kinds = ["a", what, "b", "large", "c"]
    with Workers(work, most=most) as crew:
        sizes = [0 if kind == "long" else MEGABYTES for kind in kinds]
        tasks = [crew.hand_in(size, kind, tmp_path / "seen") for size, kind in zip(sizes, kinds, strict=True)]
        for kind, task in zip(kinds, tasks, strict=True):
            if kind == what:
                with pytest.raises(error) as caught:
                    crew.answer(task)
                assert said in str(caught.value)
            else:
                assert crew.answer(task) == ("x" * MEGABYTES if kind == "large" else kind)


def test_who_ended_its_worker_is_tried_once_more_and_alone(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    with Workers(work, most=3) as crew:
        kinds = ["short", "killed once", *["short"] * 8]
        assert [crew.answer(task) for task in [crew.hand_in(MEGABYTES, kind, seen) for kind in kinds]] == kinds
    noted = [line.split(" ", 1) for line in seen.read_text(encoding="utf-8").splitlines()]
    first, second = (at for at, (_, what) in enumerate(noted) if what == "killed once")
    began, done = ([process for process, what in noted[:second] if (what == "end") is end] for end in (False, True))

    assert noted[first][0] != noted[second][0]
    assert sorted(began) == sorted([*done, noted[first][0]]), "all others were at their end"
    assert noted[second + 1] == [noted[second][0], "end"], "and none began"


@pytest.mark.parametrize("by_kernel", [True, False])
def test_no_worker_outlives_the_process_that_it_works_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_kernel: bool
) -> None:
    seen = tmp_path / "seen"
    if not by_kernel:
        monkeypatch.setitem(sys.modules, "ctypes", None)

    def lead() -> None:
        with Workers(work, most=2) as crew:
            tasks = [crew.hand_in(MEGABYTES, what, seen) for what in ("a", "long", "long")]
            crew.answer(tasks[1])

    leader = forked(lead)
    until(lambda: seen.exists() and seen.read_text(encoding="utf-8").count("long") == 2)
    found = {int(line.split()[0]) for line in seen.read_text(encoding="utf-8").splitlines()}
    assert len(found) == 2
    os.kill(leader, signal.SIGKILL)
    assert ended(leader) == -signal.SIGKILL
    until(lambda: not any(runs(process) for process in found), seconds=1.0)


def test_a_small_job_gets_one_worker_and_none_is_left_behind(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    with Workers(work, most=4) as crew:
        tasks = [crew.hand_in(100, str(number), seen) for number in range(20)]
        assert [crew.answer(task) for task in tasks] == [str(number) for number in range(20)]
    (process,) = {int(line.split()[0]) for line in seen.read_text(encoding="utf-8").splitlines()}
    assert not runs(process)


LOADED: list[int] = []


def test_what_work_takes_is_loaded_where_it_is_done() -> None:
    def load() -> None:
        LOADED.append(os.getpid())
        raise OSError("some of it is missing")

    with Workers(lambda: [*LOADED, os.getpid()], load=load) as busy:
        (there, here) = busy.answer(busy.hand_in(0))
    assert there == here != os.getpid()
    assert not LOADED
