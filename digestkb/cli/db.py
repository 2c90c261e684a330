"""``db``: knowledge bases as a whole."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from digestkb import configuration
from digestkb.cli.failure import complain
from digestkb.cli.options import Wait
from digestkb.cli.output import plain, write
from digestkb.cli.progress import progress
from digestkb.cli.stopping import stoppable
from digestkb.stores import opened
from digestkb.transfer import Copying, beside, refuse_the_same
from digestkb.transfer import opened as source

commands = typer.Typer()


class Action(str, Enum):
    """What is done with knowledge bases."""

    COPY = "copy"


@commands.command("db")
@stoppable()
def db(
    action: Annotated[Action, typer.Argument(metavar="copy", help="What to do; so far there is this.")],
    of: Annotated[str, typer.Argument(metavar="FROM", help="What is copied: a file, or postgresql://HOST/NAME.")],
    to: Annotated[str, typer.Argument(metavar="TO", help="Where to: an empty database on a server, or a new file.")],
    wait: Wait = None,
) -> None:
    """Copy a knowledge base into another, in a file or on a server.

    Everything that notes say is copied as it is at one moment, in one transaction; the index is made anew. A target in
    which there is anything is left alone. On a server the notes are then yours.

    \b
    Example:
      createdb papers
      digestkb db copy kb.db postgresql:///papers
      digestkb db copy postgresql://db.example/papers kb-$(date +%F).db
    """
    copied, copy = configuration.database(of), configuration.database(to)
    refuse_the_same(copied, copy)
    with source(copied) as connection, opened(copy, wait) as target:
        run = Copying(connection, target)
        for _ in progress(run.run(), run.steps):
            pass
        target.tidy()
        for what in beside(connection):
            complain(f"{what} not copied")
    write(plain([f"{run.totals.notes} notes copied, {run.totals.papers} papers\n"]))
