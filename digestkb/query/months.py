"""Papers by month: that which they are of, and where none is known that in which notes first speak of them."""

from __future__ import annotations

from collections.abc import Collection

from digestkb.query.database import NOTES
from digestkb.store.connection import Connection

_MONTH = "coalesce(month, CASE WHEN length(noted_first) > 6 THEN substr(noted_first, 1, 7) END)"


def of_month(connection: Connection, month: str, among: Collection[int] | None = None) -> list[int]:
    """Give the row numbers of what is of a month (``2026-01``) in the order of their ids; of ``among``, if given."""
    found = connection.execute(f"SELECT number FROM papers WHERE {_MONTH} = ? ORDER BY id", (month,))
    return [number for (number,) in found if among is None or number in among]


def months(connection: Connection) -> list[str]:
    """Give the months that papers are of, in order."""
    sql = f"SELECT DISTINCT {_MONTH} FROM papers WHERE number NOT IN ({NOTES}) ORDER BY 1"
    return [month for (month,) in connection.execute(sql) if month]
