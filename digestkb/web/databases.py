"""Which of the databases that Datasette has open are ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from digestkb.store.state import APPLICATION_ID

#: Where SQLite keeps by whom a file is signed, in bytes from its beginning.
_SIGNATURE = slice(68, 72)


def path_of(datasette: Any, name: str | None) -> str | None:
    """Give the file of a database if it is one of ours, else ``None``."""
    found = datasette.databases.get(name)
    path = found.path if found is not None else None
    return str(path) if path and _is_ours(Path(path)) else None


def names(datasette: Any) -> list[str]:
    """Give the names of those that are ours."""
    # Metadata is asked for before any database is there.
    return [name for name in getattr(datasette, "databases", {}) if path_of(datasette, name)]


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return int.from_bytes(file.read(_SIGNATURE.stop)[_SIGNATURE], "big") == APPLICATION_ID
    except OSError:  # Datasette says itself what is wrong with it
        return False
