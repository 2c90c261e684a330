"""What digestkb wrote is read back to the letter, and beside the notes that it is from it is no new evidence."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings

from digestkb.exports.files import Vault
from digestkb.media import exact
from digestkb.query.insights import Insight, insights, of_month
from digestkb.query.months import months
from digestkb.query.months import of_month as papers_of_month
from digestkb.query.papers import Paper, papers
from digestkb.records import Note
from digestkb.render import digest, synthesis
from tests.exports.bench import database, known, records
from tests.exports.hostile_notes import TEXT, notes

NOTES = Path(__file__).parents[2] / "data" / "notes"


@given(TEXT)
def test_words_and_passages_are_read_back_to_the_letter(text: str) -> None:
    assert exact.read_words(exact.words(text)) == text and "\n" not in exact.words(text)
    assert exact.read_passage(exact.passage(text)) == text


@settings(max_examples=40, deadline=None)
@given(notes(), notes())
def test_a_digest_loses_nothing_whatever_notes_say(one: Note, other: Note) -> None:
    with database({"a -->.md": one, "b/2026.md": other}) as connection:
        before = known(connection)
    written = "\n".join(digest.lines(before))
    with database({"digest.md": written}, repaired=False) as connection:
        after = known(connection)
    assert records(after) == records(before)
    assert "\n".join(digest.lines(after)) == written


@settings(max_examples=25, deadline=None)
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
def copies(sample: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The sample, written in each way."""
    with database(sample) as connection:
        found = known(connection)
        of_months = {
            f"{month}.md": "\n".join(digest.joined(synthesis.regions(month, chosen, of_month(connection, month))))
            for month in months(connection)
            if (chosen := list(papers(connection, papers_of_month(connection, month))))
        }
    written = {"digest.md": "\n".join(digest.lines(found))}
    return {"digest": written, "syntheses": of_months, "vault": vault(tmp_path_factory.mktemp("vault"), found)}


@pytest.mark.parametrize("way", ["digest", "syntheses", "vault"])
def test_the_sample_loses_nothing(way: str, sample: dict[str, str], copies: dict[str, dict[str, str]]) -> None:
    with database(sample) as connection:
        before = known(connection)
    with database(copies[way]) as connection:
        after = known(connection)
    assert records(after) == records(before)
    assert digest_of(after) == digest_of(before)


def test_copies_are_no_evidence_beside_the_notes(sample: dict[str, str], copies: dict[str, dict[str, str]]) -> None:
    """Whatever their files are called, and however many there are of one note."""
    with database(sample) as connection:
        before, thoughts = known(connection), insights(connection, "gap")
    every = {name: text for written in copies.values() for name, text in written.items()}
    with database({**sample, **every}) as connection:
        both, still = known(connection), insights(connection, "gap")
    assert bare(both) == bare(before) and still == thoughts
    assert digest_of(both) == digest_of(before)
    with database(every) as connection:
        alone, again = known(connection), insights(connection, "gap")
    assert bare(alone) == bare(before)
    assert said_in(again) == said_in(thoughts)


def said_in(found: Iterable[Insight]) -> list[tuple[object, ...]]:
    """Give what insights say, and of which papers."""
    return [(one.title, [(part.role, part.text) for part in one.parts], one.papers) for one in found]


def bare(found: Iterable[Paper]) -> list[Paper]:
    """Give what is merged from the mentions."""
    return [paper._replace(mentions=()) for paper in found]


def digest_of(found: Iterable[Paper]) -> str:
    """Write a digest."""
    return "\n".join(digest.lines(found))
