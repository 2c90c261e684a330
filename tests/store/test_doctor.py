"""The doctor: what is wrong is found, named, and mended to what a rebuild would give."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from digestkb.records import Kind, NotedMention
from digestkb.store.doctor import CHECKS, examine
from digestkb.store.store import Store
from tests.cli.processes import digestkb
from tests.store.test_store import APART, digested, logged, picture, put, titled

#: What may have happened to a database, and which checks see it.
WOUNDS = {
    # Two processes gave one number to two papers: the later card stands, and both notes' mentions under it.
    "one number for two papers": (
        [
            "UPDATE mentions SET paper = (SELECT number FROM papers WHERE id = '2601.05242')"
            " WHERE arxiv_id = '2601.05175'",
            "DELETE FROM papers WHERE id = '2601.05175'",
        ],
        {"mentions", "papers"},
    ),
    "a mention under another paper": (
        ["UPDATE mentions SET paper = (SELECT number FROM papers WHERE id = '2403.03507') WHERE title = 'Alpha'"],
        {"mentions"},
    ),
    "a paper that vanished": (["DELETE FROM papers WHERE id = '2403.03507'"], {"mentions", "papers"}),
    "a paper of which no note speaks": (
        [
            "INSERT INTO papers (id, names, authors, tags, topics, languages, links)"
            " VALUES ('x', '[]', '[]', '[]', '[]', '[]', '[]')"
        ],
        {"papers"},
    ),
    "another title": (["UPDATE papers SET title = 'Another' WHERE id = '2601.05242'"], {"cards"}),
    "a name that is missing": (["DELETE FROM paper_names WHERE key = 'beta'"], {"cards"}),
    "a tag that nobody gave": (["INSERT INTO paper_tags SELECT number, 'x', 'X' FROM papers LIMIT 1"], {"cards"}),
    "other words to find": (["UPDATE search SET text = 'other'"], {"cards"}),
    "no words to find": (["DELETE FROM search WHERE rowid = 1"], {"cards"}),
    "words of no paper": (["INSERT INTO search (rowid, text) VALUES (99, 'x')"], {"papers"}),
    "two notes of one title under one record": (
        [
            "UPDATE mentions SET paper = (SELECT number FROM papers WHERE id = 'note:todo@a/todo.md')"
            " WHERE title = 'TODO'"
        ],
        {"mentions", "papers"},
    ),
    "a note by the id that a paper has": (
        ["UPDATE mentions SET paper = (SELECT number FROM papers WHERE id = 'note:reading') WHERE title = 'Reading'"],
        {"mentions", "papers"},
    ),
    "a note by a longer id than it needs": (
        ["UPDATE papers SET id = 'note:diary@diary.md' WHERE id = 'note:diary'"],
        {"mentions"},
    ),
    "a note that is taken for a paper": (["UPDATE papers SET is_note = 0 WHERE id = 'note:diary'"], {"cards"}),
    "ids that nobody goes by": (["DELETE FROM claims WHERE key GLOB 'note:*'"], {"claims"}),
    "claims that are missing": (["DELETE FROM claims WHERE numbered"], {"claims"}),
    "a claim that nobody makes": (["INSERT INTO claims SELECT id, 'name:x', 1 FROM mentions LIMIT 1"], {"claims"}),
}


def fill(store: Store) -> None:
    """Store three papers, of which one is logged without its number, and notes that share titles."""
    put(
        store,
        "a.md",
        (digested("2601.05175", "Alpha: Once", "https://github.com/k/a"), digested("2601.05242", "Beta: Twice")),
    )
    put(store, "b.md", (digested("2403.03507", "Gamma: Thrice"), logged("Alpha", "https://github.com/k/a")))
    for name in ("a/todo.md", "b/todo.md"):
        put(store, name, (titled("TODO"),))
    put(store, "diary.md", (titled("Diary"), titled("Diary")))
    put(store, "reading.md", (titled("Reading"), titled("Reading", Kind.LOG)))


@pytest.mark.parametrize(("wound", "seen"), WOUNDS.values(), ids=WOUNDS)
def test_what_is_wrong_is_found_and_mended(database: Database, wound: list[str], seen: set[str]) -> None:
    store = Store(database)
    fill(store)
    whole = picture(database)
    database.execute("PRAGMA foreign_keys = OFF")
    for statement in wound:
        database.execute(statement)
    database.execute("PRAGMA foreign_keys = ON")

    assert {finding.check for finding in examine(database.conn)} == seen
    assert store.mend()
    assert list(examine(database.conn)) == []
    assert picture(database) == whole


@pytest.mark.parametrize("notes", [notes for notes, _ in APART.values()], ids=APART)
def test_notes_of_one_title_are_no_fault(store: Store, database: Database, notes: dict[str, NotedMention]) -> None:
    for name, said in notes.items():
        put(store, name, (said,))

    assert list(examine(database.conn)) == []


def test_every_check_has_a_wound() -> None:
    assert {check.name for check in CHECKS} == {name for _, seen in WOUNDS.values() for name in seen}


def test_the_command_says_what_is_wrong_and_mends_it(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    doctor = ("--db", str(path), "doctor")
    assert digestkb(*doctor).status == 2 and not path.exists()
    with Store.open(path) as store:
        fill(store)
    assert (digestkb(*doctor).status, digestkb(*doctor, "--json").out) == (0, "[]\n")
    database = Database(path)
    for statement in WOUNDS["a mention under another paper"][0]:
        database.execute(statement)
    database.close()
    before = path.read_bytes()

    run = digestkb(*doctor)
    assert (run.status, run.records) == (
        1,
        [["mentions", "b.md:3", "stands under 2403.03507, and is about 2601.05175"]],
    )
    assert path.read_bytes() == before
    assert digestkb(*doctor, "--fix", "-f", "paths").lines == [f"/notes/b.md:3:{run.records[0][2]}"]
    assert digestkb(*doctor).status == 0
