"""Kinds of file that are no Markdown: what is read from each, by case files, and what must hold of any translation."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digestkb.arxiv import find_arxiv_ids
from digestkb.markup import TRANSLATIONS, to_markdown
from digestkb.prepare import read_note
from digestkb.records import Mention, Note
from digestkb.source import SUFFIXES, Source, find_notes, is_chosen, suffixes
from digestkb.text.decode import decode

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases" / "kinds"
FILES = sorted(path for path in CASES.iterdir() if not path.name.endswith(".expect.json"))


def read(name: str, data: bytes) -> Note:
    return read_note(Source(name, data, "0"))[1]


def said(mention: Mention) -> dict[str, Any]:
    """What a case expects of a mention, without what is empty."""
    text = next((one for one in mention.passages if one.role == "summary"), None)
    found = {
        "line": mention.span.first,
        "kind": str(mention.kind),
        "title": mention.title,
        "authors": list(mention.authors),
        "published": str(mention.published or ""),
        "tags": list(mention.tags),
        "summary": f"{text.line}: {text.text[:40]}" if text else "",
    }
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_case(path: Path, update_cases: bool) -> None:
    note = read(path.name, path.read_bytes())
    papers: dict[str, Any] = {}
    for noted in note.mentions:
        mention = noted.mention
        papers.setdefault(mention.arxiv_id.number if mention.arxiv_id else mention.url or "note", said(mention))
    found = {"title": note.reading.title, "date": str(note.dated.date) if note.dated else None, "papers": papers}
    expected = path.with_name(f"{path.name}.expect.json")
    if update_cases:
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    else:
        assert found == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix != ".eml"], ids=lambda path: path.name)
def test_a_number_stands_where_it_is_said_to(path: Path) -> None:
    lines = decode(path.read_bytes()).lines
    for noted in read(path.name, path.read_bytes()).mentions:
        mention = noted.mention
        if mention.arxiv_id:
            text = "\n".join(lines[mention.span.first - 1 : mention.span.last])
            # A definition elsewhere speaks where its name is used.
            assert mention.arxiv_id.number in text or f"`{mention.title}`_" in text


# --- what holds of any translation

#: Pieces that files are made of, put together in any order.
PIECES = st.sampled_from(
    [
        "* TODO A :b:", ":PROPERTIES:", "#+BEGIN_SRC", "#+END_SRC", "[[a][b]]", "|-+-|", "=====", "-----", "Title",
        ".. code-block:: x", "   x", "`a", "<b>`_", ".. [1] A", ".. _a: b", "a_", "Subject: =?utf-8?q?=C3?=", "--b",
        "Content-Type: multipart/alternative; boundary=b", "Content-Type: text/html", "--b--", "=C3=", "=A9",
        "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable", "Date: x",
        "PGI+YQ==", "<h1>", "</h1>",
        "<a href='x'>", "</a>", "<table><tr><td>", "<li>", "<!--", "-->", "<script>", "&amp;", "\\title{", "}", "{",
        "\\begin{itemize}", "\\item", "%", "\\'e", "$", "\\href{a}{b}", "\\begin{verbatim}", "\\end{verbatim}", "\\\\",
        '{"cells": [', '"cell_type": "markdown",', '"source": [', '"# A\\n",', '"\\ud800"', "]", "]}]}", "",
        "== A ==", "=== ", "'''b'''", "[https://a b]", "{{cite a|title=b}}", "<ref>", "</ref>", "|===", "|a |b",
        "<outline text='a'/>", "<outline text='b' _note=\"c\">", "</outline>",
        "----", ":a: b",
        "https://arxiv.org/abs/2601.00001", "\x0b", "\x85", "\u2028",
    ]
)  # fmt: skip
FILES_MADE = st.lists(st.lists(PIECES, min_size=1, max_size=3).map("".join), min_size=1, max_size=16)


@settings(max_examples=150, deadline=None)
@given(FILES_MADE)
@pytest.mark.parametrize("suffix", TRANSLATIONS)
def test_a_translation_has_as_many_lines_and_no_number_of_its_own(suffix: str, lines: list[str]) -> None:
    found = to_markdown(tuple(lines), f"x{suffix}")

    assert len(found) == len(lines)
    assert not any("\n" in line for line in found)
    assert {one.id.number for line in found for one in find_arxiv_ids(line)} <= {"2601.00001"}


MUCH = 200_000
HOSTILE = {
    "less-than": "<" * MUCH,
    "backslashes": "\\" * MUCH,
    "brackets": "[" * MUCH,
    "braces": "{" * MUCH,
    "comments": "<!--" * (MUCH // 4),
    "links": "<a href='x'>" * (MUCH // 12),
    "quotes": '"\\"' * (MUCH // 3),
    "backquotes": "`a <" * (MUCH // 4),
    "stars": "* " * (MUCH // 2),
    "outlines": "<outline text='a'>" * (MUCH // 18),
    "attributes": "<outline " + "a='b' " * (MUCH // 6),
    "equals": "=" * MUCH,
    "equals and a title": "== a " * (MUCH // 5),
    "apostrophes": "'''a" * (MUCH // 4),
    "templates": "{{cite a|" * (MUCH // 9),
    "tables": "|===\n|a\n\n" * (MUCH // 9),
    "underscores": "_a" * (MUCH // 2),
    "titles": "\\title{\n" * (MUCH // 8),
    "accents": "\\'{" * (MUCH // 3),
    "words": f"Subject: {'=?a?q?' * (MUCH // 6)}",
    "parts": "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nsee arXiv:2601.00001\n" * 10_000,
    "alternatives": "Content-Type: multipart/alternative; boundary=b\n\n"
    + "--b\nContent-Type: text/html\n\nx\n" * 5_000,
    "nested": "".join(f"Content-Type: multipart/mixed; boundary={n}\n\n--{n}\n" for n in range(4_000)),
    "listing": "\\\\\narXiv:2601.00001\n" * (MUCH // 21),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("suffix", TRANSLATIONS)
def test_hostile_text_takes_no_longer_than_its_length(suffix: str, name: str) -> None:
    lines = tuple(HOSTILE[name].split("\n"))
    start = time.process_time()

    assert len(to_markdown(lines, f"x{suffix}")) == len(lines)
    assert time.process_time() - start < 5


# --- which files are read


def test_every_translation_is_of_a_suffix_that_is_read() -> None:
    assert set(TRANSLATIONS) <= set(SUFFIXES)


def test_the_readme_says_which_suffixes_are_read() -> None:
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").replace("`", "").split())

    assert suffixes(True) in text
    assert suffixes(False) in text


@pytest.mark.parametrize(
    ("include", "names"),
    [
        ((), ["a.md", "b.org", "sub/c.bib"]),
        (("*.html",), ["d.html"]),
        (("*.htm*", "*.md"), ["a.md", "d.html"]),
        (("sub/*",), ["sub/c.bib"]),
        (("sub/*.tex",), ["sub/e.tex"]),
        (("*.py",), []),
    ],
)
def test_pages_are_read_where_a_pattern_names_them(tmp_path: Path, include: tuple[str, ...], names: list[str]) -> None:
    for name in ("a.md", "b.org", "sub/c.bib", "d.html", "sub/e.tex", "sub/f.ipynb", "g.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    below = (path.relative_to(tmp_path).as_posix() for path in find_notes(tmp_path, include))
    assert sorted(name for name in below if is_chosen(name, include, ())) == names


def test_a_folder_with_one_of_each_kind(tmp_path: Path) -> None:
    for path in FILES:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "binary.eml").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "deep.ipynb").write_text("[" * 100_000)
    shell = {**os.environ, "DIGESTKB_DB": str(tmp_path / "kb.db")}
    ingest = [sys.executable, "-m", "digestkb", "ingest", str(tmp_path)]
    first = subprocess.run(ingest, env=shell, capture_output=True, encoding="utf-8", timeout=120)
    second = subprocess.run(
        [*ingest, "--include", "*.*"], env=shell, capture_output=True, encoding="utf-8", timeout=120
    )

    assert [first.returncode, second.returncode] == [3, 3]
    assert first.stderr.splitlines() == second.stderr.splitlines()
    assert len(first.stderr.splitlines()) == 1, first.stderr
    with closing(sqlite3.connect(tmp_path / "kb.db")) as database:
        read_now = {row[0] for row in database.execute("SELECT source FROM notes")}
    assert read_now == {path.name for path in FILES} | {"deep.ipynb"}
    assert f"files added\t{sum(SUFFIXES[path.suffix] for path in FILES)}" in first.stdout
