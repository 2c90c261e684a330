"""What runs the pipeline over files: only what changed is read, and a bad file never stops the rest."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from functools import cached_property
from itertools import filterfalse
from pathlib import Path
from typing import TYPE_CHECKING

from digestkb.errors import UnreadableNote
from digestkb.files import MOST, Stamp, shown, stamp_of
from digestkb.media.names import file_name
from digestkb.source import Source, beginning, is_gone, read_beginning, source_of
from digestkb.store.origin import Fingerprint, Origin
from digestkb.store.rules import READING
from digestkb.store.store import Store
from digestkb.survey import Event, Outcome, Survey, home_of, path_of
from digestkb.tuples import NamedTuple

# What reads is loaded once something is to be read: a run that finds nothing new loads none of it.
if TYPE_CHECKING:
    from digestkb.prepare import Prepared
    from digestkb.workers import Task, Workers

#: A file that was changed so short a time before it was read may be changed again and look the same, in nanoseconds:
#: some systems count in steps of two seconds.
_STEP = 2_000_000_000
#: How long others who want to write wait for us before it is their turn, and one more note's time, in seconds.
_TURN = 0.2
#: How long what is read is gathered before a turn begins, in seconds: to store is dearer by the turn than by the note.
_GATHER = 0.8
#: How much is handed in beyond what readers need not to wait, so that there is something to gather: bytes, and notes.
_AHEAD, _MOST_AHEAD = 4 << 20, 1000


def ingest(
    store: Store,
    found: Survey,
    *,
    keep_missing: bool = False,
    dry_run: bool = False,
    most: int = MOST,
    limit: float | None = None,
    jobs: int = 0,
) -> Iterator[Event]:
    """Bring the database up to date with what a survey found, and yield an event for each file as it is done.

    With ``dry_run`` everything is read and nothing is written. Files of more than ``most`` bytes (0: any) fail, and so
    do those that take longer than ``limit`` seconds to read; for what that is otherwise see :mod:`digestkb.workers`. So
    many ``jobs`` read them (0: one for each processor); what is stored is the same.
    """
    yield from found.failures
    moves = _Moves(store.fingerprints())
    with _Desk(store, dry_run, limit, jobs) as desk:
        for looked in _looked_at(store, found, moves, most, dry_run):
            if isinstance(looked, Event):
                yield looked
            else:
                yield from desk.take(looked)
        yield from desk.clear()
    emptied: set[Path] = set()
    for origin in () if keep_missing else filterfalse(moves.taken.__contains__, found.missing):
        with contextlib.nullcontext() if dry_run else store.turn():
            if not is_gone(Path(path_of(origin))):
                continue  # it came back, and another process may have read it already
            if not dry_run:
                store.forget(origin)
        yield Event(Outcome.REMOVED, origin.source, _remark(origin, emptied))


class _Moves:
    """Notes by what is in their files: one that nobody knows, with the content of one that is gone, is that, moved."""

    def __init__(self, known: dict[Origin, Fingerprint]) -> None:
        self.known = known
        #: Those that were found elsewhere.
        self.taken: set[Origin] = set()

    @cached_property
    def _by_content(self) -> dict[str, list[Origin]]:
        found: dict[str, list[Origin]] = defaultdict(list)
        for origin, fingerprint in self.known.items():
            if origin.folder:
                found[fingerprint.sha256].append(origin)
        return found

    def take(self, source: Source) -> Origin | None:
        """Give where a file lay that is gone from there, each once."""
        for origin in self._by_content.get(source.sha256, ()):
            if origin not in self.taken and is_gone(Path(path_of(origin))):
                self.taken.add(origin)
                return origin
        return None


def _looked_at(store: Store, found: Survey, moves: _Moves, most: int, dry_run: bool) -> Iterator[Event | _Job]:
    """Yield what is to be read, and an event for each file of which that is not so."""
    fingerprints, stamps = moves.known, store.stamps()
    seen: list[tuple[Origin, Fingerprint, Stamp]] = []
    for item in found.items:
        before = found.known.get(str(item.path))
        known = _Known(item.origin, before, fingerprints.get(before) if before else None)
        if known.is_current and _looks_like(item.path, stamps.get(item.origin), most) and store.undisturbed:
            yield Event(Outcome.UNCHANGED, item.origin.source)
            continue
        try:
            job = _job(item.path, known if store.undisturbed else _look(store, item.origin), most)
        except UnreadableNote as error:
            yield Event(Outcome.FAILED, item.origin.source, str(error), error=error)
            continue
        if not job.is_stored:
            yield job if job.known.before else job._replace(moved=moves.take(job.source))
            continue
        if job.stamp:
            seen.append((job.origin, _fingerprint(job.source), job.stamp))
        yield Event(Outcome.UNCHANGED, item.origin.source)
    if seen and not dry_run:
        store.stamp(seen)


def _looks_like(path: Path, stamp: Stamp | None, most: int) -> bool:
    """Say whether a file looks as it did when it was read, so that it need not be read again."""
    return stamp is not None and stamp == stamp_of(path) and (not most or stamp.size <= most)


def _remark(origin: Origin, emptied: set[Path]) -> str:
    """Say once for each folder that it holds nothing any more: what mounts a disk there would want to know."""
    folder = next(above for above in Path(path_of(origin)).parents if above.exists())
    try:
        if folder in emptied or any(folder.iterdir()):
            return ""
    except OSError:  # it may be passed through, and not be looked at
        return ""
    emptied.add(folder)
    return f"{shown(folder)}: is empty, and what its notes said is taken out; --keep-missing would keep it"


class _Desk:
    """What is being read, and is stored in the order in which it came; there are no readers until something comes."""

    def __init__(self, store: Store, dry_run: bool, limit: float | None, jobs: int = 0) -> None:
        self._store = store
        self._jobs = jobs
        self._dry_run = dry_run
        self._limit = limit
        self._at_work = contextlib.ExitStack()
        #: The first, until it is known whether others follow.
        self._first: _Job | None = None
        self._is_alone = False
        self._ahead: deque[tuple[_Job, Task[Prepared]]] = deque()
        #: How many bytes these are, and until when what is read of them is gathered.
        self._size = 0
        self._until = 0.0

    def __enter__(self) -> _Desk:
        return self

    def __exit__(self, *raised: object) -> None:
        self._at_work.close()

    @cached_property
    def _workers(self) -> Workers[Prepared]:
        from digestkb.prepare import preparing

        return self._at_work.enter_context(preparing(self._limit, self._jobs, several=not self._is_alone))

    def take(self, job: _Job) -> Iterator[Event]:
        """Have a file read, and yield what became of others, if so many are being read that they should be stored."""
        if "_workers" not in vars(self):
            if self._first is None:
                self._first = job
                return
            self._hand_in(self._first)
        self._hand_in(job)
        while len(self._ahead) > self._workers.ahead and (self._size > _AHEAD or len(self._ahead) > _MOST_AHEAD):
            yield from self._finish()

    def clear(self) -> Iterator[Event]:
        """Yield what became of all that is left."""
        if self._first and "_workers" not in vars(self):
            self._is_alone = True
            self._hand_in(self._first)
            if not self._dry_run:
                self._store.load()
        while self._ahead:
            yield from self._finish()

    def _hand_in(self, job: _Job) -> None:
        self._ahead.append((job, self._workers.hand_in(len(job.source.data), job.source, job.origin)))
        self._size += len(job.source.data)

    def _finish(self) -> list[Event]:
        """Store the first that is read, and in the same turn those behind it that are read by then.

        What a full disk has no room for in one turn may fit note by note.
        """
        for at, (_, reading) in enumerate(self._ahead):  # while others may write
            if at and time.monotonic() > self._until:
                break
            self._workers.wait_for(reading)
        before, size = tuple(self._ahead), self._size
        try:
            events = self._turn(_TURN)
        except sqlite3.Error:
            if len(before) - len(self._ahead) < 2:
                raise
            self._ahead, self._size = deque(before), size
            events = self._turn(0)
        self._until = time.monotonic() + _GATHER
        return events

    def _turn(self, seconds: float) -> list[Event]:
        """Store what is read, for so long and one more note's time."""
        events: list[Event] = []
        began = time.monotonic()
        with contextlib.nullcontext() if self._dry_run else self._store.turn():
            while self._ahead and self._workers.is_done(self._ahead[0][1]):
                job, reading = self._ahead.popleft()
                self._size -= len(job.source.data)
                event = self._outcome(job, reading)
                if event is None:
                    break
                events.append(event)
                if time.monotonic() - began > seconds:
                    break
        return events

    def _outcome(self, job: _Job, reading: Task[Prepared]) -> Event | None:
        """Store one; none if another process has stored something of the same file, so that it is read once more."""
        from digestkb.prepare import answered

        try:
            prepared: Prepared = answered(self._workers, reading, job.origin.source)
            if self._dry_run or _store(self._store, job, prepared):
                return _read(job, prepared)
            job = _again(self._store, job)
        except UnreadableNote as error:
            return Event(Outcome.FAILED, job.origin.source, str(error), error=error)
        if job.is_stored:
            return Event(Outcome.UNCHANGED, job.origin.source)
        self._hand_in(job)
        self._ahead.rotate(1)  # events come in the order of the files
        return None


