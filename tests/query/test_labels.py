"""What is meant by a tag or an author that nobody is called."""

from __future__ import annotations

import sqlite3

import pytest
from papers_to_find import TODAY

from digestkb.query.labels import respelled
from digestkb.query.language import parse


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("author:kauzt", "author:kautz"),
        ('moe author:"jan kauts"', 'author:"jan kautz"'),
        ("author:kautz", None),
        ("author:zzzzzz", None),
        ("author:kau*", None),
        ("author:/kauzt/", None),
        ("-author:kauzt", None),
        ("author:kauzt OR author:lan", None),
        ("kauzt", None),
    ],
)
def test_respelled(corpus: sqlite3.Connection, text: str, wanted: str | None) -> None:
    assert respelled(corpus, parse(text, TODAY).root) == wanted
