"""Ranges of days: what people write, and what is no date."""

from __future__ import annotations

import datetime as dt

import pytest

from digestkb.errors import BadDate
from digestkb.query.when import parse_interval

#: A Wednesday.
TODAY = dt.date(2026, 4, 15)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<2019", "..2018-12-31"),
        ("< 2019-05", "..2019-04-30"),
        ("<=2019", "..2019-12-31"),
        (">2019", "2020-01-01.."),
        (">=2019-05-02", "2019-05-02.."),
        ("≥2019", "2019-01-01.."),
        ("before 2019", "..2018-12-31"),
        ("since last month", "2026-03-01.."),
        ("2025-Q1", "2025-01-01..2025-03-31"),
        ("q4 2025", "2025-10-01..2025-12-31"),
        ("2025H2", "2025-07-01..2025-12-31"),
        ("2026-W01", "2025-12-29..2026-01-04"),
        ("2026-Q1..2026-Q2", "2026-01-01..2026-06-30"),
        ("2019-2021", "2019-01-01..2021-12-31"),
        ("2010s", "2010-01-01..2019-12-31"),
        ("3 days ago", "2026-04-12"),
        ("a month ago", "2026-03-01..2026-03-31"),
        ("先週", "2026-04-06..2026-04-12"),
        ("上個月", "2026-03-01..2026-03-31"),
        ("지난달", "2026-03-01..2026-03-31"),
        ("작년", "2025-01-01..2025-12-31"),
        ("tuần qua", "2026-04-06..2026-04-12"),
        ("7 ngày qua", "2026-04-08..2026-04-15"),
        ("最近7天", "2026-04-08..2026-04-15"),
        ("過去2週間", "2026-04-01..2026-04-15"),
        ("최근 3개월", "2026-01-15..2026-04-15"),
        ("2025年", "2025-01-01..2025-12-31"),
        ("2025년", "2025-01-01..2025-12-31"),
        ("2025年12月", "2025-12-01..2025-12-31"),
        ("last 10 days", "2026-04-05..2026-04-15"),
    ],
)
def test_read(text: str, wanted: str) -> None:
    assert str(parse_interval(text, TODAY)) == wanted


@pytest.mark.parametrize("text", ["<", ">=soon", "2025-Q5", "2025-Q0", "2025-W54", "2021-2019", "autumn", "before"])
def test_no_date(text: str) -> None:
    with pytest.raises(BadDate):
        parse_interval(text, TODAY)


@pytest.mark.parametrize("text", ["07/08/2026", "7-8-2026", "01/12/2025"])
def test_a_date_that_may_be_two_is_refused_with_both(text: str) -> None:
    with pytest.raises(BadDate, match=r"is read in two ways; write \d{4}-\d\d-\d\d or \d{4}-\d\d-\d\d"):
        parse_interval(text, TODAY)


@pytest.mark.parametrize("text", ["08/08/2026", "13/01/2026", "2026/07/08"])
def test_a_date_that_is_one_only_is_read(text: str) -> None:
    parse_interval(text, TODAY)
