"""Time all commands of digestkb as whole processes, beside ``python -c pass`` and other tools, interleaved in one run.

    python benchmarks/commands.py --db kb.db             # a database of your own, which is left as it is
    python benchmarks/commands.py data/notes -n 30       # one made from these notes for the occasion

Prints the median of each, and the median of its ratios to ``python -c pass`` of the same round, which says more than
seconds do on a machine that others use as well. Questions have a goal, in a pipe and as a table; of the commands that
write, that do not end, or that take as long as there are notes, the start is what is shown. Peers, where they are
installed: the sqlite3 shell asking the same full-text index, and grep reading the notes.
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
from contextlib import closing
from pathlib import Path

from digestkb.cli.app import COMMANDS

BASELINE = "python -c pass"
#: What the ratio of a question may be, in a pipe and as a table.
PIPE, TABLE = 7.5, 11.5
#: Where it may be another.
GOALS = {"--help": 7.5, "search, tsv": 8.0, "search 强化, tsv": 6.5, "search, json": 8.5}
#: Questions to the database; a word in braces stands for what it has.
QUESTIONS = {
    "search": ("GRPO",),
    "list": ("--tag", "{tag}"),
    "show": ("{paper}",),
    "related": ("{paper}",),
    "mentions": ("{paper}",),
    "has": ("{paper}",),
    **dict.fromkeys(("topics", "tags", "authors", "sources", "timeline", "stats", "repairs"), ()),
    **dict.fromkeys(("ideas", "gaps", "highlights", "reading-list"), ()),
}
#: What else there is. Of some the help is asked for, which loads what the command is written in.
OTHERS = {
    "export": ("-f", "jsonl"),
    "pick": ("--lines", "GRPO"),
    "glossary": ("GRPO",),
    "doctor": (),
    "ingest": ("{note}",),
    "forget": ("--dry-run", "{note}"),
    "add": ("{paper}", "Read.", "--to", "{log}"),
    "backup": ("-",),
    "site": ("{site}", "--tag", "{tag}"),
    "read": ("{note}",),
    "ids": ("{note}",),
    "repair": ("{note}",),
    "config": (),
    "skill": (),
    "completion": ("bash", "--show"),
    "mcp": ("--config", "claude"),
    **dict.fromkeys(("watch", "serve", "embed", "enrich", "rebuild", "db"), ("--help",)),
}
_NOTE = "# Group Relative Policy Optimization\n\narXiv:2402.03300\n\nGRPO needs no value network.\n"


def cases(command: Sequence[str], db: Path, notes: Path | None) -> tuple[dict[str, list[str]], dict[str, float]]:
    """Give the command lines to be timed, on what this database has, and the goals of some.

    What is written lies beside the database.
    """
    names = _names(db)
    kb = [*command, "--db", str(db)]
    found = {
        BASELINE: [sys.executable, "-c", "pass"],
        "import typer": [sys.executable, "-c", "import typer"],
        "--help": [*kb, "--help"],
        "search --help": [*kb, "search", "--help"],
        "search 强化, tsv": [*kb, "search", "-f", "tsv", "--", "强化"],
        "search, json": [*kb, "search", "-f", "json", "--", "GRPO"],
    }
    goals = dict(GOALS)
    for form, most in (("tsv", PIPE), ("table", TABLE)):
        for name, given in QUESTIONS.items():
            found[f"{name}, {form}"] = [*kb, name, "-f", form, *(one.format(**names) for one in given)]
            goals.setdefault(f"{name}, {form}", most)
    for name, given in OTHERS.items():
        shown = f"{name} --help" if given == ("--help",) else name
        found[shown] = [*kb, name, *(one.format(**names) for one in given)]
    if shutil.which("sqlite3"):
        found["sqlite3 shell"] = ["sqlite3", str(db), "SELECT rowid FROM search WHERE search MATCH 'grpo' LIMIT 20"]
    if notes and shutil.which("grep"):
        found["grep -rn"] = ["grep", "-rn", "GRPO", str(notes)]
    return found, goals


def _names(db: Path) -> dict[str, str]:
    """Give what stands for the words in braces, and write the note that is read."""
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
        (paper,) = connection.execute(
            "SELECT p.id FROM papers p JOIN mentions ON paper = number GROUP BY number ORDER BY count(*) DESC, number"
        ).fetchone()
        (tag,) = connection.execute(
            "SELECT max(tag) FROM paper_tags GROUP BY key ORDER BY count(*) DESC, key"
        ).fetchone() or ("rl",)
    note, log = db.with_name("note.md"), db.with_name("log.md")
    note.write_text(_NOTE, encoding="utf-8")
    return {"paper": paper, "tag": tag, "note": str(note), "log": str(log), "site": str(db.with_name("site"))}


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
    if unknown := set(COMMANDS) - {*QUESTIONS, *OTHERS}:
        parser.error(f"it is not said how to measure {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder, "kb.db")
        if not (given.db or given.notes):
            parser.error("name a folder of notes, or a database with --db")
        made = ["--db", str(given.db), "backup", str(db)] if given.db else ["--db", str(db), "ingest", str(given.notes)]
        subprocess.run([*command, *made], env=environment, stdout=subprocess.DEVNULL, check=True)
        return report(*cases(command, db, given.notes), given.n, environment)


def report(commands: dict[str, list[str]], goals: dict[str, float], rounds: int, environment: dict[str, str]) -> int:
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
        goal = goals.get(name)
        over = goal is not None and ratio > goal
        missed += over
        goal_text = f"goal {goal}" if goal else ""
        print(
            f"{name:<20} {statistics.median(times[name]) * 1e3:7.1f} ms  {ratio:6.2f} x  {goal_text:<10}"
            f"{'  MISSED' if over else ''}{f'  exit {status[name]}' if status[name] else ''}"
        )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
