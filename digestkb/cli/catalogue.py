"""``topics``, ``tags``, ``authors``, ``sources``, ``timeline``, ``stats``: what the whole database says."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from digestkb.cli import complete
from digestkb.cli.database import database
from digestkb.cli.input import text
from digestkb.cli.options import HIGHEST, AsFormat, AsJson, SomeOf
from digestkb.cli.output import answer, aside, chosen, most_of, some
from digestkb.query import catalogue
from digestkb.query.database import library
from digestkb.render import Format, sheets

commands = typer.Typer()


class Period(str, Enum):
    """How long a bar of the timeline is."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class By(str, Enum):
    """Which date the timeline goes by."""

    PUBLISHED = "published"
    NOTED = "noted"


def one_more(limit: int | None, choice: Format) -> int | None:
    """Ask for one more than will be shown, which tells whether there is more."""
    most = most_of(limit, choice)
    return most and most + 1


@commands.command("topics")
def topics(
    context: typer.Context,
    branch: Annotated[
        str,
        typer.Argument(
            autocompletion=complete.argument("topic"), help="Only topics of this name, and what is below them."
        ),
    ] = "",
    depth: Annotated[
        int, typer.Option("--depth", min=0, max=HIGHEST, metavar="N", help="Only so many levels; 0 is all.")
    ] = 0,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Show the tree of topics with the number of papers.

    \b
    Example:
      digestkb topics --depth 2
      digestkb topics "position embeddings"
    """
    with library(database(context)) as connection:
        found = catalogue.topics(connection, text(branch), depth)
        answer(sheets.topics(found), chosen(form, as_json), f"no topic is called {branch!r}" if branch else "no topics")


@commands.command("tags")
def tags(context: typer.Context, limit: SomeOf = None, form: AsFormat = None, as_json: AsJson = False) -> None:
    """List tags with the number of papers, the most used first.

    \b
    Example:
      digestkb tags -n 20
    """
    choice = chosen(form, as_json)
    with library(database(context)) as connection:
        found = catalogue.tags(connection, one_more(limit, choice))
        answer(sheets.labels(some(found, limit, choice), "tag"), choice, "no note has tags")


@commands.command("authors")
def authors(context: typer.Context, limit: SomeOf = None, form: AsFormat = None, as_json: AsJson = False) -> None:
    """List authors with the number of papers, the most frequent first.

    \b
    Example:
      digestkb authors -n 20
    """
    choice = chosen(form, as_json)
    with library(database(context)) as connection:
        found = catalogue.authors(connection, one_more(limit, choice))
        answer(sheets.labels(some(found, limit, choice), "author"), choice, "no note names authors")


@commands.command("sources")
def sources(
    context: typer.Context,
    gone: Annotated[bool, typer.Option("--gone", help="Only those whose files are gone.")] = False,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """List the ingested notes.

    The next ingest of their folder, or digestkb forget, takes those out whose files are gone.

    \b
    Example:
      digestkb sources -f tsv | cut -f1
      digestkb sources --gone
    """
    with library(database(context)) as connection:
        found = [note._replace(gone=_is_gone(note)) for note in catalogue.sources(connection)]
    wanted = [note for note in found if note.gone or not gone]
    nothing = "all files are there" if found else "nothing was ingested yet"
    answer(sheets.sources(wanted), chosen(form, as_json), nothing)


def _is_gone(note: catalogue.Source) -> bool:
    from digestkb.files import from_text
    from digestkb.source import is_gone

    return bool(note.folder) and is_gone(Path(from_text(note.folder), from_text(note.source)))


@commands.command("timeline")
def timeline(
    context: typer.Context,
    period: Annotated[Period, typer.Option("--per", help="What one bar stands for.")] = Period.MONTH,
    by: Annotated[By, typer.Option("--by", help="The date of the paper, or of the first note on it.")] = By.PUBLISHED,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Draw the number of papers by month, week or year.

    \b
    Example:
      digestkb timeline --per week --by noted
    """
    with library(database(context)) as connection:
        found, without = catalogue.timeline(connection, period.value, by.value)
        if without:
            aside(f"{without} papers have no such date, or none as precise as a {period.value}")
        answer(sheets.periods(found), chosen(form, as_json), f"no paper has a date as precise as a {period.value}")


@commands.command("stats")
def stats(context: typer.Context, form: AsFormat = None, as_json: AsJson = False) -> None:
    """Count notes, papers, mentions and what was repaired.

    \b
    Example:
      digestkb stats
    """
    with library(database(context)) as connection:
        answer(sheets.counts(catalogue.stats(connection)), chosen(form, as_json), "nothing was ingested yet")
