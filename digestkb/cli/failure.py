"""What goes wrong, put into one line on standard error and an exit status (:mod:`digestkb.errors` lists them)."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

import typer

from digestkb.errors import BUSY, INTERRUPTED, OK, SOME_FAILED, USAGE, BadQuery, DigestError, UnreadableNote

#: How much of a query is shown around the place of a fault, in characters.
_AROUND = 60


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn failures into an exit; with ``--debug`` those that are ours keep their traceback."""
    try:
        yield
    except DigestError as error:
        if is_debugging():
            raise
        complain(describe(error))
        raise typer.Exit(error.status) from None
    except BrokenPipeError:
        leave_pipe()
        raise typer.Exit(OK) from None
    except KeyboardInterrupt as stopped:
        complain(str(stopped) or "interrupted")
        raise typer.Exit(getattr(stopped, "status", INTERRUPTED)) from None
    except OSError as error:
        if is_debugging():
            raise
        from digestkb.media.names import file_name

        complain(
            f"{file_name(str(error.filename))}: {error.strerror}" if error.filename else str(error.strerror or error)
        )
        raise typer.Exit(USAGE) from None


def is_debugging() -> bool:
    """Say whether tracebacks are wanted: before the command or behind it, and before ``--``."""
    given = sys.argv[1:]
    return "--debug" in (given[: given.index("--")] if "--" in given else given)


def misused(error: Any) -> str:
    """Say in one line what was wrong with the command line; of a command without anything, give its help as it is."""
    said = str(error.format_message())
    if said.count("\n") > 1:
        return said
    if hasattr(error, "possibilities"):
        from difflib import get_close_matches

        possible = get_close_matches(error.option_name, error.possibilities or (), 1)
        near = f"; did you mean {possible[0]}?" if possible else ""
        said = f"there is no option {error.option_name}{near}"
    said = f"{said[:1].lower()}{said[1:].strip().rstrip('.')}".replace("a valid int range", "a whole number")
    told = error.ctx is None or "did you mean" in said or "digestkb " in said
    return said if told else f"{said}; {error.ctx.command_path} --help explains"


def complain(message: str) -> None:
    """Write a message of one or more lines to standard error, in which nothing is a terminal escape."""
    from digestkb.media.characters import screen

    text = screen(f"digestkb: {message}\n").encode("utf-8", "backslashreplace").decode("utf-8")
    with contextlib.suppress(OSError, ValueError):  # nobody listens: the exit status still tells
        if sys.stderr is not None:
            sys.stderr.write(text)
            sys.stderr.flush()


class Failures:
    """What failed of many files, each of which was said when it did."""

    def __init__(self) -> None:
        self.statuses: list[int] = []

    def add(self, error: UnreadableNote) -> None:
        """Report a file, and go on."""
        complain(str(error))
        trace(error)
        self.statuses.append(error.status)

    @property
    def status(self) -> int:
        """The exit status on their account: that of a busy file only where trying again is all it needs."""
        return max(self.statuses, default=OK) if set(self.statuses) <= {BUSY} else SOME_FAILED


def trace(error: BaseException | None) -> None:
    """With ``--debug``, show where a failure comes from that does not end the run, in another process as well."""
    if error is not None and is_debugging():
        import traceback

        told = getattr(error, "traceback", "") or getattr(error.__cause__, "traceback", "")
        complain(told or "".join(traceback.format_exception(error)))


def describe(error: DigestError) -> str:
    """Give the line for an error, and for a bad query a caret under the place of the fault.

    >>> print(describe(BadQuery("this parenthesis is never closed", "GRPO (a", 5)))
    this parenthesis is never closed
      GRPO (a
           ^
    """
    if not isinstance(error, BadQuery) or error.position is None or not error.query:
        return str(error)
    from digestkb.media.characters import one_by_one

    first = max(0, error.position - _AROUND)
    shown = one_by_one(error.query[first : error.position + _AROUND])
    return f"{error}\n  {shown}\n  {' ' * _cells(shown[: error.position - first])}^"


def _cells(text: str) -> int:
    """Count the terminal cells of a text: a Chinese character takes two, a combining mark none."""
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def leave_pipe() -> None:
    """Let nothing more be written into a pipe that was closed, so that leaving is silent as well."""
    with contextlib.suppress(OSError, ValueError):
        void = os.open(os.devnull, os.O_WRONLY)
        os.dup2(void, sys.stdout.fileno())
        os.close(void)
