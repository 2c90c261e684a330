"""Dates with the precision they were written in, and the days that headings consist of."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb.dates import PartialDate, date_of_path, find_dates, parse_date, parse_day, split_day
from digestkb.errors import BadDate


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026", "2026"),
        ("2026-01", "2026-01"),
        ("2026-1-9", "2026-01-09"),
        ("2026/01/09", "2026-01-09"),
        ("2026.01.09", "2026-01-09"),
        ("2026-01-09T10:00:00Z", "2026-01-09"),
        ("2026-01-09 10:00", "2026-01-09"),
        ("**2026-01-09**", "2026-01-09"),
        ("2025年12月3日", "2025-12-03"),
        ("2025 年 12 月", "2025-12"),
        ("2025年", "2025"),
        ("ngày 3 tháng 12 năm 2025", "2025-12-03"),
        ("Tháng 12/2025", "2025-12"),
        ("8 Jan 2026", "2026-01-08"),
        ("January 2026", "2026-01"),
        ("Jan 8, 2026", "2026-01-08"),
    ],
)
def test_parse(text: str, date: str) -> None:
    assert str(parse_date(text)) == date


@pytest.mark.parametrize(
    "text", ["", "12.3", "2401.01234", "Sept 12", "yesterday", "2026-13", "2026-02-30", "the 1990s", "May", "0000"]
)
def test_parse_refuses(text: str) -> None:
    with pytest.raises(BadDate):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2025-12-03-title.md", ["2025-12-03"]),
        ("notes/2025/12/x.md", ["2025-12"]),
        ("Pasted image 20251208222525.png", ["2025-12-08"]),
        ("2025_12_03", ["2025-12-03"]),
        ("202512031422 Tides", ["2025-12-03"]),
        ("28. Juni 2023, 1er août 2024", ["2023-06-28", "2024-08-01"]),
        ("15 de febrero de 2024; 5 мая 2024; März 2022", ["2024-02-15", "2024-05-05", "2022-03"]),
        ("28. June, mars and 2023 more", []),
        ("from 2025-11 to 2025-12", ["2025-11", "2025-12"]),
        ("tháng 12 năm 2025", ["2025-12"]),
        ("2401.01234", []),
        ("20259999", []),
        ("v2025.1.2.3", []),
        ("12025-01-01", []),
        ("2025-02-31", []),
    ],
)
def test_find(text: str, dates: list[str]) -> None:
    assert [str(date) for date in find_dates(text)] == dates


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("2018/05/16.md", "2018-05-16"),
        ("2019/01/01-04.md", "2019-01-01"),
        ("2018/12/24-28.md", "2018-12-24"),
        ("10-Feb-2025/NLP/README.md", "2025-02-10"),
        ("weekly-200114.md", "2020-01-14"),
        ("Daily/2025-02-03.md", "2025-02-03"),
        ("Daily/2025/2025-02-03.md", "2025-02-03"),
        ("journals/2024_11_20.md", "2024-11-20"),
        ("logs/2025/12.03 reading.md", "2025"),
        ("logs/2025/12-03.md", "2025-12-03"),
        ("logs/2025/December/3.md", "2025-12-03"),
        ("logs/2025/12-Dec/03.md", "2025-12-03"),
        ("logs/2025/03 Dec.md", "2025-12-03"),
        ("logs/2025/12月/3日.md", "2025-12-03"),
        ("logs/2025-12/03.md", "2025-12-03"),
        ("logs/2025/2025.12.md", "2025-12"),
        ("logs/2025/december.md", "2025-12"),
        ("2024-05-06/2025.md", "2024-05-06"),
        ("2024-05-06/2024-05-07.md", "2024-05-07"),
        # What numbers files, and no days.
        ("2025/12/03-methods.md", "2025-12"),
        ("2025/12/32.md", "2025-12"),
        ("2025/02/30.md", "2025-02"),
        ("2025/13.md", "2025"),
        ("2025/31-Feb.md", "2025"),
        ("2025/README.md", "2025"),
        ("05/16.md", "None"),
        ("notes/03.md", "None"),
        ("notes/2401.01234.md", "None"),
        ("2025/2401.01234.md", "2025"),
        ("commit-201314.md", "None"),
        ("v200114.md", "None"),
        ("may.md", "None"),
    ],
)
def test_of_a_path(path: str, date: str) -> None:
    assert str(date_of_path(path)) == date


@given(st.text(alphabet="0123456789-_./ maydec年月日v", max_size=40))
def test_any_path_has_a_date_or_none(path: str) -> None:
    date_of_path(path)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12.3", (12, 3)),
        ("12/3", (12, 3)),
        ("12-3", (12, 3)),
        ("12.03", (12, 3)),
        ("１２．３", (12, 3)),
        ("12月3日", (12, 3)),
        ("12月3号（周三）", (12, 3)),
        ("12월 3일", (12, 3)),
        ("Dec 3", (12, 3)),
        ("December 3rd", (12, 3)),
        ("3 Dec.", (12, 3)),
        ("3rd of December", (12, 3)),
        ("Wed, Dec 3", (12, 3)),
        ("Ngày 3/12", (12, 3)),
        ("ngày 3 tháng 12", (12, 3)),
        ("Thứ Tư, 3/12", (12, 3)),
        ("25/12", (12, 25)),
        ("📅 12.3", (12, 3)),
        ("**12.3**", (12, 3)),
        ("2.29", (2, 29)),
        ("2025-12-03", PartialDate(2025, 12, 3)),
        ("2025.12.3 周三", PartialDate(2025, 12, 3)),
        ("[[2025-12-03]]", PartialDate(2025, 12, 3)),
        ("2025年12月3日（水）", PartialDate(2025, 12, 3)),
        ("2025년 12월 3일", PartialDate(2025, 12, 3)),
        ("20251203", PartialDate(2025, 12, 3)),
        ("Wednesday, 3 December 2025", PartialDate(2025, 12, 3)),
        ("Dec. 3rd, 2025", PartialDate(2025, 12, 3)),
        ("Ngày 3/12/2025", PartialDate(2025, 12, 3)),
        ("ngày 3 tháng 12 năm 2025", PartialDate(2025, 12, 3)),
    ],
)
def test_day(text: str, day: object) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "1", "12", "1.2.0", "v1.2", "[1.2.0] - 2025-01-01", "2.30", "13.13", "0.3", "3.0", "12.32", "2501.12345",
        "2025",
        "2025-12", "12月", "March", "Sun", "Q1 2025", "1.1 Introduction", "Dec 3 papers", "12.3%", "3 papers",
        "2025-02-30",
        "x" * 200,
    ],
)  # fmt: skip
def test_no_day(text: str) -> None:
    assert parse_day(text) is None


def test_day_first_is_the_callers_knowledge() -> None:
    assert parse_day("3/12", day_first=True) == (12, 3)
    assert parse_day("3/25", day_first=True) == (3, 25)


@pytest.mark.parametrize(
    ("text", "rest"),
    [("2025-12-03: caches", "caches"), ("12月3日 多模态", "多模态"), ("2025-12-03 周三", ""), ("12.3", "")],
)
def test_words_behind_a_day(text: str, rest: str) -> None:
    split = split_day(text)

    assert split is not None
    assert split[1] == rest


@pytest.mark.parametrize("text", ["1.1 Introduction", "12/3 of them", "2025-12-03.5", "In 2025-12-03"])
def test_words_that_make_it_no_day(text: str) -> None:
    assert split_day(text) is None


@given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)))
def test_a_day_reads_back(day: dt.date) -> None:
    partial = PartialDate(day.year, day.month, day.day)

    assert parse_date(str(partial)) == parse_day(str(partial)) == partial
    assert partial.end - partial.first == dt.timedelta(days=1)
    assert PartialDate(day.year) < PartialDate(day.year, day.month) < partial


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    list(find_dates(text))
    split_day(text)
    try:
        parse_date(text)
    except BadDate:
        return


@pytest.mark.parametrize(
    ("year", "month", "day", "why"),
    [
        (2026, 13, 0, "months are 1 to 12"),
        (2026, 2, 30, "days of 2026-02 are 1 to 28"),
        (2024, 2, 30, "days of 2024-02 are 1 to 29"),
        (0, 1, 1, "years are 1 to 9999"),
    ],
)
def test_why_there_is_no_date(year: int, month: int, day: int, why: str) -> None:
    with pytest.raises(BadDate, match=f"there is no date .*: {why}"):
        PartialDate(year, month, day)
