"""What the command line needs beside repair: bytes, diffs, streams."""

from __future__ import annotations

import codecs
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digestkb.text import repaired
from digestkb.text.channel import WINDOWS
from digestkb.text.decode import decode
from digestkb.text.ledger import UNDECODABLE, Repair, Text
from digestkb.text.repair import repair
from digestkb.text.repaired import (
    by_channel,
    line_ends,
    original_lines,
    repair_stream,
    repaired_bytes,
    unified_diff,
)

DAMAGED = "# a\r\nCÃ¡c mÃ´ hÃ¬nh\r\nx\ny\nz\nw\nv\nu\nt\nngÃ´n ngá»¯ lá»›n"
FIXED = "# a\r\nCác mô hình\r\nx\ny\nz\nw\nv\nu\nt\nngôn ngữ lớn"


#: So many bytes tell how a stream was damaged, here.
LOOK_AHEAD = 1 << 13


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let streams be long soon."""
    monkeypatch.setattr(repaired, "LOOK_AHEAD", LOOK_AHEAD)


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


def test_a_byte_order_mark_stays() -> None:
    fixed, text = repaired_bytes(codecs.BOM_UTF8 + DAMAGED.encode())

    assert fixed == codecs.BOM_UTF8 + FIXED.encode()
    assert text.lines[0] == "# a"
    assert repaired_bytes(codecs.BOM_UTF16_LE + FIXED.encode("utf-16-le"))[0] == FIXED.encode()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("before", ["", "clean\n", "1\n2\n3\n4\n5\n"])
def test_git_applies_the_diff_of_a_file_with_a_mark(before: str, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_bytes(codecs.BOM_UTF8 + (before + DAMAGED).encode())

    run = subprocess.run(
        [sys.executable, "-m", "digestkb", "repair", "--diff", "note.md"], cwd=tmp_path, capture_output=True, check=True
    )
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=run.stdout, check=True)

    assert (tmp_path / "note.md").read_bytes() == codecs.BOM_UTF8 + (before + FIXED).encode()


@pytest.mark.parametrize("line", ["one\x85two", "The end.\x85", "modèle\x85 naïf", "mô hình\x85ngôn ngữ"])
def test_a_next_line_control_stays(line: str) -> None:
    assert repair(Text((line, line), "utf-8")).lines == (line, line)


#: What decoding and repair have to say something of, in pieces that can be put together.
PIECES = (
    b"clean ",
    "CÃ¡c mÃ´ hÃ¬nh ".encode(),
    "ngÃ´n ngá»¯ lá»›n".encode(),
    "được ".encode(),
    b"\xff ",
    b"\xe1\xba ",
    "\ufffd".encode(),
    b"\n",
    "it\x92s \x93free\x94\n".encode(),
    "e\u0302\u0301 a\u0300\n".encode(),
    "模型 æ¨¡å\x9e‹ ".encode(),
)


@example([b"clean ", "\ufffd".encode(), b"clean ", b"\xe1\xba "])
@given(st.lists(st.sampled_from(PIECES), min_size=2, max_size=14))
@settings(max_examples=100, deadline=None)
def test_entries_stand_where_they_say(pieces: list[bytes]) -> None:
    decoded = decode(b"".join(pieces))
    repaired = repair(decoded)

    for entry in repaired.repairs:
        line = (repaired if entry.before == entry.after else decoded).lines[entry.line - 1]
        assert line[entry.start : entry.end] == entry.before
    assert original_lines(repaired) == decoded.lines
    unread = {number for number, line in enumerate(repaired.lines, 1) if "\ufffd" in line}
    assert unread == {entry.line for entry in repaired.repairs if entry.channel == UNDECODABLE}


def test_doubt_is_counted() -> None:
    sure, unsure = Repair(1, 0, 1, "a", "b", "x", 0.9), Repair(1, 2, 3, "a", "b", "x", 0.6, True)

    assert by_channel(change for change in (sure, unsure, unsure)) == [("x", 3, 2)]


def test_a_long_stream_stays_in_its_encoding() -> None:
    lines = ["Автори показують, що модель навчається швидше.", "plain", "Дуже", "її"] * (LOOK_AHEAD // 60)
    data = "\r\n".join(lines).encode("koi8-u")

    stream = repair_stream(data[at : at + 50_000] for at in range(0, len(data), 50_000))

    assert b"".join(line for line, _ in stream).decode() == "\r\n".join(lines)


def test_a_long_stream_in_wide_characters() -> None:
    text = "mô hình\n" * (LOOK_AHEAD // 12)
    data = text.encode("utf-16")

    stream = repair_stream([data[:LOOK_AHEAD], data[LOOK_AHEAD:]])

    assert b"".join(line for line, _ in stream).decode() == text


def test_a_long_stream_says_what_it_could_not_read() -> None:
    data = "mô hình ngôn ngữ\n".encode() * (LOOK_AHEAD // 16) + "được ".encode() + b"\xff\n"

    *_, (line, entries) = repair_stream([data])

    assert line.decode() == "được \ufffd\n"
    assert [(entry.line, entry.start, entry.channel) for entry in entries] == [(data.count(b"\n"), 5, UNDECODABLE)]
