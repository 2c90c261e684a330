"""A snapshot as a stream of lines: from JSON, a zip, gzip or standard input; only wanted lines are parsed.

Each line begins with the number of its paper, by which all but the wanted ones are passed over. Where a line begins
otherwise – keys may stand in any order – it is parsed whole.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import IO, Any, NamedTuple

from digestkb.errors import DigestError
from digestkb.files import open_file, shown, unreadable
from digestkb.patterns import lazy
from digestkb.snapshot import Metadata
from digestkb.snapshot.record import metadata, record, title

#: How much is read at once, and how long a record may be at least, in bytes: some have thousands of authors.
PIECE, _LONGEST = 4 << 20, 4 << 20
#: How each line begins, and the longest number with its quotation mark.
_BEGINS, _NUMBER = b'{"id":"', 32
_AT = len(_BEGINS)
#: The dates of so many lines are looked at from the beginning on, and of one in so many of the rest.
_DATED, _SELDOM = 4096, 64
_UPDATED = lazy(r"\d{4}-\d\d-\d\d")
#: What reading meets where a file is damaged, or is none of the kind that it says.
_FAILURES: tuple[type[Exception], ...] = (OSError, EOFError, zipfile.BadZipFile, zlib.error)
with contextlib.suppress(ImportError):  # some interpreters were made without it, and then zipfile refuses such files
    import lzma

    _FAILURES = (*_FAILURES, lzma.LZMAError)
#: What opening one meets besides: what it was packed with is not known here, or has a password.
_REFUSALS: tuple[type[Exception], ...] = (*_FAILURES, NotImplementedError, RuntimeError)
_DATE_KEY = b'"update_date":"'

_TITLE_KEY = b'"title":'
#: Words of a title as it stands in the file, and signs of which each may part a word of it that is read: of LaTeX, of
#: an escape of JSON, of a letter beyond ASCII.
_WORD = re.compile(rb"[a-z0-9]+")
_NO_SIGNS = bytes(code for code in range(128) if chr(code) not in "\\{}~`'^_$")
#: A title that wraps has no such sign there.
_WRAP = b"\\n"


class Piece(NamedTuple):
    """What one piece of a snapshot had."""

    #: How many bytes of it were read.
    size: int
    lines: int
    found: tuple[Metadata, ...]


class Snapshot(AbstractContextManager["Snapshot"]):
    """A snapshot, open to be read once from its beginning to its end."""

    def __init__(self, source: Path | IO[bytes]) -> None:
        """Open a file, or take what is open already; which kind it is its first bytes say.

        Raises :class:`~digestkb.errors.DigestError` if it cannot be read or has no such lines.
        """
        self._open = ExitStack()
        self.name = shown(source) if isinstance(source, Path) else "standard input"
        #: The size of the JSON in bytes; 0 if nobody knows.
        self.size = 0
        #: How many lines were no record.
        self.unreadable = 0
        #: The latest day on which arXiv had changed a record, among those that were looked at: the snapshot's own.
        self.date = ""
        #: What was read of the line that comes next, and whether the rest of one that is too long comes before it.
        self._rest, self._passing = b"", False
        try:
            self._lines = self._opened(source)
            first = self._lines.peek(1) if hasattr(self._lines, "peek") else b""
        except _REFUSALS as error:
            self.close()
            raise self._failed(error) from error
        if not first.lstrip().startswith(b"{"):
            self.close()
            raise DigestError(f"{self.name} is no snapshot of arXiv's metadata: that has one JSON object a line")

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close whatever is open."""
        self._open.close()

    def pieces(self, wanted: Collection[str]) -> Iterator[Piece]:
        """Yield piece by piece what the snapshot says of the wanted numbers, in its order."""
        # A slash may be escaped, as JSON allows.
        numbers = frozenset(form.encode() for number in wanted for form in (number, number.replace("/", "\\/")))
        seen = 0
        while lines := self._next():
            self._look_at_dates(lines if seen < _DATED else lines[::_SELDOM])
            seen += len(lines)
            # What does not begin with a number in its place, or has one of the wanted there, is parsed.
            told = [
                line for line in lines if line[_AT : line.find(b'"', _AT, _NUMBER)] in numbers or line[:_AT] != _BEGINS
            ]
            yield Piece(sum(map(len, lines)) + len(lines), len(lines), tuple(self._found(told, wanted)))

    def titled(self, may_be: Callable[[list[bytes], bytes], bool]) -> Iterator[tuple[tuple[str, str], ...]]:
        """Yield piece by piece the numbers and titles of the records that may be wanted.

        ``may_be`` is asked of each with the words of the title as they stand in the file, in small letters, and the
        title there, of which :func:`signs` says how far these may be other words: nothing is parsed to ask.
        """
        while lines := self._next():
            found = []
            for line in lines:
                raw = _raw_title(line)
                if may_be(_WORD.findall(raw), raw):
                    with contextlib.suppress(ValueError, RecursionError):
                        number, said = record(line)
                        found.append((number, title(said) or ""))
            yield tuple(found)

    def _found(self, lines: list[bytes], wanted: Collection[str]) -> Iterator[Metadata]:
        for line in lines:
            if not line.strip():
                continue
            try:
                number, found = record(line)
            except (ValueError, RecursionError):
                self.unreadable += 1
                continue
            if number in wanted:
                yield metadata(found)

    def _next(self) -> list[bytes]:
        """Give the lines of the next piece; what is longer than any record is passed over."""
        try:
            while data := self._lines.read(PIECE):
                lines = (self._rest + data).split(b"\n")
                self._rest = lines.pop()
                if self._passing and lines:
                    del lines[0]
                    self._passing = False
                if self._passing or len(self._rest) > _LONGEST:
                    self.unreadable += not self._passing
                    self._rest, self._passing = b"", True
                if lines:
                    return lines
            last, self._rest = self._rest, b""
            return [last] if last else []
        except _FAILURES as error:
            raise self._failed(error) from error

    def _look_at_dates(self, lines: list[bytes]) -> None:
        """Keep the latest date: the key stands near the end of a line."""
        for line in lines:
            at = line.rfind(_DATE_KEY)
            if at >= 0:
                date = line[at + len(_DATE_KEY) :][:10].decode("ascii", "replace")
                if date > self.date and _UPDATED.fullmatch(date):
                    self.date = date

    def _opened(self, source: Path | IO[bytes]) -> io.BufferedReader:
        raw: Any = self._open.enter_context(open_file(source)) if isinstance(source, Path) else source
        file = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw, PIECE)
        begin = file.peek(4)[:4]
        if begin.startswith(b"\x1f\x8b"):
            return io.BufferedReader(self._open.enter_context(gzip.GzipFile(fileobj=file)), PIECE)
        if begin.startswith(b"PK"):
            return self._from_zip(file)
        if isinstance(source, Path):
            self.size = os.fstat(file.fileno()).st_size
        return file

    def _from_zip(self, file: io.BufferedReader) -> io.BufferedReader:
        """Open the largest file of a zip, which is written from its end and cannot come through a pipe."""
        if not file.seekable():
            raise DigestError(f"{self.name} is a zip, which cannot be read from a pipe; name the file")
        archive = self._open.enter_context(zipfile.ZipFile(file))
        member = max(archive.infolist(), key=lambda info: info.file_size, default=None)
        if member is None:
            raise zipfile.BadZipFile("it is empty")
        self.size = member.file_size
        return io.BufferedReader(self._open.enter_context(archive.open(member)), PIECE)  # type: ignore[arg-type]

    def _failed(self, error: Exception) -> DigestError:
        if isinstance(error, OSError) and error.strerror:
            return unreadable(Path(self.name), error)
        return DigestError(f"{self.name} cannot be read to its end: {error or 'it is cut off'}")


def signs(raw: bytes) -> int:
    r"""Count the signs of a title in the file of which each may have parted one of its words.

    >>> signs(rb"schr\\\"odinger cat"), signs(rb"schr\u00f6dinger cat"), signs(b"a cat")
    (3, 1, 0)
    """
    return len(raw.translate(None, _NO_SIGNS))


def _raw_title(line: bytes) -> bytes:
    """Give the title of a line as it stands there, in small letters; all of a line that is written in another way."""
    at = line.find(_TITLE_KEY)
    end = line.find(b'","', at) if at >= 0 else -1
    return line[at + len(_TITLE_KEY) if at >= 0 else 0 : end].lower().replace(_WRAP, b" ")
