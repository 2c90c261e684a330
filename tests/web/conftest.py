"""A server in a process of its own, with the sample notes and one by somebody who would like to act in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.processes import NOTES, digestkb
from tests.web.site import HOSTILE, Site, started


@pytest.fixture(scope="session")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web")
    shutil.copytree(NOTES, folder / "notes")
    (folder / "notes" / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    run = digestkb("--db", str(folder / "kb.db"), "ingest", str(folder / "notes"))
    assert run.status == 0, run.err
    return folder / "kb.db"


@pytest.fixture(scope="session")
def site(db: Path) -> Iterator[Site]:
    server = started(db)
    assert server.stdout is not None
    try:
        yield Site(db, urlsplit(server.stdout.readline().strip()).netloc)
    finally:
        server.terminate()
        server.communicate(timeout=20)
