"""The line view of a note: sections, outlines, tables, code."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb.document import Document
from digestkb.markdown import cells, plain
from digestkb.records import Span


def note(text: str) -> Document:
    return Document(tuple(text.split("\n")))


def test_sections_nest_and_end() -> None:
    found = note("# A\n\n## B\nx\n### C\n## D\n# E").sections

    assert [(s.title, s.path, (s.span.first, s.span.last), (s.own.first, s.own.last)) for s in found] == [
        ("A", (), (1, 6), (2, 2)),
        ("B", ("A",), (3, 5), (4, 4)),
        ("C", ("A", "B"), (5, 5), (6, 5)),
        ("D", ("A",), (6, 6), (7, 6)),
        ("E", (), (7, 7), (8, 7)),
    ]


@pytest.mark.parametrize("line", ["#hashtag", "    # indented", "####### seven", "text # x"])
def test_no_heading(line: str) -> None:
    assert not note(line).sections


@pytest.mark.parametrize("line", ["# A", "## A ##", "   ### A", "#\tA"])
def test_heading(line: str) -> None:
    assert [section.title for section in note(line).sections] == ["A"]


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
    assert [(section.level, section.title) for section in note(text).sections] == titles


def test_an_underlined_heading_takes_two_lines() -> None:
    found = note("A\n===\nx\nB\n===\ny").sections

    assert [(s.span.first, s.span.last, s.own.first, s.own.last) for s in found] == [(1, 6, 3, 6)]
    found = note("A\n===\nx\n\nB\n===\ny").sections
    assert [(s.span.first, s.span.last, s.own.first, s.own.last) for s in found] == [(1, 4, 3, 4), (5, 7, 7, 7)]


@pytest.mark.parametrize("line", ["# a" + " " * 80_000 + "b", "#" * 80_000, "# " + "# " * 40_000, "# " + "#" * 80_000])
def test_a_monstrous_heading_takes_no_quadratic_time(line: str) -> None:
    start = time.process_time()
    assert len(note(line).sections) <= 1
    assert time.process_time() - start < 1


def test_headings_in_code_do_not_count() -> None:
    assert [s.title for s in note("```\n# no\n```\n# yes\n~~~\n# no\n```\n~~~\n## also").sections] == ["yes", "also"]


def test_section_at() -> None:
    document = note("x\n# A\ny\n## B\nz")

    assert document.section_at(1) is None
    assert [s.title if (s := document.section_at(n)) else None for n in (2, 3, 4, 5)] == ["A", "A", "B", "B"]


@given(st.lists(st.sampled_from(["# a", "## b", "### c", "###### d", "x", ""]), max_size=30))
def test_sections_are_where_a_search_would_find_them(lines: list[str]) -> None:
    document = Document(tuple(lines))
    for at, section in enumerate(document.sections):
        after = [other for other in document.sections[at + 1 :] if other.level <= section.level]
        assert section.span.last == (after[0].span.first - 1 if after else len(lines))


def test_many_sections_take_no_quadratic_time() -> None:
    document = Document(tuple("# a" if n % 2 else "## b" for n in range(60_000)))
    start = time.process_time()

    assert len(document.sections) == 60_000
    assert time.process_time() - start < 5


def test_outline_follows_indentation() -> None:
    document = note("- a\n\t- b\n\t\tmore\n\t- c\n  * d\n\npara\n1. e")
    roots = document.outline(Span(1, 8))

    assert [root.text for root in roots] == ["a", "para", "e"]
    assert [(child.text, child.span.last) for child in roots[0].children][:2] == [("b\nmore", 3), ("c", 4)]


@pytest.mark.parametrize(
    ("line", "parts"),
    [("| a | b |", ("a", "b")), ("a | b", ("a", "b")), ("| a \\| b |", ("a | b",)), ("||", ("",)), ("| a", ("a",))],
)
def test_cells(line: str, parts: tuple[str, ...]) -> None:
    assert cells(line) == parts


def test_tables_with_ragged_rows() -> None:
    (table,) = note("| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n\nend").tables(Span(1, 6))

    assert [row.cells for row in table.rows] == [("1",), ("1", "2", "3")]
    assert [row.line for row in table.rows] == [3, 4]


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
    note = Document(("1. Models", "   1.1. Memory", "      - 2403.03507 | less of it", "   1.2) Speed"))
    (root,) = note.outline(Span(1, 4))
    assert [(item.marker, item.text) for item in root.walk()] == [
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
