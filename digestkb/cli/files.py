"""Files that a command reads and, if it is asked to, writes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from digestkb.errors import UnreadableNote
from digestkb.media.names import file_name
from digestkb.source import find_notes


def notes_in(names: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """Yield the files named, and the notes in the folders named, each with the path to show for it.

    Raises :class:`~digestkb.errors.UnreadableNote` for a path that is not there.
    """
    for name in names:
        path = Path(name)
        if path.is_dir():
            yield from ((note, str(note)) for note in find_notes(path))
        elif path.exists():
            yield path, name
        else:
            raise UnreadableNote(f"{file_name(name)}: no such file or folder")


def replace_with_backup(path: Path, data: bytes) -> Path:
    """Put ``data`` in place of a file, whole or not at all, and keep what was there beside it; gives that path."""
    target = path.resolve()
    backup = _free_name(target)
    shutil.copy2(target, backup)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        shutil.copymode(target, name)
        os.replace(name, target)  # noqa: PTH105 - two paths of one kind read better
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return backup


def _free_name(path: Path) -> Path:
    """Never write over an older backup."""
    backup = path.with_name(path.name + ".orig")
    number = 1
    while backup.exists():
        backup = path.with_name(f"{path.name}.orig.{number}")
        number += 1
    return backup
