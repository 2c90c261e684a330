"""What comes in through standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from digestkb.errors import DigestError
from digestkb.files import MOST, open_file, too_large, unreadable

#: Bytes that are read at once.
_CHUNK = 1 << 16


def read_bytes(most: int = MOST) -> bytes:
    """Read all of standard input; raises :class:`~digestkb.errors.UnreadableNote` if it is more than so many bytes."""
    if sys.stdin is None:
        raise DigestError("there is no standard input to read from")
    data = sys.stdin.buffer.read(most + 1 if most else -1)
    if most and len(data) > most:
        raise too_large("standard input", most)
    return data


def chunks(name: str) -> Iterator[bytes]:
    """Yield the pieces of a file, or of standard input for ``-``, as they come."""
    if name != "-":
        with open_file(Path(name)) as file:
            try:
                yield from iter(lambda: os.read(file.fileno(), _CHUNK), b"")
            except OSError as error:
                raise unreadable(Path(name), error) from error
        return
    if sys.stdin is None:
        raise DigestError("there is no standard input to read from")
    # What is there is taken at once: a pipe may be slow.
    yield from iter(lambda: os.read(sys.stdin.fileno(), _CHUNK), b"")


def text(argument: str) -> str:
    """Give an argument as text: it is UTF-8 whatever the locale says, and what is none becomes U+FFFD.

    >>> text("GRPO"), text("\\udce5\\udcbc\\udcba\\udcff")
    ('GRPO', '强\ufffd')
    """
    return argument if argument.isascii() else os.fsencode(argument).decode("utf-8", "replace")


def names_from(arguments: Iterable[str]) -> Iterator[str]:
    """Yield the arguments, and in place of ``-`` the first field of each line of standard input."""
    for argument in arguments:
        if argument == "-":
            for line in read_bytes().decode("utf-8", "replace").split("\n"):
                name = line.partition("\t")[0].strip()
                if name:
                    yield name
        else:
            yield text(argument)
