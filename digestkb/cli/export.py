"""``export``: everything, for other programs."""

from __future__ import annotations

import typer

from digestkb.cli.database import database
from digestkb.cli.options import AsFormat, AsJson
from digestkb.cli.output import answer
from digestkb.cli.papers import described
from digestkb.query.database import all_numbers, library
from digestkb.render import Format

commands = typer.Typer()


@commands.command("export")
def export(context: typer.Context, form: AsFormat = None, as_json: AsJson = False) -> None:
    """Write every paper, as JSON lines unless asked otherwise.

    \b
    Example:
      digestkb export > papers.jsonl
      digestkb export -f bibtex > papers.bib
    """
    choice = Format.JSON if as_json else form or Format.JSONL
    with library(database(context)) as connection:
        answer(described(connection, all_numbers(connection), choice), choice, "there are no papers yet")
