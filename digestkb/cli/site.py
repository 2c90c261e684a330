"""``site``: the database as a folder of pages."""

from __future__ import annotations

import importlib.util
from typing import Annotated

import typer

from digestkb.cli.database import database
from digestkb.cli.files import named
from digestkb.cli.found import meant, narrowed_to, report
from digestkb.cli.narrow import Filters, Narrowing, Where, narrowed, of_papers, query_of
from digestkb.cli.options import AsFormat, AsJson, WithNotes
from digestkb.cli.output import aside, summarizing
from digestkb.cli.progress import progress
from digestkb.cli.stopping import stoppable
from digestkb.configuration import expanded
from digestkb.errors import DigestError, NothingFound
from digestkb.files import shown
from digestkb.query.catalogue import Count
from digestkb.query.database import library
from digestkb.query.fields import explained
from digestkb.query.find import find
from digestkb.query.nodes import And

commands = typer.Typer()


@commands.command("site", epilog=explained())
@stoppable()
@narrowed
def site(
    context: typer.Context,
    out: Annotated[str, typer.Argument(metavar="OUT", help="The folder to write into: new, empty, or made so before.")],
    narrowing: Narrowing = None,
    filters: Filters = (),
    where: Where = None,
    notes: WithNotes = False,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="What the site is called.")] = "Papers",
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Write the papers as a folder of pages; needs an extra.

    It has a page for each paper, month and topic, gaps and ideas, plots over time, and a box that searches without a
    server: open OUT/index.html, or copy the folder to any web server. Nothing is loaded from elsewhere. Filters narrow
    it, as they do list. Written again, what is no longer so is replaced; other files in the folder are left alone.

    \b
    Example:
      pip install 'digestkb[site]'
      digestkb site ~/public --title "What we read"
      digestkb site rl-papers --tag rl --since 2025
    """
    if importlib.util.find_spec("jinja2") is None:
        raise DigestError("jinja2 is not installed; run: pip install 'digestkb[site]'")
    from digestkb.site.folder import Folder
    from digestkb.site.pages import Site

    summarize = summarizing(form, as_json)
    asked = query_of([*(narrowing or ()), *(where or ())], filters)
    query = of_papers(asked, notes=notes, cited=False)
    whole = asked.root == And(())
    with library(database(context)) as connection:
        result = find(connection, query, sort="date", passages=False)
        report(result, query)
        if not result.hits:
            like = f"no paper is like {narrowed_to(asked.root)}{meant(connection, result, query)}"
            raise NothingFound("there are no papers yet" if whole else like)
        with Folder(expanded(*named([out]))) as folder:
            pages = Site(connection, folder, title).write([hit.number for hit in result.hits], whole=whole)
            for _ in progress(pages, len(result.hits)):
                pass
    aside(f"open {shown(folder.path / 'index.html')}")
    counts = [Count(f"files {what}", getattr(folder, what)) for what in ("written", "unchanged", "removed")]
    summarize([Count("pages of papers", len(result.hits)), *counts])
