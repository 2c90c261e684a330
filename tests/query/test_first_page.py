"""What says the same in another language is on the first page, also where many have the words themselves."""

from __future__ import annotations

import pytest
from papers_to_find import TODAY, Made, add_note

from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.records import Kind


@pytest.mark.parametrize("question", ["knowledge distillation", "chưng cất tri thức"])
def test_other_languages_are_between_those_that_have_the_words(made: Made, question: str) -> None:
    said = [
        *[("en", "On knowledge distillation.")] * 40,
        *[("vi", "Về chưng cất tri thức.")] * 40,
        ("zh", "知识蒸馏。"),
    ]
    entries = [
        {"id": f"2601.{at:05}", "kind": Kind.TOPIC, "text": text, "language": language}
        for at, (language, text) in enumerate(said, 1)
    ]
    connection = made(lambda store: add_note(store, "a.md", entries))
    everything = find(connection, parse(question, TODAY)).hits
    assert len(everything) == len({hit.id for hit in everything}) == len(said)
    assert [hit.tier for hit in everything[:12]] == [*["typed"] * 5, "expanded"] * 2
    for limit in (1, 4, 5, 20, 50):
        assert [hit.id for hit in find(connection, parse(question, TODAY), limit=limit).hits] == [
            hit.id for hit in everything[:limit]
        ]
    by_date = find(connection, parse(question, TODAY), sort="date", limit=20).hits
    assert "expanded" not in {hit.tier for hit in by_date}
    literal = find(connection, parse(question, TODAY), literal=True).hits
    assert len(literal) == 40
