"""``search`` and ``list``: papers by words, and by filters."""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Annotated

import typer

from digestkb.cli import complete
from digestkb.cli.database import database
from digestkb.cli.failure import complain
from digestkb.cli.input import text
from digestkb.cli.options import HIGHEST, AsFormat, AsJson, Raw, WithNotes
from digestkb.cli.output import answer, aside, chosen
from digestkb.query.database import library
from digestkb.query.find import Hit, Result, find
from digestkb.query.language import Field, Node, Not, Query, asks_for_notes, field, parse
from digestkb.render import Format, Sheet
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


Several = list[str] | None
Topic = Annotated[
    Several,
    typer.Option(
        "--topic", autocompletion=complete.of("topic"), metavar="NAME", help="Under this topic; repeated, one of them."
    ),
]
Tag = Annotated[
    Several,
    typer.Option(
        "--tag", autocompletion=complete.of("tag"), metavar="TAG", help="With this tag; repeated, one of them."
    ),
]
Author = Annotated[
    Several,
    typer.Option(
        "--author", autocompletion=complete.of("author"), metavar="NAME", help="By this author; repeated, all of them."
    ),
]
Kind = Annotated[
    Several, typer.Option("--kind", metavar="KIND", help="Mentioned so: digest, topic, sota, log, note, reading …")
]
Language = Annotated[Several, typer.Option("--lang", metavar="CODE", help="Noted in this language: vi, zh, en …")]
Source = Annotated[
    Several,
    typer.Option(
        "--source", autocompletion=complete.of("source"), metavar="PATH", help="In notes whose path contains this."
    ),
]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Published then or later: 2026-01, 7d.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Published then or earlier.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="Published then; a range a..b as well.")]
Noted = Annotated[str | None, typer.Option("--noted", metavar="DATE", help="In a note of then; a range as well.")]
#: Leaves out the notes that are about no paper.
PAPERS_ONLY = Not(Field("is", "note"))
Explain = Annotated[bool, typer.Option("--explain", help="Say on standard error how it was understood, with the SQL.")]


@commands.command("search")
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="QUERY...", help="Words, and whatever the language below has.")],
    topic: Topic = None,
    tag: Tag = None,
    author: Author = None,
    kind: Kind = None,
    lang: Language = None,
    source: Source = None,
    since: Since = None,
    until: Until = None,
    on: On = None,
    noted: Noted = None,
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
      tag:rl author:liu topic:agents kind:log lang:zh source:2026 id:2601.05242
      date:2026-01..  noted:7d..  noted:"last week"  date:2025-11..2026-01
      has:code  has:authors  is:noted  is:repaired  title:=GRPO  tag:/^rl/
      is:note (a note about no paper)   -is:note (papers alone)

    \b
    Example:
      digestkb search GRPO --since 2026-01
      digestkb search "suy luận" --tag rl -f ids | digestkb show -
      digestkb search -- -survey diffusion
      digestkb search "learning from one's own mistakes" --similar
    """
    filters = given(topic, tag, author, kind, lang, source, since, until, on, noted)
    typed = text(" ".join(words))
    query = parse(typed, dt.date.today()).and_also(filters)
    choice = chosen(form, as_json)
    if choice is Format.BIBTEX:
        query = query.and_also([PAPERS_ONLY])
    with library(database(context)) as connection:
        result = find(
            connection,
            query,
            sort=sort.value,
            limit=beyond(limit),
            exact=exact,
            literal=literal,
            all_words=every,
            passages=choice not in (Format.IDS, Format.MD, Format.BIBTEX),
            explain=explain,
        )
        found = shown(result, limit)
        below = _similar(connection, query, found, limit) if similar else ()
        report(result, query, explain)
        meant = f"; did you mean {result.suggestion!r}?" if result.suggestion else ""
        sheet = _hits(connection, (*found, *below), result, choice)
        answer(sheet, choice, f"nothing found for {typed[:80]!r}{meant}", raw=raw)


@commands.command("list")
def list_papers(
    context: typer.Context,
    narrowed: Annotated[
        Several, typer.Argument(metavar="FILTER...", help="Filters of the query language, such as kind:note.")
    ] = None,
    topic: Topic = None,
    tag: Tag = None,
    author: Author = None,
    kind: Kind = None,
    lang: Language = None,
    source: Source = None,
    since: Since = None,
    until: Until = None,
    on: On = None,
    noted: Noted = None,
    where: Annotated[
        Several, typer.Option("--where", metavar="QUERY", help="Any filter of the query language, such as has:code.")
    ] = None,
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

    filters = given(topic, tag, author, kind, lang, source, since, until, on, noted)
    query = parse(text(" ".join([*(narrowed or ()), *(where or ())])), dt.date.today()).and_also(filters)
    choice = chosen(form, as_json)
    empty = "no paper is like that"
    if choice is Format.BIBTEX:
        query = query.and_also([PAPERS_ONLY])
    elif not notes and not asks_for_notes(query.root):
        query = query.and_also([PAPERS_ONLY])
        empty += "; --notes looks through the notes as well"
    with library(database(context)) as connection:
        result = find(connection, query, sort=sort.value, limit=beyond(limit), passages=False)
        report(result, query, explain)
        numbers = [hit.number for hit in shown(result, limit)]
        answer(listed(connection, numbers, choice), choice, empty, raw=raw)


def given(
    topic: Several,
    tag: Several,
    author: Several,
    kind: Several,
    lang: Several,
    source: Several,
    since: str | None,
    until: str | None,
    on: str | None,
    noted: str | None,
) -> Iterator[Node]:
    """Yield the filters that options ask for."""
    today = dt.date.today()
    named = {"topic": topic, "tag": tag, "author": author, "kind": kind, "lang": lang, "source": source}
    for name, values in named.items():
        for value in values or ():
            yield field(name, text(value), today)
    period = f"{since or ''}..{until or ''}" if since or until else None
    for name, date in (("date", period), ("date", on), ("noted", noted)):
        if date:
            yield field(name, text(date), today)


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


def report(result: Result, query: Query, explain: bool) -> None:
    """Say on standard error what may have been meant differently, and how the query was understood."""
    for message in result.notices:
        complain(message)
    if result.suggestion and result.hits:
        complain(f"did you mean {result.suggestion!r}?")
    if not explain:
        return
    from digestkb.query.language import understood

    complain(f"understood as: {understood(query.root) or 'everything'}")
    for term in result.terms:
        complain(f"looked for: {term.fts}")
    for expansion in result.expansions:
        complain(f"also: {expansion}")
    for sql, parameters in result.sql:
        complain(f"SQL: {sql}\n  with {list(parameters)}")


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
