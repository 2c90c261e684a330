"""Time digestkb's commands as whole processes, beside ``python -c pass`` and other tools, all interleaved in one run.

    python benchmarks/commands.py --db kb.db             # a database of your own
    python benchmarks/commands.py data/notes -n 30       # one made from these notes for the occasion

Prints the median of each, and the median of its ratios to ``python -c pass`` of the same round, which says more than
seconds do on a machine that others use as well. Peers, where they are installed: the sqlite3 shell asking the same
full-text index, and grep reading the notes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

BASELINE = "python -c pass"
#: What the ratio of a command may be; nothing here for what is only printed for comparison.
GOALS = {
    "--help": 7.5,
    "search, tsv": 8.0,
    "search 强化, tsv": 6.5,
    "search, json": 8.5,
    "search, table": 11.5,
    "show, tsv": 7.5,
    "show, table": 11.5,
    "list --tag, tsv": 7.5,
    "tags, tsv": 7.5,
}


def cases(command: Sequence[str], db: Path, notes: Path | None) -> dict[str, list[str]]:
    """Give the command lines to be timed, on what this database has."""
    with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as connection:
        (paper,) = connection.execute("SELECT id FROM papers WHERE arxiv_id NOT NULL ORDER BY id DESC").fetchone()
        (tag,) = connection.execute(
            "SELECT max(tag) FROM paper_tags GROUP BY key ORDER BY count(*) DESC, key"
        ).fetchone() or ("rl",)
    kb = [*command, "--db", str(db)]
    found = {
        BASELINE: [sys.executable, "-c", "pass"],
        "import typer": [sys.executable, "-c", "import typer"],
        "--help": [*kb, "--help"],
        "search --help": [*kb, "search", "--help"],
        "search, tsv": [*kb, "search", "-f", "tsv", "--", "GRPO"],
        "search 强化, tsv": [*kb, "search", "-f", "tsv", "--", "强化"],
        "search, json": [*kb, "search", "-f", "json", "--", "GRPO"],
        "search, table": [*kb, "search", "-f", "table", "--", "GRPO"],
        "show, tsv": [*kb, "show", "-f", "tsv", paper],
        "show, table": [*kb, "show", "-f", "table", paper],
        "list --tag, tsv": [*kb, "list", "-f", "tsv", "--tag", tag],
        "tags, tsv": [*kb, "tags", "-f", "tsv"],
        "stats, tsv": [*kb, "stats", "-f", "tsv"],
    }
    if shutil.which("sqlite3"):
        found["sqlite3 shell"] = ["sqlite3", str(db), "SELECT rowid FROM search WHERE search MATCH 'grpo' LIMIT 20"]
    if notes and shutil.which("grep"):
        found["grep -rn"] = ["grep", "-rn", "GRPO", str(notes)]
    return found


def timed(command: Sequence[str], environment: dict[str, str]) -> tuple[float, int]:
    """Run a command to its end; gives the seconds that it took, and its status."""
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=False)
    return time.perf_counter() - start, done.returncode


def main() -> int:
    """Measure, print, and say by the exit status whether a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", type=Path, nargs="?", help="a folder of notes to make a database from")
    parser.add_argument("--db", type=Path, help="a database that is there already")
    parser.add_argument("--command", help="the digestkb to measure; else python -m digestkb of this interpreter")
    parser.add_argument("-n", type=int, default=15, help="how often each is run")
    given = parser.parse_args()
    command = [given.command] if given.command else [sys.executable, "-m", "digestkb"]
    # Modules compiled anew on every run are not what anybody would measure.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        db = given.db or Path(folder, "kb.db")
        if not given.db:
            if not given.notes:
                parser.error("name a folder of notes, or a database with --db")
            subprocess.run([*command, "--db", str(db), "ingest", str(given.notes)], env=environment, check=True)
        return report(cases(command, db, given.notes), given.n, environment)


def report(commands: dict[str, list[str]], rounds: int, environment: dict[str, str]) -> int:
    """Run everything in turn, each round in another order, and print a line a command."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    status = {name: timed(command, environment)[1] for name, command in commands.items()}
    names = list(commands)
    for turn in range(rounds):
        at = turn % len(names)
        for name in [*names[at:], *names[:at]]:
            times[name].append(timed(commands[name], environment)[0])
    missed = 0
    for name in names:
        ratio = statistics.median(one / base for one, base in zip(times[name], times[BASELINE], strict=True))
        goal = GOALS.get(name)
        over = goal is not None and ratio > goal
        missed += over
        goal_text = f"goal {goal}" if goal else ""
        print(
            f"{name:<18} {statistics.median(times[name]) * 1e3:7.1f} ms  {ratio:6.2f} x  {goal_text:<10}"
            f"{'  MISSED' if over else ''}{f'  exit {status[name]}' if status[name] else ''}"
        )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
