"""The door for programs: a tour that runs, and what notebooks show."""

from __future__ import annotations

import doctest
import json
import os
from pathlib import Path

import pytest

from digestkb import Library
from digestkb.errors import BadQuery, NoDatabase
from digestkb.query.papers import Paper
from tests.cli.processes import NOTES, digestkb

PAGE = Path(__file__).parent.parent / "docs" / "library.md"
#: A note by somebody who would like to act in a notebook.
HOSTILE = '# <script>alert(1)</script> otters & "friends"\n\narXiv: 2601.00001\n\nTags: #<b>bold\n'


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of the sample notes, ``sample.db``."""
    folder = tmp_path_factory.mktemp("library")
    run = digestkb("--db", str(folder / "sample.db"), "ingest", str(NOTES))
    assert run.status == 0, run.err
    return folder


def test_the_page_runs(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample)
    options = doctest.IGNORE_EXCEPTION_DETAIL | doctest.ELLIPSIS

    tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8", optionflags=options)

    assert tried.attempted > 10
    assert tried.failed == 0


def test_answers_are_those_of_the_command_line(sample: Path) -> None:
    db = sample / "sample.db"
    with Library(db) as kb:
        for mine, command in (
            (kb.search("reward model"), ["search", "reward model"]),
            (kb.papers("tag:rl"), ["list", "tag:rl", "-n", "0"]),
            (kb.related("2601.05242"), ["related", "2601.05242"]),
            (kb.topics(), ["topics"]),
            (kb.ideas(), ["ideas"]),
            (kb.sources(), ["sources"]),
        ):
            theirs = json.loads(digestkb("--db", str(db), *command, "--json").out)
            assert json.loads(json.dumps(mine.records())) == theirs, command
            assert len(mine) == len(theirs) > 0
        assert {paper.id for paper in kb} == {paper.id for paper in kb.papers()}


def test_an_answer_is_a_sequence(sample: Path) -> None:
    with Library(sample / "sample.db") as kb:
        found = kb.papers(limit=5)
        assert [paper.id for paper in found[1:3]] == [found[1].id, found[2].id]
        assert found[1:3].records() == found.records()[1:3]
        assert isinstance(found[0], Paper)
        assert kb.search("nosuchwordanywhere").records() == []


def test_nothing_in_a_note_acts_in_a_notebook(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(HOSTILE, encoding="utf-8")
    digestkb("--db", str(tmp_path / "kb.db"), "ingest", str(tmp_path))
    with Library(tmp_path / "kb.db") as kb:
        for shown in (kb.papers()._repr_html_(), kb.search("otters")._repr_html_(), kb.tags()._repr_html_()):
            assert "<script" not in shown
            assert "<b>" not in shown
        assert "otters" in kb.search("otters")._repr_html_()
        assert "<script" not in kb.paper("2601.00001")._repr_markdown_()


def test_faults_are_said_in_our_own_errors(sample: Path, tmp_path: Path) -> None:
    with pytest.raises(NoDatabase, match="there is no database"):
        Library(tmp_path / "none.db")
    with Library(sample / "sample.db") as kb, pytest.raises(BadQuery):
        kb.search("date:2026-13")
    with Library(sample / "sample.db") as kb:
        assert 3 not in kb  # type: ignore[comparison-overlap]


def test_without_a_name_it_is_the_database_of_the_command_line(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGESTKB_DB", str(sample / "sample.db"))
    with Library() as kb:
        assert os.path.samefile(kb.path, sample / "sample.db")  # noqa: PTH121
