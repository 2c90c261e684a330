#!/usr/bin/env python3
"""Learn how likely a reading is right from what the search saw of it; print the table of `digestkb.text.confidence`.

usage: learn_confidence.py [--characters N] FOLDER ...

The folders are those of languages.py: text of each language that no model has seen. The even half of it is damaged in
each of ``DAMAGE``; whether a reading with a rival is wrong is fitted, for each model, to what `Seen` says (logistic
regression by Newton's method). The odd half is for languages.py --half odd.

example: learn_confidence.py --characters 8000 TEXTS
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.languages import files, texts
from benchmarks.repair import CHANNELS, mistakes
from digestkb.text.changes import readings
from digestkb.text.confidence import Seen
from digestkb.text.evidence import gather
from digestkb.text.ledger import Text
from digestkb.text.proposals import by_lattice

#: Damage in which bytes are lost, of each kind one: the commonest, in which few are.
DAMAGE = (
    "utf-8 as cp1254, dropped, hyphens",
    "utf-8 as cp1252, dropped, hyphens",
    "utf-8 as cp1252, replaced",
    "utf-8 as gb18030, replaced",
    "utf-8 as shift-jis, replaced",
)
#: The commonest two, for which it is learned from where on a reading is marked.
USUAL = DAMAGE[:2]
#: Keeps figures of models with few readings near nought.
_PENALTY = 0.01
_STEPS = 30
#: Right readings that may be marked for each wrong one, and bounds for what few readings would tell.
_RIGHT = 2.5
_LEAST, _MOST = 0.8, 0.96

#: What a reading was seen to be, and whether it was wrong.
Case = tuple[Seen, bool]


def cases(lines: list[str], name: str) -> Iterator[Case]:
    """Yield what the search saw of the readings of one damaged file, and whether they were wrong."""
    pairs = [(line, damaged) for line in lines if (damaged := CHANNELS[name](line)) is not None]
    evidence = replace(gather("\n".join(damaged for _, damaged in pairs)), damaged=True)
    bits = math.log2(max(len(evidence.profile.lost), 1))
    for clean, damaged in pairs:
        found = by_lattice(damaged, evidence, 0.0)
        if found is None or found.search is None:
            continue
        wrong = mistakes(Text((found.text,), "utf-8"), clean)[0]
        moved = 0
        for start, end, text, seen in readings(damaged, found.search, bits):
            yield seen, not wrong.isdisjoint(range(start + moved, start + moved + len(text)))
            moved += len(text) - (end - start)


def fitted(found: Iterable[Case]) -> list[float]:
    """Fit the logarithm of the odds that a reading with a rival is wrong."""
    rows = [(features(seen), wrong) for seen, wrong in found if seen.margin is not None]
    size = len(rows[0][0])
    weights = [0.0] * size
    for _ in range(_STEPS):
        slope = [_PENALTY * weight for weight in weights]
        bend = [[_PENALTY * (i == j) for j in range(size)] for i in range(size)]
        for row, wrong in rows:
            odds = sum(map(float.__mul__, weights, row))
            chance = 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))
            sway = chance * (1 - chance)
            for i in range(size):
                slope[i] += (chance - wrong) * row[i]
                for j in range(size):
                    bend[i][j] += sway * row[i] * row[j]
        weights = list(map(float.__sub__, weights, _solved(bend, slope)))
    return weights


def bound(found: Iterable[Case], weights: list[float]) -> float:
    """Give how likely a reading has to be right, so that ``_RIGHT`` right ones are below for each wrong one."""
    cases = [(chance(weights, seen), wrong) for seen, wrong in found if seen.margin is not None]
    left = _RIGHT * sum(wrong for _, wrong in cases)
    last = _LEAST
    for likely, wrong in sorted(cases):
        left -= not wrong
        if left < 0 or likely > _MOST:
            break
        last = max(last, likely)
    return last


def chance(weights: list[float], seen: Seen) -> float:
    """Give how likely a reading is right."""
    return 1 / (1 + math.exp(sum(map(float.__mul__, weights, features(seen)))))


def features(seen: Seen) -> tuple[float, ...]:
    """Give what the logarithm of the odds is linear in."""
    return (1.0, math.sqrt(max(seen.margin or 0.0, 0.0)), seen.missing, seen.broken, seen.surprise)


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve linear equations (Gauss and Jordan); the matrix is positive definite."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at in range(len(rows)):
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(len(rows)):
            if other != at:
                rows[other] = [a - rows[other][at] * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[-1] for row in rows]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--characters", type=int, default=6_000, help="beyond ASCII, of each language (default 6000)")
    options = parser.parse_args()
    found: dict[str, list[Case]] = {}
    usual: dict[str, list[Case]] = {}
    for lines in texts(options.folders, options.characters).values():
        for file in files(lines, half="even"):
            for name in DAMAGE:
                for case in cases(file, name):
                    found.setdefault(case[0].kind, []).append(case)
                    if name in USUAL:
                        usual.setdefault(case[0].kind, []).append(case)
    for kind, some in sorted(found.items()):
        weights = fitted(some)
        figures = ", ".join(f"{figure:.2f}" for figure in weights)
        print(f'    "{kind}": ({figures}, {bound(usual[kind], weights):.2f}),', flush=True)
    alone = [wrong for some in found.values() for seen, wrong in some if seen.margin is None]
    print(f"right beside which no other was seen: {1 - sum(alone) / len(alone):.5f} of {len(alone)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
