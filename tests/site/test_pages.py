"""What is on the pages: everything that the notes say, as text, and links that lead somewhere."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from unicodedata import category
from urllib.parse import unquote, urlsplit

import pytest

from digestkb import Library
from digestkb.site.contents import Contents
from digestkb.site.plots import months, plot
from tests.cli.processes import ROOT, digestkb
from tests.hostile.test_hostile import HEAP, HIDDEN, WEB
from tests.site.conftest import Built

#: What pages are made of: ours, and what Markdown makes of passages.
OURS = (
    "html head meta title link body header nav form input main footer script noscript h1 h2 h3 h4 p ul ol li a b span"
    " section article figure svg desc path text rect dl div dt dd table caption thead tbody tr th td abbr"
)
MARKDOWN = "em strong s code pre blockquote hr br sub sup"


class Page(HTMLParser):
    """A page as a program reads it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, name: str) -> Iterator[str]:
        """Yield the values of an attribute."""
        return (attributes[name] for _, attributes in self.elements if name in attributes)

    def metas(self, name: str) -> list[str]:
        """Give what stands in the head under a name."""
        return [one["content"] for tag, one in self.elements if tag == "meta" and one.get("name") == name]

    @property
    def said(self) -> str:
        """The text of the page."""
        return " ".join("".join(self.words).split())


@pytest.fixture(params=["site", "hostile"])
def each(request: pytest.FixtureRequest) -> Built:
    """Each of the sites."""
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def test_pages_are_made_of_what_only_stands_there(each: Built) -> None:
    assert len(each.files) > 100
    for name, text in each.files.items():
        page = Page(text)
        assert {tag for tag, _ in page.elements} <= set(f"{OURS} {MARKDOWN}".split()), name
        assert not [one for _, attributes in page.elements for one in attributes if one.startswith("on")], name
        assert list(page.values("src")) == (["folding.js", "search.js"] if name == "search.html" else []), name
        assert not HIDDEN.search(text) and not HEAP.search(text), name
        assert {char for char in set(text) if category(char) == "Cc"} <= {"\n", "\t"}, name
        assert max(Counter(page.values("id")).values(), default=1) == 1, name


def test_links_lead_to_pages_or_to_the_web(each: Built) -> None:
    files = {path.relative_to(each.folder).as_posix() for path in each.folder.rglob("*")}
    ids = {name: set(Page(text).values("id")) for name, text in each.files.items()}
    for name, text in each.files.items():
        for address in [*Page(text).values("href"), *Page(text).values("action")]:
            if WEB.fullmatch(address):
                continue
            parts = urlsplit(address)
            assert not parts.scheme and not parts.netloc, address
            target = unquote(parts.path).removeprefix("../") if "/" in name else unquote(parts.path)
            assert target in files, (name, address)
            assert not parts.fragment or parts.fragment in ids[target], address


def test_what_is_hostile_got_as_far_as_the_pages(hostile: Built) -> None:
    text = "".join(hostile.files.values())
    assert "&lt;script&gt;" in text and "javascript:" in text


def test_pages_say_everything(site: Built) -> None:
    with Library(site.db) as library:
        known = list(library.papers(notes=True))
        gaps, ideas = library.gaps(), library.ideas()
    contents = Contents()
    for paper in known:
        page = Page((site.folder / contents.add(paper).page).read_text("utf-8"))
        for text in (paper.called, *paper.authors, *paper.tags, *(name for path in paper.topics for name in path)):
            assert " ".join(text.split()) in page.said, (paper.id, text)
        for mention in paper.mentions:
            assert f"{mention.source}:{mention.line} · {mention.kind}" in page.said
    for name, found in (("gaps", gaps), ("ideas", ideas)):
        page = Page(site.files[f"{name}.html"])
        assert [one.title for one in found if one.title not in page.said] == []
    listed = [
        one for name, text in site.files.items() if name.startswith("months/") for one in Page(text).values("href")
    ]
    assert len([one for one in listed if one.startswith("../papers/")]) == len(
        [one for one in known if not one.is_note]
    )


