"""Run ingests into each other and kill them; prints a line a round, and the exit status is 1 if any failed.

    python -m tests.faults.stress                        # 20 rounds with 300 notes
    python -m tests.faults.stress --rounds 200 --writers 5 --notes 1000 --seed 7

In each round some commands begin on one database, a little after one another and on folders that overlap; half of them
are killed at a random moment, and queries are asked all the while. The others must end well, and one more ingest must
leave the same content as an ingest that nobody disturbed, in which the doctor finds nothing wrong.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.cli.processes import digestkb, environment
from tests.faults.canon import content
from tests.faults.corpus import write_notes

#: How a query may end while the database comes into being: found, nothing found, no database yet, busy.
_ANSWERS = (0, 1, 2, 75)


def begin(database: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Start the command and do not wait for it."""
    command = [sys.executable, "-m", "digestkb", "--db", str(database), "ingest", str(folder), "--wait", "120"]
    return subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def play(database: Path, notes: Path, writers: int, seconds: float, draw: random.Random) -> list[str]:
    """Play one round; gives what went wrong in it."""
    folders = [notes, *sorted(path for path in notes.rglob("*") if path.is_dir())]
    running, wrong = [], []
    for number in range(writers):
        time.sleep(draw.uniform(0, 0.3))
        running.append(begin(database, notes if number == 0 else draw.choice(folders)))
    time.sleep(draw.uniform(0, seconds))
    killed = running[1::2]
    for process in killed:
        process.kill()
    while any(process.poll() is None for process in running):
        asked = digestkb("--db", str(database), "stats")
        if asked.status not in _ANSWERS or asked.err.count("\n") > 1 or "another program" in asked.err:
            wrong.append(f"a query: {asked.status} {asked.err.strip()[:150]}")
    for process in running:
        said = process.communicate()[1].decode(errors="replace")
        if process.returncode and process not in killed:
            wrong.append(f"an ingest: {process.returncode} {said.strip()[:150]}")
    return wrong


def after(database: Path, notes: Path, whole: dict[str, list[str]]) -> list[str]:
    """Complete what a round left, and compare; gives what is wrong with it."""
    last, doctor = (
        digestkb("--db", str(database), *command)
        for command in (("ingest", str(notes)), ("doctor", "--only", "tables"))
    )
    wrong = [
        f"{name}: {run.status} {run.err[:150]}" for name, run in (("last", last), ("doctor", doctor)) if run.status
    ]
    found = content(database)
    return wrong + [f"other {table}" for table in whole if whole[table] != found[table]]


def main() -> int:
    """Play rounds and count those that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("--rounds", 20), ("--writers", 4), ("--notes", 300), ("--seed", 1)):
        parser.add_argument(name, type=int, default=default)
    options = parser.parse_args()
    draw, failed = random.Random(options.seed), 0
    with tempfile.TemporaryDirectory() as scratch:
        notes, alone = Path(scratch, "notes"), Path(scratch, "alone.db")
        write_notes(notes, options.notes)
        start = time.monotonic()
        digestkb("--db", str(alone), "ingest", str(notes))
        seconds, whole = time.monotonic() - start, content(alone)
        for number in range(options.rounds):
            database = Path(scratch, f"{number}.db")
            wrong = play(database, notes, options.writers, seconds, draw) + after(database, notes, whole)
            failed += bool(wrong)
            print(f"round {number + 1}: {'; '.join(wrong) or 'good'}", flush=True)
    print(f"{options.rounds} rounds, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
