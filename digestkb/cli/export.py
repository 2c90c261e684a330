"""``export``: everything, for other programs."""

from __future__ import annotations

from operator import attrgetter

import typer

from digestkb.cli.database import database
from digestkb.cli.found import kept, meant, narrowed_to, report
from digestkb.cli.narrow import Filters, Narrowing, Where, narrowed, of_papers, query_of
from digestkb.cli.options import AsFormat, AsJson, OnlyIds, Raw, WithNotes
from digestkb.cli.output import answer
from digestkb.cli.papers import described, only
from digestkb.query.database import all_numbers, library
from digestkb.query.fields import explained
from digestkb.query.find import find
from digestkb.query.nodes import And
from digestkb.render import BIBLIOGRAPHIES, Format

commands = typer.Typer()


@commands.command("export", epilog=explained())
@narrowed
def export(
    context: typer.Context,
    narrowing: Narrowing = None,
    filters: Filters = (),
    where: Where = None,
    ids: OnlyIds = None,
    notes: WithNotes = False,
    raw: Raw = False,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Write every paper, as JSON lines unless asked otherwise.

    Filters narrow it, as they do list. A note that is about no paper comes with --notes, or where a filter by kind or
    id asks for it, but never in a bibliography (bibtex, csljson, ris).

    \b
    Example:
      digestkb export > papers.jsonl
      digestkb export -f bibtex --tag rl > rl.bib
      digestkb export -f csljson > papers.json
      digestkb export --notes | jq 'select(.is_note).title'
    """
    choice = Format.JSON if as_json else form or Format.JSONL
    asked = query_of([*(narrowing or ()), *(where or ())], filters)
    query = of_papers(asked, notes=notes, cited=choice in BIBLIOGRAPHIES)
    with library(database(context)) as connection:
        among = only(connection, ids)
        if asked.root == And(()) and among is None:
            numbers, empty = all_numbers(connection, notes=notes), "there are no papers yet"
        else:
            result = kept(find(connection, query, passages=False), among)
            report(result, query)
            numbers = [hit.number for hit in sorted(result.hits, key=attrgetter("id"))]
            empty = f"no paper is like {narrowed_to(asked.root)}{meant(connection, result, query)}"
        answer(described(connection, numbers, choice, document=True), choice, empty, raw=raw)
