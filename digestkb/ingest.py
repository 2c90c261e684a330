"""The pipeline, and what runs it over files: only what changed is read, and a bad file never stops the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from digestkb import readers
from digestkb.assemble import assemble
from digestkb.document import Document
from digestkb.errors import UnreadableNote
from digestkb.records import Note
from digestkb.source import Source, find_notes, read_source, source_of
from digestkb.store.store import Fingerprint, Origin, Store
from digestkb.text.decode import decode
from digestkb.text.ledger import Text
from digestkb.text.repair import repair


def read_note(source: Source) -> tuple[Text, Note]:
    """Take a file from bytes to a note that can be stored: decode, repair, parse, read, assemble.

    Raises :class:`~digestkb.errors.UnreadableNote` if any of them stumbles. Readers come from other packages too, and
    whatever one of them did not foresee in one note must not keep the user from the others.
    """
    try:
        text = repair(decode(source.data))
        document = Document(text.lines, source.name)
        reading = readers.read(document)
        return text, assemble(document, reading)
    except Exception as error:
        raise UnreadableNote(f"{source.name}: cannot be read, {type(error).__name__}: {error}") from error


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
    folders = {origin.folder for origin in found.known.values() if origin.folder}
    for path in paths:
        root = path.resolve()
        home = _home(root if root.is_dir() else root.parent, folders)
        try:
            files = list(find_notes(root, include, exclude)) if root.is_dir() else [root]
        except UnreadableNote as error:
            found.failures.append(Event(Outcome.FAILED, str(path), str(error)))
            continue
        if not root.exists():
            found.failures.append(Event(Outcome.FAILED, str(path), f"{path}: no such file or folder"))
        elif not files and not (include or exclude):
            # An unmounted disk looks just like this: nothing is taken out on its account.
            found.failures.append(Event(Outcome.FAILED, str(path), f"{path}: there are no notes in this folder"))
        else:
            found.items += [Item(file, Origin(str(home), file.relative_to(home).as_posix())) for file in files]
            if root.is_dir():
                found.missing += _missing(root, found.known.values())
    found.items = list({item.path: item for item in found.items}.values())
    return found


def _home(folder: Path, folders: Iterable[str]) -> Path:
    outer = [Path(known) for known in folders if folder.is_relative_to(known)]
    return min([folder, *outer], key=lambda path: len(path.parts))


def _missing(root: Path, known: Iterable[Origin]) -> list[Origin]:
    below = (origin for origin in known if origin.folder and Path(_path_of(origin)).is_relative_to(root))
    return [origin for origin in below if not Path(_path_of(origin)).exists()]


def _path_of(origin: Origin) -> str:
    return str(Path(origin.folder, origin.source)) if origin.folder else origin.source


def ingest(store: Store, found: Survey, *, keep_missing: bool = False, dry_run: bool = False) -> Iterator[Event]:
    """Bring the database up to date with what a survey found, and yield an event for each file as it is done.

    With ``dry_run`` everything is read and nothing is written.
    """
    yield from found.failures
    fingerprints = store.fingerprints()
    for item in found.items:
        before = found.known.get(str(item.path))
        try:
            source = read_source(item.path, item.origin.source)
            fingerprint = Fingerprint(source.sha256, len(source.data))
            if before == item.origin and fingerprints.get(before) == fingerprint:
                yield Event(Outcome.UNCHANGED, item.origin.source)
                continue
            text, note = read_note(source)
        except UnreadableNote as error:
            yield Event(Outcome.FAILED, item.origin.source, str(error))
            continue
        if not dry_run:
            if before and before != item.origin:
                store.forget(before)
            store.replace(item.origin, fingerprint, text, note)
        yield _event(Outcome.CHANGED if before else Outcome.ADDED, item.origin, source, text, note)
    for origin in () if keep_missing else found.missing:
        if not dry_run:
            store.forget(origin)
        yield Event(Outcome.REMOVED, origin.source)


def ingest_bytes(store: Store, data: bytes, name: str, *, dry_run: bool = False) -> Event:
    """Ingest what came through standard input, under a name that the user chose for it."""
    origin = Origin("", name)
    known = store.fingerprints()
    try:
        source = source_of(data, name)
        fingerprint = Fingerprint(source.sha256, len(data))
        if known.get(origin) == fingerprint:
            return Event(Outcome.UNCHANGED, name)
        text, note = read_note(source)
    except UnreadableNote as error:
        return Event(Outcome.FAILED, name, str(error))
    if not dry_run:
        store.replace(origin, fingerprint, text, note)
    return _event(Outcome.CHANGED if origin in known else Outcome.ADDED, origin, source, text, note)


def _event(outcome: Outcome, origin: Origin, source: Source, text: Text, note: Note) -> Event:
    message = "" if source.data.strip() else f"{origin.source}: is empty"
    return Event(
        outcome, origin.source, message, len(note.mentions), len(note.reading.insights), len(text.repaired_lines)
    )
