"""A folder of pages: what is ours in it is replaced, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from digestkb.errors import DigestError
from digestkb.site.folder import MANIFEST, Folder


def written(path: Path, **texts: str) -> Folder:
    """Write pages into a folder."""
    with Folder(path) as folder:
        for name, text in texts.items():
            folder.write(name.replace("_", "/") + ".html", text)
    return folder


def names(path: Path) -> set[str]:
    """Give the names of all files but the list of them."""
    return {str(file.relative_to(path)) for file in path.rglob("*") if not file.is_dir()} - {MANIFEST}


def test_written_again_only_what_changed_is(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    assert written(out, index="1", papers_a="2", papers_b="3").written == 3
    kept = (out / "index.html").stat()

    again = written(out, index="1", papers_a="other")

    assert (again.written, again.unchanged, again.removed) == (1, 1, 1)
    assert names(out) == {"index.html", "papers/a.html"}
    assert (out / "papers/a.html").read_text() == "other"
    assert (out / "index.html").stat().st_mtime_ns == kept.st_mtime_ns


def test_files_of_others_stay(tmp_path: Path) -> None:
    written(tmp_path, index="1", papers_a="2")
    for name in ("CNAME", "papers/mine.txt"):
        (tmp_path / name).write_text("mine")

    written(tmp_path, index="2")

    assert names(tmp_path) == {"index.html", "CNAME", "papers/mine.txt"}
    written(tmp_path, index="2", months_a="3")
    assert (tmp_path / "CNAME").read_text() == "mine"


@pytest.mark.parametrize("name", ["thesis.tex", ".hidden", MANIFEST])
def test_a_folder_of_others_is_refused_and_left_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine\nindex.html\n")

    with pytest.raises(DigestError, match="did not write"):
        Folder(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(DigestError, match="is no folder"):
        Folder(tmp_path / "out")


def test_a_file_of_others_is_not_written_over(tmp_path: Path) -> None:
    written(tmp_path, index="1")
    (tmp_path / "gaps.html").write_text("mine")

    with pytest.raises(DigestError, match="in the way"):
        written(tmp_path, index="1", gaps="2")

    assert (tmp_path / "gaps.html").read_text() == "mine"


def test_a_killed_run_leaves_nothing_that_the_next_would_not_know(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Folder(tmp_path) as folder:
        folder.write("papers/a.html", "1")
        raise KeyboardInterrupt

    assert written(tmp_path, papers_b="2").removed == 1
    assert names(tmp_path) == {"papers/b.html"}


def test_a_list_that_somebody_changed_leads_nowhere_else(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    for name in ("a.html", "thesis.tex"):
        (mine / name).write_text("mine")
    out = tmp_path / "out"
    written(out, index="1")
    (out / "papers").symlink_to(mine)
    with (out / MANIFEST).open("a") as listed:
        listed.write(f"../mine/thesis.tex\n{mine}/thesis.tex\n../../x\npapers/a.html\npapers/../index.html\n")

    written(out, index="2")
    with pytest.raises(DigestError, match="in the way"):
        written(out, papers_b="3")

    assert names(mine) == {"a.html", "thesis.tex"}


def test_a_link_is_replaced_and_not_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    out = tmp_path / "out"
    written(out, index="1")
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(tmp_path / "mine.txt")

    written(out, index="2")

    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert (out / "index.html").read_text() == "2"


@pytest.mark.parametrize("name", ["../x.html", "/x.html", "a/b/c.html", "Index.html", ".x", "a\nb.html"])
def test_no_other_names_are_given(tmp_path: Path, name: str) -> None:
    with Folder(tmp_path) as folder, pytest.raises(ValueError, match="no name of a page"):
        folder.write(name, "")
