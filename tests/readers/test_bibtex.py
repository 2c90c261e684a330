"""BibTeX as notes have it: in fences, lists and quotes, with mistakes, and what is no entry at all."""

from __future__ import annotations

import logging
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb.readers.bibtex import Entry, find_entries
from digestkb.records import Span


def found(text: str) -> list[Entry]:
    """Read the entries of a note."""
    return list(find_entries(text.split("\n")))


def test_escapes_organisations_and_a_fence_on_one_line() -> None:
    (entry,) = found(
        r"```bibtex @misc{x, title={Nearly 100\% of snake\_case \& more}, author={{NVIDIA Research} and Dee, C.},"
        " eprint={2601.06061}, archivePrefix={arXiv}} ```"
    )

    assert (entry.title, entry.authors) == ("Nearly 100% of snake_case & more", ("NVIDIA Research", "C. Dee"))
    assert (entry.key, entry.fields["eprint"], entry.fields["archiveprefix"]) == ("x", "2601.06061", "arXiv")


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("Dee, C.", ("C. Dee",)),
        ("Ada Lovelace and Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("King, Jr., Martin Luther", ("Martin Luther King Jr.",)),
        ("von Neumann, John and de la Cruz, Ana", ("John von Neumann", "Ana de la Cruz")),
        ("Ludwig van Beethoven", ("Ludwig van Beethoven",)),
        ("{NVIDIA Research and Friends, Inc.} and Dee, C.", ("NVIDIA Research and Friends, Inc.", "C. Dee")),
        ("Zhao, J. and others", ("J. Zhao",)),
        ("Zhao, Jiawei et al.", ("Jiawei Zhao",)),
        ("others", ()),
        ("", ()),
        ("{Others}", ("Others",)),
        (r"Sch{\"o}lkopf, B. and {\L}ukasz Kaiser", ("B. Schölkopf", "Łukasz Kaiser")),
        ("Ada Lovelace, Alan Turing, Grace Hopper", ("Ada Lovelace", "Alan Turing", "Grace Hopper")),
        (r"Dee, C. and \'Etienne Ghys and \L{}ukasz Kaiser", ("C. Dee", "Étienne Ghys", "Łukasz Kaiser")),
        ("Ada Lovelace; Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("Anderson, Andy AND Brandt, Sandy", ("Andy Anderson", "Sandy Brandt")),
        ("Nguyễn, Văn A and 王, 小明", ("Văn A Nguyễn", "小明 王")),
    ],
)
def test_authors(written: str, authors: tuple[str, ...]) -> None:
    (entry,) = found(f"@misc{{x, author={{{written}}}}}")

    assert entry.authors == authors


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year=2024", "2024"),
        ("year={2024}, month=may", "2024-05"),
        ('year="2024", month={12}', "2024-12"),
        ("year={2024}, month={December}", "2024-12"),
        ("date={2024-05-06}", "2024-05-06"),
        ("date={2024-13-45}", "2024"),
        ("year={2024}, month={77}", "2024"),
        ("year={soon}", None),
        ("title={2024}", None),
    ],
)
def test_published(fields: str, date: str | None) -> None:
    (entry,) = found(f"@misc{{x, {fields}}}")

    assert entry.published is None if date is None else str(entry.published) == date


