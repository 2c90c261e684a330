"""``pick``: type, see what is found, and open it."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from digestkb.cli.database import database, ourselves
from digestkb.cli.input import text
from digestkb.cli.narrow import query_of
from digestkb.cli.output import is_terminal, plain, write
from digestkb.errors import INTERRUPTED, BadQuery, DigestError, NothingFound
from digestkb.files import from_text
from digestkb.query.database import library, lookup
from digestkb.query.find import find
from digestkb.query.nodes import And
from digestkb.render import Column, Format, Place, Screen, Sheet, lines
from digestkb.render.record import mention_place
from digestkb.tuples import NamedTuple

commands = typer.Typer()
#: How many hits are there to choose from.
_MOST = 200
#: The keys besides Enter that end it, and what fzf says when nothing is chosen.
_OPEN_PAPER, _COPY = "ctrl-o", "ctrl-y"
_NOTHING_CHOSEN = (1, INTERRUPTED)
_KEYS = "Enter opens the note, Ctrl-O the paper, Ctrl-Y copies ids, Tab marks several"
#: How editors are told a line; any other gets what vi takes.
_AT_LINE = {
    **dict.fromkeys(("code", "codium", "cursor"), ("-g", "{path}:{line}")),
    **dict.fromkeys(("subl", "hx", "helix", "zed", "micro"), ("{path}:{line}",)),
    **dict.fromkeys(("gedit", "kate", "mate"), ("--line", "{line}", "{path}")),
}
#: What takes a text into the clipboard, the first that is there.
_CLIPBOARDS = (["wl-copy"], ["xclip", "-selection", "clipboard"], ["xsel", "-ib"], ["pbcopy"], ["clip.exe"])


class Choice(NamedTuple):
    """A line that was chosen; without a path it is any place that speaks of the paper."""

    id: str
    date: str
    title: str
    path: str
    line: str


@commands.command("pick")
def pick(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY...", help="What to begin with; all of it can be changed.")
    ] = None,
    as_lines: Annotated[bool, typer.Option("--lines", hidden=True, help="Print what there is to choose from.")] = False,
) -> None:
    """Type, see hits and what notes say of them change, and open what you pick.

    The query language is that of search; with nothing typed the newest papers are there. Enter opens the note at its
    line in $VISUAL or $EDITOR, Ctrl-O the paper, Ctrl-Y copies the ids, Tab marks several. Without an editor, or in a
    pipe, what was picked is printed: places, or ids. It needs fzf, which an extra brings where it is not installed.

    \b
    Example:
      pip install 'digestkb[pick]'
      digestkb pick tag:rl
      digestkb export -f bibtex $(digestkb pick)
    """
    db = database(context)
    if as_lines:
        write(plain(_choices(db, text(" ".join(words or ())))))
        return
    with library(db):  # that there is one is known before the screen is taken
        key, chosen = _ask(db, text(" ".join(words or ())))
    if not chosen:
        raise typer.Exit(INTERRUPTED)
    if key == _OPEN_PAPER:
        _open_papers(db, chosen)
    elif key == _COPY:
        _copy("\n".join(one.id for one in chosen))
    elif is_terminal():
        _open_notes([_place(db, one) for one in chosen])
    else:
        write(plain(f"{one.id}\n" for one in chosen))


def _choices(db: Path | str, typed: str) -> Iterator[str]:
    """Give the lines that are chosen from; an expression that is not finished yet has none."""
    columns = tuple(Column(name, lambda row, name=name: getattr(row, name)) for name in Choice._fields)  # type: ignore[misc]
    with contextlib.suppress(BadQuery), library(db) as connection:
        query = query_of([typed], ())
        sort = "date" if query.root == And(()) else "relevance"
        found = []
        for hit in find(connection, query, sort=sort, limit=_MOST, passages=bool(typed.strip())).hits:
            shown = hit.passage
            place = Place(shown.folder, shown.source, shown.line) if shown else None
            where = (place.path, str(place.line)) if place and place.folder else ("", "")
            found.append(Choice(hit.id, hit.date or "", hit.called or hit.id, *where))
        yield from lines(Sheet(found, columns, Choice._asdict), Format.TSV, Screen())


def _ask(db: Path | str, typed: str) -> tuple[str, list[Choice]]:
    """Run fzf on the terminal; gives the key that ended it and what was chosen."""
    ours = shlex.join(ourselves())
    ask = f"{ours} pick --lines -- {{q}}"
    command = [
        _fzf(),
        "--disabled",
        "--multi",
        "--ansi",
        "--layout=reverse",
        f"--query={typed}",
        "--prompt=digestkb> ",
        "--delimiter=\t",
        "--with-nth=1,2,3",
        "--tabstop=14",
        f"--header={_KEYS}",
        f"--expect={_OPEN_PAPER},{_COPY}",
        f"--bind=start:reload:{ask}",
        f"--bind=change:reload:{ask}",
        f"--preview=COLUMNS=$FZF_PREVIEW_COLUMNS {ours} show -f table --color always -- {{1}}",
        "--preview-window=down,60%,wrap",
    ]
    # fzf runs these in $SHELL, and with what somebody has set for other uses of it.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("FZF_DEFAULT")}
    # The database is named here, and not in the commands: fzf would replace what is in braces in its path.
    environment = {**inherited, "SHELL": "/bin/sh", "PYTHONIOENCODING": "utf-8", "DIGESTKB_DB": str(db)}
    done = subprocess.run(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, env=environment, check=False)
    if done.returncode in _NOTHING_CHOSEN:
        return "", []
    if done.returncode:
        raise DigestError(f"fzf ended with status {done.returncode}; version 0.36 or newer is needed")
    key, *chosen = done.stdout.decode("utf-8", "replace").split("\n")[:-1]
    rows = [line.split("\t") for line in chosen]
    return key, [Choice._make(row) for row in rows if len(row) == len(Choice._fields)]


def _fzf() -> str:
    """Give the path of fzf: one that is installed, else that of the extra."""
    if found := shutil.which("fzf"):
        return found
    try:
        from iterfzf import BUNDLED_EXECUTABLE
    except ImportError:
        BUNDLED_EXECUTABLE = None
    if not BUNDLED_EXECUTABLE:
        raise DigestError("pick needs fzf: install it, or an extra that brings it, pip install 'digestkb[pick]'")
    return str(BUNDLED_EXECUTABLE)


def _place(db: Path | str, choice: Choice) -> tuple[str, str]:
    """Give the path and the line of a note that speaks of what was chosen."""
    if choice.path:
        return choice.path, choice.line
    with library(db) as connection:
        (paper,) = lookup(connection, choice.id)
    place = next((place for mention in paper.mentions if (place := mention_place(mention)).folder), None)
    if place is None:
        raise NothingFound(f"what is known of {choice.id} came through standard input: there is no file to open")
    return place.path, str(place.line)


def _open_notes(places: Sequence[tuple[str, str]]) -> None:
    """Open notes one after the other, or print their places if no editor is set."""
    editor = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    for path, line in places:
        if not editor:
            write(plain([f"{path}:{line}\n"]))
            continue
        shape = _AT_LINE.get(Path(editor[0]).stem, ("+{line}", "{path}"))
        told = [part.format(path=from_text(path), line=line) for part in shape]
        try:
            subprocess.run([*editor, *told], check=False)
        except OSError as error:
            raise DigestError(f"the editor {editor[0]!r} cannot be run: {error.strerror}") from error


def _open_papers(db: Path | str, chosen: Sequence[Choice]) -> None:
    with library(db) as connection:
        addresses = [paper.url for one in chosen for paper in lookup(connection, one.id)]
    for address in addresses:
        if address and address.startswith(("https://", "http://")):
            typer.launch(address)


def _copy(ids: str) -> None:
    """Take ids into the clipboard, or print them where there is none."""
    for command in _CLIPBOARDS:
        if shutil.which(command[0]) and not subprocess.run(command, input=ids.encode(), check=False).returncode:
            return
    write(plain([f"{ids}\n"]))
