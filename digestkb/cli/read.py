"""``read``: what would be taken from a note, without a database."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer

from digestkb.cli.failure import Failures, complain
from digestkb.cli.files import notes_in, some_of
from digestkb.cli.input import read_bytes
from digestkb.cli.limits import MaxTime
from digestkb.cli.options import AsFormat, AsJson, MaxSize
from digestkb.cli.output import answer, chosen
from digestkb.errors import NothingFound, UnreadableNote
from digestkb.files import MOST
from digestkb.prepare import Explained, answered, explaining
from digestkb.render import Sheet, sheets
from digestkb.source import Source, beginning, read_beginning, source_of
from digestkb.workers import Task, Workers

commands = typer.Typer()


@commands.command("read")
def read(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE...", help="Notes or folders; - reads one.")] = None,
    why: Annotated[bool, typer.Option("--why", help="With all that might have been a title, and its weight.")] = False,
    tree: Annotated[bool, typer.Option("--tree", help="Show the blocks of the note, and what each is about.")] = False,
    max_size: MaxSize = MOST,
    max_time: MaxTime = None,
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
    with explaining(max_time, why=why, tree=tree) as workers:
        said = _read_all(workers, some_of(files or ["-"]), max_size, failures)
        sheet: Sheet[Any] = sheets.branches(said) if tree else sheets.values(said)
        try:
            answer(sheet, chosen(form, as_json), "there is nothing in this note")
        except NothingFound:
            if not failures.status:
                raise
    raise typer.Exit(failures.status)


def _read_all(workers: Workers[Explained], names: list[str], most: int, failures: Failures) -> Iterator[Any]:
    """Yield what is said of each note, in their order, while other processes read the next ones."""
    desk: deque[tuple[Source, Task[Explained]]] = deque()
    for source in _sources(names, most, failures):
        desk.append((source, workers.hand_in(len(source.data), source)))
        if len(desk) > workers.ahead:
            yield from _said(workers, *desk.popleft(), failures)
    while desk:
        yield from _said(workers, *desk.popleft(), failures)


def _said(workers: Workers[Explained], source: Source, task: Task[Explained], failures: Failures) -> Iterable[Any]:
    try:
        found: Explained = answered(workers, task, source.name)
    except UnreadableNote as error:
        failures.add(error)
        return ()
    if found.remark:
        complain(found.remark)
    return found.said


def _sources(names: list[str], most: int, failures: Failures) -> Iterator[Source]:
    for name in names:
        for named in [None] if name == "-" else notes_in([name], failures.add):
            try:
                if named:
                    yield read_beginning(named.path, named.shown, most)
                else:
                    yield beginning(source_of(read_bytes(most), "-"))
            except UnreadableNote as error:
                failures.add(error)
