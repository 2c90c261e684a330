"""Time what an ingest does with a digest before it writes: decode, repair, read, assemble, make cards.

    python benchmarks/prepare.py                      # CPU a paper of this tree, by step
    python benchmarks/prepare.py --against CHECKOUT   # and the ratio to another checkout of digestkb
    python benchmarks/prepare.py --damaged            # with digests whose UTF-8 was read as Windows-1254

The digests are drawn from the words of data/notes, in three languages and several shapes. The two trees take turns in
processes of their own that stay alive, so that both see the same machine; what is compared are medians of CPU time.
"""

from __future__ import annotations

import argparse
import cProfile
import importlib
import os
import pstats
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, cast

ROOT = Path(__file__).resolve().parent.parent
PER_NOTE = 30
#: Labels of fields and sections by language: people, date, tags, links; problem, idea, results, conclusion, two ideas.
LABELS = {
    "vi": (
        ("Tác giả", "Xuất bản lúc", "Tag", "Các đường dẫn liên quan"),
        ("Main Problem:", "Main Idea:", "Main Results:", "Conclusion & Future Works:", "Publish Papers:", "Patent:"),
    ),
    "en": (
        ("Authors", "Published", "Keywords", "Links"),
        ("I. Main Problem", "II. Main Idea", "III. Main Results", "IV. Conclusion", "Paper Ideas", "Patent Ideas"),
    ),
    "zh": (
        ("作者", "发布时间", "标签", "相关链接"),
        ("核心问题：", "主要思想：", "实验结果：", "结论：", "论文选题：", "专利："),
    ),
}


def words() -> dict[str, list[str]]:
    """The words of intact sample notes by language, so that equal ones are as frequent as there; no papers' numbers."""
    folders = ("syntheses", "literature", "logs")
    paths = [path for kind in folders for path in sorted((ROOT / "data/notes" / kind).glob("*.md"))]
    no_word = re.compile(r".*(?:://|\d{4}\.\d)|[|#*+`~>-]")
    texts = (path.read_bytes().decode("utf-8", "ignore") for path in paths if "gb18030" not in path.name)
    pool = [word for text in texts for word in text.split() if not no_word.match(word)]
    chinese = [word for word in pool if re.search("[\u4e00-\u9fff]", word)]
    latin = [word for word in pool if not re.search("[\u2e80-\uffff]", word)]
    english = [word for word in latin if word.isascii()]
    return {"vi": latin, "en": english, "zh": [*chinese, *english[: len(chinese)]]}


def digests(count: int) -> list[str]:
    """Make digests of :data:`PER_NOTE` papers each, always the same ones."""
    draw, pools = random.Random(11), words()
    notes = []
    for day in range(count):
        language = ("vi", "vi", "en", "zh")[day % 4]
        lines = [f"# Daily Papers - 2026-01-{day % 28 + 1:02}", "", "---", ""]
        for number in range(1, PER_NOTE + 1):
            lines += paper(draw, pools[language], language, number, f"2601.{day % 90 * 100 + number:05}")
        notes.append("\n".join(lines))
    return notes


