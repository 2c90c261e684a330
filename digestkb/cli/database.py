"""Which database a command works on."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from digestkb.errors import NoDatabase


def database(context: typer.Context) -> Path:
    """Give the database that a command works on: ``--db``, else ``$DIGESTKB_DB``, else one in the user's folder.

    A ``--db`` that is empty, as from a variable that is not set, means none of them: it raises
    :class:`~digestkb.errors.NoDatabase`.
    """
    if context.obj == "":
        raise NoDatabase("--db is empty; name a file with it, or leave it out")
    named = context.obj or os.environ.get("DIGESTKB_DB")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("digestkb", appauthor=False) / "kb.db"
