"""Known items: some consecutive words of what a note says about a paper, without accents and in another case, must find
that paper first; and random queries must never fail.

    python benchmarks/known_items.py kb.db                 # every paper
    python benchmarks/known_items.py kb.db -n 2000 --random 10000

A run of words that other papers have as well, letter for letter, names no paper: it is drawn anew, and skipped where a
paper has no words of its own. Exit status 1 if fewer than 99 % come first, or anything fails.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import sqlite3
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import closing

from digestkb.errors import BadQuery
from digestkb.query.find import find
from digestkb.query.language import parse
from digestkb.text.fold import folded, is_cjk

GOAL = 0.99
#: What means something in the query language and stands in texts of any script.
SIGNS = re.compile(r"[()\"“”*^:]")
TODAY = dt.date(2026, 1, 9)


def bare(text: str) -> str:
    """Take accents off, and put into another case: what a reader in a hurry types."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    other = "".join(char for char in plain if not unicodedata.combining(char)).swapcase()
    return " ".join(word.lower() if word in ("AND", "OR", "NOT") else word for word in other.split(" "))


def runs_on(char: str) -> bool:
    """Say whether a character is of a script without blanks: Korean has words, of which nobody types a half."""
    return is_cjk(char) and not "\uac00" <= char <= "\ud7a3"


def known_words(connection: sqlite3.Connection, paper: int, chance: random.Random) -> str | None:
    """Draw three to five consecutive words, or six Chinese characters, that no other paper has."""
    found = connection.execute(
        "SELECT text FROM passages JOIN mentions ON mentions.id = mention_id WHERE paper = ? ORDER BY passages.id",
        (paper,),
    )
    lines = [line for (text,) in found for line in text.split("\n") if "://" not in line and "](" not in line]
    for _ in range(12):
        words = [word for word in chance.choice(lines).split() if any(map(str.isalnum, word))] if lines else []
        count = chance.randint(3, 5)
        if len(words) < count and not any(map(runs_on, "".join(words))):
            continue
        start = chance.randint(0, max(0, len(words) - count))
        run = " ".join(words[start : start + count])
        if any(map(runs_on, run)):
            at = next(place for place, char in enumerate(run) if runs_on(char))
            run = run[at : at + 6]
        tokens = folded(run).split()
        if len(tokens) < 3:
            continue
        if tokens and is_cjk(tokens[-1]):
            tokens.pop()
        whole = connection.execute("SELECT rowid FROM search WHERE search MATCH ? LIMIT 2", (f'"{" ".join(tokens)}"',))
        if [row[0] for row in whole] == [paper]:
            return run
    return None


def quoted(text: str) -> str:
    """Keep signs of the query language out of words that were cut out of a note."""
    return " ".join(folded(word) if not any(map(is_cjk, word)) else SIGNS.sub(" ", word) for word in text.split())


def random_queries(count: int, chance: random.Random) -> Iterator[str]:
    """Yield queries of any characters, signs and nesting."""
    signs = (
        'OR NOT AND ( ) ( ) " - ^ * : , .. = / [ ] { } \\ GRPO tag: date: title:/ 强化 đánh NEAR % _ 2601.00001'.split()
    )
    for _ in range(count):
        parts = []
        for _ in range(chance.randint(0, 14)):
            if chance.random() < 0.6:
                parts.append(chance.choice(signs))
            else:
                parts.append(
                    "".join(
                        chr(chance.choice([chance.randrange(0x20, 0x250), chance.randrange(0x110000)]))
                        for _ in range(chance.randint(1, 6))
                    )
                )
        yield chance.choice([" ", ""]).join(parts)


def main() -> int:
    """Run both tests and print what came of them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("database")
    options.add_argument("-n", type=int, default=None, metavar="N", help="so many papers, drawn at random")
    options.add_argument("--random", type=int, default=0, metavar="N", help="so many random queries")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    chance = random.Random(given.seed)
    with closing(sqlite3.connect(f"file:{given.database}?mode=ro", uri=True)) as connection:
        ids = dict(connection.execute("SELECT number, id FROM papers ORDER BY number"))
        papers = sorted(ids) if given.n is None else sorted(chance.sample(sorted(ids), min(given.n, len(ids))))
        tried = first = 0
        for paper in papers:
            run = known_words(connection, paper, chance)
            if run is None:
                continue
            tried += 1
            typed = bare(quoted(run))
            hits = find(connection, parse(typed, TODAY), limit=2).hits
            if hits and hits[0].number == paper:
                first += 1
            else:
                print(f"{ids[paper]}: {typed!r} finds {[hit.id for hit in hits]}")
        print(
            f"known items first: {first}/{tried} {first / max(tried, 1):.2%}, papers without words of their own: "
            f"{len(papers) - tried}"
        )
        refused = 0
        for text in random_queries(given.random, chance):
            try:
                find(connection, parse(text, TODAY), limit=20)
            except BadQuery:
                refused += 1
        if given.random:
            print(f"random queries: {given.random}, refused with a reason: {refused}, failed: 0")
    return 0 if tried and first / tried >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
