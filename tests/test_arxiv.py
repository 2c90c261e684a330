"""arXiv numbers: each spelling that people use, and each thing that only looks like one."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from digestkb.arxiv import ArxivId, find_arxiv_ids, find_in_lines, parse_arxiv_id
from digestkb.errors import NotAnArxivId


@pytest.mark.parametrize(
    ("text", "number", "version"),
    [
        ("2601.05242", "2601.05242", 0),
        ("2601.05242v3", "2601.05242", 3),
        ("0704.0001", "0704.0001", 0),
        ("1412.6980", "1412.6980", 0),
        ("1501.00001", "1501.00001", 0),
        ("arXiv:1706.03762", "1706.03762", 0),
        ("ARXIV: 1706.03762v5", "1706.03762", 5),
        ("arXiv.1706.03762", "1706.03762", 0),
        ("arxiv-1706.03762", "1706.03762", 0),
        ("arXiv 1706.03762", "1706.03762", 0),
        ("arXiv：1706.03762", "1706.03762", 0),
        ("arxiv_id: '1706.03762'", "1706.03762", 0),
        ("eprint = {1706.03762},", "1706.03762", 0),
        ("https://arxiv.org/abs/1706.03762", "1706.03762", 0),
        ("http://www.arxiv.org/abs/1706.03762v7", "1706.03762", 7),
        ("https://arxiv.org/pdf/1706.03762.pdf", "1706.03762", 0),
        ("https://arxiv.org/pdf/1706.03762v1.pdf?download=1#page=2", "1706.03762", 1),
        ("https://export.arxiv.org/html/1706.03762v1", "1706.03762", 1),
        ("https://arxiv.org/list/1706.03762", "1706.03762", 0),
        ("https://ar5iv.org/abs/1706.03762", "1706.03762", 0),
        ("https://www.alphaxiv.org/abs/1706.03762", "1706.03762", 0),
        ("https://www.alphaxiv.org/overview/1706.03762", "1706.03762", 0),
        ("https://huggingface.co/papers/1706.03762", "1706.03762", 0),
        ("https://hf.co/papers/1706.03762", "1706.03762", 0),
        ("https://doi.org/10.48550/arXiv.1706.03762", "1706.03762", 0),
        ("10.48550/ARXIV.1706.03762", "1706.03762", 0),
        ("arxiv.org%2Fabs%2F1706.03762", "1706.03762", 0),
        ("https://arxiv.org/e-print/1706.03762", "1706.03762", 0),
        ("https://arxiv.org/ftp/arxiv/papers/1706/1706.03762.pdf", "1706.03762", 0),
        ("https://www.emergentmind.com/papers/1706.03762", "1706.03762", 0),
        ("GaLore,1706.03762", "1706.03762", 0),
        ("~~1706.03762~~", "1706.03762", 0),
        ("hep-th/9901001", "hep-th/9901001", 0),
        ("math.GT/0309136v2", "math/0309136", 2),
        ("https://arxiv.org/abs/cs/0112017", "cs/0112017", 0),
        ("arXiv:astro-ph/0601001", "astro-ph/0601001", 0),
        ("(1706.03762)", "1706.03762", 0),
        ("[1706.03762]", "1706.03762", 0),
        ("**1706.03762**", "1706.03762", 0),
        ("1706.03762.", "1706.03762", 0),
        ("1706.03762, and", "1706.03762", 0),
        ("论文1706.03762很好", "1706.03762", 0),
        ("논문 1706.03762를", "1706.03762", 0),
        ("1706.03762|one line", "1706.03762", 0),
        ("notes/1706.03762/index.md", "1706.03762", 0),
        ("vaswani_1706.03762.pdf", "1706.03762", 0),
        ("vaswani2017-1706.03762.pdf", "1706.03762", 0),
        ("`1706.03762`", "1706.03762", 0),
    ],
)
def test_found(text: str, number: str, version: int) -> None:
    assert [found.id for found in find_arxiv_ids(text)] == [ArxivId(number, version)]


def test_a_comma_separates_papers() -> None:
    assert [found.id.number for found in find_arxiv_ids("2403.03507,2403.03508")] == ["2403.03507", "2403.03508"]


@pytest.mark.parametrize(
    "text",
    [
        "$2501.1234",
        "2501.12345 USD",
        "2501.12345%",
        "€ 2501.12345",
        "2501.12345€",
        "2513.12345",
        "2500.12345",
        "2501.1234",
        "1412.12345",
        "0703.0001",
        "2501.123456",
        "2501.00000",
        "12501.12345",
        "1.2501.12345",
        "2501.12345.6",
        "-2501.12345",
        "+2501.12345",
        "v2501.12345",
        "version2501.12345",
        "192.2501.12345.1",
        "10.1145/2501.12345",
        "https://doi.org/10.1145/2501.12345",
        "2501,12345",
        "2501.12345,67",
        "12,2501.12345",
        "5512.12345",
        "hep-th/9913001",
        "hep-th/5001001",
        "hep-th/0704001",
        "text/9901001",
        "xhep-th/9901001",
        "arXiv:2501.123456",
        "2025.0101",
        "192.168.2501.12345",
        "",
    ],
)
def test_not_found(text: str) -> None:
    assert not list(find_arxiv_ids(text))


def test_place_covers_address_and_version() -> None:
    text = "see https://arxiv.org/abs/1706.03762v5."
    (found,) = find_arxiv_ids(text)

    assert text[found.start : found.end] == "arxiv.org/abs/1706.03762v5"
    assert not found.bare


def lines_of_table() -> list[tuple[list[str], str]]:
    """Give the lines of ``numbers.txt``, each behind the numbers that are in it."""
    table = (Path(__file__).parent / "numbers.txt").read_text(encoding="utf-8")
    rows = [line.partition("<- ") for line in table.split("\n") if line and not line.startswith("# ")]
    return [(numbers.split(), text) for numbers, _, text in rows]


def test_table_is_large_enough() -> None:
    rows = lines_of_table()

    assert sum(not numbers for numbers, _ in rows) >= 300
    assert sum(bool(numbers) for numbers, _ in rows) >= 180


def test_table() -> None:
    found = {text: [one.id.number for one in find_arxiv_ids(text)] for _, text in lines_of_table()}

    assert found == {text: numbers for numbers, text in lines_of_table()}


def test_lines_do_not_speak_for_each_other() -> None:
    rows = lines_of_table()

    found = [found.id.number for found in find_arxiv_ids("\n".join(text for _, text in rows))]

    assert found == [number for numbers, _ in rows for number in numbers]


@pytest.mark.parametrize("text", ["1706.03762", "in 1706.03762 and hep-th/9901001v2"])
def test_bare(text: str) -> None:
    assert all(found.bare for found in find_arxiv_ids(text))


@pytest.mark.parametrize(
    "text", ["", "GaLore", "2403.03507 2106.09685", "2403.03507 text", "2513.12345", "https://x.org"]
)
def test_parse_refuses(text: str) -> None:
    with pytest.raises(NotAnArxivId):
        parse_arxiv_id(text)


def test_month_and_order() -> None:
    assert str(ArxivId("0601.1234").month) == "2006-01"
    assert str(ArxivId("math/0601001").month) == "2006-01"
    assert ArxivId("2403.03507") < ArxivId("2403.03507", 2)


@given(
    year=st.integers(15, 49),
    month=st.integers(1, 12),
    number=st.integers(1, 99999),
    before=st.sampled_from(["", "a ", "（"]),
)
def test_every_new_number_is_found_and_parsed_back(year: int, month: int, number: int, before: str) -> None:
    text = f"{year:02}{month:02}.{number:05}"

    assert [found.id.number for found in find_arxiv_ids(f"{before}{text} is")] == [text]
    assert parse_arxiv_id(parse_arxiv_id(text).url).number == text


NUMBERS = st.builds("{:02}{:02}.{:05}".format, st.integers(15, 49), st.integers(1, 12), st.integers(1, 99999))
ADDRESSES = st.sampled_from(
    """
    arxiv.org/abs/ arxiv.org/pdf/ arxiv.org/html/ arxiv.org/e-print/ www.arxiv.org/abs/ export.arxiv.org/abs/
    ar5iv.org/abs/ alphaxiv.org/overview/ huggingface.co/papers/ hf.co/papers/ doi.org/10.48550/arXiv.
    papers.cool/arxiv/ paperswithcode.com/paper/arxiv/ emergentmind.com/papers/ connectedpapers.com/main/arxiv:
    semanticscholar.org/arxiv: scholar-inbox.com/papers/ arxiv.org%2Fabs%2F arxiv.org/api/query?id_list=
    """.split()
)
#: What stands around numbers that are none, with letters and blanks from anywhere.
SURROUNDINGS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["$", "version ", "Tel: ", "ABC-", "#", " seconds", " USD", ", 3.5, 7.25", ".png", "秒", "![](", "3 * "]
    ),
)


@given(SURROUNDINGS, ADDRESSES, NUMBERS, SURROUNDINGS)
def test_an_address_counts_whatever_stands_around_it(before: str, address: str, number: str, after: str) -> None:
    assume(not re.match(r"\d", after))

    found = list(find_arxiv_ids(f"{before}{address}{number}{after}"))

    assert number in [one.id.number for one in found if not one.bare]


@given(
    before=SURROUNDINGS,
    ahead=st.sampled_from(["1", "12", "3.", "41,", "7.41.", "v", "0x", "2025"]),
    number=NUMBERS,
    after=SURROUNDINGS,
)
def test_digits_within_longer_ones_are_none_ahead(before: str, ahead: str, number: str, after: str) -> None:
    assert_free_of_numbers(before, ahead + number, after)


@given(
    before=SURROUNDINGS,
    number=NUMBERS,
    behind=st.sampled_from(["1", "123", ".4", ".4.1", ",67", "e5", "x", "%"]),
    after=SURROUNDINGS,
)
def test_digits_within_longer_ones_are_none_behind(before: str, number: str, behind: str, after: str) -> None:
    assert_free_of_numbers(before, number + behind, after)


def assert_free_of_numbers(before: str, longer: str, after: str) -> None:
    """Check that no number is found in ``longer``; those around it may be numbers by chance."""
    found = find_arxiv_ids(before + longer + after)

    assert not [one for one in found if one.start < len(before + longer) and one.end > len(before)]


@pytest.mark.parametrize(
    "part",
    [
        "2403.03507,",
        "2403.03507 3.5, ",
        "(2403.03507 ",
        "![](2403.03507",
        "10.1145/2403.03507(",
        "arxiv.org/2403.03507/",
        "+84 2403.03507-",
        "1234567890",
        "/1234567",
        "1 * 2403.03507 * ",
    ],
)
def test_takes_time_in_proportion(part: str) -> None:
    """Every look around is a bounded one, in one long line too."""
    assert seconds(part * 4000) < 12 * seconds(part * 1000)


def seconds(text: str) -> float:
    """Give the best of three."""
    return min(_once(text) for _ in range(3))


def _once(text: str) -> float:
    start = time.process_time()
    sum(1 for _ in find_arxiv_ids(text))
    return time.process_time() - start


@given(st.text("0123456789.v/-$ arXiv:hepth", max_size=80))
def test_places_are_in_order_and_apart(text: str) -> None:
    end = 0
    for found in find_arxiv_ids(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


PIECES = st.sampled_from(
    "arXiv: https://arxiv.org/abs/ huggingface.co/papers/ 2601.05242 0704.0001 hep-th/9711200 v2 , $ ( 12 of".split()
)
LINES = st.lists(st.lists(PIECES | st.just(" "), max_size=6).map("".join), max_size=6)


@given(LINES)
def test_many_lines_at_once_have_what_each_has(lines: list[str]) -> None:
    each = [(number, found) for number, line in enumerate(lines, 1) for found in find_arxiv_ids(line)]
    known = {"2601.05242", "0704.0001"}

    assert list(find_in_lines(lines)) == each
    others = {(number, found.id) for number, found in each if found.id.number not in known}
    assert others <= {(number, found.id) for number, found in find_in_lines(lines, known)}
