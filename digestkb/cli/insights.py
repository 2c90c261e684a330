"""``ideas``, ``gaps``, ``highlights``, ``reading-list``: what monthly syntheses say beyond single papers."""

from __future__ import annotations

from typing import Annotated

import typer

from digestkb.cli.database import database
from digestkb.cli.input import text
from digestkb.cli.options import AsFormat, AsJson, SomeOf
from digestkb.cli.output import answer, chosen, some
from digestkb.query import insights
from digestkb.query.database import library
from digestkb.render import insight_sheets

commands = typer.Typer()
Words = Annotated[list[str] | None, typer.Argument(help="Only those that have all of these words.", show_default=False)]


@commands.command("ideas")
def ideas(
    context: typer.Context,
    words: Words = None,
    limit: SomeOf = None,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Show the ideas for research that the notes put forward.

    \b
    Example:
      digestkb ideas GRPO
    """
    _insights(context, "idea", words, limit, form, as_json)


@commands.command("gaps")
def gaps(
    context: typer.Context,
    words: Words = None,
    limit: SomeOf = None,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Show the gaps in research that the notes see.

    \b
    Example:
      digestkb gaps -f md > gaps.md
    """
    _insights(context, "gap", words, limit, form, as_json)


def _insights(
    context: typer.Context, kind: str, words: list[str] | None, limit: SomeOf, form: AsFormat, as_json: AsJson
) -> None:
    with library(database(context)) as connection:
        found = insights.insights(connection, kind, text(" ".join(words or ())))
        named = f" with {' '.join(words)!r}" if words else ""
        choice = chosen(form, as_json)
        answer(insight_sheets.insights(some(found, limit, choice)), choice, f"the notes have no {kind}s{named}")


@commands.command("highlights")
def highlights(context: typer.Context, limit: SomeOf = None, form: AsFormat = None, as_json: AsJson = False) -> None:
    """Show the tables of highlights, newest first.

    \b
    Example:
      digestkb highlights -n 10
    """
    with library(database(context)) as connection:
        found, choice = insights.highlights(connection), chosen(form, as_json)
        answer(insight_sheets.highlights(some(found, limit, choice)), choice, "the notes have no table of highlights")


@commands.command("reading-list")
def reading_list(context: typer.Context, limit: SomeOf = None, form: AsFormat = None, as_json: AsJson = False) -> None:
    """Show what the notes recommend to read, and why.

    \b
    Example:
      digestkb reading-list -f ids | digestkb show -
    """
    with library(database(context)) as connection:
        found, choice = insights.reading_list(connection), chosen(form, as_json)
        answer(insight_sheets.readings(some(found, limit, choice)), choice, "the notes have no reading list")
