"""What writes and is told to stop – by Ctrl-C, ``kill``, the end of a session: it says so in one line, and soon."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

from digestkb.cli.failure import complain

#: After a signal the note at hand is given up and the file left in order. SQLite does not let itself be interrupted
#: everywhere, nor is it hurt by an end without notice, so that this may take no longer than these seconds.
_GRACE = 0.7
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Stopped(KeyboardInterrupt):
    """A signal came; its text is for the user."""

    def __init__(self, number: int) -> None:
        how = "interrupted" if number == signal.SIGINT else f"ended by {signal.Signals(number).name}"
        super().__init__(f"{how}; what was stored by now is kept")
        #: As shells give it.
        self.status = 128 + number
        self.late = threading.Timer(_GRACE, self.leave)
        self.late.daemon = True

    def leave(self) -> NoReturn:
        """Leave without further ado."""
        complain(str(self))
        os._exit(self.status)


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Raise :class:`Stopped` when a signal tells us to end; a second one, or a while, ends us at once.

    What was set to be ignored – by ``nohup``, or by a shell for what runs in its background – still is.
    """
    told: list[Stopped] = []

    def stop(number: int, _: FrameType | None) -> NoReturn:
        told.append(Stopped(number))
        for other in _SIGNALS:
            if signal.getsignal(other) is stop:
                signal.signal(other, lambda number, _: os._exit(128 + number))
        told[0].late.start()
        raise told[0]

    usual = (signal.SIG_DFL, signal.default_int_handler)
    before = {number: signal.getsignal(number) for number in _SIGNALS if signal.getsignal(number) in usual}
    for number in before:
        signal.signal(number, stop)
    try:
        yield
    except BaseException as error:
        if not told:
            raise
        told[0].late.cancel()
        # A client that is stopped while it waits for its server may say that the server does not answer.
        raise told[0] from (None if error is told[0] else error)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
