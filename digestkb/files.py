"""Files, whoever put them there: opened only where that cannot wait, grow without end or do anything, and their names.

What a name means is said once, here: bytes to the operating system, text to whoever reads or stores it.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from digestkb.errors import NoteBusy, UnreadableNote
from digestkb.media.names import file_name
from digestkb.patterns import lazy
from digestkb.tuples import NamedTuple

try:
    import fcntl
except ImportError:  # there is no such lock on Windows
    fcntl = None  # type: ignore[assignment]

#: The largest file that is read unasked, in bytes; a note of so many takes minutes.
MOST = 50 << 20
_UNITS = "BKMGT"
#: A path longer than this is not written out where it is complained about.
_LONG = 300
_CHUNK = 1 << 16
#: How long to wait for what another process keeps, and between two attempts, in seconds.
_PATIENCE, _PAUSE = 10.0, 0.01
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
#: What a shell calls the pipe of ``<(…)``: it is open already, and as good as standard input.
_HANDED_OVER = lazy(r"/dev/(?:stdin|fd/\d+)|/proc/self/fd/\d+")
#: A byte of a name that is not UTF-8 as text, and what only looks like one.
_ESCAPE = lazy(r"\\x(?:5c|[89a-f][0-9a-f])")


def as_text(path: str | Path) -> str:
    r"""Write a path as text: a byte that is not UTF-8 is ``\xff``, as ``$'…'`` of a shell has it.

    A name that looks as if it were written so gets its backslash written so too: no two names are one text.

    >>> as_text("b\udcff.md"), as_text("強.md"), as_text(r"b\xff.md")
    ('b\\xff.md', '強.md', 'b\\x5cxff.md')
    """
    name = str(path)
    if os.name == "nt" or (name.isascii() and "\\x" not in name):
        return name
    name = _ESCAPE.sub(lambda found: "\\x5c" + found[0][1:], name)
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def shown(path: str | Path) -> str:
    """Write a path for people, so that it stands on a line: as text, in quotes where a character would not."""
    return file_name(as_text(path))


def from_text(text: str) -> str:
    r"""Give the path that :func:`as_text` wrote.

    >>> from_text(as_text("b\udcff.md")) == "b\udcff.md", from_text(as_text(r"b\xff.md"))
    (True, 'b\\xff.md')
    """
    if os.name == "nt" or (text.isascii() and "\\x" not in text):
        return text
    parts = re.split(rf"({_ESCAPE.pattern})", text)
    return os.fsdecode(b"".join(bytes([int(p[2:], 16)]) if i % 2 else p.encode() for i, p in enumerate(parts)))


def open_file(path: Path) -> BinaryIO:
    """Open a regular file for reading, without a buffer; raises :class:`~digestkb.errors.UnreadableNote` for the rest.

    Nothing else is opened at all: a pipe would be waited for, and of a device nobody knows what opening it does.
    """
    try:
        return open(path, "rb", buffering=0, opener=_opened)
    except OSError as error:
        raise unreadable(path, error) from error


def open_to_append(path: Path) -> BinaryIO:
    """Open a regular file, which is made if there is none, to write behind what it holds.

    Raises :class:`~digestkb.errors.UnreadableNote` for anything else, and :class:`OSError` where that fails.
    """
    return open(path, "ab", opener=_regular)


def _opened(path: str, flags: int) -> int:
    is_handed_over = path.startswith(("/dev/", "/proc/")) and _HANDED_OVER.fullmatch(path)
    return os.open(path, flags) if is_handed_over else _regular(path, flags)


def _regular(path: str, flags: int) -> int:
    with contextlib.suppress(FileNotFoundError):  # which flags may make
        _only_regular(path, os.stat(path))  # noqa: PTH116
    # What has been put in its place since then is not waited for either.
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0), 0o666)
    try:
        _only_regular(path, os.fstat(handle))
    except BaseException:
        os.close(handle)
        raise
    return handle


def _only_regular(path: str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = next((name for is_kind, name in _KINDS if is_kind(status.st_mode)), "something else")
        raise UnreadableNote(f"{shown(path)}: is {kind}, not a file")


def unreadable(path: Path, error: OSError) -> UnreadableNote:
    """Say what keeps a file from being read or written."""
    name = shown(path)
    if len(name) > _LONG:
        name = f"{name[: _LONG // 2]}…{name[-_LONG // 2 :]}"
    missing = "no such file or folder" if isinstance(error, FileNotFoundError) else ""
    return UnreadableNote(f"{name}: {missing or (error.strerror or str(error)).lower()}")


def read_file(path: Path, most: int = MOST) -> bytes:
    """Give what a regular file holds; raises :class:`~digestkb.errors.UnreadableNote` where there is none to be read.

    So does a file of more than ``most`` bytes (0: any): its size is believed if it is too large, and not otherwise.
    """
    return b"".join(pieces(path, most, at_once=True))


def pieces(path: Path, most: int = MOST, *, at_once: bool = False) -> Iterator[bytes]:
    """Yield what a regular file holds, as :func:`read_file` reads it; ``at_once`` if all of it is wanted in the end."""
    with open_file(path) as file:
        size = os.fstat(file.fileno()).st_size
        if most and size > most:
            raise too_large(shown(path), most)
        got = 0
        try:
            # What seems to be at its end is asked once more: it may grow, and some files have no size to tell.
            while piece := os.read(file.fileno(), max(size + 1 - got, _CHUNK) if at_once else _CHUNK):
                got += len(piece)
                if most and got > most:
                    raise too_large(shown(path), most)
                yield piece
        except OSError as error:
            raise unreadable(path, error) from error


def lock(handle: int, path: Path) -> bool:
    """Be the only one of us that writes what is open as ``handle``, a file or a folder, until that is closed.

    Says whether it is locked: some file systems have no locks. Raises :class:`~digestkb.errors.NoteBusy`, which names
    ``path``, where another process keeps it for more than ten seconds.
    """
    until = time.monotonic() + _PATIENCE
    while fcntl is not None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise NoteBusy(f"{shown(path)}: another process keeps it; try again") from None
            time.sleep(_PAUSE)
        except OSError:
            return False
        else:
            return True
    return False


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Be alone in a folder; says whether that is so: not every file system has locks, and without one it goes on.

    Raises :class:`~digestkb.errors.NoteBusy` where another process keeps it for too long.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # it may be passed through and not be read, or it is Windows
        yield False
        return
    try:
        yield lock(handle, folder)
    finally:
        os.close(handle)


def too_large(name: str, most: int) -> UnreadableNote:
    """Say of what is called ``name`` that it has more bytes than are read."""
    return UnreadableNote(f"{name}: is larger than --max-size {size_text(most)}")


def size_text(size: int) -> str:
    """Write a number of bytes as :func:`size_from` reads it.

    >>> size_text(50 << 20), size_text(1000)
    ('50M', '1000')
    """
    power = 0
    while size and size % 1024 == 0 and power < len(_UNITS) - 1:
        size, power = size // 1024, power + 1
    return f"{size}{_UNITS[power]}" if power else str(size)


def size_from(text: str) -> int:
    """Read a size as other commands take it; raises :class:`ValueError` for what is none.

    >>> size_from("50M"), size_from("1.5k"), size_from("1000"), size_from("2GiB")
    (52428800, 1536, 1000, 2147483648)
    """
    found = re.fullmatch(rf"(\d+(?:\.\d+)?)\s*([{_UNITS}])?(?:i?B)?", text.strip(), re.IGNORECASE)
    if not found:
        raise ValueError(f"{text!r} is no size; it is written like 800K, 50M or 2G, and 0 is any")
    return int(float(found[1]) * 1024 ** _UNITS.index((found[2] or "B").upper()))


class Stamp(NamedTuple):
    """How a file looks from outside. Who writes into it, or puts another in its place, changes one of these."""

    #: In bytes.
    size: int
    #: When what it holds and when anything of it was last changed, in nanoseconds since 1970.
    modified: int
    changed: int


def stamp_of(path: Path) -> Stamp | None:
    """Look at a file from outside; ``None`` where there is none to be looked at."""
    try:
        found = os.stat(path)  # noqa: PTH116 - there may be many
    except OSError:  # which whoever reads it will say
        return None
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns)
