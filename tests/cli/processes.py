"""The command line as users run it: processes with pipes or a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
NOTES = ROOT / "data" / "notes"


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
    **changes: str,
) -> Run:
    """Run the command in a process of its own, in which something may be done before it begins."""
    done = subprocess.run(
        [sys.executable, "-m", "digestkb", *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(**changes),
        timeout=120,
        check=False,
        preexec_fn=before,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


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
        process = subprocess.Popen(
            [sys.executable, "-m", "digestkb", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
            env=environment(**changes),
        )
        os.close(theirs)
        drawn = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed: Linux reports it as an error
                break
            if not piece:
                break
            drawn += piece
        return process.wait(timeout=60), drawn.decode()
