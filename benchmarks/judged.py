"""Measure the order of results by the judgement of a reader, beside FTS5 and Recoll over the same texts.

    python benchmarks/judged.py                         # on the sample notes
    python benchmarks/judged.py --notes FOLDER          # and on notes of your own that the list knows papers of
    python benchmarks/judged.py --notes FOLDER --pool   # what to read before a query is added to the list
    python benchmarks/judged.py --server postgresql:///scratch        # and of PostgreSQL, in a database that is empty;
                                                                      # with --notes, in one more

judged.tsv has a query on each line, and for it the numbers of papers by what their notes tell somebody who asks so:
3 – this is what was asked for; 2 – about it; 1 – touches it; 0 – something else. Papers that have no arXiv number and
are not named there are left out of every order; what nobody judged counts as 0. Even lines are for learning and odd
ones for reporting: whoever changes an order may look at the former.
"""

from __future__ import annotations

import argparse
import csv
import random
import sqlite3
import sys
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import zip_longest
from math import log2
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import systems

from digestkb.ingest import ingest
from digestkb.query.database import open_library
from digestkb.store.store import Store
from digestkb.stores import opened
from digestkb.survey import survey

LIST = Path(__file__).with_name("judged.tsv")
SAMPLE = Path(__file__).resolve().parents[1] / "data" / "notes"
GRADES = (3, 2, 1, 0)
#: So many places count, and of these so many for precision; a paper of grade 2 or 3 is relevant.
PLACES, FIRST, RELEVANT = 10, 5, 2
#: So many of each system's papers are read before a query is judged.
POOLED = 15


class Query(NamedTuple):
    """What was typed, and how well papers answer it."""

    line: int
    language: str
    text: str
    grades: Mapping[str, int]

    @property
    def half(self) -> str:
        """What the query is for."""
        return "reporting" if self.line % 2 else "learning"


