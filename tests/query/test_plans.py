"""No question reads all papers, mentions or passages row by row; few have to, and these are listed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from papers_to_find import TODAY

from digestkb.query import catalogue, insights
from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.query.related import related

_ROW_BY_ROW = re.compile(r"SCAN (papers|mentions|passages)\b(?! USING (COVERING INDEX|INDEX papers_notes))")
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
        for words in ("GRPO", "chưng cất mô hình", "强化", "tag:RL", "since:2025 lang:vi", "kind:log model")
    },
}
#: Patterns are compared with each value that there is.
KNOWN = {"search title:/^g/": r"SCAN papers"}


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
def test_nothing_is_read_row_by_row(corpus: sqlite3.Connection, question: Callable[[sqlite3.Connection], Any]) -> None:
    steps = list(plans(corpus, question))
    assert steps
    assert [(step, statement) for step, statement in steps if _ROW_BY_ROW.search(step)] == []


@pytest.mark.parametrize(("words", "scanned"), KNOWN.items())
def test_what_has_to_be_is_known(corpus: sqlite3.Connection, words: str, scanned: str) -> None:
    steps = plans(corpus, lambda connection: find(connection, parse(words.removeprefix("search "), TODAY)))
    assert any(re.match(scanned, step) for step, _ in steps)
