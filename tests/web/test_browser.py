"""Chromium, which runs what it is given: searches find papers there, and nothing that a note says acts."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.browser import drawn
from tests.web.site import ACTED, HOSTILE, Site


@pytest.mark.parametrize("query", ["强化学习", "danh gia"])
def test_a_search_finds_papers(site: Site, tmp_path: Path, query: str) -> None:
    with site.opened() as library:
        titles = [hit.called or hit.id for hit in library.search(query)]

    page = drawn(f"http://{site.host}/kb/-/find?{urlencode({'q': query})}", tmp_path)

    assert re.search(r"<mark>[^<]+</mark>", page)
    found = [unescape(re.sub("<[^>]+>", "", one)) for one in re.findall(r"<li>\s*<a [^>]+>(.*?)</a>", page, re.DOTALL)]
    assert found[: len(titles)] == titles
    assert len(found) > 3


@pytest.mark.parametrize(
    "path",
    [
        "/kb/-/paper?id=2601.00001",
        "/kb/-/find?q=otters",
        "/kb/papers?_search=otters",
        "/kb/passages_with_sources?paper=2601.00001",
        "/kb/mentions_with_papers?paper=2601.00001",
        "/kb/mentions?title__contains=otters",
        "/kb/find?query=otters",
        "/kb/paper?called=2601.00001",
    ],
)
def test_no_page_has_markup_or_hidden_characters_of_a_note(site: Site, path: str) -> None:
    text = site.get(path).text

    assert "&lt;script&gt;" in text or "otters" in text
    assert not re.findall(r"<script>document|<img src=x|href=.javascript:|.{9}[\u202a-\u202e\x1b].{9}", text)


@pytest.mark.parametrize("path", ["/kb/-/find?q=", "/kb/-/paper?id=", "/kb/papers?_search="])
def test_no_page_has_markup_of_an_address(site: Site, path: str) -> None:
    text = site.get(f"{path}{quote('<script>document')}").text

    assert "&lt;script&gt;document" in text
    assert "<script>document" not in text


@pytest.mark.parametrize(
    "path",
    ["/kb/-/paper?id=2601.00001", "/kb/passages_with_sources?paper=2601.00001"],
    ids=["our page", "a table of Datasette"],
)
def test_a_note_only_stands_there(site: Site, tmp_path: Path, path: str) -> None:
    page = drawn(f"http://{site.host}{path}", tmp_path)

    assert "&lt;script&gt;document" in page
    assert ACTED not in page


def test_a_note_that_acted_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(HOSTILE, encoding="utf-8")

    assert ACTED in drawn((tmp_path / "page.html").as_uri(), tmp_path / "profile")
