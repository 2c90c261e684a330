"""``show``: one paper, or several, with everything that is known."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Annotated

import typer

from digestkb.cli.database import database
from digestkb.cli.failure import complain
from digestkb.cli.input import names_from
from digestkb.cli.options import AsFormat, AsJson
from digestkb.cli.output import answer, chosen
from digestkb.cli.papers import described
from digestkb.errors import NOTHING_FOUND, NothingFound
from digestkb.query.library import library, number_of

commands = typer.Typer()


@commands.command("show")
def show(
    context: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="A number, address or name; - reads them, one a line.")
    ],
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Show everything that the notes say of a paper.

    An arXiv number may be spelled in any way; other papers go by their link or by a name that only they have.

    \b
    Example:
      digestkb show 2601.05242
      digestkb show GaLore https://github.com/thu-ml/TurboDiffusion
      digestkb search GRPO -f ids | digestkb show -
    """
    with library(database(context)) as connection:
        numbers, missing = resolve(connection, names_from(ids))
        choice = chosen(form, as_json)
        if numbers or not missing:
            answer(described(connection, numbers, choice), choice, "no ids were given")
    if missing:
        raise typer.Exit(NOTHING_FOUND)


def resolve(connection: sqlite3.Connection, names: Iterable[str]) -> tuple[list[int], int]:
    """Find the papers that are called so, each once; say of each name that none is, and count those."""
    numbers: dict[int, None] = {}
    missing = 0
    for name in names:
        try:
            numbers[number_of(connection, name)] = None
        except NothingFound as error:
            complain(str(error))
            missing += 1
    return list(numbers), missing
