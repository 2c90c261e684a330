"""Do the notes agree with each other, with their files and the calendar? None of it can be mended from the tables."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from digestkb.arxiv import ArxivId, find_arxiv_ids
from digestkb.errors import UnreadableNote
from digestkb.links import find_links
from digestkb.patterns import lazy
from digestkb.source import is_gone, read_source
from digestkb.store import rows
from digestkb.store.checks.examination import Check, Examination, Finding, Part, Place, at
from digestkb.text.decode import decode
from digestkb.text.fold import folded, is_cjk, marked

#: Titles of fewer words are names, which say little; of which no more than this share is common, they are unlike.
_WORDS, _COMMON = 4, 1 / 3
#: What is written as an arXiv number, whether there is one like it or not.
_CALLED = lazy(r"(?i)(?:arxiv\.org/(?:abs|pdf|html)/|(?<![a-z])arxiv\s?:\s?)(?P<number>\d{4}\.\d{4,5})(?![\d.]\d)")
#: In how many characters of a repair are shown.
_SHOWN = 40


def _files(examined: Examination) -> Iterator[Finding]:
    sql = "SELECT folder, source FROM notes WHERE folder <> '' ORDER BY folder, source"
    for folder, notes in groupby(examined.execute(sql).fetchall(), key=lambda note: str(note[0])):
        sources = [source for _, source in notes]
        if is_gone(Path(folder)):
            place = Place(folder, sources[0], 1)
            yield at("files", place, f"the folder {folder} is gone, with {len(sources)} notes")._replace(what=folder)
            continue
        for source in sources:
            if is_gone(Path(folder, source)):
                yield at("files", Place(folder, source, 1), "the file is gone; digestkb ingest takes out what it said")


def _lines(examined: Examination) -> Iterator[Finding]:
    sql = """
    SELECT folder, source, lines, max(mentions.last_line) FROM notes JOIN mentions ON note_id = notes.id
    GROUP BY notes.id ORDER BY folder, source
    """
    for folder, source, lines, last in examined.execute(sql).fetchall():
        there = len(_text(folder, source)) or lines
        if last > there:
            message = f"a mention stands on line {last}, and there are {there}; digestkb ingest reads the file again"
            yield at("lines", Place(folder, source, last), message)


def _links(examined: Examination) -> Iterator[Finding]:
    for place, line in _written(examined):
        if "](" not in line and "href" not in line:
            continue
        for link in find_links(line):
            text, address = ([found.id.number for found in find_arxiv_ids(part)] for part in (link.label, link.url))
            if text and address and not set(text) & set(address):
                yield at("links", place, f"the text says {text[0]}, and the address {address[0]}")


def _numbers(examined: Examination) -> Iterator[Finding]:
    for place, line in _written(examined):
        for match in _CALLED.finditer(line):
            if not any(True for _ in find_arxiv_ids(f"arXiv:{match['number']}")):
                yield at("numbers", place, f"there is no arXiv number {match['number']}")
    today = dt.date.today()
    for number, place, _ in _numbered(examined):
        if ArxivId(number).month.first > today:
            yield at("numbers", place, f"{number} is of a month yet to come")


def _older(examined: Examination) -> Iterator[Finding]:
    """Look at what is written for its day; a note on a paper grows, and goes by the day on which it was begun."""
    for number, place, date in _numbered(examined, "AND mentions.kind NOT IN ('note', 'reference')"):
        dated, month = rows.date(date), ArxivId(number).month
        if dated and dated.end <= month.first:
            yield at("older", place, f"{number} is of {month}, and the note speaks of it on {dated}")


def _numbered(examined: Examination, narrowed: str = "") -> Iterator[tuple[str, Place, str | None]]:
    sql = f"""
    SELECT arxiv_id, folder, source, line, mentions.date FROM mentions JOIN notes ON notes.id = note_id
    WHERE arxiv_id IS NOT NULL {narrowed} ORDER BY folder, source, line
    """
    for number, folder, source, line, date in examined.execute(sql):
        yield number, Place(folder, source, line), date


def _titles(examined: Examination) -> Iterator[Finding]:
    sql = """
    SELECT arxiv_id, mentions.title, folder, source, line FROM mentions JOIN notes ON notes.id = note_id
    WHERE arxiv_id IS NOT NULL AND mentions.title IS NOT NULL ORDER BY arxiv_id, folder, source, line
    """
    for number, group in groupby(examined.execute(sql).fetchall(), key=lambda row: str(row[0])):
        said = list(group)
        first = said[0][1]
        for _, title, *place in said:
            if title != first and _are_unlike(first, title):
                yield at("titles", Place(*place), f"{number} is called {title!r} here, and {first!r} elsewhere")


def _are_unlike(one: str, other: str) -> bool:
    """Say whether two texts can hardly be one title: of one script, long enough, and with few words in common.

    >>> _are_unlike("Attention Is All You Need", "GDPO: Group Reward Normalization"), _are_unlike("GDPO", "A B C D")
    (True, False)
    >>> _are_unlike("Deep Residual Learning for Image Recognition", "Học phần dư sâu để nhận dạng ảnh")
    False
    """
    words = [set(folded(title).split()) for title in (one, other)]
    scripts = [(bool(marked(title)), any(map(is_cjk, said))) for title, said in zip((one, other), words, strict=True)]
    least = min(map(len, words))
    return scripts[0] == scripts[1] and least >= _WORDS and len(words[0] & words[1]) <= least * _COMMON


def _twins(examined: Examination) -> Iterator[Finding]:
    called: dict[str, list[tuple[int, str]]] = defaultdict(list)
    sql = "SELECT number, id, title FROM papers WHERE arxiv_id IS NOT NULL AND title IS NOT NULL ORDER BY id"
    for number, paper, title in examined.execute(sql):
        called[folded(title)].append((number, paper))
    for title, papers in called.items():
        if title and len(papers) > 1:
            *others, (last, _) = papers
            yield from _twin(examined, last, [paper for _, paper in others])


def _twin(examined: Examination, number: int, others: Iterable[str]) -> Iterator[Finding]:
    sql = """
    SELECT folder, source, line, papers.id, papers.title FROM mentions JOIN notes ON notes.id = note_id
    JOIN papers ON papers.number = paper WHERE paper = ?
    ORDER BY mentions.title IS NOT NULL DESC, folder, source LIMIT 1
    """
    for *place, paper, title in examined.execute(sql, (number,)).fetchall():
        yield at("twins", Place(*place), f"{paper} is called {title!r}, and so is {', '.join(others)}")


def _repairs(examined: Examination) -> Iterator[Finding]:
    sql = """
    SELECT folder, source, line, before, after FROM repairs JOIN notes ON notes.id = note_id
    WHERE uncertain ORDER BY folder, source, line
    """
    for *place, before, after in examined.execute(sql):
        yield at("repairs", Place(*place), f"{before[:_SHOWN]!r} may be {after[:_SHOWN]!r}, or something else")


def _written(examined: Examination) -> Iterator[tuple[Place, str]]:
    """Yield the lines of the files as they are now, with where they stand."""
    for folder, source in examined.execute("SELECT folder, source FROM notes ORDER BY folder, source").fetchall():
        for number, line in enumerate(_text(folder, source), 1):
            yield Place(folder, source, number), line


def _text(folder: str, source: str) -> tuple[str, ...]:
    """Read a file; what is not there or cannot be read has no lines, which other checks are about."""
    if not folder:
        return ()
    try:
        return decode(read_source(Path(folder, source), source).data).lines
    except UnreadableNote:
        return ()


CHECKS = (
    Check("files", Part.NOTES, "the file of every note is there", _files),
    Check("lines", Part.NOTES, "every mention stands on a line that its file has", _lines),
    Check("numbers", Part.NOTES, "every arXiv number can be one by now", _numbers),
    Check("older", Part.NOTES, "no note speaks of a paper before the month of its number", _older),
    Check("links", Part.NOTES, "the text of a link gives the same number as its address", _links),
    Check("titles", Part.NOTES, "no number goes with titles that have hardly a word in common", _titles),
    Check("twins", Part.NOTES, "no title goes with two numbers", _twins),
    Check("repairs", Part.NOTES, "no repair is uncertain", _repairs),
)
