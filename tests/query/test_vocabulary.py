"""Which of many words the index has."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from digestkb.query.fts5 import Fts5Search


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    """A database with an index of which a part was taken back, in several segments."""
    with closing(sqlite3.connect(":memory:")) as connection:
        _fill(connection)
        yield connection


def _fill(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE VIRTUAL TABLE search USING fts5(text)")
    for number, text in enumerate(("model models", "modeling a modem", "強化 học zzz", "gone modelled"), 1):
        connection.execute("INSERT INTO search (rowid, text) VALUES (?, ?)", (number, text))
        connection.commit()
    connection.execute("DELETE FROM search WHERE rowid = 4")


@pytest.fixture(scope="module")
def index(database: sqlite3.Connection) -> Fts5Search:
    """The index of it."""
    return Fts5Search(database)


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("model models modeled modelling modeling", "model models modeling"),
        ("modelled gone", ""),  # taken back
        ("zzz zzzz a", "a zzz"),
        ("強化 強", "強化"),
        ("", ""),
    ],
)
def test_what_stands(index: Fts5Search, asked: str, there: str) -> None:
    assert index.standing(asked.split()) == set(there.split())


def test_one_look_tells_of_words_that_lie_in_one_gap(database: sqlite3.Connection, index: Fts5Search) -> None:
    looks: list[str] = []
    database.set_trace_callback(looks.append)
    try:
        assert index.standing([f"modeller{letter}" for letter in "abcdefgh"]) == set()
    finally:
        database.set_trace_callback(None)
    assert sum("term >=" in look for look in looks) == 1


def test_each_word_is_told_as_if_asked_alone(index: Fts5Search) -> None:
    draw = random.Random(5)
    for _ in range(50):
        words = ["".join(draw.choices("amodels", k=draw.randint(1, 6))) for _ in range(20)] + ["model", "modem"]
        asked = draw.sample(words, 12)
        assert index.standing(asked) == {word for word in asked if index.standing([word])}
