"""The folder that pages are written into: what lies there of ours is replaced, and nothing else is touched.

A list in the folder names all files of ours. It has each name before the file is there, so that a run that was killed
leaves nothing behind that the next would take for somebody else's.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from types import TracebackType

from digestkb.errors import DigestError
from digestkb.files import locked, shown

#: The list, and what a file is called while it is written.
MANIFEST, _PART = ".digestkb-site", ".digestkb-site.part"
#: How the list begins.
_SIGNED = "Written by digestkb site, which replaces these files and leaves all others alone:"
#: Names that we give: at most one folder deep, and the same to file systems without small letters.
_NAME = re.compile(r"(?:[a-z]+/)?[a-z0-9][a-z0-9._-]{0,99}")


class Folder:
    """A folder of pages, open to be written anew; what was ours and is not written again goes at the end."""

    def __init__(self, path: Path) -> None:
        """Take a folder that is ours, that is empty, or that is not there yet.

        Raises :class:`~digestkb.errors.DigestError` if it is anything else, or while another process writes it.
        """
        self.path = path
        #: How many files are new or other than before, are as they were, and were ours and are gone.
        self.written = self.unchanged = self.removed = 0
        self._now: set[str] = set()
        self._ours = self._before(path)
        path.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as opening:
            opening.enter_context(locked(path))
            self._ours = self._before(path)
            # A list that a full disk left unfinished gets the end of its last line.
            self._list([_SIGNED, *sorted(self._ours), ""])
            self._manifest = opening.enter_context((path / MANIFEST).open("a", encoding="ascii"))
            self._open = opening.pop_all()

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._open:
            if error is None:
                self._finish()

    def write(self, name: str, text: str) -> None:
        """Write a file of ours; one that is as it should be stays.

        Raises :class:`~digestkb.errors.DigestError` if somebody else's has its name.
        """
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a page")
        self._now.add(name)
        file = self.path / name
        if name not in self._ours:
            self._refuse_others(name)
            self._manifest.write(f"{name}\n")
            self._manifest.flush()
            self._ours.add(name)
        data = text.encode("utf-8")
        if _is(file, data):
            self.unchanged += 1
            return
        file.parent.mkdir(exist_ok=True)
        self._put(file, data)
        self.written += 1

    def _list(self, lines: list[str]) -> None:
        self._put(self.path / MANIFEST, "\n".join(lines).encode("ascii"))

    def _put(self, file: Path, data: bytes) -> None:
        """Write a file beside its place first; what is there by that name may lead elsewhere, and is not written to."""
        part = self.path / _PART
        part.unlink(missing_ok=True)
        with part.open("xb") as new:
            new.write(data)
        part.replace(file)

    def _refuse_others(self, name: str) -> None:
        file = self.path / name
        if os.path.lexists(file) or _leads_elsewhere(self.path, name):
            raise DigestError(f"{shown(file)} is in the way, and is no file of digestkb site; move it elsewhere")

    def _finish(self) -> None:
        """Remove what is not written any more, and write down what is."""
        gone = self._ours - self._now
        for name in gone:
            with contextlib.suppress(FileNotFoundError):
                (self.path / name).unlink()
                self.removed += 1
        for folder in {(self.path / name).parent for name in gone} - {self.path}:
            with contextlib.suppress(OSError):  # somebody else's files are in it
                folder.rmdir()
        self._list([_SIGNED, *sorted(self._now), ""])

    @staticmethod
    def _before(path: Path) -> set[str]:
        """Give the names of the files that are ours; none, if there is no such folder or it is empty."""
        if not os.path.lexists(path):
            return set()
        if not path.is_dir():
            raise DigestError(f"{shown(path)} is no folder")
        manifest = path / MANIFEST
        listed = manifest.read_text(encoding="ascii", errors="replace").split("\n") if manifest.is_file() else []
        if listed and listed[0] == _SIGNED:
            # What is not a name that we would give is not ours, whoever wrote it into the list.
            names = filter(_NAME.fullmatch, listed[1:])
            return {name for name in names if not _leads_elsewhere(path, name)}
        if any(entry.name != _PART for entry in path.iterdir()):
            raise DigestError(f"{shown(path)} holds files that digestkb site did not write; name a new or empty folder")
        return set()


def _leads_elsewhere(path: Path, name: str) -> bool:
    """Say whether a file of a folder lies behind a link; the folder itself may be one."""
    return (path / name).parent != path and (path / name).parent.is_symlink()


def _is(file: Path, data: bytes) -> bool:
    """Say whether a file holds just this."""
    try:
        return not file.is_symlink() and file.stat().st_size == len(data) and file.read_bytes() == data
    except FileNotFoundError:
        return False
