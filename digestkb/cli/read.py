"""``read``: what would be taken from a note, without a database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from digestkb.cli.failure import Failures, complain
from digestkb.cli.files import notes_in
from digestkb.cli.input import read_bytes
from digestkb.cli.options import AsFormat, AsJson, MaxSize
from digestkb.cli.output import answer, chosen
from digestkb.document import Document
from digestkb.errors import NothingFound, UnreadableNote
from digestkb.files import MOST
from digestkb.ingest import parse, unread
from digestkb.readers import explain
from digestkb.records import Note
from digestkb.render import Sheet, sheets
from digestkb.source import Source, read_source, source_of

commands = typer.Typer()


@commands.command("read")
def read(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE...", help="Notes or folders; - reads one.")] = None,
    why: Annotated[bool, typer.Option("--why", help="With all that might have been a title, and its weight.")] = False,
    tree: Annotated[bool, typer.Option("--tree", help="Show the blocks of the note, and what each is about.")] = False,
    max_size: MaxSize = MOST,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Show what would be taken from a note: each value with its line.

    No database is needed, and nothing is written.

    \b
    Example:
      digestkb read note.md --why
      digestkb read note.md --tree
      digestkb read note.md -f paths | grep ' title: '
    """
    failures = Failures()
    notes = _read_all(files or ["-"], max_size, failures)
    if tree:
        sheet: Sheet[Any] = sheets.branches(block for document, note in notes for block in explain.tree(document, note))
    else:
        sheet = sheets.values(value for document, note in notes for value in explain.values(document, note, why=why))
    try:
        answer(sheet, chosen(form, as_json), "there is nothing in this note")
    except NothingFound:
        if not failures.status:
            raise
    raise typer.Exit(failures.status)


def _read_all(names: list[str], most: int, failures: Failures) -> Iterator[tuple[Document, Note]]:
    for source in _sources(names, most, failures):
        try:
            text, document, note = parse(source)
        except UnreadableNote as error:
            failures.add(error)
        else:
            if remark := unread(text, source.name):
                complain(remark)
            yield document, note


def _sources(names: list[str], most: int, failures: Failures) -> Iterator[Source]:
    for name in names:
        for named in [None] if name == "-" else notes_in([name], failures.add):
            try:
                yield read_source(named.path, named.shown, most) if named else source_of(read_bytes(most), "-")
            except UnreadableNote as error:
                failures.add(error)
