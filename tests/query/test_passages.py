"""The line that shows a hit: what is overlooked without reading it word by word must not have been it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from papers_to_find import Made, add_note

from digestkb.ingest import ingest
from digestkb.query import passages
from digestkb.query.terms import Term, term_of
from digestkb.records import Kind
from digestkb.store.store import Store
from digestkb.survey import survey


def test_a_line_of_many_papers_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them is shown by it: it took minutes where a line had twenty thousand."""
    numbers = " ".join(f"2401.{10000 + n}" for n in range(40))
    (tmp_path / "a.md").write_text(f"# Notes\n\n{numbers} of a telescope\n", encoding="utf-8")
    with Store.open(tmp_path / "kb.db") as store:
        list(ingest(store, survey(store.fingerprints(), [tmp_path])))
    looked: list[str] = []
    score = passages._score
    monkeypatch.setattr(passages, "_score", lambda line, *terms: (looked.append(line.text), score(line, *terms))[1])
    with closing(sqlite3.connect(tmp_path / "kb.db")) as connection:
        papers = [number for (number,) in connection.execute("SELECT number FROM papers WHERE arxiv_id IS NOT NULL")]
        shown = passages.excerpts(connection, papers, [Term("telescope", ("telescope",))])

    assert len(papers) == 40 and {(one.source, one.line) for one in shown.values()} == {("a.md", 3)}
    assert looked.count(f"{numbers} of a telescope") <= 2, "once for all of them, and once for the one whose text it is"


def test_a_synonym_that_runs_over_the_end_of_a_line_is_told(made: Made) -> None:
    text = "it learns by học tăng\ncường alone"
    shelf = made(
        lambda store: add_note(
            store, "a.md", [{"id": "2601.00001", "kind": Kind.TOPIC, "title": "T", "text": text, "language": "vi"}]
        )
    )
    other = term_of("học tăng cường")
    assert other

    (found,) = passages.shown(shelf, [1], [], [other], [1]).values()

    assert found.others == (other,)
    assert passages.shown(shelf, [1], [], [other])[1].others == ()
