"""A folder of notes may hold anything, Python as well: no code of the folder that one stands in is run."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.processes import ROOT, environment
from tests.needed import lacking

#: Modules that a command loads, sooner or later; each of them writes a canary.
HOSTILE = (
    *("typer", "click", "shellingham", "rich", "sqlite_utils", "ftfy", "dateutil", "platformdirs"),
    *("sqlite3", "typing", "enum", "re", "json", "dataclasses", "unicodedata", "hashlib", "concurrent", "evil"),
)
#: And what it asks for by name.
READER = "Metadata-Version: 2.1\nName: evil\nVersion: 1\n"
CANARY = "import os; open(os.path.join(os.path.dirname(__file__), 'pwned-{}'), 'w').close()\n"
NOTE = "# Log\n\n## 2025.12.3\n- [Paper Walls](https://arxiv.org/abs/2512.01001)\n"
COMMANDS = [
    ("ingest", "."),
    ("search", "paper"),
    ("list", "-f", "table"),
    ("repair", "note.md"),
    ("completion", "zsh", "--show"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one note, and of code that must not run."""
    for name in HOSTILE:
        (tmp_path / f"{name}.py").write_text(CANARY.format(name))
    metadata = tmp_path / "evil-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(READER)
    (metadata / "entry_points.txt").write_text("[digestkb.readers]\nevil = evil:READER\n")
    (tmp_path / "note.md").write_text(NOTE)
    return tmp_path


def started(how: str) -> list[str]:
    """Give the words that start digestkb."""
    if how == "module":
        return [sys.executable, "-m", "digestkb"]
    script = Path(sys.executable).with_name("digestkb")
    if not script.exists():
        lacking(f"digestkb is not installed beside {sys.executable}")
    return [str(script)]


def pwned(folder: Path) -> list[str]:
    """Give the names of the canaries."""
    return sorted(path.name for path in folder.rglob("pwned-*"))


def run(command: list[str], folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder, with nothing on the path that was not asked for."""
    shell = {**environment(DIGESTKB_DB=str(folder / "kb.db")), **changes}
    if "PYTHONPATH" not in changes:
        del shell["PYTHONPATH"]
    return subprocess.run(command, cwd=folder, env=shell, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    """Say so where digestkb is only found by the path that these tests take away."""
    probe = [sys.executable, "-c", "import digestkb"]
    shell = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if subprocess.run(probe, cwd=Path(sys.executable).parent, env=shell, capture_output=True, check=False).returncode:
        lacking("digestkb is not installed")


@pytest.mark.parametrize("how", ["module", "script"])
def test_no_module_and_no_reader_of_the_working_folder_is_loaded(folder: Path, how: str) -> None:
    for command in COMMANDS:
        done = run([*started(how), *command], folder)
        assert (done.returncode, pwned(folder)) == (0, []), done.stderr
    with closing(sqlite3.connect(folder / "kb.db")) as database:
        assert database.execute("SELECT format FROM notes WHERE source = 'note.md'").fetchall() == [("log",)]


@pytest.mark.parametrize("how", ["module", "script"])
@pytest.mark.parametrize("path", ["{0}{1}", "{1}{0}.", "{1}{0}./"], ids=["empty", "dot", "slash"])
def test_a_relative_entry_of_the_path_is_left_as_well(folder: Path, how: str, path: str) -> None:
    for name in HOSTILE:  # what Python loads before it comes to us is out of our hands
        if name not in ("typer", "sqlite3", "evil"):
            (folder / f"{name}.py").unlink()
    done = run([*started(how), "ingest", "."], folder, PYTHONPATH=path.format(os.pathsep, ROOT))

    assert (done.returncode, pwned(folder)) == (0, []), done.stderr


def test_the_script_does_not_take_the_working_folder_for_digestkb(folder: Path) -> None:
    (folder / "digestkb.py").write_text(CANARY.format("digestkb"))
    assert run([*started("script"), "--version"], folder).returncode == 0
    assert pwned(folder) == []


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 knows no safe path")
def test_processes_that_read_notes_leave_it_too(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    # As on macOS and Windows: each process starts an interpreter of its own, which looks where it stands.
    site = tmp_path_factory.mktemp("site")
    (site / "sitecustomize.py").write_text(
        "import sys\nif '-c' not in sys.orig_argv:\n"
        "    import multiprocessing\n    spawning = multiprocessing.get_context('spawn')\n"
        "    multiprocessing.get_context = lambda *_: spawning\n"
    )
    (folder / "multiprocessing.py").write_text(CANARY.format("multiprocessing"))
    done = run([*started("module"), "ingest", "."], folder, PYTHONPATH=str(site))

    assert (done.returncode, pwned(folder)) == (0, []), done.stderr
