"""The line that shows a hit: it has what was found, where people see it, and it stands where it is said to stand."""

from __future__ import annotations

import datetime as dt
import random
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest

from digestkb.prepare import parse as read
from digestkb.query.find import Hit, find
from digestkb.query.language import parse
from digestkb.render.hits import Found, passage
from digestkb.source import read_source
from digestkb.text.fold import folded, is_cjk
from tests.cli.processes import NOTES, Command, digestkb

TODAY = dt.date(2026, 2, 9)
#: So many characters of a line are seen before a terminal or a reader cuts off.
SEEN = 150
QUERIES = 120


@pytest.fixture(scope="module")
def library(db: Path) -> Iterator[sqlite3.Connection]:
    """The sample notes."""
    with closing(sqlite3.connect(db)) as connection:
        yield connection


@cache
def written_lines(source: str) -> tuple[str, ...]:
    """Give the lines of a sample note, repaired."""
    path = NOTES / source
    return read(read_source(path, source, 0))[0].lines


def questions(library: sqlite3.Connection, chance: random.Random) -> Iterator[str]:
    """Yield queries of every kind: words of texts and titles, typed or folded, other forms, phrases, people, tags."""
    said = [text for (text,) in library.execute("SELECT text FROM passages")]
    titles = [text for (text,) in library.execute("SELECT title FROM papers WHERE title NOT NULL")]
    labels = [text for (text,) in library.execute("SELECT author FROM paper_authors UNION SELECT tag FROM paper_tags")]

    def words(texts: list[str]) -> list[str]:
        return re.findall(r"\w[\w-]{2,}", chance.choice(texts)) or ["model"]

    kinds: tuple[Callable[[], str], ...] = (
        lambda: chance.choice(words(said)),
        lambda: chance.choice(words(titles)),
        lambda: chance.choice(labels).replace(":", " "),
        lambda: " ".join(chance.sample([*words(said), "GRPO"], 2)),
        lambda: f'"{" ".join(words(said)[:2])}"',
        lambda: word[:2] if is_cjk(word := chance.choice(words(said))) else folded(word),
        lambda: chance.choice(words(titles)).lower() + chance.choice(("s", "ing", "ed")),
    )
    for _ in range(QUERIES):
        yield chance.choice(kinds)()


def test_the_line_shows_what_was_found_and_stands_where_it_is_said_to(library: sqlite3.Connection) -> None:
    looked_at = 0
    for question in questions(library, random.Random(20260209)):
        for hit in find(library, parse(question, TODAY), limit=6).hits:
            if hit.passage and hit.tier not in ("id", "filter"):
                looked_at += 1
                assert hit.passage.spans, f"{question} does not stand in what shows {hit.id}"
                assert_stands(question, hit, written_lines(hit.passage.source))
    assert looked_at > QUERIES


def assert_stands(question: str, hit: Hit, lines: tuple[str, ...]) -> None:
    """Check that a match is seen, and stands on the line that is named."""
    assert hit.passage
    seen = passage(Found(hit))[:SEEN]
    matches = [hit.passage.text[start:end] for start, end in hit.passage.spans]
    assert any(match[: SEEN // 2] in seen for match in matches), f"{question} is not seen in {seen}"
    named = folded(lines[hit.passage.line - 1])
    assert any(folded(match).split()[0] in named for match in matches), f"{question}: {hit.passage} is another line"


@pytest.mark.parametrize(
    ("question", "place"),
    [
        # A person; a title, which an author was asked for beside.
        ("Shizhe Diao", "digests/2026-01-09.md:11"),
        ("author:Diao multi-reward", "digests/2026-01-09.md:9"),
    ],
)
def test_labels_are_shown_on_their_line(kb: Command, question: str, place: str) -> None:
    (record,) = kb("search", "--limit", "1", question).records
    assert record[7] == place


def test_what_a_pipe_gets_of_a_label_and_of_a_long_line(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    said = f"{'word ' * 90}needle {'word ' * 90}"
    note.write_text(f"# Papers\n\n## 2601.00001 A Title\n\n- Authors: Ann Ode\n\n{said}\n", encoding="utf-8")
    kb = ("--db", str(tmp_path / "kb.db"))
    digestkb(*kb, "ingest", str(note))
    (record,) = digestkb(*kb, "search", "needle").records
    assert record[8].startswith("…word") and 10 < record[8].index("needle") < 60
    assert record[8].endswith("word word") and len(record[8]) > 450
    (path,) = digestkb(*kb, "search", "needle", "-f", "paths").lines
    assert path.count("word") == 180
    shown = [digestkb(*kb, "search", "ode").records[0][7:]]
    note.write_text("Something else.\n", encoding="utf-8")
    shown.append(digestkb(*kb, "search", "ode").records[0][7:])
    assert shown == [["a.md:5", "- Authors: Ann Ode"], ["a.md:3", "Ann Ode"]]