def _read(job: _Job, prepared: Prepared) -> Event:
    outcome = Outcome.CHANGED if job.known.before else Outcome.MOVED if job.moved else Outcome.ADDED
    name = job.origin.source
    message = prepared.remark if job.source.data.strip() else f"{file_name(name)}: is empty"
    rows = prepared.rows
    return Event(outcome, name, message, len(rows.mentions), len(rows.insights), rows.repaired_lines)


def _store(store: Store, job: _Job, prepared: Prepared) -> bool:
    """Store a note, unless another process has stored something of the same file since it was looked up."""
    before = job.known.before
    with store.turn():
        if not store.undisturbed and (_look(store, job.origin) != job.known or _is_away(job)):
            return False
        if before and before != job.origin:
            store.forget(before)
        if job.moved and is_gone(Path(path_of(job.moved))):
            store.forget(job.moved)
        store.put(job.origin, _fingerprint(job.source), prepared.rows, prepared.cards)
        if job.stamp:
            store.stamp([(job.origin, _fingerprint(job.source), job.stamp)])
    return True


def _is_away(job: _Job) -> bool:
    """The file is gone, and another process may have been through with taking out what is gone."""
    return job.path is not None and is_gone(job.path)


def _again(store: Store, job: _Job) -> _Job:
    """Look anew at a file, and at what the database has of it by now."""
    known = _look(store, job.origin)
    return _job(job.path, known, job.most) if job.path else _Job(None, job.source, known)


