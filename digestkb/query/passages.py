"""The one line of a note that shows best why a paper was found."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from digestkb.query.terms import Term, spans
from digestkb.text.fold import folded

#: How many lines of one paper are looked at, and how many characters of one line.
_MOST_LINES, _LONGEST = 2000, 20_000
#: How many papers' notes are in memory at a time.
_AT_ONCE = 200
#: Words no longer than this, without marks, may be Vietnamese words whose marks were left out.
_SHORT = 4
#: Which kind of mention says most about a paper.
_KINDS = (
    "digest topic log note sota contribution reading idea gap reflection reference".split()
)  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(_KINDS)}


class Excerpt(NamedTuple):
    """A line of a note as it stands there, and the columns in it that were looked for."""

    source: str
    line: int
    text: str
    spans: tuple[tuple[int, int], ...] = ()
    #: The ingested folder that the note lies in, absolute; empty for standard input.
    folder: str = ""


class _Line(NamedTuple):
    folder: str
    source: str
    number: int
    text: str
    is_title: bool = False


def excerpts(
    connection: sqlite3.Connection, papers: Sequence[int], terms: Sequence[Term], others: Sequence[Term] = ()
) -> dict[int, Excerpt]:
    """Give the best line for each paper: with most of ``terms`` in it, then of ``others``, their synonyms.

    Without either, the first line of the mention that says most.
    """
    best: dict[int, Excerpt] = {}
    for start in range(0, len(papers), _AT_ONCE):
        lines: dict[int, list[_Line]] = {}
        for paper, line in _lines(connection, papers[start : start + _AT_ONCE]):
            lines.setdefault(paper, []).append(line)
        best.update((paper, _best(found, terms, others)) for paper, found in lines.items())
    return best


def _lines(connection: sqlite3.Connection, papers: Sequence[int]) -> Iterator[tuple[int, _Line]]:
    found = connection.execute(
        "SELECT mentions.paper, mentions.kind, notes.source, mentions.line, mentions.title, passages.line,"
        " passages.text, notes.folder FROM mentions JOIN notes ON notes.id = mentions.note_id"
        " LEFT JOIN passages ON passages.mention_id = mentions.id"
        f" WHERE mentions.paper IN ({', '.join('?' * len(papers))})",
        papers,
    ).fetchall()
    found.sort(key=lambda row: (row[0], _RANK.get(row[1], len(_RANK)), row[2], row[3], row[5] or 0, row[7]))
    titled = None
    for paper, _, source, line, title, first, text, folder in found:
        for below, written in enumerate((text or "").split("\n")):
            if written.strip() and first is not None:
                yield paper, _Line(folder, source, first + below, written)
        if titled != (paper, folder, source, line):
            titled = (paper, folder, source, line)
            yield paper, _Line(folder, source, line, title or "", is_title=True)


def _best(lines: Sequence[_Line], terms: Sequence[Term], others: Sequence[Term]) -> Excerpt:
    best, most = lines[0], (0, 0, 0, False)
    if not best.text:
        best = next((line for line in lines if line.text), best)
    for line in _likely(lines[:_MOST_LINES], terms) if terms or others else ():
        score = _score(line, terms, others)
        if score > most:
            best, most = line, score
        if score[:2] == (len(terms), len(terms)) and terms and not line.is_title:
            break
    found = spans([*terms, *others], best.text[:_LONGEST])
    return Excerpt(best.source, best.number, best.text, found, best.folder)


def _likely(lines: Sequence[_Line], terms: Sequence[Term]) -> Iterator[_Line]:
    """Yield the lines worth folding: first those that have all terms letter by letter.

    Then all the others, or, if every term stands somewhere letter by letter, those that have one. Short words without
    marks do not count for that: ``chung`` in one line is no reason to overlook ``chưng`` in another.
    """
    typed = [term.typed.lower() for term in terms]
    lower = [line.text.lower() for line in lines] if typed else []
    whole = [at for at, text in enumerate(lower) if not lines[at].is_title and all(word in text for word in typed)]
    yield from (lines[at] for at in whole)
    if _stand_as_typed(terms, typed, lower):
        yield from (line for line, text in zip(lines, lower, strict=True) if any(word in text for word in typed))
    else:
        yield from lines


def _stand_as_typed(terms: Sequence[Term], typed: Sequence[str], lower: Sequence[str]) -> bool:
    """Say whether every term stands somewhere letter by letter, and none may be meant to have marks."""
    telling = bool(typed) and all(term.marks or len(term.typed) > _SHORT for term in terms)
    return telling and all(any(word in text for text in lower) for word in typed)


def _score(line: _Line, terms: Sequence[Term], others: Sequence[Term]) -> tuple[int, int, int, bool]:
    """Count the terms in a line, those as typed, and the synonyms; a title says less than what is said below it."""
    text = line.text[:_LONGEST]
    padded = f" {folded(text)} "
    there = [term for term in terms if term.stands_in(padded)]
    typed = len(there)
    if any(term.marks for term in there):
        lower = unicodedata.normalize("NFC", text).lower()
        typed = sum(all(mark in lower for mark in term.marks) for term in there)
    synonyms = sum(other.stands_in(padded) for other in others)
    if not there and not synonyms:
        return (0, 0, 0, False)
    return len(there), typed, synonyms, not line.is_title


def via(connection: sqlite3.Connection, papers: Iterable[int], others: Sequence[Term]) -> dict[int, tuple[str, ...]]:
    """Say for each paper which of the synonyms it has anywhere, in the order in which they are given."""
    found: dict[int, tuple[str, ...]] = {}
    for paper in papers:
        row = connection.execute(
            "SELECT title, names, tags, topics, authors, summary, text FROM search WHERE rowid = ?", (paper,)
        ).fetchone()
        padded = f" {' # '.join(column or '' for column in row)} "
        found[paper] = tuple(dict.fromkeys(term.typed for term in others if term.stands_in(padded)))
    return found


def has_as_typed(connection: sqlite3.Connection, paper: int, terms: Sequence[Term]) -> bool:
    """Say whether a paper has each of ``terms`` with the marks that were typed and without any other."""
    (title, *labels) = connection.execute(
        "SELECT title, names, tags, topics, authors FROM papers WHERE number = ?", (paper,)
    ).fetchone()
    wanted = list(terms)
    said = (line.text for _, line in _lines(connection, [paper]))
    for text in (title or "", *labels, *said):
        wanted = [term for term in wanted if not _typed_in(term, text)]
        if not wanted:
            return True
    return False


def _typed_in(term: Term, text: str) -> bool:
    typed = _plain_case(term.typed)
    return any(_plain_case(text[start:end]).startswith(typed) for start, end in spans([term], text))


def _plain_case(text: str) -> str:
    """Compare without case, width, composition and what stands between words, but with marks."""
    words = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+(?:\+\+|#)?", words))
