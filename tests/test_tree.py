"""The tree of a note: what is an item, what it stands in, and on which lines."""

from __future__ import annotations

import pytest

from digestkb.tree import Block, scan


def shape(note: str, fences: bool = True) -> list[tuple[str, int, str]]:
    """Give what stands below the root: kind, how deep it is nested, text."""
    root = scan(note.split("\n"), fences=fences)

    def deep(block: Block) -> int:
        return sum(1 for _ in block.ancestors()) - 1

    return [(block.kind, deep(block), block.text) for block in root.walk() if block is not root]


def test_a_drawn_tree_is_a_list() -> None:
    drawn = "Topics\n├── NLP\n│   │\n│   ├── 2403.00071 | rounds\n│   └── Memory\n│       └── 2403.03507\n└── Robotics"
    assert shape(drawn) == [
        ("paragraph", 0, "Topics"),
        ("item", 0, "NLP"),
        ("item", 1, "2403.00071 | rounds"),
        ("item", 1, "Memory"),
        ("item", 2, "2403.03507"),
        ("item", 0, "Robotics"),
    ]
    block = scan(drawn.split("\n")).children[1]
    assert (block.first, block.last, block.marker) == (2, 6, "├")


def test_a_table_of_boxes_is_no_tree() -> None:
    assert [kind for kind, _, _ in shape("│ a │ b │\n├───┼───┤")] == ["paragraph"]


@pytest.mark.parametrize(
    ("note", "with_fences", "without"),
    [
        ("```\n- a\n  - b\n```", [("code", 0, "- a\n  - b")], [("item", 0, "a"), ("item", 1, "b")]),
        ("    ### a", [("paragraph", 0, "### a")], [("section", 0, "a")]),
        ("A. Ng\nB. Li", [("paragraph", 0, "A. Ng\nB. Li")], [("item", 0, "Ng"), ("item", 0, "Li")]),
        (
            "- a\n✨ **B**\nc",
            [("item", 0, "a\n✨ **B**\nc")],
            [("item", 0, "a"), ("section", 0, "✨ **B**"), ("paragraph", 1, "c")],
        ),
        ("a) b", [("paragraph", 0, "a) b")], [("item", 0, "b")]),
    ],
)
def test_without_fences_a_note_is_read_as_a_synthesis_is_written(
    note: str, with_fences: list[tuple[str, int, str]], without: list[tuple[str, int, str]]
) -> None:
    assert shape(note) == with_fences
    assert shape(note, fences=False) == without


def test_a_column_may_be_called_by_a_hash() -> None:
    assert [kind for kind, _, _ in shape("# | Paper\n--- | ---\n1 | A")] == ["table", "row", "row"]


def test_a_paragraph_knows_how_far_it_is_indented() -> None:
    assert [block.level for block in scan(["a", "", "    b", "", "\tc"]).children] == [0, 4, 4]


@pytest.mark.parametrize("line", ["│ " * 20_000 + "x", "| " * 20_000 + "─", " " * 50_000 + "│x", "├" + "─" * 50_000])
def test_a_line_of_any_shape_takes_no_time(line: str) -> None:
    assert len(scan([line, line], fences=False).children) >= 1
