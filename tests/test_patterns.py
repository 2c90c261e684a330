"""Patterns that wait to be compiled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb import patterns
from digestkb.patterns import Characters

RANGES = "\u4e01-\u4e02\0- --]^-^\u00e0-\u00ff\u4e00-\u9fff\U0001f600-\U0001f64f"


@given(st.text(st.characters() | st.sampled_from(" -]^\\à强😀"), max_size=8))
def test_characters_are_the_same_one_by_one_and_by_a_pattern(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        one_by_one = Characters(RANGES).are_all(text)
        patch.setattr(patterns, "_WORTH_COMPILING", 0)

        assert Characters(RANGES).are_all(text) == one_by_one


def test_a_pattern_is_compiled_once_it_pays() -> None:
    letters = Characters("a-z")

    assert [letters.are_all(text) for text in ("ab", "a b")] == [True, False]
    assert letters._pattern is None
    assert letters.are_all("ab" * 50_000)
    assert letters._pattern is not None
    assert [letters.are_all(text) for text in ("ab", "a b")] == [True, False]
