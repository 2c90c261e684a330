"""``read``: what would be taken from a note, without a database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from digestkb.cli.failure import complain
from digestkb.cli.files import notes_in
from digestkb.cli.input import read_bytes
from digestkb.cli.options import AsFormat, AsJson
from digestkb.cli.output import answer, chosen
from digestkb.document import Document
from digestkb.errors import UnreadableNote
from digestkb.ingest import parse, unread
from digestkb.readers import explain
from digestkb.records import Note
from digestkb.render import sheets
from digestkb.source import Source, read_source, source_of

commands = typer.Typer()


@commands.command("read")
def read(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE...", help="Notes or folders; - reads one.")] = None,
    why: Annotated[bool, typer.Option("--why", help="With all that might have been a title, and its weight.")] = False,
    tree: Annotated[bool, typer.Option("--tree", help="Show the blocks of the note, and what each is about.")] = False,
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
    notes = _read_all(files or ["-"])
    choice = chosen(form, as_json)
    if tree:
        blocks = (block for document, note in notes for block in explain.tree(document, note))
        answer(sheets.branches(blocks), choice, "there is nothing in this note")
        return
    values = (value for document, note in notes for value in explain.values(document, note, why=why))
    answer(sheets.values(values), choice, "there is nothing in this note")


def _read_all(names: list[str]) -> Iterator[tuple[Document, Note]]:
    for source in _sources(names):
        text, document, note = parse(source)
        if remark := unread(text, source.name):
            complain(remark)
        yield document, note


def _sources(names: list[str]) -> Iterator[Source]:
    for name in names:
        if name == "-":
            yield source_of(read_bytes(), "-")
        elif not Path(name).exists():
            raise UnreadableNote(f"{name}: no such file or folder")
        else:
            yield from (read_source(path, shown) for path, shown in notes_in([name]))
