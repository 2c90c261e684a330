"""Time an ingest beside readers, and the readers beside it: how much of it is the machine's, how much the database's?

    python benchmarks/readers.py                                 # 30 readers, 150 notes, each case three times
    python benchmarks/readers.py NOTES --readers 4 --rounds 5    # notes of your own, one in a file at best

Readers are processes that ask without a pause. Those beside ``a copy`` ask another database of the same content: they
take just as much of the machine, and nothing of the database. Those beside ``the same`` ask the one that is written.
What the second case costs more than the first is what readers and a writer cost each other. Prints the medians of the
seconds on the clock and of the processor that the ingest takes, and of the seconds of a question.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from ingest import ROOT, write_digests

QUERIES = (("search", "GRPO"), ("list", "-n", "5"), ("stats",), ("tags",), ("export", "-f", "ids"), ("search", "model"))
PER_NOTE = 3


def command(database: Path, *arguments: str) -> list[str]:
    """Give the command for a database."""
    return [sys.executable, "-m", "digestkb", "--db", str(database), *arguments]


@dataclass
class Crowd:
    """Readers that ask in a loop, and how long each question took, in seconds."""

    database: Path
    size: int
    seconds: list[float] = field(default_factory=list)

    def __enter__(self) -> Crowd:
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(self.size)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, first: int) -> None:
        for number in count(first):
            if self._stop.is_set():
                return
            start = time.perf_counter()
            asked = command(self.database, *QUERIES[number % len(QUERIES)])
            done = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False)
            if done.returncode not in (0, 1):
                raise SystemExit(f"{asked[4:]}: status {done.returncode}, {done.stderr.decode()}")
            self.seconds.append(time.perf_counter() - start)


def timed(database: Path, notes: Path) -> tuple[float, float]:
    """Ingest; gives the seconds on the clock and those of the processor."""
    start = time.perf_counter()
    process = subprocess.Popen(command(database, "ingest", str(notes)), cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the ingest ended with status {process.returncode}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime


def measure(before: Path, notes: Path, readers: int, rounds: int) -> None:
    """Print a line for each case; they take turns, so that what else the machine does is the same for all."""
    cases: dict[str, list[tuple[float, float, list[float]]]] = {"no readers": [], "a copy": [], "the same": []}
    for _ in range(rounds):
        for case, measured in cases.items():
            database, copy = before.with_name("written.db"), before.with_name("copy.db")
            for place in (database, copy):
                shutil.copy(before, place)
            asked = copy if case == "a copy" else database
            with Crowd(asked, 0 if case == "no readers" else readers) as crowd:
                measured.append((*timed(database, notes), crowd.seconds))
    print(f"{'readers of':<12}{'ingest s':>10}{'processor s':>13}{'question s':>12}{'slowest':>9}{'questions':>11}")
    for case, measured in cases.items():
        clock, processor = (statistics.median(run[at] for run in measured) for at in (0, 1))
        asked_in = [seconds for run in measured for seconds in run[2]] or [0.0]
        print(
            f"{case:<12}{clock:>10.2f}{processor:>13.2f}{statistics.median(asked_in):>12.2f}{max(asked_in):>9.2f}"
            f"{len(asked_in):>11}",
            flush=True,
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", nargs="?", type=Path, help="a folder of notes; made if there is none")
    parser.add_argument("--readers", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        notes, some = options.notes, Path(scratch, "some")
        if notes is None:
            notes = Path(scratch, "notes")
            notes.mkdir()
            write_digests(notes, 150 * PER_NOTE, PER_NOTE)
        # Half of them are there before, so that readers find something from the beginning.
        before = Path(scratch, "before.db")
        shutil.copytree(notes, some)
        for path in sorted(path for path in some.rglob("*") if path.is_file())[::2]:
            path.unlink()
        subprocess.run(command(before, "ingest", str(some)), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        measure(before, notes, options.readers, options.rounds)


if __name__ == "__main__":
    main()
