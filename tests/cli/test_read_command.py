"""``read`` as a command: values with their lines, without a database; pipes, wrong input, titles and their reasons."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.processes import NOTES, Command, digestkb

NOTE = """---
tags: [quantization, 量化]
---
# Cái giếng cạn: huấn luyện chậm

- **Tác giả:** Nguyễn Văn A, Lê Thị B
- **Ngày:** 2024-03-05
- https://arxiv.org/abs/2403.03507v2

Mô hình học chậm hơn, nhưng quên ít hơn.
"""


def values(run: Command) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for record in run.records:
        found.setdefault(record[2], []).append((int(record[1]), record[3]))
    return found


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "giếng.md"
    path.write_text(NOTE, encoding="utf-8")
    return path


def test_every_value_has_the_line_it_stands_on(note: Path) -> None:
    run = digestkb("read", str(note))
    said = values(run)

    assert run.status == 0
    assert set(said["title"]) == {(4, "Cái giếng cạn: huấn luyện chậm")}
    assert said["author"] == [(6, "Nguyễn Văn A"), (6, "Lê Thị B")]
    assert (7, "2024-03-05") in said["published"] + said.get("date", [])
    assert {tag for _, tag in said["tag"]} == {"quantization", "量化"}
    assert said["text"] == [(10, "Mô hình học chậm hơn, nhưng quên ít hơn.")]


def test_a_day_has_the_line_it_is_written_on_in_whatever_form(tmp_path: Path) -> None:
    note = tmp_path / "days.md"
    entries = (
        ("Bricks", "2401.12345), Ida Bee, Paul Dee, 2024/01/18."),
        ("Mortar", "2401.12346), Ida Bee, Jan 18, 2024."),
    )
    note.write_text("".join(f"- [{title}](https://arxiv.org/abs/{rest}\n" for title, rest in entries), encoding="utf-8")
    assert values(digestkb("read", str(note)))["published"] == [(1, "2024-01-18"), (2, "2024-01-18")]


def test_no_database_is_made_or_wanted(note: Path, tmp_path: Path) -> None:
    database = tmp_path / "none.db"
    assert digestkb("--db", str(database), "read", str(note)).status == 0
    assert not database.exists()


def test_a_stream_says_the_same_as_a_file(note: Path) -> None:
    from_file, from_stream = digestkb("read", str(note)), digestkb("read", "-", stdin=NOTE.encode())
    assert from_file.status == from_stream.status == 0
    assert [record[:4] for record in from_file.records] == [record[:4] for record in from_stream.records]


def test_damaged_and_legacy_notes_are_repaired_first() -> None:
    said = digestkb("read", str(NOTES / "logs" / "2024-reading-gb18030.md"))
    assert said.status == 0 and "蒸馏" in said.out


def test_why_shows_what_else_might_have_been_the_title(note: Path) -> None:
    plain, why = digestkb("read", str(note)), digestkb("read", str(note), "--why")
    assert why.status == 0
    assert len(why.lines) > len(plain.lines)


def test_the_tree_says_what_each_block_is_about(note: Path) -> None:
    run = digestkb("read", str(note), "--tree")
    assert run.status == 0
    assert any("2403.03507" in line for line in run.lines)
    assert any("section" in line and "Cái giếng cạn" in line for line in run.lines)


def test_paths_open_in_an_editor_and_json_is_json(note: Path) -> None:
    paths = digestkb("read", str(note), "-f", "paths")
    assert any(line.startswith(f"{note}:4:title: Cái giếng cạn") for line in paths.lines)
    assert all(isinstance(value, dict) for value in json.loads(digestkb("read", str(note), "--json").out))


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["missing.md"], 2, "missing.md"),
        (["--format", "nonsense"], 2, "nonsense"),
    ],
    ids=["no such file", "no such format"],
)
def test_what_is_wrong_is_said_in_one_line(arguments: list[str], status: int, said: str, tmp_path: Path) -> None:
    run = digestkb("read", *arguments, cwd=tmp_path)
    assert (run.status, run.out) == (status, "")
    assert said in run.err and "Traceback" not in run.err


def test_an_empty_note_is_a_note_without_a_paper(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_bytes(b"")
    run = digestkb("read", str(tmp_path / "empty.md"))
    assert run.status in (0, 1) and "mention" not in values(run)
