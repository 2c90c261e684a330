"""``embed``: vectors for the papers, by which ``--similar`` compares them."""

from __future__ import annotations

import time

import typer

from digestkb.cli.database import database
from digestkb.cli.options import AsFormat, AsJson, Wait
from digestkb.cli.output import summarizing
from digestkb.cli.progress import progress
from digestkb.cli.stopping import stoppable
from digestkb.query.catalogue import Count
from digestkb.query.database import library

commands = typer.Typer()


@commands.command("embed")
@stoppable()
def embed(context: typer.Context, wait: Wait = None, form: AsFormat = None, as_json: AsJson = False) -> None:
    """Make the vectors that --similar compares papers by; needs an extra.

    A small model, which the extra brings, makes a vector of what the notes say of each paper or note, whatever the
    language; papers that mean the same have vectors close together. Those that have one and did not change are passed
    over, and what was stored when it is stopped is kept. Nothing is fetched from anywhere.

    \b
    Example:
      pip install 'digestkb[semantic]'
      digestkb embed
      digestkb search "learning from one's own mistakes" --similar
    """
    from digestkb.embed import Embedding
    from digestkb.semantic.model import Model
    from digestkb.stores import opened

    summarize, path = summarizing(form, as_json), database(context)
    model = Model()
    with library(path):  # which none of these makes
        pass
    began = time.monotonic()
    with opened(path, wait) as store:
        run = Embedding(store, model)
        for _ in progress(run.events(), run.steps):
            pass
    counts = [
        Count("vectors made", run.made),
        Count("vectors kept", run.unchanged),
        Count("vectors removed", run.removed),
        Count("seconds", f"{time.monotonic() - began:.1f}"),
    ]
    summarize(counts)
