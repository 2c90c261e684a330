"""``enrich``: what arXiv says of the papers in the notes, from a snapshot of its metadata."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digestkb import configuration
from digestkb.cli.database import database_file
from digestkb.cli.options import AsFormat, AsJson, Wait
from digestkb.cli.output import answer, chosen, summarizing
from digestkb.cli.progress import progress
from digestkb.cli.stopping import stoppable
from digestkb.errors import DamagedSnapshot, DigestError, Unreachable
from digestkb.query.catalogue import Count
from digestkb.query.database import library
from digestkb.render import Format, sheets

if TYPE_CHECKING:
    from digestkb.store.store import Store

commands = typer.Typer()


class First(str, Enum):
    """Whose word goes first."""

    NOTES = "notes"
    METADATA = "metadata"

    def __str__(self) -> str:
        return self.value


@commands.command("enrich")
@stoppable()
def enrich(
    context: typer.Context,
    snapshot: Annotated[
        str | None,
        typer.Argument(metavar="[SNAPSHOT]", help="arXiv's metadata: .json, .zip, .gz or -.", show_default=False),
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Only papers without metadata; alone, list their numbers.")
    ] = False,
    prefer: Annotated[
        First | None, typer.Option("--prefer", help="Whose title, people and date are shown.", show_default=False)
    ] = None,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DAY", help="The snapshot's, else of its last change.", show_default=False),
    ] = None,
    online: Annotated[
        bool, typer.Option("--online", help="Ask arXiv itself for papers without metadata, slowly.")
    ] = False,
    contact: Annotated[
        str | None,
        typer.Option(
            "--contact", metavar="ADDRESS", help="Your address, told to arXiv; else as set.", show_default=False
        ),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Drop all metadata: the database is as it was.")] = False,
    wait: Wait = None,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Add what arXiv says of the papers: titles, people, abstracts, dates, venues.

    The snapshot is a file, arxiv-metadata-oai-snapshot.json from Kaggle (CC0); nothing is fetched. Only with --online
    arXiv itself is asked, for the numbers of which nothing is known yet: 100 at a time, three seconds apart; if it does
    not answer, the next run asks for the rest. What your notes say goes first: metadata fills what none of them says,
    and stands in for a title of one or two words. It is kept apart from the notes, named where it is shown, searched
    with them, and dropped with --remove.

    \b
    Example:
      digestkb enrich arxiv-metadata-oai-snapshot.json.zip
      digestkb enrich --missing
      digestkb enrich --online --contact ada@example.org
      digestkb enrich --prefer metadata
      digestkb enrich --remove
    """
    path = database_file(context, "digestkb db copy makes one of what is on a server")
    choice = chosen(form, as_json)
    if remove or snapshot or prefer or online:
        summarize = summarizing(form, as_json)
        _check(snapshot, remove=remove, date=date, missing=missing, online=online)
        with library(path):  # which none of these makes
            pass
        ask = partial(_asked, contact) if online else partial(_enriched, snapshot, date, missing) if snapshot else None
        counts = _written(path, wait, ask, prefer=prefer, remove=remove)
        summarize(counts)
    elif missing:
        _list_missing(path, choice if form or as_json or choice is Format.TABLE else Format.IDS)
    else:
        raise DigestError("name a snapshot of arXiv's metadata, or --online, --missing, --prefer or --remove")


def _check(snapshot: str | None, *, remove: bool, date: str | None, missing: bool, online: bool) -> None:
    if remove and (snapshot or missing or online):
        raise DigestError("--remove goes without a snapshot")
    if online and (snapshot or date):
        raise DigestError("--online goes without a snapshot, and dates what it gets itself")
    if date is not None and not _is_day(date):
        raise DigestError(f"{date!r} is no day; it is written like 2026-11-20")


def _is_day(text: str) -> bool:
    with contextlib.suppress(ValueError):
        return dt.date.fromisoformat(text).isoformat() == text
    return False


def _list_missing(path: Path, choice: Format) -> None:
    from digestkb.store.metadata import lacking

    with library(path) as connection:
        answer(sheets.numbers(lacking(connection)), choice, "there is metadata of every paper with a number")


def _written(
    path: Path,
    wait: float | None,
    ask: Callable[[Store, bool | None], list[Count]] | None,
    *,
    prefer: First | None,
    remove: bool,
) -> list[Count]:
    """Do what writes; gives what came of it."""
    from digestkb.store.store import Store

    with Store.open(path, wait) as store:
        if remove:
            return [Count("records removed", store.metadata.remove())]
        preferred = None if prefer is None else prefer is First.METADATA
        if ask:
            return ask(store, preferred)
        from digestkb.store.metadata import count_of

        if not (count := count_of(store.metadata.connection)):
            raise DigestError("there is no metadata yet; run: digestkb enrich SNAPSHOT")
        store.metadata.finish("", preferred=preferred)
        return [Count("papers enriched", count)]


def _asked(contact: str | None, store: Store, preferred: bool | None) -> list[Count]:
    from digestkb.enrich import Asking
    from digestkb.snapshot.online import Api

    given = contact or next(iter(configuration.value("contact").values), "")
    if not given:
        raise DigestError("arXiv wants to know who asks: --contact ADDRESS, or contact in the file of digestkb config")
    api = Api(given)
    run = Asking(store, api)
    try:
        for _ in progress(run.events(preferred=preferred), run.steps):
            pass
    except Unreachable as error:
        raise Unreachable(f"{error}; {run.enriched} papers are stored, and the next run asks for the rest") from error
    return [
        Count("papers enriched", run.enriched),
        Count("papers that arXiv says nothing of", run.absent),
        Count("requests", api.requests),
        Count("records removed", run.removed),
    ]


def _enriched(name: str, date: str | None, missing: bool, store: Store, preferred: bool | None) -> list[Count]:
    from digestkb.cli.snapshots import opened
    from digestkb.enrich import Enrichment

    began = time.monotonic()
    with opened(name) as snapshot:
        run = Enrichment(store, snapshot, missing=missing)
        try:
            for _ in progress(run.events(date, preferred=preferred), run.steps):
                pass
        except DamagedSnapshot as error:
            kept = f"; {run.enriched} papers are stored, and a whole one has the rest" if run.enriched else ""
            raise DamagedSnapshot(f"{error}{kept}") from error
    return [
        Count("papers enriched", run.enriched),
        Count("papers not in the snapshot", run.absent),
        Count("records read", run.records),
        Count("lines that are no record", snapshot.unreadable),
        Count("records removed", run.removed),
        Count("seconds", f"{time.monotonic() - began:.1f}"),
    ]
