"""Neighbours of a paper, and what says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from papers_to_find import add_note
from sqlite_utils import Database

from digestkb.dates import PartialDate
from digestkb.query.related import related
from digestkb.records import Insight, Kind, Span
from digestkb.store.store import Store

TOPIC = (("NLP", "Agents"),)


def entry(number: int, kind: Kind = Kind.TOPIC, **fields: Any) -> dict[str, Any]:
    """Make a mention of 2601.00001, 2601.00002 …"""
    return {"id": f"2601.{number:05}", "kind": kind, "text": "", "language": "en", **fields}


NOTES: list[dict[str, Any]] = [
    entry(1, title="Watermarks that Last", tags=("Provenance",), topics=TOPIC, text="Chưng cất không xoá được dấu."),
    entry(2, tags=("provenance",), text="unlike all else"),
    entry(3, topics=TOPIC, text="unlike all else"),
    entry(4, text="知识蒸馏以后更小"),
    entry(5, text="as 2601.00001 says"),
    entry(6, Kind.GAP, insight=0),
    entry(1, Kind.GAP, insight=0),
    entry(7, text="nothing shared at all"),
    *({**entry(number, text="filler"), "id": f"2412.{number:05}"} for number in range(8, 40)),
]


@pytest.fixture(scope="module")
def library() -> Iterator[sqlite3.Connection]:
    """Neighbours of 2601.00001 of each kind, and as many strangers."""
    database = Database(memory=True)
    add_note(Store(database), "a.md", NOTES, (Insight(Kind.GAP, Span(1, 2), "Marks fade"),))
    yield database.conn
    database.close()


def number_of(connection: sqlite3.Connection, paper_id: str) -> int:
    """Give a paper's row number."""
    return int(connection.execute("SELECT number FROM papers WHERE id = ?", (paper_id,)).fetchone()[0])


def test_each_neighbour_has_its_reasons(library: sqlite3.Connection) -> None:
    found = related(library, number_of(library, "2601.00001"))
    reasons = {one.id[-1]: {(reason.kind, reason.what) for reason in one.reasons} for one in found}
    month = ("date", "2026-01")
    assert reasons == {
        "2": {("tag", "Provenance"), month},
        "3": {("topic", "NLP > Agents"), month},
        "4": {("concept", "knowledge distillation"), month}
        if ("concept", "knowledge distillation") in reasons["4"]
        else {("concept", "distillation"), month},
        "5": {("named", "2601.00001"), month},
        "6": {("gap", "Marks fade"), month},
    }


def test_the_nearest_come_first(library: sqlite3.Connection) -> None:
    number = number_of(library, "2601.00001")
    found = related(library, number, None)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert one.score == pytest.approx(sum(reason.weight for reason in one.reasons))
    for limit in range(len(found) + 2):
        assert related(library, number, limit) == found[:limit]


def test_neighbours_are_mutual_in_labels(library: sqlite3.Connection) -> None:
    first = number_of(library, "2601.00001")
    (back,) = [one for one in related(library, number_of(library, "2601.00002")) if one.number == first]
    assert ("tag", "provenance") in {(reason.kind, reason.what) for reason in back.reasons}


def test_what_everybody_shares_says_nothing() -> None:
    database = Database(memory=True)
    notes = [entry(number, tags=("LLMs",), date=PartialDate(2026, 1, 9)) for number in range(1, 40)]
    add_note(Store(database), "a.md", notes)
    assert related(database.conn, number_of(database.conn, "2601.00001")) == ()
    assert related(database.conn, 4711) == ()
    database.close()
