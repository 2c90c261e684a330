"""``export`` as somebody types it: what it writes beside lists, and what it says where it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.processes import Command

OTHERS = "Somebody's own.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file that is none of ours, and one of ours whose end is gone."""
    (tmp_path / "own.md").write_text(OTHERS, encoding="utf-8")
    (tmp_path / "open.md").write_text('<!-- digestkb: paper "2601.05242" -->\nmine\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--synthesis", "2026-13"), 2, "'2026-13' is no month; it is written like 2026-01"),
        (("--synthesis", "1999-01"), 1, "there is no paper of 1999-01; there are some of "),
        (("--synthesis", "2024-12", "--tag", "zyxotronic"), 1, "there is no paper of 2024-12 that is like that"),
        (("--vault", "own.md"), 2, "own.md: is a file, not a folder; name a folder for the vault"),
        (("--vault", "own.md/below"), 2, "own.md/below: Not a directory"),
        (("--into", "own.md"), 2, "own.md: is no export of digestkb, and left alone; choose another name"),
        (("--into", "open.md"), 2, "open.md:1: what begins here has no end; put <!-- /digestkb --> on the line behind"),
        (("--into", "there is/none.md"), 2, "No such file or directory"),
        (("--vault", "v", "--into", "a.md"), 2, "--vault writes notes of its own; leave out --into"),
        (("--vault", "v", "-f", "json"), 2, "--vault writes Markdown, not json; > sends that to a file"),
        (("--synthesis", "2024-12", "--fields", "id"), 2, "--synthesis writes everything; leave out --fields"),
        (("--vault", "v", "--tag", "zyxotronic"), 1, "no paper is like tag:zyxotronic"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_line(
    kb: Command, folder: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    run = kb("export", *arguments, cwd=folder)
    assert (run.status, run.out) == (status, "")
    assert said in run.err and run.err.count("\n") == 1
    assert sorted(path.name for path in folder.iterdir()) == ["open.md", "own.md"]
    assert (folder / "own.md").read_text(encoding="utf-8") == OTHERS


def test_a_digest_grows_in_a_file(kb: Command, tmp_path: Path) -> None:
    assert kb("export", "--tag", "rl", "--into", "rl.md", cwd=tmp_path).status == 0
    path = tmp_path / "rl.md"
    assert path.read_text(encoding="utf-8") == kb("export", "--tag", "rl", "-f", "md").out
    path.write_text(path.read_text(encoding="utf-8") + "\nMine.\n", encoding="utf-8")
    assert kb("export", "--into", "rl.md", cwd=tmp_path).status == 0
    assert "\nMine.\n" in path.read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8").count("<!-- digestkb: paper ") == len(kb("export", "-f", "ids").lines)


def test_a_synthesis_has_its_parts(kb: Command) -> None:
    written = kb("export", "--synthesis", "2024-12").out
    parts = [line for line in written.splitlines() if line.startswith(("# ", "## "))]
    assert parts[:3] == ["# 2024-12", "## TOPIC_TREE", "## SOTA_HIGHLIGHTS"] and parts[-1] == "## Papers"
    assert {"## GAPS_AND_OPPORTUNITIES", "## FUTURE_IDEAS", "## READING_LIST"} < set(parts)


def test_a_vault_is_counted_and_linked(kb: Command, tmp_path: Path) -> None:
    run = kb("export", "--vault", "vault", cwd=tmp_path)
    count = len(kb("export", "-f", "ids").lines)
    assert run.status == 0 and run.lines == [f"notes new\t{count}", "notes changed\t0", "notes unchanged\t0"]
    names = {path.stem for path in (tmp_path / "vault").glob("*.md")}
    links = {
        link.partition("]]")[0]
        for path in (tmp_path / "vault").glob("*.md")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith(("- Notes speak of", "- In the "))
        for link in line.split("[[")[1:]
    }
    assert len(names) == count and links and links <= names
