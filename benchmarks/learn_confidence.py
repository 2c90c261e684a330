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
from collections.abc import Iterator
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
#: So many times a reading in that counts.
_USUAL_WEIGHT = 20.0
#: Keeps figures of models with few readings near nought.
_PENALTY = 0.5
_STEPS = 30
#: The places of the root of the lead, and of itself, among what is seen.
_LEAD = (1, 5)
#: The share of the wrong readings that is to be marked, and the right ones that may be for each wrong one; a little
#: better than what is promised of text that nothing was learned from.
_MARKED, _RIGHT = 0.9, 2.5
#: As many right ones as a share of the wrong ones that is not marked weighs.
_SHARE = 10.0

#: What a reading was seen to be, and whether it was wrong.
Case = tuple[Seen, bool]
#: The language of readings, and how it was damaged.
Row = tuple[str, str]


def cases(lines: list[str], name: str) -> Iterator[Case]:
    """Yield what the search saw of the readings of one damaged file, and whether they were wrong."""
    pairs = [(line, damaged) for line in lines if (damaged := CHANNELS[name](line)) is not None]
    evidence = gather("\n".join(damaged for _, damaged in pairs))._replace(damaged=True)
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


def fitted(found: dict[Row, list[Case]]) -> list[float]:
    """Fit the logarithm of the odds that a reading with a rival is wrong."""
    rows = [
        (seen.features, wrong, _USUAL_WEIGHT if name in USUAL else 1.0)
        for (_, name), some in found.items()
        for seen, wrong in some
        if seen.margin is not None
    ]
    weights = _newton(rows)
    for place in _LEAD:
        if weights[place] > 0:
            # No reading is less sure for being farther ahead of the next one.
            rows = [((*row[:place], 0.0, *row[place + 1 :]), wrong, weight) for row, wrong, weight in rows]
            weights = _newton(rows)
    return weights


def _newton(rows: list[tuple[tuple[float, ...], bool, float]]) -> list[float]:
    """Fit a logistic regression, each row with its weight."""
    size = len(rows[0][0])
    weights = [0.0] * size
    for _ in range(_STEPS):
        slope = [_PENALTY * weight for weight in weights]
        bend = [[_PENALTY * (i == j) for j in range(size)] for i in range(size)]
        for row, wrong, weight in rows:
            odds = sum(map(float.__mul__, weights, row))
            chance = 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))
            sway = weight * chance * (1 - chance)
            for i in range(size):
                slope[i] += weight * (chance - wrong) * row[i]
                for j in range(size):
                    bend[i][j] += sway * row[i] * row[j]
        weights = list(map(float.__sub__, weights, _solved(bend, slope)))
    return weights


def bound(found: dict[Row, list[Case]], weights: list[float]) -> float:
    """Give how likely a reading has to be right that is not to be marked.

    Towards the upper end of what comes nearest to `_MARKED` and `_RIGHT` in each language and usual damage.
    """
    rows = [
        [(1.0 if seen.margin is None else chance(weights, seen), wrong) for seen, wrong in some]
        for (_, name), some in found.items()
        if name in USUAL
    ]
    misses = {step: sum(_miss(row, step / 100) for row in rows) for step in range(50, 99)}
    best = [step for step, miss in misses.items() if miss < min(misses.values()) + 1e-9]
    return best[len(best) * 3 // 4] / 100


def _miss(row: list[tuple[float, bool]], bound: float) -> float:
    """How far a bound is from what is wanted of some readings, the more of them were wrong the more it counts."""
    wrong = sum(wrong for _, wrong in row)
    if not wrong:
        return 0.0
    marked = [wrong for likely, wrong in row if likely < bound]
    share, right = sum(marked) / wrong, (len(marked) - sum(marked)) / wrong
    return math.sqrt(wrong) * (_SHARE * max(_MARKED - share, 0.0) + max(right - _RIGHT, 0.0))


def chance(weights: list[float], seen: Seen) -> float:
    """Give how likely a reading is right."""
    return 1 / (1 + math.exp(sum(map(float.__mul__, weights, seen.features))))


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
    found: dict[str, dict[Row, list[Case]]] = {}
    for language, lines in texts(options.folders, options.characters).items():
        for file in files(lines, half="even"):
            for name in DAMAGE:
                for case in cases(file, name):
                    found.setdefault(case[0].kind, {}).setdefault((language, name), []).append(case)
    for kind, some in sorted(found.items()):
        if all(seen.margin is None for cases in some.values() for seen, _ in cases):
            continue
        weights = fitted(some)
        figures = ", ".join(f"{figure:.2f}" for figure in weights)
        print(f'    "{kind}": ({figures}, {bound(some, weights):.2f}),', flush=True)
    alone = [wrong for rows in found.values() for some in rows.values() for seen, wrong in some if seen.margin is None]
    print(f"right beside which no other was seen: {1 - sum(alone) / len(alone):.5f} of {len(alone)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
