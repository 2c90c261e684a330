"""Typing finds, and what is picked is opened: fzf on a real terminal."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from tests.cli.keys import take_terminal
from tests.cli.processes import Command, environment, terminal
from tests.needed import lacking


def fzf() -> None:
    """Skip the test where there is no fzf."""
    if shutil.which("fzf"):
        return
    try:
        import iterfzf
    except ImportError:
        lacking("there is no fzf here, nor the extra pick")
    else:
        assert iterfzf.BUNDLED_EXECUTABLE


class Picking:
    """A running ``pick``: what is drawn, and the keys."""

    def __init__(self, ours: int, process: subprocess.Popen[bytes]) -> None:
        self._ours, self.process, self.drawn = ours, process, ""

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def wait_for(self, text: str) -> None:
        self._until(lambda: text in self.drawn)
        assert text in self.drawn

    def end(self) -> int:
        self._until(lambda: self.process.poll() is not None)
        return self.process.wait(timeout=1)

    def _until(self, done: Callable[[], bool], patience: float = 30.0) -> None:
        end = time.monotonic() + patience
        while not done() and time.monotonic() < end:
            if select.select([self._ours], [], [], 0.05)[0]:
                try:
                    self.drawn += os.read(self._ours, 65536).decode("utf-8", "replace")
                except OSError:
                    return


@contextmanager
def picking(db: Path, *words: str, out: Path | None = None, **changes: str) -> Iterator[Picking]:
    """Run ``pick`` on a terminal of its own, its output there or in a file."""
    fzf()
    with terminal(columns=120) as (ours, theirs):
        with out.open("wb") if out else nullcontext(theirs) as where:
            process = subprocess.Popen(
                [sys.executable, "-m", "digestkb", "--db", str(db), "pick", *words],
                stdin=theirs,
                stdout=where,
                stderr=theirs,
                env=environment(**changes),
                start_new_session=True,
                preexec_fn=take_terminal,
            )
        os.close(theirs)
        try:
            yield Picking(ours, process)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def editor(folder: Path, name: str) -> Path:
    """Make an editor that writes down what it was told to open."""
    path = folder / name
    path.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > {folder}/opened.part && mv {folder}/opened.part {folder}/opened\n'
    )
    path.chmod(0o755)
    return path


def test_a_database_in_a_folder_with_braces_is_that_database(db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "{1} {q}"
    folder.mkdir()
    shutil.copy(db, folder)
    with picking(folder / db.name) as screen:
        screen.wait_for("2601.05242")
        screen.press("\x1b")
        screen.end()


@pytest.mark.parametrize(("name", "told"), [("vi", ["+{line}", "{path}"]), ("code", ["--wait", "-g", "{path}:{line}"])])
def test_what_is_typed_finds_and_enter_opens_the_note(db: Path, tmp_path: Path, name: str, told: list[str]) -> None:
    opened = tmp_path / "opened"
    options = "--wait" if name == "code" else ""
    with picking(db, EDITOR=f"{editor(tmp_path, name)} {options}") as screen:
        screen.wait_for("2601.05242")
        screen.press("chung cat")
        screen.wait_for("LLMLingua")
        screen.press("\r")
        assert screen.end() == 0

    path, line = shown_place(opened.read_text(encoding="utf-8").splitlines(), told)
    assert "chưng cất" in Path(path).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def shown_place(lines: list[str], told: list[str]) -> tuple[str, str]:
    """Read the path and the line out of an editor's arguments."""
    assert len(lines) == len(told)
    last = lines[-1] if "{line}" in told[-1] else f"{lines[-1]}:{lines[-2].lstrip('+')}"
    path, _, line = last.rpartition(":")
    return path, line


def test_in_a_pipe_ids_are_printed(db: Path, tmp_path: Path) -> None:
    with picking(db, "tag:rl", "GDPO", out=tmp_path / "out") as screen:
        screen.wait_for("2601.05242")
        screen.press("\r")
        assert screen.end() == 0

    assert (tmp_path / "out").read_text(encoding="utf-8") == "2601.05242\n"


def test_escape_picks_nothing(db: Path, tmp_path: Path) -> None:
    with picking(db, out=tmp_path / "out") as screen:
        screen.wait_for("2601.05242")
        screen.press("\x1b")
        assert screen.end() == 130

    assert (tmp_path / "out").read_text(encoding="utf-8") == ""


def test_a_query_that_is_not_finished_has_no_lines(kb: Command) -> None:
    for typed in ("(GRPO", "date:2026-13"):
        run = kb("pick", "--lines", "--", typed)
        assert (run.status, run.out, run.err) == (0, "", "")
    assert kb("pick", "--lines").records[0][0].startswith("2601.")


def test_without_a_database_the_screen_is_not_taken(tmp_path: Path, kb: Command) -> None:
    run = kb("--db", str(tmp_path / "none.db"), "pick")

    assert run.status == 2
    assert run.err.count("\n") == 1
