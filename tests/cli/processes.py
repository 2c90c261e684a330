"""The command line as users run it: processes with pipes or a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from tests.cli.warm import POSSIBLE, Copies

ROOT = Path(__file__).parent.parent.parent
NOTES = ROOT / "data" / "notes"
#: Seconds after which nobody waits for a process.
_PATIENCE = 120
#: Variables of the environment that Python reads when it starts.
_OF_THE_START = ("PYTHON", "LC_", "LANG", "TZ")


@dataclass(frozen=True)
class Run:
    """What a process left behind."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.split("\n")[:-1]

    @property
    def records(self) -> list[list[str]]:
        """The fields of tab-separated lines."""
        return [line.split("\t") for line in self.lines]


def environment(**changes: str) -> dict[str, str]:
    """Give an environment in which nothing of the tester's own terminal is left."""
    foreign = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM", "PYTHONPATH", "PYTHONIOENCODING")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIGESTKB_", *foreign))}
    return {
        **kept,
        "DIGESTKB_CONFIG": os.devnull,
        "DIGESTKB_PAGER": "",
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm-256color",
        **changes,
    }


def digestkb(
    *arguments: str | bytes,
    stdin: str | bytes = b"",
    cwd: Path | None = None,
    before: Callable[[], None] | None = None,
    fresh: bool = False,
    **changes: str,
) -> Run:
    """Run the command in a process of its own, in which something may be done before it begins.

    It is a copy of one that has loaded the command, and a ``fresh`` one where it matters how a process starts.
    """
    data = stdin.encode() if isinstance(stdin, str) else stdin
    if not (fresh or before or any(name.startswith(_OF_THE_START) for name in changes)):
        return _piped([os.fsdecode(argument) for argument in arguments], data, cwd, environment(**changes))
    done = subprocess.run(
        [sys.executable, "-m", "digestkb", *arguments],
        input=data,
        capture_output=True,
        cwd=cwd,
        env=environment(**changes),
        timeout=_PATIENCE,
        check=False,
        preexec_fn=before,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def _piped(arguments: Sequence[str], stdin: bytes, cwd: Path | None, shell: dict[str, str]) -> Run:
    """Run the command in a copy, between three pipes."""
    (read, feed), (out, write), (err, complain) = os.pipe(), os.pipe(), os.pipe()
    end = _begun(arguments, (read, write, complain), cwd, shell)
    with ThreadPoolExecutor(2) as readers, os.fdopen(out, "rb") as said, os.fdopen(err, "rb") as complained:
        answer, complaint = readers.submit(said.read), readers.submit(complained.read)
        with suppress(BrokenPipeError), os.fdopen(feed, "wb") as fed:
            fed.write(stdin)
        return Run(end(), answer.result().decode(), complaint.result().decode())


def _begun(
    arguments: Sequence[str], streams: tuple[int, int, int], cwd: Path | None, shell: dict[str, str]
) -> Callable[[], int]:
    """Begin the command with these streams, which are closed here; gives what waits for its end."""
    if POSSIBLE:
        copies = _copies()
        end = partial(copies.wait, copies.begin(arguments, streams, cwd or Path.cwd(), shell), _PATIENCE)
    else:
        names = dict(zip(("stdin", "stdout", "stderr"), streams, strict=True))
        command = [sys.executable, "-m", "digestkb", *arguments]
        end = partial(subprocess.Popen(command, cwd=cwd, env=shell, **names).wait, _PATIENCE)
    for stream in set(streams):
        os.close(stream)
    return end


@cache
def _copies() -> Copies:
    return Copies(environment())


Command = Callable[..., Run]


@contextmanager
def terminal(columns: int = 80, rows: int = 40) -> Iterator[tuple[int, int]]:
    """Make a pseudo terminal; gives its two ends."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    try:
        yield ours, theirs
    finally:
        os.close(ours)


def on_terminal(*arguments: str, columns: int = 80, **changes: str) -> tuple[int, str]:
    """Run the command with its output on a terminal; gives its status and all that was drawn."""
    with terminal(columns) as (ours, theirs):
        nothing = os.open(os.devnull, os.O_RDONLY)
        end = _begun(arguments, (nothing, theirs, theirs), None, environment(**changes))
        drawn = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed: Linux reports it as an error
                break
            if not piece:
                break
            drawn += piece
        return end(), drawn.decode()
