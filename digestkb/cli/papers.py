"""Papers by row number, laid out for a format with no more of them loaded than it shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from digestkb.query.library import entries, papers
from digestkb.render import Format, Sheet, sheets


def listed(connection: sqlite3.Connection, numbers: Sequence[int], choice: Format) -> Sheet[Any]:
    """Lay out papers as a list."""
    if choice in sheets.ENTRY_FORMATS:
        return sheets.entries(entries(connection, numbers))
    return sheets.papers(papers(connection, numbers))


def described(connection: sqlite3.Connection, numbers: Sequence[int], choice: Format) -> Sheet[Any]:
    """Lay out papers with everything that is known of each."""
    if choice in sheets.ENTRY_FORMATS and choice is not Format.TABLE:
        return sheets.entries(entries(connection, numbers))
    return sheets.papers(papers(connection, numbers), whole=True)
