"""What can go wrong, as one family. The command line turns each into one line on standard error and an exit status.

====== ==========================================================
status meaning
====== ==========================================================
0      found, or done
1      nothing found; of ``doctor`` and ``repair --check``, that something was
2      wrong usage, a query that makes no sense, or a database that cannot be used
3      done, but some files failed
75     another process kept the database, or a note (``EX_TEMPFAIL`` of sysexits.h)
130    interrupted by Ctrl-C
143    ended by SIGTERM; other signals alike
====== ==========================================================
"""

from __future__ import annotations

OK, NOTHING_FOUND, USAGE, SOME_FAILED, BUSY, INTERRUPTED = 0, 1, 2, 3, 75, 130
#: What a check returns that was to find nothing.
FOUND_FAULTS = 1


class DigestError(Exception):
    """The root of the family; its text is one line that says what to do."""

    status = USAGE


class UnreadableNote(DigestError):
    """A file that cannot be read as a note: missing, binary, not permitted."""

    status = SOME_FAILED


class NoteBusy(UnreadableNote):
    """A file that another process writes just now."""

    status = BUSY


class NoDatabase(DigestError):
    """A database that is not there, or is none of ours, or cannot be opened."""


class DamagedDatabase(NoDatabase):
    """A database that was ours, or may have been, is damaged; it can be made anew from the notes."""


class DatabaseBusy(DigestError):
    """Another process holds the database's lock."""

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
