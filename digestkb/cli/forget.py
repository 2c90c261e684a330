"""``forget``: notes out of the database, whether their files are there or not."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from digestkb.cli.database import database
from digestkb.cli.files import named
from digestkb.cli.options import AsFormat, AsJson, Wait
from digestkb.cli.output import answer, chosen
from digestkb.cli.stopping import stoppable
from digestkb.errors import NothingFound
from digestkb.files import as_text, from_text, shown
from digestkb.query.catalogue import Source, sources
from digestkb.query.database import library
from digestkb.render import sheets
from digestkb.store.origin import Origin
from digestkb.stores import opened

commands = typer.Typer()


@commands.command("forget")
@stoppable()
def forget(
    context: typer.Context,
    names: Annotated[
        list[str], typer.Argument(metavar="FOLDER|SOURCE...", help="Folders and files, or notes as sources lists them.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say which they are, and leave them.")] = False,
    wait: Wait = None,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Take notes out of the database, whether their files are there or not.

    A folder stands for all notes in it. Files are left alone: the next ingest of
    one that is still there reads it again.

    \b
    Example:
      digestkb forget ~/old-notes --dry-run
      digestkb sources --gone -f ids | xargs -d '\\n' digestkb forget
    """
    path = database(context)
    with library(path) as connection:
        known = sources(connection)
    found = [note for name in named(names) for note in _called(known, name)]
    found = list(dict.fromkeys(found))
    if not dry_run:
        with opened(path, wait) as store:
            for note in found:
                with store.turn():
                    store.forget(Origin(note.folder, note.source))
            store.tidy()
    answer(sheets.sources(found), chosen(form, as_json), "")


def _called(known: Sequence[Source], name: str) -> list[Source]:
    """Give the notes that lie at or below a path, else those that are listed by this name.

    Raises :class:`~digestkb.errors.NothingFound` if there are none.
    """
    found = list(_at(known, name)) or [note for note in known if note.source == as_text(name)]
    if not found:
        raise NothingFound(f"no note is called {shown(name)}, and none lies there; digestkb sources lists them")
    return found


def _at(known: Sequence[Source], name: str) -> Iterator[Source]:
    # Of what is gone no link is followed any more: it goes by its name as well.
    written = [name]
    with contextlib.suppress(UnicodeEncodeError):  # it is as the system has it, and not as text
        written.append(from_text(name))
    places = {Path(path(one)) for one in written for path in (os.path.realpath, os.path.abspath)}
    for note in known:
        if note.folder:
            file = Path(from_text(note.folder), from_text(note.source))
            if any(file == place or place in file.parents for place in places):
                yield note
