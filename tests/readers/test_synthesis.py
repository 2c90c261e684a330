"""The synthesis reader, by case files, and by what must hold of any synthesis."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from cases import case_files, check_case

from digestkb.arxiv import find_arxiv_ids
from digestkb.document import Document
from digestkb.readers import digest, synthesis
from digestkb.records import Kind, Reading


@pytest.mark.parametrize("path", case_files("synthesis"), ids=lambda path: path.stem)
def test_case(path: Path, update_cases: bool) -> None:
    reading = check_case(path, synthesis.FORMAT, update_cases)
    assert (reading is None) == path.stem.startswith("not-")


@pytest.mark.parametrize("path", case_files("synthesis"), ids=lambda path: path.stem)
def test_each_number_is_mentioned_on_its_line(path: Path) -> None:
    document = Document(tuple(path.read_text(encoding="utf-8").partition("\n=== records\n")[0].split("\n")))
    reading = synthesis.match(document)
    if reading is None:
        return
    written = {(n, f.id.number) for n, line in enumerate(document.lines, 1) for f in find_arxiv_ids(line)}
    found = {m.arxiv_id.number for m in reading.mentions if m.arxiv_id}
    assert found == {number for _, number in written}
    for mention in reading.mentions:
        assert mention.arxiv_id is not None
        lines = range(mention.span.first, mention.span.last + 1)
        assert any((line, mention.arxiv_id.number) in written for line in lines)


PARTS = {
    Kind.TOPIC: "*   **Language Models**\n    *   **Memory:**\n        *   2403.03507 | trains in less memory.",
    Kind.SOTA: "| Rank | PaperID | Keywords |\n| --- | --- | --- |\n| 1 | 2402.19427 | RNN, Griffin |",
    Kind.CONTRIBUTION: "*   **2403.07508 – mixes experts – Comment:** worth a try.",
    Kind.GAP: "*   **Long memory:** still short (2403.08763).\n    *   *Opportunity:* longer.",
    Kind.IDEA: "✨ **Idea 1: Federated memory**\n*   **Motivation:** GaLore (2403.03507) saves it.",
    Kind.READING: "*   2403.16971 – AIOS · an operating system.",
    Kind.REFLECTION: "*   **Openness:** more is open (2402.19173).",
}
NAMES = {
    Kind.TOPIC: "TOPIC_TREE",
    Kind.SOTA: "SOTA_HIGHLIGHTS",
    Kind.CONTRIBUTION: "NOVEL_TECH_CONTRIBUTIONS",
    Kind.GAP: "GAPS_AND_OPPORTUNITIES",
    Kind.IDEA: "FUTURE_IDEAS",
    Kind.READING: "READING_LIST",
    Kind.REFLECTION: "META_REFLECTION",
}
HEADINGS = (
    "{n}.  **{name}**",
    "## {n}. {name}",
    "**{name}**",
    "# {n}) {title}",
    "### **{name}:**",
    "{n}. {name}",
    "{name}",
)


def written(kinds: tuple[Kind, ...], heading: str) -> Reading:
    parts = []
    for n, kind in enumerate(kinds, 1):
        title = NAMES[kind].replace("_", " ").title()
        parts.append(heading.format(n=n, name=NAMES[kind], title=title) + "\n\n" + PARTS[kind] + "\n")
    document = Document(tuple("\n".join(parts).split("\n")))
    assert digest.match(document) is None
    reading = synthesis.match(document)
    assert reading is not None, (kinds, heading)
    return reading


@pytest.mark.parametrize("heading", HEADINGS)
def test_parts_are_found_under_headings_of_any_form(heading: str) -> None:
    reading = written(tuple(PARTS), heading)
    assert [mention.kind for mention in reading.mentions] == list(PARTS)
    assert [(insight.kind, insight.title) for insight in reading.insights] == [
        (Kind.GAP, "Long memory"),
        (Kind.IDEA, "Federated memory"),
        (Kind.REFLECTION, "Openness"),
    ]
    assert reading.mentions[0].topics == (("Language Models", "Memory"),)


@pytest.mark.parametrize("kinds", [*itertools.combinations(PARTS, 2), tuple(reversed(PARTS))])
def test_parts_come_in_any_order_and_may_be_missing(kinds: tuple[Kind, ...]) -> None:
    for order in (kinds, kinds[::-1]):
        reading = written(order, "## {n}. {name}")
        assert [mention.kind for mention in reading.mentions] == list(order)


def test_lists_nested_deeper_than_python_calls_are_read() -> None:
    lines = ["# TOPIC_TREE", *(" " * n + f"- level {n}" for n in range(1000)), " " * 1000 + "- 2403.03507 | deep"]
    reading = synthesis.match(Document(tuple(lines)))
    assert reading is not None and len(reading.mentions[0].topics[0]) >= 90


@pytest.mark.parametrize("line", ["# a" + " " * 50_000 + "b", "# a" + " #" * 25_000 + "b", "- **" + "*" * 50_000])
def test_a_line_of_any_shape_takes_no_time(line: str) -> None:
    document = Document(("# TOPIC_TREE", "- A", "  - 2403.03507 | x", line, "# FUTURE_IDEAS", line))
    reading = synthesis.match(document)
    assert reading is not None and len(reading.mentions) == 1
