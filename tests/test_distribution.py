"""What is built: the wheel and the archive of the source have what their users need, and say where they came from."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

import pytest

from tests.needed import program
from tools.project_urls import of_clone

ROOT = Path(__file__).parent.parent
ADDRESS = "https://git.example.org/ida/digestkb"


def build(kind: str, folder: Path) -> Path:
    """Build what ``kind`` says in a folder, as pip does, and give where it lies."""
    asked = [sys.executable, "-c", f"from hatchling.build import build_{kind} as build; print(build('dist'))"]
    run = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=True)
    return folder / "dist" / run.stdout.split()[-1]


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as held:
        (name,) = [name for name in held.namelist() if name.endswith(".dist-info/METADATA")]
        return HeaderParser().parsestr(held.read(name).decode())


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of what is built, which is no clone yet."""
    folder = tmp_path_factory.mktemp("built") / "digestkb"
    for part in ("digestkb", "docs/digestkb.1", "tools/project_urls.py", "pyproject.toml", "README.md", "LICENSE"):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copyfile
        copy(ROOT / part, folder / part)
    return folder


def clone(folder: Path, origin: str) -> Path:
    """Let a folder be a clone of what lies elsewhere."""
    for asked in (["init", "-q"], ["remote", "add", "origin", origin] if origin else ["status"]):
        subprocess.run([program("git"), *asked], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize(
    ("origin", "named"),
    [
        ("https://git.example.org/ida/digestkb.git", {"Source": ADDRESS}),
        ("https://ida:secret@git.example.org/ida/digestkb/", {"Source": ADDRESS}),
        ("git@git.example.org:ida/digestkb.git", {"Source": ADDRESS}),
        ("ssh://git@git.example.org/ida/digestkb", {"Source": ADDRESS}),
        ("/home/ida/digestkb", {}),
        ("file:///srv/digestkb.git", {}),
        ("http://localhost:3000/digestkb", {}),
        ("", {}),
    ],
)
def test_a_clone_of_an_address_of_the_web_says_so(tmp_path: Path, origin: str, named: dict[str, str]) -> None:
    assert of_clone(clone(tmp_path, origin)) == named


def test_a_folder_within_a_clone_is_none(tmp_path: Path) -> None:
    clone(tmp_path, f"{ADDRESS}.git")
    (tmp_path / "unpacked").mkdir()

    assert of_clone(tmp_path / "unpacked") == {}


def test_a_wheel_of_an_archive_names_the_clone_that_the_archive_was_made_in(source: Path, tmp_path: Path) -> None:
    folder = clone(Path(shutil.copytree(source, tmp_path / "clone")), f"{ADDRESS}.git")
    (tmp_path / "unpacked").mkdir()
    subprocess.run([program("tar"), "-xf", build("sdist", folder), "-C", tmp_path / "unpacked"], check=True)
    (unpacked,) = (tmp_path / "unpacked").iterdir()

    assert metadata(build("wheel", unpacked))["Project-URL"] == f"Source, {ADDRESS}"


def test_a_wheel_has_what_its_users_need(source: Path) -> None:
    wheel = build("wheel", source)
    with zipfile.ZipFile(wheel) as held:
        names = set(held.namelist())

    (shared,) = {name.split("/")[0] for name in names if ".data/" in name}
    assert {"digestkb/py.typed", f"{shared}/data/share/man/man1/digestkb.1"} <= names
    assert not [name for name in names if name.startswith("tests/")]
    assert metadata(wheel)["Project-URL"] is None
