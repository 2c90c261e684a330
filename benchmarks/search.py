"""Time queries in one process beside the plain full-text query that each of them contains.

    python benchmarks/search.py kb.db
    python benchmarks/search.py kb.db "học tăng cường" "tag:rl reward" -n 9

The plain query is what anybody would write: the same expression, ranked, the best twenty, and nothing else. Prints the
medians and their ratio; goal: no more than 2. Where the plain query takes next to no time (rare words), what counts is
the difference: looking for synonyms, and the lines that are shown.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing

from digestkb.query.find import Result, find
from digestkb.query.language import parse

QUERIES = (
    "GRPO",
    "model",
    "suy luận",
    "suy luan",
    "mô hình ngôn ngữ",
    "强化学习",
    "text-to-image",
    '"language model"',
    "reinforcement learning",
    "học tăng cường",
    "diffusion video attention",
    "GRPO -reward",
    "model OR video",
    "tag:llms model",
    "lang:vi GRPO",
    "mod*",
    "date:2019.. model",
    "zyxotron",
)
#: Below this, in seconds, a ratio says nothing.
NOTHING = 0.005


def median(call: Callable[[], object], rounds: int) -> float:
    """Give the median of the times that a call takes, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def contained(result: Result) -> tuple[str, ...]:
    """Give the full-text expressions that a search ran as such, not those that only sort its hits."""
    found = []
    for sql, parameters in result.sql:
        ranked = re.search(r"bm25\(search, [^)]*\) FROM search(?: JOIN \S+ ON \S+ = \S+)? WHERE search MATCH \?", sql)
        if ranked:
            found.append(str(parameters[sql.count("?", 0, ranked.end()) - 1]))
    return tuple(found)


def main() -> int:
    """Time every query and print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("database")
    options.add_argument("queries", nargs="*", default=QUERIES)
    options.add_argument("-n", type=int, default=5, metavar="N", help="rounds")
    given = options.parse_args()
    slow = 0
    with closing(sqlite3.connect(f"file:{given.database}?mode=ro", uri=True)) as connection:
        (papers,) = connection.execute("SELECT count(*) FROM papers").fetchone()
        print(f"{papers} papers\n{'query':28} {'search':>9} {'plain':>9} {'ratio':>6}")
        for text in given.queries:
            query = parse(text, dt.date.today())
            plain = contained(find(connection, query, limit=20))

            def ask_plainly(expressions: tuple[str, ...] = plain) -> None:
                for expression in expressions:
                    connection.execute(
                        "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT 20", (expression,)
                    ).fetchall()

            ours = median(lambda query=query: find(connection, query, limit=20), given.n)  # type: ignore[misc]
            theirs = median(ask_plainly, given.n)
            ratio = ours / theirs if theirs else 0.0
            over = ratio > 2 and ours - theirs > NOTHING
            slow += over
            print(f"{text:28} {ours * 1e3:6.1f} ms {theirs * 1e3:6.1f} ms {ratio:6.2f}{' *' * over}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
