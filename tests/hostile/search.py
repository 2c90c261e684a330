"""Look long and everywhere for what takes more than in proportion to its length; the exit status is 1 if anything does.

    python -m tests.hostile.search                      # every pattern, every attack: about a quarter of an hour
    python -m tests.hostile.search readers.titles       # only patterns whose name has this in it
    python -m tests.hostile.search --bombs 1 2 4        # whole notes of so many megabytes, with time and memory

Patterns are attacked with what is made from them (:mod:`tests.hostile.attacks`), notes are those of
:mod:`tests.hostile.bombs`, each read by a process of its own, which may use 300 MB.
"""

from __future__ import annotations

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.cli.processes import environment
from tests.hostile.attacks import attacks, usual
from tests.hostile.bombs import BOMBS, name_of
from tests.hostile.growth import MOST, worst
from tests.hostile.patterns import all_patterns

_LENGTH = 4000
#: What a process that reads a note may use, in megabytes.
_MEMORY = 300
#: Below this many seconds the start of the process counts for too much.
_START = 1.5


def patterns(chosen: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the patterns whose names have one of the given texts in them, or with all."""
    found, unknown = all_patterns()
    for known in found:
        if not chosen or any(text in known.name for text in chosen):
            wrong = worst(known, itertools.chain(usual(), attacks(known.pattern)), _LENGTH)
            if wrong:
                yield wrong
    for place in unknown:
        print(f"not looked at, for only running it tells the pattern: {place}")


def read(name: str, megabytes: float) -> tuple[float, float, int]:
    """Ingest a bomb, and give the seconds and megabytes that took, and the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder, name_of(name))
        note.write_bytes(BOMBS[name](int(megabytes * 1e6)))
        command = [sys.executable, "-m", "digestkb", "--db", str(Path(folder, "kb.db")), "ingest", str(note)]
        process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, process.returncode


def notes(sizes: Sequence[float]) -> Iterator[str]:
    """Yield what is wrong with reading the bombs at these sizes."""
    for name in BOMBS:
        before: tuple[float, float] | None = None
        for size in sizes:
            seconds, memory, status = read(name, size)
            print(f"{name}: {size:g} MB, {seconds:.1f} s, {memory:.0f} MB, status {status}", flush=True)
            if memory > _MEMORY:
                yield f"{name}: {memory:.0f} MB for {size:g} MB"
            if before and before[1] > _START and seconds / before[1] > MOST / 2 * size / before[0]:
                yield f"{name}: {before[1]:.1f} s for {before[0]:g} MB, {seconds:.1f} s for {size:g} MB"
            before = size, seconds


def main() -> int:
    """Search, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--bombs", nargs="+", type=float, metavar="MB")
    chosen = parser.parse_args()
    found = 0
    for wrong in notes(chosen.bombs) if chosen.bombs else patterns(chosen.names):
        found += 1
        print(f"WRONG {wrong}", flush=True)
    print(f"{found} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
