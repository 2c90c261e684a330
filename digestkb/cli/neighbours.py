"""``related``, ``mentions``: what lies around a paper, and where it is spoken of."""

from __future__ import annotations

from typing import Annotated

import typer

from digestkb.cli import complete
from digestkb.cli.database import database
from digestkb.cli.input import names_from, text
from digestkb.cli.options import HIGHEST, AsFormat, AsJson, Papers
from digestkb.cli.output import answer, chosen
from digestkb.cli.papers import resolve
from digestkb.errors import NOTHING_FOUND
from digestkb.query.database import library, number_of
from digestkb.query.papers import papers
from digestkb.render import sheets

commands = typer.Typer()


@commands.command("related")
def related(
    context: typer.Context,
    paper: Annotated[
        str,
        typer.Argument(metavar="ID", autocompletion=complete.argument("id"), help="A number, address or name."),
    ],
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, max=HIGHEST, metavar="N", help="At most so many; 0 is all.")
    ] = 20,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """List the papers that are about the same as one, each with the reasons.

    \b
    Example:
      digestkb related 2601.05242
      digestkb related GaLore -f ids | digestkb show -
    """
    from digestkb.query.related import related as neighbours

    with library(database(context)) as connection:
        found = neighbours(connection, number_of(connection, text(paper)), limit or None)
        answer(sheets.neighbours(found), chosen(form, as_json), f"nothing is related to {text(paper)[:80]!r}")


@commands.command("mentions")
def mentions(context: typer.Context, ids: Papers, form: AsFormat = None, as_json: AsJson = False) -> None:
    """List every place that speaks of a paper.

    \b
    Example:
      digestkb mentions 2601.05242
      vim -q <(digestkb mentions GaLore -f paths)
    """
    with library(database(context)) as connection:
        numbers, missing = resolve(connection, names_from(ids))
        found = ((paper, mention) for paper in papers(connection, numbers) for mention in paper.mentions)
        if numbers or not missing:
            answer(sheets.mentions(found), chosen(form, as_json), "no ids were given")
    if missing:
        raise typer.Exit(NOTHING_FOUND)
