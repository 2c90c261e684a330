"""Tags and names: splitting lists, equality, hashtags."""

from __future__ import annotations

import pytest

from digestkb.tags import find_hashtags, key, says_nothing, split_list, unique


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a, b; c、d，e；f", ("a", "b", "c", "d", "e", "f")),
        ("Learning (RL, IL), x", ("Learning (RL, IL)", "x")),
        ("**a**, `b`", ("a", "b")),
        ("a, A, á", ("a",)),
        ("N/A, không có, 无, -", ()),
        ("a) b, c", ("a) b", "c")),
        ("", ()),
    ],
)
def test_split_list(text: str, parts: tuple[str, ...]) -> None:
    assert split_list(text) == parts


@pytest.mark.parametrize("value", ["N/A", "**n/a**", "Không có", "暂无", "TBD", "_-_", " "])
def test_what_stands_for_nothing(value: str) -> None:
    assert says_nothing(value) and not unique([value])


@pytest.mark.parametrize("value", ["NASA", "Không gian", "无线", "None of the Above", "-1"])
def test_what_only_begins_so(value: str) -> None:
    assert not says_nothing(value)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [("RL", "rl", True), ("Học sâu", "hoc sau", True), ("a  b", "a b", True), ("Đ", "d", True), ("RL", "IL", False)],
)
def test_key(one: str, other: str, equal: bool) -> None:
    assert (key(one) == key(other)) is equal


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("#rl and #nlp/llm", ("rl", "nlp/llm")),
        ("# Heading", ()),
        ("x.org/#top", ()),
        ("C# and F#", ()),
        ("#1 and #12", ()),
        ("#强化学习", ("强化学习",)),
        ("?q=#a", ()),
    ],
)
def test_hashtags(line: str, tags: tuple[str, ...]) -> None:
    assert find_hashtags(line) == tags


def test_unique_keeps_the_first_spelling() -> None:
    assert unique(["Agents", "agents", "", "RL"]) == ("Agents", "RL")
