"""``show``: one paper, or several, with everything that is known."""

import typer

from digestkb.cli.database import database
from digestkb.cli.input import names_from
from digestkb.cli.options import AsFormat, AsJson, Papers, Raw
from digestkb.cli.output import answer, chosen
from digestkb.cli.papers import described, resolve
from digestkb.errors import NOTHING_FOUND
from digestkb.query.database import library

commands = typer.Typer()


@commands.command("show")
def show(
    context: typer.Context,
    ids: Papers,
    raw: Raw = False,
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
            empty = "a note that is about no paper stands in no bibliography" if numbers else "no ids were given"
            answer(described(connection, numbers, choice), choice, empty, raw=raw)
    if missing:
        raise typer.Exit(NOTHING_FOUND)
