"""What comes first when several words are asked for: the paper that says most of it, however it was found."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from papers_to_find import TODAY, Made, add_note

from digestkb.query import abroad, tiers
from digestkb.query.find import Result, find
from digestkb.query.language import parse
from digestkb.records import Kind
from digestkb.store.connection import Connection
from digestkb.store.store import Store

FILLER = "of other things there is much to be told here, and nothing of it matters " * 6
#: Number, title, text.
PAPERS = (
    ("1", "Detecting hallucinations before they are written", "Hallucinations are detected from hidden states."),
    ("2", "A survey of everything", f"A hallucination once. {FILLER} Detection of edges. {FILLER}"),
    ("3", "Giảm ảo giác", "Phát hiện ảo giác trong mô hình. Ảo giác được phát hiện sớm."),
    ("4", "Federated averaging with secure sums", "Federated training, federated evaluation."),
    ("5", "Notes on a meeting", f"Detection was spoken of. {FILLER} Federated, somebody said. {FILLER}"),
    ("6", "Learned pruning of trees", "Trees are pruned while they grow."),
    ("7", "Cuts", f"Pruning of trees, they say. {FILLER}"),
    ("8", "Tables of pruning", f"Pruning. Trees. {FILLER} Pruning pays. {FILLER} Of trees there are many."),
    ("9", "Phones keep what they have", f"{FILLER} Học liên kết. {FILLER}"),
    ("10", "场景图方法", "从图像生成场景图。"),
    ("11", "Point clouds meet scene graphs", "We build scene graphs from point clouds."),
    *((str(number), f"Detection of edges {number}", "Detection.") for number in range(20, 32)),
)


@pytest.fixture(scope="module")
def shelf(made: Made) -> Connection:
    """The papers, in memory."""
    entries = [
        {"id": f"2601.{int(number):05}", "kind": Kind.TOPIC, "title": title, "text": text, "language": "en"}
        for number, title, text in PAPERS
    ]
    return made(lambda store: add_note(store, "syntheses/2026-01.md", entries))


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """A file with titles and texts of few words, where each word is taken for one of very many papers."""
    monkeypatch.setattr(tiers, "MANY", 0)
    draw, words = random.Random(5), ("mô", "mo", "hình", "edge", "edges", "model", "模型", "graph")
    entries = [
        {
            "id": f"2601.{number:05}",
            "kind": Kind.TOPIC,
            "title": " ".join(draw.choices(words, k=2)),
            "text": " ".join(draw.choices(words, k=6)),
            "tags": tuple(draw.choices(words, k=number % 2)),
            "language": draw.choice(("en", "vi", "zh")),
        }
        for number in range(1, 120)
    ]
    with closing(sqlite3.connect(":memory:")) as connection:
        add_note(Store(connection), "syntheses/2026-01.md", entries)
        yield connection


def ask(shelf: Connection, text: str, limit: int | None = 20, **options: Any) -> tuple[Result, list[str]]:
    result = find(shelf, parse(text, TODAY), limit=limit, **options)
    return result, [str(int(hit.id[-5:])) for hit in result.hits]


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        ("hallucination detection", "1", "2"),  # in another form, but in the title
        ("hallucination detection", "3", "2"),  # in another language
        ("federated detection", "4", "5"),  # one of the words, but all about the rare one
        ("federated learning", "9", "4"),  # all of one name, in another language
        ("pruning trees", "6", "7"),
        ("of trees there are", "8", "6"),  # a quotation before all
        ("点云 场景图", "11", "10"),  # both in another language before one in the title
    ],
)
def test_a_paper_comes_before_another(shelf: Connection, text: str, first: str, then: str) -> None:
    _, found = ask(shelf, text)
    assert found.index(first) < found.index(then)


def test_the_best_match_is_told_wherever_it_stands(shelf: Connection) -> None:
    result, found = ask(shelf, "federated detection")
    assert (result.hits[0].tier, found[0]) == ("partial", "4")
    assert result.match == "typed"
    assert any("few have all" in notice for notice in result.notices)
    assert result.suggestion is None


@pytest.mark.parametrize("text", ["hallucination detection", "federated detection", "pruning trees", "detection edges"])
def test_fewer_are_the_first_of_all(shelf: Connection, text: str) -> None:
    _, all_of_them = ask(shelf, text, None)
    for limit in (1, 3, 20):
        assert ask(shelf, text, limit)[1] == all_of_them[:limit]


def test_a_common_word_alone_is_not_some_of_the_words(shelf: Connection) -> None:
    assert {"20", "31"}.isdisjoint(ask(shelf, "hallucination detection")[1])


def test_where_many_have_all_words_none_follows_that_has_some(shelf: Connection) -> None:
    result, _ = ask(shelf, "detection edges")
    assert "partial" not in {hit.tier for hit in result.hits}


@pytest.mark.parametrize(
    "text",
    ["mô", "mo", "edge", "edges graph", "mô hình", "模型", "model -graph", "tag:edge mô", "edge OR graph", "mod*"],
)
def test_where_a_word_is_everywhere_the_same_papers_are_found_in_one_order(
    crowded: Connection, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, every = ask(crowded, text, None, literal=True)
    for limit in (1, 10, 40, 90):
        assert ask(crowded, text, limit, literal=True)[1] == every[:limit]
    monkeypatch.setattr(tiers, "MANY", 1 << 30)
    assert sorted(ask(crowded, text, None, literal=True)[1]) == sorted(every)


@pytest.mark.parametrize("text", ["edge", "模型", "graph", "mô"])
@pytest.mark.parametrize("tied", [0, 3, 30])
def test_who_shares_the_last_place_is_told_by_the_date(
    crowded: Connection, text: str, tied: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ask(crowded, text, 7, literal=True)[1]
    monkeypatch.setattr(tiers, "_TIED", tied)
    assert ask(crowded, text, 7, literal=True)[1] == wanted


def test_of_very_many_in_another_language_those_read_last_are_looked_at(
    crowded: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def foreign() -> list[int]:
        found = [
            hit for text in ("模型", "mô hình", "model") for hit in ask(crowded, f"{text} date:2026..", 12)[0].hits
        ]
        return [int(hit.id[-5:]) for hit in found if hit.tier == "expanded"]

    every = foreign()
    monkeypatch.setattr(abroad, "MANY", 10)
    latest = foreign()
    assert min(every) < 60 < min(latest), (every, latest)


@pytest.mark.parametrize(("text", "called"), [("edge", {"edge", "edges"}), ("graph", {"graph"}), ("mô", {"mô", "mo"})])
def test_what_is_called_by_such_a_word_comes_first_and_as_it_was_typed(
    crowded: Connection, text: str, called: set[str]
) -> None:
    """Of marks the papers are asked that have them anywhere, as everywhere else."""
    hits = [hit for hit in ask(crowded, text, None)[0].hits if hit.tier in ("name", "typed", "folded")]
    kinds = [(hit.tier == "folded", bool(called.isdisjoint([*(hit.title or "").split(), *hit.tags]))) for hit in hits]

    assert len(set(kinds)) > 1
    assert [folded for folded, _ in kinds] == sorted(folded for folded, _ in kinds)
    typed = [text_only for folded, text_only in kinds if not folded]
    assert typed == sorted(typed)
