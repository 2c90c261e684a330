"""A snapshot as a stream of lines: from JSON, a zip, gzip or standard input; only wanted lines are parsed.

Each line begins with the number of its paper, by which all but the wanted ones are passed over. Where a line begins
otherwise – keys may stand in any order – it is parsed whole.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import IO, Any

from digestkb.errors import DamagedSnapshot, DigestError
from digestkb.files import open_file, shown, unreadable
from digestkb.snapshot import Metadata
from digestkb.snapshot.record import metadata, record, title
from digestkb.tuples import NamedTuple

#: How much is read at once, and how long a record may be at least, in bytes: some have thousands of authors.
PIECE, _LONGEST = 4 << 20, 4 << 20
#: How much of a file tells whether it has records, and the mark that other programs set before them.
_BEGINNING, _MARK = 4096, b"\xef\xbb\xbf"
#: How each line begins, and the longest number with its quotation mark.
_BEGINS, _NUMBER = b'{"id":"', 32
_AT = len(_BEGINS)
#: The dates of so many lines are looked at from the beginning on, and of one in so many of the rest.
_DATED, _SELDOM = 4096, 64
_DATE_KEY = b'"update_date"'
_UPDATED = re.compile(rb'\s{0,8}:\s{0,8}"(\d{4}-\d\d-\d\d)"')
#: What reading meets where a file is damaged, or is none of the kind that it says.
_FAILURES: tuple[type[Exception], ...] = (OSError, EOFError, zipfile.BadZipFile, zlib.error)
with contextlib.suppress(ImportError):  # some interpreters were made without it, and then zipfile refuses such files
    import lzma

    _FAILURES = (*_FAILURES, lzma.LZMAError)
#: What opening one meets besides: what it was packed with is not known here, or has a password.
_REFUSALS: tuple[type[Exception], ...] = (*_FAILURES, NotImplementedError, RuntimeError)
#: The flag of what has a password.
_LOCKED = 1
#: A title as it stands in the file: whatever is between two quotation marks of which none is escaped.
_TITLE = re.compile(rb'"title"\s{0,8}:\s{0,8}"([^"\\]*(?:\\.[^"\\]*)*)"')
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
    #: How many lines were records; those that nobody wants are taken for such by their beginning.
    records: int
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
        #: Whether it can be opened once more: a pipe cannot.
        self.stays = False
        #: How many of the lines that were parsed were no record.
        self.unreadable = 0
        #: The latest day on which arXiv had changed a record, among those that were looked at: the snapshot's own.
        self.date = ""
        #: What was read of the line that comes next, and whether the rest of one that is too long comes before it.
        self._rest, self._passing = b"", False
        #: What of a zip comes after what is being read.
        self._others: Iterator[IO[bytes]] = iter(())
        try:
            self._lines = self._opened(source)
            self._rest = _beginning(self._lines)
        except _REFUSALS as error:
            self.close()
            raise self._failed(error) from error
        if not _has_records(self._rest):
            self.close()
            raise self._is_none()

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close whatever is open."""
        self._open.close()

    def pieces(self, wanted: Collection[str]) -> Iterator[Piece]:
        """Yield piece by piece what the snapshot says of the wanted numbers, in its order.

        Raises :class:`~digestkb.errors.DamagedSnapshot` if it has no end, and
        :class:`~digestkb.errors.DigestError` if none of its lines was a record.
        """
        # A slash may be escaped, as JSON allows.
        numbers = frozenset(form.encode() for number in wanted for form in (number, number.replace("/", "\\/")))
        seen = records = 0
        while lines := self._next():
            self._look_at_dates(lines if seen < _DATED else lines[::_SELDOM])
            seen += len(lines)
            # What does not begin with a number in its place, or has one of the wanted there, is parsed.
            told = [
                line for line in lines if line[_AT : line.find(b'"', _AT, _NUMBER)] in numbers or line[:_AT] != _BEGINS
            ]
            found, none = self._found(told, wanted)
            records += len(lines) - none
            yield Piece(sum(map(len, lines)) + len(lines), len(lines) - none, tuple(found))
        if not records:
            raise self._is_none()

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

    def _found(self, lines: list[bytes], wanted: Collection[str]) -> tuple[list[Metadata], int]:
        """Parse lines; gives what is wanted, and how many lines are no records."""
        found, none = [], 0
        for line in lines:
            try:
                number, said = record(line)
            except (ValueError, RecursionError):
                none += 1
                self.unreadable += bool(line.strip())
                continue
            if number in wanted:
                found.append(metadata(said))
        return found, none

    def _next(self) -> list[bytes]:
        """Give the lines of the next piece, none at the end."""
        try:
            while True:
                while data := self._lines.read(PIECE):
                    if lines := self._complete(data):
                        return lines
                if lines := self._last():
                    return lines
                following = next(self._others, None)
                if following is None:
                    return []
                self._lines, self._rest = following, _beginning(following)
        except _FAILURES as error:
            raise self._failed(error) from error

    def _complete(self, data: bytes) -> list[bytes]:
        """Give the lines that end in what was read; what is longer than any record is passed over."""
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        if self._passing and lines:
            del lines[0]
            self._passing = False
        if self._passing or len(self._rest) > _LONGEST:
            self.unreadable += not self._passing
            self._rest, self._passing = b"", True
        return lines

    def _last(self) -> list[bytes]:
        """Give what is left at the end of a file; raises :class:`EOFError` if that is the beginning of a record."""
        lines, self._rest, self._passing = self._rest.split(b"\n"), b"", False
        if lines[-1].lstrip().startswith(b"{"):
            try:
                record(lines[-1])
            except (json.JSONDecodeError, UnicodeDecodeError) as error:
                raise EOFError("its last line is cut off") from error
            except (ValueError, RecursionError):  # which is counted where it is read
                pass
        return lines if any(lines) else []

    def _look_at_dates(self, lines: list[bytes]) -> None:
        """Keep the latest date: the key stands near the end of a line."""
        for line in lines:
            at = line.rfind(_DATE_KEY)
            found = _UPDATED.match(line, at + len(_DATE_KEY)) if at >= 0 else None
            if found:
                self.date = max(self.date, found[1].decode())

    def _opened(self, source: Path | IO[bytes]) -> IO[bytes]:
        raw: Any = self._open.enter_context(open_file(source)) if isinstance(source, Path) else source
        file = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw, PIECE)
        begin = file.peek(4)[:4]
        self.stays = isinstance(source, Path) and stat.S_ISREG(os.fstat(file.fileno()).st_mode)
        if begin.startswith(b"\x1f\x8b"):
            return io.BufferedReader(self._open.enter_context(gzip.GzipFile(fileobj=file)), PIECE)
        if begin.startswith(b"PK"):
            return self._from_zip(file)
        if self.stays:
            self.size = os.fstat(file.fileno()).st_size
        return file

    def _from_zip(self, file: io.BufferedReader) -> IO[bytes]:
        """Open what has records in a zip, which is written from its end and cannot come through a pipe."""
        if not file.seekable():
            raise DigestError(f"{self.name} is a zip, which cannot be read from a pipe; name the file")
        archive = self._open.enter_context(zipfile.ZipFile(file))
        members = []
        for member in archive.infolist():
            if member.flag_bits & _LOCKED:
                raise zipfile.BadZipFile("it has a password")
            with archive.open(member) as begun:
                if _has_records(_beginning(begun)):
                    members.append(member)
        if not members:
            raise self._is_none()
        self.size = sum(member.file_size for member in members)
        self._others = self._open.enter_context(contextlib.closing(_one_by_one(archive, members)))
        return next(self._others)

    def _is_none(self) -> DigestError:
        return DigestError(f"{self.name} is no snapshot of arXiv's metadata: that has one JSON object a line")

    def _failed(self, error: Exception) -> DigestError:
        if isinstance(error, OSError) and error.strerror:
            return unreadable(Path(self.name), error)
        return DamagedSnapshot(f"{self.name} cannot be read to its end: {error or 'it is cut off'}")


def _one_by_one(archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo]) -> Generator[IO[bytes], None, None]:
    """Open what is in a zip, each once the one before is closed, as there may be thousands."""
    for member in members:
        raw: Any = archive.open(member)
        with io.BufferedReader(raw, PIECE) as file:
            yield file


def _beginning(file: IO[bytes]) -> bytes:
    return file.read(_BEGINNING).removeprefix(_MARK)


def _has_records(beginning: bytes) -> bool:
    return beginning.lstrip().startswith(b"{")


def signs(raw: bytes) -> int:
    r"""Count the signs of a title in the file of which each may have parted one of its words.

    >>> signs(rb"schr\\\"odinger cat"), signs(rb"schr\u00f6dinger cat"), signs(b"a cat")
    (3, 1, 0)
    """
    return len(raw.translate(None, _NO_SIGNS))


def _raw_title(line: bytes) -> bytes:
    """Give the title of a line as it stands there, in small letters; all of a line that has none."""
    found = _TITLE.search(line)
    return (found[1] if found else line).lower().replace(_WRAP, b" ")
