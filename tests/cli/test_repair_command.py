"""``repair`` and ``repairs`` as commands: streams, files, diffs, exit statuses."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.processes import NOTES, ROOT, Command, digestkb

DAMAGED = NOTES / "digests" / "2025-01-22-damaged.md"
CLEAN = ROOT / "data" / "clean" / "2025-01-22.md"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A damaged note, the same without its last line end, and a clean one, deeper."""
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.md").write_bytes(DAMAGED.read_bytes())
    (folder / "b.md").write_bytes(DAMAGED.read_bytes().rstrip(b"\n"))
    (folder / "deep" / "clean.md").write_bytes(CLEAN.read_bytes())
    return folder


def test_a_file_and_a_stream_come_out_the_same(notes: Path) -> None:
    from_file = digestkb("repair", str(notes / "a.md"))
    assert from_file.status == 0
    assert from_file.out == digestkb("repair", stdin=DAMAGED.read_bytes()).out
    assert from_file.out == digestkb("repair", "-", stdin=DAMAGED.read_bytes()).out
    assert from_file.out.count("\n") == DAMAGED.read_bytes().count(b"\n")
    assert "Bản tin" in from_file.out


@pytest.mark.parametrize(
    "clean",
    [b"", b"\n", b"a", b"a\r\nb\r\n", "Clean đã sạch, 干净\r\n\n".encode(), CLEAN.read_bytes(), bytes(range(32, 127))],
    ids=range(7),
)
def test_clean_text_comes_back_byte_for_byte(clean: bytes) -> None:
    run = digestkb("repair", stdin=clean)
    assert (run.status, run.out.encode(), run.err) == (0, clean, "")


def test_repairing_twice_changes_nothing_more(notes: Path) -> None:
    once = digestkb("repair", str(notes / "a.md")).out
    assert digestkb("repair", stdin=once).out == once


def test_check_names_what_would_change_and_touches_nothing(notes: Path) -> None:
    run = digestkb("repair", "--check", ".", cwd=notes)
    assert (run.status, run.lines) == (1, ["a.md", "b.md"])
    assert digestkb("repair", "--check", str(notes / "deep")).status == 0
    assert (notes / "a.md").read_bytes() == DAMAGED.read_bytes()


def test_write_keeps_what_was_there(notes: Path) -> None:
    (notes / "a.md").chmod(0o640)
    (notes / "a.md.orig").write_text("an older backup", encoding="utf-8")
    run = digestkb("repair", "--write", ".", cwd=notes)
    assert run.status == 0 and [record[0] for record in run.records] == ["a.md", "b.md"]
    assert (notes / "a.md.orig").read_text(encoding="utf-8") == "an older backup"
    assert (notes / "a.md.orig.1").read_bytes() == DAMAGED.read_bytes()
    assert "Bản tin" in (notes / "a.md").read_text(encoding="utf-8")
    assert (notes / "a.md").stat().st_mode & 0o777 == 0o640
    assert not (notes / "deep" / "clean.md.orig").exists()
    assert digestkb("repair", "--check", str(notes)).status == 0
    assert sorted(path.name for path in notes.iterdir()) == [
        "a.md",
        "a.md.orig",
        "a.md.orig.1",
        "b.md",
        "b.md.orig",
        "deep",
    ]


def applied(folder: Path, patch: str) -> None:
    """Let git apply a patch."""
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=folder, check=True)


def test_git_takes_the_diff(notes: Path) -> None:
    run = digestkb("repair", "--diff", ".", cwd=notes)
    assert run.status == 0
    applied(notes, run.out)
    assert (notes / "a.md").read_text(encoding="utf-8") == digestkb("repair", stdin=DAMAGED.read_bytes()).out
    assert not (notes / "b.md").read_bytes().endswith(b"\n")
    assert digestkb("repair", "--diff", ".", cwd=notes).out == ""


def test_git_takes_the_diff_of_what_was_ingested(notes: Path) -> None:
    db = str(notes.parent / "kb.db")
    digestkb("--db", db, "ingest", str(notes))
    run = digestkb("--db", db, "repairs", "--diff")
    assert run.status == 0
    applied(notes, run.out)
    assert digestkb("repair", "--check", str(notes)).status == 0
    (notes / "b.md").unlink()
    assert digestkb("--db", db, "repairs", "--diff").status == 3


def test_explain_and_stats_agree(notes: Path) -> None:
    changes = json.loads(digestkb("repair", "--explain", "--json", str(notes / "a.md")).out)
    counts = {channel: int(number) for channel, number, _ in digestkb("repair", "--stats", str(notes / "a.md")).records}
    assert sum(counts.values()) == len(changes) > 10
    assert set(counts) == {change["channel"] for change in changes}
    lines = DAMAGED.read_text(encoding="utf-8").split("\n")
    for change in changes:
        assert lines[change["line"] - 1][change["first"] : change["last"]] == change["before"]
    place = digestkb("repair", "--explain", "-f", "paths", "a.md", cwd=notes).lines[0]
    assert place.startswith("a.md:1:")


@pytest.mark.parametrize("option", ["--explain", "--stats"])
def test_nothing_to_repair_is_said(option: str) -> None:
    run = digestkb("repair", option, str(CLEAN))
    assert (run.status, run.out) == (1, "") and run.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("nosuch.md",), 2),
        (("--check", "nosuch.md"), 2),
        (("picture.md",), 3),
        (("--check", "picture.md"), 3),
        (("--check", "--write", "a.md"), 2),
        (("a.md", "b.md"), 2),
        (("deep",), 2),
        (("--write", "-"), 2),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_one_line(notes: Path, arguments: tuple[str, ...], status: int) -> None:
    (notes / "picture.md").write_bytes(bytes(range(256)) * 20)
    run = digestkb("repair", *arguments, cwd=notes, stdin=DAMAGED.read_bytes())
    assert (run.status, run.out) == (status, "")
    assert run.err.count("\n") == 1 and "Traceback" not in run.err


def test_repairs_lists_the_ledger(kb: Command) -> None:
    run = kb("repairs", "damaged")
    assert run.status == 0
    assert {record[0].partition(":")[0] for record in run.records} == {"digests/2025-01-22-damaged.md"}
    assert kb("repairs", "2026-01-09").status == 1


def test_why_shows_what_each_stage_proposed_and_one_of_them_chosen(notes: Path) -> None:
    broken = notes / "broken.md"
    broken.write_text("clean\nvoilÃ  le menu, itâ€™s here\n", encoding="utf-8")

    said = json.loads(digestkb("repair", str(broken), "--explain", "--why", "--json").out)

    assert {one["line"] for one in said} == {2}
    assert [one["proposed"] for one in said if one["chosen"]] == ["voilà le menu, it’s here"]
    assert all(one["bits"] <= one["below"] for one in said if one["chosen"])
    assert "chosen" in digestkb("repair", str(broken), "--explain", "--why").out


def test_why_goes_with_explain() -> None:
    refused = digestkb("repair", "--why", stdin=b"x\n")

    assert refused.status == 2
    assert refused.err.splitlines() == ["digestkb: --why goes with --explain"]
