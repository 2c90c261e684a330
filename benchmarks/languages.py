#!/usr/bin/env python3
"""Damage clean text in many languages so that bytes are lost, repair it, and print what came back and what was doubted.

usage: languages.py [--languages ko,ja] [--channel NAME] [--characters N] [--ftfy] [--show N] FOLDER ...

A folder holds a text file for each language, named for it (``ko.txt``, ``zh_TW.txt``), at any depth: files of one name
are one language. Each text is cut into files of ``FILE`` lines, damaged, and repaired as a note would be. One row a
channel and language: characters beyond ASCII that came back; of those that did not, how many are in a place that is
marked uncertain; the right ones that are marked so for each wrong one; damaged UTF-8 repaired in a second.

example: languages.py --languages el,th --characters 50000 TEXTS
"""

from __future__ import annotations

import argparse
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.repair import by_ftfy, misread, then
from digestkb.text.ledger import Repair, Text
from digestkb.text.repair import repair

#: Lines of one damaged file.
FILE = 150
CHANNELS = {
    "cp1252-drop": misread("utf-8", "cp1252", "ignore"),
    "cp1254-drop": then(misread("utf-8", "cp1254", "ignore"), lambda text: text.replace("\u00ad", "")),
}


class Score:
    """Characters beyond ASCII: how many there are, how many came back, and which are marked uncertain."""

    def __init__(self) -> None:
        self.all = self.wrong = self.wrong_marked = self.right_marked = 0

    def add(self, got: str, want: str, doubtful: Sequence[bool]) -> None:
        """Count a line; ``doubtful`` says of each character of ``got`` whether it is marked."""
        self.all += _beyond(want)
        if got == want:
            self.right_marked += sum(mark and char > "\x7f" for char, mark in zip(got, doubtful, strict=True))
            return
        for tag, a, b, start, end in SequenceMatcher(None, got, want, autojunk=False).get_opcodes():
            if tag == "equal":
                self.right_marked += sum(doubtful[i] and got[i] > "\x7f" for i in range(a, b))
                continue
            wrong = _beyond(want[start:end])
            self.wrong += wrong
            if any(doubtful[a : max(b, a + 1)]):
                self.wrong_marked += wrong


def _beyond(text: str) -> int:
    return sum(char > "\x7f" for char in text)


def marks(line: str, changes: Iterable[Repair], before: str) -> list[bool]:
    """Of each character of a repaired line whether it is in a place that is marked uncertain."""
    out: list[bool] = []
    place, pieces = 0, []
    for change in sorted(changes, key=lambda change: change.start):
        pieces += [before[place : change.start], change.after]
        out += [False] * (change.start - place) + [change.uncertain] * len(change.after)
        place = change.end
    out += [False] * (len(before) - place)
    return out if "".join([*pieces, before[place:]]) == line else [False] * len(line)


def texts(folders: Iterable[Path], most: int) -> dict[str, list[str]]:
    """The lines of each language, not more than so many characters of it, from all over its files."""
    files: dict[str, list[Path]] = {}
    for path in sorted(file for folder in folders for file in folder.rglob("*.txt")):
        files.setdefault(path.stem, []).append(path)
    found = {}
    for language, paths in sorted(files.items()):
        share = most // len(paths)
        found[language] = [line for path in paths for line in _spread(path.read_text(encoding="utf-8"), share)]
    return found


def _spread(text: str, most: int) -> Iterator[str]:
    """Stretches of a text that have so many characters beyond ASCII together."""
    lines = [line for line in unicodedata.normalize("NFC", text).split("\n") if line.strip()]
    sums = list(accumulate(map(_beyond, lines), initial=0))
    parts = 8 if sums[-1] > most else 1
    for part in range(parts):
        start = len(lines) * part // parts
        for i in range(start, len(lines) * (part + 1) // parts):
            if sums[i] - sums[start] > most // parts:
                break
            yield lines[i]


def measure(lines: list[str], channel: str, options: argparse.Namespace) -> str:
    """The cells of one row."""
    score, theirs = Score(), Score()
    seconds, size, shown = 0.0, 0, options.show
    for start in range(0, len(lines), FILE):
        clean = lines[start : start + FILE]
        damaged = [CHANNELS[channel](line) or "" for line in clean]
        size += len("\n".join(damaged).encode())
        began = time.perf_counter()
        text = repair(Text(tuple(damaged), "utf-8"))
        seconds += time.perf_counter() - began
        by_line: dict[int, list[Repair]] = {}
        for change in text.repairs:
            by_line.setdefault(change.line, []).append(change)
        for number, (got, want, before) in enumerate(zip(text.lines, clean, damaged, strict=True), 1):
            score.add(got, want, marks(got, by_line.get(number, ()), before))
            if options.ftfy:
                fixed = by_ftfy(before)
                theirs.add(fixed, want, [False] * len(fixed))
            if got != want and shown:
                shown -= 1
                print(f"      {want[:200]}\n   => {got[:200]}")
    marked = f"{score.wrong_marked / score.wrong:7.1%} {score.right_marked / score.wrong:6.2f}" if score.wrong else ""
    other = f"{1 - theirs.wrong / theirs.all:9.3%}" if options.ftfy else ""
    return f"{score.all:>9} {1 - score.wrong / score.all:9.3%} {other:>9} {marked:>14} {size / 1e6 / seconds:6.2f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--languages", default="", help="only these, with commas between them")
    parser.add_argument("--channel", default="", help="only channels with this in their name")
    parser.add_argument("--characters", type=int, default=30_000, help="beyond ASCII, of each language (default 30000)")
    parser.add_argument("--ftfy", action="store_true", help="repair with ftfy as well")
    parser.add_argument("--show", type=int, default=0, help="print so many wrong lines a row")
    options = parser.parse_args()
    found = texts(options.folders, options.characters)
    print(f"{'channel':<12} {'':6} {'beyond':>8} {'right':>9} {'ftfy':>9} {'marked':>7} {'right':>6} {'MB/s':>6}")
    for channel in CHANNELS:
        for language, lines in found.items():
            if options.channel in channel and (not options.languages or language in options.languages.split(",")):
                print(f"{channel:<12} {language:<6} {measure(lines, channel, options)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
