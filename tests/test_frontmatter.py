"""Front matter as people write it: a mistake loses one value, never the note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb.document import Document
from digestkb.frontmatter import parse_front_matter


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["title: A"], {"title": "A"}),
        (["Title : A"], {"title": "A"}),
        (["title: 'A: it''s'"], {"title": "A: it's"}),
        (['title: "a \\"b\\""'], {"title": 'a "b"'}),
        (["title: A # comment"], {"title": "A"}),
        (["title: A#1"], {"title": "A#1"}),
        (["tags: [a, 'b, c', d]"], {"tags": ["a", "b, c", "d"]}),
        (["tags: []"], {"tags": []}),
        (["tags:", "  - a", "  - 'b'"], {"tags": ["a", "b"]}),
        (["tags:", "- a", "- b", "x: y"], {"tags": ["a", "b"], "x": "y"}),
        (["authors:", "  - name: Ada", "    orcid: 1", "  - name: Alan"], {"authors": ["Ada", "Alan"]}),
        (["abstract: >-", "  two", "  lines"], {"abstract": "two lines"}),
        (["title: two", "  lines"], {"title": "two lines"}),
        (["url: https://arxiv.org/abs/2403.03507"], {"url": "https://arxiv.org/abs/2403.03507"}),
        (['title = "A"'], {"title": "A"}),
        (["# comment", "nonsense", ": :", "title: A"], {"title": "A"}),
        (["tags: [a, b"], {"tags": ["a", "b"]}),
        (["tags: [a,", "  b]"], {"tags": ["a", "b"]}),
        (["empty:"], {"empty": ""}),
    ],
)
def test_read(lines: list[str], found: dict[str, object]) -> None:
    assert parse_front_matter(lines) == found


@given(st.lists(st.text(" :-[]'\"{}#>|ab=\t,", max_size=20), max_size=8))
def test_nothing_is_raised(lines: list[str]) -> None:
    parse_front_matter(lines)


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (["---", "a: b", "---", "x"], 4),
        (["---", "a: b", "...", "x"], 4),
        (["+++", "a = 1", "+++", "x"], 4),
        (["---", "never closed"], 1),
        (["x", "---", "a: b", "---"], 1),
        (["---", "---"], 3),
        ([], 1),
    ],
)
def test_where_the_body_begins(lines: list[str], body: int) -> None:
    assert Document(tuple(lines)).body == body
