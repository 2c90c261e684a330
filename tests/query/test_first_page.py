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


def test_of_very_many_in_another_language_come_those_called_by_it_that_were_read_last(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("abroad", "tiers"):
        monkeypatch.setattr(f"digestkb.query.{module}.MANY", 10)
    entries = [
        *({"text": "On knowledge distillation.", "language": "en"} for _ in range(20)),
        *({"text": "知识蒸馏。", "language": "zh"} for _ in range(20)),
        *({"title": f"知识蒸馏 {at}", "text": "蒸馏。", "language": "zh"} for at in range(3)),
        *({"text": "知识蒸馏。", "language": "zh"} for _ in range(5)),
    ]
    said = [{"id": f"2601.{at:05}", "kind": Kind.TOPIC, **entry} for at, entry in enumerate(entries, 1)]
    connection = made(lambda store: add_note(store, "a.md", said))
    everything = [hit.id for hit in find(connection, parse("knowledge distillation", TODAY)).hits]

    assert [everything[at] for at in (5, 11, 17)] == ["2601.00043", "2601.00042", "2601.00041"]
    assert len(everything) == len(set(everything)) == len(said)
    for limit in (6, 12, 20):
        assert [hit.id for hit in find(connection, parse("knowledge distillation", TODAY), limit=limit).hits] == (
            everything[:limit]
        )