def queries(path: Path = LIST) -> list[Query]:
    """Read the judged queries."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Query(
                line,
                language,
                text,
                {paper: grade for grade, ids in zip(GRADES, listed, strict=True) for paper in ids.split()},
            )
            for line, (language, text, *listed) in enumerate(rows, 1)
        ]


def gain(grades: Sequence[int]) -> float:
    """Sum up what grades in this order are worth to somebody who reads from the top."""
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades[:PLACES], 1))


def measures(found: Sequence[str], grades: Mapping[str, int]) -> tuple[float, float]:
    """Give nDCG and the precision of the first places, which is 1 also where fewer are relevant and all stand there."""
    best = gain(sorted(grades.values(), reverse=True))
    relevant = sum(grade >= RELEVANT for grade in grades.values())
    first = sum(grades.get(paper, 0) >= RELEVANT for paper in found[:FIRST])
    return gain([grades.get(paper, 0) for paper in found]) / best, first / min(FIRST, relevant)


class Corpus:
    """The papers of some notes, and the systems that search them."""

    def __init__(self, name: str, folder: Path, notes: Path, named: Collection[str], server: str = "") -> None:
        """Read ``notes`` into a database in ``folder``, and index what it holds for the other systems.

        With the address of a ``server`` they are read into an empty database there as well.
        """
        self.name = name
        with Store.open(folder / "kb.db") as store:
            list(ingest(store, survey([], [notes])))
        self.connection = sqlite3.connect(folder / "kb.db")
        papers = self.connection.execute("SELECT number, id, arxiv_id FROM papers")
        self.ids = {number: arxiv_id or paper for number, paper, arxiv_id in papers if arxiv_id or paper in named}
        found = {
            "digestkb": systems.ours(self.connection),
            "FTS5 unicode61": systems.plain(self.connection),
            "FTS5 porter, any word, title × 5": systems.stemmed(self.connection),
            "Recoll": systems.recoll(self.connection, folder),
            "digestkb, PostgreSQL": self._on_server(server, notes) if server else None,
        }
        self.systems = {name: search for name, search in found.items() if search}

    def _on_server(self, address: str, notes: Path) -> systems.Search:
        with opened(address) as store:
            list(ingest(store, survey([], [notes])))
        there = open_library(address)
        numbers = {paper: number for number, paper in self.connection.execute("SELECT number, id FROM papers")}
        ids = dict(there.execute("SELECT number, id FROM papers"))
        search = systems.ours(there)
        return lambda text: [numbers[ids[number]] for number in search(text)]

    def found(self, system: str, text: str) -> list[str]:
        """Give the arXiv numbers that a system finds, the best first."""
        return [self.ids[number] for number in self.systems[system](text) if number in self.ids]

    def known(self, query: Query) -> dict[str, int]:
        """Give the grades of the papers that the notes know."""
        held = set(self.ids.values())
        return {paper: grade for paper, grade in query.grades.items() if paper in held}


def rows(corpora: Sequence[Corpus], judged: Sequence[Query]) -> Iterator[tuple[Query, str, str, float, float]]:
    """Yield what each system reaches with each query, of those that the notes have an answer for."""
    for corpus in corpora:
        for query in judged:
            grades = corpus.known(query)
            if max(grades.values(), default=0) < RELEVANT:
                continue
            for system in corpus.systems:
                yield query, corpus.name, system, *measures(corpus.found(system, query.text), grades)


def pool(corpora: Sequence[Corpus], judged: Sequence[Query]) -> None:
    """Print what is to be read for each query: papers that no one has judged, without who found them, in no order."""
    chance = random.Random(1)
    for query in judged:
        print(f"\n{query.line}\t{query.language}\t{query.text}")
        found = {
            paper: corpus
            for corpus in corpora
            for system in corpus.systems
            for paper in corpus.found(system, query.text)[:POOLED]
            if paper not in query.grades
        }
        for paper in chance.sample(sorted(found), len(found)):
            title, summary = (
                found[paper]
                .connection.execute("SELECT title, summary FROM papers WHERE id = ? OR arxiv_id = ?", (paper, paper))
                .fetchone()
            )
            print(f"\t{paper}\t{title or ''}\t{' '.join((summary or '').split())[:200]}")


def table(measured: Sequence[tuple[Query, str, str, float, float]]) -> None:
    """Print the means by language, for both halves."""
    by: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for query, _, system, ndcg, precision in measured:
        for language in (query.language, "all"):
            by[system, query.half, language].append((ndcg, precision))
    languages = ("en", "vi", "zh", "all")
    for half in ("learning", "reporting"):
        counts = (f"{language} ({len(by['digestkb', half, language])})" for language in languages)
        print(f"\n{f'nDCG@{PLACES} · P@{FIRST}, {half}':36}" + "".join(f"{one:>14}" for one in counts))
        for system in dict.fromkeys(system for *_, system, _, _ in measured):
            cells = (by[system, half, language] for language in languages)
            means = (f"{fmean(n for n, _ in one):.3f} · {fmean(p for _, p in one):.2f}" for one in cells if one)
            print(f"{system:36}" + "".join(f"{mean:>14}" for mean in means))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, metavar="FOLDER", help="notes of your own, beside the sample")
    parser.add_argument("--list", type=Path, default=LIST, help="the judged queries [default: judged.tsv]")
    parser.add_argument("--pool", action="store_true", help="print the papers that are to be judged")
    parser.add_argument(
        "--server", metavar="ADDRESS", nargs="+", default=[], help="an empty database of PostgreSQL for each of the two"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="print each query of the half for learning")
    given = parser.parse_args()
    judged = queries(given.list)
    named = {paper for query in judged for paper in query.grades}
    with tempfile.TemporaryDirectory() as folder:
        corpora = []
        for (name, notes), server in zip_longest((("sample", SAMPLE), ("notes", given.notes)), given.server[:2]):
            if notes:
                Path(folder, name).mkdir()
                corpora.append(Corpus(name, Path(folder, name), notes, named, server or ""))
        if given.pool:
            pool(corpora, judged)
            return 0
        measured = list(rows(corpora, judged))
        if given.verbose:
            for query, where, system, ndcg, precision in measured:
                if query.half == "learning":
                    print(f"{query.line:3} {where:7}{system[:22]:24}{ndcg:6.3f}{precision:6.2f}  {query.text}")
        table(measured)
        for corpus in corpora:
            corpus.connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
