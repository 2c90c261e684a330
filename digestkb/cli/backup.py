"""``backup``: a copy of the database."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from digestkb.cli.database import database_file
from digestkb.cli.output import is_terminal, write_bytes
from digestkb.configuration import expanded
from digestkb.errors import DigestError
from digestkb.query.database import library_file
from digestkb.store.backup import copied, put

commands = typer.Typer()
#: How much is written to a pipe at once, in bytes.
_PIECE = 1 << 20


@commands.command("backup")
def backup(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to; - is standard output.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that exists.")] = False,
) -> None:
    """Copy the database, also while others use it.

    The copy is whole, as the database was at one moment, and it is checked before it gets its name.

    \b
    Example:
      digestkb backup kb-$(date +%F).db
      digestkb backup - | gzip > kb.db.gz
    """
    path = database_file(context, "pg_dump copies one on a server, and digestkb db copy makes a file of it")
    if file == "-":
        _to_pipe(path)
        return
    target = expanded(file)
    over = force or _allowed(target)
    _refuse(target, path)
    with library_file(path) as connection, copied(connection, str(path), target.resolve().parent) as copy:
        put(copy, target.resolve() if over else target, over=over)


def _allowed(target: Path) -> bool:
    """Ask somebody who is there whether a file may be written over."""
    if not target.is_file() or sys.stdin is None or not sys.stdin.isatty():
        return False
    return typer.confirm(f"{target} exists; write over it?", err=True, abort=False)


def _refuse(target: Path, path: Path) -> None:
    if target.is_dir():
        raise DigestError(f"{target} is a folder; name a file in it")
    if not target.resolve().parent.is_dir():
        raise DigestError(f"{target.parent}: no such folder")
    if not os.access(target.resolve().parent, os.W_OK):
        raise DigestError(f"{target.parent}: nothing can be written in this folder")
    if target.exists() and path.exists() and target.samefile(path):
        raise DigestError(f"{target} is the database itself")


def _to_pipe(path: Path) -> None:
    if is_terminal():
        raise DigestError("a database is nothing to look at; name a file, or send it through a pipe")
    with (
        tempfile.TemporaryDirectory() as folder,
        library_file(path) as connection,
        copied(connection, str(path), Path(folder)) as copy,
        copy.open("rb") as data,
    ):
        while piece := data.read(_PIECE):
            write_bytes(piece)
        write_bytes(b"")
