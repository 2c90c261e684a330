"""The README's tour is run as it stands: each command in a shell, its output compared line by line."""

from __future__ import annotations

import html
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from rich.cells import cell_len

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
#: A block of the tour: commands behind "$ ", each followed by what it prints.
TOUR = re.compile(r"```console\n(.*?)```", re.DOTALL)


def commands(block: str) -> list[tuple[str, str]]:
    """Split a block into commands and what is printed behind each."""
    found: list[tuple[str, str]] = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        found.append((command, output))
    return found


def environment(folder: Path) -> dict[str, str]:
    """A shell's environment in which ``digestkb`` is the one under test, with a database of its own."""
    launcher = folder / "bin" / "digestkb"
    launcher.parent.mkdir()
    launcher.write_text(f'#!/bin/sh\nexec {sys.executable} -m digestkb "$@"\n')
    launcher.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIGESTKB", "XDG", "COLUMNS"))}
    return {
        **kept,
        "PATH": f"{launcher.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "DIGESTKB_DB": str(folder / "kb.db"),
        "XDG_CONFIG_HOME": str(folder),
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
    }


def test_the_tour_prints_what_it_says(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    shell = environment(tmp_path)
    text = README.read_text(encoding="utf-8")
    wanted, found = [], []
    for block in TOUR.findall(text):
        lines = []
        for command, _ in commands(block):
            run = subprocess.run(
                ["bash", "-c", command],
                cwd=ROOT,
                env=shell,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                timeout=60,
            )
            lines.append(f"$ {command}\n{run.stdout}")
        wanted.append(block)
        found.append("".join(lines))
    assert wanted, "the README has no tour"
    if pytestconfig.getoption("--update-cases"):
        for old, new in zip(wanted, found, strict=True):
            text = text.replace(f"```console\n{old}```", f"```console\n{new}```")
        README.write_text(text, encoding="utf-8")
    else:
        assert "\n".join(found) == "\n".join(wanted)


def test_the_reader_of_the_readme_is_asked_before_ours(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    (tmp_path / "my_package.py").write_text(re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0], encoding="utf-8")
    metadata = tmp_path / "my_package-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: my-package\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text("[digestkb.readers]\nzotero = my_package:READER\n")
    note = tmp_path / "note.md"
    note.write_text("%% zotero\nA title of its own\n")
    shell = {**os.environ, "DIGESTKB_DB": str(tmp_path / "kb.db"), "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}
    command = [sys.executable, "-m", "digestkb"]
    subprocess.run([*command, "ingest", str(note)], env=shell, check=True, capture_output=True, timeout=60)
    shown = subprocess.run([*command, "list", "-f", "tsv"], env=shell, check=True, capture_output=True, timeout=60)

    assert "A title of its own" in shown.stdout.decode()
    with closing(sqlite3.connect(tmp_path / "kb.db")) as database:
        assert database.execute("SELECT format FROM notes").fetchall() == [("zotero",)]


def test_every_key_of_the_record_is_explained() -> None:
    from digestkb.query.papers import Paper

    keys = set(Paper._fields)
    table = README.read_text(encoding="utf-8").partition("## JSON fields")[2].partition("\n## ")[0]
    explained = set(re.findall(r"`(\w+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if "|" in line)))

    assert keys <= explained
    assert explained - {"key"} <= keys


def test_every_command_is_listed() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "digestkb", "--help"], capture_output=True, encoding="utf-8", timeout=60, check=True
    )
    listed = run.stdout.partition("Commands:")[2]
    names = re.findall(r"^  ([a-z-]+)", listed, flags=re.MULTILINE)
    table = README.read_text(encoding="utf-8").partition("## Commands")[2].partition("\n## ")[0]

    assert names
    assert [name for name in names if f"`{name}" not in table] == []


def test_pictures_give_wide_characters_two_cells() -> None:
    """rich gives them one, and a browser squeezes them: ``tools/make_screenshots.py`` puts that right."""
    piece = re.compile(r' x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*>([^<]+)<')
    found = [
        (picture.name, y, float(x), float(length), html.unescape(text))
        for picture in (ROOT / "docs").glob("*.svg")
        for x, y, length, text in piece.findall(picture.read_text(encoding="utf-8"))
    ]
    cell = found[0][3] / len(found[0][4])

    assert any(cell_len(text) > len(text) for *_, text in found)
    for (*line, x, length, text), (*next_line, next_x, _, _) in pairwise(found):
        assert abs(length - cell_len(text) * cell) < cell / 2, text
        assert line != next_line or x + length < next_x + 0.01, text


def test_what_contributors_are_told_of_is_there() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"(?:`|\()([\w.]+(?:/[\w.*]+)+|[\w-]+\.md)", page)
    roots = (ROOT, ROOT / "digestkb")

    assert len(named) > 20
    assert [name for name in named if not any(any(root.glob(name)) for root in roots)] == []
