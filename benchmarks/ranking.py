"""Measure what a search puts first, beside plain full-text search over the same texts.

    python benchmarks/ranking.py NOTES…     # any folders; without one the sample notes

Nobody has to judge these questions: a paper's title, its short name, and three words of a sentence about it of which
one is in another form. FTS5 has the same texts, with porter stems, any of the words, the title five times as heavy.
What a reader judged is measured by judged.py.
"""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import systems
from Stemmer import Stemmer

from digestkb.ingest import ingest
from digestkb.query.words import is_stop_word
from digestkb.store.store import Store
from digestkb.survey import survey

ROOT = Path(__file__).resolve().parent.parent
MOST = 300


def titles(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Yield the titles that one paper alone has."""
    rows = connection.execute("SELECT title, number FROM papers WHERE arxiv_id IS NOT NULL AND title IS NOT NULL")
    found = [(re.sub(r'["()“”:*^]|(?<=\s)-|\b(?:OR|AND|NOT)\b', " ", title), number) for title, number in rows]
    counts = Counter(title for title, _ in found)
    yield from ((title, number) for title, number in found if counts[title] == 1 and len(title) > 3)


def names(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Yield the names that stand before the colon of a title."""
    rows = connection.execute("SELECT title, number FROM papers WHERE arxiv_id IS NOT NULL AND title IS NOT NULL")
    found = [(named[1], number) for title, number in rows if (named := re.match(r"([A-Za-z][\w.+-]{2,20}):\s", title))]
    counts = Counter(name.lower() for name, _ in found)
    yield from ((name, number) for name, number in found if counts[name.lower()] == 1)


def sentences(connection: sqlite3.Connection, draw: random.Random) -> Iterator[tuple[str, int]]:
    """Yield three words of a sentence, one of them in another form that the notes know."""
    stem = Stemmer("english").stemWord
    texts = connection.execute(
        "SELECT text, paper FROM passages JOIN mentions ON mentions.id = mention_id ORDER BY passages.rowid"
    ).fetchall()
    forms: dict[str, set[str]] = defaultdict(set)
    for text, _ in texts:
        for word in re.findall(r"\b[a-z]{4,}\b", text):
            forms[stem(word)].add(word)
    for text, paper in draw.sample(texts, len(texts)):
        for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
            words = sorted({word for word in re.findall(r"\b[a-z]{4,}\b", sentence) if not is_stop_word(word)})
            if len(words) > 5 and "://" not in sentence:
                typed = draw.sample(words, 3)
                others = [(at, sorted(forms[stem(word)] - {word})) for at, word in enumerate(typed)]
                changed = [(at, found) for at, found in others if found]
                if changed:
                    at, found = draw.choice(changed)
                    typed[at] = draw.choice(found)
                    yield " ".join(typed), paper
                    break


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", nargs="*", type=Path, default=[ROOT / "data" / "notes"])
    draw = random.Random(5)
    with tempfile.TemporaryDirectory() as folder:
        with Store.open(Path(folder, "kb.db")) as store:
            list(ingest(store, survey([], parser.parse_args().notes)))
        connection = sqlite3.connect(Path(folder, "kb.db"))
        searches = {"digestkb": systems.ours(connection), "FTS5, porter": systems.stemmed(connection)}
        print(f"{'':42}{'first':>8}{'in 20':>8}")
        questions = {"titles": titles(connection), "short names": names(connection), "three words": []}
        asked = {name: draw.sample(found := list(one), min(MOST, len(found))) for name, one in questions.items()}
        asked["three words"] = [one for one, _ in zip(sentences(connection, draw), range(MOST), strict=False)]
        for kind, probes in asked.items():
            for name, search in searches.items():
                found = [(search(text)[:20], paper) for text, paper in probes]
                first = sum(numbers[:1] == [paper] for numbers, paper in found) / max(len(probes), 1)
                among = sum(paper in numbers for numbers, paper in found) / max(len(probes), 1)
                print(f"{f'{len(probes)} {kind}, {name}':42}{first:8.1%}{among:8.1%}")
        connection.close()


if __name__ == "__main__":
    main()
