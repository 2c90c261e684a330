"""Measure what ``--similar`` adds to a search by words, and what it costs; needs the extra ``digestkb[semantic]``.

    python benchmarks/semantic.py                     # on the sample notes
    python benchmarks/semantic.py --notes FOLDER      # and on notes of your own that judged.tsv knows papers of

The queries and what is relevant to them are those of judged.py, whose papers were found by words alone: what nobody
judged counts as wrong, so that what --similar is said to find is the least that it does. Figures are for queries with
an odd line, which nothing was chosen by. The seconds are of the processor, medians.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import fmean, median

import judged

from digestkb.embed import Embedding
from digestkb.ingest import ingest
from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.query.similar import MOST, similar_to_words
from digestkb.semantic.model import Model
from digestkb.store.store import Store
from digestkb.survey import survey

TODAY = dt.date(2026, 1, 9)
#: What a search by words shows unless asked otherwise, and how many of the second list are seen at a glance.
SHOWN, GLANCE = 20, 3


def made(store: Store, model: Model) -> list[float]:
    """Make all vectors; gives the seconds that each took."""
    took, began = [], time.process_time()
    for _ in Embedding(store, model).events():
        now = time.process_time()
        took.append(now - began)
        began = now
    return took


def size(path: Path) -> int:
    """Give the bytes of a database that nobody has open."""
    return path.stat().st_size


def asked(connection: sqlite3.Connection, query: judged.Query) -> tuple[list[str], list[str], list[str], float]:
    """Give what words find, what is similar beyond that, what is similar at all, and the seconds for the second."""
    parsed = parse(query.text, TODAY)
    hits = find(connection, parsed, limit=SHOWN, passages=False).hits
    began = time.process_time()
    below = similar_to_words(connection, parsed, {hit.number for hit in hits}, MOST)
    took = time.process_time() - began
    alone = similar_to_words(connection, parsed, (), SHOWN)
    return [hit.id for hit in hits], [hit.id for hit in below], [hit.id for hit in alone], took


def measured(connection: sqlite3.Connection, queries: list[judged.Query]) -> Iterator[tuple[str, Counter[str], float]]:
    """Yield the language of each query that the notes have an answer for, what came of it, and the seconds."""
    held = {paper for (paper,) in connection.execute("SELECT id FROM papers")}
    for query in queries:
        grades = {paper: grade for paper, grade in query.grades.items() if paper in held}
        relevant = {paper for paper, grade in grades.items() if grade >= judged.RELEVANT}
        if not relevant or query.half != "reporting":
            continue
        words, below, alone, took = asked(connection, query)
        yield (
            query.language,
            Counter(
                {
                    "queries": 1,
                    "relevant": len(relevant),
                    "by words": len(relevant.intersection(words)),
                    "similar": len(relevant.intersection(below)),
                    "at a glance": len(relevant.intersection(below[:GLANCE])),
                    "nDCG words": judged.measures(words, grades)[0],
                    "nDCG similar": judged.measures(alone, grades)[0],
                }
            ),
            took,
        )


def table(found: list[tuple[str, Counter[str], float]]) -> None:
    """Print sums and means by language."""
    heads = ("queries", "relevant", "words", "+ similar", "first 3", "nDCG words", "similar")
    print(("{:9}" + "{:>11}" * len(heads)).format("", *heads))
    for language in ("en", "vi", "zh", "all"):
        some = [counts for own, counts, _ in found if language in (own, "all")]
        total = {name: sum(counts[name] for counts in some) for name in some[0]} if some else {}
        if some:
            counts = (total[name] for name in ("queries", "relevant", "by words", "similar", "at a glance"))
            means = (fmean(counts[name] for counts in some) for name in ("nDCG words", "nDCG similar"))
            row = "{:9}" + "{:11}" * 5 + "{:11.3f}" * 2
            print(row.format(language, *counts, *means))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=Path, metavar="FOLDER", help="notes of your own, beside the sample")
    given = parser.parse_args()
    model, queries = Model(), judged.queries()
    found: list[tuple[str, Counter[str], float]] = []
    took: list[float] = []
    grown = 0
    with tempfile.TemporaryDirectory() as folder:
        for at, notes in enumerate(filter(None, (judged.SAMPLE, given.notes))):
            path = Path(folder, f"{at}.db")
            with Store.open(path) as store:
                list(ingest(store, survey([], [notes])))
            before = size(path)
            with Store.open(path) as store:
                took += made(store, model)
            grown += size(path) - before
            with closing(sqlite3.connect(path)) as connection:
                found += measured(connection, queries)
    table(found)
    print(f"1,000 papers {median(took) * 1000:.0f} s, a query {median(one for *_, one in found) * 1000:.0f} ms more,")
    print(f"{grown / len(took):.0f} bytes a paper in the database")


if __name__ == "__main__":
    main()
