"""What the command line needs beside repair: bytes, diffs, streams."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from digestkb.text.decode import decode
from digestkb.text.repair import repair
from digestkb.text.rewrite import LOOK_AHEAD, line_ends, repair_stream, repaired_bytes, unified_diff

DAMAGED = "# a\r\nCÃ¡c mÃ´ hÃ¬nh\r\nx\ny\nz\nw\nv\nu\nt\nngÃ´n ngá»¯ lá»›n"
FIXED = "# a\r\nCác mô hình\r\nx\ny\nz\nw\nv\nu\nt\nngôn ngữ lớn"


def test_line_ends_are_kept() -> None:
    assert repaired_bytes(DAMAGED.encode())[0].decode() == FIXED


def test_clean_bytes_are_the_same_object() -> None:
    data = "mô hình\r\n模型\n".encode()

    assert repaired_bytes(data)[0] is data


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_applies_the_diff(tmp_path: Path) -> None:
    data = DAMAGED.encode()
    (tmp_path / "note.md").write_bytes(data)
    text = repair(decode(data))
    diff = "".join(unified_diff(text, "note.md", line_ends(data, text)))

    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=diff.encode(), check=True)

    assert (tmp_path / "note.md").read_bytes().decode() == FIXED


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_short_stream_gives_what_the_file_gives(size: int) -> None:
    data = DAMAGED.encode()
    chunks = [data[i : i + size] for i in range(0, len(data), size)]

    assert b"".join(line for line, _ in repair_stream(chunks)).decode() == FIXED


def test_a_long_stream() -> None:
    data = (DAMAGED + "\n").encode() * (LOOK_AHEAD // len(DAMAGED.encode()) + 50)
    chunks = [data[i : i + 5000] for i in range(0, len(data), 5000)]
    lines = list(repair_stream(chunks))

    assert b"".join(line for line, _ in lines).decode() == data.decode().replace(DAMAGED, FIXED)
    assert {change.line for line, changes in lines[-9:] for change in changes} == {len(lines), len(lines) - 8}
