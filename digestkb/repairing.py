"""Files and streams repaired in other processes: whatever a text does to what repairs it, it does there alone.

What is not repaired whole is not repaired at all: of a file there is an answer or none, and a stream ends before what
could not be done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple, TypeVar

from digestkb.errors import UnreadableNote
from digestkb.media.names import file_name
from digestkb.text.ledger import Repair, Text
from digestkb.text.rewrite import repair_stream, repaired_bytes
from digestkb.workers import Lost, Task, Workers

T = TypeVar("T")


class Mended(NamedTuple):
    """What became of a file: the bytes that it should hold, and its text with the changes; nothing if it is whole."""

    after: bytes = b""
    text: Text | None = None


def mend(data: bytes) -> Mended:
    r"""Repair what a file holds.

    >>> mend("CÃ¡c\n".encode()).after.decode(), mend(b"whole\n")
    ('Các\n', Mended(after=b'', text=None))
    """
    after, text = repaired_bytes(data)
    return Mended(after, text) if after != data else Mended()


def mending(limit: float | None = None) -> Workers[Mended]:
    """Give processes that call :func:`mend`, each time for so many seconds at most; 0 is any."""
    return Workers(mend, limit)


def mended(workers: Workers[Mended], task: Task[Mended], name: str) -> Mended:
    """Wait for what becomes of a file; raises :class:`~digestkb.errors.UnreadableNote` for one that has no answer."""
    try:
        return workers.answer(task)
    except Lost as lost:
        raise UnreadableNote(f"{file_name(name)}: is left alone, for it cannot be repaired whole: {lost}") from lost


def mended_stream(
    chunks: Iterable[bytes], name: str, limit: float | None = None
) -> Iterator[tuple[bytes, tuple[Repair, ...]]]:
    """Repair a stream as :func:`~digestkb.text.rewrite.repair_stream` does, each piece for so many seconds at most.

    Raises :class:`~digestkb.errors.UnreadableNote` at a piece that has no answer; what was given ends before it.
    """
    given = 0
    with Workers(_call, limit, most=1) as workers:
        try:
            for line in repair_stream(chunks, partial(_by, workers)):
                given += 1
                yield line
        except Lost as lost:
            where = f"line {given + 1:,}" if given else "its beginning"
            raise UnreadableNote(f"{file_name(name)}: cannot be repaired from {where} on, {lost}") from lost


def _by(workers: Workers[Any], function: Callable[..., T], piece: bytes, *given: Any) -> T:
    found: T = workers.answer(workers.hand_in(len(piece), function, piece, *given))
    return found


def _call(function: Callable[..., T], *given: Any) -> T:
    return function(*given)
