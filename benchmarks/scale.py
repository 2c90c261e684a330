"""Measure ingest and questions at 10³, 10⁴, 10⁵ papers and beyond, and write docs/scale.md with its picture.

    python benchmarks/scale.py                            # 1,000, 10,000 and 100,000 papers, some twenty minutes
    python benchmarks/scale.py --papers 1000 --into /tmp  # the document and its figures elsewhere
    python benchmarks/scale.py --papers 1000000           # a size more; figures of others are kept
    python benchmarks/scale.py --papers                   # write the document anew from the figures that are there
    python benchmarks/scale.py --engines file server      # and on a PostgreSQL server of its own; or there alone

Notes are made, always the same ones for a number of papers: digests of thirty papers each in three languages, from the
words of data/notes, and for every three hundred papers a tree of topics. Times of questions are seconds of the
processor (user and system) of whole processes, medians, which others who use the machine change least. Those of a
server are counted with those of the command, to a hundredth of a second, and are means. Needs /proc.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from math import log10
from pathlib import Path
from typing import Any

from prepare import PER_NOTE, paper, words

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # where the server of the tests is
SIZES = (1_000, 10_000, 100_000)
LANGUAGES = ("vi", "vi", "en", "zh")
RARE, COMMON = "zyxotron", "mô"
#: Papers of which a tree of topics is made, and how many of them are in it.
TREE, IN_TREE = 300, 60
FIRST, SECOND = ("Agents", "Vision", "Reasoning", "Retrieval", "Speech"), ("Models", "Data", "Training", "Evaluation")
GIVEN = "Ada Bình Chen Dana Elif Farid Grace Hana Ivan Jun Kofi Lan Minh Nora Omar Priya Quang Rosa Sven Tuấn".split()
FAMILY = (
    "Abe Berg Cao Diaz Endo Faye Gupta Hoàng Ito Jansen Kim Lê Moreau Nguyễn Ochoa Park Qiu Rossi Silva Trần".split()
)
#: What is asked, by what it is called.
QUESTIONS: dict[str, Sequence[str]] = {
    "search, rare word": ("search", "-f", "tsv", RARE),
    "search, common word": ("search", "-f", "tsv", COMMON),
    "search, Chinese": ("search", "-f", "tsv", "模型"),
    "search, phrase": ("search", "-f", "tsv", '"mô hình"'),
    "search, prefix": ("search", "-f", "tsv", "quant*"),
    "search, filters": ("search", "-f", "tsv", "--tag", "tag-7", "--lang", "vi", COMMON),
    "list, newest": ("list", "-f", "tsv", "-n", "20"),
    "list, by tag": ("list", "-f", "tsv", "-n", "20", "--tag", "tag-7"),
    "topics": ("topics", "-f", "tsv"),
    "tags": ("tags", "-f", "tsv"),
    "timeline": ("timeline", "-f", "tsv"),
    "related": ("related", "-f", "tsv"),
    "stats": ("stats", "-f", "tsv"),
}
PASS = "python -c pass"
#: So many papers arXiv has, about.
ARXIV = 3_000_000
Figures = dict[str, Any]


def number(at: int) -> str:
    """Give the arXiv number of a paper by its place: ten years of them, as evenly as they come."""
    return f"{15 + at % 120 // 12:02}{at % 12 + 1:02}.{at // 120 + 1:05}"


def notes(papers: int) -> Iterator[tuple[str, str]]:
    """Yield notes with their paths."""
    pools, rare = words(), {papers // 4, papers // 2, papers * 3 // 4}
    for start in range(0, papers, PER_NOTE):
        yield f"{start // 3000:04}/{start:07}.md", digest(range(start, min(start + PER_NOTE, papers)), pools, rare)
    for start in range(0, papers, TREE):
        yield f"topics/{start:07}.md", tree(start, random.Random(start))


def digest(papers: range, pools: dict[str, list[str]], rare: Container[int] = ()) -> str:
    """Give the digest of some papers; those that are ``rare`` have a word that no other has."""
    at = papers.start // PER_NOTE
    draw, language = random.Random(papers.start), LANGUAGES[at % len(LANGUAGES)]
    lines = [f"# Daily Papers - {dt.date(2015, 1, 1) + dt.timedelta(days=at % 4000)}", "", "---", ""]
    for place in papers:
        text = "\n".join(paper(draw, pools[language], language, place - papers.start + 1, number(place)))
        tags = ", ".join(f"tag-{min(int(draw.paretovariate(0.6)), 900)}" for _ in range(3))
        people = ", ".join(f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}" for _ in range(4))
        text = text.replace("RL, LLMs, Diffusion", tags).replace("Ada Lovelace, Minh Trần, 王伟, Grace Hopper", people)
        lines.append(text.replace("####", f"{RARE}\n\n####", 1) if place in rare else text)
    return "\n".join(lines)


def tree(start: int, draw: random.Random) -> str:
    """Give the tree of topics of some papers."""
    lines = ["1.  **TOPIC_TREE**", ""]
    for first in FIRST:
        lines.append(f"    *   {first}")
        for second in SECOND:
            lines.append(f"        *   {first} {second}")
            for _ in range(IN_TREE // len(FIRST) // len(SECOND)):
                lines.append(f"            *   {number(start + draw.randrange(TREE))} | What it does.")
    return "\n".join(lines) + "\n"


def memory(process: int) -> int:
    """Bytes that a process and its children have for themselves; what several share counts once."""
    total = 0
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        total += int(re.findall(r"^Pss: +(\d+)", rollup, re.MULTILINE)[0]) << 10
        for child in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split():
            total += memory(int(child))
    except (OSError, IndexError):  # it ended meanwhile
        pass
    return total


class Run:
    """A process from its beginning to its end."""

    def __init__(self, command: Sequence[str], *, watched: bool = False) -> None:
        began, self.peak = time.perf_counter(), 0
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        ended = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(process.pid, ended))
        if watched:
            watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.wall, self.cpu = time.perf_counter() - began, usage.ru_utime + usage.ru_stime
        ended.set()
        if watched:
            watcher.join()
        self.peak = self.peak or usage.ru_maxrss << 10
        if process.returncode:
            raise SystemExit(f"{' '.join(command)}: exit status {process.returncode}")

    def _watch(self, process: int, ended: threading.Event) -> None:
        while not ended.wait(0.2):
            self.peak = max(self.peak, memory(process))


def measured(papers: int, scratch: Path, turns: int, jobs: int, engines: Collection[str]) -> Figures:
    """Measure one size, on the engines that are named."""
    folder = scratch / "notes"
    size = _written(papers, folder)
    time.sleep(2.1)  # what was changed a moment before it is read is read again
    found: Figures = {}
    if "file" in engines:
        found |= _in_a_file(papers, size, scratch, turns, jobs)
    if "server" in engines:
        found["server"] = _on_a_server(papers, size, folder, turns, jobs)
    return found


def _in_a_file(papers: int, size: int, scratch: Path, turns: int, jobs: int) -> Figures:
    folder, database = scratch / "notes", scratch / "kb.db"
    base = [sys.executable, "-m", "digestkb", "--db", str(database)]
    fresh = Run([*base, "ingest", "--jobs", str(jobs), str(folder)], watched=True)
    again = [Run([*base, "ingest", str(folder)]).cpu for _ in range(3)]
    found: Figures = {
        "papers": papers,
        "jobs": jobs,
        "files": sum(path.is_file() for path in folder.rglob("*.md")),
        "megabytes": size / 1e6,
        "ingest": {"papers a second": papers / fresh.wall, "processor": fresh.cpu, "memory": fresh.peak},
        "size": database.stat().st_size / size,
        "unchanged": statistics.median(again),
    }
    pools, one = words(), []
    for turn in range(3):
        start = (papers // PER_NOTE + 1 + turn) * PER_NOTE
        more = digest(range(start, start + PER_NOTE), pools)
        (folder / f"more-{turn}.md").write_text(more, encoding="utf-8")
        one.append(Run([*base, "ingest", str(folder)]).cpu)
    found["one more"] = statistics.median(one)
    found["questions"] = questions(base, database, turns)
    return found


def _on_a_server(papers: int, size: int, folder: Path, turns: int, jobs: int) -> Figures:
    from tests.postgres.server import running

    with running() as server:
        name = server.empty()
        clock = ServerClock(server.folder / "data" / "postmaster.pid")
        base = [sys.executable, "-m", "digestkb", "--db", server.address(name)]
        before, began = clock.seconds(), time.perf_counter()
        fresh = Run([*base, "ingest", "--jobs", str(jobs), str(folder)])
        taken = time.perf_counter() - began
        found: Figures = {
            "papers a second": papers / taken,
            "processor": fresh.cpu + clock.seconds() - before,
            "size": server.ask(name, f"SELECT pg_database_size('{name}')")[0][0] / size,
            "questions": {},
        }
        server.ask(name, "VACUUM ANALYZE")  # which a server does by itself, but not that of the tests
        one = server.ask(name, "SELECT id FROM digestkb.papers WHERE number = 7")[0][0]
        for question, given in QUESTIONS.items():
            command = [*base, *given, *([one] if question == "related" else [])]
            Run(command)
            before = clock.seconds()
            ours = sum(Run(command).cpu for _ in range(turns))
            found["questions"][question] = (ours + clock.seconds() - before) / turns
        return found


class ServerClock:
    """What a server has used of the processor, and all its processes that ended."""

    def __init__(self, file: Path) -> None:
        self._process = int(file.read_text(encoding="ascii").split()[0])

    def seconds(self) -> float:
        time.sleep(0.2)  # in which what served the last command ends
        fields = Path(f"/proc/{self._process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _written(papers: int, folder: Path) -> int:
    """Write the notes; gives how many bytes they have."""
    size = 0
    for name, text in notes(papers):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes(text.encode())
    return size


def questions(base: Sequence[str], database: Path, turns: int) -> dict[str, dict[str, float]]:
    """Ask everything in turns beside a Python that does nothing."""
    one = sqlite3.connect(database).execute("SELECT id FROM papers WHERE number = 7").fetchone()[0]
    commands = {name: [*base, *given] for name, given in QUESTIONS.items()}
    commands["related"].append(one)
    commands[PASS] = [sys.executable, "-c", "pass"]
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(turns + 1):
        for name, command in commands.items():
            runs[name].append(Run(command))
    return {
        name: {
            "seconds": statistics.median(run.cpu for run in done[1:]),
            "ratio": statistics.median(a.cpu / b.cpu for a, b in zip(done[1:], runs[PASS][1:], strict=True)),
            "memory": max(run.peak for run in done),
        }
        for name, done in runs.items()
    }


def row(name: str, of: Callable[[Figures], str], figures: Sequence[Figures]) -> str:
    return f"| {name} | {' | '.join(map(of, figures))} |"


def document(figures: Sequence[Figures]) -> str:
    """Write the document."""
    lines = [line.rstrip() for line in HEAD.splitlines()]
    lines += ["", row("", lambda one: f"{one['papers']:,} papers", figures), f"| --- |{' ---: |' * len(figures)}"]
    rows: dict[str, Callable[[Figures], str]] = {
        "files · MB of Markdown": lambda one: f"{one['files']:,} · {one['megabytes']:.1f}",
        "ingest, ms a paper": lambda one: f"{one['ingest']['processor'] / one['papers'] * 1e3:.2f}",
        "ingest, memory of all processes, MB": lambda one: f"{one['ingest']['memory'] / 1e6:.0f}",
        "database / Markdown": lambda one: f"{one['size']:.2f}",
        "ingest again, nothing new, s": lambda one: f"{one['unchanged']:.2f}",
        "one more note of thirty papers, s": lambda one: f"{one['one more']:.2f}",
    }
    lines += [row(name, of, figures) for name, of in rows.items()]
    for name in QUESTIONS:
        lines.append(row(name, lambda one, name=name: _asked(one["questions"][name]), figures))  # type: ignore[misc]
    lines.append(row(f"`{PASS}`", lambda one: _asked(one["questions"][PASS]), figures))
    most = max(max(q["memory"] for q in one["questions"].values()) for one in figures) / 1e6
    lines += ["", f"No question took more than {most:.0f} MB of memory.", ""]
    largest = max(one["papers"] for one in figures)
    if largest < 1_000_000:
        lines += [f"More than {largest:,} papers were not measured; `--papers 1000000` would do it.", ""]
    system = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors"
    lines.append(f"Measured with {system}, on a machine that others used at the same time.")
    if served := [one for one in figures if "server" in one]:
        lines += ["", *on_server(served)]
    return "\n".join(lines) + "\n"


def on_server(figures: Sequence[Figures]) -> Iterator[str]:
    """Write the part about servers: what the same takes there beside a file."""
    yield from (line.rstrip() for line in SERVER.splitlines())
    yield ""
    yield row("file · server", lambda one: f"{one['papers']:,} papers", figures)
    yield f"| --- |{' ---: |' * len(figures)}"

    def ingested(one: Figures) -> str:
        here, there = one["ingest"]["processor"], one["server"]["processor"]
        return f"{here / one['papers'] * 1e3:.2f} · {there / one['papers'] * 1e3:.2f}"

    yield row("ingest, ms a paper", ingested, figures)
    yield row("database / Markdown", lambda one: f"{one['size']:.2f} · {one['server']['size']:.2f}", figures)
    for name in QUESTIONS:
        yield row(
            f"{name}, ms",
            lambda one, name=name: (  # type: ignore[misc]
                f"{one['questions'][name]['seconds'] * 1e3:.0f} · {one['server']['questions'][name] * 1e3:.0f}"
            ),
            figures,
        )
    if len(figures) > 1:
        yield ""
        yield from at_all_of_arxiv(*figures[-2:])


def at_all_of_arxiv(before: Figures, last: Figures) -> Iterator[str]:
    """Say from the growth over the last two sizes where one server stands with every paper of arXiv."""
    decades = log10(last["papers"] / before["papers"])
    more = log10(ARXIV / last["papers"])

    def there(of: Callable[[Figures], float]) -> float:
        return of(last) * float((of(last) / of(before)) ** (more / decades))

    hours = there(lambda one: one["server"]["processor"]) / 3600
    size = there(lambda one: one["server"]["size"] * one["megabytes"]) / 1000
    yield f"### At {ARXIV:,} papers"
    yield ""
    start, end = f"{before['papers']:,}", f"{last['papers']:,}"
    yield f"As many has arXiv, about. This is no measurement, but what follows if all grows from {end} papers on"
    yield f"as it did from {start}: an ingest of everything takes {hours:.0f} hours of the processor, the"
    yield f"database {size:.0f} GB of disk, and a question so many seconds of it:"
    yield ""
    yield "| question | seconds |"
    yield "| --- | ---: |"
    for name in QUESTIONS:
        yield f"| {name} | {there(lambda one, name=name: one['server']['questions'][name]):.1f} |"  # type: ignore[misc]
    yield ""
    yield from (line.rstrip() for line in BEYOND.splitlines())


def _asked(one: dict[str, float]) -> str:
    return f"{one['seconds'] * 1e3:.0f} ms · {one['ratio']:.1f} ×"


SERVER = """## On a PostgreSQL server

