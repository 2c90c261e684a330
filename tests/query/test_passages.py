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
from digestkb.text.fold import folded

NOTES = Path(__file__).parent.parent.parent / "data" / "notes"
ODD = [
    "Søren Ærø",
    "ﬁne-tuned",
    "ｇｒｐｏ",
    "AT²PO π0 β-VAE",
    "Straße ẞ",
    "e\u0301a Đường",
    "x\u20d7y",
    "İstanbul",
    "C++ C#",
    "用GRPO做强化学习",
    "\u1100\u1161\u11a8 \u1112\u1161\u11a8\u1109\u1173\u11b8",
    "ｶﾞｿﾘﾝ",
    "обучение с подкреплением",
]


@pytest.mark.parametrize("text", ODD)
def test_no_line_is_overlooked_for_a_word_that_it_has(text: str) -> None:
    for token in folded(text).split():
        assert list(passages._Traces([Term(token, (token,))]).likely_in(text)), token


def test_nor_is_any_line_of_the_notes() -> None:
    lines = [
        line for path in sorted(NOTES.rglob("*.md")) for line in path.read_bytes().decode(errors="replace").split("\n")
    ]
    missed = [
        (token, line)
        for line in lines
        for token in set(folded(line).split())
        if not list(passages._Traces([Term(token, (token,))]).likely_in(line))
    ]
    assert missed == []


def test_what_has_none_of_the_words_is_not_read() -> None:
    lines = ["Đường đi ngắn nhất", "nothing here", "没有"]

    for tokens in (("grpo",), ("蒸馏",), ("强化", "化"), ("강화", "화")):
        wanted = [line == "没有" and tokens[0] == "강화" for line in lines]
        assert [bool(list(passages._Traces([Term(tokens[0], tokens)]).likely_in(line))) for line in lines] == wanted


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
