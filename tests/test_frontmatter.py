"""Front matter as people write it: a mistake loses one value, never the note."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb.document import Document
from digestkb.frontmatter import front_matter_fields


def values(lines: list[str]) -> dict[str, str | list[str]]:
    """Give what each key says first."""
    return {key: value for key, value, _ in reversed(front_matter_fields(lines))}


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
        (["title: A: b", "x: {a: b"], {"title": "A: b", "x": "{a: b"}),
        (["title: A", "Title: B"], {"title": "A"}),
        (['"title": A', "og:url: b"], {"title": "A", "og:url": "b"}),
        (["  title: A", "  tags:", "    - b"], {"title": "A", "tags": ["b"]}),
        (["{title: A, tags: [b, c]}"], {"title": "A", "tags": ["b", "c"]}),
        (['title: "Gr\\u00f6bner"'], {"title": "Gröbner"}),
        (['title: "two', '  lines"'], {"title": "two lines"}),
        (["authors: [", "A,", "B", "]", "x: y"], {"authors": ["A", "B"], "x": "y"}),
        (["tags: # mine", "  - a"], {"tags": ["a"]}),
        (["x: true", "y: 2024-05-06", "z: ~", "n: 0x10"], {"x": "true", "y": "2024-05-06", "z": "~", "n": "0x10"}),
        (["text: |", "  - no", "  - list"], {"text": "- no - list"}),
        (
            ["up: '[[A]]'", "to: [[[A]], [[B]]]", "in:", "- [[C]]"],
            {"up": "[[A]]", "to": ["[[A]]", "[[B]]"], "in": ["[[C]]"]},
        ),
        (["title: *bold* text", "by: @ada", "t: !x y"], {"title": "*bold* text", "by": "@ada", "t": "!x y"}),
    ],
)
def test_read(lines: list[str], found: dict[str, object]) -> None:
    assert values(lines) == found


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (["a:", "- {literal: 'NVIDIA Research, Inc.'}", "- name: Ada"], ["NVIDIA Research, Inc.", "Ada"]),
        (["a:", "- given: Ada", "  family: Lovelace", "- family: Li", "  given: Na"], ["Ada Lovelace", "Na Li"]),
        (["a: {family: Gogh, given: Vincent, dropping-particle: van, suffix: Jr.}"], "Vincent van Gogh Jr."),
        (["a: [{name: {given: Ada, family: Lovelace}, email: x}]"], ["Ada Lovelace"]),
        (["a:", "  name: Ada", "  email: x"], "Ada"),
        (["a:", "- GaLore: Memory", "- b"], ["GaLore: Memory", "b"]),
        (["a: {b: [c, {d: [e]}]}"], ["c", "d: e"]),
        (["a:", "  date-parts:", "  - - 2024", "    - 5"], "2024-05"),
        (["a: [b, [c, [d]]]"], ["b", "c", "d"]),
        (["a: {}"], []),
    ],
)  # fmt: skip
def test_what_is_nested_is_flattened(lines: list[str], value: object) -> None:
    assert values(lines) == {"a": value}


@pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib came with Python 3.11")
def test_toml_is_read_with_its_tables() -> None:
    lines = [
        "title = 'A'",
        "date = 2024-05-06",
        "",
        "[taxonomies]",
        "tags = ['a',",
        "  'b']",
        "[[authors]]",
        "name = 'Ada'",
    ]

    assert front_matter_fields(lines) == [
        *(("title", "A", 0), ("date", "2024-05-06", 1)),
        *(("authors", ["Ada"], 6), ("tags", ["a", "b"], 4)),
    ]


def test_toml_with_a_mistake_loses_one_value() -> None:
    assert values(["title = 'A'", "x = [", "y = 'b'"])["title"] == "A"


def test_each_key_has_its_line() -> None:
    lines = ["# mine", "Title: A", "", "tags:", "- a", "# more", "- {name: b}", "Title: B"]

    assert front_matter_fields(lines) == [("title", "A", 1), ("tags", ["a", "b"], 3), ("title", "B", 7)]
    assert front_matter_fields(["{a: b,", " c: d}"]) == [("a", "b", 0), ("c", "d", 1)]


@pytest.mark.parametrize(
    "line",
    [
        *("a: " + "[" * 1_000_000, "a: " + "[{x: " * 9000, "a: [b" + " " * 40_000 + '"', "a: b" + " " * 40_000 + "x"),
        *("a: {" + "b: c, " * 200_000 + "}", "a" + ".a" * 20_000 + " = 1", "a = " + "[" * 40_000, "a:" * 100_000),
        "a: {a: &a [x, x], " + ", ".join(f"{n}: &a [*a, *a]" for n in range(60)) + "}",
    ],
    ids=lambda line: line[:12],
)
def test_time_grows_with_size_only(line: str) -> None:
    start = time.process_time()
    found = front_matter_fields([line, "title: A"])

    assert ("title", "A", 1) in found or "=" in line
    assert time.process_time() - start < 2


@given(st.lists(st.text(" :-[]'\"{}#>|ab=\t,", max_size=20), max_size=8))
def test_nothing_is_raised(lines: list[str]) -> None:
    for _, value, line in front_matter_fields(lines):
        assert isinstance(value, str | list) and 0 <= line < len(lines)


@given(st.lists(st.text(" =-[]'\"{}#.abé&*!?\ud800\x07", max_size=20).map(lambda text: f"a = {text}"), max_size=5))
def test_nothing_is_raised_by_toml(lines: list[str]) -> None:
    values(lines)
    values([line.replace("=", ":", 1) for line in lines])


WORDS = (
    st.text("abc é强-", min_size=1, max_size=9)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda word: word[:1].isalpha())
)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), WORDS | st.lists(WORDS, max_size=4), max_size=5))
def test_what_is_written_is_read(found: dict[str, str | list[str]]) -> None:
    lines = [line for key, value in found.items() for line in written(key, value)]

    assert values(lines) == {key: value or [] for key, value in found.items()}


def written(key: str, value: str | list[str]) -> list[str]:
    """Write a key as people do: a list in brackets or below."""
    if isinstance(value, str) or len(value) % 2 == 0:
        return [f"{key}: {value}" if isinstance(value, str) else f"{key}: [{', '.join(value)}]"]
    return [f"{key}:", *(f"  - {{name: {item}}}" for item in value)]


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


def test_what_describes_a_paper_has_keys_of_its_own() -> None:
    lines = ["title: mine", "paper:", "  title: GaLore", "  arxiv: 2403.03507", "other: {title: B, pages: 3}"]

    assert values(lines) == {
        "title": "mine",
        "paper.title": "GaLore",
        "paper.arxiv": "2403.03507",
        "other": ["B", "3"],
    }
