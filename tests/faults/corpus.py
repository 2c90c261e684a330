"""Notes that run into each other: every paper is in several, and most entries of logs have no number of their own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import inf
from pathlib import Path
from unittest.mock import patch

from digestkb.ingest import ingest
from digestkb.store.store import Store
from digestkb.survey import Outcome, survey
from digestkb.workers import Task, Workers


def write_notes(folder: Path, notes: int, seed: int = 1) -> None:
    """Write digests, logs and lists into four folders."""
    draw = random.Random(seed)
    for number in range(notes):
        papers = draw.sample(range(notes), 3)
        kind = ("digests", "logs", "lists", "digests/old")[number % 4]
        path = folder / kind / f"{number:03}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join({"logs": _log, "lists": _list}.get(kind, _digest)(number, papers)), encoding="utf-8")


def edit(folder: Path, seed: int = 2) -> None:
    """Change a third of the notes, and take a few away."""
    draw = random.Random(seed)
    for number, path in enumerate(sorted(folder.rglob("*.md"))):
        if number % 3 == 0:
            text = path.read_text(encoding="utf-8")
            path.write_text(text + f"\nalso arXiv:2507.{draw.randrange(10, 40):05}\n", encoding="utf-8")
        elif number % 7 == 0:
            path.unlink()


def ingest_into(database: Path, *folders: Path, wait: float = 60.0) -> None:
    """Do what the command does, without the start of a process."""
    _ingest(database, folders, wait)


def ingest_alike(database: Path, *folders: Path) -> None:
    """Do the same with as many statements every time: a turn takes all that is being read, however long that takes."""

    def wait_for(workers: Workers[object], task: Task[object]) -> bool:
        workers.wait_for(task)
        return True

    with patch.object(Workers, "is_done", wait_for), patch("digestkb.ingest._TURN", inf):
        _ingest(database, folders, 60.0)


def _ingest(database: Path, folders: Sequence[Path], wait: float) -> None:
    with Store.open(database, wait) as store:
        for event in ingest(store, survey(store.fingerprints(), folders)):
            assert event.outcome is not Outcome.FAILED, event.message


def _title(paper: int) -> str:
    return f"Method{paper}: Learning to Draw Number {paper}"


def _digest(number: int, papers: list[int]) -> list[str]:
    lines = [f"# Paper Digest - 2026-01-{number % 28 + 1:02}", ""]
    for rank, paper in enumerate(papers, 1):
        lines += [
            f"## {rank}. {_title(paper)}",
            "",
            f"**Tag:** RL, t{paper % 5}",
            "",
            "### Main Idea:",
            "It draws.",
            "",
        ]
        lines += ["| Platform | Link |", "| :--- | :--- |", f"| ArXiv | https://arxiv.org/abs/2601.{paper:05} |"]
        lines += [f"| Code | https://github.com/k/m{paper} |", ""]
    return lines


def _log(number: int, papers: list[int]) -> list[str]:
    entries = (f"- [Method{paper}](https://github.com/k/m{paper}) was read" for paper in papers)
    return ["# Log", "", f"## 2025.12.{number % 28 + 1}", *entries]


def _list(number: int, papers: list[int]) -> list[str]:
    return [f"# List {number}", "", *(f"- {_title(paper)}, arXiv:2601.{paper:05}" for paper in papers)]
