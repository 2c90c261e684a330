"""Which database a command works on, and how another program starts us on it."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from digestkb import configuration
from digestkb.cli.failure import complain
from digestkb.errors import NoDatabase


def database(context: typer.Context) -> Path | str:
    """Give the database that a command works on: ``--db``, else what is set, else a file in the user's folder.

    It is a path, or the address of one on a server. A ``--db`` that is empty, as from a variable that is not set, means
    none of them: it raises :class:`~digestkb.errors.NoDatabase`.
    """
    if context.obj == "":
        raise NoDatabase("--db is empty; name a file with it, or leave it out")
    warn_of_unknown()
    return configuration.database(context.obj)


def database_file(context: typer.Context, instead: str) -> Path:
    """Do as :func:`database` for a command that works on files alone; ``instead`` is what to do on a server."""
    found = database(context)
    if isinstance(found, str):
        raise NoDatabase(f"{context.info_name} is for a database in a file; {instead}")
    return found


def ourselves() -> list[str]:
    """Give the command that runs this program from any folder, whatever modules lie there."""
    if sys.version_info >= (3, 11):
        return [sys.executable, "-P", "-m", "digestkb"]
    # This puts the working folder in front of the path as well, but imports nothing before it is gone.
    return [sys.executable, "-c", "import sys; del sys.path[0]; from digestkb.__main__ import main; main()"]


def warn_of_unknown() -> None:
    """Name the settings of the user's file that mean nothing, a line each."""
    for key in configuration.unknown():
        complain(f"{configuration.file()}: there is no setting {key!r}; digestkb config shows which there are")
