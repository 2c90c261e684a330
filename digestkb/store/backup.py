"""A copy of a database that others may be using."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

from digestkb.errors import DigestError, NoDatabase
from digestkb.store import state
from digestkb.store.soundness import diagnosis


@contextlib.contextmanager
def copied(connection: sqlite3.Connection, path: str, beside: Path) -> Iterator[Path]:
    """Copy a database as it is at one moment into a new file in the folder ``beside``, which is gone afterwards.

    The copy is one plain file. Raises :class:`~digestkb.errors.DamagedDatabase` if the database, called ``path``, is
    not sound, so that a good copy is not given up for a bad one.
    """
    name = beside / f".digestkb-{token_hex(4)}.backup"
    try:
        with contextlib.closing(sqlite3.connect(name, isolation_level=None)) as copy:
            _copy(connection, copy, beside)
            if what := diagnosis(copy):
                raise state.damaged(what, path)
        shutil.copymode(path, name)
        yield name
    finally:
        for left in (name, name.with_name(f"{name.name}-journal")):
            left.unlink(missing_ok=True)


def _copy(connection: sqlite3.Connection, copy: sqlite3.Connection, beside: Path) -> None:
    copy.execute("PRAGMA synchronous = FULL")
    try:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError as error:
        if "is full" in str(error) or "disk I/O" in str(error):
            raise NoDatabase(f"{beside}: the copy cannot be written: {error}") from error
        raise


def put(copy: Path, target: Path, *, over: bool) -> None:
    """Give a copy its name; what has that name already is replaced only if ``over``.

    Raises :class:`~digestkb.errors.DigestError` if it is not to be.
    """
    if over:
        os.replace(copy, target)  # noqa: PTH105 - two paths of one kind read better
        return
    try:
        os.link(copy, target)  # fails if there is anything, which a look beforehand might miss
    except FileExistsError as error:
        raise DigestError(f"{target} exists; --force writes over it") from error
    except OSError:  # the disk has no links
        if os.path.lexists(target):
            raise DigestError(f"{target} exists; --force writes over it") from None
        copy.rename(target)
