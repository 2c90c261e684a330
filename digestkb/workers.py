"""Processes that work for this one: what ends one of them, or holds it up, costs nothing but itself.

Those of ``concurrent.futures`` would not do: the death of one ends the work of all, none can be given up alone, and
they live on when this process is killed.
"""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import os
import select
import signal
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

from digestkb.bounds import LIMIT
from digestkb.errors import DigestError

R = TypeVar("R")
E = TypeVar("E", bound=Exception)
#: Forking is the quickest start, and is safe on Linux alone.
_START: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
#: So many bytes are worth one more worker: until a new one is warm, it could have read half of them.
_WORTH = 1_500_000
#: How much longer than :data:`~digestkb.bounds.LIMIT` a worker may take for each byte, in seconds. It is some twenty
#: times what it should take.
_LIMIT_OF_A_BYTE = 20e-6
#: These are seconds of the processor, where the system counts them for us: on a busy machine a note is no worse. By the
#: clock it may take so many times as long, since what does nothing at all must end too.
_BY_THE_CLOCK = 10.0 if hasattr(signal, "setitimer") else 1.0
#: How much memory a worker may fill beyond what it begins with, in bytes, where the system has such a limit.
_MEMORY = 250 << 20
#: What tells a process to end. Of those that a terminal sends to all, the workers leave the answer to this process.
_ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Lost(Exception):
    """A piece of work that has no answer; the text says what became of it."""


@dataclass(slots=True, eq=False)
class Task(Generic[R]):
    """A piece of work that was handed in."""

    given: tuple[Any, ...]
    #: How long it may take, in seconds; 0 is any time.
    limit: float
    #: It ended the worker that had it.
    fatal: bool = False
    #: What came of it, once it is done.
    answer: R | Exception | None = None


