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
from digestkb.files import shown

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

        Raises :class:`~digestkb.errors.DigestError` if it is anything else.
        """
        self.path = path
        #: How many files are new or other than before, are as they were, and were ours and are gone.
        self.written = self.unchanged = self.removed = 0
        self._ours = self._before(path)
        self._now: set[str] = set()
        path.mkdir(parents=True, exist_ok=True)
        if not self._ours:
            (path / MANIFEST).write_text(f"{_SIGNED}\n", encoding="ascii")
        self._manifest = (path / MANIFEST).open("a", encoding="ascii")

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._manifest.close()
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
            self._refuse_others(file)
            self._manifest.write(f"{name}\n")
            self._manifest.flush()
            self._ours.add(name)
        data = text.encode("utf-8")
        if _is(file, data):
            self.unchanged += 1
            return
        file.parent.mkdir(exist_ok=True)
        part = self.path / _PART
        part.write_bytes(data)
        part.replace(file)
        self.written += 1

    def _refuse_others(self, file: Path) -> None:
        if os.path.lexists(file) or file.parent.is_symlink():
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
        part = self.path / _PART
        part.write_text("\n".join([_SIGNED, *sorted(self._now), ""]), encoding="ascii")
        part.replace(self.path / MANIFEST)

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
            return {name for name in names if not (path / name).parent.is_symlink()}
        if any(path.iterdir()):
            raise DigestError(f"{shown(path)} holds files that digestkb site did not write; name a new or empty folder")
        return set()


def _is(file: Path, data: bytes) -> bool:
    """Say whether a file holds just this."""
    try:
        return not file.is_symlink() and file.stat().st_size == len(data) and file.read_bytes() == data
    except FileNotFoundError:
        return False
