"""The generic reader, by case files, and by what must hold of any note: no number is lost, none is invented."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import case_files, check_case, check_lines
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digestkb.arxiv import find_arxiv_ids
from digestkb.document import Document
from digestkb.readers import log
from digestkb.readers import note as generic
from digestkb.records import Kind, Reading

#: Pieces that notes are made of, put together in any order.
PIECES = st.sampled_from(
    [
        "# Title", "## 1. GaLore: Memory", "### Method", "## 12.3", "## 12.5", "## 2025-12-03", "- ", "  - ", "    1. ",
        "> ",
        "| Paper | Link |", "|---|---|", "| A Study | [pdf](https://arxiv.org/abs/2401.00001) |", "|", "", "", "\t",
        "https://arxiv.org/abs/2403.03507", "arXiv:2106.09685v2", "2305.18290", "hep-th/9711200", "[GaLore](",
        "[DPO](https://arxiv.org/abs/2305.18290)", "[paper](https://arxiv.org/pdf/1706.03762.pdf)", "**LoRA**",
        "Paper: ",
        "[1]: https://arxiv.org/abs/2402.03300", "[^a]: A. B, C. D. On things and so on. arXiv:2402.03300",
        "as in [GRPO][1]",
        "```", "~~~", "---", "title: T", "arxiv: 2106.09685", "@misc{a,", " title = {T},", " eprint = {2106.09685}",
        "}",
        "<tr><td>", "</td></tr>", "<a href='https://arxiv.org/abs/2401.00002'>x</a>", "$2501.1234",
        "text, and more text.",
        "论文2501.12345，", "《题目》", "tags:: #a, b", "%%2501.00001%%", "[", "](", "|", "x = 2501.12345 * 2",
        "https://openreview.net/forum?id=abc", "![](a.png)", "![[b.png]]",
    ]
)  # fmt: skip
NOTES = st.lists(st.lists(PIECES, min_size=1, max_size=3).map("".join), max_size=14)


@pytest.mark.parametrize("path", case_files("generic"), ids=lambda path: path.stem)
def test_case(path: Path, update_cases: bool) -> None:
    reading = check_case(path, generic.FORMAT, update_cases)
    assert reading is not None


@settings(max_examples=300, deadline=None)
@given(NOTES)
@example(["tags:: #a, b[[GaLore]("])
@example(["## 12.3", "### Method", "```", "https://arxiv.org/abs/2403.03507# Title"])
@pytest.mark.parametrize("read", [generic.read, log.read], ids=["generic", "log"])
def test_every_number_is_kept_and_none_invented(read: Callable[[Document], Reading], lines: list[str]) -> None:
    document = Document(tuple(lines), "x.md")
    reading = read(document)
    found = {mention.arxiv_id.number for mention in reading.mentions if mention.arxiv_id}
    there = {one.id.number for line in lines for one in find_arxiv_ids(line)}
    computed = {
        one.id.number
        for n, block in enumerate(document.owners)
        if block.kind == "code"
        for one in find_arxiv_ids(lines[n - 1])
        if one.bare
    }

    assert there - computed <= found <= there
    check_lines(document, reading)


@settings(max_examples=150, deadline=None)
@given(NOTES)
def test_a_note_with_text_has_a_mention(lines: list[str]) -> None:
    reading = generic.read(Document(tuple(lines), "x.md"))

    assert bool(reading.mentions) == any(line.strip() for line in lines)


@pytest.mark.parametrize(
    "name", ["2106.09685.md", "2106.09685v2 LoRA.md", "lora_2106.09685.txt", "papers/2106.09685/notes.md"]
)
def test_number_in_the_name(name: str) -> None:
    reading = generic.read(Document(("Two small matrices.",), name))
    numbers = [mention.arxiv_id.number for mention in reading.mentions if mention.arxiv_id]

    assert numbers == ["2106.09685"]


@pytest.mark.parametrize("name", ["2025.12.md", "2501.1234.md", "v2501.12345x.md", "2025-12-03.md"])
def test_no_number_in_the_name(name: str) -> None:
    (mention,) = generic.read(Document(("Text.",), name)).mentions

    assert mention.kind is Kind.NOTE
    assert mention.arxiv_id is None


def test_repeats_are_one_reference_a_section() -> None:
    lines = ("# A", "We lean on 1706.03762 (see 1706.03762).", "", "And 1706.03762.", "## B", "Also 1706.03762.")
    references = [m for m in generic.read(Document(lines, "x.md")).mentions if m.kind is Kind.REFERENCE]

    assert [mention.span.first for mention in references] == [2, 6]


BIG = 700


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"- [Study {n}](https://arxiv.org/abs/2401.{n:05}) says more" for n in range(1, BIG)),
        "\n".join(f"2401.{n:05}" for n in range(1, BIG)),
        " ".join(f"see 2401.{n:05} and" for n in range(1, BIG)),
        "| Title | Id |\n|---|---|\n" + "\n".join(f"| Study {n} | 2401.{n:05} |" for n in range(1, BIG)),
        "\n".join(f"## Study {n}: On Things\n- arXiv: 2401.{n:05}\n" for n in range(1, BIG)),
        "\n".join(f"@misc{{a{n}, title={{Study {n}}}, eprint={{2401.{n:05}}}}}" for n in range(1, BIG)),
        "\n".join(f"[{n}]: https://arxiv.org/abs/2401.{n:05}" for n in range(1, BIG)),
        "- top\n" + "\n".join(f"  - Study {n} 2401.{n:05}" for n in range(1, BIG)),
        "# Main: Study\n\nPaper: 2402.00001\n\n" + "\n".join(f"## {n}\n- a 2401.{n:05}" for n in range(1, BIG)),
    ],
    ids=["list", "plain", "line", "table", "sections", "bibtex", "definitions", "nested", "main"],
)
def test_time_grows_with_size_only(text: str) -> None:
    document = Document(tuple(text.split("\n")), "x.md")
    start = time.process_time()
    reading = generic.read(document)

    assert len({mention.arxiv_id for mention in reading.mentions if mention.arxiv_id}) >= BIG - 1
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("  " * n + "- x" for n in range(1500)) + " 2501.12345",
        ">" * 20_000 + " 2501.12345",
        "[" * 20_000 + "2501.12345" + "]" * 20_000,
        "](" * 20_000 + " 2501.12345",
        "*" * 20_000 + " 2501.12345",
        "<a href=" * 10_000 + " 2501.12345",
        "![" * 5_000 + " 2501.12345",
        "|" * 20_000 + "\n" + "|-" * 20_000 + "|\n|2501.12345|",
        "@article{a, title=" + "{" * 20_000 + "arXiv:2501.12345",
        "arxiv:" * 20_000 + " 2501.12345",
        " " * 100_000 + "2501.12345",
        "- " + "a " * 200_000 + " 2501.12345",
        "##" * 10_000 + "\n" + "# 2501.12345",
    ],
)
def test_adversaries_neither_hang_nor_recurse(text: str) -> None:
    document = Document(tuple(text.split("\n")), "x.md")
    start = time.process_time()

    assert log.match(document) is None
    assert "2501.12345" in {mention.arxiv_id.number for mention in generic.read(document).mentions if mention.arxiv_id}
    assert time.process_time() - start < 3
