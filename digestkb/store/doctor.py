"""Finding what is wrong with a database, and putting right what follows from what is stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from digestkb.store.checks import CHECKS
from digestkb.store.checks.examination import Check, Examination, Finding, Part


def examine(connection: sqlite3.Connection, only: Part | None = None) -> Iterator[Finding]:
    """Find what is wrong, in one part or all, and change nothing; what others write meanwhile is not looked at."""
    connection.execute("BEGIN")
    examined, broken = Examination(connection), False
    for check in CHECKS:
        if broken and check.part is not Part.FILE:
            break
        for finding in check.find(examined) if only in (None, check.part) else ():
            broken = broken or _breaks(check)
            yield finding._replace(part=check.part.value)
    connection.execute("ROLLBACK")


def mend(connection: sqlite3.Connection) -> list[Finding]:
    """Find what is wrong with file and tables and put it right, within a turn of the caller's; gives what was found.

    If the file itself stays broken, what follows from the mentions is left as it is.
    """
    examined = Examination(connection)
    found: list[Finding] = []
    is_sound = False
    for check in (check for check in CHECKS if check.part is not Part.NOTES):
        if not (is_sound or _breaks(check)):
            _stand_in(connection)
            is_sound = True
        findings = list(check.find(examined))
        left = _mend(check, examined, findings)
        mended = bool(findings) and not left
        found += [finding._replace(part=check.part.value, mended=mended) for finding in findings]
        if left and _breaks(check):
            break
    return found


def _stand_in(connection: sqlite3.Connection) -> None:
    """Put something in the place of papers that are not there, until it is known what their mentions are about.

    SQLite counts what a turn does to mentions without a paper, and miscounts where some had none before it.
    """
    connection.execute(
        "INSERT INTO papers (number, id, names, authors, tags, topics, languages, links)"
        " SELECT DISTINCT paper, 'missing:' || paper, '[]', '[]', '[]', '[]', '[]', '[]'"
        " FROM mentions WHERE paper NOT IN (SELECT number FROM papers)"
    )


def _mend(check: Check, examined: Examination, findings: list[Finding]) -> list[Finding]:
    """Give what is left of the findings of a check once it was mended."""
    if not findings or check.mend is None:
        return findings
    check.mend(examined, findings)
    return list(check.find(examined)) if check.part is Part.FILE else []


def _breaks(check: Check) -> bool:
    """Say whether nothing can be told from a database in which a check finds something."""
    return check.name in ("integrity", "values")