def paper(draw: random.Random, pool: list[str], language: str, number: int, arxiv: str) -> list[str]:
    """Give the lines of one paper."""
    (people, date, tags, links), sections = LABELS[language]

    def text(most: int) -> str:
        # What stands between two blanks in Chinese is a clause.
        count = draw.randint(most // 2, most) // (4 if language == "zh" else 1) + 1
        return " ".join(draw.choices(pool, k=count))

    lines = [f"## {number}. Method{number}: {text(9)}", ""]
    lines += [f"**{people}:** Ada Lovelace, Minh Trần, 王伟, Grace Hopper", "", f"**{date}:** 2026-01-08", ""]
    lines += [f"**{tags}:** RL, LLMs, Diffusion", ""]
    for at, label in enumerate(sections):
        if at == 4:
            lines += ["### Brainstorming:", ""]
        lines += [f"{'####' if at > 3 else '###'} {label}"]
        lines += [f"- **{text(3)}** {text(30)}" for _ in range(3)] if at == 2 else [text(110)]
        lines += [""]
    lines += [f"### {links}", "", "| Platform | Link |", "| :--- | :--- |"]
    for name, address in (("Hugging Face", "https://huggingface.co/papers/"), ("ArXiv", "https://arxiv.org/abs/")):
        lines.append(f"| {name} | [{address}{arxiv}]({address}{arxiv}) |")
    return [*lines, "| Github Repository | N/A |", "", "---", ""]


def _preparer() -> Callable[[bytes, str], object]:
    """Give what prepares the bytes of a note, by its name; earlier checkouts have the parts elsewhere."""
    from digestkb.source import source_of

    try:
        from digestkb.prepare import prepare
        from digestkb.store.origin import Origin
    except ModuleNotFoundError:
        prepare = importlib.import_module("digestkb.ingest").prepare
        Origin = importlib.import_module("digestkb.store.store").Origin  # type: ignore[misc]
    return lambda note, name: prepare(source_of(note, name), Origin("", name))


def serve(data: list[bytes]) -> None:
    """Prepare all notes whenever a line comes in, and print the CPU seconds that it took."""
    prepare = _preparer()
    for _ in sys.stdin:
        start = time.process_time()
        for number, note in enumerate(data):
            prepare(note, f"{number}.md")
        print(time.process_time() - start, flush=True)


class Tree:
    """A checkout of digestkb, at work in a process of its own."""

    def __init__(self, checkout: Path, options: list[str]) -> None:
        command = [sys.executable, str(Path(__file__).resolve()), "--serve", *options]
        environment = {**os.environ, "PYTHONPATH": str(checkout.resolve())}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=checkout
        )
        self.turn()  # the first one fills caches and compiles patterns

    def turn(self) -> float:
        """Give the CPU seconds of one pass."""
        out, into = cast("IO[str]", self.process.stdout), cast("IO[str]", self.process.stdin)
        into.write("\n")
        into.flush()
        return float(out.readline())


def profile(data: list[bytes], papers: int) -> None:
    """Print CPU a paper by step, as the profiler sees it."""
    prepare = _preparer()
    profiler = cProfile.Profile()
    profiler.enable()
    for number, note in enumerate(data):
        prepare(note, f"{number}.md")
    profiler.disable()
    stats = cast("dict[tuple[str, int, str], tuple[int, int, float, float, object]]", pstats.Stats(profiler).stats)  # type: ignore[attr-defined]
    for step in ("decode", "repair", "scan_blocks", "read", "assemble", "numbered"):
        spent = [values[3] for (_, _, name), values in stats.items() if name == step]
        print(f"  {step:10} {max(spent, default=0) / papers * 1e6:6.0f} µs a paper, with the profiler's own")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT")
    parser.add_argument("--notes", type=int, default=8, help=f"of {PER_NOTE} papers each")
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("--damaged", action="store_true")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    data = [note.encode() for note in digests(arguments.notes)]
    if arguments.damaged:
        data = [note.decode("cp1254", "ignore").encode() for note in data]
    if arguments.serve:
        serve(data)
        return
    papers = arguments.notes * PER_NOTE
    options = ["--notes", str(arguments.notes), *(["--damaged"] if arguments.damaged else [])]
    trees = [Tree(checkout, options) for checkout in (ROOT, arguments.against) if checkout]
    times = [[tree.turn() for tree in trees] for _ in range(arguments.turns)]
    own = statistics.median(turn[0] for turn in times)
    print(f"this tree  {own / papers * 1e6:6.0f} µs of CPU a paper")
    if arguments.against:
        other = statistics.median(turn[1] for turn in times)
        print(f"the other  {other / papers * 1e6:6.0f} µs of CPU a paper")
        print(f"ratio of medians {own / other:.3f}")
    profile(data, papers)


if __name__ == "__main__":
    main()
