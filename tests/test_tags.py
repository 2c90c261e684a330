"""Tags and names: splitting lists, equality, hashtags."""

from __future__ import annotations

import pytest

from digestkb.tags import find_hashtags, key, split_authors, split_list, unique


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


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Ada Lovelace and Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("Ada Lovelace, Alan Turing, et al.", ("Ada Lovelace", "Alan Turing")),
        ("Nguyễn Văn An và cộng sự", ("Nguyễn Văn An",)),
        ("张三、李四等", ("张三", "李四等")),
        ("Alexander Sandoval", ("Alexander Sandoval",)),
    ],
)
def test_split_authors(text: str, authors: tuple[str, ...]) -> None:
    assert split_authors(text) == authors


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
