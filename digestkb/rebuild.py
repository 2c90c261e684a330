"""A database made anew from the notes that it knew, beside the old one, and put in its place at the end.

Until then nothing happens to the old one, and what is killed meanwhile leaves it as it was. What its files do not say
any more – they are gone, or came through standard input – is taken over from it as far as it can be read.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shlex
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from digestkb.errors import DamagedDatabase, DatabaseBusy, NoDatabase
from digestkb.files import MOST
from digestkb.ingest import ingest
from digestkb.store import salvage, state
from digestkb.store.origin import Origin
from digestkb.store.soundness import diagnosis
from digestkb.store.store import Store
from digestkb.store.turns import Turns
from digestkb.survey import Event, Item, Outcome, Survey, survey

#: What SQLite may keep beside a database.
_BESIDE = ("-wal", "-shm", "-journal")
#: What a killed run left beside the database is known by its name; and where the database cannot be locked, so that
#: another run may be at work, by nobody having written to it for so long, in seconds.
_SUFFIX, _ABANDONED = ".rebuilding", 3600


@dataclass(slots=True)
class Old:
    """The database as it was found."""

    path: Path
    #: Open, and locked for others to write if it is sound; none if there is nothing to read.
    connection: sqlite3.Connection | None = None
    #: What is wrong with it; empty if it is sound, or not there.
    damage: str = ""
    #: Where it is kept, once it is.
    kept: Path | None = None
    #: The notes that it knows.
    origins: list[Origin] = field(default_factory=list)


class Rebuilding:
    """One run; its events are to be gone through before it is asked what came of it."""

    def __init__(self, old: Old, store: Store, found: Survey) -> None:
        self.old = old
        self.store = store
        self._found = found

    @property
    def steps(self) -> int:
        """How many events there will be, at least."""
        return len(self._found.items) + len(self._found.failures)

    @property
    def remarks(self) -> list[str]:
        """What is odd about the paths that were named."""
        return self._found.remarks

    def events(self, most: int = MOST, limit: float | None = None) -> Iterator[Event]:
        """Read the notes, then take over what could not be read; yields an event for each.

        ``most`` and ``limit`` are those of :func:`~digestkb.ingest.ingest`. Raises
        :class:`~digestkb.errors.NoDatabase` if nothing of what the old database knew is left.
        """
        yield from ingest(self.store, self._found, most=most, limit=limit)
        read = self.store.fingerprints().keys()
        for origin in self.old.origins:
            if origin not in read:
                yield self._take_over(origin)
        if self.old.origins and not self.store.fingerprints():
            raise NoDatabase(f"{self.old.path} is left as it is: none of its notes can be read")
        if self.old.connection:
            self.store.vectors.take_over(self.old.connection)
            self.store.metadata.take_over(self.old.connection)

    def _take_over(self, origin: Origin) -> Event:
        stored = salvage.note(self.old.connection, origin) if self.old.connection else None
        if stored is None:
            message = f"{Path(origin.folder, origin.source)}: cannot be read, and what was stored of it neither"
            return Event(Outcome.FAILED, origin.source, message)
        self.store.replace(origin, *stored)
        return Event(Outcome.UNCHANGED, origin.source)


@contextlib.contextmanager
def rebuilding(path: Path, paths: Sequence[Path], wait: float | None) -> Iterator[Rebuilding]:
    """Prepare a database to take the place of the one at ``path``, which it does when the context is left.

    It gets the notes that the old one knows, and those under ``paths``. Raises
    :class:`~digestkb.errors.NoDatabase` if there are neither, or if the old one is not ours to replace, and
    :class:`~digestkb.errors.DatabaseBusy` if others use it for longer than the seconds to ``wait``.
    """
    there = state.refuse(str(path))
    target = path.resolve()
    with _opened(target, wait) if there else contextlib.nullcontext(Old(target)) as old:
        if not old.origins and not paths:
            raise NoDatabase(f"{path} {_unknown(old, there)}; name the folders of your notes: {_command(path)}")
        _clear_away(target, alone=there and not old.damage)
        with _beside(target) as new:
            with Store.open(new, wait) as store:
                yield Rebuilding(old, store, _survey(old.origins, paths))
            _put_in_place(new, old, wait)


def _unknown(old: Old, there: bool) -> str:
    """Say why nobody knows which notes to read."""
    if not there:
        return "is not there"
    return "is too damaged to say which notes it knew" if old.damage else "knows no notes"


def _command(path: Path) -> str:
    """Write the command that makes a database of folders."""
    return f"digestkb --db {shlex.quote(str(path))} rebuild FOLDER..."


@contextlib.contextmanager
def _opened(path: Path, wait: float | None) -> Iterator[Old]:
    old = Old(path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        old.damage = _damage(connection, path)
        if not old.damage:
            _lock(connection, path, wait)
        old.origins = salvage.origins(connection) or (salvage.carved(path) if old.damage else [])
        old.connection = connection
        yield old


def _damage(connection: sqlite3.Connection, path: Path) -> str:
    """Say what is wrong with a database; raises :class:`~digestkb.errors.NoDatabase` for one that is not ours."""
    try:
        if state.look(connection, str(path)) is state.State.EMPTY:
            return ""
        return diagnosis(connection)
    except DamagedDatabase as error:
        return str(error)
    except state.ERRORS as error:
        known = state.explained(error, str(path))
        if isinstance(known, DatabaseBusy):
            raise known from error
        return state.message(error)


def _lock(connection: sqlite3.Connection, path: Path, wait: float | None) -> None:
    """Keep others from writing what would be lost, and leave nothing of the database in other files."""
    turns = Turns(connection, wait)
    try:
        turns.switch("DELETE")
        turns.patiently(lambda: connection.execute("BEGIN IMMEDIATE"))
    except sqlite3.Error as error:
        raise state.explained(error, str(path), state.WAIT) or error from error


def _survey(origins: Iterable[Origin], paths: Sequence[Path]) -> Survey:
    """Find the files of the notes that were known, and those under ``paths``."""
    known = [Item(file, origin) for origin in origins if origin.folder and (file := _file(origin)).is_file()]
    found = survey([item.origin for item in known], paths) if paths else Survey()
    items = {item.path: item for item in (*found.items, *known)}
    return Survey(items=list(items.values()), failures=found.failures, remarks=found.remarks)


def _file(origin: Origin) -> Path:
    return Path(origin.folder, origin.source)


def _clear_away(target: Path, *, alone: bool) -> None:
    """Delete what killed runs left; ``alone`` says that no other can be at work."""
    for left in target.parent.glob(f"{_literal(target.name)}.*{_SUFFIX}*"):
        with contextlib.suppress(OSError):
            if alone or time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink()


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a new file in the folder of another; it is gone afterwards, unless it got another name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f"{target.name}.{token_hex(4)}{_SUFFIX}")
    try:
        yield new
    finally:
        for suffix in ("", *_BESIDE):
            Path(f"{new}{suffix}").unlink(missing_ok=True)


def _literal(name: str) -> str:
    """Write a name as a pattern that matches nothing else."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def _put_in_place(new: Path, old: Old, wait: float | None) -> None:
    """Put the new file where the old one is, which is kept if it was damaged.

    SQLite would take a log that lies beside the new file for its own, so that there must be none by then.
    """
    if old.path.exists():
        shutil.copymode(old.path, new)
    if old.damage:
        _keep(old, wait)
    with new.open("rb") as file:
        os.fsync(file.fileno())
    if os.name == "nt" and old.connection:
        old.connection.close()  # no file that is open can be replaced there
    os.replace(new, old.path)  # noqa: PTH105 - two paths of one kind read better


def _keep(old: Old, wait: float | None) -> None:
    """Copy a damaged database and what lies beside it, then take away what lies beside it."""
    old.kept = name = _free_name(old.path)
    shutil.copy2(old.path, name)
    for suffix in _BESIDE:
        with contextlib.suppress(FileNotFoundError):
            shutil.copy2(f"{old.path}{suffix}", f"{name}{suffix}")
    if old.connection:
        try:
            Turns(old.connection, wait).switch("DELETE")  # which SQLite refuses while others have it open
        except sqlite3.Error as error:
            if state.is_busy(error):
                raise state.explained(error, str(old.path), state.WAIT) or error from error
        old.connection.close()
    for suffix in _BESIDE:
        Path(f"{old.path}{suffix}").unlink(missing_ok=True)


def _free_name(path: Path) -> Path:
    """Give a name that nothing has yet: what was kept once is not written over."""
    numbers = itertools.chain([""], (f".{number}" for number in itertools.count(1)))
    names = (path.with_name(f"{path.name}.damaged{number}") for number in numbers)
    return next(name for name in names if not os.path.lexists(name))
