"""A question in one language finds what notes say in another: each query of the list, every sentence of its concept."""

from __future__ import annotations

import pytest
from across_languages import Saying, sayings
from papers_to_find import TODAY, Made, add_note

from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.records import Kind
from digestkb.store.connection import Connection

SAYINGS = tuple(sayings())


@pytest.fixture(scope="module")
def notes(made: Made) -> Connection:
    """A paper for each sentence of the list."""
    entries = [
        {
            "id": one.id,
            "kind": Kind.DIGEST,
            "title": f"Paper {one.id}",
            "text": one.sentence,
            "language": one.language[:2],
        }
        for one in SAYINGS
    ]
    return made(lambda store: add_note(store, "notes.md", entries))


def test_the_list_is_long_enough() -> None:
    languages = {one.language for one in SAYINGS}
    assert languages == {"en", "vi", "zh", "zh-Hant", "ko", "ja"}
    assert len(SAYINGS) >= 20 * len(languages)


@pytest.mark.parametrize("asked", SAYINGS, ids=lambda one: f"{one.concept}-{one.language}")
def test_a_query_finds_its_concept_in_every_language(
    notes: Connection, asked: Saying, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGESTKB_GLOSSARY", "/nowhere/glossary.tsv")
    hits = find(notes, parse(asked.query, TODAY), passages=False, all_words=True).hits
    names = {one.id: f"{one.concept} {one.language}" for one in SAYINGS}
    wanted = {names[one.id] for one in SAYINGS if one.concept == asked.concept}
    # Without its marks what was typed may be another word: that is found as well, by design, but for itself.
    others = {names[hit.id] for hit in hits if hit.tier == "folded"} - wanted
    assert {names[hit.id] for hit in hits} - others == wanted
