"""``export``: everything, for other programs."""

from __future__ import annotations

import typer

from digestkb.cli.database import database
from digestkb.cli.options import AsFormat, AsJson, Raw, WithNotes
from digestkb.cli.output import answer
from digestkb.cli.papers import described
from digestkb.query.database import all_numbers, library
from digestkb.render import Format

commands = typer.Typer()


@commands.command("export")
def export(
    context: typer.Context,
    notes: WithNotes = False,
    raw: Raw = False,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Write every paper, as JSON lines unless asked otherwise.

    A note that is about no paper comes with --notes, but never as BibTeX.

    \b
    Example:
      digestkb export > papers.jsonl
      digestkb export -f bibtex > papers.bib
      digestkb export --notes | jq 'select(.is_note).title'
    """
    choice = Format.JSON if as_json else form or Format.JSONL
    with library(database(context)) as connection:
        numbers = all_numbers(connection, notes=notes)
        answer(described(connection, numbers, choice), choice, "there are no papers yet", raw=raw)
