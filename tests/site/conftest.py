"""A site of the sample notes, and one of notes by somebody who would like to act in a browser; both are only read."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.processes import NOTES, digestkb
from tests.hostile import corpus
from tests.needed import lacking
from tests.web.site import HOSTILE


class Built(NamedTuple):
    """A folder of pages, and the database that they are made from."""

    folder: Path
    db: Path

    @property
    def files(self) -> dict[str, str]:
        """The text of each page by its name."""
        return {str(path.relative_to(self.folder)): path.read_text("utf-8") for path in self.folder.rglob("*.html")}


def built(folder: Path) -> Built:
    """Make a database of the notes in a folder, and its site."""
    try:
        import jinja2  # noqa: F401
    except ImportError:
        lacking("the extra site is not installed")
    site = Built(folder / "site", folder / "kb.db")
    for arguments in (("ingest", str(folder / "notes")), ("site", str(site.folder), "--notes")):
        run = digestkb("--db", str(site.db), *arguments)
        assert run.status == 0, run.err
    return site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(NOTES, folder / "notes")
    return built(folder)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "notes").mkdir()
    corpus.write(folder / "notes", NOTES)
    (folder / "notes" / "acting.md").write_text(HOSTILE, encoding="utf-8")
    return built(folder)
