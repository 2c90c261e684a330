"""A small corpus, ingested once."""

from __future__ import annotations

from functools import cache
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


@pytest.fixture(scope="session")
def kb(db: Path) -> Command:
    """The command, on that database; what is asked again is answered from memory, unless it may write into a folder."""
    remembered = cache(digestkb)

    def run(*arguments: str, **options: object) -> Run:
        asked = digestkb if "cwd" in options else remembered
        return asked("--db", str(db), *arguments, **options)  # type: ignore[arg-type]

    return run
