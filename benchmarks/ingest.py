"""Time ingesting a folder of daily digests: fresh, again unchanged, and after one more note.

    python benchmarks/ingest.py                       # 3,000 papers drawn from the words of data/notes
    python benchmarks/ingest.py --papers 10000
    python benchmarks/ingest.py FOLDER                # notes of your own; --papers does not matter

Prints papers a second and, since seconds differ from machine to machine, the ratio to the time that a plain pass over
the lines of the same files takes in the same run (read, decode, look for ``arxiv`` in each line).
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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


def plain_pass(folder: Path) -> float:
    """Seconds that it takes to look at every line once."""
    start = time.perf_counter()
    for path in sorted(folder.rglob("*.md")):
        sum("arxiv" in line for line in path.read_bytes().decode("utf-8", "replace").split("\n"))
    return time.perf_counter() - start


def ingest(database: Path, folder: Path) -> float:
    """Seconds that the command takes as a whole process."""
    command = [sys.executable, "-m", "digestkb", "--db", str(database), "ingest", str(folder)]
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


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
        plain, fresh = plain_pass(folder), ingest(database, folder)
        again = ingest(database, folder)
        shutil.copy(next(folder.rglob("*.md")), folder / "one-more.md")
        one = ingest(database, folder)
        papers = 0 if arguments.folder else arguments.papers
        print(f"{size / 1e6:.1f} MB, database {database.stat().st_size / size:.1f} times that")
        rate = f", {papers / fresh:.0f} papers/s" if papers else ""
        print(f"fresh      {fresh:6.2f} s{rate}, {size / fresh / 1e6:.1f} MB/s, {fresh / plain:.0f} x a plain pass")
        print(f"unchanged  {again:6.2f} s, {again / fresh:.3f} of fresh")
        print(f"one more   {one:6.2f} s, {one / fresh:.3f} of fresh")


if __name__ == "__main__":
    main()
