"""Repair text that is made to be slow, in growing sizes: seconds must grow as the length does, and memory stay bounded.

    python benchmarks/adversaries.py                                  # 0.25, 1, 4 and 8 MB of each
    python benchmarks/adversaries.py --case latin --sizes 0.25 1 --profile
    python benchmarks/adversaries.py --clean /usr/share/locale/zh_TW  # clean text as `clean.py` reads it, besides

Each run is a process of its own, whose largest memory is printed. MB are of UTF-8 as repair gets it. The last column is
the exponent of growth between the smallest and the largest size: 1 is linear. A size that would take longer than
`--limit` seconds, as the one before says, is left out.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import math
import pstats
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from clean import files, text_of

from digestkb.text.ledger import Text
from digestkb.text.repair import repair

NOTES = Path(__file__).resolve().parent.parent / "data" / "notes"
_CHINESE = re.compile("[\u4e00-\u9fff][\u3000-\u9fff\uff00-\uffef]{5,}")
_LINE = 80


def letters(first: int, last: int) -> Callable[[int], str]:
    """Random characters of a range in words of six and lines of eighty."""

    def made(size: int) -> str:
        chance = random.Random(1)
        alphabet = [chr(code) for code in range(first, last + 1)]
        width = len(alphabet[-1].encode()) * 6 + 1
        words = ["".join(chance.choices(alphabet, k=6)) for _ in range(size // width)]
        return "\n".join(" ".join(words[at : at + _LINE // 7]) for at in range(0, len(words), _LINE // 7))

    return made


def chinese() -> Iterator[str]:
    """Sentences of the Chinese notes, again and again in another order and with other numbers between them."""
    notes = "\n".join(path.read_text("utf-8", "replace") for path in sorted(NOTES.rglob("*.md")))
    sentences = _CHINESE.findall(notes)
    chance = random.Random(2)
    while True:
        yield f"{chance.choice(sentences)} {chance.randrange(1000)}，{chance.choice(sentences)}"


def misread(codec: str, dropped: str) -> Callable[[int], str]:
    """Chinese in UTF-8 that was read in another encoding and lost the characters of a class."""
    gone = re.compile(dropped)

    def made(size: int) -> str:
        lines: list[str] = []
        length = 0
        for line in chinese():
            if length >= size:
                break
            lines.append(gone.sub("", line.encode().decode(codec, "replace")))
            length += len(lines[-1].encode()) + 1
        return "\n".join(lines)

    return made


def again(unit: str) -> Callable[[int], str]:
    """A few characters over and over, in one line."""
    return lambda size: unit * (size // len(unit.encode()))


def whole(text: str) -> Callable[[int], str]:
    """A text as often as it takes."""
    return lambda size: (text * (size // len(text.encode()) + 1)).encode()[:size].decode("utf-8", "ignore")


def joined(made: Callable[[int], str]) -> Callable[[int], str]:
    """The same in one line."""
    return lambda size: made(size).replace("\n", " ")


CASES: dict[str, Callable[[int], str]] = {
    "random Latin-1 letters": letters(0xC0, 0xFF),
    "random Latin-1 letters, one line": joined(letters(0xC0, 0xFF)),
    "random Latin-1 letters and signs": letters(0xA1, 0xFF),
    "random C1 controls and Latin-1": letters(0x80, 0xFF),
    "random Cyrillic": letters(0x410, 0x44F),
    "random Han": letters(0x4E00, 0x9FA5),
    "Chinese as Latin-1, all C1 dropped": misread("latin-1", "[\x80-\x9f\xad]"),
    "Chinese as Latin-1, all C1 dropped, one line": joined(misread("latin-1", "[\x80-\x9f\xad]")),
    "Chinese as GB18030, U+FFFD dropped": misread("gb18030", "\ufffd"),
    "Chinese as Shift-JIS, U+FFFD dropped": misread("cp932", "\ufffd"),
    "leads in one line": again("á»Ã"),
    "damaged words in one line": again("Ä‘Æ°á»£c "),
}


def text_in(path: Path) -> str:
    """The text of a folder of catalogues, manual pages or text."""
    texts = [text_of(name, data) for name, data in files(path)]
    return "\n".join("\n".join(text.lines) for text in texts if text is not None) + "\n"


def one(case: str, size: float, clean: Path | None, profile: bool) -> None:
    """Measure one case in this process, and print it as JSON."""
    text = (whole(text_in(clean)) if clean else CASES[case])(int(size * 1e6))
    lines = Text(tuple(text.split("\n")), "utf-8")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    profiler = cProfile.Profile()
    if profile:
        profiler.enable()
    start = time.process_time()
    repaired = repair(lines)
    seconds = time.process_time() - start
    profiler.disable()
    changed = sum(a != b for a, b in zip(lines.lines, repaired.lines, strict=True))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if profile:
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(25)
    print(json.dumps({"seconds": seconds, "before": before / 1e3, "most": most / 1e3, "changed": changed}))


def row(case: str, options: argparse.Namespace, clean: Path | None = None) -> None:
    """Print one case in all sizes."""
    cells, times, most = [], [], 0.0
    for size in options.sizes:
        if times and times[-1][1] / times[-1][0] * size > options.limit:
            cells.append(f"{'–':>8}")
            continue
        command = [sys.executable, __file__, "--one", case, "--sizes", str(size)]
        command += ["--clean", str(clean)] if clean else []
        command += ["--profile"] if options.profile and size == options.sizes[-1] else []
        result = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        times.append((size, result["seconds"]))
        most = max(most, result["most"])
        cells.append(f"{size / result['seconds']:>8.2f}")
    (small, quick), (large, slow) = times[0], times[-1]
    growth = f"{math.log(slow / quick) / math.log(large / small):>7.2f}" if large > small else f"{'–':>7}"
    print(f"{case[:46]:<46}{''.join(cells)}{most:>9.0f}{growth}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", default="", help="only cases with this in their name")
    parser.add_argument("--sizes", nargs="+", type=float, default=[0.25, 1, 4, 8], help="in MB")
    parser.add_argument("--clean", nargs="+", type=Path, default=[], help="folders of catalogues or text, a case each")
    parser.add_argument("--limit", type=float, default=60, help="seconds that a run may take (60)")
    parser.add_argument("--profile", action="store_true", help="print where the time of the largest size goes")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        one(options.one, options.sizes[0], options.clean[0] if options.clean else None, options.profile)
        return 0
    sizes = "".join(f"{size:>5g} MB" for size in options.sizes)
    print(f"{'MB/s':<46}{sizes}{'peak MB':>9}{'growth':>7}")
    for case in CASES:
        if options.case.lower() in case.lower():
            row(case, options)
    for path in options.clean:
        row(str(path), options, path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
