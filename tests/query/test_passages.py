"""The line that shows a hit: what is overlooked without reading it word by word must not have been it."""

from __future__ import annotations

from pathlib import Path

import pytest

from digestkb.query import passages
from digestkb.query.terms import Term
from digestkb.text.fold import folded

NOTES = Path(__file__).parent.parent.parent / "data" / "notes"
ODD = [
    "Søren Ærø",
    "ﬁne-tuned",
    "ｇｒｐｏ",
    "AT²PO π0 β-VAE",
    "Straße ẞ",
    "e\u0301a Đường",
    "x\u20d7y",
    "İstanbul",
    "C++ C#",
    "用GRPO做强化学习",
    "\u1100\u1161\u11a8 \u1112\u1161\u11a8\u1109\u1173\u11b8",
    "ｶﾞｿﾘﾝ",
    "обучение с подкреплением",
]


@pytest.mark.parametrize("text", ODD)
def test_no_line_is_overlooked_for_a_word_that_it_has(text: str) -> None:
    for token in folded(text).split():
        assert passages._may_have_any([Term(token, (token,))], text), token


def test_nor_is_any_line_of_the_notes() -> None:
    lines = [
        line for path in sorted(NOTES.rglob("*.md")) for line in path.read_bytes().decode(errors="replace").split("\n")
    ]
    missed = [
        (token, line)
        for line in lines
        for token in set(folded(line).split())
        if not passages._may_have_any([Term(token, (token,))], line)
    ]
    assert missed == []


def test_what_has_none_of_the_words_is_not_read() -> None:
    lines = ["Đường đi ngắn nhất", "nothing here", "没有"]

    for tokens in (("grpo",), ("蒸馏",), ("강화", "화")):
        wanted = [line == "没有" and tokens != ("grpo",) for line in lines]
        assert [passages._may_have_any([Term(tokens[0], tokens)], line) for line in lines] == wanted
