"""``repairs``: the ledger of what was repaired in the ingested notes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from digestkb.cli.database import database
from digestkb.cli.input import text
from digestkb.cli.options import AsFormat, AsJson, SomeOf
from digestkb.cli.output import answer, chosen, some
from digestkb.files import from_text
from digestkb.query import catalogue
from digestkb.query.catalogue import Repair
from digestkb.query.database import library
from digestkb.render import sheets

commands = typer.Typer()


@commands.command("repairs")
def repairs(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="Only notes whose path contains this.")] = "",
    uncertain: Annotated[bool, typer.Option("--uncertain", help="Only those that may be wrong.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print a unified diff that git apply takes.")] = False,
    limit: SomeOf = None,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """List what was repaired in the ingested notes.

    \b
    Example:
      digestkb repairs --uncertain -f paths
      digestkb repairs --diff > repairs.patch
    """
    with library(database(context)) as connection:
        found = catalogue.repairs(connection, text(source), uncertain)
        if diff:
            print_diff(found)
        choice = chosen(form, as_json)
        answer(sheets.repairs(some(found, limit, choice)), choice, "nothing was repaired")


def print_diff(found: Iterable[Repair]) -> None:
    """Print the repairs of the files as they are now, by their paths below the ingested folder."""
    from digestkb.cli.files import Named
    from digestkb.cli.repair import Outcome

    done = Outcome()
    with done.workers:
        for folder, source in dict.fromkeys((change.folder, change.source) for change in found if change.folder):
            path = Path(from_text(folder), from_text(source))
            if one := done.look(Named(path, path), source):
                done.print_diff(one, source)
    raise typer.Exit(done.failures.status)
