"""``serve``: the database in a browser."""

from __future__ import annotations

import contextlib
import importlib.util
import threading
import webbrowser
from typing import Annotated

import typer

from digestkb.cli.database import database_file
from digestkb.cli.output import aside, write
from digestkb.errors import DigestError
from digestkb.query.database import library

commands = typer.Typer()


@commands.command("serve")
def serve(
    context: typer.Context,
    port: Annotated[
        int, typer.Option("--port", "-p", min=0, max=65535, metavar="N", help="Which port; 0 is any that is free.")
    ] = 8001,
    browse: Annotated[bool, typer.Option("--open", help="Open it in your browser.")] = False,
) -> None:
    """Show the database in a browser; needs an extra.

    Datasette answers, on this machine alone and read-only: a search box that finds what digestkb search does, a page
    for each paper, and the tables with facets, as CSV and JSON too. Its address is written to standard output. Ctrl-C
    ends it, with exit status 0.

    \b
    Example:
      pip install 'digestkb[web]'
      digestkb serve --open
    """
    if importlib.util.find_spec("datasette") is None:
        raise DigestError("datasette is not installed; run: pip install 'digestkb[web]'")
    from digestkb.web import server

    path = database_file(context, "digestkb db copy makes one of what is on a server")
    with library(path):  # which makes none
        pass
    with server.listen(port) as taken, contextlib.suppress(KeyboardInterrupt):
        address = server.address(taken)
        write([f"{address}\n"])
        aside("Ctrl-C ends it")
        if browse:  # some browsers return when they are closed
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
        server.serve(path, taken)
