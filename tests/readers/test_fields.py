"""Labelled values in their dresses."""

from __future__ import annotations

import pytest

from digestkb.readers.dressed import fields_of
from digestkb.readers.fields import Field, date_of
from digestkb.readers.labelled import labels_in
from digestkb.readers.vocabulary import role_named
from digestkb.tree import scan


def fields(text: str) -> list[tuple[str, str]]:
    return [(one.role.name, one.value) for one in fields_of(list(scan(text.split("\n")).walk())[1:])]


def test_what_the_columns_are_called_is_no_field() -> None:
    table = "| Field | Value |\n| --- | --- |\n| Authors | Ada |\n| Published | 2026-01-09 |"
    assert fields(table) == [("authors", "Ada"), ("published", "2026-01-09")]
    assert fields("| Authors | Ada |\n| --- | --- |\n| Tags | a, b |") == [("authors", "Ada"), ("tags", "a, b")]


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("**Authors:** Ada Lovelace, Alan Turing, Emil Post", ["Authors"]),
        ("**Score**: 8 | **Date**: 2026", ["Score", "Date"]),
        ("Published: 2026-01-13 | Category: `cs.LG`", ["Published", "Category"]),
        ("**作者：**张三，**日期：**2026", ["作者", "日期"]),
    ],
)
def test_labels_of_a_line(line: str, labels: list[str]) -> None:
    assert [one.label for one in labels_in(line)] == labels


@pytest.mark.parametrize(
    ("text", "date"), [("2026-01-09", "2026-01-09"), ("2026-13-09", "2026"), ("2026-1-9", "2026-01-09")]
)
def test_dates(text: str, date: str) -> None:
    assert str(date_of(text)) == date


def test_code_spans_are_tags_of_their_own() -> None:
    assert Field(role_named("tags"), "标签", "`cs.LG` `cs.AI`", 1, 1).tags() == ("cs.LG", "cs.AI")
