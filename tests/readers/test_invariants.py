"""What holds of the reading of any note: nothing is lost, no title is none, and dress does not matter."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from forms import Found, ingested

from digestkb.arxiv import find_arxiv_ids
from digestkb.document import Document
from digestkb.readers.titles import is_label, is_venue
from digestkb.records import TitleSource

SHAPES = Path(__file__).parent.parent / "cases" / "shapes"
NOTES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(SHAPES.glob("*.md"))}
_NUMBER = re.compile(r"\W*(?:arxiv:?\s*)?(?:\d{4}\.\d{4,5}(?:v\d+)?|[\d\W]+)\W*", re.IGNORECASE)


def _notes(having: str = "") -> list[str]:
    """Name the notes that have something, or all."""
    return [name for name, text in NOTES.items() if re.search(having, text, re.MULTILINE)]


def _said(found: Found) -> dict[str, tuple[object, ...]]:
    """Give what is read of each paper, without its lines."""
    return {
        key: (
            paper.title,
            paper.authors,
            paper.published,
            paper.noted_first,
            sorted(paper.tags),
            paper.topics,
            paper.summary,
            sorted(link.url for link in paper.links),
        )
        for key, paper in found.papers.items()
    }


@pytest.mark.parametrize("name", _notes())
def test_every_number_has_a_mention_and_none_is_invented(name: str) -> None:
    lines = NOTES[name].split("\n")
    there = {one.id.number for line in lines for one in find_arxiv_ids(line)}
    code = [n for n, block in enumerate(Document(tuple(lines), "x.md").owners) if block.kind == "code"]
    computed = {one.id.number for n in code for one in find_arxiv_ids(lines[n - 1]) if one.bare}
    cells = {one.id.number for n in code for cell in lines[n - 1].split(",") for one in find_arxiv_ids(cell)}
    found = {paper.arxiv_id for paper in ingested(NOTES[name], f"{name}.md").papers.values() if paper.arxiv_id}

    assert there - computed <= found <= there | cells


@pytest.mark.parametrize("name", _notes())
def test_no_title_is_a_label_a_venue_or_a_number(name: str) -> None:
    for paper in ingested(NOTES[name], f"{name}.md").papers.values():
        title = paper.title
        if title is None or paper.is_note:
            continue
        assert not _NUMBER.fullmatch(title)
        assert not is_venue(title)
        assert " " in title or not is_label(title) or paper.title_source is TitleSource.METADATA


@pytest.mark.parametrize("name", _notes())
def test_a_title_of_several_papers_is_a_stated_one(name: str) -> None:
    found = ingested(NOTES[name], f"{name}.md")
    several = Counter(paper.title for paper in found.papers.values() if paper.title)
    shared = {title for title, times in several.items() if times > 1}

    assert all(p.title_source is TitleSource.METADATA for p in found.papers.values() if p.title in shared)


@pytest.mark.parametrize("name", _notes(having=r"^- "))
def test_a_note_without_a_number_takes_no_record_of_another(name: str) -> None:
    stranger = "# Tea\n\nOn water, leaves and patience.\n"
    alone = ingested(stranger, "tea.md")
    (key,) = alone.papers

    assert key not in ingested(NOTES[name], f"{name}.md").papers
    assert alone.papers[key].title == "Tea"
    assert alone.papers[key].arxiv_id is None


@pytest.mark.parametrize("name", _notes())
def test_ends_of_lines_do_not_matter(name: str) -> None:
    text = NOTES[name]
    plain = _said(ingested(text, f"{name}.md"))

    assert _said(ingested(text.replace("\n", "\r\n"), f"{name}.md")) == plain
    trailing = "\n".join(line + " " if line.strip() and not line.endswith("---") else line for line in text.split("\n"))
    assert _said(ingested(trailing, f"{name}.md")) == plain
    assert _said(ingested(text + "\n\n\n", f"{name}.md")) == plain


@pytest.mark.parametrize("name", _notes(having=r"^[-*+] "))
def test_a_list_that_is_indented_is_the_same_list(name: str) -> None:
    """Indent each whole list below its heading by two blanks."""
    text, inside, lines = NOTES[name], False, []
    for line in text.split("\n"):
        if re.match(r"[-*+] ", line):
            inside = True
        elif line.strip() and not line.startswith((" ", "\t")):
            inside = False
        lines.append("  " + line if inside and line.strip() else line)

    assert _said(ingested("\n".join(lines), f"{name}.md")) == _said(ingested(text, f"{name}.md"))


#: Labels that stand bare at the start of a line or an item, outside front matter.
_LABELLED = re.compile(
    r"^(?P<before>(?:[-*+] )?)(?P<label>Authors?|Year|Link|URL|Abstract|Date|Published|Tags|标题|作者|链接|摘要"
    r"|저자|링크|요약)(?P<colon>[:：]) ",
    re.MULTILINE,
)


@pytest.mark.parametrize("name", _notes(having=_LABELLED.pattern))
def test_a_label_in_bold_is_the_same_label(name: str) -> None:
    text = NOTES[name]
    front, mark, body = text.partition("\n---\n") if text.startswith("---\n") else ("", "", text)
    bold = front + mark + _LABELLED.sub(r"\g<before>**\g<label>\g<colon>** ", body)

    assert _said(ingested(bold, f"{name}.md")) == _said(ingested(text, f"{name}.md"))


@pytest.mark.parametrize("name", _notes(having=r"^- \[.*\]\(https://arxiv"))
def test_items_of_papers_may_stand_in_any_order(name: str) -> None:
    """Shuffle runs of items of one line that begin with a link; each says what it said before."""
    lines, draw = NOTES[name].split("\n"), random.Random(7)
    item = re.compile(r"- \[[^\]]*\]\(https://arxiv")
    runs: list[list[int]] = []
    for at, line in enumerate(lines):
        single = item.match(line) and not (at + 1 < len(lines) and lines[at + 1].startswith((" ", "\t")))
        if single and runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        elif single:
            runs.append([at])
    moved = list(lines)
    for run in runs:
        for at, other in zip(run, draw.sample(run, len(run)), strict=True):
            moved[at] = lines[other]

    assert _said(ingested("\n".join(moved), f"{name}.md")) == _said(ingested(NOTES[name], f"{name}.md"))


def test_each_note_has_its_expectation() -> None:
    expected = {json.loads(line)["note"] for line in (SHAPES / "expect.jsonl").read_text(encoding="utf-8").splitlines()}

    assert expected == {path.name for path in SHAPES.iterdir()} - {"expect.jsonl"}
