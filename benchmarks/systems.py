"""What digestkb is measured beside: other searches over the texts of one database of notes, all with one signature."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.store.connection import Connection

TODAY = dt.date(2026, 1, 9)
#: So many papers are asked for.
DEPTH = 30
#: Finds the numbers of papers for words, the best first.
Search = Callable[[str], list[int]]


def ours(connection: Connection) -> Search:
    """Search as digestkb does."""
    return lambda text: [hit.number for hit in find(connection, parse(text, TODAY), limit=DEPTH, passages=False).hits]


def plain(connection: sqlite3.Connection) -> Search:
    """Search by FTS5 as it comes: all of the words, each as it is written, every column alike."""
    index = _indexed(connection, "unicode61")
    return lambda text: _matches(index, " ".join(_words(text)), "1, 1")


def stemmed(connection: sqlite3.Connection) -> Search:
    """Search by FTS5 with porter stems: any of the words, the title five times as heavy."""
    index = _indexed(connection, "porter unicode61")
    return lambda text: _matches(index, " OR ".join(_words(text)), "5, 1")


def recoll(connection: sqlite3.Connection, folder: Path) -> Search | None:
    """Search by Recoll with English stems, a file in ``folder`` for each paper; ``None`` if it is not installed."""
    if not shutil.which("recollindex") or not shutil.which("recollq"):
        return None
    papers, settings = folder / "papers", folder / "recoll"
    for made in (papers, settings):
        made.mkdir(parents=True)
    for number, title, text in texts(connection):
        (papers / f"{number}.txt").write_text(f"{title or ''}\n\n{text}\n", encoding="utf-8")
    (settings / "recoll.conf").write_text(f"topdirs = {papers}\nindexstemminglanguages = english\n", encoding="utf-8")
    subprocess.run(["recollindex", "-c", str(settings)], check=True, capture_output=True)

    def search(text: str) -> list[int]:
        words = " ".join(re.findall(r"\w+", text))
        command = ["recollq", "-c", str(settings), "-s", "english", "-n", str(DEPTH), "-b", words]
        found = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        return [int(name) for name in re.findall(r"^file://.*/(\d+)\.txt", found, re.M)]

    return search


def texts(connection: sqlite3.Connection) -> Iterator[tuple[int, str | None, str]]:
    """Yield the number and title of each paper, and all that the notes say of it, labels included."""
    rows = connection.execute(
        "SELECT number, title, names, tags, topics, authors, (SELECT group_concat(text, char(10)) FROM passages"
        " JOIN mentions ON mentions.id = mention_id WHERE paper = number) FROM papers ORDER BY number"
    )
    for number, title, names, *labels, text in rows:
        said = [" ".join(map(str, json.loads(names))), *(" ".join(_labels(json.loads(one))) for one in labels)]
        yield number, title, "\n".join([*said, text or ""])


def _labels(value: list[object]) -> Iterator[str]:
    for one in value:
        yield from _labels(one) if isinstance(one, list) else (str(one),)


def _words(text: str) -> list[str]:
    return [f'"{word}"' for word in re.findall(r"\w+", text)]


def _indexed(connection: sqlite3.Connection, tokenizer: str) -> sqlite3.Connection:
    index = sqlite3.connect(":memory:")
    index.execute(f"CREATE VIRTUAL TABLE search USING fts5(title, text, tokenize='{tokenizer}')")
    index.executemany("INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)", texts(connection))
    return index


def _matches(index: sqlite3.Connection, match: str, weights: str) -> list[int]:
    sql = f"SELECT rowid FROM search WHERE search MATCH ? ORDER BY bm25(search, {weights}) LIMIT {DEPTH}"
    return [number for (number,) in index.execute(sql, (match,))] if match else []
