"""A note that takes too long, or too much memory, is given up and said; the others are read all the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from digestkb import bounds, workers
from digestkb.source import beginning, read_beginning, read_source
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
