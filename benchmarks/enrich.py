"""Time ``digestkb enrich`` on records in the form of arXiv's metadata snapshot, from JSON, a zip and gzip.

    python benchmarks/enrich.py                       # 200,000 records, in a folder that is deleted afterwards
    python benchmarks/enrich.py --records 3000000     # as many as arXiv has: 5.7 GB, and some minutes to write them
    python benchmarks/enrich.py --notes FOLDER        # numbers of your own notes in place of those of data/notes

Prints for each form MB of JSON a second of processor time (user and system, so that other programs do not count) and of
the clock, the most memory that a process took, and beside them two baselines in the same units: to read the lines of
the file and do nothing, and to parse every one of them. ``doctor --against`` is timed on the same files: the records'
titles are drawn from a list of words, so that nearly every title is wrong and it reads the file a second time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import snapshot

ROOT = Path(__file__).resolve().parent.parent
BASELINES = {
    "lines only": "for line in open(sys.argv[1], 'rb'): pass",
    "every line parsed": "for line in open(sys.argv[1], 'rb'): json.loads(line)",
}


def timed(*command: str, status: int = 0) -> tuple[float, float, float]:
    """Run a command that ends with a status; gives seconds by the clock, of the processor, and the most MB."""
    began = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DIGESTKB_CONFIG": os.devnull}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, ended, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(ended)
    if process.returncode != status:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def told(what: str, size: float, seconds: tuple[float, float, float]) -> None:
    """Print a line of the table."""
    clock, processor, memory = seconds
    print(f"{what:<20}{size / processor:>10.0f}{size / clock:>12.0f}{memory:>10.0f}{clock:>10.1f}")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--notes", type=Path, default=ROOT / "data" / "notes")
    parser.add_argument("--forms", nargs="+", choices=("json", "zip", "gz"), default=("json", "zip", "gz"))
    parser.add_argument("--folder", type=Path, help="where the files are made, and deleted; else the system's own")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        program = (sys.executable, "-m", "digestkb", "--db", str(folder / "kb.db"))
        timed(*program, "ingest", str(given.notes))
        missing = subprocess.run([*program, "enrich", "--missing"], capture_output=True, text=True, check=True)
        wanted = missing.stdout.split()
        plain = folder / "snapshot.json"
        snapshot.write(plain, snapshot.lines(given.records, wanted))
        size = plain.stat().st_size / 1e6
        print(f"{given.records + len(wanted):,} records, {size:,.0f} MB, {len(wanted)} of them wanted\n")
        print(f"{'':<20}{'MB/s (CPU)':>10}{'MB/s (wall)':>12}{'MB':>10}{'seconds':>10}")
        for what, script in BASELINES.items():
            told(what, size, timed(sys.executable, "-c", f"import json, sys\n{script}", str(plain)))
        for form in given.forms:
            path = folder / f"snapshot.{form}"
            if form != "json":
                with plain.open("rb") as text, snapshot.packing(path) as file:
                    shutil.copyfileobj(text, file, 1 << 20)
            shutil.copy(folder / "kb.db", folder / "used.db")
            told(f"enrich {form}", size, timed(*program[:-1], str(folder / "used.db"), "enrich", str(path)))
            told(f"doctor {form}", size, timed(*program, "doctor", "--against", str(path), status=1))
            if form != "json":
                path.unlink()


if __name__ == "__main__":
    main()
