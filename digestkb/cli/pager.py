"""A pager for answers that are longer than the screen."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import chain

from digestkb import configuration
from digestkb.cli.output import write
from digestkb.cli.writing import WRITING

#: What is used where nobody has chosen; it shows colours, and leaves the screen as it is.
_USUAL = "less -FRX"


def page(pieces: Iterable[str]) -> None:
    """Write an answer to the terminal, through a pager if it has more lines than that."""
    command = _pager()
    rows = shutil.get_terminal_size().lines
    pieces = iter(pieces)
    first = list(_up_to(pieces, rows)) if command else []
    if not command or sum(piece.count("\n") for piece in first) < rows:
        write(chain(first, pieces))
        return
    with _undisturbed():
        _show(command, chain(first, pieces))


def _up_to(pieces: Iterator[str], rows: int) -> Iterator[str]:
    """Take pieces until they fill the screen."""
    lines = 0
    for piece in pieces:
        yield piece
        lines += piece.count("\n")
        if lines >= rows:
            return


def _pager() -> list[str]:
    """Give the command of the pager: ``$DIGESTKB_PAGER``, else the one that is set, else ``$PAGER``, else less; nothing
    if none is wanted.
    """
    ours = os.environ.get("DIGESTKB_PAGER")  # empty, it means none
    told = configuration.value("pager").values if ours is None else (ours,)
    chosen = next(iter(told), os.environ.get("PAGER", _USUAL))
    try:
        command = shlex.split(chosen)
    except ValueError:  # a quote that is never closed
        return []
    wanted = WRITING.get().pager and os.environ.get("TERM") not in (None, "dumb", "unknown")
    return command if wanted and command and command[0] != "cat" and shutil.which(command[0]) else []


def _show(command: list[str], pieces: Iterable[str]) -> None:
    # less alone, as many have it in $PAGER, would show escapes as they are spelled.
    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    shown = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, encoding="utf-8", errors="replace")
    with contextlib.suppress(BrokenPipeError), contextlib.closing(shown.stdin) as lines:  # type: ignore[type-var]
        for piece in pieces:
            lines.write(piece)  # type: ignore[union-attr]
    shown.wait()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Leave Ctrl-C to the pager, which has the terminal."""
    sys.stdout.flush()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