def test_other_fields() -> None:
    (entry,) = found(r"@misc{x, doi={https://doi.org/10.1000/a\_b}, keywords={rl; R\&D, x}, abstract={We {\'e}.}}")

    assert (entry.doi, entry.keywords, entry.abstract) == ("10.1000/a_b", ("rl", "R&D", "x"), "We é.")


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("@misc{a, title={A}}\n@misc{b, title={B}}", {"A": (1, 1), "B": (2, 2)}),
        ("@misc{a, title={A}} @misc{b, title={B}} text", {"A": (1, 1), "B": (1, 1)}),
        ("@misc{a,\n title={A}} @misc{b,\n title={B}}", {"A": (1, 2), "B": (2, 3)}),
        ("```bib\n@article{a,\n  title={A},\n}\n```", {"A": (2, 4)}),
        ("- @misc{a,\n    title={A}\n  }\n- text", {"A": (1, 3)}),
        ("> @misc{a,\n>   title={A\n>   B}\n> }", {"A B": (1, 4)}),
        ("1. > @misc{a, title={A}}", {"A": (1, 1)}),
        ("`@misc{a, title={A}}`", {"A": (1, 1)}),
        ('@ARTICLE ( a, Title = "A (b)", year=2020 )', {"A (b)": (1, 1)}),
        ('@misc{a, title="A {"}quoted{"} b"}', {'A "quoted" b': (1, 1)}),
        ("@misc{a,\n\n  title = {A},\n\n  year = 2020\n}\nx", {"A": (1, 6)}),
        ("@misc{a, title={mail a@b.org or @ {X}}}", {"mail a@b.org or @ X": (1, 1)}),
        ("@misc{a, title={A}, title={B}}", {"A": (1, 1)}),
        ("@string{x = {y}}\n@comment{a, title={A}}\n@misc{b, title={B}}", {"B": (3, 3)}),
    ],
)
def test_where_entries_stand(text: str, spans: dict[str, tuple[int, int]]) -> None:
    assert {entry.title: (entry.span.first, entry.span.last) for entry in found(text)} == spans


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("@misc{a,\n title={A},\n year={2024}\n\nText with a }.", {"title": "A", "year": "2024"}),
        ("@misc{a,\n title={A},\n year={2024}\n\nText.", {"title": "A", "year": "2024"}),
        ("@misc{a,\n title={A},\n year={2024\n```\n# B", {"title": "A", "year": "2024"}),
        ("@misc{a,\n title={A,\n author={B C},\n year=2024", {"title": "A", "author": "B C", "year": "2024"}),
        ("@misc{a,\n title={A}\n author={B C}\n year=2024\n}", {"title": "A", "author": "B C", "year": "2024"}),
        ("@misc{a, title={A} year={2024}}", {"title": "A", "year": "2024"}),
        ("@misc{a,\n title={A},\n year=2024\n@misc{b, title={B}}", {"title": "A", "year": "2024"}),
    ],
)
def test_mistakes_lose_little(text: str, fields: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        entry = found(text)[0]

    assert entry.fields == fields
    assert not caplog.records, "a mistake in a note is no message of the program"


def test_an_entry_that_is_not_closed_takes_no_other() -> None:
    first, second = found("@misc{a,\n title={A,\n@misc{b, title={B}}")

    assert (first.span, second.title, second.span) == (Span(1, 2), "B", Span(3, 3))


@pytest.mark.parametrize(
    "text",
    [
        *("ada@misc{x, title={A}}", "mail ada@example.org", "see @misc{x, title={A}}", "@ada", "@misc", "@misc{}"),
        *("@misc{x}", "@misc{x, no field}", "@dataclass(frozen=True)", "@route(path, methods=['GET'])"),
        *("@media{screen, x: y}", "@page {size = A4}", "@lru_cache(maxsize=None)", "@preamble{x, a={b}}"),
    ],
)
def test_what_is_no_entry(text: str) -> None:
    assert found(text) == []


HOSTILE = {
    "starts": "@abc{b,c=d\n" * 5_000,
    "one line": "@abc{b,c={d}} " * 5_000,
    "one line, open": "@abc{b,c={d " * 20_000,
    "open fields": "@abc{b,\n" + "c={\n" * 62_500,
    "braces": "@abc{b,c=" + "{" * 250_000,
    "signs": "@" * 250_000,
    "blanks": " " * 250_000 + "@abc{b,c={d}}",
    "key": "@abc{" + "b" * 250_000,
    "escapes": '@abc{b,c="' + "\\{" * 125_000,
    "tails": ("@abc{b,c={d}}\n" + "x\n" * 119) * 750,
    "mistakes": ("@abc{b,c d=\n" + "x = {\n" * 119) * 350,
    "titles": "@misc{x, title={Nearly 100\\% of}, author={Dee, C.},\n year=2020}\n" * 1_250,
    "names": "@misc{x, author={" + "a, and " * 1_750 + "}}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_size_only(name: str) -> None:
    start = time.process_time()
    for entry in found(HOSTILE[name]):
        assert entry.title is not None or entry.authors is not None

    assert time.process_time() - start < 3


@given(
    st.lists(st.sampled_from(["@misc{a,", "title={", "A", "}", "{", '"', ",", "\n", " ", "year=2020", "@", "(", "> "]))
)
def test_spans_are_lines_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    last = 1
    for entry in found(text):
        assert last <= entry.span.first <= entry.span.last <= text.count("\n") + 1
        last = entry.span.last
        assert entry.fields and isinstance(entry.authors, tuple)
