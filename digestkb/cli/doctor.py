"""``doctor``: is the database what the notes say, and do the notes agree?"""

from __future__ import annotations

import contextlib
from typing import Annotated

import typer

from digestkb.cli.database import database
from digestkb.cli.failure import complain
from digestkb.cli.options import AsFormat, AsJson, Wait
from digestkb.cli.output import answer, aside, chosen
from digestkb.cli.stopping import stoppable
from digestkb.errors import FOUND_FAULTS, OK, NothingFound
from digestkb.query.database import library
from digestkb.render import sheets
from digestkb.store.checks import CHECKS
from digestkb.store.checks.examination import Part
from digestkb.store.doctor import examine
from digestkb.store.store import Store

commands = typer.Typer()

_HELP = f"""
Look for what is wrong in the database, and mend it if asked to.

One line a finding; exit status 1 if there was any, mended or not. A finding about the file or the tables is mended by
--fix from what is stored, or else by rebuild; one about the notes is for you to look at.

\b
{chr(10).join(f"  {check.name:<11}{check.about}" for check in CHECKS)}

\b
Example:
  digestkb doctor -f paths
  digestkb doctor --only tables --fix
"""


@commands.command("doctor", help=_HELP)
@stoppable()
def doctor(
    context: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is found, computing it anew from the notes.")] = False,
    only: Annotated[Part | None, typer.Option("--only", help="Look at one part alone.", show_default=False)] = None,
    wait: Wait = None,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Look for what is wrong in the database, and mend it if asked to."""
    path = database(context)
    with library(path) as connection:
        found = list(examine(connection, only))
    if fix and any(finding.part != Part.NOTES for finding in found):
        with Store.open(path, wait) as store:
            mended = store.mend()
        found = [f for f in mended if only in (None, f.part)] + [f for f in found if f.part == Part.NOTES]
    with contextlib.suppress(NothingFound):  # here that is good news
        answer(sheets.findings(found), chosen(form, as_json), "")
    if fix and any(finding.part == Part.FILE and not finding.mended for finding in found):
        complain(f"{path} cannot be mended as it is; run: digestkb rebuild")
    aside(f"{len(CHECKS)} checks, {len(found)} findings, {sum(finding.mended for finding in found)} mended")
    raise typer.Exit(FOUND_FAULTS if found else OK)
