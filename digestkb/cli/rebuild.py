"""``rebuild``: the database made anew from the notes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from digestkb.cli.database import database_file
from digestkb.cli.failure import complain
from digestkb.cli.files import some_of
from digestkb.cli.ingest import Summary
from digestkb.cli.limits import MaxTime
from digestkb.cli.options import AsFormat, AsJson, MaxSize, Wait
from digestkb.cli.output import summarizing
from digestkb.cli.progress import progress
from digestkb.errors import OK, SOME_FAILED, NoDatabase
from digestkb.files import MOST
from digestkb.rebuild import rebuilding
from digestkb.survey import Outcome

commands = typer.Typer()


@commands.command("rebuild")
def rebuild(
    context: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH...", help="Files and folders to read beside those it knows.")
    ] = None,
    max_size: MaxSize = MOST,
    max_time: MaxTime = None,
    wait: Wait = None,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Make the database anew from the notes that it knows.

    Every note is read again. What came through standard input, or from files that are gone, is taken over as it was
    stored. The new database takes the place of the old one at the end, and not before; if that was damaged, it is kept
    beside it as FILE.damaged. A database that cannot say any more which notes it knew needs their folders.

    \b
    Example:
      digestkb rebuild
      digestkb rebuild notes/
    """
    summarize = summarizing(form, as_json)
    path = database_file(context, "digestkb ingest reads on a server what is due")
    if path.exists() and not os.access(path.resolve().parent, os.W_OK):
        raise NoDatabase(f"{path} cannot be made anew: nothing can be written in its folder")
    done = Summary()
    with rebuilding(path, [Path(given) for given in some_of(paths or ())], wait) as run:
        for remark in run.remarks:
            complain(remark)
        done.take(progress(run.events(max_size, max_time), run.steps))
        run.store.tidy()
        counts = list(done.counts(run.store.totals()))
    if run.old.kept:
        complain(f"{path} was damaged; it is kept as {run.old.kept}")
    summarize(counts)
    raise typer.Exit(SOME_FAILED if done.outcomes[Outcome.FAILED] else OK)
