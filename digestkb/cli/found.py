"""What commands that find papers have in common: how many are shown, and what is said beside them."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from digestkb.cli.failure import complain
from digestkb.cli.output import aside
from digestkb.query.find import Hit, Result
from digestkb.query.language import Query
from digestkb.query.nodes import Node
from digestkb.store.connection import Connection

Explain = Annotated[bool, typer.Option("--explain", help="Say on standard error how it was understood, with the SQL.")]


def beyond(limit: int) -> int | None:
    """Ask for one more than will be shown where somebody can be told that there are more."""
    if not limit:
        return None
    return limit + (sys.stderr is not None and sys.stderr.isatty())


def kept(result: Result, numbers: set[int] | None) -> Result:
    """Keep the hits of these row numbers; of all, without any."""
    if numbers is None:
        return result
    return result._replace(hits=tuple(hit for hit in result.hits if hit.number in numbers))


def shown(result: Result, limit: int) -> tuple[Hit, ...]:
    """Give the hits within the limit, and say so if there are more."""
    if limit and len(result.hits) > limit:
        aside(f"the first {limit}; -n 0 shows all")
        return result.hits[:limit]
    return result.hits


def report(result: Result, query: Query, explain: bool = False) -> None:
    """Say on standard error what may have been meant differently, and how the query was understood."""
    for message in result.notices:
        complain(message)
    if result.suggestion and result.hits and not result.respelled:
        complain(f"did you mean {result.suggestion!r}?")
    if not explain:
        return
    from digestkb.query.fts5 import written
    from digestkb.query.nodes import understood

    complain(f"understood as: {understood(query.root) or 'everything'}")
    for term in result.terms:
        complain(f"looked for: {written(term.asked)}")
    for expansion in result.expansions:
        complain(f"also: {expansion}")
    for sql, parameters in result.sql:
        complain(f"SQL: {sql}\n  with {list(parameters)}")


def narrowed_to(root: Node) -> str:
    """Write what was asked for as a query, to say that there is nothing of it; empty if that is everything."""
    from digestkb.query.nodes import understood

    return understood(root)


def meant(connection: Connection, result: Result, query: Query) -> str:
    """Say what may have been meant where nothing was found: other words, another tag or author, a topic that is."""
    if result.suggestion:
        return f"; did you mean {result.suggestion!r}?"
    from digestkb.query.labels import respelled, unheard_of

    if lacking := unheard_of(connection, query.root):
        return f"; {lacking}"

    label = respelled(connection, query.root)
    return f"; did you mean {label}?" if label else ""
