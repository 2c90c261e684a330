"""Measure what readers cost a writer, and how much of that is the machine; prints a line for each company it keeps.

    python -m tests.faults.readers                       # 30 readers beside an ingest of 300 notes
    python -m tests.faults.readers --readers 8 --notes 600

An ingest runs alone, beside processes that ask the database over and over, and beside as many that do the same with a
database of their own, which nobody writes: the three differ in nothing else. What the second takes beyond the third is
ours, a wait for locks; the rest is processors that are shared.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from tests.cli.processes import digestkb, environment
from tests.faults.corpus import write_notes


class Cost(NamedTuple):
    """What an ingest took, in seconds by the clock and of the processor, and how often was asked meanwhile."""

    clock: float
    processor: float
    asked: int
    failed: int


def company(database: Path, size: int, stop: threading.Event) -> tuple[list[threading.Thread], list[int]]:
    """Let so many readers ask a database until they are told to stop; gives where the statuses are put."""
    statuses: list[int] = []

    def ask() -> None:
        while not stop.is_set():
            statuses.append(digestkb("--db", str(database), "search", "model", "-n", "3", fresh=True).status)

    threads = [threading.Thread(target=ask) for _ in range(size)]
    for thread in threads:
        thread.start()
    return threads, statuses


def written(database: Path, notes: Path, beside: Path, readers: int) -> Cost:
    """Measure an ingest while readers ask ``beside``."""
    stop = threading.Event()
    threads, statuses = company(beside, readers, stop)
    time.sleep(2 if readers else 0)  # until all of them are at it
    before, start = len(statuses), time.monotonic()
    command = [sys.executable, "-m", "digestkb", "--db", str(database), "ingest", str(notes)]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    clock, asked = time.monotonic() - start, len(statuses) - before
    stop.set()
    for thread in threads:
        thread.join()
    failed = sum(one not in (0, 1) for one in statuses) + (process.returncode != 0)
    return Cost(clock, used.ru_utime + used.ru_stime, asked, failed)


def main() -> int:
    """Measure alone, beside readers of the same database and beside those of another."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("--readers", 30), ("--notes", 300)):
        parser.add_argument(name, type=int, default=default)
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        few, notes, other = Path(scratch, "few"), Path(scratch, "notes"), Path(scratch, "other.db")
        write_notes(few, 40, seed=2)
        write_notes(notes, options.notes)
        for called, readers, is_same in (
            ("alone", 0, False),
            (f"beside {options.readers} readers", options.readers, True),
            (f"beside {options.readers} readers of another database", options.readers, False),
        ):
            database = Path(scratch, f"{called}.db")
            for one in (database, other):
                digestkb("--db", str(one), "ingest", str(few))
            cost = written(database, notes, database if is_same else other, readers)
            failed += cost.failed
            told = f"{called}: {cost.clock:.1f} s by the clock, {cost.processor:.1f} s of the processor"
            print(f"{told}, {cost.asked} queries meanwhile, {cost.failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