The same notes and questions, in a file and in a database of a server of the benchmark's own, on one machine
(`--engines file server`). What the server uses of the processor is counted with what the command does, of which Python
and the client alone take most at the smaller sizes.
"""
BEYOND = """So one server would still answer rare words, filters, labels and lists. What gives first are words that
every tenth paper has: all papers with them are ranked, one after the other, and each is unpacked for that. What helps
then:

- *Memory*: the index, a tenth of the database at 10,000 papers, is read from the disk where `shared_buffers` is
  smaller.
- *Read replicas*: a question only reads, and all of it is of one moment, so that it may be put to a copy
  (`--db postgresql://replica/papers`). That makes room for more people, and no question quicker.
- *Partitions by month* of `papers.date_first` for `search`: a question with dates then looks into the months that it
  names, and the processors of one machine share the others among them. digestkb does not make them yet.
"""
HEAD = """# At every size

This is written by `benchmarks/scale.py`, from notes that it makes: digests of thirty papers in three languages, and
trees of topics. Seconds and milliseconds are those of the processor, of a process as a whole and all that it starts; ×
is how many times `python -c pass` that is. By the clock an ingest takes as much less as it has processors (`--jobs`).

![Time of questions by the number of papers](scale.svg)
"""


def picture(figures: Sequence[Figures]) -> str:
    """Draw how the time of questions, and of one more note, grows; both axes are logarithms."""
    names = ["search, rare word", "search, common word", "search, Chinese", "list, by tag", "tags", "related"]
    lines = {name: [one["questions"][name]["seconds"] for one in figures] for name in names}
    lines["one more note"] = [one["one more"] for one in figures]
    sizes = [one["papers"] for one in figures]
    low, high = 0.01, max(1.0, 1.2 * max(max(values) for values in lines.values()))
    across = log10(sizes[-1] / sizes[0]) or 1.0

    def place(size: float, seconds: float) -> tuple[float, float]:
        return 60 + 440 * log10(size / sizes[0]) / across, 300 - 270 * log10(seconds / low) / log10(high / low)

    drawn = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 340" font-family="sans-serif" font-size="11">']
    drawn.append('<rect width="680" height="340" fill="white"/>')
    for seconds in (0.01, 0.03, 0.1, 0.3, 1, 3, 10):
        if seconds <= high:
            _, y = place(sizes[0], seconds)
            drawn.append(f'<path d="M60 {y:.0f}H500" stroke="#ddd"/><text x="8" y="{y + 4:.0f}">{seconds:g} s</text>')
    for size in sizes:
        x, _ = place(size, 1)
        drawn.append(f'<text x="{x:.0f}" y="320" text-anchor="middle">{size:,}</text>')
    colours = "#1b6ca8 #c0392b #27864a #8e44ad #b9770e #16a085 #333333".split()
    ends = []
    for (name, values), colour in zip(lines.items(), colours, strict=True):
        points = [place(size, max(value, low)) for size, value in zip(sizes, values, strict=True)]
        path = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        ends.append((points[-1][1], name, colour))
    below = 0.0
    for y, name, colour in sorted(ends):
        below = max(y + 4, below + 14)
        drawn.append(f'<text x="510" y="{below:.0f}" fill="{colour}">{name}</text>')
    return "\n".join([*drawn, "</svg>", ""])


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--engines", choices=("file", "server"), nargs="+", default=["file"])
    parser.add_argument("--turns", type=int, default=7, help="of all questions")
    parser.add_argument("--into", type=Path, default=ROOT / "docs", metavar="FOLDER")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    kept = given.into / "scale.json"
    figures = {one["papers"]: one for one in json.loads(kept.read_text(encoding="utf-8"))} if kept.exists() else {}
    for papers in given.papers:
        with tempfile.TemporaryDirectory() as scratch:
            new = measured(papers, Path(scratch), given.turns, given.jobs, given.engines)
            figures[papers] = {**figures.get(papers, {}), **new}
        print(json.dumps(figures[papers]), flush=True)
        kept.write_text(json.dumps([figures[size] for size in sorted(figures)], indent=1) + "\n", encoding="utf-8")
    if not figures:
        parser.error("there are no figures yet")
    ordered = [figures[size] for size in sorted(figures)]
    (given.into / "scale.md").write_text(document(ordered), encoding="utf-8")
    (given.into / "scale.svg").write_text(picture(ordered), encoding="utf-8")


if __name__ == "__main__":
    main()
