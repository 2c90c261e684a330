"""Which database a command works on."""

from __future__ import annotations

from pathlib import Path

import typer

from digestkb import configuration
from digestkb.cli.failure import complain
from digestkb.errors import NoDatabase


def database(context: typer.Context) -> Path:
    """Give the database that a command works on: ``--db``, else what is set, else one in the user's folder.

    A ``--db`` that is empty, as from a variable that is not set, means none of them: it raises
    :class:`~digestkb.errors.NoDatabase`.
    """
    if context.obj == "":
        raise NoDatabase("--db is empty; name a file with it, or leave it out")
    warn_of_unknown()
    return Path(context.obj).expanduser() if context.obj else configuration.path_of("database")


def warn_of_unknown() -> None:
    """Name the settings of the user's file that mean nothing, a line each."""
    for key in configuration.unknown():
        complain(f"{configuration.file()}: there is no setting {key!r}; digestkb config shows which there are")
