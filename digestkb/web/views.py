"""The views of a database with the titles that ``show`` gives: what notes call a paper, where it has no title."""

from __future__ import annotations

import sqlite3

#: Columns that hold the title of the paper whose id is in the column ``paper``.
_TITLES = frozenset({"title", "paper_title"})
_CALLED = """
coalesce({column}, (SELECT json_extract(names, '$[0]') FROM main.papers WHERE id = {view}.paper)) AS {column}
"""


def add(connection: sqlite3.Connection) -> None:
    """Put a view of the same name, for this connection alone, before each that has titles."""
    views = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'view' ORDER BY name").fetchall()
    for (view,) in views:
        columns = [row[1] for row in connection.execute(f"PRAGMA main.table_info([{view}])")]
        if "paper" in columns and _TITLES.intersection(columns):
            shown = ", ".join(_CALLED.format(column=one, view=view) if one in _TITLES else one for one in columns)
            connection.execute(f"CREATE TEMP VIEW [{view}] AS SELECT {shown} FROM main.[{view}]")
