"""The command in copies of a process that has loaded it: to start Python and load everything takes ten times as long.

What is run is :func:`digestkb.__main__.main`, in a process of its own with its own streams, environment, folder and
exit status. What only a start can show – what is loaded, on which path, in which encoding – needs a fresh process.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import pickle
import pkgutil
import signal
import socket
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parent.parent.parent
#: Elsewhere a fork is not safe, or there is none.
POSSIBLE = sys.platform == "linux"
#: What is loaded of the package: all but what needs extras, and more seconds than it saves.
_LEFT_OUT = ("digestkb.__main__", "digestkb.mcp.", "digestkb.web.", "digestkb.site.", "digestkb.semantic.")
#: And what it loads of others when it comes to that.
_LATE = ("rich.console", "rich.table", "rich.progress", "sqlite_utils", "ftfy", "chardet", "typer.rich_utils")
_SIZE, _NUMBER = struct.Struct("I"), struct.Struct("i")


class Copies:
    """A process that makes copies of itself; each runs the command once."""

    def __init__(self, environment: dict[str, str]) -> None:
        from subprocess import Popen

        self._running = False
        self._line, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", __name__, str(theirs.fileno())]
            # In a session of its own, so that Ctrl-C ends the tests and not this.
            self._original = Popen(
                command, cwd=ROOT, env=environment, pass_fds=[theirs.fileno()], start_new_session=True
            )

        def end() -> None:
            self._line.close()
            self._original.wait()

        atexit.register(end)

    def begin(self, arguments: Sequence[str], streams: Sequence[int], cwd: Path, environment: dict[str, str]) -> int:
        """Run the command with these three standard streams; gives the number of its process.

        The next one is begun when this one was waited for: what is to run at once must be fresh processes.
        """
        assert not self._running, "a copy runs already"
        self._running = True
        told = pickle.dumps((arguments, cwd, environment))
        socket.send_fds(self._line, [_SIZE.pack(len(told))], streams)
        self._line.sendall(told)
        return _number(self._line)

    def wait(self, process: int, seconds: float) -> int:
        """Give the exit status of what was begun, negative for a signal; kill it if it takes longer."""
        self._line.settimeout(seconds)
        try:
            return _number(self._line)
        except TimeoutError:
            os.kill(process, signal.SIGKILL)
            self._line.settimeout(None)
            _number(self._line)
            raise
        finally:
            self._line.settimeout(None)
            self._running = False


def _number(line: socket.socket) -> int:
    return int(_NUMBER.unpack(_all(line, _NUMBER.size))[0])


def _all(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = line.recv(size - len(data))
        if not piece:
            raise EOFError("the other end is gone")
        data += piece
    return data


def _serve(line: socket.socket) -> None:
    """Make a copy for each that is asked for, until nobody asks any more."""
    while True:
        size, streams, *_ = socket.recv_fds(line, _SIZE.size, 3)
        if not size:
            return
        told = pickle.loads(_all(line, *_SIZE.unpack(size)))
        child = os.fork()
        if child == 0:
            line.close()
            _become(streams, *told)
        for stream in streams:
            os.close(stream)
        line.sendall(_NUMBER.pack(child))
        line.sendall(_NUMBER.pack(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


def _become(streams: Sequence[int], arguments: Sequence[str], cwd: Path, environment: dict[str, str]) -> NoReturn:
    """Be the command."""
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = ["digestkb", *arguments]
        for number, (name, mode, buffering) in enumerate((("stdin", "r", -1), ("stdout", "w", -1), ("stderr", "w", 1))):
            old = getattr(sys, name)
            new = open(number, mode, buffering, old.encoding, old.errors, "\n", closefd=False)  # noqa: SIM115
            setattr(sys, name, new)
            setattr(sys, f"__{name}__", new)
        from digestkb.__main__ import main

        main()
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(70)


def _load() -> None:
    """Load what the command needs, and compile the patterns by reading something."""
    from digestkb.cli.later import put_off

    put_off()
    import digestkb

    for module in pkgutil.walk_packages(digestkb.__path__, "digestkb."):
        if not f"{module.name}.".startswith(_LEFT_OUT):
            importlib.import_module(module.name)
    for name in _LATE:
        with suppress(ImportError):
            importlib.import_module(name)
    from digestkb.prepare import read_note
    from digestkb.source import read_source

    for note in sorted((ROOT / "data" / "notes").rglob("*.md")):
        read_note(read_source(note, note.name))


if __name__ == "__main__":
    _load()
    gc.freeze()  # else each copy would copy the memory of all that is loaded, to count who refers to it
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        _serve(asked)
