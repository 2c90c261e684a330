"""``search`` and ``list``: papers by words, and by filters."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from enum import Enum
from typing import Annotated

import typer

from digestkb.cli.database import database
from digestkb.cli.failure import complain
from digestkb.cli.narrow import Filters, Narrowing, Where, narrowed, of_papers, query_of
from digestkb.cli.options import HIGHEST, AsFormat, AsJson, Raw, WithNotes
from digestkb.cli.output import answer, aside, chosen
from digestkb.query.database import library
from digestkb.query.fields import explained
from digestkb.query.find import Hit, Result, find
from digestkb.query.language import Query
from digestkb.render import BIBLIOGRAPHIES, Format, Sheet
from digestkb.render.hits import WHOLE_FORMATS, Found, hits

commands = typer.Typer()


class Sort(str, Enum):
    """What comes first."""

    RELEVANCE = "relevance"
    DATE = "date"
    NOTED = "noted"
    TITLE = "title"


class ListSort(str, Enum):
    """What comes first where no words were asked for."""

    DATE = "date"
    NOTED = "noted"
    TITLE = "title"


Explain = Annotated[bool, typer.Option("--explain", help="Say on standard error how it was understood, with the SQL.")]


@commands.command("search", epilog=explained())
@narrowed
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="QUERY...", help="Words and filters.")],
    filters: Filters = (),
    sort: Annotated[Sort, typer.Option("--sort", help="What comes first.")] = Sort.RELEVANCE,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, max=HIGHEST, metavar="N", help="At most so many; 0 is all.")
    ] = 20,
    exact: Annotated[bool, typer.Option("--exact", help="Words as typed only: accents count, no synonyms.")] = False,
    literal: Annotated[bool, typer.Option("--literal", help="No synonyms from other languages.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Nothing that has only some of the words.")] = False,
    similar: Annotated[
        bool, typer.Option("--similar", help="And below, marked ~, what means something like it; see embed.")
    ] = False,
    explain: Explain = False,
    raw: Raw = False,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Find papers by words, best first.

    Words are looked for without case and accents, in the other languages of the notes as well.

    \b
      GRPO reward          both words          "reward model"     a phrase
      GRPO OR PPO          one of them         -survey  ^survey   not that word
      diffus*              words that begin so (a OR b) c         in groups
      tag:rl  tag:=RL  tag:/^rl/  tag:rl*           filters, listed below

    \b
    Example:
      digestkb search GRPO --since 2026-01
      digestkb search "suy luận" --tag rl -f ids | digestkb show -
      digestkb search -- -survey diffusion
      digestkb search "learning from one's own mistakes" --similar
    """
    choice = chosen(form, as_json)
    query = of_papers(query_of(words, filters), notes=True, cited=choice in BIBLIOGRAPHIES)
    with library(database(context)) as connection:
        result = find(
            connection,
            query,
            sort=sort.value,
            limit=beyond(limit),
            exact=exact,
            literal=literal,
            all_words=every,
            passages=choice not in {Format.IDS, Format.MD, *BIBLIOGRAPHIES},
            explain=explain,
        )
        found = shown(result, limit)
        below = _similar(connection, query, found, limit) if similar else ()
        report(result, query, explain)
        nothing = f"nothing found for {query.text[:80]!r}"
        empty = "" if found or below else nothing + _meant(connection, result, query)
        answer(_hits(connection, (*found, *below), result, choice), choice, empty, raw=raw)


@commands.command("list", epilog=explained())
@narrowed
def list_papers(
    context: typer.Context,
    narrowing: Narrowing = None,
    filters: Filters = (),
    where: Where = None,
    notes: WithNotes = False,
    sort: Annotated[ListSort, typer.Option("--sort", help="What comes first.")] = ListSort.DATE,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, max=HIGHEST, metavar="N", help="At most so many; 0 is all.")
    ] = 50,
    explain: Explain = False,
    raw: Raw = False,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """List papers, newest first, narrowed by filters.

    Notes that are about no paper are left out unless --notes, or a filter by kind or id, asks for them.

    \b
    Example:
      digestkb list --tag "reinforcement learning" --since 2026-01
      digestkb list --noted "last week" -f md
      digestkb list --where 'has:code -lang:zh' -n 0 -f ids
      digestkb list is:note
    """
    from digestkb.cli.papers import listed

    choice = chosen(form, as_json)
    asked = query_of([*(narrowing or ()), *(where or ())], filters)
    query = of_papers(asked, notes=notes, cited=choice in BIBLIOGRAPHIES)
    more = "" if query == asked else "; --notes looks through the notes as well"
    with library(database(context)) as connection:
        result = find(connection, query, sort=sort.value, limit=beyond(limit), passages=False)
        report(result, query, explain)
        numbers = [hit.number for hit in shown(result, limit)]
        empty = "" if numbers else f"no paper is like that{more}{_meant(connection, result, query)}"
        answer(listed(connection, numbers, choice), choice, empty, raw=raw)


def beyond(limit: int) -> int | None:
    """Ask for one more than will be shown where somebody can be told that there are more."""
    if not limit:
        return None
    return limit + (sys.stderr is not None and sys.stderr.isatty())


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
    if result.suggestion and result.hits:
        complain(f"did you mean {result.suggestion!r}?")
    if not explain:
        return
    from digestkb.query.nodes import understood

    complain(f"understood as: {understood(query.root) or 'everything'}")
    for term in result.terms:
        complain(f"looked for: {term.fts}")
    for expansion in result.expansions:
        complain(f"also: {expansion}")
    for sql, parameters in result.sql:
        complain(f"SQL: {sql}\n  with {list(parameters)}")


def _meant(connection: sqlite3.Connection, result: Result, query: Query) -> str:
    """Say what may have been meant where nothing was found: other words, else another tag or author."""
    if result.suggestion:
        return f"; did you mean {result.suggestion!r}?"
    from digestkb.query.labels import respelled

    label = respelled(connection, query.root)
    return f"; did you mean {label}?" if label else ""


def _similar(connection: sqlite3.Connection, query: Query, found: Sequence[Hit], limit: int) -> tuple[Hit, ...]:
    from digestkb.query.similar import MOST, lacking_vectors, similar_to_words

    below = similar_to_words(connection, query, {hit.number for hit in found}, min(limit or MOST, MOST))
    if lacking := lacking_vectors(connection):
        complain(lacking)
    return below


def _hits(connection: sqlite3.Connection, found: Sequence[Hit], result: Result, choice: Format) -> Sheet[Found]:
    if choice not in WHOLE_FORMATS:
        return hits(map(Found, found), result.terms)
    from digestkb.query.papers import papers

    return hits(map(Found, found, papers(connection, [hit.number for hit in found])), result.terms)
