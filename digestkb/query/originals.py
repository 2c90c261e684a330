"""Notes as they lie on the disk: the lines of one as it was read, where it has not changed since."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path

from digestkb.errors import UnreadableNote
from digestkb.files import from_text, read_file, stamp_of
from digestkb.store.connection import Connection

#: Larger files are not read for the sake of one line, in bytes.
_LARGEST = 4 << 20


class Originals:
    """The lines of notes, each read once."""

    def __init__(self, connection: Connection) -> None:
        self._execute = connection.execute
        self._read: dict[tuple[str, str], tuple[int, Sequence[bytes]]] = {}
        #: What was asked for last: papers of one line ask for it again and again, and it may be a megabyte long.
        self._last: tuple[tuple[str, str, int, int], list[str]] = ("", "", 0, 0), []

    def lines(self, folder: str, source: str, first: int, last: int) -> Sequence[str]:
        """Give the lines from ``first`` to ``last`` with what was repaired in them; none where the file is another."""
        if self._last[0] != (folder, source, first, last):
            self._last = (folder, source, first, last), self._lines(folder, source, first, last)
        return self._last[1]

    def _lines(self, folder: str, source: str, first: int, last: int) -> list[str]:
        if (folder, source) not in self._read:
            self._read[folder, source] = self._note(folder, source)
        note, lines = self._read[folder, source]
        found = [line.decode("utf-8", "replace") for line in lines[first - 1 : last]]
        repairs = self._execute(
            "SELECT line, first_column, before, after FROM repairs WHERE note_id = ? AND line BETWEEN ? AND ?"
            " ORDER BY line, first_column DESC",
            (note, first, last),
        )
        for line, column, before, after in repairs:
            text = found[line - first] if line - first < len(found) else ""
            if text.startswith(before, column):
                found[line - first] = text[:column] + after + text[column + len(before) :]
        return found

    def _note(self, folder: str, source: str) -> tuple[int, Sequence[bytes]]:
        """Give the number of a note and its lines, in UTF-8: few are looked at, so that none is decoded here."""
        note, digest, encoding, *known = self._execute(
            "SELECT id, sha256, encoding, size, modified, changed FROM notes WHERE folder = ? AND source = ?",
            (folder, source),
        ).fetchone()
        if not folder or known[0] > _LARGEST:
            return note, ()
        path = Path(from_text(folder)) / from_text(source)
        is_same = stamp_of(path) == tuple(known)
        try:
            data = read_file(path, _LARGEST)
            if not is_same and _sha256(data) != digest:
                return note, ()
            if encoding != "utf-8":
                data = data.decode(encoding, "replace").encode()
            if b"\r" in data:  # which is told in a hundredth of the time
                data = data.replace(b"\r\n", b"\n")
            return note, data.removeprefix(BOM_UTF8).split(b"\n")
        except (UnreadableNote, LookupError):  # gone since, or of several encodings: what the database holds is shown
            return note, ()


def _sha256(data: bytes) -> str:
    import hashlib  # takes as long to load as a short query, and most files look as they did when they were read

    return hashlib.sha256(data).hexdigest()
