"""Neighbours: papers about the same thing, each with what says so."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from math import log
from typing import Any

from digestkb.query.database import rows_of
from digestkb.query.expressions import Expression, Within, any_of, word
from digestkb.query.glossary import Glossary
from digestkb.query.search_index import index_of
from digestkb.query.sharing import Notion, is_about, is_one_person, names_in, notions, words_of
from digestkb.query.terms import Term, term_of
from digestkb.query.texts import folded_texts
from digestkb.store.columns import SUMMARY
from digestkb.store.connection import Connection
from digestkb.tags import key, path_key
from digestkb.tuples import NamedTuple

#: What is shared by more than this part of all papers says nothing; nor does a word that more than this part have.
_COMMON, _COMMON_WORD = 0.2, 0.02
#: A concept that more than this part of all papers speak of says nothing, and one of a single word sooner.
_COMMON_CONCEPT, _COMMON_BROAD = 0.06, 0.03
#: So few papers are never too many.
_FEW = 5
#: How many names and concepts of a paper are compared.
_MOST = 12
#: What a shared thing counts, times how rare it is.
_WEIGHTS = {"tag": 1.0, "topic": 1.2, "author": 1.0, "concept": 0.7, "word": 0.6}
#: What counts by itself: standing in one gap or idea, being named in the other's notes, being of the same time.
_TOGETHER, _NAMED, _SAME_TIME = 4.0, 5.0, 0.5
#: A paper is about what its notes say once in so many words; where it stands in these columns, once is enough.
_WORDS, _CALLED = 200, ("title", "names", "tags", "topics")
_SAYING, _TEXT = (*_CALLED, "summary"), ("text",)
#: What more than half of the papers in a folder of notes have says nothing of them, if there are so many.
_MANY = 8


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


def related(connection: Connection, number: int, limit: int | None = 20) -> tuple[Related, ...]:
    """Give the papers that are about the same things as one, the nearest first."""
    return _Neighbours(connection, number).nearest(limit)


class _Neighbours:
    def __init__(self, connection: Connection, number: int) -> None:
        self.connection, self.execute, self.index = connection, connection.execute, index_of(connection)
        self.number = number
        self._words: dict[int, int] = {}
        self.total: int = self.execute("SELECT count(*) FROM papers").fetchone()[0]
        self.reasons: dict[int, list[Reason]] = defaultdict(list)
        #: Concepts that say nothing where nothing else is shared.
        self.weak: set[str] = set()
        columns = f"id, arxiv_id, title, names, tags, {SUMMARY}, date_first, authors, topics"
        self.paper = self.execute(f"SELECT {columns} FROM papers WHERE number = ?", (number,)).fetchone()

    def nearest(self, limit: int | None) -> tuple[Related, ...]:
        if self.paper is None:
            return ()
        self.share_authors()
        self.share_labels()
        self.share_insights()
        self.are_named()
        self.share_concepts()
        self.share_names()
        self.leave_out_the_weak()
        self.share_time()
        scores = {other: sum(reason.weight for reason in reasons) for other, reasons in self.reasons.items()}
        # Dates decide between equals, so that all with the score of the last place are needed.
        ranked = sorted(scores, key=lambda other: -scores[other])
        if limit is not None and len(ranked) > limit:
            last = scores[ranked[limit - 1]] if limit else 0.0
            ranked = [other for other in ranked if scores[other] >= last]
        columns = "SELECT number, id, title, names, coalesce(published, month) FROM papers WHERE number"
        found = [self.neighbour(row, scores[row[0]]) for row in rows_of(self.connection, columns, ranked)]
        found.sort(key=lambda one: one.id)
        found.sort(key=lambda one: (one.date or "", one.id if one.id[:1].isdigit() else ""), reverse=True)
        found.sort(key=lambda one: -one.score)
        return tuple(found[:limit])

    def neighbour(self, row: Sequence[Any], score: float) -> Related:
        reasons = sorted(self.reasons[row[0]], key=lambda reason: (-reason.weight, reason.kind, reason.what))
        names = tuple(json.loads(row[3]))
        return Related(row[0], row[1], row[2], names, row[4], round(score, 6), tuple(reasons))

    def few(self, part: float) -> float:
        """Give how many papers at the most can share what says something."""
        return max(part * self.total, float(_FEW))

    def add(self, kind: str, what: str, others: Iterable[int]) -> None:
        """Note what is shared, the stronger the fewer papers have it."""
        sharing = set(others) | {self.number}
        if 1 < len(sharing) <= self.few(_COMMON):
            weight = _WEIGHTS[kind] * log(1 + self.total / len(sharing))
            for other in sharing - {self.number}:
                self.reasons[other].append(Reason(kind, what, weight))

    def share_authors(self) -> None:
        """Compare by people; a name that many have tells of one of them where another author is shared as well."""
        authors = {key(name): name for name in reversed(json.loads(self.paper[7]))}
        shared = {
            name: self.numbers("SELECT paper FROM paper_authors WHERE key = ?", at) for at, name in authors.items()
        }
        times = Counter(other for others in shared.values() for other in others)
        for name, others in shared.items():
            self.add("author", name, others if is_one_person(name) else (one for one in others if times[one] > 1))

    def share_labels(self) -> None:
        for tag in json.loads(self.paper[4]):
            others = self.numbers("SELECT paper FROM paper_tags WHERE key = ?", key(tag))
            is_rare = len(others) <= self.few(_COMMON_WORD)
            if is_about(tag) and self.parts_folder(others) and (is_rare or self.bears_out(tag, others)):
                self.add("tag", tag, others)
        for labels in json.loads(self.paper[8]):
            others = self.numbers("SELECT paper FROM paper_topics WHERE key = ?", path_key(labels))
            if is_about(labels[-1]) and self.parts_folder(others) and self.bears_out(labels[-1], others):
                self.add("topic", " > ".join(labels), others)

    def parts_folder(self, papers: Sequence[int]) -> bool:
        """Say whether some papers are not most of those that the notes of this folder are about."""
        return len(self.beside) < _MANY or 2 * len(self.beside.intersection(papers)) <= len(self.beside)

    @cached_property
    def beside(self) -> set[int]:
        """The papers of the notes that lie in one folder with those of this one."""
        found = self.execute(
            "SELECT DISTINCT notes.folder, notes.source FROM mentions JOIN notes ON notes.id = note_id WHERE paper = ?",
            (self.number,),
        )
        folders = {(folder, source[: source.rfind("/") + 1]) for folder, source in found.fetchall()}
        notes = self.execute("SELECT id, folder, source FROM notes").fetchall()
        near = [note for note, folder, source in notes if (folder, source[: source.rfind("/") + 1]) in folders]
        listed = ", ".join(map(str, near))
        return {paper for (paper,) in self.execute(f"SELECT DISTINCT paper FROM mentions WHERE note_id IN ({listed})")}

    def bears_out(self, label: str, papers: Sequence[int]) -> bool:
        """Say whether a label tells what its papers are about, and not where they stand, as ``Time line`` does: the
        glossary knows what it names, or a third of them have one of its words.
        """
        if any(notions(self.glossary, label)):
            return True
        words = words_of(label)
        said = self.matching(Within(("title", "names", "summary", "text"), any_of(*words))) if words else []
        return 3 * len(set(said).intersection(papers)) >= len(papers)

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
            for other in set(self.matching(Within(_TEXT, term.asked))) - {self.number}:
                self.reasons[other].append(Reason("named", self.paper[0], _NAMED))

    @cached_property
    def glossary(self) -> Glossary:
        return Glossary.load()

    def share_concepts(self) -> None:
        """Compare by concepts of the glossary, in any language; one of both must be called by it or tagged, and both
        where a single word says it.
        """
        called = {one.name: one for text in self.called(tags=True) for one in notions(self.glossary, text)}
        said = {one.name: one for one in notions(self.glossary, self.paper[5] or "") if not one.is_broad}
        shared: dict[Notion, list[int]] = {}
        for notion in self.rarest({**said, **called}.values()):
            both = notion.is_broad or notion.name not in called
            shared[notion] = self.matching(Within(_CALLED, notion.asked)) if both else self.about(notion.terms)
        for notion, others in shared.items():
            wider = {one for other in shared if other.holds(notion) for one in shared[other]}
            self.add("concept", notion.name, set(others) - wider)
        self.weak = {notion.name for notion in shared if not notion.stands_alone}

    def rarest(self, found: Iterable[Notion]) -> list[Notion]:
        """Give the concepts that the fewest papers speak of, without those of all."""
        counts = {notion: self.index.count(notion.asked) for notion in found if not notion.is_field}
        most = {True: self.few(_COMMON_BROAD), False: self.few(_COMMON_CONCEPT)}
        telling = (notion for notion, count in counts.items() if count <= most[notion.is_broad])
        return sorted(telling, key=lambda one: (counts[one], one.name))[:_MOST]

    def share_names(self) -> None:
        """Compare by names that the glossary does not know: of data, methods, models."""
        names = {term for text in self.called() for term in names_in(self.glossary, text)}
        names.update(term for name in self.names for term in names_in(self.glossary, name, least=3))
        counts = {term: self.index.count(term.asked) for term in names}
        telling = [term for term, count in counts.items() if 1 < count <= self.few(_COMMON_WORD)]
        for term in sorted(telling, key=lambda term: (counts[term], term))[:_MOST]:
            self.add("word", term.typed, self.about([term]))

    def leave_out_the_weak(self) -> None:
        """Leave out papers that share nothing but what says nothing alone."""
        for other, reasons in list(self.reasons.items()):
            if all(reason.kind == "concept" and reason.what in self.weak for reason in reasons):
                del self.reasons[other]

    def called(self, tags: bool = False) -> list[str]:
        """Give what the paper goes by."""
        tagged = filter(is_about, json.loads(self.paper[4]) if tags else ())
        return [*filter(None, [self.paper[2]]), *self.names, *tagged]

    @property
    def names(self) -> list[str]:
        """The first of the names that notes give to the paper."""
        names: list[str] = json.loads(self.paper[3])
        return names[:5]

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

    def about(self, terms: Sequence[Term]) -> list[int]:
        """Give the papers that are about what goes by any of ``terms``, and do not only mention it in a long note."""
        found = set(self.matching(Within(_SAYING, any_of(*(term.asked for term in terms)))))
        said = Counter[int]()
        for term in terms:
            said.update(self.often(term))
        return sorted(found.union(number for number, count in said.items() if count > self.words(number) / _WORDS))

    def often(self, term: Term) -> dict[int, int]:
        """Count by paper how often its text says a term; of a phrase, no more than it takes to be said often enough."""
        if len(term.tokens) == 1:
            return self.index.often(*term.tokens, prefix=term.prefix)
        having = self.matching(Within(_TEXT, term.asked))
        long = [number for number in having if self.words(number) >= _WORDS]
        if len(long) > 1:
            rarest = min(term.tokens, key=lambda token: self.index.count(word(token)))
            of_word = self.index.often(rarest, prefix=term.prefix and rarest == term.tokens[-1])
            long = [number for number in long if of_word[number] > 1]
        phrase = f" {' '.join(term.tokens)}" + " " * (not term.prefix)
        counts = {
            number: f" {texts[0]} ".count(phrase) for number, texts in folded_texts(self.connection, long).items()
        }
        return {number: counts.get(number, 1) for number in having}

    def words(self, number: int) -> int:
        """Count the words of a paper's text."""
        if number not in self._words:
            self._words[number] = self.index.length(number)
        return self._words[number]

    def matching(self, asked: Expression) -> list[int]:
        return [number for (number,) in self.execute(*self.index.members(asked))]

    def numbers(self, sql: str, value: str) -> list[int]:
        return [number for (number,) in self.execute(sql, (value,))]
