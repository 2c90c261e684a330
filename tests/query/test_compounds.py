"""Vietnamese compounds: nothing is lost in putting syllables together, and the list has them as they are looked up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb.query.compounds import compounds
from digestkb.query.language import Word
from digestkb.text.fold import folded

LIST = Path(__file__).parents[2] / "digestkb" / "query" / "compounds.txt"
words = st.lists(
    st.builds(
        Word,
        st.sampled_from("học tăng cường mô hình ngôn ngữ lớn GRPO 扩散 du lieu huan luyen learning".split()),
        phrase=st.booleans(),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("mô hình ngôn ngữ lớn", "mô hình|ngôn ngữ|lớn"),
        ("cơ sở dữ liệu", "cơ sở|dữ liệu"),
        ("hoc tang cuong cho robot", "hoc tang cuong|cho|robot"),
        ("đánh giá GRPO", "đánh giá|GRPO"),
        ("tên tập tin", "tên|tập tin"),
        # No word goes across the border of a name, though «trọng hợp» is one.
        ("phát hiện lỗ hổng trong hợp đồng thông minh", "phát hiện|lỗ hổng|trong|hợp|đồng|thông minh"),
        ("learning to reason", "learning|to|reason"),
        ("on a map", "on|a|map"),
        ("go to Hanoi", "go|to|Hanoi"),
    ],
)
def test_compounds(text: str, wanted: str) -> None:
    assert [word.text for word in compounds([Word(part) for part in text.split()])] == wanted.split("|")


@given(words)
def test_no_word_is_lost_and_phrases_stay(query: list[Word]) -> None:
    found = list(compounds(query))
    assert " ".join(word.text for word in found) == " ".join(word.text for word in query)
    assert [word for word in found if word.phrase] == [word for word in query if word.phrase]


def test_the_list_has_each_word_once_without_its_marks() -> None:
    lines = LIST.read_text(encoding="ascii").splitlines()
    assert len(lines) == len(set(lines)) > 5000
    assert [line for line in lines if folded(line) != line or line.count(" ") != 1] == []
