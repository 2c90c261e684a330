"""A note that takes too long, or too much memory, is given up and said; the others are read all the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from digestkb import bounds, workers
from digestkb.source import beginning, read_beginning, read_source
from digestkb.text.repaired import LOOK_AHEAD
from digestkb.workers import Lost, Workers
from tests.cli.processes import digestkb
from tests.hostile.bombs import BOMBS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
#: So many seconds of the processor a note may have here, that needs twenty times as many.
LIMIT = "0.5"


@pytest.mark.parametrize("command", ["ingest", "read", "rebuild"])
def test_a_note_that_takes_too_long_is_given_up(tmp_path: Path, command: str) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text("# Method: Learning to Draw\n\narXiv:2601.00001\n", encoding="utf-8")
    (notes / "long.md").write_bytes(BOMBS["numbers on a line"](200_000))
    run = digestkb("--db", str(tmp_path / "kb.db"), command, "--max-time", LIMIT, str(notes))

    assert run.status == 3
    assert run.err.startswith("digestkb: ") and run.err.count("\n") == 1
    assert run.err.endswith(
        f"long.md: cannot be read, it takes longer than {LIMIT} seconds; --max-time gives it more\n"
    )
    assert "2601.00001" in run.out if command == "read" else "papers\t1" in run.lines


#: Bytes that mean nothing take repair the longest, and are read for longer than a note may have here.
TEXT, NOISE = b"a line of a note\n" * 4000, BOMBS["high bytes in lines"](400_000)
DAMAGED = "MÃ´ hÃ¬nh ngÃ´n ngá»¯ lá»›n\n".encode()


@pytest.mark.parametrize("way", ["--write", "--check", "--explain"])
def test_what_cannot_be_repaired_whole_is_left_alone(tmp_path: Path, way: str) -> None:
    (tmp_path / "a.md").write_bytes(DAMAGED)
    (tmp_path / "long.md").write_bytes(TEXT + NOISE)
    run = digestkb("repair", way, "--max-time", LIMIT, str(tmp_path), "-f", "tsv")

    assert run.status == 3 and run.out
    assert "long" not in run.out
    assert run.err == (
        f"digestkb: {tmp_path}/long.md: is left alone, for it cannot be repaired whole: "
        f"it takes longer than {LIMIT} seconds; --max-time gives it more\n"
    )
    assert (tmp_path / "long.md").read_bytes() == TEXT + NOISE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", *["a.md.orig"] * (way == "--write"), "long.md"]


def test_a_stream_ends_before_what_cannot_be_repaired() -> None:
    whole = TEXT * (1 + LOOK_AHEAD // len(TEXT))
    run = digestkb("repair", "--max-time", LIMIT, stdin=whole + NOISE)
    begun = digestkb("repair", "--max-time", LIMIT, stdin=TEXT + NOISE)

    assert run.status == 3 and whole.startswith(run.out.encode()) and len(run.out) > LOOK_AHEAD / 2
    assert run.err == (
        f"digestkb: standard input: cannot be repaired from line {len(run.lines) + 1:,} on, "
        f"it takes longer than {LIMIT} seconds; --max-time gives it more\n"
    )
    assert (begun.status, begun.out) == (3, "")
    assert begun.err.startswith("digestkb: standard input: cannot be repaired from its beginning on, it takes longer")


def test_repair_needs_little_memory_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "large.md").write_bytes("một dòng của một ghi chú rất dài\n".encode() * 1_150_000)
    run = digestkb("repair", "--check", str(tmp_path))

    assert (run.status, run.out) == (3, "")
    assert run.err.endswith("large.md: is left alone, for it cannot be repaired whole: it needs too much memory\n")


@pytest.mark.parametrize("given", ["x", "-1", "1e30"])
def test_a_time_is_a_number_of_seconds(given: str) -> None:
    run = digestkb("read", "--max-time", given, stdin="# A")
    assert run.status == 2 and "--max-time" in run.err


def test_a_worker_gets_no_more_memory_than_it_may_fill() -> None:
    def fill(size: int) -> int:
        return len(b"a" * size)

    with Workers(fill) as crew:
        sizes = [100, 2 * workers._MEMORY, 200]
        few, many, again = (crew.hand_in(size, size) for size in sizes)
        with pytest.raises(Lost, match="it needs too much memory"):
            crew.answer(many)
        assert (crew.answer(few), crew.answer(again)) == (100, 200)


def test_of_a_large_file_the_beginning_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    path.write_bytes(b"0123456789abcde" * 20 + b"\n" + b"a" * 2 * bounds.MOST_BYTES)
    found, whole = read_beginning(path, "large.md"), read_source(path, "large.md")

    assert len(found.data) == bounds.MOST_BYTES and whole.data.startswith(found.data)
    assert (found.size, found.sha256) == (whole.size, whole.sha256)
    assert found == beginning(whole)
