"""Folding: what counts as the same word, and that index, query and highlight agree on it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digestkb.query.terms import spans, term_of
from digestkb.text.fold import Token, folded, folded_and_marked, marked, tokens, tokens_among

VIETNAMESE = "đường nghĩa thuỷ Ưu điểm ngôn ngữ học tăng cường suy luận ĐÁNH GIÁ phần thưởng".split()
CHINESE = "强化学习 模型 注意力机制 蒸馏 多模态大模型".split()
LATIN = "GRPO DeepSeek-V3.2 text-to-image π0 o1 AT^2PO KV-cache GPT-4o Ångström β-VAE".split()
words = st.sampled_from([*VIETNAMESE, *CHINESE, *LATIN]) | st.text(max_size=12)
texts = st.lists(words, max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Đường đi", "duong di"),
        ("suy luận", "suy luan"),
        (unicodedata.normalize("NFD", "Học tăng cường"), "hoc tang cuong"),
        ("ＧＲＰＯ　２０２６", "grpo 2026"),
        ("Straße ﬁne", "strasse fine"),
        ("text-to-image", "text to image"),
        ("DeepSeek-V3.2", "deepseek v3 2"),
        ("AT^2PO", "at 2po"),
        ("π0 and O1", "pi0 and o1"),
        ("C++, C# and F#.", "c c and f"),
        ("snake_case", "snake case"),
        ("x² 10½", "x2 101 2"),
        ("强化", "强化 化"),
        ("用GRPO做", "用 grpo 做"),
        ("模", "模"),
        ("ﾄﾗﾝｽ", folded("トランス")),
        ("擴散模型", folded("扩散模型")),
        ("軌道", folded("轨道")),
        ("戦略", folded("战略")),
        ("欠拟合", "欠拟 拟合 合"),
        ("Snæbjarnarson, Søren Łukasz Işık", "snaebjarnarson soren lukasz isik"),
        ("한국어", "한국 국어 어"),
        (unicodedata.normalize("NFD", "한국어"), "한국 국어 어"),
        (unicodedata.normalize("NFD", "ガイド"), "ガイ イド ド"),
        ("🤗 %_ — «»", ""),
    ],
)
def test_folded(text: str, wanted: str) -> None:
    assert folded(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Đánh giá GRPO", {"đánh", "giá"}),
        (unicodedata.normalize("NFD", "đánh giá"), {"đánh", "giá"}),
        ("C++ c c# F# #tag a+b", {"c++", "c#", "f#"}),
        ("ＧＲＰＯ ﬁne 强化学习 π0", {"π0"}),
        ("naïve用résumé", {"naïve", "résumé"}),
        ("擴散模型 扩散", {"擴散"}),
    ],
)
def test_marked(text: str, wanted: set[str]) -> None:
    assert marked(text) == wanted


@given(texts)
@example("\u074d0¹")
def test_case_composition_and_width_do_not_count(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" and char.isalnum() else char for char in text)
    assert folded(wide) == folded(text)


@given(st.lists(st.sampled_from([*VIETNAMESE, *LATIN]), max_size=6).map(" ".join))
def test_case_does_not_count(text: str) -> None:
    assert folded(text.upper()) == folded(text.lower()) == folded(text.title())


@example("ﾞ")
@given(texts)
def test_folding_twice_changes_nothing_but_pairs(text: str) -> None:
    words = [word for word in folded(text).split() if len(word) != 2 or word.isascii()]
    for word in words:
        assert folded(word).replace(" ", "").startswith(word[0])


@given(texts)
@example("\uff9e a")
def test_index_and_highlight_see_the_same_tokens(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert " ".join(token.text for token in tokens(text)) == folded(text)


@given(texts)
def test_tokens_never_hold_what_full_text_search_could_misread(text: str) -> None:
    assert not set(folded(text)) & set("\"'()*^:+-_#{}\0")


@given(texts, st.sampled_from([*VIETNAMESE, *CHINESE, *LATIN]), texts)
def test_a_word_is_found_in_any_text_that_has_it(before: str, word: str, after: str) -> None:
    text = unicodedata.normalize("NFC", f"{before} {word} {after}")
    term = term_of(folded(word) if word.isascii() else word.swapcase())
    assert term is not None
    assert term.stands_in(f" {folded(text)} ")
    assert any(text[start:end] for start, end in spans([term], text))


@settings(max_examples=200)
@given(texts, texts, st.sets(st.sampled_from(["强", "模", "mo", "g", "su"]), max_size=2))
@example("x\u2126 模\u0302型 ㎏ 強 化", "强化 x", set())
@example("duong - di a_b", "duong di b", set())
@example("ｱﾞ ﾞ 模型x模", "模型", {"x"})
def test_some_tokens_are_found_where_they_stand_among_all(text: str, asked: str, begun: set[str]) -> None:
    whole = {token.text for token in tokens(asked)}

    def asked_for(found: Iterable[Token]) -> list[Token | None]:
        """Put nothing in the place of each run of others."""
        kept = [one if one.text and (one.text in whole or one.text.startswith(tuple(begun))) else None for one in found]
        return [one for at, one in enumerate(kept) if one is not None or not at or kept[at - 1] is not None]

    assert asked_for(tokens_among(text, whole, begun)) == asked_for(tokens(text))


@given(st.text("强化学习模型推理GRPOab ", min_size=1, max_size=14), st.data())
def test_any_part_of_a_chinese_run_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    part = text[start:end]
    # Latin words are whole: a part of one is another word.
    if (start and text[start - 1 : start + 1].isascii()) or text[end - 1 : end + 1].isascii():
        return
    term = term_of(part)
    if term:
        assert term.stands_in(f" {folded(text)} ")
        assert spans([term], text)


def test_ideographs_are_folded_alike_alone_and_among_others() -> None:
    """The other script has some in another block: of 喎 the form is 㖞."""
    for text in (before + chr(code) + "学" for code in range(0x3400, 0xA000) for before in ("", "GRPO用")):
        assert folded_and_marked(text)[0] == folded(text)


@given(texts, texts)
def test_folding_and_marking_at_once_is_doing_both(text: str, other: str) -> None:
    together, words = folded_and_marked(text, other)
    assert together == folded(text)
    assert set(words.split()) == marked(f"{text} {other}")
