"""What may have been made of stored values by a disk or another program: which of them no digestkb ever wrote.

Nothing is checked again while all goes well, so that queries stay quick. If something fails over a database, these
checks tell whether the database is damaged or digestkb at fault. Standard library only, as queries load this.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from itertools import chain

from digestkb.shortening import lengthened
from digestkb.store.state import ERRORS, LEDGER, MIGRATIONS, OURS, TABLES, message
from digestkb.tuples import NamedTuple

#: The tables that say what is in notes, and those that follow from these.
SAID = ("notes", "repairs", "insights", "mentions", "passages")
FOLLOWING = ("claims", "papers", "paper_tags", "paper_authors", "paper_topics", "paper_names", "paper_counts")
#: No line, size or number of rows is as large.
_MOST = 1 << 40
_KINDS = frozenset("digest topic sota contribution gap idea reflection reading log note reference".split())
_TITLE_SOURCES = frozenset("heading metadata table link list lead".split())


class Senseless(NamedTuple):
    """A value that no digestkb ever wrote."""

    table: str
    #: The row number; for rows without one 0.
    row: int
    column: str
    value: object

    def __str__(self) -> str:
        row = f" {self.row}" if self.row else ""
        return f"{self.column} of {self.table}{row} is {repr(self.value)[:40]}"


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and 0 <= value < _MOST


def _is_share(value: object) -> bool:
    return isinstance(value, (int, float)) and 0 <= value <= 1


def _is_path(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value


def _is_date(value: object) -> bool:
    if not isinstance(value, str) or not value.isascii():
        return False
    year, *rest = value.split("-")
    if len(year) != 4 or not all(part.isdigit() and len(part) == 2 for part in rest) or not year.isdigit():
        return False
    import datetime as dt

    with contextlib.suppress(ValueError):
        return len(rest) < 3 and bool(dt.date(int(year), *map(int, [*rest, "1", "1"][:2])))
    return False


def _json(value: object) -> object:
    """Read JSON; what is none is ``None``, which no list holds."""
    with contextlib.suppress(ValueError, RecursionError):
        return json.loads(value) if isinstance(value, str) else None
    return None


def _is_list(value: object) -> bool:
    found = _json(value)
    return isinstance(found, list) and all(isinstance(one, str) for one in found)


def _is_list_of_paths(value: object) -> bool:
    found = _json(value)
    return isinstance(found, list) and all(isinstance(path, list) and all(map(_is_text, path)) for path in found)


def _is_list_of_links(value: object) -> bool:
    found = _json(value)
    return isinstance(found, list) and all(map(_is_link, found))


def _is_link(value: object) -> bool:
    if isinstance(value, str):
        return all(lengthened(value))
    # As it was written before the fifth step of the schema.
    return isinstance(value, dict) and all(isinstance(value.get(name), str) for name in ("kind", "url"))


_Judge = Callable[[object], bool]
#: What a column takes by its name; the rest go by their declared type.
_BY_NAME: dict[str, _Judge] = {
    **dict.fromkeys(("names", "authors", "tags", "languages", "attachments", "context"), _is_list),
    **dict.fromkeys(("published", "month", "date", "date_first", "date_end", "noted_first", "noted_last"), _is_date),
    **dict.fromkeys(("folder", "source"), _is_path),
    "topics": _is_list_of_paths,
    "path": _is_list,
    "links": _is_list_of_links,
    **dict.fromkeys(("modified", "changed"), lambda value: isinstance(value, int)),
    "kind": _KINDS.__contains__,
    "title_source": _TITLE_SOURCES.__contains__,
}
_BY_TYPE: dict[str, _Judge] = {"TEXT": _is_text, "INTEGER": _is_whole, "REAL": _is_share}


def senseless(connection: sqlite3.Connection, tables: tuple[str, ...] = (*SAID, *FOLLOWING)) -> Iterator[Senseless]:
    """Yield the values in some tables that make no sense, in the order of the tables."""
    read, connection.text_factory = connection.text_factory, _decoded
    try:
        for table in tables:
            judges = _judges(connection, table)
            if strange := [name for name in judges if not isinstance(name, str)]:
                yield Senseless(table, 0, "a column", strange[0])
                continue
            numbered = "id" if "id" in judges and table != "papers" else "number" if "number" in judges else "0"
            for number, *row in connection.execute(f"SELECT {numbered}, {', '.join(judges)} FROM {table}"):
                for (column, judge), value in zip(judges.items(), row, strict=True):
                    if not judge(value):
                        yield Senseless(table, number if isinstance(number, int) else 0, column, value)
    finally:
        connection.text_factory = read


def _judges(connection: sqlite3.Connection, table: str) -> dict[str, _Judge]:
    """Say for each column what it takes."""
    judges: dict[str, _Judge] = {}
    for _, name, declared, required, _, key in connection.execute(f"PRAGMA table_info({table})"):
        judge = _BY_NAME.get(name) or _BY_TYPE.get(declared, _is_text)
        judges[name] = judge if required or key else _or_nothing(judge)
    return judges


def _or_nothing(judge: _Judge) -> _Judge:
    return lambda value: value is None or judge(value)


def _decoded(data: bytes) -> str | bytes:
    """Leave what is no UTF-8 as bytes, which no column takes."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def _lost_column(connection: sqlite3.Connection) -> str:
    """Name a column that a table has by another name, as noise in the schema leaves it; nothing for an older schema."""
    from digestkb.store import schema
    from digestkb.store.sqlite import Database

    (steps,) = connection.execute(f"SELECT count(*) FROM {LEDGER} WHERE migration_set = ?", (OURS,)).fetchone()
    if steps < len(MIGRATIONS):
        return ""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        schema.MIGRATIONS.apply(Database(made))
        for table in sorted(TABLES):
            wanted, found = (
                [name for _, name, *_ in one.execute(f"PRAGMA table_info({table})")] for one in (made, connection)
            )
            if lost := [name for name in wanted if name not in found]:
                return f"{table} has no column {lost[0]} any more"
    return ""


def diagnosis(connection: sqlite3.Connection) -> str:
    """Say what is wrong with a database, or nothing if it is sound."""
    from digestkb.store import metadata, vectors

    try:
        with contextlib.suppress(sqlite3.OperationalError):  # there may be nothing to take back
            connection.execute("ROLLBACK")
        for (line,) in connection.execute("PRAGMA integrity_check(1)"):
            if line != "ok":
                return str(line)
        if lost := _lost_column(connection):
            return lost
        beside = chain(vectors.faults(connection), metadata.faults(connection))
        return str(next(senseless(connection), "")) or next((what for _, what in beside), "")
    except ERRORS as error:
        return message(error)
