"""Both engines of full text find the same, whatever is asked, and however long papers are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from digestkb.postgres import lexemes
from digestkb.postgres.index import TsvectorIndex
from digestkb.query.expressions import AllOf, AnyOf, Expression, Near, Phrase, Within, Without
from digestkb.query.fts5 import Fts5Search
from digestkb.query.search_index import SearchIndex
from digestkb.query.tsquery import TsquerySearch
from digestkb.store import fts
from digestkb.store.columns import COLUMNS
from digestkb.store.store import Store

if TYPE_CHECKING:
    from digestkb.postgres.connection import Connection
    from tests.postgres.server import Server

#: Of so few words are the texts, so that what is asked for is often there.
WORDS = ("a", "b", "ab", "c", "强化", "化学")
WORD = st.sampled_from(WORDS)
ENTRY = st.tuples(*(st.lists(WORD, max_size=60 if column == "text" else 3).map(" ".join) for column in COLUMNS))
PHRASE = st.builds(Phrase, st.lists(WORD, min_size=1, max_size=3).map(tuple), st.booleans())
NEAR = st.builds(
    lambda words, between: Near(tuple(Phrase((word,)) for word in words), between),
    st.lists(WORD, min_size=2, max_size=3, unique=True),
    st.integers(1, 3),
)
FIRST = st.builds(Within, st.just(("title",)), st.builds(Phrase, st.tuples(WORD)), st.just(True))


def _joined(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(AllOf, parts), st.builds(AnyOf, parts), st.builds(Without, inner, inner))


SOMEWHERE = st.recursive(PHRASE | NEAR, _joined, max_leaves=3)
COLUMN_SETS = st.lists(st.sampled_from(list(COLUMNS)), min_size=1, max_size=3, unique=True).map(tuple)
#: To make a failing case smaller takes minutes.
PHASES = (Phase.explicit, Phase.generate)
EXPRESSION = st.recursive(
    SOMEWHERE | FIRST | st.builds(Within, COLUMN_SETS, SOMEWHERE, st.just(False)), _joined, max_leaves=4
)


@pytest.fixture(scope="module")
def in_file() -> Iterator[sqlite3.Connection]:
    """A database of SQLite's."""
    with closing(sqlite3.connect(":memory:")) as connection:
        Store(connection)
        yield connection


@pytest.fixture(scope="module")
def on_server(server: Server) -> Iterator[Connection]:
    """One of PostgreSQL's."""
    from digestkb.postgres.connection import connect

    with closing(connect(server.address(server.made()), writes=True)) as connection:
        yield connection


def found(index: SearchIndex, connection: sqlite3.Connection | Connection, asked: Expression) -> set[int]:
    """Give the papers that an expression finds."""
    return {number for (number,) in connection.execute(*index.members(asked))}


#: How many positions a part of a paper has, where everything is in one, and where little is.
@pytest.mark.parametrize("longest", [16_000, 60])
@settings(max_examples=15, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=st.lists(ENTRY, min_size=1, max_size=6), asked=st.lists(EXPRESSION, min_size=8, max_size=8))
def test_the_same_papers_are_found(
    in_file: sqlite3.Connection,
    on_server: Connection,
    monkeypatch: pytest.MonkeyPatch,
    longest: int,
    entries: list[tuple[str, ...]],
    asked: list[Expression],
) -> None:
    if longest < lexemes._LAST:
        monkeypatch.setattr(lexemes, "_LAST", longest)
        monkeypatch.setattr(lexemes, "_whole", lambda columns: None)  # which has all positions at hand
    for index in (fts.Fts5Index(in_file), TsvectorIndex(on_server)):
        index.begin_anew()
        index.insert(enumerate(entries, 1))
    theirs, ours = TsquerySearch(on_server), Fts5Search(in_file)

    for one in asked:
        assert found(theirs, on_server, one) == found(ours, in_file, one), one
        ranked = theirs.ranked(one)
        sql = f"SELECT {ranked.number}, {ranked.rank} FROM {ranked.source.sql} WHERE {ranked.where.sql}"
        rows = on_server.execute(sql, (*ranked.source.args, *ranked.where.args)).fetchall()
        assert {number for number, _ in rows} == found(ours, in_file, one)
        assert theirs.count(one) == ours.count(one)
        assert theirs.has(one) is ours.has(one)
    assert theirs.standing(["a", "强化", "nowhere"]) >= ours.standing(["a", "强化", "nowhere"])


def test_more_of_a_word_and_in_better_places_comes_first(on_server: Connection) -> None:
    columns = list(COLUMNS)
    texts = [
        {"text": "rl " + "x " * 50},
        {"text": "rl rl rl rl " + "x " * 50},
        {"title": "rl", "text": "x " * 50},
        {"summary": "rl", "text": "x " * 50},
        {"text": "rl " + "x " * 500},
    ]
    index = TsvectorIndex(on_server)
    index.begin_anew()
    index.insert((number, tuple(text.get(name, "") for name in columns)) for number, text in enumerate(texts, 1))

    ranked = TsquerySearch(on_server).ranked(Phrase(("rl",)))
    sql = f"SELECT {ranked.number} FROM {ranked.source.sql} ORDER BY {ranked.rank}"
    assert [number for (number,) in on_server.execute(sql, ranked.source.args)] == [3, 4, 2, 1, 5]


def test_words_are_counted_in_the_text_alone(on_server: Connection) -> None:
    columns = list(COLUMNS)
    texts = [{"text": "rl c++ rl", "title": "rl"}, {"text": "rlhf", "tags": "rl"}, {"title": "rl"}]
    index = TsvectorIndex(on_server)
    index.begin_anew()
    index.insert((number, tuple(text.get(name, "") for name in columns)) for number, text in enumerate(texts, 1))

    asked = TsquerySearch(on_server)
    assert asked.often("rl") == {1: 2}
    assert asked.often("rl", prefix=True) == {1: 2, 2: 1}
    assert list(asked.words("rl")) == ["rl", "rlhf"]
    assert list(asked.words("rl", 4, 9)) == ["rlhf"]
