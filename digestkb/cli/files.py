"""Files that a command was told to read."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from digestkb.errors import DigestError, UnreadableNote
from digestkb.files import as_text, shown, unreadable
from digestkb.source import find_notes, is_gone
from digestkb.tuples import NamedTuple


class Named(NamedTuple):
    """A file that was named, or lies in a folder that was."""

    path: Path
    #: What was named: the file itself, or the folder.
    root: Path

    @property
    def shown(self) -> str:
        """The path as people see it."""
        return as_text(self.path)

    @property
    def link(self) -> Path | None:
        """The link by which the file is reached from what was named, if there is one."""
        # A folder that was named is meant, even where its name is a link.
        below = [
            path for path in (self.path, *self.path.parents) if path != self.root and path.is_relative_to(self.root)
        ]
        below = below or [self.path]
        return next((path for path in reversed(below) if path.is_symlink()), None)


def named(names: Iterable[str]) -> list[str]:
    """Give the names of files, folders or notes as they are.

    Raises :class:`~digestkb.errors.DigestError` if one is empty, as from a variable that is not set: what takes it for
    the working folder would do to all that lies there what was meant for a part.
    """
    given = list(names)
    if "" in given:
        raise DigestError("a name is empty; the working folder is .")
    return given


def some_of(paths: Iterable[str]) -> list[str]:
    """Give the paths as they are; that none of them exists is wrong usage, where some do the others are failures.

    ``-`` is standard input, which always exists. Raises :class:`~digestkb.errors.DigestError`.
    """
    given = named(paths)
    if given and all(name != "-" and is_gone(Path(name)) for name in given):
        raise DigestError(f"{shown(given[0])}: no such file or folder")
    return given


def notes_in(names: Iterable[str], refuse: Callable[[UnreadableNote], None]) -> Iterator[Named]:
    """Yield the files named, and the notes in the folders named; what cannot be looked at is given to ``refuse``."""
    for name in names:
        root = Path(name)
        try:
            is_folder = stat.S_ISDIR(root.stat().st_mode)
        except OSError as error:
            refuse(unreadable(root, error))
            continue
        yield from (Named(path, root) for path in (find_notes(root, refuse=refuse) if is_folder else [root]))
