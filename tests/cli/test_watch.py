"""Notes are read as they change, by a real watcher on a real folder."""

from __future__ import annotations

import importlib.util
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.processes import digestkb, environment
from tests.needed import lacking

NOTE = "# Otters\n\narXiv: 2601.00001\n"


@contextmanager
def watching(folder: Path, db: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the watcher on a folder; the block may end it."""
    if importlib.util.find_spec("watchfiles") is None:
        lacking("the extra watch is not installed")
    process = subprocess.Popen(
        [sys.executable, "-m", "digestkb", "--db", str(db), "watch", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def news(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout
    return process.stdout.readline().rstrip("\n").split("\t")


def test_what_changes_is_read_and_said(tmp_path: Path) -> None:
    notes = tmp_path / "ghi chú"
    notes.mkdir()
    (notes / "old.md").write_text(NOTE, encoding="utf-8")
    db = notes / "kb.db"  # its own writing is no change of a note
    with watching(notes, db) as process:
        assert news(process) == ["added", "old.md", "1"]
        (notes / "sub").mkdir()
        (notes / "sub" / "new.md").write_text(NOTE.replace("00001", "00002"), encoding="utf-8")
        assert news(process) == ["added", "sub/new.md", "1"]
        (notes / "old.md").write_text(NOTE + "\nmore\n", encoding="utf-8")
        assert news(process) == ["changed", "old.md", "1"]
        (notes / "old.md").unlink()
        assert news(process) == ["removed", "old.md", "0"]
        (notes / "binary.md").write_bytes(b"x\0\0y")
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)

    assert (process.returncode, out) == (130, "")
    assert err.count("binary.md: is not text") == 1
    assert "Traceback" not in err
    assert digestkb("--db", str(db), "list", "-f", "ids").lines == ["2601.00002"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    if importlib.util.find_spec("watchfiles") is None:
        lacking("the extra watch is not installed")
    run = digestkb("--db", str(tmp_path / "kb.db"), "watch", str(tmp_path / "none"))

    assert (run.status, run.err) == (2, f"digestkb: {tmp_path / 'none'}: no such file or folder\n")


def test_without_the_extra_it_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "watchfiles.py").write_text("raise ImportError", encoding="utf-8")
    (tmp_path / "notes").mkdir()
    run = digestkb(
        "--db", str(tmp_path / "kb.db"), "watch", str(tmp_path / "notes"), PYTHONPATH=f"{tmp_path}:{Path.cwd()}"
    )

    assert (run.status, run.err) == (2, "digestkb: watch needs an extra: pip install 'digestkb[watch]'\n")


@pytest.mark.skipif(sys.platform != "linux", reason="names of other systems are text")
def test_a_folder_that_cannot_be_watched_is_a_line(tmp_path: Path) -> None:
    if importlib.util.find_spec("watchfiles") is None:
        lacking("the extra watch is not installed")
    (tmp_path / "notes" / "d\udce9").mkdir(parents=True)
    run = digestkb("--db", str(tmp_path / "kb.db"), "watch", str(tmp_path / "notes"))
    assert (run.status, run.err.count("\n")) == (2, 1) and "cannot be watched" in run.err
