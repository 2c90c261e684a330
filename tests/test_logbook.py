"""A log that is written: what is added to which text, and that it is read again."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from digestkb.errors import UnreadableNote
from digestkb.logbook import Entry, append, log_of
from digestkb.prepare import parse
from digestkb.records import NotedMention
from digestkb.source import source_of
from tests.cli.processes import ROOT, digestkb, environment

TODAY = dt.date(2026, 11, 28)
GRPO = Entry("https://arxiv.org/abs/2402.03300", "thưởng theo nhóm\n\n- 强化学习")
ITEM = "- https://arxiv.org/abs/2402.03300\n\t- thưởng theo nhóm\n\t- 强化学习\n"


@pytest.mark.parametrize(
    ("before", "added"),
    [
        (None, f"## 2026-11-28\n\n{ITEM}"),
        ("", f"## 2026-11-28\n\n{ITEM}"),
        ("## 2026-11-28\n\n- x https://arxiv.org/abs/2601.00001\n", ITEM),
        ("## 2026-11-28\n\n- x https://arxiv.org/abs/2601.00001", f"\n{ITEM}"),
        ("## 2026-11-27\n\n- https://arxiv.org/abs/2601.00001\n", f"\n## 2026-11-28\n\n{ITEM}"),
        ("# 11.27\n\n- https://arxiv.org/abs/2601.00001\n", f"\n# 11.28\n\n{ITEM}"),
        ("### 1/9\n\n- https://arxiv.org/abs/2601.00001\n", f"\n### 11/28\n\n{ITEM}"),
        ("## 11月27日\n\n- https://arxiv.org/abs/2601.00001\n", f"\n## 11月28日\n\n{ITEM}"),
        ("## 2024.2.29\n\n- https://arxiv.org/abs/2601.00001\n", f"\n## 2026.11.28\n\n{ITEM}"),
        ("What I read.\n", f"\n## 2026-11-28\n\n{ITEM}"),
        ("## 11.27\r\n\r\n- https://arxiv.org/abs/2601.00001\r\n", f"\n## 11.28\n\n{ITEM}".replace("\n", "\r\n")),
    ],
)
def test_an_entry_goes_below_today(tmp_path: Path, before: str | None, added: str) -> None:
    path = tmp_path / "logs" / "2026-11.md"
    if before is not None:
        path.parent.mkdir()
        path.write_bytes(before.encode())

    line = append(path, GRPO, TODAY)

    text = path.read_bytes().decode()
    assert text == (before or "") + added
    assert text.splitlines()[line - 1] == "- https://arxiv.org/abs/2402.03300"


def _day(mention: NotedMention) -> str | None:
    return str(mention.dated.date) if mention.dated else None


@pytest.mark.parametrize("before", ["", "## 11.27\n\n- https://arxiv.org/abs/2601.00001\n\t- old\n"])
def test_what_was_written_is_read(tmp_path: Path, before: str) -> None:
    path = tmp_path / "2026-11.md"
    path.write_text(before, encoding="utf-8")
    append(path, GRPO, TODAY)
    append(path, Entry("[Otters](https://arxiv.org/abs/2601.00002)", "swim"), TODAY)

    read = parse(source_of(path.read_bytes(), path.name)).note.mentions

    told = [
        (getattr(one.mention.arxiv_id, "number", None), one.mention.title) for one in read if _day(one) == "2026-11-28"
    ]
    assert told == [("2402.03300", None), ("2601.00002", "Otters")]


@pytest.mark.parametrize("text", ["强化".encode("gb18030"), "## 11.27\n".encode("utf-16")])
def test_what_is_no_utf_8_is_left_alone(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "log.md"
    path.write_bytes(text)

    with pytest.raises(UnreadableNote, match="not in UTF-8"):
        append(path, GRPO, TODAY)
    assert path.read_bytes() == text


def test_entries_that_are_added_at_once_are_all_there(tmp_path: Path) -> None:
    path = tmp_path / "log.md"
    code = (
        "import datetime, pathlib, sys; from digestkb.logbook import Entry, append\n"
        "day = datetime.date(2026, 11, 28)\n"
        "for n in range(20): append(pathlib.Path(sys.argv[1]), Entry(f'{sys.argv[2]}-{n}'), day)"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path), name], env=environment(), cwd=ROOT) for name in "ab"
    ]
    assert [one.wait(timeout=60) for one in running] == [0, 0]

    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines.count("## 2026-11-28") == 1
    assert sorted(lines[2:]) == sorted(f"- {name}-{n}" for name in "ab" for n in range(20))


def test_the_command_writes_reads_and_says_where(tmp_path: Path) -> None:
    config, db = tmp_path / "config.toml", str(tmp_path / "kb.db")
    config.write_text('log = "log/%Y.md"\n', encoding="utf-8")
    log = tmp_path / "log" / f"{dt.date.today():%Y}.md"

    first = digestkb("--db", db, "add", "arXiv:2402.03300v2", "thưởng", DIGESTKB_CONFIG=str(config))
    unknown = digestkb("--db", db, "add", "no such paper", DIGESTKB_CONFIG=str(config))

    assert (first.status, first.out) == (0, f"{log}:3\n")
    assert digestkb("--db", db, "mentions", "2402.03300").records[0][:3] == [f"{log.name}:3", "2402.03300", "log"]
    assert (unknown.status, unknown.out) == (1, "")
    assert "no paper is called 'no such paper'" in unknown.err
    assert "no such paper" not in log.read_text(encoding="utf-8")
    assert digestkb("--db", db, "add", "2402.03300").status == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes on Windows")
def test_a_log_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "log.md")
    with pytest.raises(UnreadableNote, match="is a pipe, not a file"):
        append(tmp_path / "log.md", GRPO, TODAY)


@pytest.mark.parametrize(
    ("pattern", "name"), [("%Y/%m-%d.md", "2026/11-28.md"), ("\udcff %Y.md", "\udcff 2026.md"), ("100%", "100%")]
)
def test_a_pattern_names_a_log(pattern: str, name: str) -> None:
    assert log_of(pattern, TODAY) == Path(name)


def test_an_address_is_no_markup(tmp_path: Path) -> None:
    log = tmp_path / "log.md"
    run = digestkb("--db", str(tmp_path / "kb.db"), "add", "https://x.org/a<script>b(c)", "--to", str(log))
    assert run.status == 0 and "- https://x.org/a%3Cscript%3Eb%28c%29\n" in log.read_text(encoding="utf-8")
