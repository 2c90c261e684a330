"""Notes made by hand, and a picture of a database that does not depend on row numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from digestkb.store.store import Store


@pytest.fixture
def database() -> Iterator[Database]:
    """A database in memory."""
    database = Database(memory=True)
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> Store:
    """An empty store."""
    return Store(database.conn)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a database file may be made."""
    return tmp_path / "made" / "kb.db"
