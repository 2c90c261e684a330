"""The folder that pages are written into: what others put there stays, and nothing is written through it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from digestkb.errors import DigestError, NoteBusy
from digestkb.files import locked
from digestkb.site import folder as folder_module
from digestkb.site.folder import MANIFEST, Folder

UNFINISHED = f"{MANIFEST}.part"


def _write(path: Path, *names: str) -> Folder:
    with Folder(path) as folder:
        for name in names:
            folder.write(name, f"text of {name}")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    path = tmp_path / "site"
    _write(path, "index.html", "papers/a.html")
    return path


@pytest.mark.parametrize("name", [UNFINISHED, "index.html", MANIFEST])
def test_links_in_it_lead_nothing_out_of_it(site: Path, tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    before = (site / name).read_bytes() if name == MANIFEST else b"precious"
    elsewhere.write_bytes(before)
    (site / name).unlink(missing_ok=True)
    (site / name).symlink_to(elsewhere)

    _write(site, "index.html", "papers/a.html", "papers/b.html")

    assert elsewhere.read_bytes() == before
    assert (site / "index.html").read_text(encoding="utf-8") == "text of index.html"
    assert sorted(path.name for path in site.iterdir()) == [MANIFEST, "index.html", "papers"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes on Windows")
def test_a_pipe_is_not_waited_for(site: Path) -> None:
    os.mkfifo(site / UNFINISHED)
    assert _write(site, "index.html", "b.html").written == 1


def test_a_folder_behind_a_link_is_not_written_to(site: Path, tmp_path: Path) -> None:
    (site / "papers" / "a.html").rename(tmp_path / "a.html")
    (site / "papers").rmdir()
    (site / "papers").symlink_to(tmp_path)
    with pytest.raises(DigestError, match=r"papers/a\.html is in the way"):
        _write(site, "papers/a.html")
    assert (tmp_path / "a.html").exists()


def test_a_link_to_a_folder_is_that_folder(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "link").symlink_to("whole")
    for _ in range(2):
        _write(tmp_path / "link", "index.html", "papers/a.html")
    assert (tmp_path / "whole" / "papers" / "a.html").exists() and (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("left", ["part alone", "a line that is cut off"])
def test_what_a_full_disk_left_is_taken_up(site: Path, tmp_path: Path, left: str) -> None:
    if left == "part alone":
        site = tmp_path / "new"
        site.mkdir()
        (site / UNFINISHED).write_bytes(b"Writ")
    else:
        (site / MANIFEST).write_bytes((site / MANIFEST).read_bytes()[:-3])
    _write(site, "index.html", "papers/b.html")
    assert _write(site, "index.html", "papers/b.html").unchanged == 2


def test_of_two_at_once_one_waits(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digestkb.files._PATIENCE", 0.05)
    with locked(site) as alone:
        if not alone:
            pytest.skip("there are no locks on this file system")
        with pytest.raises(NoteBusy):
            _write(site, "index.html")
    assert _write(site, "index.html").removed == 1


@pytest.mark.parametrize("name", ["../x", "a/../b", "papers/../../x", "/x", "a/b/c", "A.html", "x\n"])
def test_no_list_makes_what_is_not_ours_ours(site: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "x").write_text("precious", encoding="utf-8")
    (site / MANIFEST).write_text(f"{folder_module._SIGNED}\n{name}\n", encoding="ascii")
    with pytest.raises(ValueError, match="no name of a page"), Folder(site) as folder:
        folder.write(name, "")
    with Folder(site) as folder:
        assert not folder.removed
    assert (tmp_path / "x").exists()
