"""``doctor``: is the database what the notes say, and do the notes agree?"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from digestkb.cli.database import database, database_file
from digestkb.cli.failure import complain
from digestkb.cli.options import AsFormat, AsJson, Wait
from digestkb.cli.output import answer, aside, chosen
from digestkb.cli.progress import progress
from digestkb.cli.stopping import stoppable
from digestkb.errors import FOUND_FAULTS, OK, DigestError, NothingFound
from digestkb.query.database import library, library_file
from digestkb.render import Format, sheets
from digestkb.store.checks import CHECKS
from digestkb.store.checks.examination import Finding, Part
from digestkb.store.doctor import examine
from digestkb.store.store import Store

commands = typer.Typer()

_HELP = f"""
Look for what is wrong in the database, and mend it if asked to.

One line a finding; exit status 1 if there was any, mended or not. A finding about the file or the tables is mended by
--fix from what is stored, or else by rebuild; one about the notes is for you to look at.

\b
{chr(10).join(f"  {check.name:<11}{check.about}" for check in CHECKS)}

With --against a snapshot of arXiv's metadata the notes alone are looked at: which numbers arXiv does not have, and
which are of a paper whose title is unlike the one in the note, each with the number that was likeliest meant.

\b
Example:
  digestkb doctor -f paths
  digestkb doctor --only tables --fix
  digestkb doctor --against arxiv-metadata-oai-snapshot.json.zip -f paths
"""


@commands.command("doctor", help=_HELP)
@stoppable()
def doctor(
    context: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is found, computing it anew from the notes.")] = False,
    only: Annotated[Part | None, typer.Option("--only", help="Look at one part alone.", show_default=False)] = None,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="SNAPSHOT", help="Compare with arXiv's metadata.", show_default=False),
    ] = None,
    wait: Wait = None,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Look for what is wrong in the database, and mend it if asked to."""
    choice = chosen(form, as_json)
    if not against:
        path = database_file(context, "on a server pg_amcheck looks at its files")
        raise typer.Exit(_examined(path, only, wait, choice, fix=fix))
    if fix or only:
        raise DigestError("--against looks at the notes alone: it goes without --fix and --only")
    raise typer.Exit(_held_against(database(context), against, choice))


def _examined(path: Path, only: Part | None, wait: float | None, choice: Format, *, fix: bool) -> int:
    """Report what is wrong in the database, mended or not; gives the exit status."""
    with library_file(path) as connection:
        found = list(examine(connection, only))
    if fix and any(finding.part != Part.NOTES for finding in found):
        with Store.open(path, wait) as store:
            mended = store.mend()
        found = [f for f in mended if only in (None, f.part)] + [f for f in found if f.part == Part.NOTES]
    _report(found, choice)
    if fix and any(finding.part == Part.FILE and not finding.mended for finding in found):
        complain(f"{path} cannot be mended as it is; run: digestkb rebuild")
    aside(f"{len(CHECKS)} checks, {len(found)} findings, {sum(finding.mended for finding in found)} mended")
    return FOUND_FAULTS if found else OK


def _report(found: Sequence[Finding], choice: Format) -> None:
    with contextlib.suppress(NothingFound):  # here that is good news
        answer(sheets.findings(found), choice, "")


def _held_against(path: Path | str, name: str, choice: Format) -> int:
    """Report what a snapshot says otherwise than the notes; gives the exit status."""
    from digestkb.cli.snapshots import opened
    from digestkb.snapshot.stream import PIECE
    from digestkb.store.stated import stated
    from digestkb.verify import Verification

    with library(path) as connection, opened(name) as snapshot:
        run = Verification(stated(connection), snapshot, partial(opened, name) if snapshot.stays else None)
        for _ in progress(run.steps(), -(-snapshot.size // PIECE)):
            pass
    found = list(run.findings)
    _report(found, choice)
    if run.newer:
        complain(f"{run.newer} numbers are newer than the snapshot, and were not looked for")
    aside(f"{len(found)} findings")
    return FOUND_FAULTS if found else OK
