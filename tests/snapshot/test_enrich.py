"""Metadata beside the notes: what it fills, how it is found, and that nothing is left of it once it is removed."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import snapshot as generator
from digestkb.enrich import Enrichment
from digestkb.query.database import number_of
from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.query.papers import Paper, papers
from digestkb.render import Format, Screen, lines, paper_sheets
from digestkb.render.citation import citation
from digestkb.snapshot import Name
from digestkb.snapshot.stream import Snapshot
from digestkb.store import metadata
from digestkb.store.store import Store
from tests.cli.processes import NOTES, Run, digestkb
from tests.faults.canon import content, schema
from tests.snapshot.test_snapshot import WHOLE
from tests.store.test_store import digested, origin, put

TODAY = dt.date(2026, 11, 28)
#: Number, title in the notes, title and people in the metadata.
TOLD = {
    "2601.00001": ("Alpha", "Alpha: Otters in Rivers", [["Nguyễn", "Văn A", ""], ["García Márquez", "Gabriel", ""]]),
    "2601.00002": ("A Title of Its Own", "Another Title", [["van der Maaten", "Laurens", ""]]),
    "2601.00003": ("强化学习", "Reinforcement", []),
}


def records() -> list[dict[str, object]]:
    """Give the records of a snapshot of these papers, and one of none."""
    said = {number: (title, people) for number, (_, title, people) in TOLD.items()} | {"2601.99999": ("Of No Note", [])}
    return [
        {**WHOLE, "id": number, "title": title, "authors_parsed": people, "abstract": f"Beavers build {number[-5:]}."}
        for number, (title, people) in said.items()
    ]


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """A snapshot as a file."""
    path = tmp_path / "snapshot.json"
    generator.write(path, map(generator.line, records()))
    return path


@pytest.fixture
def store(snapshot: Path) -> Iterator[Store]:
    """Notes that are enriched."""
    with Store.passing() as store:
        for number, (title, *_) in TOLD.items():
            put(store, f"{number}.md", (digested(number, title),))
        enriched(store, snapshot)
        yield store


def enriched(store: Store, path: Path, *, missing: bool = False, preferred: bool | None = None) -> Enrichment:
    """Enrich a store."""
    with Snapshot(path) as snapshot:
        run = Enrichment(store, snapshot, missing=missing)
        list(run.events(preferred=preferred))
    return run


def paper(store: Store, name: str) -> Paper:
    """Give a paper by number or name."""
    connection = store.metadata.connection
    return next(papers(connection, [number_of(connection, name)]))


def found(store: Store, text: str) -> list[str]:
    """Give the last digits of what is found."""
    return [hit.id[-1] for hit in find(store.metadata.connection, parse(text, TODAY)).hits]


def test_a_notes_own_words_go_first(store: Store) -> None:
    name, title, han = (paper(store, number) for number in TOLD)

    assert (name.title, name.title_source, name.names) == ("Alpha: Otters in Rivers", "arxiv", ("Alpha",))
    assert name.authors == ("Văn A Nguyễn", "Gabriel García Márquez")
    assert (title.title, title.title_source) == ("A Title of Its Own", "heading")
    assert han.title == "强化学习", "a Chinese title is no name, however few words it has"
    assert (title.published, title.categories, title.doi) == (
        "2007-04-02",
        ("hep-ph", "hep-ex"),
        WHOLE["doi"].split()[0],
    )
    assert title.metadata and title.metadata.called == "arXiv metadata 2008-11-26"
    assert title.metadata.fields == ("authors", "published", "abstract", "categories", "venue", "doi")
    assert not han.authors and han.metadata and "authors" not in han.metadata.fields


def test_metadata_may_go_first(store: Store, snapshot: Path) -> None:
    store.metadata.finish("", preferred=True)
    assert [paper(store, number).title for number in TOLD] == [title for _, title, _ in TOLD.values()]
    assert paper(store, "2601.00002").names == ("A Title of Its Own",)
    enriched(store, snapshot)
    assert paper(store, "2601.00002").title == "Another Title", "until somebody says otherwise"
    store.metadata.finish("", preferred=False)
    assert paper(store, "2601.00002").title == "A Title of Its Own"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("otters", "1"),
        ("otters alpha", "1"),
        ("beavers", "123"),
        ("beavers own", "2"),
        ('"otters in rivers"', "1"),
        ("title:otters", "1"),
        ("nguyen", "1"),
        ("author:nguyen", "1"),
        ('author:"garcia marquez"', "1"),
        ("author:maaten beavers", "2"),
        ("has:authors", "12"),
        ("-has:authors", "3"),
        ("beavers -otters", "23"),
        ("beavers -author:nguyen", "23"),
        ("otters OR own", "12"),
        ("author:turing", ""),
        ("note", ""),
    ],
)
def test_words_may_stand_in_either(store: Store, query: str, expected: str) -> None:
    assert sorted(found(store, query)) == list(expected)


def test_what_notes_say_comes_before_titles_and_these_before_abstracts(store: Store) -> None:
    store.metadata.put([one._replace(abstract="Alpha") for one in stored(store, "2601.00003")])
    put(store, "x.md", (digested("2601.00004", "Rivers and Lakes"),))
    store.metadata.put([one._replace(title="Alpha Rivers", abstract=None) for one in stored(store, "2601.00002")])

    assert found(store, "alpha") == ["1", "2", "3"]
    assert [hit.tier for hit in find(store.metadata.connection, parse("alpha", TODAY)).hits] == [
        *("name", "metadata", "metadata")
    ]


def stored(store: Store, number: str) -> list[metadata.Metadata]:
    """Give what is stored of a paper."""
    return [one.metadata for one in metadata.of_papers(store.metadata.connection, [number]).values()]


def test_a_paper_goes_by_its_title(store: Store) -> None:
    assert paper(store, "alpha: otters in rivers").id == "2601.00001"
    assert paper(store, "Another title").id == "2601.00002"


def test_what_was_said_of_a_paper_is_replaced_and_of_no_paper_dropped(store: Store, snapshot: Path) -> None:
    store.forget(origin("2601.00001.md"))
    assert [finding.what for finding in store.mend()] == ["2601.00001"], "doctor knows it as well"
    run = enriched(store, snapshot)
    assert (run.enriched, run.absent, run.removed, run.records) == (2, 0, 0, 4)
    put(store, "x.md", (digested("2601.00009", "Of Nothing"),))
    run = enriched(store, snapshot, missing=True)
    assert (run.enriched, run.absent) == (0, 1)
    assert metadata.lacking(store.metadata.connection) == ["2601.00009"]
    assert store.mend() == []


def test_a_key_stays_when_metadata_comes(store: Store) -> None:
    before = {number: f"arxiv-{number}" for number in TOLD}

    for preferred in (False, True):
        store.metadata.finish("", preferred=preferred)
        cited = {number: citation(paper(store, number)) for number in TOLD}
        assert {number: one.key for number, one in cited.items()} == before
    first, second = cited["2601.00001"].people[1], cited["2601.00002"].people[0]
    assert (first.family, first.given) == ("García Márquez", "Gabriel")
    assert (second.particle, second.family) == ("van der", "Maaten")
    assert cited["2601.00001"].abstract == "Beavers build 00001." and cited["2601.00001"].category == "hep-ph"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE paper_metadata SET authors = 'no list' WHERE arxiv_id = '2601.00001'",
        "UPDATE paper_metadata SET title = x'00' WHERE arxiv_id = '2601.00001'",
        "DELETE FROM metadata_search WHERE rowid = 1",
        "DROP TABLE metadata_search",
        "ALTER TABLE paper_metadata ADD COLUMN more",
    ],
)
def test_what_is_damaged_is_found_and_mended(store: Store, statement: str) -> None:
    store.metadata.connection.execute(statement)
    assert {finding.check for finding in store.mend()} == {"metadata"}
    assert store.mend() == []


@pytest.mark.parametrize("form", Format)
def test_what_it_says_only_stands_there(store: Store, form: Format) -> None:
    poison = "\x1b[31m<script>\u202e\n} @misc{x, \\input{y}\nER  - \n"
    told = [one._replace(title=poison, abstract=poison, venue=poison) for one in stored(store, "2601.00001")]
    store.metadata.put([told[0]._replace(authors=(Name(poison, poison, poison),), categories=(poison,), doi=poison)])
    text = "".join(lines(paper_sheets.papers([paper(store, "2601.00001")], whole=True), form, Screen()))

    assert not {"\x1b", "\u202e"} & set(text)
    assert form is not Format.MD or "<script>" not in text
    assert form is not Format.BIBTEX or (text.count("\n@misc") == 0 and "textbackslash{}input" in text)
    assert form is not Format.RIS or text.count("\nER  - ") == 1


def said(path: Path) -> list[str]:
    """Give everything that a database holds, as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the sample notes."""
    path = tmp_path_factory.mktemp("kb") / "kb.db"
    assert digestkb("--db", str(path), "ingest", str(NOTES)).status == 0
    return path


@pytest.fixture
def db(sample: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(sample, tmp_path / "kb.db"))


def run(db: Path, *arguments: str, stdin: bytes = b"") -> Run:
    """Run a command on a database."""
    return digestkb("--db", str(db), *arguments, stdin=stdin)


def test_the_command_and_nothing_is_left_of_it(db: Path, tmp_path: Path) -> None:
    before, tables, dump = content(db), schema(db), said(db)
    numbers = run(db, "enrich", "--missing").lines
    generator.write(tmp_path / "s.zip", generator.lines(50, numbers[2:]))

    first = run(db, "enrich", str(tmp_path / "s.zip"), "--date", "2026-11-20")
    counts = dict(record[:2] for record in first.records)
    assert first.status == 0, first.err
    assert (counts["papers enriched"], counts["papers not in the snapshot"]) == (str(len(numbers) - 2), "2")
    assert run(db, "enrich", "--missing").lines == numbers[:2]
    assert "arXiv metadata 2026-11-20" in run(db, "show", numbers[2], "-f", "md").out
    records = [json.loads(line) for line in run(db, "export").lines]
    assert sum(bool(record["metadata"]) for record in records) == len(numbers) - 2
    assert all(record["title"] for record in records if record["metadata"])
    assert content(db) == before, "what notes say is as it was"

    assert run(db, "rebuild").status == 0
    assert run(db, "enrich", "--missing").lines == numbers[:2], "it is taken over"
    assert run(db, "doctor", "--only", "tables").status == 0

    assert run(db, "enrich", "--remove").records == [["records removed", str(len(numbers) - 2)]]
    assert (content(db), schema(db)) == (before, tables)
    assert run(db, "enrich", "--missing").lines == numbers
    again = run(db, "enrich", "-", stdin="".join(generator.lines(3, numbers[:1])).encode())
    assert again.records[0] == ["papers enriched", "1"]
    assert run(db, "enrich", "--remove").status == 0
    assert len(said(db)) == len(dump)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name a snapshot"),
        (("nowhere.json",), "nowhere.json: no such file"),
        (("--remove", "x.json"), "--remove goes without a snapshot"),
        (("x.json", "--date", "2026-13-01"), "'2026-13-01' is no day"),
        (("x.json", "--date", "2026-02-30"), "'2026-02-30' is no day"),
        (("x.json", "--date", "20260228"), "'20260228' is no day"),
        (("x.json", "--date", ""), "'' is no day"),
        (("--prefer", "metadata"), "there is no metadata yet"),
        ((str(NOTES / "literature" / "deepseekmath.md"),), "is no snapshot of arXiv's metadata"),
    ],
    ids=ascii,
)
def test_a_mistake_is_one_line_and_changes_nothing(db: Path, arguments: tuple[str, ...], message: str) -> None:
    before = schema(db)
    done = run(db, "enrich", *arguments)

    assert done.status in (2, 3) and done.out == ""
    assert message in done.err and done.err.count("\n") == 1
    assert schema(db) == before


def test_what_a_damaged_snapshot_had_is_kept_and_a_whole_one_has_the_rest(db: Path, tmp_path: Path) -> None:
    before, tables, dump = content(db), schema(db), said(db)
    numbers = run(db, "enrich", "--missing").lines
    text = "".join(generator.lines(0, numbers))
    (tmp_path / "cut.gz").write_bytes(gzip.compress(text[: len(text) // 2].encode()))
    whole = tmp_path / "whole.json"
    whole.write_text(text, encoding="utf-8")

    cut = run(db, "enrich", str(tmp_path / "cut.gz"))
    left = run(db, "enrich", "--missing").lines
    assert cut.status == 2 and cut.out == "" and cut.err.count("\n") == 1
    assert 0 < len(left) < len(numbers)
    assert cut.err.endswith(
        f"its last line is cut off; {len(numbers) - len(left)} papers are stored, and a whole one has the rest\n"
    )
    assert run(db, "enrich", str(whole), "--missing").records[0] == ["papers enriched", str(len(left))]
    assert run(db, "enrich", "--missing").lines == []
    assert run(db, "doctor", "--only", "tables").status == 0
    assert run(db, "enrich", "--remove").status == 0
    assert (content(db), schema(db), said(db)) == (before, tables, dump)


def test_enriching_before_there_is_a_database_says_what_to_run(tmp_path: Path, snapshot: Path) -> None:
    done = run(tmp_path / "no.db", "enrich", str(snapshot))

    assert done.status == 2 and "digestkb ingest" in done.err
    assert not (tmp_path / "no.db").exists()
