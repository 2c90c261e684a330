"""``list``: papers by filters alone."""

from enum import Enum
from typing import Annotated

import typer

from digestkb.cli.database import database
from digestkb.cli.found import Explain, beyond, kept, meant, narrowed_to, report, shown
from digestkb.cli.narrow import Asked, narrowed, of_papers
from digestkb.cli.options import HIGHEST, AsFormat, AsJson, Raw
from digestkb.cli.output import answer, chosen
from digestkb.cli.papers import listed, only
from digestkb.query.database import library
from digestkb.query.fields import explained
from digestkb.query.find import find
from digestkb.render import BIBLIOGRAPHIES

commands = typer.Typer()


class ListSort(str, Enum):
    """What comes first where no words were asked for."""

    DATE = "date"
    NOTED = "noted"
    TITLE = "title"


@commands.command("list", epilog=explained())
@narrowed
def list_papers(
    context: typer.Context,
    asked: Asked,
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
      digestkb ids paper.txt | digestkb list --ids - --tag rl
      digestkb list is:note
    """
    choice = chosen(form, as_json)
    query = of_papers(asked.query, notes=asked.notes, cited=choice in BIBLIOGRAPHIES)
    more = "" if query == asked.query else "; --notes looks through the notes as well"
    with library(database(context)) as connection:
        among = only(connection, asked.ids)
        most = beyond(limit) if among is None else None
        result = kept(find(connection, query, sort=sort.value, limit=most, passages=False), among)
        report(result, query, explain)
        numbers = [hit.number for hit in shown(result, limit)]
        empty = (
            ""
            if numbers
            else f"no paper is like {narrowed_to(asked.query.root) or 'that'}{meant(connection, result, query) or more}"
        )
        answer(listed(connection, numbers, choice), choice, empty, raw=raw)
