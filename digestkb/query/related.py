"""Neighbours: papers about the same thing, each with what says so."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log
from typing import Any, NamedTuple

from digestkb.query.glossary import Glossary
from digestkb.query.terms import Term, term_of
from digestkb.query.units import units, written_units
from digestkb.query.words import is_stop_word
from digestkb.text.fold import is_cjk

#: What is shared by more than this part of all papers says nothing.
_COMMON = 0.2
#: How many words, and how many things that the glossary knows, a paper is compared by.
_MOST_WORDS, _MOST_CONCEPTS = 12, 12
#: What a shared thing counts, times how rare it is.
_WEIGHTS = {"tag": 1.0, "topic": 1.2, "author": 1.0, "concept": 0.7, "word": 0.6}
#: What counts by itself: standing in one gap or idea, being named in the other's notes, being of the same time.
_TOGETHER, _NAMED, _SAME_TIME = 4.0, 5.0, 0.5


class Reason(NamedTuple):
    """One thing that two papers share: ``tag``, ``topic``, ``author``, ``concept``, ``word``, ``gap``, ``idea``,
    ``reflection``, ``named`` or ``date``, and which; or how ``similar`` they are in meaning.
    """

    kind: str
    what: str
    weight: float


class Related(NamedTuple):
    """A neighbour; the strongest reason comes first."""

    number: int
    id: str
    title: str | None
    names: tuple[str, ...]
    date: str | None
    score: float
    reasons: tuple[Reason, ...]

    @property
    def is_similar(self) -> bool:
        """Say whether nothing but its meaning makes it a neighbour."""
        return any(reason.kind == "similar" for reason in self.reasons)


def related(connection: sqlite3.Connection, number: int, limit: int | None = 20) -> tuple[Related, ...]:
    """Give the papers that are about the same things as one, the nearest first."""
    return _Neighbours(connection, number).nearest(limit)


class _Neighbours:
    def __init__(self, connection: sqlite3.Connection, number: int) -> None:
        self.execute = connection.execute
        self.number = number
        self.total = self.execute("SELECT count(*) FROM papers").fetchone()[0]
        self.reasons: dict[int, list[Reason]] = defaultdict(list)
        columns = "id, arxiv_id, title, names, tags, summary, date_first"
        self.paper = self.execute(f"SELECT {columns} FROM papers WHERE number = ?", (number,)).fetchone()

    def nearest(self, limit: int | None) -> tuple[Related, ...]:
        if self.paper is None:
            return ()
        self.share_labels()
        self.share_insights()
        self.are_named()
        self.share_words()
        self.share_time()
        scores = {other: sum(reason.weight for reason in reasons) for other, reasons in self.reasons.items()}
        # Dates decide between equals, so that all with the score of the last place are needed.
        ranked = sorted(scores, key=lambda other: -scores[other])
        if limit is not None and len(ranked) > limit:
            last = scores[ranked[limit - 1]] if limit else 0.0
            ranked = [other for other in ranked if scores[other] >= last]
        found = [self.neighbour(row, scores[row[0]]) for row in self.rows(ranked)]
        found.sort(key=lambda one: one.id)
        found.sort(key=lambda one: one.date or "", reverse=True)
        found.sort(key=lambda one: -one.score)
        return tuple(found[:limit])

    def neighbour(self, row: Sequence[Any], score: float) -> Related:
        reasons = sorted(self.reasons[row[0]], key=lambda reason: (-reason.weight, reason.kind, reason.what))
        names = tuple(json.loads(row[3]))
        return Related(row[0], row[1], row[2], names, row[4], round(score, 6), tuple(reasons))

    def rows(self, numbers: Sequence[int]) -> Iterator[Sequence[Any]]:
        for start in range(0, len(numbers), 900):
            part = numbers[start : start + 900]
            yield from self.execute(
                "SELECT number, id, title, names, coalesce(published, month) FROM papers"
                f" WHERE number IN ({', '.join('?' * len(part))})",
                part,
            )

    def add(self, kind: str, what: str, others: Iterable[int]) -> None:
        """Note what is shared, the stronger the fewer papers have it."""
        sharing = set(others) | {self.number}
        if 1 < len(sharing) <= max(_COMMON * self.total, 5):
            weight = _WEIGHTS[kind] * log(1 + self.total / len(sharing))
            for other in sharing - {self.number}:
                self.reasons[other].append(Reason(kind, what, weight))

    def share_labels(self) -> None:
        for kind, table, label in (
            ("tag", "paper_tags", "tag"),
            ("topic", "paper_topics", "path"),
            ("author", "paper_authors", "author"),
        ):
            for key, name in self.execute(f"SELECT key, {label} FROM {table} WHERE paper = ?", (self.number,)):
                what = " > ".join(json.loads(name)) if kind == "topic" else name
                self.add(kind, what, self.numbers(f"SELECT paper FROM {table} WHERE key = ?", key))

    def share_insights(self) -> None:
        together = self.execute(
            "SELECT DISTINCT other.paper, insights.kind, insights.title FROM mentions"
            " JOIN insights ON insights.id = mentions.insight_id"
            " JOIN mentions AS other ON other.insight_id = insights.id"
            " WHERE mentions.paper = ? AND other.paper <> mentions.paper",
            (self.number,),
        )
        for other, kind, title in together:
            self.reasons[other].append(Reason(kind, title, _TOGETHER))

    def are_named(self) -> None:
        """Find the papers whose notes name this one by its number."""
        number = self.paper[1]
        term = term_of(number) if number else None
        if term:
            for other in set(self.matching(f"text : {term.fts}")) - {self.number}:
                self.reasons[other].append(Reason("named", self.paper[0], _NAMED))

    def share_words(self) -> None:
        """Compare by concepts of the glossary, in any language, and by rare words that it does not know."""
        title, names, tags = self.paper[2], json.loads(self.paper[3]), json.loads(self.paper[4])
        texts = [text for text in (title, *names[:5], *tags, self.paper[5]) if text]
        concepts, rest = _concepts(Glossary.load(), texts)
        shared = {name: self.matching(" OR ".join(term.fts for term in terms)) for name, terms in concepts.items()}
        for name in sorted(shared, key=lambda name: (len(shared[name]), name))[:_MOST_CONCEPTS]:
            self.add("concept", name, shared[name])
        tagged = {word for tag in tags for word in units(tag)}  # these were compared whole
        counts = {word: count for word in rest if word not in tagged and (count := self.count(word)) > 1}
        for word in sorted(counts, key=lambda word: (counts[word], word))[:_MOST_WORDS]:
            if counts[word] <= max(0.02 * self.total, 5):
                self.add("word", word, self.matching(f'"{word}"'))

    def share_time(self) -> None:
        """Prefer what came out within a month, among what is related at all."""
        date = self.paper[6]
        if not date or not self.reasons:
            return
        within = "SELECT number FROM papers WHERE date_first BETWEEN date(?, '-31 days') AND date(?, '+31 days')"
        near = self.execute(within, (date, date))
        for (other,) in near:
            if other in self.reasons:
                self.reasons[other].append(Reason("date", date[:7], _SAME_TIME))

    def count(self, word: str) -> int:
        self.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, search, row)")
        row = self.execute("SELECT doc FROM temp.vocabulary WHERE term = ?", (word,)).fetchone()
        return int(row[0]) if row else 0

    def matching(self, fts: str) -> list[int]:
        return self.numbers("SELECT rowid FROM search WHERE search MATCH ?", fts)

    def numbers(self, sql: str, value: str) -> list[int]:
        return [number for (number,) in self.execute(sql, (value,))]


def _concepts(glossary: Glossary, texts: Sequence[str]) -> tuple[dict[str, list[Term]], list[str]]:
    """Give the concepts that texts speak of, as what they may be called, and the words that are left."""
    concepts: dict[str, list[Term]] = {}
    rest: dict[str, None] = {}
    for text in texts:
        words = written_units(text)
        covered: set[int] = set()
        for meaning in glossary.meanings(words):
            covered.update(range(meaning.start, meaning.end))
            terms = [term for concept in meaning.concepts for form in concept.forms if (term := term_of(form.text))]
            concepts.setdefault(meaning.concepts[0].forms[0].text, terms)
        for at, word in enumerate(words):
            if at not in covered and len(word.key) > 4 and not is_stop_word(word.key) and not is_cjk(word.key):
                rest.setdefault(word.key)
    return concepts, list(rest)
