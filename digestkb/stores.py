"""Opening what notes are written to, in a file or on a server."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from digestkb.address import is_address
from digestkb.store.store import Store


def opened(database: Path | str, wait: float | None = None) -> AbstractContextManager[Store]:
    """Open or create a database; see :meth:`digestkb.store.store.Store.open` and what a server has for it."""
    if not is_address(database):
        return Store.open(Path(database), wait)
    from digestkb.postgres.server import open_store

    return open_store(str(database), wait)


def looked_at(database: Path | str) -> AbstractContextManager[Store]:
    """Open a database without ever writing to it; one that is not there is empty."""
    if not is_address(database):
        return Store.looking(Path(database))
    from digestkb.postgres.server import look_at_store

    return look_at_store(str(database))
