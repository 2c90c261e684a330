"""``doctor``: is the database what the notes say?"""

from __future__ import annotations

import contextlib
from typing import Annotated

import typer

from digestkb.cli.database import database
from digestkb.cli.options import AsFormat, AsJson, Wait
from digestkb.cli.output import answer, aside, chosen
from digestkb.cli.stopping import stoppable
from digestkb.errors import FOUND_FAULTS, OK, NothingFound
from digestkb.query.database import library
from digestkb.render import sheets
from digestkb.store.doctor import CHECKS, examine
from digestkb.store.store import Store

commands = typer.Typer()


@commands.command("doctor")
@stoppable()
def doctor(
    context: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is found, computing it anew from the notes.")] = False,
    wait: Wait = None,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Look for what is wrong in the database, and mend it if asked to.

    One line a finding; exit status 1 if there was any, mended or not.

    \b
    Example:
      digestkb doctor
      digestkb doctor --fix && echo all was well
    """
    path = database(context)
    with library(path) as connection:
        found = list(examine(connection))
    if found and fix:
        with Store.open(path, wait) as store:
            found = store.mend()
    with contextlib.suppress(NothingFound):  # here that is good news
        answer(sheets.findings(found), chosen(form, as_json), "")
    aside("mended" if found and fix else f"{len(CHECKS)} checks, {len(found)} findings")
    raise typer.Exit(FOUND_FAULTS if found else OK)
