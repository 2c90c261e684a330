"""``export``: everything, for other programs and for people."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Annotated

import typer

from digestkb.cli.database import database
from digestkb.cli.failure import complain
from digestkb.cli.found import kept, meant, narrowed_to, report
from digestkb.cli.narrow import Asked, narrowed, of_papers
from digestkb.cli.options import AsFormat, AsJson, Raw
from digestkb.cli.output import answer, chosen
from digestkb.cli.papers import described, only
from digestkb.cli.writing import WRITING
from digestkb.errors import DigestError, NothingFound
from digestkb.query.database import all_numbers, library
from digestkb.query.fields import explained
from digestkb.query.find import find
from digestkb.query.nodes import And
from digestkb.query.papers import Paper, papers
from digestkb.render import BIBLIOGRAPHIES, Format, paper_sheets
from digestkb.store.connection import Connection

commands = typer.Typer()
#: So many months are named where there is nothing of the one that was asked for.
_MONTHS = 12


def _month(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", value, re.ASCII):
        raise typer.BadParameter(f"{value!r} is no month; it is written like 2026-01")
    return value


@commands.command("export", epilog=explained())
@narrowed
def export(
    context: typer.Context,
    asked: Asked,
    synthesis: Annotated[
        str | None,
        typer.Option("--synthesis", metavar="MONTH", callback=_month, help="A month, such as 2026-01, as a synthesis."),
    ] = None,
    vault: Annotated[
        Path | None,
        typer.Option("--vault", metavar="DIR", help="A folder for Obsidian: notes of papers, and a table."),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="FILE", help="Write the digest or synthesis into it; your text stays."),
    ] = None,
    raw: Raw = False,
    form: AsFormat = None,
    as_json: AsJson = False,
) -> None:
    """Write every paper, as JSON lines unless asked otherwise.

    Filters narrow it, as they do list. A note that is about no paper comes with --notes, or where a filter by kind or
    id asks for it, but never in a bibliography (bibtex, csljson, ris). What -f md, --synthesis and --vault write can
    be ingested, and nothing is lost; beside the notes that it is from it is no new evidence.

    \b
    Example:
      digestkb export > papers.jsonl
      digestkb export -f bibtex --tag rl > rl.bib
      digestkb export -f md --into digest.md
      digestkb export --synthesis 2026-01 > 2026-01.md
      digestkb export --vault ~/vault/papers
      digestkb export --notes | jq 'select(.is_note).title'
    """
    ways = {"--synthesis": synthesis, "--into": into, "--vault": vault}
    choice = _format(Format.JSON if as_json else form, ways)
    with library(database(context)) as connection:
        numbers, empty = _found(connection, asked, choice)
        if synthesis:
            numbers, empty = _of_month(connection, synthesis, numbers)
        if vault:
            _write_vault(vault, _loaded(connection, numbers, empty))
        elif into:
            _write_into(connection, into, _loaded(connection, numbers, empty), synthesis)
        else:
            document = partial(_synthesis, connection, synthesis) if synthesis else paper_sheets.digest
            answer(described(connection, numbers, choice, document=document), choice, empty, raw=raw)


def _format(form: Format | None, ways: Mapping[str, object]) -> Format:
    """Choose the format; raises :class:`~digestkb.errors.DigestError` for options that do not go together."""
    given = [name for name, value in ways.items() if value is not None]
    choice = form or (Format.MD if given else Format.JSONL)
    if given and choice is not Format.MD:
        raise DigestError(f"{given[0]} writes Markdown, not {choice}; > sends that to a file")
    if "--vault" in given and len(given) > 1:
        raise DigestError(f"--vault writes notes of its own; leave out {given[0]}")
    if given and WRITING.get().fields:
        raise DigestError(f"{given[0]} writes everything; leave out --fields")
    return choice


def _found(connection: Connection, asked: Asked, choice: Format) -> tuple[list[int], str]:
    """Give the row numbers of what is asked for in the order of ids, and what to say if there are none."""
    query = of_papers(asked.query, notes=asked.notes, cited=choice in BIBLIOGRAPHIES)
    among = only(connection, asked.ids)
    if asked.query.root == And(()) and among is None:
        return all_numbers(connection, notes=asked.notes), "there are no papers yet"
    result = kept(find(connection, query, passages=False), among)
    report(result, query)
    numbers = [hit.number for hit in sorted(result.hits, key=attrgetter("id"))]
    return numbers, f"no paper is like {narrowed_to(asked.query.root)}{meant(connection, result, query)}"


def _of_month(connection: Connection, month: str, numbers: Sequence[int]) -> tuple[list[int], str]:
    from digestkb.query.months import months, of_month

    there = months(connection)
    if month in there:
        told = " that is like that"
    else:
        told = f"; there are some of {', '.join(there[-_MONTHS:])}" if there else ""
        told += " and of earlier months" if len(there) > _MONTHS else ""
    return of_month(connection, month, set(numbers)), f"there is no paper of {month}{told}"


def _loaded(connection: Connection, numbers: Sequence[int], empty: str) -> list[Paper]:
    if not numbers:
        raise NothingFound(empty)
    return list(papers(connection, numbers))


def _synthesis(connection: Connection, month: str, found: Iterable[Paper]) -> Iterator[str]:
    from digestkb.query.insights import of_month
    from digestkb.render.digest import joined
    from digestkb.render.synthesis import regions

    return joined(regions(month, list(found), of_month(connection, month)))


def _write_into(connection: Connection, into: Path, found: list[Paper], month: str | None) -> None:
    """Write a digest, or the synthesis of a month, into a file; what stands in that already is not written again."""
    from digestkb.exports.files import places_of, write_into
    from digestkb.query.insights import of_month
    from digestkb.render import digest, synthesis

    without = places_of(into, found)
    if month:
        thoughts = [one for one in of_month(connection, month) if (one.folder, one.source) not in without]
        write_into(into, synthesis.regions(month, found, thoughts, without))
    else:
        write_into(into, digest.regions(found, without))


def _write_vault(folder: Path, found: list[Paper]) -> None:
    from digestkb.cli.progress import progress
    from digestkb.exports.files import Vault
    from digestkb.query.catalogue import Count
    from digestkb.render import sheets

    vault = Vault(folder, found)
    for remark in vault.remarks:
        complain(remark)
    written = Counter(progress(vault.write(), len(found)))
    counts = [Count(f"notes {name}", written[name]) for name in ("new", "changed", "unchanged")]
    answer(sheets.counts(counts), chosen(None, False), "")
