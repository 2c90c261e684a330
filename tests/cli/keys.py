"""Real shells on a pseudo terminal: keys are pressed, and what a command got is read back word by word.

The shells find a ``digestkb`` that lets the real one answer completions, and otherwise writes down its arguments.
"""

from __future__ import annotations

import os
import select
import shlex
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

from tests.cli.processes import digestkb, environment, terminal
from tests.needed import program

#: How to start each without the tester's own settings, and the file that it then reads.
SHELLS = {
    "bash": (["--noprofile", "--rcfile", "rc", "-i"], "rc"),
    "zsh": (["-d", "-i"], ".zshrc"),
    "fish": (["--interactive", "--private"], ".config/fish/config.fish"),
}
#: What each does first. The prompt is what tells that the shell listens again.
SETTINGS = {
    "bash": "PS1='READY''> '; source ./script\n",
    "zsh": "PS1='READY''> '; setopt PROMPT_SUBST; autoload -Uz compinit; compinit -u; source ./script\n",
    "fish": "function fish_prompt; printf 'READY%s ' '>'; end\nset -g fish_greeting\nsource ./script\n",
}
#: Longer than a shell that works ever takes.
_PATIENCE = 30.0

_LAUNCHER = """#!/bin/sh
if [ -n "$_DIGESTKB_COMPLETE" ]; then exec {python} -m digestkb "$@"; fi
printf '%s\\0' "$@" >{record}.part && mv {record}.part {record}
"""


class Terminal:
    """A shell that waits for keys, in a folder of its own."""

    def __init__(self, folder: Path, ours: int) -> None:
        self.folder = folder
        self.drawn = b""
        self._ours = ours

    def press(self, keys: str) -> None:
        """Type something."""
        os.write(self._ours, keys.encode())

    def ready(self) -> None:
        """Wait for the prompt."""
        assert self._until(lambda: b"READY>" in self.drawn), f"no prompt in {self.drawn[-300:]!r}"

    def arguments(self, keys: str) -> list[str]:
        """Type a command, press Enter, and give the arguments that it got; none at all if nothing was run."""
        record = self.folder / "record"
        record.unlink(missing_ok=True)
        self.drawn = b""
        self.press(keys + "\r")
        if not self._until(record.exists):
            self.drawn = b""
            self.press("\x03")
            self.ready()
            return []
        self.ready()
        return record.read_bytes().decode().split("\0")[:-1]

    def _until(self, done: Callable[[], bool]) -> bool:
        end = time.monotonic() + _PATIENCE
        while not done() and time.monotonic() < end:
            self._read()
        return done()

    def _read(self) -> None:
        if select.select([self._ours], [], [], 0.02)[0]:
            self.drawn += os.read(self._ours, 65536)


@contextmanager
def shell(name: str, folder: Path, db: Path, script: str | None = None) -> Iterator[Terminal]:
    """Start a shell that has our completion script; skip the test where there is no such shell."""
    path = program(name)
    arguments, settings = SHELLS[name]
    launcher = folder / "bin" / "digestkb"
    launcher.parent.mkdir(parents=True)
    record = folder / "record"
    launcher.write_text(_LAUNCHER.format(python=shlex.quote(sys.executable), record=shlex.quote(str(record))))
    launcher.chmod(0o755)
    (folder / "script").write_text(digestkb("completion", name, "--show").out if script is None else script)
    (folder / settings).parent.mkdir(parents=True, exist_ok=True)
    if name == "fish":  # else it reads every man page of the machine first
        (folder / ".local" / "fish" / "generated_completions").mkdir(parents=True)
    (folder / settings).write_text(SETTINGS[name])
    changes = {
        "PATH": f"{launcher.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "ZDOTDIR": str(folder),
        "XDG_CONFIG_HOME": str(folder / ".config"),
        "XDG_DATA_HOME": str(folder / ".local"),
        "DIGESTKB_DB": str(db),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm",
    }
    with terminal(columns=200) as (ours, theirs):
        process = Popen(
            [path, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=folder,
            env=environment(**changes),
            start_new_session=True,
            preexec_fn=take_terminal,
        )
        os.close(theirs)
        try:
            started = Terminal(folder, ours)
            started.ready()
            yield started
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def take_terminal() -> None:
    """Make standard input the terminal of the new session, so that it has job control."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
