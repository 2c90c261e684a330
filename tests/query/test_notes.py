"""Notes about no paper: found like papers, and counted apart from them."""

from __future__ import annotations

from typing import Any

import pytest
from papers_to_find import TODAY, Made, add_note

from digestkb.dates import PartialDate
from digestkb.errors import NothingFound
from digestkb.query import catalogue
from digestkb.query.combining import asks_for_notes
from digestkb.query.database import all_numbers, lookup, number_of
from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.query.related import related
from digestkb.records import Kind
from digestkb.store.connection import Connection
from digestkb.store.store import Store

MAY = PartialDate(2025, 5, 1)
ABOUT = {"kind": Kind.NOTE, "tags": ("RL",), "authors": ("Lan Nguyen",), "topics": (("Home", "Food"),), "date": MAY}
SHOPPING = {**ABOUT, "title": "Shopping list", "text": "Milk, bread and GRPO.", "language": "vi", "published": MAY}
NOTES: dict[str, list[dict[str, Any]]] = {
    "papers.md": [
        {**ABOUT, "id": "2601.00001", "title": "Group Things", "text": "GRPO for milk robots.", "language": "en"},
        {"kind": Kind.LOG, "title": "Shopping agents", "text": "They read GRPO.", "language": "en"},
        {"kind": Kind.NOTE, "url": "https://a.org/x", "title": "An address", "text": "Bread.", "language": "en"},
    ],
    "daily/shopping.md": [SHOPPING | {"tags": ("rl", "errands")}],
    "weekly/shopping.md": [SHOPPING | {"text": "Nothing but salt."}],
}
AGENTS, ADDRESS, NUMBERED = "note:shopping-agents", "a.org/x", "2601.00001"
DAILY, WEEKLY = "note:shopping-list@daily/shopping.md", "note:shopping-list@weekly/shopping.md"


@pytest.fixture(scope="module")
def notes(made: Made) -> Connection:
    """Three papers, one of them an entry with a title alone, and two shopping lists."""

    def fill(store: Store) -> None:
        for source, entries in NOTES.items():
            add_note(store, source, entries)

    return made(fill)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("milk", {NUMBERED, DAILY}),
        ("shopping", {AGENTS, DAILY, WEEKLY}),
        ("GRPO -is:note", {NUMBERED, AGENTS}),
        ("GRPO is:note", {DAILY}),
        ("is:note", {DAILY, WEEKLY}),
        ("is:=note", {DAILY, WEEKLY}),
        ("-is:note", {NUMBERED, AGENTS, ADDRESS}),
        ("is:note OR is:noted", {NUMBERED, AGENTS, ADDRESS, DAILY, WEEKLY}),
        ("is:note* salt", {WEEKLY}),
        ("kind:note", {NUMBERED, ADDRESS, DAILY, WEEKLY}),
        ("kind:note -is:note", {NUMBERED, ADDRESS}),
        ("kind:log", {AGENTS}),
        ("tag:errands", {DAILY}),
        ("has:arxiv is:note", set()),
        (DAILY, {DAILY}),
        ("id:note:shopping*", {AGENTS, DAILY, WEEKLY}),
    ],
)
def test_notes_are_found(notes: Connection, text: str, wanted: set[str]) -> None:
    assert {hit.id for hit in find(notes, parse(text, TODAY), literal=True).hits} == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", False),
        ("GRPO", False),
        ("tag:rl source:daily", False),
        ("kind:note", True),
        ("kind:log,note", True),
        ("kind:/no/", True),
        ("tag:rl (kind:note OR lang:vi)", True),
        ("-kind:note", False),
        ("NOT (kind:note tag:rl)", False),
        ("is:note", True),
        ("is:Note", True),
        ("is:noted", False),
        ("-is:note", False),
        ("id:note:todo", True),
    ],
)
def test_who_asks_for_notes(text: str, wanted: bool) -> None:
    assert asks_for_notes(parse(text, TODAY).root) is wanted


def test_a_note_is_called_by_its_id_and_by_what_it_shares_with_others_only_if_alone(notes: Connection) -> None:
    (paper,) = lookup(notes, DAILY)

    assert (paper.id, paper.title, paper.is_note) == (DAILY, "Shopping list", True)
    assert [lookup(notes, paper)[0].is_note for paper in (NUMBERED, AGENTS, ADDRESS)] == [False] * 3
    for spelled in ("note:shopping-list", "shopping list"):
        with pytest.raises(NothingFound, match=r"2 papers are called .*daily.*weekly"):
            number_of(notes, spelled)
    for spelled in ("note:shopping", "note:", "note:shopping-list@daily"):
        with pytest.raises(NothingFound, match="no paper is called"):
            number_of(notes, spelled)


def test_everything_is_every_paper(notes: Connection) -> None:
    assert len(all_numbers(notes)) == 3
    assert len(all_numbers(notes, notes=True)) == 5


def test_counts_are_of_papers(notes: Connection) -> None:
    assert catalogue.tags(notes) == [("RL", 1)]
    assert catalogue.authors(notes) == [("Lan Nguyen", 1)]
    assert catalogue.topics(notes) == [(("Home",), 1), (("Home", "Food"), 1)]
    assert catalogue.timeline(notes) == ([("2026-01", 1)], 2)
    assert catalogue.timeline(notes, "week") == ([], 3)
    assert catalogue.timeline(notes, by="noted") == ([("2025-05", 1)], 2)
    counts = dict(catalogue.stats(notes))
    assert (counts["notes"], counts["papers"], counts["notes that are no papers"]) == (3, 3, 2)
    assert (counts["tags"], counts["authors"], counts["topics"]) == (1, 1, 1)
    assert counts["mentions"] == 5


def test_neighbours_may_be_notes(notes: Connection) -> None:
    assert related(notes, number_of(notes, DAILY))
    assert {one.id for one in related(notes, number_of(notes, NUMBERED))} > {DAILY}
