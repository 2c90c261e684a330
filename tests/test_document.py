"""A note and its tree: sections, items, tables, code, front matter."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb.document import Document
from digestkb.markdown import cells, plain


def note(text: str) -> Document:
    return Document(tuple(text.split("\n")))


def headings(text: str) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in note(text).blocks if block.kind == "section"]


def test_sections_nest_and_end() -> None:
    found = [block for block in note("# A\n\n## B\nx\n### C\n## D\n# E").blocks if block.kind == "section"]

    assert [(one.text, one.parent and one.parent.text, one.first, one.last) for one in found] == [
        ("A", "", 1, 6),
        ("B", "A", 3, 5),
        ("C", "B", 5, 5),
        ("D", "A", 6, 6),
        ("E", "", 7, 7),
    ]


@pytest.mark.parametrize("line", ["#hashtag", "    # indented", "####### seven", "text # x"])
def test_no_heading(line: str) -> None:
    assert not headings(line)


@pytest.mark.parametrize("line", ["# A", "## A ##", "   ### A", "#\tA"])
def test_heading(line: str) -> None:
    assert [title for _, title in headings(line)] == ["A"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("A Title\n=======\n\nPart\n----\ntext", [(1, "A Title"), (2, "Part")]),
        ("Title\n=====\nPart\n----", [(1, "Title"), (2, "Part")]),
        ("Part   \n---   \n", [(2, "Part")]),
        ("---\ntitle: x\n---\nPart\n---", [(2, "Part")]),
        ("# A\n\nPart\n----", [(1, "A")]),
        ("# A\n\nPart\n====", [(1, "A"), (1, "Part")]),
        ("#### A\n\nPart\n----", [(4, "A"), (2, "Part")]),
        ("text\n\n---\n", []),
        ("A sentence.\n---", []),
        ("two\nlines\n---", []),
        ("- item\n---", []),
        ("1. item\n---", []),
        ("> quote\n---", []),
        ("| a |\n---", []),
        ("---\n---\n---", []),
        ("x\n\n---\ntitle: x\n---", []),
        ("```\nPart\n----\n```", []),
        ("    code\n----", []),
        ("a\n-- b", []),
        ("x" * 301 + "\n---", []),
    ],
)
def test_underlined_headings(text: str, titles: list[tuple[int, str]]) -> None:
    assert headings(text) == titles


def test_an_underlined_heading_takes_two_lines() -> None:
    document = note("A\n===\nx\n\nB\n===\ny")

    assert [(one.kind, one.first, one.last) for one in document.blocks[1:]] == [
        ("section", 1, 3),
        ("paragraph", 3, 3),
        ("section", 5, 7),
        ("paragraph", 7, 7),
    ]


@pytest.mark.parametrize("line", ["# a" + " " * 80_000 + "b", "#" * 80_000, "# " + "# " * 40_000, "# " + "#" * 80_000])
def test_a_monstrous_heading_takes_no_quadratic_time(line: str) -> None:
    start = time.process_time()
    assert len(headings(line)) <= 1
    assert time.process_time() - start < 1


def test_headings_in_code_do_not_count() -> None:
    assert headings("```\n# no\n```\n# yes\n~~~\n# no\n```\n~~~\n## also") == [(1, "yes"), (2, "also")]


@given(st.lists(st.sampled_from(["# a", "## b", "### c", "###### d", "x", ""]), max_size=30))
def test_sections_are_where_a_search_would_find_them(lines: list[str]) -> None:
    sections = [block for block in Document(tuple(lines)).blocks if block.kind == "section"]
    for at, section in enumerate(sections):
        after = [other for other in sections[at + 1 :] if other.level <= section.level]
        last = after[0].first - 1 if after else len(lines)
        assert section.last <= last and not "".join(lines[section.last : last])


def test_many_sections_take_no_quadratic_time() -> None:
    lines = "\n".join("# a" if n % 2 else "## b" for n in range(60_000))
    start = time.process_time()

    assert len(headings(lines)) == 60_000
    assert time.process_time() - start < 5


def test_items_follow_indentation() -> None:
    items = [block for block in note("- a\n\t- b\n\t\tmore\n\t- c\n  * d\n\npara\n1. e").blocks if block.kind == "item"]

    assert [(item.marker, item.lines, item.first, item.last) for item in items] == [
        ("-", ["a"], 1, 5),
        ("-", ["b", "more"], 2, 3),
        ("-", ["c"], 4, 4),
        ("*", ["d"], 5, 5),
        ("1.", ["e"], 8, 8),
    ]


@pytest.mark.parametrize(
    ("line", "parts"),
    [("| a | b |", ("a", "b")), ("a | b", ("a", "b")), ("| a \\| b |", ("a | b",)), ("||", ("",)), ("| a", ("a",))],
)
def test_cells(line: str, parts: tuple[str, ...]) -> None:
    assert cells(line) == parts


def test_tables_with_ragged_rows() -> None:
    found = note("| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n\nend").blocks
    rows = [block for block in found if block.kind == "row"]

    assert [(row.cells, row.heads, row.first) for row in rows if row.heads] == [
        (("1",), ("a", "b"), 3),
        (("1", "2", "3"), ("a", "b"), 4),
    ]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**a** *b* `c` _d_", "a b c d"),
        ("[a](https://x.org) <https://y.org>", "a https://y.org"),
        ("[[Note|shown]] [[Note]]", "shown Note"),
        ("![x](y.png)![[z.png]] a", "a"),
        ("a_b_c 2 * 3 * 4", "a_b_c 2 * 3 * 4"),
        ("<b>a</b> \\*b\\*", "a *b*"),
        ("a\n  b", "a b"),
    ],
)
def test_plain(markdown: str, text: str) -> None:
    assert plain(markdown) == text


def test_numbers_of_several_levels_are_items() -> None:
    document = note("1. Models\n   1.1. Memory\n      - 2403.03507 | less of it\n   1.2) Speed")
    assert [(block.marker, block.text) for block in document.blocks if block.kind == "item"] == [
        ("1.", "Models"),
        ("1.1.", "Memory"),
        ("-", "2403.03507 | less of it"),
        ("1.2)", "Speed"),
    ]


def test_a_rule_may_open_a_note() -> None:
    assert note("---\n\n## 1. A\n\ntext\n\n---\n\n## 2. B").body == 1
    assert note("---\ntitle: A\n---\n# B").body == 4
    assert note("---\n# a comment\ntitle: A\n---\n# B").body == 5


def test_the_blocks_are_those_of_the_tree_in_its_order() -> None:
    items = "# A\n\n- a\n  - b\n\n> - q\n\n| x | y |\n| - | - |\n| 1 | 2 |\n\n"
    folds = "<details><summary>s</summary>\n\nt\n\n</details>\n\n```\nc\n```\n\n<table>\n<tr><td>h</td></tr>\n</table>"
    document = note(items + folds)
    assert document.blocks == list(document.tree.walk())
