"""The hostile notes, ingested once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.processes import NOTES, digestkb
from tests.hostile import corpus


@pytest.fixture(scope="session")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of hostile notes."""
    folder = tmp_path_factory.mktemp("hostile") / "notes"
    folder.mkdir()
    corpus.write(folder, NOTES)
    return folder


@pytest.fixture(scope="session")
def db(notes: Path) -> Path:
    """A database of the hostile notes; tests only read it."""
    path = notes.parent / "kb.db"
    run = digestkb("--db", str(path), "ingest", str(notes))
    assert run.status == 0, run.err
    return path
