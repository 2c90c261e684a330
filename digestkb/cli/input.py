"""What comes in through standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from digestkb.errors import DigestError


def read_bytes() -> bytes:
    """Read all of standard input."""
    if sys.stdin is None:
        raise DigestError("there is no standard input to read from")
    return sys.stdin.buffer.read()


def names_from(arguments: Iterable[str]) -> Iterator[str]:
    """Yield the arguments, and in place of ``-`` the first field of each line of standard input."""
    for argument in arguments:
        if argument == "-":
            for line in read_bytes().decode("utf-8", "replace").split("\n"):
                name = line.partition("\t")[0].strip()
                if name:
                    yield name
        else:
            yield argument.encode("utf-8", "replace").decode("utf-8")
