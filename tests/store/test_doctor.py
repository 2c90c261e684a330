"""The doctor: what is wrong is found, named, and mended to what a rebuild would give."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sqlite_utils import Database

from digestkb.records import Kind, NotedMention
from digestkb.semantic import MODEL
from digestkb.store.checks import CHECKS
from digestkb.store.checks.examination import Finding, Part
from digestkb.store.doctor import examine
from digestkb.store.origin import Origin
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
    "a paper that vanished": (
        ["DELETE FROM papers WHERE id = '2403.03507'"],
        {"mentions", "papers"},
    ),
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
    "papers that are counted twice": (["UPDATE paper_counts SET papers = papers * 2"], {"cards"}),
    "a language that nobody counted": (["DELETE FROM paper_counts WHERE field = 'language'"], {"cards"}),
    "a year that no paper is of": (["INSERT INTO paper_counts VALUES ('published', '1999', '', 2)"], {"cards"}),
    "other words to find": (["INSERT INTO search (rowid, text) VALUES (1, 'other')"], {"cards"}),
    "no words to find": (["INSERT INTO search (search) VALUES ('delete-all')"], {"cards"}),
    "words of one paper under another": (
        [
            "INSERT INTO search (rowid, text) VALUES (1, 'one')",
            "INSERT INTO search (search, rowid, text) VALUES ('delete', 2, 'one')",
        ],
        {"cards"},
    ),
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
    "an index that lacks rows": (
        [
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET sql = replace(sql, 'WHERE is_note', 'WHERE NOT is_note')"
            " WHERE name = 'papers_notes'",
            "PRAGMA writable_schema = RESET",
        ],
        {"integrity"},
    ),
    "full text that lost its words": (["DELETE FROM search_data WHERE id > 10"], {"index"}),
    "a tag of no paper": (["INSERT INTO paper_tags VALUES (999, 'x', 'X')"], {"papers"}),
    "a claim of no mention": (["INSERT INTO claims VALUES ('name:x', 1, 999)"], {"claims"}),
    "a passage of no mention": (
        ["INSERT INTO passages (mention_id, role, line, text) VALUES (999, 'text', 1, 'x')"],
        {"references"},
    ),
    "a passage of nothing": (["INSERT INTO passages (role, line, text) VALUES ('text', 1, 'x')"], {"orphans"}),
    "claims that are missing": (["DELETE FROM claims WHERE numbered"], {"claims"}),
    "a claim that nobody makes": (["INSERT INTO claims SELECT 'name:x', 1, id FROM mentions LIMIT 1"], {"claims"}),
    "vectors that are none, and of no paper": (
        [
            "CREATE TABLE paper_vectors (paper TEXT NOT NULL PRIMARY KEY, model TEXT NOT NULL, sha256 TEXT NOT NULL,"
            " vector BLOB NOT NULL)",
            f"INSERT INTO paper_vectors VALUES ('2601.05242', '{MODEL}', '', 'x'), ('x', '{MODEL}', '', x'00')",
        ],
        {"vectors"},
    ),
    "a vector of no paper": (
        [
            "CREATE TABLE paper_vectors (paper TEXT NOT NULL PRIMARY KEY, model TEXT NOT NULL, sha256 TEXT NOT NULL,"
            " vector BLOB NOT NULL)",
            f"INSERT INTO paper_vectors VALUES ('x', 'another model', '', x'00'), ('y', '{MODEL}', '', zeroblob(384))",
        ],
        {"vectors"},
    ),
    "a table of metadata that is another one": (["CREATE TABLE paper_metadata (title)"], {"metadata"}),
    "a table of vectors that is another one": (["CREATE TABLE paper_vectors (vector)"], {"vectors"}),
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


def wrong(database: Database) -> list[Finding]:
    """Find what is wrong with a database; its notes have no files here, and are looked at elsewhere."""
    return [finding for finding in examine(database.conn) if finding.part != Part.NOTES]


@pytest.mark.parametrize(("wound", "seen"), WOUNDS.values(), ids=WOUNDS)
def test_what_is_wrong_is_found_and_mended(database: Database, wound: list[str], seen: set[str]) -> None:
    store = Store(database.conn)
    fill(store)
    whole = picture(database)
    database.execute("PRAGMA foreign_keys = OFF")
    for statement in wound:
        database.execute(statement)
    database.execute("PRAGMA foreign_keys = ON")

    assert {finding.check for finding in wrong(database)} == seen
    mended = store.mend()
    assert mended and all(finding.mended for finding in mended)
    assert {finding.check for finding in mended} <= seen, "to mend one thing may mend another"
    assert wrong(database) == []
    assert picture(database) == whole


@pytest.mark.parametrize("notes", [notes for notes, _ in APART.values()], ids=APART)
def test_notes_of_one_title_are_no_fault(store: Store, database: Database, notes: dict[str, NotedMention]) -> None:
    for name, said in notes.items():
        put(store, name, (said,))

    assert wrong(database) == []


def test_every_check_that_mends_has_a_wound() -> None:
    assert {check.name for check in CHECKS if check.mend} == {name for _, seen in WOUNDS.values() for name in seen}


def test_what_belonged_to_a_note_that_vanished_goes_with_it(store: Store, database: Database) -> None:
    fill(store)
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute("DELETE FROM notes WHERE source = 'b.md'")
    database.execute("PRAGMA foreign_keys = ON")
    assert "references" in {finding.check for finding in wrong(database)}
    store.mend()
    mended = picture(database)
    assert wrong(database) == []
    store.forget(Origin("/notes", "b.md"))

    assert picture(database) == mended


def test_values_that_make_no_sense_stop_the_examination(store: Store, database: Database) -> None:
    fill(store)
    database.execute("UPDATE mentions SET kind = 'x' WHERE title = 'Alpha'")
    database.execute("UPDATE papers SET title = 'Another'")
    before = picture(database)

    found = list(examine(database.conn))
    assert [(finding.check, finding.part, finding.what.split()[0]) for finding in found] == [
        ("values", "file", "mentions")
    ]
    assert "kind of mentions" in found[0].message and "'x'" in found[0].message
    assert [(finding.check, finding.mended) for finding in store.mend()] == [("values", False)]
    assert picture(database) == before


def test_the_command_says_what_is_wrong_and_mends_it(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    doctor = ("--db", str(path), "doctor", "--only", "tables")
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
    message = "stands under 2403.03507, and is about 2601.05175"
    assert (run.status, run.records) == (1, [["mentions", "b.md:3", message, "tables", ""]])
    assert path.read_bytes() == before
    (finding,) = json.loads(digestkb(*doctor, "--fix", "--json").out)
    assert finding == {
        "check": "mentions",
        "what": "b.md:3",
        "message": message,
        "part": "tables",
        "folder": "/notes",
        "source": "b.md",
        "line": 3,
        "mended": True,
        "likely": None,
    }
    assert digestkb(*doctor).status == 0


def test_what_cannot_be_mended_is_said(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    with Store.open(path) as store:
        fill(store)
    database = Database(path)
    database.execute("UPDATE notes SET lines = 'many'")
    database.close()
    run = digestkb("--db", str(path), "doctor", "--fix", "-f", "jsonl")

    assert run.status == 1
    assert {(found["check"], found["mended"]) for found in map(json.loads, run.lines)} == {("values", False)}
    assert run.err == f"digestkb: {path} cannot be mended as it is; run: digestkb rebuild\n"


def test_the_table_of_checks_is_that_of_the_manual() -> None:
    manual = (Path(__file__).parent.parent.parent / "docs" / "database.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.*?) \| (.*?) \|$", manual, re.MULTILINE)

    assert [row[:3] for row in rows] == [(check.name, check.part.value, check.about) for check in CHECKS]
    assert [row[3] == "–" for row in rows] == [check.mend is None for check in CHECKS]
