"""The log reader, by case files; those whose name begins with ``not-`` are claimed by another."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from cases import case_files, check_case

from digestkb.document import Document
from digestkb.readers import log


@pytest.mark.parametrize("path", case_files("log"), ids=lambda path: path.stem)
def test_case(path: Path, update_cases: bool) -> None:
    reading = check_case(path, log.FORMAT, update_cases)
    assert (reading is None) == path.stem.startswith("not-")


BIG = 3000


@pytest.mark.parametrize(
    "text",
    [
        "## 12.3\n"
        + "\n".join(f"- [Study {n}](https://arxiv.org/abs/2401.{n:05})\n  - says {n}" for n in range(1, BIG)),
        "# 2024\n"
        + "\n".join(f"## {n % 12 + 1}.{n % 28 + 1}\n- Study https://arxiv.org/abs/2401.{n:05}" for n in range(1, BIG)),
        "## 12.3\n- top\n" + "\n".join(f"{'  ' * (n % 40 + 1)}- Study 2401.{n:05}" for n in range(1, BIG)),
        "## 12.3\n- 2401.00001\n" + "\n".join(f"  - see [x](https://arxiv.org/abs/2401.{n:05})" for n in range(1, BIG)),
    ],
    ids=["a day", "days", "topics", "references"],
)
def test_time_grows_with_size_only(text: str) -> None:
    document = Document(tuple(text.split("\n")), "x.md")
    start = time.process_time()
    reading = log.read(document)

    assert len({mention.arxiv_id for mention in reading.mentions}) >= BIG - 1
    assert time.process_time() - start < 8


def test_a_match_is_what_a_claim_reads() -> None:
    document = Document(("## 12.3", "- LoRA https://arxiv.org/abs/2106.09685"), "x.md")

    assert log.match(document) == log.read(document)
    assert log.match(Document(("# On Things", "- LoRA https://arxiv.org/abs/2106.09685"), "x.md")) is None
