"""No question reads all papers, mentions or passages row by row; few have to, and these are listed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from papers_to_find import TODAY

from digestkb.query import catalogue, insights, labels, offers
from digestkb.query.database import lookup, number_of
from digestkb.query.find import find
from digestkb.query.fts5 import Fts5Search
from digestkb.query.language import parse
from digestkb.query.related import related

#: A list of the newest reads papers in the order of an index, and no more of them than it shows.
_ROW_BY_ROW = re.compile(
    r"SCAN (papers|mentions|passages)\b(?! USING (COVERING INDEX|INDEX papers_(notes|date|noted)))"
)
QUESTIONS: dict[str, Callable[[sqlite3.Connection], Any]] = {
    "tags": catalogue.tags,
    "authors": catalogue.authors,
    "topics": catalogue.topics,
    "sources": catalogue.sources,
    "stats": catalogue.stats,
    "repairs": lambda connection: list(catalogue.repairs(connection)),
    **{
        f"timeline by {by} and {period}": lambda connection, by=by, period=period: catalogue.timeline(
            connection, period, by
        )
        for by in catalogue.TIMELINE_DATES
        for period in ("week", "month", "year")
    },
    "gaps": lambda connection: insights.insights(connection, "gap"),
    "highlights": insights.highlights,
    "reading list": insights.reading_list,
    "related": lambda connection: related(connection, 1),
    **{
        f"search {words}": lambda connection, words=words: find(connection, parse(words, TODAY))
        for words in (
            "GRPO",
            "chưng cất mô hình",
            "强化",
            "tag:RL",
            "since:2025 lang:vi",
            "kind:log model",
            "2601.00001",
            "id:2601",
            "nosuchword",
            "diffus*",
            '"reward model" OR policy',
            "author:liu topic:agents",
            "has:code has:summary has:title",
            "is:note",
            "is:repaired",
            "source:logs",
            "noted:2026-01",
        )
    },
    **{
        f"list {words or 'all'} by {sort}": lambda connection, words=words, sort=sort: find(
            connection, parse(words, TODAY), sort=sort, limit=20
        )
        for words in ("", "tag:RL", "date:2025..", "-survey")
        for sort in ("date", "noted")
    },
    "exactly": lambda connection: find(connection, parse("mô hình", TODAY), exact=True, limit=5),
    "ideas": lambda connection: insights.insights(connection, "idea", "reward"),
    "topics below one": lambda connection: catalogue.topics(connection, "agents"),
    "show": lambda connection: lookup(connection, "2601.00001"),
    "has": lambda connection: number_of(connection, "https://arxiv.org/abs/2601.00001v2"),
    "completion": lambda connection: [
        offer(connection, "a") for offer in (offers.papers, offers.topics, offers.languages)
    ],
    "other labels": lambda connection: labels.respelled(connection, parse("tag:rll author:lui", TODAY).root),
}
#: Patterns are compared with each value that there is, the beginning of an address with each id, whatever its case.
KNOWN = {
    "search title:/^g/": r"SCAN papers",
    "search id:github": r"SCAN papers",
}


def plans(connection: sqlite3.Connection, question: Callable[[sqlite3.Connection], Any]) -> Iterator[tuple[str, str]]:
    """Yield the steps by which each statement of a question is answered."""
    said: list[str] = []
    connection.set_trace_callback(said.append)
    question(connection)
    connection.set_trace_callback(None)
    for statement in dict.fromkeys(one for one in said if one.lstrip().startswith("SELECT")):
        for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall():
            yield step, statement


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_nothing_is_read_row_by_row(
    corpus_in_file: sqlite3.Connection, question: Callable[[sqlite3.Connection], Any]
) -> None:
    steps = list(plans(corpus_in_file, question))
    assert steps
    assert [(step, statement) for step, statement in steps if _ROW_BY_ROW.search(step)] == []


@pytest.mark.parametrize(("words", "scanned"), KNOWN.items())
def test_what_has_to_be_is_known(corpus_in_file: sqlite3.Connection, words: str, scanned: str) -> None:
    steps = plans(corpus_in_file, lambda connection: find(connection, parse(words.removeprefix("search "), TODAY)))
    assert any(re.match(scanned, step) for step, _ in steps)


@pytest.mark.parametrize("words", ["", "date:2025..", "-survey"])
@pytest.mark.parametrize("sort", ["date", "noted"])
def test_the_newest_are_listed_without_sorting_all(corpus_in_file: sqlite3.Connection, words: str, sort: str) -> None:
    steps = plans(corpus_in_file, lambda one: find(one, parse(words, TODAY), sort=sort, limit=20))
    listing = [step for step, statement in steps if statement.startswith("SELECT papers.number FROM papers")]
    assert listing
    assert [step for step in listing if "TEMP B-TREE" in step] == []


@pytest.mark.parametrize(
    "words", ["lang:en", "kind:topic", "has:arxiv", "tag:RL", "lang:en date:2025..", "lang:en -survey"]
)
@pytest.mark.parametrize("sort", ["date", "noted", "title"])
@pytest.mark.parametrize(("lookup", "way"), [(1, "CROSS JOIN search"), (10**12, "+papers.number IN")])
def test_what_most_papers_have_is_looked_for_from_the_newest_on(
    corpus_in_file: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, words: str, sort: str, lookup: int, way: str
) -> None:
    def ids(limit: int) -> list[str]:
        return [hit.id for hit in find(corpus_in_file, parse(words, TODAY), sort=sort, limit=limit).hits]

    monkeypatch.setattr(Fts5Search, "lookup", 0)
    expected = [ids(limit) for limit in (1, 3, 20)]
    monkeypatch.setattr(Fts5Search, "lookup", lookup)
    monkeypatch.setattr("digestkb.query.question.Question.count", lambda *_: 1e6)

    assert [ids(limit) for limit in (1, 3, 20)] == expected
    steps = list(plans(corpus_in_file, lambda one: find(one, parse(words, TODAY), sort=sort, limit=3)))
    walked = {statement for step, statement in steps if step.startswith("SCAN papers USING")}
    assert [way in statement for statement in walked] == [True] * (sort != "title" and "date" not in words)
