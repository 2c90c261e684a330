"""Commands that are told to stop, and workers that are killed: real processes, and what they leave on the terminal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from digestkb import prepare as pipeline
from digestkb.ingest import ingest
from digestkb.prepare import Prepared, prepare
from digestkb.source import Source
from digestkb.store.origin import Origin
from digestkb.store.store import Store
from digestkb.survey import Outcome, survey
from tests.cli.processes import environment, terminal
from tests.faults.canon import content
from tests.faults.corpus import ingest_into, write_notes
from tests.faults.processes import children, runs, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
#: What users are promised is a second; the rest is for a machine that is busy.
SOON = 2.5


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Notes that keep an ingest busy for longer than it takes to be told to stop."""
    folder = tmp_path_factory.mktemp("corpus") / "notes"
    write_notes(folder, 200)
    return folder


@contextmanager
def at_work(database: Path, notes: Path, **streams: object) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """Begin an ingest in a session of its own, and wait until its workers are there."""
    command = [sys.executable, "-m", "digestkb", "--db", str(database), "ingest", str(notes)]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    process = subprocess.Popen(command, env=environment(), start_new_session=True, **streams)  # type: ignore[call-overload]
    try:
        until(lambda: children(process.pid) or process.poll() is not None)
        yield process, children(process.pid)
    finally:
        process.kill()
        process.communicate()


TOLD = {signal.SIGINT: "interrupted", signal.SIGTERM: "ended by SIGTERM", signal.SIGHUP: "ended by SIGHUP"}


@pytest.mark.parametrize(("number", "all_of_them"), [*((number, True) for number in TOLD), (signal.SIGTERM, False)])
def test_a_signal_ends_it_soon_with_one_line(
    tmp_path: Path, notes: Path, number: signal.Signals, all_of_them: bool
) -> None:
    with at_work(tmp_path / "kb.db", notes) as (process, workers):
        start = time.monotonic()
        (os.killpg if all_of_them else os.kill)(process.pid, number)
        out, err = process.communicate(timeout=20)
        assert time.monotonic() - start < SOON
        assert (process.returncode, out) == (128 + number, b"")
        assert err.decode() == f"digestkb: {TOLD[number]}; what was stored by now is kept\n"
        until(lambda: not any(map(runs, workers)), SOON)


def test_workers_end_with_an_ingest_that_is_killed(tmp_path: Path, notes: Path) -> None:
    with at_work(tmp_path / "kb.db", notes) as (process, workers):
        assert workers
        process.kill()
        until(lambda: not any(map(runs, workers)), SOON)


def test_a_worker_that_is_killed_costs_no_note(tmp_path: Path, notes: Path) -> None:
    database, undisturbed = tmp_path / "kb.db", tmp_path / "undisturbed.db"
    with at_work(database, notes / "lists") as (process, workers):
        os.kill(workers[0], signal.SIGKILL)
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b"")
    ingest_into(undisturbed, notes / "lists")
    assert content(database) == content(undisturbed)


def test_a_note_that_ends_its_reader_is_reported_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_notes(tmp_path / "notes", 8)

    def deadly(source: Source, origin: Origin) -> Prepared:
        if origin.source == "logs/001.md":
            os.kill(os.getpid(), signal.SIGKILL)
        return prepare(source, origin)

    monkeypatch.setattr(pipeline, "prepare", deadly)
    with Store.open(tmp_path / "kb.db") as store:
        events = {e.path: e for e in ingest(store, survey(store.fingerprints(), [tmp_path / "notes"]))}
    bad = events.pop("logs/001.md")

    assert (bad.outcome, bad.message.count("\n")) == (Outcome.FAILED, 0)
    assert bad.message.startswith("logs/001.md: cannot be read, ")
    assert [event.outcome for event in events.values()] == [Outcome.ADDED] * 7


def test_ctrl_c_on_a_terminal_leaves_one_line(tmp_path: Path, notes: Path) -> None:
    def listen() -> None:
        fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

    import fcntl
    import termios

    with terminal() as (ours, theirs):
        at_terminal = {"stdin": theirs, "stdout": theirs, "stderr": theirs, "preexec_fn": listen}
        with at_work(tmp_path / "kb.db", notes, **at_terminal) as (process, _):
            os.close(theirs)
            os.write(ours, b"\x03")
            drawn = b""
            with pytest.raises(OSError):  # the other end is closed
                while piece := os.read(ours, 65536):
                    drawn += piece
            assert process.wait(timeout=20) == 130
    assert b"Traceback" not in drawn and b"KeyboardInterrupt" not in drawn
    # A terminal shows ^C where it is pressed, and of the bar nothing stays.
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\^C", "", drawn.decode()).replace("\r\n", "\n").split("\r")[-1].strip("\n")
    assert lines == "digestkb: interrupted; what was stored by now is kept"


#: Says when the first line of ours has run; what comes before is the interpreter's.
BEGUN = """
import os, runpy, sys
class Begun:
    def find_spec(self, name, *_):
        if name == "digestkb.cli":
            os.write(1, b".")
sys.meta_path.insert(0, Begun())
runpy.run_module("digestkb", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize("delay", [0.0, 0.005, 0.01, 0.02, 0.04, 0.08])
def test_ctrl_c_while_modules_load_ends_it_without_a_traceback(tmp_path: Path, delay: float) -> None:
    command = [sys.executable, "-c", BEGUN, "--db", str(tmp_path / "kb.db"), "read", "-"]
    with subprocess.Popen(
        command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stdout.read(1) == b"."
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out) == (130, b"")
        assert err in (b"", b"digestkb: interrupted\n")


@pytest.mark.parametrize("ignored", [False, True])
def test_nothing_of_an_import_is_printed_when_it_is_interrupted(tmp_path: Path, ignored: bool) -> None:
    """An exception in a callback of the interpreter is printed, whoever would catch it elsewhere."""
    (tmp_path / "digestkb_probe.py").write_text(
        "import os, signal, weakref\nclass Thing: pass\none = Thing()\n"
        "watch = weakref.ref(one, lambda _: os.kill(os.getpid(), signal.SIGINT) or [None for _ in range(1000)])\n"
        "del one\n"
    )
    code = BEGUN.replace('os.write(1, b".")', "import digestkb_probe")
    done = subprocess.run(
        [sys.executable, "-c", code, "--version"],
        env=environment(PYTHONPATH=os.pathsep.join((str(tmp_path), environment()["PYTHONPATH"]))),
        capture_output=True,
        check=False,
        preexec_fn=(lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) if ignored else None,
    )
    assert (done.returncode, done.stderr) == ((0, b"") if ignored else (130, b""))


def test_what_was_told_to_ignore_a_signal_goes_on(tmp_path: Path, notes: Path) -> None:
    deaf = {"preexec_fn": lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)}  # as nohup does
    with at_work(tmp_path / "kb.db", notes / "logs", **deaf) as (process, _):
        process.send_signal(signal.SIGHUP)
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b"")


def test_a_client_that_is_stopped_while_it_waits_does_not_blame_its_server() -> None:
    code = """
import os, signal
from digestkb.cli.stopping import Stopped, stoppable
from digestkb.errors import DatabaseBusy
try:
    with stoppable():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except KeyboardInterrupt as told:
            raise DatabaseBusy("the server does not answer") from told
except Stopped as stopped:
    print(stopped.status)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert (run.stdout, run.stderr) == ("143\n", "")
