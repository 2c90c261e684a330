"""What other packages add is found wherever they are installed, and nothing is loaded where none adds anything."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.machinery import PathFinder
from pathlib import Path

import pytest

from digestkb import extensions

METADATA, ADDED = "Metadata-Version: 2.1\nName: theirs\nVersion: 1\n", "[digestkb.readers]\ntheirs = theirs:READER\n"


def installed(folder: Path) -> Path:
    """Install a package as pip does."""
    about = folder / "theirs-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(METADATA)
    (about / "entry_points.txt").write_text(ADDED)
    return folder


def archived(folder: Path) -> Path:
    """Put one into an archive that is on the path."""
    with zipfile.ZipFile(folder / "theirs.zip", "w") as archive:
        archive.writestr("theirs-1.dist-info/METADATA", METADATA)
        archive.writestr("theirs-1.dist-info/entry_points.txt", ADDED)
    return folder / "theirs.zip"


def of_others(folder: Path) -> Path:
    """Install one that adds something to another program."""
    installed(folder)
    (folder / "theirs-1.dist-info" / "entry_points.txt").write_text(ADDED.replace("digestkb", "others"))
    return folder


@pytest.mark.parametrize(
    ("put", "names"),
    [(installed, ["theirs"]), (archived, ["theirs"]), (of_others, []), (lambda folder: folder / "none", [])],
)
def test_what_is_on_the_path_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, put: Callable[[Path], Path], names: list[str]
) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(put(tmp_path))])
    assert [entry.name for entry in extensions.entries("digestkb.readers")] == names


def test_who_installs_in_another_way_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Finder:
        """Finds what lies elsewhere."""

        @staticmethod
        def find_spec(*_: object) -> None: ...

        @staticmethod
        def find_distributions(context: object) -> object:
            from importlib.metadata import DistributionFinder

            return PathFinder.find_distributions(DistributionFinder.Context(path=[str(tmp_path / "elsewhere")]))

    installed(tmp_path / "elsewhere")
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder])
    assert [entry.name for entry in extensions.entries("digestkb.readers")] == ["theirs"]


def test_nothing_is_loaded_for_nothing() -> None:
    code = "import sys, digestkb.readers as r; r.installed(); print('importlib.metadata' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
