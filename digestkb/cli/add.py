"""``add``: a line more in today's reading log."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from digestkb import configuration
from digestkb.arxiv import parse_arxiv_id
from digestkb.cli import complete
from digestkb.cli.database import database
from digestkb.cli.ingest import Summary, brought_up_to_date
from digestkb.cli.input import read_bytes, text
from digestkb.cli.options import Wait
from digestkb.cli.output import plain, write
from digestkb.cli.stopping import stoppable
from digestkb.errors import DigestError, NoDatabase, NotAnArxivId, NothingFound
from digestkb.files import shown
from digestkb.links import typed
from digestkb.logbook import Entry, append, log_of
from digestkb.media.addresses import web
from digestkb.media.markdown import escape
from digestkb.query.database import library, lookup

commands = typer.Typer()


@commands.command("add")
@stoppable()
def add(
    context: typer.Context,
    paper: Annotated[
        str,
        typer.Argument(metavar="ID", autocompletion=complete.argument("id"), help="A number, an address or a name."),
    ],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT...", help="What there is to say of it; - reads it.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="FILE", help="The log; %Y, %m and %d are of today. Else as digestkb config shows."
        ),
    ] = None,
    wait: Wait = None,
) -> None:
    """Write what you read into today's log, and read the log into the database.

    The log is a Markdown file with a heading for each day; today's is made if it is not there yet, in the manner of the
    last one. Each line of the text becomes a remark below the paper. The place is printed: file and line.

    \b
    Example:
      digestkb add 2601.05242 "normalise each reward by itself" --to notes/log.md
      pbpaste | digestkb add GDPO -
    """
    pattern = to or next(iter(configuration.value("log").values), None)
    if not pattern:
        raise DigestError(f"name the log with --to, or set `log` in {shown(configuration.file())}")
    today = dt.date.today()
    file = log_of(str(configuration.expanded(pattern)), today)
    db = database(context)
    remarks = "\n".join(read_bytes().decode("utf-8", "replace") if word == "-" else text(word) for word in words or ())
    line = append(file, Entry(_head(db, text(paper)), remarks), today)
    write(plain([f"{shown(file)}:{line}\n"]))
    done = Summary()
    done.take(brought_up_to_date(db, [file], wait))
    raise typer.Exit(done.status)


def _head(db: Path | str, called: str) -> str:
    """Name a paper in Markdown: with its title where the notes know it, else by its address.

    Raises :class:`~digestkb.errors.NothingFound` for a name that none of them has.
    """
    try:
        with library(db) as connection:
            (paper,) = lookup(connection, called)
        address = paper.url
        title = paper.title or next(iter(paper.names), None)
        if address:
            return f"[{escape(title)}]({address})" if title else address
        return escape(title or called)
    except (NoDatabase, NothingFound):
        if address := _address(called):
            return address
        raise


def _address(called: str) -> str | None:
    try:
        return f"https://arxiv.org/abs/{parse_arxiv_id(called).number}"
    except NotAnArxivId:
        return web(called) if "://" in called and typed(called) and not called.split()[1:] else None
