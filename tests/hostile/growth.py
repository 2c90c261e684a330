"""How long something takes on a text and on one twice as long, by the processor; the best of some runs counts."""

from __future__ import annotations

import contextlib
import math
import re
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tests.hostile.attacks import Attack
from tests.hostile.patterns import Known

#: Seconds after which nobody waits for a measurement; it counts as so long.
PATIENCE = 6.0
#: Twice the length may take three times as long: a little more than the double, and what a busy machine adds.
MOST = 3.0
#: Where it takes no more than this as long, nobody doubts that it is linear; otherwise it is measured again, so often
#: at most: two suites at once on one machine have made 3.4 out of 2.
CLEARLY, _ROUNDS = 2.6, 6
#: Below this, in seconds, nothing can be said of growth. A pattern that is linear is through with some thousand
#: characters in a hundredth of it.
FLOOR = 0.01
#: Some clocks of processors step by four milliseconds: shorter runs are repeated, until this many seconds have passed.
_LONG_ENOUGH = 0.06


#: The modules that remember lines.
_REMEMBER = ("digestkb.readers.", "digestkb.text.detect")


class _Late(BaseException):  # which nothing that is measured catches
    pass


@contextlib.contextmanager
def patience() -> Iterator[None]:
    """Give up after :data:`PATIENCE` where the system can: regular expressions hear signals while they search."""

    def late(*_: object) -> None:
        raise _Late

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def seconds(work: Callable[[], object], least: float = 0.0) -> float:
    """Measure something, which is run again and again until ``least`` seconds have passed."""
    start, runs = time.process_time(), 0
    try:
        with patience():
            while runs == 0 or time.process_time() - start < least:
                work()
                runs += 1
    except _Late:
        return PATIENCE
    return (time.process_time() - start) / runs


def forget_lines() -> None:
    """Empty what is remembered of some hundred lines: of a note that is read again, it holds a short one whole."""
    rooms = [module for name, module in sys.modules.items() if name.startswith(_REMEMBER)]
    for known in {id(value): value for room in rooms for value in vars(room).values()}.values():
        if hasattr(known, "cache_parameters") and 32 <= known.cache_parameters()["maxsize"] <= 1024:
            known.cache_clear()


def grows(work: Callable[[int], Callable[[], object]], length: int) -> float | None:
    """Give by what the time grows when ``length`` doubles, if that is more than :data:`MOST`.

    ``work`` prepares what is to be measured for a length. What is quick at the greater length is not measured again.
    """
    quick, slow = work(length), work(2 * length)
    first = seconds(slow)
    if first < FLOOR or first < 2.2 * seconds(quick) < PATIENCE:
        return None
    short = long = math.inf
    for _ in range(_ROUNDS):
        # Turn about, so that whoever else is busy slows down both; of each the best is what it takes.
        short, long = min(short, seconds(quick, _LONG_ENOUGH)), min(long, seconds(slow, _LONG_ENOUGH))
        if long < FLOOR or long < CLEARLY * short < PATIENCE:
            return None
        if first >= PATIENCE <= long:
            return math.inf
    return long / short if long > MOST * short else None


def searching(known: Known, attack: Attack) -> Callable[[int], Callable[[], object]]:
    """Prepare a search for all that a pattern finds in an attack, or for the match that it is asked for."""
    pattern: re.Pattern[Any] = known.pattern

    def prepare(length: int) -> Callable[[], object]:
        text: Any = attack.text(length)
        if isinstance(pattern.pattern, bytes):
            text = text.encode("latin-1", "replace")
        if known.searches:
            return lambda: sum(1 for _ in pattern.finditer(text))
        return lambda: (pattern.match(text), pattern.fullmatch(text))

    return prepare


def worst(known: Known, attacks: Iterable[Attack], length: int) -> str:
    """Try attacks until one shows more than linear growth, and say which; empty if none does.

    Short texts come first: what takes exponential time must not be asked about long ones.
    """
    for attack in attacks:
        work = searching(known, attack)
        for size in (40, length):
            growth = grows(work, size)
            if growth is not None:
                return f"{known.name}: x{growth:.1f} from {size} to {2 * size} characters of {attack}"
    return ""
