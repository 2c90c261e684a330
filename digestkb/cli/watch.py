"""``watch``: notes are read as they change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from digestkb.cli.database import database
from digestkb.cli.failure import complain
from digestkb.cli.ingest import brought_up_to_date, folders_of
from digestkb.cli.options import Wait
from digestkb.cli.output import plain, write
from digestkb.cli.stopping import stoppable
from digestkb.errors import DatabaseBusy, DigestError
from digestkb.files import shown
from digestkb.media.names import file_name
from digestkb.source import SUFFIXES
from digestkb.survey import Event, Outcome

commands = typer.Typer()
#: How often it is asked whether there is anything to do that was put off, in milliseconds.
_ROUND = 1000


@commands.command("watch")
@stoppable()
def watch(
    context: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="FOLDER...", help="Folders of notes; else those of digestkb config.")
    ] = None,
    wait: Wait = None,
) -> None:
    """Read notes as they change, until it is stopped; needs an extra.

    First everything is read that changed since the last ingest. Then each file that is added, changed or removed is a
    line: what became of it, its path, and how many mentions it has.

    \b
    Example:
      pip install 'digestkb[watch]'
      digestkb watch notes/
      digestkb watch notes/ | cut -f 2
    """
    folders = folders_of(paths)
    watched = Watched(database(context), folders, wait)
    for changes in _changes(folders):
        for event in watched.news(bool(changes)):
            told = (str(event.outcome), file_name(event.path), str(event.mentions))
            write(plain(["\t".join(told) + "\n"]))


def _changes(folders: Sequence[Path]) -> Iterator[set[object]]:
    """Yield what changes, and every second that nothing does; from before the first time on, nothing is missed."""
    try:
        import watchfiles
    except ImportError as error:
        raise DigestError("watch needs an extra: pip install 'digestkb[watch]'") from error
    for folder in folders:
        if not folder.exists():
            raise DigestError(f"{shown(folder)}: no such file or folder")
    usual = watchfiles.DefaultFilter()

    def may_matter(change: watchfiles.Change, path: str) -> bool:
        # What has no suffix may be a folder; the database and its journal have another.
        return usual(change, path) and Path(path).suffix.lower() in {"", *SUFFIXES}

    try:
        yield from watchfiles.watch(*folders, watch_filter=may_matter, rust_timeout=_ROUND, yield_on_timeout=True)
    except RuntimeError as error:  # it cannot look at a name that is not UTF-8, or runs out of what the system gives
        raise DigestError(f"the folders cannot be watched: {error}") from error


class Watched:
    """Folders of which a database is kept up to date."""

    def __init__(self, db: Path | str, folders: list[Path], wait: float | None) -> None:
        self._db, self._folders, self._wait = db, folders, wait
        #: Something may have changed that was not read yet, as at the beginning.
        self._is_due = True
        #: What kept files from being read, which is said once.
        self._failed: dict[str, str] = {}

    def news(self, changed: bool) -> Iterator[Event]:
        """Read what changed, if anything did, and yield what became of it; what fails is complained about.

        While another process keeps the database it is put off to the next time.
        """
        if not (changed or self._is_due):
            return
        self._is_due = False
        failed: dict[str, str] = {}
        try:
            for event in brought_up_to_date(self._db, self._folders, self._wait):
                if event.outcome is Outcome.FAILED:
                    failed[event.path] = event.message
                    if self._failed.get(event.path) == event.message:
                        continue
                if event.outcome is not Outcome.UNCHANGED and event.message:
                    complain(event.message)
                if event.outcome not in (Outcome.UNCHANGED, Outcome.FAILED):
                    yield event
            self._failed = failed
        except DatabaseBusy as error:
            complain(f"{error}; trying again")
            self._is_due = True
