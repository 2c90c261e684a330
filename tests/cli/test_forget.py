"""Notes whose files are gone are named, and any can be taken out by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.processes import Command, Run, digestkb

NOTE = "# Otters\n\narXiv: 2601.0000{}\n"
HOSTILE = "a\nb$(x) \udcff.md"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder with notes in two folders, one of a name that is hardly one."""
    for number, name in enumerate(("old/a.md", "old/b.md", "new/c.md", f"new/{HOSTILE}"), 1):
        file = tmp_path / "notes" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(NOTE.format(number), encoding="utf-8")
    return tmp_path / "notes"


@pytest.fixture
def kb(notes: Path) -> Command:
    """The command, on a database of these notes."""

    def run(*arguments: str, **options: object) -> Run:
        return digestkb("--db", str(notes.parent / "kb.db"), *arguments, **options)  # type: ignore[arg-type]

    assert run("ingest", str(notes)).status == 0
    return run


def test_files_that_are_gone_are_named_and_forgotten(notes: Path, kb: Command) -> None:
    assert (kb("sources", "--gone").status, kb("sources", "--gone").err) == (1, "digestkb: all files are there\n")
    shutil.rmtree(notes / "old")

    gone = kb("sources", "--gone", "-f", "ids").lines
    assert gone == [f"{notes}/old/a.md", f"{notes}/old/b.md"]
    assert [row[-1] for row in kb("sources").records] == ["", "", "gone", "gone"]

    assert kb("forget", *gone).status == 0
    assert sorted(kb("list", "-f", "ids").lines) == ["2601.00003", "2601.00004"]


def test_a_dry_run_leaves_everything(notes: Path, kb: Command) -> None:
    assert [row[0] for row in kb("forget", str(notes / "old"), "--dry-run").records] == ["old/a.md", "old/b.md"]
    assert len(kb("list", "-f", "ids").lines) == 4


def test_a_note_goes_by_its_path_or_by_the_name_that_is_listed(notes: Path, kb: Command) -> None:
    listed = kb("sources", "-f", "json").out
    assert "\\\\xff" in listed
    for name in ("old/a.md", str(notes / "old" / "b.md")):
        assert kb("forget", name).status == 0, name
    (last,) = set(kb("list", "-f", "ids").lines) - {"2601.00003"}
    assert last == "2601.00004"
    assert kb("forget", f"new/{HOSTILE}").status == 0
    assert kb("list", "-f", "ids").lines == ["2601.00003"]
    assert (notes / "new" / HOSTILE).exists()


def test_what_came_through_a_pipe_goes_by_its_name(kb: Command) -> None:
    kb("ingest", "-", "--name", "mail", stdin=NOTE.format(9))

    assert kb("forget", "mail").status == 0
    assert "2601.00009" not in kb("list", "-f", "ids").lines


def test_a_name_that_no_note_has_changes_nothing(notes: Path, kb: Command) -> None:
    run = kb("forget", "old/a.md", str(notes / "none"))

    assert (run.status, run.out) == (1, "")
    assert "no note is called" in run.err
    assert len(kb("list", "-f", "ids").lines) == 4


EMPTY = [["forget"], ["ingest"], ["rebuild"], ["repair", "--write"], ["watch"], ["read"]]


def test_an_empty_name_is_not_the_working_folder(kb: Command, notes: Path) -> None:
    """As a variable that is not set leaves it: ``forget ""`` would take out all that lies here."""
    before = kb("sources", "-f", "ids").out
    (notes / "new" / "d.md").write_text("Má»™t ghi chÃº vá» mÃ´ hÃ¬nh\n", encoding="utf-8")

    runs = {" ".join(command): kb(*command, "", cwd=notes) for command in EMPTY}

    assert {called: run.status for called, run in runs.items()} == dict.fromkeys(runs, 2)
    assert {called: run.err for called, run in runs.items() if run.err.count("\n") != 1 or "empty" not in run.err} == {}
    assert kb("sources", "-f", "ids").out == before != ""
    assert "Má»™t" in (notes / "new" / "d.md").read_text(encoding="utf-8")
