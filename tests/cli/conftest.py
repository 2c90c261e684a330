"""A small corpus, ingested once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.processes import NOTES, Command, Run, digestkb


@pytest.fixture(scope="session")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the sample notes; tests only read it."""
    path = tmp_path_factory.mktemp("kb") / "kb.db"
    run = digestkb("--db", str(path), "ingest", str(NOTES), fresh=True)
    assert run.status == 0, run.err
    return path


@pytest.fixture
def kb(db: Path) -> Command:
    """The command, on that database."""

    def run(*arguments: str, **options: object) -> Run:
        return digestkb("--db", str(db), *arguments, **options)  # type: ignore[arg-type]

    return run
