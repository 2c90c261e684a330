"""Our questions as SQL functions, and as queries with a name that ask them.

Each opens the database anew, as a command would: nothing of it outlives the statement, whatever became of the file in
between. What goes wrong in one is all the same to Python, which says «user-defined function raised exception»; the
page that finds and the search box of the papers say what it was.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

from digestkb.errors import NothingFound
from digestkb.query import catalogue, insights
from digestkb.query.database import library, lookup
from digestkb.query.find import Result, find
from digestkb.query.language import parse
from digestkb.render import Sheet, insight_sheets, paper_sheets, sheets
from digestkb.render.hits import Found, hits
from digestkb.tuples import NamedTuple

#: So many hits have the line that shows them, which costs more than finding them.
MOST = 100


def found(connection: sqlite3.Connection, asked: str, limit: int | None = MOST, passages: bool = True) -> Result:
    """Find papers and notes as ``digestkb search`` does; of nothing at all, nothing."""
    if not asked.strip():
        return Result((), None)
    return find(connection, parse(asked, dt.date.today()), limit=limit, passages=passages)


def ids(connection: sqlite3.Connection, asked: str) -> list[str]:
    """Give the ids of all papers and notes that a query finds, the best first.

    Not their row numbers: Datasette keeps a file open, which another may have taken the place of (``rebuild``).
    """
    return [hit.id for hit in found(connection, asked, None, passages=False).hits]


def _hits(connection: sqlite3.Connection, asked: str) -> Sheet[Any]:
    result = found(connection, asked)
    return hits(map(Found, result.hits), result.terms)


def _mentions(connection: sqlite3.Connection, called: str) -> Sheet[Any]:
    try:
        papers = lookup(connection, called)
    except NothingFound:
        papers = []
    return paper_sheets.mentions((paper, mention) for paper in papers for mention in paper.mentions)


def _insights(kind: str, connection: sqlite3.Connection, words: str) -> Sheet[Any]:
    return insight_sheets.insights(insights.insights(connection, kind, words))


def _months(connection: sqlite3.Connection) -> Sheet[Any]:
    return sheets.periods(catalogue.timeline(connection)[0])


class Question(NamedTuple):
    """A function that gives a table as a JSON array of objects, and the query that asks it."""

    function: str
    ask: Callable[..., Sheet[Any]]
    #: The names of its arguments; of the columns of its table.
    arguments: tuple[str, ...]
    columns: tuple[str, ...]
    title: str
    description: str

    def sql(self) -> str:
        """Give the statement that has a column for each of the table."""
        columns = ",\n  ".join(f"json_extract(value, '$.{name}') AS {name}" for name in self.columns)
        arguments = ", ".join(f":{name}" for name in self.arguments)
        return f"SELECT\n  {columns}\nFROM json_each({self.function}({arguments})) ORDER BY key"


_OF_INSIGHTS = ("title", "papers", "date", "place", "text")
#: The queries by their names.
QUESTIONS = {
    "find": Question(
        "digestkb_search",
        _hits,
        ("query",),
        ("id", "title", "date", "noted", "tags", "match", "via", "place", "passage"),
        "Find papers and notes",
        f"As digestkb search does: words in any language of the notes, and filters such as tag:rl or date:2026-01..; "
        f"the best {MOST}, each with the line of a note that matched.",
    ),
    "paper": Question(
        "digestkb_mentions",
        _mentions,
        ("called",),
        ("place", "id", "kind", "date", "text"),
        "Every place that speaks of a paper",
        "An arXiv number or address in any spelling, an id, or a name that only one paper has.",
    ),
    "gaps": Question(
        "digestkb_gaps",
        partial(_insights, "gap"),
        ("words",),
        _OF_INSIGHTS,
        "Gaps in research",
        "What the notes see missing, with the papers that say so, the newest first; words keep those with all.",
    ),
    "ideas": Question(
        "digestkb_ideas",
        partial(_insights, "idea"),
        ("words",),
        _OF_INSIGHTS,
        "Ideas for research",
        "What the notes put forward, with the papers that it leans on, the newest first; words keep those with all.",
    ),
    "months": Question(
        "digestkb_months",
        _months,
        (),
        ("period", "papers"),
        "Papers by month",
        "How many papers came out in each month, those without a date left out.",
    ),
}


def queries() -> dict[str, dict[str, Any]]:
    """Give the queries as Datasette takes them."""
    return {
        name: {
            "sql": question.sql(),
            "params": list(question.arguments),
            "title": question.title,
            "description": question.description,
            "hide_sql": True,
        }
        for name, question in QUESTIONS.items()
    }


def add(connection: sqlite3.Connection, path: str) -> None:
    """Add the functions to a connection of a database that lies at ``path``."""

    def answers(ask: Callable[..., list[Any]]) -> Callable[..., str]:
        def answer(*asked: object) -> str:
            with library(path) as own:
                return json.dumps(ask(own, *("" if one is None else str(one) for one in asked)), ensure_ascii=False)

        return answer

    connection.create_function("digestkb_match", 1, answers(ids), deterministic=True)
    for question in QUESTIONS.values():
        ask = answers(partial(_rows, question.ask))
        connection.create_function(question.function, len(question.arguments), ask, deterministic=True)


def _rows(ask: Callable[..., Sheet[Any]], connection: sqlite3.Connection, *asked: str) -> list[dict[str, str]]:
    sheet = ask(connection, *asked)
    return [{column.name: column.cell(record) for column in sheet.columns} for record in sheet.records]
