"""Time ingesting a folder of daily digests: fresh, again unchanged, and after one more note.

    python benchmarks/ingest.py                       # 3,000 papers drawn from the words of data/notes
    python benchmarks/ingest.py --papers 10000
    python benchmarks/ingest.py FOLDER                # notes of your own; --papers does not matter

Prints papers a second and, since seconds differ from machine to machine, what others take for the same files in the
same run: a plain pass over the lines (read, decode, look for ``arxiv`` in each), FTS5 as it comes with a row for each
section of a file, and recollindex where it is installed. What is compared is the time of the processor, of all
processes together; memory is that of the largest.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SECTIONS = ("Main Problem", "Main Idea", "Main Results", "Conclusion & Future Works")
PER_NOTE = 30


def words() -> list[str]:
    """The words of intact sample notes, in order, so that equal ones are as frequent as there."""
    paths = [path for kind in ("syntheses", "literature") for path in sorted((ROOT / "data/notes" / kind).glob("*.md"))]
    texts = (path.read_text(encoding="utf-8") for path in paths)
    return [word for text in texts for word in text.split() if "://" not in word and not word.startswith(("|", "#"))]


def write_digests(folder: Path, papers: int, per_note: int = PER_NOTE) -> None:
    """Write digests of so many papers each, the same ones for the same number of papers."""
    draw, pool = random.Random(7), words()
    for start in range(0, papers, per_note):
        lines = [f"# Daily Paper Digest - 2026-{start // per_note % 12 + 1:02}-{start // per_note % 28 + 1:02}", ""]
        for number in range(start, min(start + per_note, papers)):
            arxiv = f"{2401 + number // 90_000}.{10_000 + number % 90_000:05}"
            lines += [f"## {number - start + 1}. Method{number}: {' '.join(draw.choices(pool, k=8))}", ""]
            lines += ["**Authors:** Ada Lovelace, Minh Trần, 王伟", "", "**Published:** 2026-01-08", ""]
            lines += ["**Tag:** RL, LLMs, Diffusion", ""]
            for section in SECTIONS:
                lines += [f"### {section}:", " ".join(draw.choices(pool, k=110)), ""]
            lines += [
                "| Platform | Link |",
                "| :--- | :--- |",
                f"| ArXiv | https://arxiv.org/abs/{arxiv} |",
                "",
                "---",
                "",
            ]
        (folder / f"{start:06}.md").write_text("\n".join(lines), encoding="utf-8")


#: Looks at every line once.
PLAIN_PASS = """
import sys, pathlib
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.md")):
    sum("arxiv" in line for line in path.read_bytes().decode("utf-8", "replace").split("\\n"))
"""
#: The least that an index of these files takes.
PLAIN_INDEX = """
import sys, pathlib, re, sqlite3
connection = sqlite3.connect(sys.argv[2])
connection.execute("CREATE VIRTUAL TABLE notes USING fts5 (path, text, tokenize = 'unicode61 remove_diacritics 2')")
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.md")):
    sections = re.split("(?m)^(?=## )", path.read_bytes().decode("utf-8", "replace"))
    connection.executemany("INSERT INTO notes VALUES (?, ?)", ((str(path), text) for text in sections))
connection.commit()
"""


class Spent(NamedTuple):
    """What a command took."""

    #: Seconds by the clock, and of the processor.
    wall: float
    cpu: float
    #: Bytes of the largest process.
    memory: int


def run(*command: str) -> Spent:
    """Run a command as a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit status {process.returncode}")
    return Spent(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10)


def ingest(database: Path, folder: Path) -> Spent:
    """Run the command as a whole process."""
    return run(sys.executable, "-m", "digestkb", "--db", str(database), "ingest", str(folder))


def peers(scratch: Path, folder: Path) -> Iterator[tuple[str, Spent]]:
    """Have others go through the same files."""
    yield "plain pass", run(sys.executable, "-c", PLAIN_PASS, str(folder))
    yield "FTS5", run(sys.executable, "-c", PLAIN_INDEX, str(folder), str(scratch / "plain.db"))
    if shutil.which("recollindex"):
        settings = scratch / "recoll"
        settings.mkdir()
        (settings / "recoll.conf").write_text(f"topdirs = {folder}\nindexStripChars = 1\n", encoding="utf-8")
        yield "recollindex", run("recollindex", "-c", str(settings))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--papers", type=int, default=3000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder, database = Path(scratch, "notes"), Path(scratch, "kb.db")
        if arguments.folder:
            shutil.copytree(arguments.folder, folder)
        else:
            folder.mkdir()
            write_digests(folder, arguments.papers)
        size = sum(path.stat().st_size for path in folder.rglob("*.md"))
        others = dict(peers(Path(scratch), folder))
        fresh, again = ingest(database, folder), ingest(database, folder)
        shutil.copy(next(folder.rglob("*.md")), folder / "one-more.md")
        one = ingest(database, folder)
        print(f"{size / 1e6:.1f} MB, database {database.stat().st_size / size:.1f} times that")
        if not arguments.folder:
            print(f"{arguments.papers / fresh.wall:.0f} papers/s, {arguments.papers / fresh.cpu:.0f} a processor")
        for name, spent in {"fresh": fresh, "unchanged": again, "one more": one, **others}.items():
            beside = f"{fresh.cpu / spent.cpu:6.2f} times as fast as a fresh ingest"
            print(
                f"{name:12} {spent.wall:7.2f} s, {spent.cpu:7.2f} of the processor, {spent.memory >> 20:4} MB, {beside}"
            )


if __name__ == "__main__":
    main()
