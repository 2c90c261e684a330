#!/usr/bin/env python3
"""Damage clean text in many languages so that bytes are lost, repair it, and print what came back and what was doubted.

usage: languages.py [--languages ko,ja] [--channel NAME] [--characters N] [--ftfy] [--show N] FOLDER ...
       languages.py --confidence [--half odd] [--languages ko,ja] [--channel NAME] [--characters N] FOLDER ...

A folder holds a text file for each language, named for it (``ko.txt``, ``zh_TW.txt``), at any depth: files of one name
are one language. Each text is cut into files of ``FILE`` lines, damaged, and repaired as a note would be. One row a
channel and language: characters beyond ASCII that came back; of those that did not, how many are in a place that is
marked uncertain; the right ones that are marked so for each wrong one; damaged UTF-8 repaired in a second.

With ``--confidence`` the texts are damaged in every way that repair.py knows. One row a channel, one a language and one
for all: how far what the ledger says of its entries is from how many of them are right (the expected calibration error,
in the bins of the table that follows), and how many entries there are. An entry is right if it has no wrong character.
``--half odd`` leaves out the half of the lines that learn_confidence.py learned from.

examples: languages.py --languages el,th --characters 50000 TEXTS
          languages.py --confidence --half odd --characters 3000 TEXTS
"""

from __future__ import annotations

import argparse
import sys
import time
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.repair import CHANNELS as EVERY_CHANNEL
from benchmarks.repair import by_ftfy, misread, mistakes, placed, then, truth
from digestkb.text.ledger import LOST, Repair, Text
from digestkb.text.repair import repair

#: Lines of one damaged file.
FILE = 150
#: Lines in a row that are of one half.
BLOCK = 25
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


#: Where the bins of what the ledger says end: most of it is near one.
EDGES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.01)


class Reliability:
    """How confident the ledger is of its entries, and how many of them are right."""

    def __init__(self) -> None:
        #: For each bin: entries, the sum of their confidence, those that are right.
        self.bins = [[0, 0.0, 0] for _ in EDGES]

    def add(self, text: Text, want: str) -> None:
        """Count the entries of a repaired text."""
        wrong = mistakes(text, want)
        for change, columns in placed(text):
            if change.channel not in LOST:
                cell = self.bins[bisect_right(EDGES, change.confidence)]
                cell[0] += 1
                cell[1] += change.confidence
                cell[2] += wrong[change.line - 1].isdisjoint(columns)

    @property
    def entries(self) -> int:
        return sum(int(number) for number, _, _ in self.bins)

    @property
    def error(self) -> float:
        """The mean distance between what is said and what is, over all entries."""
        return sum(abs(said - right) for _, said, right in self.bins) / max(self.entries, 1)

    def table(self) -> Iterator[str]:
        """Yield a row for each bin: what is said, what is, entries."""
        yield f"{'up to':>6} {'said':>6} {'right':>6} {'entries':>8}"
        for edge, (number, said, right) in zip(EDGES, self.bins, strict=True):
            if number:
                yield f"{min(edge, 1.0):6.3f} {said / number:6.3f} {right / number:6.3f} {int(number):8}"


def reliability(texts: dict[str, list[str]], options: argparse.Namespace) -> None:
    """Print how reliable what the ledger says is, for each channel and language and for all."""
    everything, languages = Reliability(), {language: Reliability() for language in texts}
    print(f"{'':<48} {'error':>6} {'entries':>8}")
    for name, damage in EVERY_CHANNEL.items():
        if name == "none" or options.channel not in name:
            continue
        channel = Reliability()
        for language, lines in texts.items():
            for file in files(lines, options.half):
                pairs = [(line, damaged) for line in file if (damaged := damage(line)) is not None]
                text = repair(Text(tuple(damaged for _, damaged in pairs), "utf-8"))
                want = "\n".join(truth(name, line) for line, _ in pairs)
                for count in (everything, channel, languages[language]):
                    count.add(text, want)
        if channel.entries:
            print(f"{name:<48} {channel.error:6.3f} {channel.entries:8}", flush=True)
    for name, count in (*languages.items(), ("all", everything)):
        print(f"{name:<48} {count.error:6.3f} {count.entries:8}")
    print("\n".join(everything.table()))


def _beyond(text: str) -> int:
    return sum(char > "\x7f" for char in text)


def marks(line: str, changes: Iterable[Repair], before: str) -> list[bool]:
    """Of each character of a repaired line whether it is in a place that is marked uncertain."""
    out: list[bool] = []
    place, found = 0, sorted(changes, key=lambda change: change.start)
    for change in found:
        if change.channel not in LOST:
            out += [False] * (change.start - place) + [change.uncertain] * len(change.after)
            place = change.end
    out += [False] * (len(before) - place)
    for change in found:
        if change.channel in LOST:
            # Its columns are those of the line as it is.
            out[change.start : change.end] = [True] * (change.end - change.start)
    return out[: len(line)]


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


def files(lines: list[str], half: str = "") -> Iterator[list[str]]:
    """Yield the lines in files of ``FILE``: all of them, or the ``even`` or the ``odd`` ones in blocks of a few."""
    if half:
        lines = [line for at, line in enumerate(lines) if (at // BLOCK % 2 == 0) == (half == "even")]
    for start in range(0, len(lines), FILE):
        yield lines[start : start + FILE]


def measure(lines: list[str], channel: str, options: argparse.Namespace) -> str:
    """The cells of one row."""
    score, theirs = Score(), Score()
    seconds, size, shown = 0.0, 0, options.show
    for clean in files(lines, options.half):
        damaged = [CHANNELS[channel](line) or "" for line in clean]
        size += len("\n".join(damaged).encode())
        began = time.process_time()
        text = repair(Text(tuple(damaged), "utf-8"))
        seconds += time.process_time() - began
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
    parser.add_argument("--confidence", action="store_true", help="print whether confidence is a probability")
    parser.add_argument("--half", default="", choices=("", "even", "odd"), help="only this half of the lines")
    options = parser.parse_args()
    found = texts(options.folders, options.characters)
    if options.languages:
        found = {language: found[language] for language in options.languages.split(",")}
    if options.confidence:
        reliability(found, options)
        return 0
    print(f"{'channel':<12} {'':6} {'beyond':>8} {'right':>9} {'ftfy':>9} {'marked':>7} {'right':>6} {'MB/s':>6}")
    for channel in CHANNELS:
        for language, lines in found.items():
            if options.channel in channel:
                print(f"{channel:<12} {language:<6} {measure(lines, channel, options)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
