"""What the command line needs beside repair: bytes, diffs, streams."""

from __future__ import annotations

import pickle
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from digestkb.text import rewrite
from digestkb.text.channel import WINDOWS
from digestkb.text.decode import decode
from digestkb.text.repair import repair
from digestkb.text.rewrite import line_ends, repair_stream, repaired_bytes, unified_diff

DAMAGED = "# a\r\nCÃ¡c mÃ´ hÃ¬nh\r\nx\ny\nz\nw\nv\nu\nt\nngÃ´n ngá»¯ lá»›n"
FIXED = "# a\r\nCác mô hình\r\nx\ny\nz\nw\nv\nu\nt\nngôn ngữ lớn"


#: So many bytes tell how a stream was damaged, here.
LOOK_AHEAD = 1 << 13


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let streams be long soon."""
    monkeypatch.setattr(rewrite, "LOOK_AHEAD", LOOK_AHEAD)


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


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32-be"])
def test_a_long_stream_of_wide_characters_is_utf_8_to_its_end(encoding: str) -> None:
    text = ("một ghi chú\r\n" + "a short one\n") * (LOOK_AHEAD // 10)
    data = text.encode(encoding)
    chunks = [data[i : i + 499] for i in range(0, len(data), 499)]

    assert b"".join(line for line, _ in repair_stream(chunks)).decode() == text


def test_pieces_of_a_stream_may_be_repaired_elsewhere() -> None:
    def elsewhere(function: Callable[..., object], *given: object) -> object:
        moved, theirs = pickle.loads(pickle.dumps((function, given)))
        return pickle.loads(pickle.dumps(moved(*theirs)))

    data = "".join(f"CÃ¡c mÃ´ hÃ¬nh sá» {i}\n" for i in range(LOOK_AHEAD // 10)).encode()
    chunks = [data[i : i + 500] for i in range(0, len(data), 500)]

    assert list(repair_stream(chunks, elsewhere)) == list(repair_stream(chunks))
    assert pickle.loads(pickle.dumps(WINDOWS)) is WINDOWS


def test_a_long_stream() -> None:
    data = (DAMAGED + "\n").encode() * (LOOK_AHEAD // len(DAMAGED.encode()) + 50)
    chunks = [data[i : i + 500] for i in range(0, len(data), 500)]
    lines = list(repair_stream(chunks))

    assert b"".join(line for line, _ in lines).decode() == data.decode().replace(DAMAGED, FIXED)
    assert {change.line for line, changes in lines[-9:] for change in changes} == {len(lines), len(lines) - 8}