def test_a_page_tells_citation_managers_what_it_is_about(site: Built) -> None:
    page = Page(site.files["papers/2601.05242.html"])
    heading = (ROOT / "data/notes/digests/2026-01-09.md").read_text(encoding="utf-8").splitlines()[8]
    assert page.metas("citation_title") == [heading.removeprefix("## 1. ")] != [heading]
    assert page.metas("citation_author")[:2] == ["Liu, Shih-Yang", "Dong, Xin"]
    assert page.metas("citation_publication_date") == ["2026/01/08"]
    assert page.metas("citation_arxiv_id") == ["2601.05242"]
    assert page.metas("citation_doi") == ["10.48550/arXiv.2601.05242"]
    assert page.metas("citation_pdf_url") == ["https://arxiv.org/pdf/2601.05242"]
    assert "RL" in page.metas("citation_keywords")
    note = next(text for name, text in site.files.items() if name.startswith("papers/note-monday"))
    assert "citation_" not in note


def test_plots_say_in_words_what_they_show(site: Built) -> None:
    page = Page(site.files["index.html"])
    plots = [attributes for tag, attributes in page.elements if tag == "svg"]
    assert len(plots) > 3
    for one in plots:
        assert one["role"] == "img"
        assert set(one["aria-labelledby"].split()) <= set(page.values("id"))
    assert re.search(r"\d+ from 2023-02 to 2026-01; the most in 2024-03: 21\.", page.said)


def test_bars_are_as_tall_as_there_are_papers() -> None:
    drawn = plot(months(["2025-01", "2026-02"]), {"2025-12": 4, "2026-02": 1}, str, width=140, height=100)
    assert [(bar.papers, bar.height, bar.y) for bar in drawn.bars if bar.papers] == [(4, 100, 0), (1, 25, 75)]
    assert len(drawn.bars) == 14 and drawn.bars[-1].x + drawn.bars[-1].width <= 140
    assert [(tick.text, tick.at) for tick in drawn.years] == [("2025", 0), ("2026", 120)]
    assert plot([], {}, str).described == "No paper has a month."


def test_the_same_notes_give_the_same_pages(site: Built) -> None:
    again = digestkb("--db", str(site.db), "site", str(site.folder), "--notes", "-f", "json")
    said = {row["name"]: row["value"] for row in json.loads(again.out)}
    assert (said["files written"], said["files removed"]) == (0, 0)
    assert said["files unchanged"] == len([one for one in site.folder.rglob("*.*") if one.is_file()]) - 1


def test_no_page_says_where_the_notes_lie(site: Built) -> None:
    folder = str(site.db.parent)
    assert [path for path in site.folder.rglob("*") if path.is_file() and folder in path.read_text("utf-8")] == []


def test_filters_narrow_it(site: Built, tmp_path: Path) -> None:
    run = digestkb("--db", str(site.db), "site", str(tmp_path), "--tag", "rl", "--title", "<b>RL</b> & more")
    with Library(site.db) as library:
        known = [paper.id for paper in library.papers("tag:rl")]
    assert run.status == 0, run.err
    assert run.records[0] == ["pages of papers", str(len(known))]
    assert len(list((tmp_path / "papers").iterdir())) == len(known)
    page = Page((tmp_path / "index.html").read_text("utf-8"))
    assert page.said.startswith("<b>RL</b> & more")
    assert not (tmp_path / "notes.html").exists()
    gaps = Page((tmp_path / "gaps.html").read_text("utf-8"))
    assert len([one for one in gaps.elements if one[0] == "article"]) < len(library_gaps(site))


def library_gaps(site: Built) -> list[object]:
    """Give all gaps."""
    with Library(site.db) as library:
        return list(library.gaps())


def test_nothing_found_writes_nothing(site: Built, tmp_path: Path) -> None:
    run = digestkb("--db", str(site.db), "site", str(tmp_path / "out"), "--tag", "zyxotronic")
    assert (run.status, run.out) == (1, "")
    assert "no paper is like tag:zyxotronic" in run.err
    assert not (tmp_path / "out").exists()


def test_a_folder_of_others_is_status_2(site: Built, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    run = digestkb("--db", str(site.db), "site", str(tmp_path))
    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)
    assert "did not write" in run.err


def test_without_the_extra_one_line_says_how_to_get_it(site: Built, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['jinja2'] = None\n")
    run = digestkb("--db", str(site.db), "site", str(tmp_path / "out"), PYTHONPATH=":".join([str(tmp_path), *sys.path]))
    assert (run.status, run.out) == (2, "")
    assert run.err == "digestkb: jinja2 is not installed; run: pip install 'digestkb[site]'\n"
