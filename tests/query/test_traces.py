"""What is told from the bare letters of a text is what folding all of it would say."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb.query import traces
from digestkb.query.terms import Term, term_of
from digestkb.query.traces import Traces
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
TYPED = (
    "tăng cường", "duong", "强化", "軌道", "reinforcement learning", "c++", "foo", "strasse", "mup", "x2", "1 2",
    "자율", "リアル", "москва", "đánh giá", "oe", "tm", "rs", "no 5", "don t", "fi", "a",
)  # fmt: skip
TERMS = [term for typed in TYPED for term in (term_of(typed), term_of(typed, prefix=True)) if term is not None]


def folding_says(terms: list[Term], text: str) -> list[int]:
    padded = f" {folded(text)} "
    return [at for at, term in enumerate(terms) if term.stands_in(padded)]


@pytest.mark.parametrize(
    "text",
    [
        "Học tăng cường – “đánh giá” …",
        "Đường đi của DUONG",
        "用强化学习, 軌道",
        "Foo™ and №5, ₨ 3, ½ and ①②, x², ﬁ",
        "foo™",
        "Straße, Straẞe, Søren, œuvre, schœn",
        "μP, µP, 𝜇P",
        "don’t don´t don‘t",
        "자율 주행 자율",
        "ﾘｱﾙﾀｲﾑ リアル",
        "Москва́ и МОСКВА",
        "reinforcement\u2011learning, reinforcement\u00adlearning, reinforcement_learning",
        "C++, c++11, foo_c++",
        "a\u0335 ȺA",
        "\u2024foo\u2025rs\u2026",
        "",
    ],
)
def test_no_term_is_found_or_lost_by_looking_at_letters_alone(text: str) -> None:
    assert list(Traces(TERMS).standing_in(text)) == folding_says(TERMS, text)


#: Letters, marks and signs of every kind that folding treats in a way of its own.
PIECES = st.sampled_from(
    ["duong", "tăng", "cường", "强", "化", "軌", "foo", "Foo", "c++", "x", "²", "2", "1", "½", "①", "™", "₨", "№", "ﬁ",
     "ß", "œ", "ø", "μ", "µ", "P", "p", "mu", "tm", "rs", " ", "-", "–", "’", "_", "…", "·", "\u0301", "\u0335",
     "\u00ad",
     "\u200b", "자", "율", "\u1103", "\u1161", "リ", "ﾘ", "ｱ", "ﾙ", "м", "о", "с", "к", "в", "а", "ª", "º", "¼", "ₐ",
     "Ⅳ"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_is_written_is_told_as_folding_tells_it(text: str) -> None:
    assert list(Traces(TERMS).standing_in(text)) == folding_says(TERMS, text)


@given(st.text(max_size=20), st.text(max_size=4))
def test_and_so_is_any_other_text(text: str, typed: str) -> None:
    term = term_of(typed)
    terms = [term] if term else []
    for one in (text, typed + text, text + typed):
        assert list(Traces(terms).standing_in(one)) == folding_says(terms, one)


def lines_of_the_notes() -> list[str]:
    return [
        line for path in sorted(NOTES.rglob("*.md")) for line in path.read_bytes().decode(errors="replace").split("\n")
    ]


def test_every_word_of_a_line_is_found_in_it() -> None:
    missed = [
        (token, line)
        for line in [*ODD, *lines_of_the_notes()]
        for token in set(folded(line).split())
        if not list(Traces([Term(token, (token,))]).standing_in(line))
    ]
    assert missed == []


def test_what_has_none_of_the_words_is_not_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(traces, "folded", lambda text: read.append(text) or folded(text))
    for tokens in (("grpo",), ("蒸馏",), ("强化", "化"), ("강화", "화")):
        for line in ("Đường đi ngắn nhất", "nothing here", "没有"):
            assert list(Traces([Term(tokens[0], tokens)]).standing_in(line)) == []
    assert read == ["没有"]  # for Korean, of whose letters nothing is told from Chinese ones
