"""Measure how often a question in one language finds what notes say in another.

    python benchmarks/cross_language.py
    PYTHONPATH=OTHER_CHECKOUT python benchmarks/cross_language.py    # the same questions put to another version

Asks each query of the judged list (tests/query/across_languages.tsv) of a database that has a note for each of its
sentences, and prints, by the language that is asked in and the one that is found in, the share of sentences of the same
concept that were found; then how many hits are of another concept, not counting those that have the words typed but
for their marks.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

from digestkb.query.find import find
from digestkb.query.language import parse

LIST = Path(__file__).parents[1] / "tests" / "query" / "across_languages.tsv"
LANGUAGES = ("en", "vi", "zh", "zh-Hant", "ko", "ja")


def sayings() -> list[dict[str, str]]:
    """Read the list, each line with the id of the paper that its sentence is about."""
    with LIST.open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [row | {"id": f"2601.{place:05}"} for place, row in enumerate(rows, 1)]


def ingest(rows: list[dict[str, str]], folder: Path) -> Path:
    """Write a note for each sentence and read them all into a database, whose path is given."""
    notes, database = folder / "notes", folder / "kb.db"
    notes.mkdir()
    for row in rows:
        text = f"# Paper {row['id']}\n\n- arXiv: {row['id']}\n\n{row['sentence']}\n"
        (notes / f"{row['id']}.md").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "digestkb", "--db", str(database), "ingest", str(notes)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return database


def main() -> None:
    """Ask every query, and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("-v", "--verbose", action="store_true", help="print each pair that was not found")
    given = options.parse_args()
    rows = sayings()
    of_id = {row["id"]: row for row in rows}
    found: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    wrong = 0
    os.environ["DIGESTKB_GLOSSARY"] = os.devnull
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(ingest(rows, Path(folder)))) as connection:
        for asked in rows:
            hits = find(connection, parse(asked["query"], dt.date.today()), passages=False, all_words=True).hits
            ids = {hit.id for hit in hits}
            wrong += sum(of_id[hit.id]["concept"] != asked["concept"] and hit.tier != "folded" for hit in hits)
            for other in rows:
                if other["concept"] == asked["concept"]:
                    pair = asked["language"], other["language"]
                    total[pair] += 1
                    found[pair] += other["id"] in ids
                    if given.verbose and other["id"] not in ids:
                        print(f"{asked['query']} does not find {other['sentence']}")
    print("asked in  " + "".join(f"{language:>9}" for language in LANGUAGES))
    for asks in LANGUAGES:
        print(f"{asks:10}" + "".join(f"{found[asks, says] / total[asks, says]:9.0%}" for says in LANGUAGES))
    across = [pair for pair in total if pair[0] != pair[1]]
    right, of = sum(found[pair] for pair in across), sum(total[pair] for pair in across)
    print(f"found across languages {right}/{of} {right / of:.1%}, hits of another concept {wrong}")


if __name__ == "__main__":
    main()
