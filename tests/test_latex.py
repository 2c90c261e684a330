"""LaTeX to text and back: what is a letter, what a sign, and what stays because it is mathematics."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb.latex import escape, to_text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{B}ernhard Sch{\"o}lkopf", "Bernhard Schölkopf"),
        (r"\v{C}ech, \c{c}a, {\o}re, \L{}ukasz, stra{\ss}e, \'{\i}", "Čech, ça, øre, Łukasz, straße, í"),
        (r"Nguy{\~{\^e}}n Ph\h{o}, \dj{}\uhorn{}\ohorn{}ng", "Nguyễn Phỏ, đương"),
        (r"Nearly 100\% of snake\_case \& more \#1 for \$5", "Nearly 100% of snake_case & more #1 for $5"),
        (r"Nearly 100% of snake_case & more #1 for $5", "Nearly 100% of snake_case & more #1 for $5"),
        (r"100% of \'a & b", "100% of á & b"),
        (r"Is $\alpha_{1}$-divergence {E}nough?", r"Is $\alpha_{1}$-divergence Enough?"),
        (r"\'Etude of $\{x\}$, {$O(n)$}", r"Étude of $\{x\}$, $O(n)$"),
        (r"between $5 and $6 \& more", "between $5 and $6 & more"),
        (r"\emph{A} {\bf b} \textsf{c} \href{https://x.org}{d} \unknown{e} \LaTeX{}", "A b c d e LaTeX"),
        ("pages 1--2 --- ``so'' a~b", "pages 1–2 — “so” a b"),
        (r"\'a -{}- '{}' `{}`", "á -- '' ``"),
        (r"\textbraceleft{}x\textbraceright{} \textbackslash{} \textasciicircum{}2", r"{x} \ ^2"),
        ("}{ x", "x"),
        (r"{ \'a", "á"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_read(latex: str, text: str) -> None:
    assert to_text(latex) == text


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        (r"Is $\alpha$-divergence & $x_1$ enough?", r"Is $\alpha$-divergence \& $x_1$ enough?"),
        ("$5", r"\$5"),
        ("from $5 to $6", r"from \$5 to \$6"),
        ("$5-$6", r"\$5-\$6"),
        ("$5 for us, 9 US$ for you", r"\$5 for us, 9 US\$ for you"),
        ("$2k$ and $3$", "$2k$ and $3$"),
        ("$ x $", r"\$ x \$"),
        ("$a}$ $b$", r"\$a\textbraceright{}\$ $b$"),
        (r"$\{a$", r"\$\textbackslash{}\textbraceleft{}a\$"),
        ("$a%b$", r"\$a\%b\$"),
        ("$$x$$", r"\$\$x\$\$"),
        (r"100\% of a\_b \& \$5", r"100\% of a\_b \& \$5"),
        (r"Schr\"odinger, Caf\'{e}", r"Schr\"odinger, Caf\'{e}"),
        (
            r"a\b {c} ~^#",
            r"a\textbackslash{}b \textbraceleft{}c\textbraceright{} \textasciitilde{}\textasciicircum{}\#",
        ),
        ("a--b ``c'' ?`", "a-{}-b `{}`c'{}' ?{}`"),
        ("强化学习 về đường", "强化学习 về đường"),
    ],
)
def test_write(text: str, latex: str) -> None:
    assert escape(text) == latex


@given(st.text("ab1 $\\{}%&#_^~-`'\"?!.é强\u0301", max_size=20))
def test_what_is_escaped_reads_back(text: str) -> None:
    if "\\" not in text:
        assert to_text(escape(text)) == " ".join(text.split())


@given(st.text("ab \\{}$[]()%&'\"`^~=.cvuHkhrdb\ud800", max_size=30))
def test_nothing_is_raised(text: str) -> None:
    to_text(text)


MACROS = [
    *r"\verb \url \href \frac \sqrt \title \input \footnote \textcolor \item \h \begin{array} \begin{verbatim}".split(),
    *r"\end{a} \( \) \[ \] \left \cite \ensuremath \mbox {a} { } $ [x]".split(),
]


@given(st.lists(st.sampled_from(MACROS), max_size=8).map("".join))
def test_macros_without_their_arguments_are_no_failure(text: str) -> None:
    assert "cit." not in to_text(text)


@pytest.mark.parametrize(
    "piece", ["{", "}", r"\'", r"\(", r"\[", r"\begin{a}", r"\item[", r"$\$", "$a", r"\emph ", r"{\'a}", "[", "--"]
)
def test_time_grows_with_size_only(piece: str) -> None:
    start = time.process_time()
    for size in (300, 19_000, 200_000):
        to_text(piece * (size // len(piece)))
        escape(piece * (size // len(piece)))

    assert time.process_time() - start < 2
