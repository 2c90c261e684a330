"""``search``: papers by words, best first."""

from collections.abc import Sequence
from enum import Enum
from typing import Annotated

import typer

from digestkb.cli import complete
from digestkb.cli.database import database
from digestkb.cli.failure import complain
from digestkb.cli.found import Explain, beyond, kept, meant, narrowed_to, report, shown
from digestkb.cli.narrow import Filters, narrowed, of_papers, query_of
from digestkb.cli.options import HIGHEST, AsFormat, AsJson, OnlyIds, Raw
from digestkb.cli.output import answer, chosen
from digestkb.query.database import library
from digestkb.query.fields import explained
from digestkb.query.find import Hit, Result, find
from digestkb.query.language import Query
from digestkb.render import BIBLIOGRAPHIES, Format, Sheet
from digestkb.render.hits import WHOLE_FORMATS, Found, hits
from digestkb.store.connection import Connection

commands = typer.Typer()


class Sort(str, Enum):
    """What comes first."""

    RELEVANCE = "relevance"
    DATE = "date"
    NOTED = "noted"
    TITLE = "title"


@commands.command("search", epilog=explained())
@narrowed
def search(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="QUERY...", autocompletion=complete.query, help="Words and filters; - alone reads ids."),
    ],
    filters: Filters = (),
    ids: OnlyIds = None,
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

    Words are looked for without case and accents, in the other languages of the notes as well. A misspelt word that no
    note has is taken for the one that it can only be, and said so; in quotes, or with --exact, it stays as typed.

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
      digestkb ids paper.txt | digestkb search GRPO --ids -
      digestkb search "learning from one's own mistakes" --similar
    """
    choice = chosen(form, as_json)
    if words == ["-"]:
        words, ids = [], [*(ids or ()), "-"]
    query = of_papers(query_of(words, filters), notes=True, cited=choice in BIBLIOGRAPHIES)
    with library(database(context)) as connection:
        among = _among(connection, ids)
        result = find(
            connection,
            query,
            sort=sort.value,
            limit=beyond(limit) if among is None else None,
            exact=exact,
            literal=literal,
            all_words=every,
            passages=choice not in {Format.IDS, Format.MD, *BIBLIOGRAPHIES},
            explain=explain,
        )
        result = kept(result, among)
        found = shown(result, limit)
        below = _similar(connection, query, found, limit) if similar else ()
        report(result, query, explain)
        options = " ".join(map(narrowed_to, filters))
        nothing = f"nothing found for {query.text[:80]!r}" + (f" with {options}" if options else "")
        empty = "" if found or below else nothing + meant(connection, result, query)
        answer(_hits(connection, (*found, *below), result, choice), choice, empty, raw=raw)


def _among(connection: Connection, ids: Sequence[str] | None) -> set[int] | None:
    if ids is None:
        return None
    from digestkb.cli.papers import only

    return only(connection, ids)


def _similar(connection: Connection, query: Query, found: Sequence[Hit], limit: int) -> tuple[Hit, ...]:
    from digestkb.query.similar import MOST, lacking_vectors, similar_to_words

    below = similar_to_words(connection, query, {hit.number for hit in found}, min(limit or MOST, MOST))
    if lacking := lacking_vectors(connection):
        complain(lacking)
    return below


def _hits(connection: Connection, found: Sequence[Hit], result: Result, choice: Format) -> Sheet[Found]:
    if choice is Format.VIMGREP:
        found = _located(connection, found)
    if choice not in WHOLE_FORMATS:
        return hits(map(Found, found), result.terms)
    from digestkb.query.papers import papers

    return hits(map(Found, found, papers(connection, [hit.number for hit in found])), result.terms)


def _located(connection: Connection, found: Sequence[Hit]) -> list[Hit]:
    from digestkb.query.passages import located

    shown = [(hit, hit.passage) for hit in found if hit.passage]
    passages = located(connection, [passage for _, passage in shown])
    return [hit._replace(passage=passage) for (hit, _), passage in zip(shown, passages, strict=True)]
