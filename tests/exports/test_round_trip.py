"""What digestkb wrote is read back to the letter, and beside the notes that it is from it is no new evidence."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from digestkb.copies import LABELS
from digestkb.exports.files import Vault
from digestkb.media import exact
from digestkb.query.insights import Insight, highlights, insights, of_month, reading_list
from digestkb.query.mining import Pair, all_pairs
from digestkb.query.months import months
from digestkb.query.months import of_month as papers_of_month
from digestkb.query.papers import Paper, papers
from digestkb.readers.vocabulary import role_of
from digestkb.records import Note
from digestkb.render import digest, synthesis
from tests.exports.bench import database, known, records
from tests.exports.hostile_notes import TEXT, notes

NOTES = Path(__file__).parents[2] / "data" / "notes"


@pytest.mark.parametrize(
    ("name", "role"),
    {
        **{name: name for name in ("title", "authors", "published", "tags")},
        "arxiv_id": "id",
        "url": "link",
        "links": "link",
        "topics": "tags",
        "names": "translated_title",
    }.items(),
)
def test_labels_mean_the_same_to_whoever_reads_them_without_our_marks(name: str, role: str) -> None:
    for label in LABELS[name]:
        found = role_of(label)
        assert found is not None and found.name == role


@settings(deadline=None)  # the first example compiles what is used
@given(TEXT)
def test_words_and_passages_are_read_back_to_the_letter(text: str) -> None:
    assert exact.read_words(exact.words(text)) == text and "\n" not in exact.words(text)
    assert exact.read_passage(exact.passage(text)) == text


@settings(max_examples=15, deadline=None)
@given(notes(), notes())
def test_a_digest_loses_nothing_whatever_notes_say(one: Note, other: Note) -> None:
    with database({"a -->.md": one, "b/2026.md": other}) as connection:
        before = known(connection)
    written = "\n".join(digest.lines(before))
    with database({"digest.md": written}, repaired=False) as connection:
        after = known(connection)
    assert records(after) == records(before)
    assert "\n".join(digest.lines(after)) == written


@settings(max_examples=6, deadline=None)
@given(notes(), notes())
def test_a_vault_loses_nothing_whatever_notes_say(one: Note, other: Note) -> None:
    with database({"a -->.md": one, "b/2026.md": other}) as connection:
        before = known(connection)
    with tempfile.TemporaryDirectory() as name:
        files = vault(Path(name), before)
        assert list(Vault(Path(name), before).write()) == ["unchanged"] * len(before)
    with database(files, repaired=False) as connection:
        assert records(known(connection)) == records(before)


def vault(folder: Path, found: list[Paper]) -> dict[str, str]:
    """Write a vault; gives the notes of it by their names."""
    assert set(Vault(folder, found).write()) <= {"new"}
    return {path.name: path.read_bytes().decode() for path in folder.glob("*.md")}


@pytest.fixture(scope="module")
def sample() -> dict[str, str]:
    """The sample notes that are in UTF-8, by their paths."""
    found = {path.relative_to(NOTES).as_posix(): path.read_bytes() for path in sorted(NOTES.rglob("*.md"))}
    return {name: data.decode() for name, data in found.items() if "gb18030" not in name}


@pytest.fixture(scope="module")
def before(sample: dict[str, str]) -> Iterator[sqlite3.Connection]:
    """A database of the sample."""
    with database(sample) as connection:
        yield connection


@pytest.fixture(scope="module")
def copies(before: sqlite3.Connection, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The sample, written in each way."""
    found = known(before)
    of_months = {
        f"{month}.md": "\n".join(digest.joined(synthesis.regions(month, chosen, of_month(before, month))))
        for month in months(before)
        if (chosen := list(papers(before, papers_of_month(before, month))))
    }
    written = vault(tmp_path_factory.mktemp("vault"), found)
    return {"digest": {"digest.md": digest_of(found)}, "syntheses": of_months, "vault": written}


@pytest.mark.parametrize("way", ["digest", "syntheses", "vault"])
def test_the_sample_loses_nothing(way: str, before: sqlite3.Connection, copies: dict[str, dict[str, str]]) -> None:
    with database(copies[way]) as connection:
        after = known(connection)
    assert records(after) == records(known(before))
    assert digest_of(after) == digest_of(known(before))


def test_copies_are_no_evidence_beside_the_notes(
    before: sqlite3.Connection, sample: dict[str, str], copies: dict[str, dict[str, str]]
) -> None:
    """Whatever their files are called, and however many there are of one note."""
    every = {name: text for written in copies.values() for name, text in written.items()}
    with database({**sample, **every}) as connection:
        assert bare(known(connection)) == bare(known(before))
        assert digest_of(known(connection)) == digest_of(known(before))
        assert insights(connection, "gap") == insights(before, "gap")
        assert highlights(connection) == highlights(before) and reading_list(connection) == reading_list(before)
        assert words(connection) == words(before)
        assert said_of(all_pairs(connection)) == said_of(all_pairs(before))


def said_of(found: Iterable[Pair]) -> list[Pair]:
    """Give pairs without their places."""
    return [pair._replace(places=()) for pair in found]


def test_several_copies_of_a_note_count_once(before: sqlite3.Connection, copies: dict[str, dict[str, str]]) -> None:
    every = {name: text for written in copies.values() for name, text in written.items()}
    with database(every, repaired=False) as connection:
        assert bare(known(connection)) == bare(known(before))
        assert said_in(insights(connection, "gap")) == said_in(insights(before, "gap"))
        assert len(highlights(connection)) == len(highlights(before))
        assert words(connection) == words(before)


def words(connection: sqlite3.Connection) -> set[tuple[object, ...]]:
    """Give every word of the index, with the paper and the place that it has there."""
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, search, instance)")
    sql = "SELECT papers.id, term, col, offset FROM temp.words JOIN papers ON papers.number = doc"
    return set(connection.execute(sql))


def said_in(found: Iterable[Insight]) -> list[tuple[object, ...]]:
    """Give what insights say, and of which papers."""
    return [(one.title, [(part.role, part.text) for part in one.parts], one.papers) for one in found]


def bare(found: Iterable[Paper]) -> list[Paper]:
    """Give what is merged from the mentions."""
    return [paper._replace(mentions=()) for paper in found]


def digest_of(found: Iterable[Paper]) -> str:
    """Write a digest."""
    return "\n".join(digest.lines(found))
