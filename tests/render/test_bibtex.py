"""BibTeX as it is written: mathematics and organisations whole, and what is read back is what was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digestkb.media import characters
from digestkb.query.papers import Paper
from digestkb.readers.bibtex import Entry, find_entries
from digestkb.render import Format, Screen, lines, paper_sheets


def written(*papers: Paper) -> str:
    """Write papers as BibTeX."""
    return "".join(lines(paper_sheets.papers(papers), Format.BIBTEX, Screen()))


def read(*papers: Paper) -> list[Entry]:
    """Write papers, and read what was written."""
    return list(find_entries(written(*papers).split("\n")))


@pytest.mark.parametrize(
    ("title", "field"),
    [
        (r"Is $\alpha$-divergence enough?", r"{{Is $\alpha$-divergence enough?}}"),
        ("For $5 & up", r"{{For \$5 \& up}}"),
        (r"Nearly 100\% of snake\_case", r"{{Nearly 100\% of snake\_case}}"),
        ("Học tăng cường 强化学习 – “ø”", "{{Học tăng cường 强化学习 – “ø”}}"),
    ],
)
def test_titles(title: str, field: str) -> None:
    assert f"title = {field}," in written(Paper("x", title=title))


@pytest.mark.parametrize(
    "name",
    [
        *("NVIDIA Research", "Qwen Team", "Meta AI", "Google DeepMind", "Stanford University", "AI2 Lab", "Acme Inc."),
        *("Alibaba Group", "Đại học Bách khoa Hà Nội", "清华大学", "Ng, Ada", "Smith and Wesson", "Université Laval"),
    ],
)
def test_organisations_are_written_in_braces(name: str) -> None:
    assert f"author = {{{{{name}}} and Ada Lovelace}}," in written(Paper("x", authors=(name, "Ada Lovelace")))


@pytest.mark.parametrize(
    "name",
    ["Ai Weiwei", "Labrador Kim", "Hang Teamer", "Nguyễn Văn Trường", "Sandy Andrews", "Inca Roca", "Huawei Lin"],
)
def test_persons_are_not(name: str) -> None:
    assert f"author = {{{name}}}," in written(Paper("x", authors=(name,)))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x.org", "x.org/a", "https://", ""])
def test_only_addresses_of_the_web_are_written(url: str) -> None:
    assert "url =" not in written(Paper("x", url=url))
    assert "url = {HTTPS://x.org/%7Ba%7D}," in written(Paper("x", url="HTTPS://x.org/{a}"))


read(Paper("x", title="x"))  # loads the library, which takes longer than hypothesis lets an example take
PRINTABLE = st.characters(exclude_categories=("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"))
SIGNS = st.sampled_from(" $\\{}%&#_^~-`'\"?!@,;=()")
TEXTS = st.text(PRINTABLE | SIGNS, min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)
#: A title that has these already is LaTeX, and what it says is not what it shows.
LATEX = re.compile(r"\\[%&_#$\"'`^~=.]")
#: What nobody can see, such as a variant of no letter, is not written.
PLAIN = TEXTS.filter(lambda text: not LATEX.search(text) and characters.line(text) == text)


@given(PLAIN, st.lists(PLAIN, max_size=4), st.sampled_from(["", "2024", "2026-01", "1999-12-31"]))
@example("@misc{x, title={y}}", ["and", "et al.", "others", "A and B, C"], "2024")
@example("} year = {2020", ["}", '"', "O'Neil, Inc."], "")
@example("$5 and $x$ -- ``$y", ["von Neumann", "Jr"], "")
def test_what_is_written_reads_back(title: str, authors: list[str], date: str) -> None:
    (entry,) = read(Paper("x", title=title, title_source="heading", authors=tuple(authors), published=date or None))

    assert (entry.title, entry.authors) == (title, tuple(authors))
    assert str(entry.published or "") == date[:7]


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_each_paper_is_one_entry_with_its_own_key(titles: list[str]) -> None:
    entries = read(*(Paper(title, title=title) for title in titles))

    assert len({entry.key.lower() for entry in entries}) == len(titles)
