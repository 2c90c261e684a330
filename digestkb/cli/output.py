"""Where answers go: standard output, as characters that suit it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, TypeVar

from digestkb import configuration
from digestkb.cli.failure import complain
from digestkb.cli.writing import WRITING
from digestkb.errors import NothingFound
from digestkb.media.characters import screen as visible
from digestkb.render import Format, Screen, Sheet, lines

if TYPE_CHECKING:
    from digestkb.query.catalogue import Count

T = TypeVar("T")
#: How many pieces are written at once.
_PIECES = 256
#: How much of a long list a table shows.
_TABLE = 50


def is_terminal() -> bool:
    """Say whether somebody looks at standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def screen() -> Screen:
    """Describe standard output: ``COLUMNS`` wide, else as wide as the terminal, else 80; and what it can show.

    ``--color`` decides; else ``NO_COLOR``, then ``FORCE_COLOR`` and
    ``CLICOLOR_FORCE``; else whether it is a terminal that knows colours. Links are for terminals alone.
    """
    asked = WRITING.get()
    wanted = asked.color or _usual_color()
    plain = "NO_COLOR" if os.environ.get("NO_COLOR") and wanted == "auto" else ""
    forced = wanted == "always" or any(
        os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")
    )
    known = os.environ.get("TERM", "") not in _KNOWS_NOTHING or os.name == "nt"
    shows = wanted != "never" and ((is_terminal() and known) or (forced and not plain))
    links = shows and is_terminal() and os.environ.get("TERM") not in _KNOWS_NO_LINKS
    return Screen(
        max(20, get_terminal_size().columns) if is_terminal() or "COLUMNS" in os.environ else 80,
        styles=shows,
        colours=not plain,
        links=links,
        fields=asked.fields,
        header=asked.header,
        end=asked.end,
        ascii=asked.ascii,
    )


#: Terminals (``TERM``) that show nothing but characters, and those that would show where a link leads to.
_KNOWS_NOTHING, _KNOWS_NO_LINKS = ("dumb", "unknown"), ("linux",)


def _usual_color() -> str:
    """Give when tables have colours for somebody whose environment does not say."""
    if any(name in os.environ for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE")):
        return "auto"
    return next(iter(configuration.value("color").values), "auto")


def chosen(wanted: Format | None, as_json: bool) -> Format:
    """Give the format asked for; else a table for a terminal and lines for a pipe."""
    if as_json:
        return Format.JSON
    return wanted or (Format.TABLE if is_terminal() else Format.TSV)


def answer(sheet: Sheet[Any], choice: Format, empty: str, *, raw: bool = False) -> None:
    """Write an answer; if there is none, raise :class:`~digestkb.errors.NothingFound` with ``empty``.

    Formats that frame their records are written even then, so that what reads them finds what it expects. ``raw``
    lets formulas into CSV.
    """
    records = iter(sheet.records)
    first = list(islice(records, 1))
    sheet.records = chain(first, records)
    pieces = lines(sheet, choice, screen()._replace(raw=raw))
    if first or choice in (Format.JSON, Format.CSV, Format.CSLJSON):
        _shown(pieces if choice is Format.TABLE else plain(pieces))
    if not first:
        raise NothingFound(empty)


def summarizing(wanted: Format | None, as_json: bool) -> Callable[[Iterable[Count]], None]:
    """Give what writes the counts of a long work once it is done.

    What they cannot be written as is refused now: nobody should learn of it when all is done.
    """
    from digestkb.render import sheets

    choice = chosen(wanted, as_json)
    lines(sheets.counts([], "summaries"), choice, screen())
    return lambda counts: answer(sheets.counts(counts, "summaries"), choice, "")


def _shown(pieces: Iterable[str]) -> None:
    if not is_terminal():
        write(pieces)
        return
    from digestkb.cli.pager import page

    page(pieces)


def write(pieces: Iterable[str]) -> None:
    """Write to standard output; on a terminal nothing in a note is an escape."""
    if sys.stdout is None:
        return
    for text in _batches(pieces):
        sys.stdout.write(text)
    sys.stdout.flush()


def write_bytes(data: bytes) -> None:
    """Write to standard output as it is; nothing at all sends what was held back."""
    if sys.stdout is None:
        return
    if data:
        sys.stdout.buffer.write(data)
    else:
        sys.stdout.buffer.flush()


def _batches(pieces: Iterable[str]) -> Iterator[str]:
    pieces = iter(pieces)
    while batch := "".join(islice(pieces, _PIECES)):
        yield batch


def plain(pieces: Iterable[str]) -> Iterator[str]:
    """Keep what another program wrote into a note from acting on the terminal."""
    return map(visible, pieces) if is_terminal() else iter(pieces)


def aside(message: str) -> None:
    """Say something that only matters to somebody who looks, and nothing to a script."""
    if sys.stderr is not None and sys.stderr.isatty():
        complain(message)


def most_of(limit: int | None, choice: Format) -> int | None:
    """Give how much of a long list is shown: what was asked for, else all, or what a table has room for."""
    return (_TABLE if choice is Format.TABLE else None) if limit is None else limit or None


def some(found: Iterable[T], limit: int | None, choice: Format) -> Iterable[T]:
    """Cut what was found to what is shown, and say so if a table hides the rest of its own accord."""
    most = most_of(limit, choice)
    if most is None:
        return found
    first = list(islice(found, most + 1))
    if len(first) > most and limit is None:
        aside(f"the first {most}; -n 0 shows all")
    return first[:most]


def prepare() -> None:
    """Let standard output take any character: UTF-8 in a pipe, a substitute where a terminal has no such letter."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty() or os.name == "nt":
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")
