"""Neighbours of a paper, and what says so."""

from __future__ import annotations

from typing import Any

import pytest
from papers_to_find import Made, add_note

from digestkb.dates import PartialDate
from digestkb.query.glossary import Glossary
from digestkb.query.related import related
from digestkb.query.sharing import notions
from digestkb.records import Insight, Kind, Span
from digestkb.store.connection import Connection

TOPIC = (("NLP", "Agents"),)


def entry(number: int, kind: Kind = Kind.TOPIC, **fields: Any) -> dict[str, Any]:
    """Make a mention of 2601.00001, 2601.00002 …"""
    return {"id": f"2601.{number:05}", "kind": kind, "text": "", "language": "en", **fields}


NOTES: list[dict[str, Any]] = [
    entry(
        1,
        title="Knowledge Distillation Keeps FooMarks",
        tags=("Provenance", "cs.CL", "ICLR 2026", "to-read"),
        topics=(*TOPIC, ("Time line",)),
        authors=("Wei Liu", "Haozhen Zhang"),
        text="Chưng cất không xoá được dấu. Bing is searched.",
    ),
    entry(2, tags=("provenance", "cs.CL", "ICLR 2026", "to-read"), text="unlike all else"),
    entry(3, topics=TOPIC, text="unlike all else"),
    entry(4, text="知识蒸馏以后更小"),
    entry(5, text="as 2601.00001 says"),
    entry(6, Kind.GAP, insight=0),
    entry(1, Kind.GAP, insight=0),
    # Nothing that says something: headings, names that many people have, one common word, what a long note mentions.
    entry(7, topics=(("Time line",),), authors=("Wei Liu",), tags=("cs.CL",), text="nothing shared at all"),
    entry(40, title="Keeps the keeper", text="and last"),
    entry(41, text="something else " * 200 + "knowledge distillation"),
    entry(42, authors=("Haozhen Zhang", "Wei Liu"), text="by the same"),
    entry(43, text="we compare to foomarks"),
    *({**entry(number, text="filler"), "id": f"2412.{number:05}"} for number in range(8, 40)),
]


@pytest.fixture(scope="module")
def library(made: Made) -> Connection:
    """Neighbours of 2601.00001 of each kind, and as many strangers."""
    return made(lambda store: add_note(store, "a.md", NOTES, (Insight(Kind.GAP, Span(1, 2), "Marks fade"),)))


def number_of(connection: Connection, paper_id: str) -> int:
    """Give a paper's row number."""
    return int(connection.execute("SELECT number FROM papers WHERE id = ?", (paper_id,)).fetchone()[0])


def test_each_neighbour_has_its_reasons(library: Connection) -> None:
    found = related(library, number_of(library, "2601.00001"))
    reasons = {one.id[-2:]: {(reason.kind, reason.what) for reason in one.reasons} for one in found}
    month = ("date", "2026-01")
    assert reasons == {
        "02": {("tag", "Provenance"), month},
        "03": {("topic", "NLP > Agents"), month},
        "04": {("concept", "knowledge distillation"), month},
        "05": {("named", "2601.00001"), month},
        "06": {("gap", "Marks fade"), month},
        "42": {("author", "Haozhen Zhang"), ("author", "Wei Liu"), month},
        "43": {("word", "FooMarks"), month},
    }


def test_the_nearest_come_first(library: Connection) -> None:
    number = number_of(library, "2601.00001")
    found = related(library, number, None)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert one.score == pytest.approx(sum(reason.weight for reason in one.reasons))
    for limit in range(len(found) + 2):
        assert related(library, number, limit) == found[:limit]


def test_neighbours_are_mutual_in_labels(library: Connection) -> None:
    first = number_of(library, "2601.00001")
    (back,) = [one for one in related(library, number_of(library, "2601.00002")) if one.number == first]
    assert ("tag", "provenance") in {(reason.kind, reason.what) for reason in back.reasons}


def test_one_common_word_says_nothing_alone(made: Made) -> None:
    titles = (
        "A Generator of Programs",
        "Images from a Generator",
        "A Cancer Atlas",
        "Cancer Seen",
        "A Generator, Tagged",
    )
    notes = [entry(number, title=title) for number, title in enumerate(titles, 1)]
    for number in (1, 5):
        notes[number - 1]["tags"] = ("Provenance",)
    connection = made(lambda store: add_note(store, "a.md", notes))
    reasons = [
        {
            (other.id[-1], reason.what)
            for other in related(connection, number_of(connection, f"2601.0000{number}"))
            for reason in other.reasons
            if reason.kind != "date"
        }
        for number in (1, 2, 3)
    ]
    assert reasons == [{("5", "generator"), ("5", "Provenance")}, set(), {("4", "cancer")}]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("知识蒸馏", ["knowledge distillation"]),
        ("the RLHF of LLMs", ["reinforcement learning from human feedback", "large language model"]),
        # What is in every paper's title, or says something else where its capitals are lost.
        ("A New Method in its Framework", []),
        ("Apr 2024", []),
        ("prior work", []),
    ],
)
def test_concepts_that_a_text_speaks_of(text: str, wanted: list[str]) -> None:
    assert [one.name for one in notions(Glossary.load(), text)] == wanted


def test_what_everybody_shares_says_nothing(made: Made) -> None:
    notes = [entry(number, tags=("LLMs",), date=PartialDate(2026, 1, 9)) for number in range(1, 40)]
    connection = made(lambda store: add_note(store, "a.md", notes))
    assert related(connection, number_of(connection, "2601.00001")) == ()
    assert related(connection, 4711) == ()
