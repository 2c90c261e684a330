"""``config``: what is set, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from digestkb import configuration
from digestkb.cli.database import warn_of_unknown
from digestkb.cli.options import AsFormat, AsJson
from digestkb.cli.output import answer, aside, chosen, write
from digestkb.configuration import SETTINGS, VARIABLE
from digestkb.render import sheets
from digestkb.render.sheets import Set

commands = typer.Typer()

_HELP = f"""
Show what is set, and whether the environment, your file or nobody says so.

The file is config.toml in your folder for settings, or the one that ${VARIABLE} names; none is looked for among notes.
An option overrules the environment, that the file. Paths in it may begin with ~, and lie beside it if they are
relative.

\b
It may have:
{chr(10).join(f"  {setting.name:10}{setting.about}" for setting in SETTINGS)}

\b
Example:
  digestkb config
  "$EDITOR" "$(digestkb config --path)"
"""


@commands.command("config", help=_HELP)
def config(
    path: Annotated[bool, typer.Option("--path", help="Only say where the file is, or would be.")] = False,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Show what is set, and whether the environment, your file or nobody says so."""
    file = configuration.file()
    if path:
        write([f"{file}\n"])
        return
    warn_of_unknown()
    if not file.exists():
        aside(f"there is no file {file} yet")
    answer(sheets.settings(_settings()), chosen(form, as_json), "")


def _settings() -> Iterator[Set]:
    configuration.database()  # which refuses to show a password
    for setting in SETTINGS:
        found = configuration.value(setting.name)
        yield Set(setting.name, found.values, found.origin, setting.about)
