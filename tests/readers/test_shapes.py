"""Notes in the shapes that strangers write them in, and what of their papers must be read."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from forms import Found, ingested

from digestkb.links import canonical
from digestkb.markdown import plain
from digestkb.records import Paper
from digestkb.tags import key

SHAPES = Path(__file__).parent.parent / "cases" / "shapes"
CASES = [json.loads(line) for line in (SHAPES / "expect.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[Path(case["note"]).stem for case in CASES])
def test_shape(case: dict[str, Any]) -> None:
    note = SHAPES / case["note"]
    assert misses(case, ingested(note.read_text(encoding="utf-8"), note.name)) == []


def misses(case: dict[str, Any], found: Found) -> list[str]:
    """Say what of a case was read otherwise, one line a field."""
    papers = list(found.papers.values())
    said = []
    ids = sorted(paper.arxiv_id for paper in papers if paper.arxiv_id)
    if "ids" in case and ids != sorted(case["ids"]):
        said.append(f"numbers {ids}, not {sorted(case['ids'])}")
    if "papers" in case and len(papers) != case["papers"]:
        said.append(f"{len(papers)} records, not {case['papers']}: {sorted(found.papers)}")
    titles = {paper.title for paper in papers}
    said += [f"no record has the title {title!r}" for title in case.get("titles", ()) if title not in titles]
    for name, wanted in case.get("records", {}).items():
        paper = papers[0] if name == "*" and papers else found.papers.get(name)
        if paper is None:
            said.append(f"{name}: no record")
            continue
        for field, want in wanted.items():
            got, right = _compared(paper, field, want)
            if not right:
                said.append(f"{name} {field}: {got!r}, not {want!r}")
    return said


def _compared(paper: Paper, field: str, want: Any) -> tuple[Any, bool]:
    if field == "summary_starts":
        return paper.summary, plain(paper.summary or "").startswith(want)
    if field == "line":
        lines = [stored.mention.span.first for stored in paper.mentions]
        return lines, want in lines
    if field == "called":
        names = [paper.title, *paper.names]
        return names, want in names
    if field == "code":
        urls = [link.url for link in paper.links]
        return urls, canonical(want) in map(canonical, urls)
    if field == "topic":
        return paper.topics, key(want) in {key(part) for path in paper.topics for part in path}
    if field == "tags":
        return paper.tags, {key(tag) for tag in want} <= {key(tag) for tag in paper.tags}
    if field == "authors":
        return paper.authors, {_person(name) for name in want} == {_person(name) for name in paper.authors}
    if field == "noted":
        field = "noted_first"
    got = getattr(paper, field)
    got = list(got) if isinstance(got, tuple) else None if got is None else str(got)
    return got, got == want


def _person(name: str) -> str:
    """Reduce a name to its words, whatever their order."""
    bare = unicodedata.normalize("NFKC", name.casefold())
    return " ".join(sorted(re.findall(r"[^\W\d_]+", bare)))
