"""What runs the pipeline over files: only what changed is read, and a bad file never stops the rest."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from digestkb.errors import UnreadableNote
from digestkb.files import MOST, as_text, from_text, shown, unreadable
from digestkb.media.names import file_name
from digestkb.prepare import Prepared, answered, preparing
from digestkb.source import Source, beginning, find_notes, is_chosen, is_gone, read_beginning, source_of
from digestkb.store.note_rows import Fingerprint, Origin
from digestkb.store.store import Store
from digestkb.workers import Task, Workers


class Outcome(str, Enum):
    """What became of a file."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    FAILED = "failed"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Event:
    """One file is done."""

    outcome: Outcome
    #: As the user would write it.
    path: str
    #: Why it failed, or what is odd about it; empty if all is well.
    message: str = ""
    mentions: int = 0
    insights: int = 0
    repaired_lines: int = 0
    #: What it failed by.
    error: UnreadableNote | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A file that is to be ingested."""

    path: Path
    origin: Origin


@dataclass(slots=True)
class Survey:
    """What a run has before it."""

    items: list[Item] = field(default_factory=list)
    #: Notes in the database whose files are gone.
    missing: list[Origin] = field(default_factory=list)
    #: Paths that could not be looked into.
    failures: list[Event] = field(default_factory=list)
    #: What is odd about a path, and no failure.
    remarks: list[str] = field(default_factory=list)
    #: What was there before, by the path of the file.
    known: dict[str, Origin] = field(default_factory=dict)


def survey(
    known: Iterable[Origin], paths: Sequence[Path], include: Sequence[str] = (), exclude: Sequence[str] = ()
) -> Survey:
    """Find the notes under ``paths`` (files and folders), and the ``known`` ones there whose files are gone.

    A folder inside one that was ingested before keeps that one's name in ``source``, and a folder around one takes its
    notes over: a note's origin is the outermost folder that was ever named.
    """
    found = Survey(known={_path_of(origin): origin for origin in known})
    roots = [Path(os.path.realpath(path)) for path in paths]  # which takes a link in a circle as it is
    folders = {from_text(origin.folder) for origin in found.known.values() if origin.folder}
    folders |= {str(_folder(root)) for root in roots if os.path.exists(root)}  # noqa: PTH110 - pathlib's may raise
    for path, root in zip(paths, roots, strict=True):
        home = _home(_folder(root), folders)
        files = _files_at(root, path, include, found)
        if not files:
            continue
        if os.path.isdir(root):  # noqa: PTH112
            # Patterns choose what is read; they say nothing about what exists.
            below = ((file, file.relative_to(root).as_posix()) for file in files)
            found.items += [_item(file, home) for file, name in below if is_chosen(name, include, exclude)]
            found.missing += _missing(root, found.known.values())
        else:
            found.items += [_item(file, home) for file in files]
    found.items = list({item.path: item for item in found.items}.values())
    return found


def _files_at(root: Path, path: Path, include: Sequence[str], found: Survey) -> list[Path]:
    """Give the notes in a folder, or the file that ``root`` is; the user called it ``path``."""

    def refuse(error: UnreadableNote) -> None:
        found.failures.append(Event(Outcome.FAILED, as_text(path), str(error), error=error))

    before = len(found.failures)
    try:
        root.stat()
    except OSError as error:
        refuse(unreadable(path, error))
        return []
    files = list(find_notes(root, include, refuse)) if root.is_dir() else [root]
    if not files and len(found.failures) == before:
        # An unmounted disk looks just like this: nothing is taken out on its account.
        found.remarks.append(f"{shown(path)}: there are no notes in this folder")
    return files


def _folder(root: Path) -> Path:
    return root if os.path.isdir(root) else root.parent  # noqa: PTH112


def _home(folder: Path, folders: Iterable[str]) -> Path:
    outer = [Path(known) for known in folders if folder.is_relative_to(known)]
    return min([folder, *outer], key=lambda path: len(path.parts))


def _item(file: Path, home: Path) -> Item:
    return Item(file, Origin(as_text(home), as_text(file.relative_to(home).as_posix())))


def _missing(root: Path, known: Iterable[Origin]) -> list[Origin]:
    below = (origin for origin in known if origin.folder and Path(_path_of(origin)).is_relative_to(root))
    return [origin for origin in below if is_gone(Path(_path_of(origin)))]


def _path_of(origin: Origin) -> str:
    return from_text(str(Path(origin.folder, origin.source))) if origin.folder else origin.source


def ingest(
    store: Store,
    found: Survey,
    *,
    keep_missing: bool = False,
    dry_run: bool = False,
    most: int = MOST,
    limit: float | None = None,
) -> Iterator[Event]:
    """Bring the database up to date with what a survey found, and yield an event for each file as it is done.

    With ``dry_run`` everything is read and nothing is written. Files of more than ``most`` bytes (0: any) fail, and so
    do those that take longer than ``limit`` seconds to read; for what that is otherwise see :mod:`digestkb.workers`.
    """
    yield from found.failures
    fingerprints = store.fingerprints()
    with preparing(limit) as workers:
        desk: deque[tuple[_Job, Task[Prepared]]] = deque()
        for item in found.items:
            before = found.known.get(str(item.path))
            known = _Known(item.origin, before, fingerprints.get(before) if before else None)
            try:
                job = _job(item.path, known if store.undisturbed else _look(store, item.origin), most)
            except UnreadableNote as error:
                yield Event(Outcome.FAILED, item.origin.source, str(error))
                continue
            if job.is_stored:
                yield Event(Outcome.UNCHANGED, item.origin.source)
            else:
                desk.append((job, _hand_in(workers, job)))
            while len(desk) > workers.ahead:
                yield _finish(store, workers, *desk.popleft(), dry_run)
        while desk:
            yield _finish(store, workers, *desk.popleft(), dry_run)
    emptied: set[Path] = set()
    for origin in () if keep_missing else found.missing:
        with contextlib.nullcontext() if dry_run else store.turn():
            if not is_gone(Path(_path_of(origin))):
                continue  # it came back, and another process may have read it already
            if not dry_run:
                store.forget(origin)
        yield Event(Outcome.REMOVED, origin.source, _remark(origin, emptied))


def _remark(origin: Origin, emptied: set[Path]) -> str:
    """Say once for each folder that it holds nothing any more: what mounts a disk there would want to know."""
    folder = next(above for above in Path(_path_of(origin)).parents if above.exists())
    try:
        if folder in emptied or any(folder.iterdir()):
            return ""
    except OSError:  # it may be passed through, and not be looked at
        return ""
    emptied.add(folder)
    return f"{shown(folder)}: is empty, and what its notes said is taken out; --keep-missing would keep it"


def _hand_in(workers: Workers[Prepared], job: _Job) -> Task[Prepared]:
    return workers.hand_in(len(job.source.data), job.source, job.origin)


def _finish(store: Store, workers: Workers[Prepared], job: _Job, reading: Task[Prepared], dry_run: bool) -> Event:
    try:
        prepared = answered(workers, reading, job.origin.source)
        while not dry_run and not _store(store, job, prepared):
            job = _again(store, job)
            if job.is_stored:
                return Event(Outcome.UNCHANGED, job.origin.source)
            prepared = answered(workers, _hand_in(workers, job), job.origin.source)
    except UnreadableNote as error:
        return Event(Outcome.FAILED, job.origin.source, str(error), error=error)
    outcome = Outcome.CHANGED if job.known.before else Outcome.ADDED
    name = job.origin.source
    message = prepared.remark if job.source.data.strip() else f"{file_name(name)}: is empty"
    note = prepared.note
    repaired = len(prepared.text.repaired_lines)
    return Event(outcome, name, message, len(note.mentions), len(note.reading.insights), repaired)


def _store(store: Store, job: _Job, prepared: Prepared) -> bool:
    """Store a note, unless another process has stored something of the same file since it was looked up."""
    before = job.known.before
    with store.turn():
        if not store.undisturbed and (_look(store, job.origin) != job.known or _is_away(job)):
            return False
        if before and before != job.origin:
            store.forget(before)
        store.replace(job.origin, _fingerprint(job.source), prepared.text, prepared.note, prepared.cards)
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
        path, home = Path(origin.folder, origin.source), _home(Path(origin.folder), folders)
        origin = Origin(str(home), path.relative_to(home).as_posix())
    before = next(iter(known), None)
    return _Known(origin, before, known[before] if before else None)


def _fingerprint(source: Source) -> Fingerprint:
    return Fingerprint(source.sha256, source.size)


@dataclass(frozen=True, slots=True)
class _Known:
    """Where a file's note belongs, and what the database had of it when somebody looked."""

    origin: Origin
    before: Origin | None
    fingerprint: Fingerprint | None


@dataclass(frozen=True, slots=True)
class _Job:
    #: None for standard input, which cannot be read again.
    path: Path | None
    source: Source
    known: _Known
    most: int = MOST

    @property
    def origin(self) -> Origin:
        return self.known.origin

    @property
    def is_stored(self) -> bool:
        """There is nothing to do."""
        return self.known.before == self.origin and self.known.fingerprint == _fingerprint(self.source)


def _job(path: Path, known: _Known, most: int) -> _Job:
    return _Job(path, read_beginning(path, known.origin.source, most), known, most)


def ingest_bytes(store: Store, data: bytes, name: str, *, dry_run: bool = False, limit: float | None = None) -> Event:
    """Ingest what came through standard input, under a name that the user chose for it."""
    try:
        job = _Job(None, beginning(source_of(data, name)), _look(store, Origin("", name)))
    except UnreadableNote as error:
        return Event(Outcome.FAILED, name, str(error))
    if job.is_stored:
        return Event(Outcome.UNCHANGED, name)
    with preparing(limit) as workers:
        return _finish(store, workers, job, _hand_in(workers, job), dry_run)
