"""``related``, ``mentions``: what lies around a paper, and where it is spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from digestkb.cli import complete
from digestkb.cli.database import database
from digestkb.cli.failure import complain
from digestkb.cli.input import names_from, text
from digestkb.cli.options import HIGHEST, AsFormat, AsJson, Papers
from digestkb.cli.output import answer, chosen
from digestkb.cli.papers import resolve
from digestkb.errors import NOTHING_FOUND
from digestkb.query.database import library, number_of
from digestkb.query.papers import papers
from digestkb.render import paper_sheets
from digestkb.store.connection import Connection

if TYPE_CHECKING:
    from digestkb.query.related import Related

commands = typer.Typer()


@commands.command("related")
def related(
    context: typer.Context,
    paper: Annotated[
        str,
        typer.Argument(metavar="ID", autocompletion=complete.argument("id"), help="A number, address or name."),
    ],
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, max=HIGHEST, metavar="N", help="At most so many; 0 is all.")
    ] = 20,
    similar: Annotated[
        bool, typer.Option("--similar", help="And below, marked ~, what is similar in meaning; see embed.")
    ] = False,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """List the papers that are about the same as one, each with the reasons.

    \b
    Example:
      digestkb related 2601.05242
      digestkb related GaLore -f ids | digestkb show -
      digestkb related 2601.05242 --similar
    """
    from digestkb.query.related import related as neighbours

    with library(database(context)) as connection:
        number = number_of(connection, text(paper))
        found = neighbours(connection, number, limit or None)
        below = _similar(connection, number, found, limit) if similar else ()
        sheet = paper_sheets.neighbours((*found, *below))
        answer(sheet, chosen(form, as_json), f"nothing is related to {text(paper)[:80]!r}")


def _similar(connection: Connection, number: int, found: Sequence[Related], limit: int) -> tuple[Related, ...]:
    from digestkb.query.similar import MOST, lacking_vectors, similar_to_paper

    below = similar_to_paper(connection, number, {one.number for one in found}, min(limit or MOST, MOST))
    if lacking := lacking_vectors(connection):
        complain(lacking)
    return below


@commands.command("mentions")
def mentions(context: typer.Context, ids: Papers, form: AsFormat = None, as_json: AsJson = False) -> None:
    """List every place that speaks of a paper.

    \b
    Example:
      digestkb mentions 2601.05242
      vim -q <(digestkb mentions GaLore -f paths)
    """
    with library(database(context)) as connection:
        numbers, missing = resolve(connection, names_from(ids))
        found = ((paper, mention) for paper in papers(connection, numbers) for mention in paper.mentions)
        if numbers or not missing:
            answer(paper_sheets.mentions(found), chosen(form, as_json), "no ids were given")
    if missing:
        raise typer.Exit(NOTHING_FOUND)
