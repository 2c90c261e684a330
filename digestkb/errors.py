"""What can go wrong, as one family. The command line turns each into one line on standard error and an exit status."""

from __future__ import annotations

OK, NOTHING_FOUND, USAGE, SOME_FAILED, SOFTWARE, BUSY, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 70, 75, 130, 143
#: What a check returns that was to find nothing.
FOUND_FAULTS = 1
#: Every exit status and what it means. ``digestkb --help`` is made from it, and the README is compared with it; those
#: from 70 on are as sysexits.h and shells have them.
STATUSES = {
    OK: "found, or done",
    NOTHING_FOUND: "nothing found or read; of doctor and repair --check: something found",
    USAGE: "wrong usage, no such file, or a database that cannot be used",
    SOME_FAILED: "done, but some files failed",
    SOFTWARE: "a fault of digestkb itself",
    BUSY: "another process kept the database, or a note, to itself; or its server, or arXiv, did not answer",
    INTERRUPTED: "interrupted by Ctrl-C",
    TERMINATED: "ended by SIGTERM",
}


class DigestError(Exception):
    """The root of the family; its text is one line that says what to do."""

    status = USAGE


class UnreadableNote(DigestError):
    """A file that cannot be read as a note: missing, binary, not permitted."""

    status = SOME_FAILED


class NoteBusy(UnreadableNote):
    """A file that another process writes just now."""

    status = BUSY


class DamagedSnapshot(DigestError):
    """A snapshot of arXiv's metadata that cannot be read to its end; what came before it was read."""


class NoDatabase(DigestError):
    """A database that is not there, or is none of ours, or cannot be opened."""


class DamagedDatabase(NoDatabase):
    """A database that was ours, or may have been, is damaged; it can be made anew from the notes."""


class DatabaseBusy(DigestError):
    """Another process holds the database's lock, or the server that it is on does not answer."""

    status = BUSY


class Unreachable(DigestError):
    """A service elsewhere does not answer now, and may in a while."""

    status = BUSY


class NothingFound(DigestError):
    """The question was understood, and the answer is empty."""

    status = NOTHING_FOUND


class BadQuery(DigestError):
    """A query that cannot be understood; ``position`` is the offending character, counted from 0."""

    def __init__(self, message: str, query: str = "", position: int | None = None) -> None:
        super().__init__(message)
        self.query = query
        self.position = position


class BadDate(DigestError):
    """A text that was asked to be a date, or a range of dates, and is none."""


class NotAnArxivId(DigestError, ValueError):
    """A text that was asked to be an arXiv number and is none."""
