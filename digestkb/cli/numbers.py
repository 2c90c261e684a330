"""``ids``, ``has``: arXiv numbers in any text, and which of them are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from digestkb.arxiv import find_arxiv_ids
from digestkb.cli.database import database
from digestkb.cli.failure import Failures
from digestkb.cli.files import some_of
from digestkb.cli.input import names_from, read_bytes
from digestkb.cli.options import AsFormat, AsJson, MaxSize, Papers
from digestkb.cli.output import answer, chosen, is_terminal
from digestkb.errors import NOTHING_FOUND, NothingFound, UnreadableNote
from digestkb.files import MOST, read_file
from digestkb.query.database import library, number_of
from digestkb.query.papers import entries
from digestkb.render import Format, paper_sheets, sheets
from digestkb.render.paper_sheets import Known
from digestkb.store.connection import Connection

commands = typer.Typer()


@commands.command("ids")
def ids(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE...", help="Any text; - or none reads it.")] = None,
    max_size: MaxSize = MOST,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Pull the arXiv numbers out of any text, in any spelling, each once.

    No database is needed.

    \b
    Example:
      pbpaste | digestkb ids
      digestkb ids paper.txt | digestkb has -
    """
    failures = Failures()
    texts = _texts(some_of(files or ["-"]), max_size, failures)
    found = (match.id.number for data in texts for match in find_arxiv_ids(data.decode("utf-8", "replace")))
    choice = chosen(form, as_json) if form or as_json or is_terminal() else Format.IDS
    try:
        answer(sheets.numbers(dict.fromkeys(found)), choice, "there is no arXiv number in this text")
    except NothingFound:
        if not failures.status:
            raise
    raise typer.Exit(failures.status)


def _texts(names: list[str], most: int, failures: Failures) -> Iterator[bytes]:
    for name in names:
        try:
            yield read_bytes(most) if name == "-" else read_file(Path(name), most)
        except UnreadableNote as error:
            failures.add(error)


@commands.command("has")
def has(
    context: typer.Context,
    names: Papers,
    missing: Annotated[bool, typer.Option("--missing", help="List only those that are not known.")] = False,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Say which papers the notes know; exit status 1 if they lack any.

    \b
    Example:
      digestkb has 2601.05242 && echo noted
      digestkb ids paper.txt | digestkb has - --missing
    """
    with library(database(context)) as connection:
        found = list(asked(connection, names_from(names)))
    lacking = [one for one in found if not one.id]
    shown = lacking if missing else found
    if shown or not found:
        answer(paper_sheets.known(shown, missing), chosen(form, as_json), "no ids were given")
    raise typer.Exit(NOTHING_FOUND if lacking else 0)


def asked(connection: Connection, names: Iterator[str]) -> Iterator[Known]:
    """Look each name up."""
    for name in names:
        try:
            (entry,) = entries(connection, [number_of(connection, name)])
        except NothingFound:
            yield Known(name)
        else:
            yield Known(name, entry.id, entry.called or None)
