"""Files and streams repaired in other processes: whatever a text does to what repairs it, it does there alone.

What is not repaired whole is not repaired at all: of a file there is an answer or none, and a stream ends before what
could not be done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from digestkb.errors import UnreadableNote
from digestkb.media.names import file_name
from digestkb.text.ledger import Repair, Text
from digestkb.text.repair import heard
from digestkb.text.repaired import original_lines, repair_stream, repaired_bytes
from digestkb.text.script_model import cost
from digestkb.text.stages import weigh
from digestkb.tuples import NamedTuple
from digestkb.workers import Lost, Task, Workers

T = TypeVar("T")


class Said(NamedTuple):
    """What a stage proposed for a line: the bits that it takes, those that it had to be below, and what was chosen."""

    line: int
    stage: str
    proposed: str
    channel: str
    bits: float
    below: float
    chosen: bool


class Mended(NamedTuple):
    """What became of a file: the bytes that it should hold, and its text with the changes; nothing if it is whole."""

    after: bytes = b""
    text: Text | None = None
    #: What the stages of repair said of the lines that changed, if that was asked for.
    said: tuple[Said, ...] = ()


def mend(data: bytes, *, why: bool = False) -> Mended:
    r"""Repair what a file holds.

    >>> mend("CÃ¡c\n".encode()).after.decode(), mend(b"whole\n").text
    ('Các\n', None)
    >>> [(said.stage, said.proposed, said.chosen) for said in mend("CÃ¡c\n".encode(), why=True).said][:1]
    [('whole', 'Các', True)]
    """
    after, text = repaired_bytes(data)
    if after == data:
        return Mended()
    return Mended(after, text, tuple(_said(text)) if why else ())


def _said(text: Text) -> Iterator[Said]:
    before = replace(text, lines=original_lines(text))
    for number, hearing in heard(before, sorted(text.repaired_lines)):
        least = cost(before.lines[number - 1])
        for weighed in hearing.weighed:
            proposal = weighed.proposal
            # The first stage takes what it proposes without weighing it.
            bits = round(weigh(proposal).bits, 1)
            chosen = hearing.settled and proposal is hearing.chosen
            below = round(least - proposal.margin, 1)
            yield Said(number, hearing.stage, proposal.text, proposal.channel, bits, below, chosen)


def mending(limit: float | None = None, *, why: bool = False) -> Workers[Mended]:
    """Give processes that call :func:`mend`, each time for so many seconds at most; 0 is any."""
    return Workers(partial(mend, why=why), limit)


def mended(workers: Workers[Mended], task: Task[Mended], name: str) -> Mended:
    """Wait for what becomes of a file; raises :class:`~digestkb.errors.UnreadableNote` for one that has no answer."""
    try:
        return workers.answer(task)
    except Lost as lost:
        raise UnreadableNote(f"{file_name(name)}: is left alone, for it cannot be repaired whole: {lost}") from lost


def mended_stream(
    chunks: Iterable[bytes], name: str, limit: float | None = None
) -> Iterator[tuple[bytes, tuple[Repair, ...]]]:
    """Repair a stream as :func:`~digestkb.text.repaired.repair_stream` does, each piece for so many seconds at most.

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