def _look(store: Store, origin: Origin) -> _Known:
    """Ask the database itself what a survey once found of a file."""
    folders, known = store.around(origin)
    if origin.folder:
        path, home = Path(origin.folder, origin.source), home_of(Path(origin.folder), folders)
        origin = Origin(str(home), path.relative_to(home).as_posix())
    before = next(iter(known), None)
    return _Known(origin, before, known[before] if before else None)


def _fingerprint(source: Source) -> Fingerprint:
    return Fingerprint(source.sha256, source.size)


class _Known(NamedTuple):
    """Where a file's note belongs, and what the database had of it when somebody looked."""

    origin: Origin
    before: Origin | None
    fingerprint: Fingerprint | None

    @property
    def is_current(self) -> bool:
        """The note is where it belongs, and was read by today's readers."""
        return self.before == self.origin and self.fingerprint is not None and self.fingerprint.reading == READING


class _Job(NamedTuple):
    #: None for standard input, which cannot be read again.
    path: Path | None
    source: Source
    known: _Known
    most: int = MOST
    #: How the file looked before it was read; none if it may be changed, or was, without looking otherwise.
    stamp: Stamp | None = None
    #: Where a file of the same content lay that is gone from there.
    moved: Origin | None = None

    @property
    def origin(self) -> Origin:
        return self.known.origin

    @property
    def is_stored(self) -> bool:
        """There is nothing to do."""
        return self.known.before == self.origin and self.known.fingerprint == _fingerprint(self.source)


def _job(path: Path, known: _Known, most: int) -> _Job:
    """Read a file; what it looked like is worth nothing if it had been changed a moment before."""
    now, stamp = time.time_ns(), stamp_of(path)
    source = read_beginning(path, known.origin.source, most)
    if stamp and (stamp.size != source.size or now - max(stamp.modified, stamp.changed) < _STEP):
        stamp = None
    return _Job(path, source, known, most, stamp)


def ingest_bytes(store: Store, data: bytes, name: str, *, dry_run: bool = False, limit: float | None = None) -> Event:
    """Ingest what came through standard input, under a name that the user chose for it."""
    try:
        job = _Job(None, beginning(source_of(data, name)), _look(store, Origin("", name)))
    except UnreadableNote as error:
        return Event(Outcome.FAILED, name, str(error), error=error)
    if job.is_stored:
        return Event(Outcome.UNCHANGED, name)
    with _Desk(store, dry_run, limit) as desk:
        return next(itertools.chain(desk.take(job), desk.clear()))