class Workers(Generic[R]):
    """Some processes that call one function; leaving ``with`` ends them.

    >>> with Workers(divmod) as workers:
    ...     tasks = [workers.hand_in(0, 7, by) for by in (2, 3, 0)]
    ...     print(workers.answer(tasks[1]), workers.answer(tasks[0]))
    ...     workers.answer(tasks[2])
    Traceback (most recent call last):
    digestkb.workers.Lost: ZeroDivisionError: integer division or modulo by zero
    """

    def __init__(
        self,
        work: Callable[..., R],
        limit: float | None = None,
        *,
        most: int = 0,
        warm: Callable[[], object] | None = None,
        load: Callable[[], object] | None = None,
    ) -> None:
        """Call ``work``, which never answers None, in at most so many processes; 0 is one for each processor.

        Each call may take ``limit`` seconds; 0 is any time, and what is usual depends on the size of what is handed in.
        ``warm`` loads what each would load for itself: it is called here, where that helps. ``load`` does so where one
        is enough: it is called there, while this process goes on.
        """
        self._work = work
        self._limit = limit
        self._warm, self._load = warm, load
        self._most = most or _processors()
        self._size = 0
        self._waiting: deque[Task[R]] = deque()
        self._fatal: deque[Task[R]] = deque()
        self._workers: list[_Worker[R]] = []

    @property
    def ahead(self) -> int:
        """How much should be handed in beyond what is picked up, so that no worker waits for another."""
        return 3 * self._most

    def __enter__(self) -> Workers[R]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def hand_in(self, size: int, *given: Any) -> Task[R]:
        """Have the function called with what is ``given``, which is so many bytes of work."""
        self._size += size
        task: Task[R] = Task(given, LIMIT + size * _LIMIT_OF_A_BYTE if self._limit is None else self._limit)
        self._waiting.append(task)
        self._give_out()
        return task

    def answer(self, task: Task[R]) -> R:
        """Wait for what comes of a piece of work, and give it.

        Raises the :class:`~digestkb.errors.DigestError` that the function raised, and :class:`Lost` if it raised
        anything else, took too long, or twice ended the process that called it: the second time alone, since the first
        may have been for want of memory.
        """
        self._attend()  # who answers many that are done keeps the workers busy so
        self.wait_for(task)
        assert task.answer is not None, "it was waited for"
        if isinstance(task.answer, Exception):
            raise task.answer
        return task.answer

    def wait_for(self, task: Task[R]) -> None:
        """Wait until something came of a piece of work."""
        while task.answer is None:
            self._attend(patiently=True)

    def is_done(self, task: Task[R]) -> bool:
        """Say whether something came of a piece of work by now."""
        if task.answer is None:
            self._attend()
        return task.answer is not None

    def _attend(self, *, patiently: bool = False) -> None:
        """Give out what waits, and take in what is done; ``patiently`` waits until something is."""
        busy = [worker for worker in self._workers if worker.task]
        left = min((worker.until for worker in busy), default=0.0) - time.monotonic()
        connections = [worker.connection for worker in busy]
        done = _ready(connections, (None if left == math.inf else max(0.0, left)) if patiently else 0.0)
        for worker in busy:
            if worker.connection in done:
                self._take_in(worker)
            elif time.monotonic() > worker.until:
                self._give_up(worker)
        self._give_out()

    def _give_out(self) -> None:
        if not (self._waiting or self._fatal):
            return
        busy = [worker for worker in self._workers if worker.task]
        if any(worker.task and worker.task.fatal for worker in busy) or (busy and self._fatal):
            return
        if self._fatal:
            self._idle().take(self._fatal.popleft())
            return
        while self._waiting and (len(busy) < len(self._workers) or self._may_grow()):
            worker = self._idle()
            worker.take(self._waiting.popleft())
            busy.append(worker)

    def _may_grow(self) -> bool:
        return len(self._workers) < min(self._most, 1 + self._size // _WORTH)

    def _idle(self) -> _Worker[R]:
        for worker in self._workers:
            if not worker.task:
                return worker
        if self._warm and _START.get_start_method() == "fork":
            with contextlib.suppress(Exception):  # it fails in the worker again, and there it is known for which work
                self._warm()
        self._warm = None
        with _undisturbed():
            self._workers.append(_Worker(self._work, self._load))
        return self._workers[-1]

    def _take_in(self, worker: _Worker[R]) -> None:
        task, worker.task = worker.task, None
        assert task, "only those that have something are asked"
        try:
            task.answer = worker.connection.recv()
        except (EOFError, OSError):
            self._workers.remove(worker)
            worker.end()
            if worker.is_late:
                task.answer = _late(task)
            elif task.fatal:
                task.answer = Lost(f"it ended the process that read it, twice ({worker.ending})")
            else:
                task.fatal = True
                self._fatal.append(task)

    def _give_up(self, worker: _Worker[R]) -> None:
        assert worker.task, "only those that have something are late"
        self._workers.remove(worker)
        worker.end()
        worker.task.answer = _late(worker.task)


def _ready(connections: Collection[Connection], seconds: float | None) -> Collection[Any]:
    """Wait so long, or for ever, until something comes on one of these; gives those on which it does.

    This is asked for each small note, and :func:`~multiprocessing.connection.wait` makes a selector for it.
    """
    if not hasattr(select, "poll"):
        return wait(connections, seconds)
    poll = select.poll()
    by_number = {one.fileno(): one for one in connections}
    for number in by_number:
        poll.register(number, select.POLLIN)
    return [by_number[number] for number, _ in poll.poll(None if seconds is None else math.ceil(seconds * 1000))]


def _late(task: Task[R]) -> Lost:
    return Lost(f"it takes longer than {round(task.limit, 1):g} seconds; --max-time gives it more")


class _Worker(Generic[R]):
    """One process, and its end of the line."""

    def __init__(self, work: Callable[..., R], load: Callable[[], object] | None) -> None:
        self.connection, theirs = _START.Pipe()
        self._process = _START.Process(target=_serve, args=(theirs, work, load), daemon=True)
        self._process.start()
        theirs.close()  # what only the worker holds says by closing that it is gone
        self.task: Task[R] | None = None
        self.until = 0.0

    def take(self, task: Task[R]) -> None:
        """Begin with a piece of work."""
        self.task = task
        self.until = time.monotonic() + task.limit * _BY_THE_CLOCK if task.limit else math.inf
        with contextlib.suppress(OSError):  # it is gone, which the line says as well
            self.connection.send((task.limit, task.given))

    def end(self) -> None:
        """Let there be no such process any more, whatever it does."""
        self._process.kill()
        self._process.join()
        self.connection.close()

    @property
    def is_late(self) -> bool:
        """It ended because it had taken all the time that it was given."""
        return hasattr(signal, "SIGPROF") and self._process.exitcode == -signal.SIGPROF

    @property
    def ending(self) -> str:
        """How it ended, for people."""
        status = self._process.exitcode or 0
        return signal.strsignal(-status) or f"signal {-status}" if status < 0 else f"status {status}"


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off what tells this process to end: a worker that just began would answer as this process does."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, work: Callable[..., object], load: Callable[[], object] | None) -> None:
    """Be a worker."""
    for number in _ENDING:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    try:
        _end_with_parent()
        with contextlib.suppress(Exception):  # it fails in the work again
            if load:
                load()
        _stay_small()
    except OSError:  # no file can be opened any more; whoever waits hears of it as of any other end
        os._exit(1)
    with contextlib.suppress(EOFError, OSError):  # nobody is there any more
        while True:
            limit, given = connection.recv()
            try:
                with _timed(limit):
                    answer = work(*given)
                connection.send(answer)
            except DigestError as error:
                connection.send(_traced(error, error))
            except MemoryError:
                connection.send(Lost("it needs too much memory"))
            except Exception as error:
                connection.send(_traced(Lost(f"{type(error).__name__}: {error}"), error))


def _traced(answer: E, error: Exception) -> E:
    """Write down where an error comes from, since it leaves that behind when it goes to another process."""
    vars(answer)["traceback"] = "".join(traceback.format_exception(error))
    return answer


@contextlib.contextmanager
def _timed(limit: float) -> Iterator[None]:
    """Let the system end this process when it has been at work for so long; nothing can be in the middle of anything.

    The clock counts what the processor does for us. It is not asked to raise anything: a regular expression would not
    hear of it before it has come to its end.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        yield
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, 0)


def _stay_small() -> None:
    """Let no more memory be given to this process than it may fill, where the system counts what is filled."""
    if sys.platform == "linux":
        import resource

        filled = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
        most = resource.getrlimit(resource.RLIMIT_DATA)[1]
        wanted = filled + _MEMORY
        resource.setrlimit(
            resource.RLIMIT_DATA, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most)
        )


def _end_with_parent() -> None:
    """End with the process that this one works for, within a moment and however that one ends."""
    parent = multiprocessing.parent_process()
    assert parent, "workers are started by another process"
    with contextlib.suppress(ImportError, OSError, AttributeError):  # where there is no such thing, or not for us
        import ctypes

        # The thread below would wait for a regular expression to come to its end; the kernel does not.
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
