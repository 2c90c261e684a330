"""What goes wrong, put into one line on standard error and an exit status (:mod:`digestkb.errors` lists them)."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

import typer

from digestkb.errors import BUSY, INTERRUPTED, OK, SOME_FAILED, USAGE, BadQuery, DigestError, UnreadableNote

#: The status of a bug of ours, as sysexits.h has it.
SOFTWARE = 70
#: How much of a query is shown around the place of a fault, in characters.
_AROUND = 60


@contextlib.contextmanager
def translated(*, debug: bool) -> Iterator[None]:
    """Turn failures into an exit; with ``debug`` those that are ours keep their traceback."""
    try:
        yield
    except DigestError as error:
        if debug:
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
        if debug:
            raise
        from digestkb.media.names import file_name

        complain(
            f"{file_name(str(error.filename))}: {error.strerror}" if error.filename else str(error.strerror or error)
        )
        raise typer.Exit(USAGE) from None


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
        self.statuses.append(error.status)

    @property
    def status(self) -> int:
        """The exit status on their account: that of a busy file only where trying again is all it needs."""
        return max(self.statuses, default=OK) if set(self.statuses) <= {BUSY} else SOME_FAILED


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
