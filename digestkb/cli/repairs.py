"""``repairs``: the ledger of what was repaired in the ingested notes."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import typer

from digestkb.cli.database import database
from digestkb.cli.input import text
from digestkb.cli.options import AsFormat, AsJson, SomeOf
from digestkb.cli.output import answer, chosen
from digestkb.query import catalogue
from digestkb.query.library import library
from digestkb.render import sheets

commands = typer.Typer()


@commands.command("repairs")
def repairs(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Only notes whose path contains this.")] = "",
    uncertain: Annotated[bool, typer.Option("--uncertain", help="Only those that may be wrong.")] = False,
    limit: SomeOf = None,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """List what was repaired in the ingested notes.

    \b
    Example:
      digestkb repairs --uncertain -f paths
    """
    with library(database(context)) as connection:
        found = catalogue.repairs(connection, text(source), uncertain)
        answer(sheets.repairs(islice(found, limit or None)), chosen(form, as_json), "nothing was repaired")
