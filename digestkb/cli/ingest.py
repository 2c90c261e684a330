"""``ingest``: notes in."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from digestkb import configuration
from digestkb.cli.database import database
from digestkb.cli.failure import complain, trace
from digestkb.cli.files import named, some_of
from digestkb.cli.input import read_bytes
from digestkb.cli.limits import MaxTime
from digestkb.cli.options import AsFormat, AsJson, MaxSize, Wait
from digestkb.cli.output import summarizing
from digestkb.cli.progress import progress
from digestkb.cli.stopping import stoppable
from digestkb.errors import NOTHING_FOUND, OK, SOME_FAILED, DigestError, NoDatabase, UnreadableNote
from digestkb.files import MOST, as_text, shown
from digestkb.ingest import ingest, ingest_bytes
from digestkb.query.catalogue import Count
from digestkb.source import suffixes
from digestkb.store.store import Store, Totals
from digestkb.stores import looked_at, opened
from digestkb.survey import Event, Outcome, homes, survey

commands = typer.Typer()


_HELP = f"""
Read notes into the database; only what changed is read again.

Folders are searched for {suffixes(True)}, hidden folders and node_modules left out; {suffixes(False)} are read where a
file is named, or --include names them (--include '*.html'). A file that is gone from an ingested folder is taken out of
the database.

\b
Example:
  digestkb ingest notes/
  digestkb ingest                       what config.toml names as `notes`
  digestkb ingest notes/ --exclude 'drafts/*' --dry-run
  pandoc paper.docx -t markdown | digestkb ingest - --name paper.md
"""


@commands.command("ingest", help=_HELP)
@stoppable()
def ingest_notes(
    context: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH...", help="Files and folders of notes; - reads one note. Else those of digestkb config."
        ),
    ] = None,
    include: Annotated[
        list[str] | None, typer.Option("--include", metavar="PATTERN", help="Only files whose path or name matches.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="PATTERN", help="No files whose path or name matches.")
    ] = None,
    keep_missing: Annotated[bool, typer.Option("--keep-missing", help="Keep what files said that are gone.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read everything, write nothing.")] = False,
    name: Annotated[str, typer.Option("--name", help="What to call the note from standard input.")] = "stdin",
    max_size: MaxSize = MOST,
    max_time: MaxTime = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, metavar="N", help="Read so many at once.", show_default="one per processor"),
    ] = None,
    wait: Wait = None,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Read notes into the database."""
    summarize, path = summarizing(form, as_json), database(context)
    paths = paths or _own_folders()
    files = [Path(given) for given in some_of(paths) if given != "-"]
    done = Summary()
    database_of_run = looked_at(path) if dry_run else opened(path, wait)
    with _partly(done), database_of_run as store, store.keeping(homes(files), complain):
        found = survey(store.fingerprints(), files, include or (), exclude or ())
        for remark in found.remarks:
            complain(remark)
        events = ingest(
            store, found, keep_missing=keep_missing, dry_run=dry_run, most=max_size, limit=max_time, jobs=jobs or 0
        )
        done.take(progress(events, len(found.items) + len(found.missing) + len(found.failures)))
        if "-" in paths:
            done.take(_piped(store, as_text(name), max_size, dry_run, max_time))
        if done.changed and not dry_run:
            store.tidy()
        counts = done.counts(store.totals())
    summarize(counts)
    raise typer.Exit(done.status)


def folders_of(paths: list[str] | None) -> list[Path]:
    """Give the folders that were named, else those that are set; that there are none is an error."""
    return [Path(path) for path in named(paths or _own_folders())]


def _own_folders() -> list[str]:
    folders = configuration.value("notes").values
    if not folders:
        raise DigestError(f"name a folder of notes, or set `notes` in {shown(configuration.file())}")
    return list(folders)


def brought_up_to_date(path: Path | str, files: list[Path], wait: float | None = None) -> Iterator[Event]:
    """Read files and folders into a database; yields what became of each."""
    with opened(path, wait) as store, store.keeping(homes(files), complain):
        changed = 0
        for event in ingest(store, survey(store.fingerprints(), files)):
            changed += event.outcome not in (Outcome.UNCHANGED, Outcome.FAILED)
            yield event
        if changed:
            store.tidy()


@contextlib.contextmanager
def _partly(done: Summary) -> Iterator[None]:
    """Let a database that gives out on the way, as on a full disk, be a failure of some: what was stored stays."""
    try:
        yield
    except NoDatabase as error:
        if not done.changed:
            raise
        complain(f"{error}; the {done.stored} notes before that are stored")
        raise typer.Exit(SOME_FAILED) from error


def _piped(store: Store, name: str, most: int, dry_run: bool, limit: float | None) -> Iterator[Event]:
    try:
        yield ingest_bytes(store, read_bytes(most), name, dry_run=dry_run, limit=limit)
    except UnreadableNote as error:
        yield Event(Outcome.FAILED, name, str(error))


class Summary:
    """What became of the files of one run."""

    def __init__(self) -> None:
        self.outcomes: Counter[Outcome] = Counter()
        self.repaired_lines = 0

    def take(self, events: Iterable[Event]) -> None:
        """Count events as they come, and pass on what they have to say."""
        for event in events:
            self.outcomes[event.outcome] += 1
            self.repaired_lines += event.repaired_lines
            if event.message:
                complain(event.message)
                trace(event.error)

    @property
    def status(self) -> int:
        """The exit status: whether nothing could be read, or something, or all."""
        if not self.outcomes[Outcome.FAILED]:
            return OK
        return SOME_FAILED if self.outcomes.keys() > {Outcome.FAILED} else NOTHING_FOUND

    @property
    def stored(self) -> int:
        """How many notes the database has got."""
        return sum(self.outcomes[outcome] for outcome in (Outcome.ADDED, Outcome.CHANGED, Outcome.MOVED))

    @property
    def changed(self) -> bool:
        """The database is not what it was before."""
        return bool(self.stored or self.outcomes[Outcome.REMOVED])

    def counts(self, totals: Totals) -> Iterator[Count]:
        """Give the summary: first this run's files, then what the database holds."""
        for outcome in Outcome:
            yield Count(f"files {outcome}", self.outcomes[outcome])
        yield Count("lines repaired", self.repaired_lines)
        yield Count("papers", totals.papers)
        yield Count("notes", totals.paperless)
        yield Count("mentions", totals.mentions)
        yield Count("insights", totals.insights)
