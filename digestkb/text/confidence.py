"""How likely it is that a reading is right: a probability, from what the search saw of each part of a line.

The map from one to the other is logistic, learned by ``benchmarks/learn_confidence.py`` on text that no model has seen.
"""

from __future__ import annotations

import math
from typing import Final

from digestkb.text.language_model import BOUNDARY_ID, UNIT, Kind, Letters, letter_tokens, load
from digestkb.tuples import NamedTuple


class Seen(NamedTuple):
    """What a search saw of a reading."""

    #: The model that read it.
    kind: Kind
    #: Bits to the next best reading; ``None`` where no other came near.
    margin: float | None
    #: Bits that were lost of it.
    missing: float
    #: The share of the readings of its line that had lost something.
    broken: float
    #: Bits that the model needs for a letter of what begins with it.
    surprise: float


def surprise(kind: Kind, text: str, at: int) -> float:
    """Give the bits a letter that a model needs for what begins at a place of a text; nothing for words."""
    if kind == "vi" or kind == "zh":
        return 0.0
    here = letter_tokens(kind, text[at : at + _AHEAD])
    return _bits(kind, letter_tokens(kind, text[max(at - _BEFORE, 0) : at]), here) / max(len(here), 1)


def bits(kind: Letters, text: str, most: float = math.inf) -> float:
    """Give the bits that a model of letters needs for a text; a part of them, once they are more than ``most``."""
    return _bits(kind, [], letter_tokens(kind, text), most)


def _bits(kind: Letters, before: list[str], here: list[str], most: float = math.inf) -> float:
    model = load(kind)
    context = BOUNDARY_ID
    for number in model.known(before):
        context = model.step(context, number)[1]
    step, found, limit = model.step, 0, most * UNIT
    for number in model.known(here):
        cost, context = step(context, number)
        found += cost
        if found > limit:
            break
    return found / UNIT


#: Letters before a place that tell what comes, and those that tell whether it fits.
_BEFORE, _AHEAD = 8, 6

#: For each model the logarithm of the odds that a reading is wrong: what it begins with, what it loses with the root of
#: the bits to the next best one – letters that follow each other tell the same thing more than once, so that bits count
#: less and less –, and what it gains with each bit that was lost, the share that is broken, and each bit of surprise.
#: Last how likely a reading has to be right: where that can be, below are four in five of the wrong ones and no more
#: than three right ones for each.
_ODDS: Final[dict[Kind, tuple[float, float, float, float, float, float]]] = {
    "arabic": (1.17, -0.89, -0.01, -0.24, 0.02, 0.85),
    "cyrillic": (1.44, -1.34, -0.06, 0.22, 0.02, 0.88),
    "devanagari": (-1.56, -1.46, -0.05, 3.47, 0.31, 0.97),
    "greek": (0.27, -1.08, -0.04, 1.16, 0.10, 0.83),
    "hangul": (0.02, -1.35, 0.12, 0.54, 0.08, 0.92),
    "hebrew": (1.11, -1.22, -0.04, 0.04, -0.02, 0.95),
    "japanese": (-0.52, -1.40, -0.03, 2.50, -0.03, 0.93),
    "latin": (2.05, -1.84, -0.05, 1.05, 0.05, 0.92),
    "thai": (0.89, -1.62, 0.00, 0.45, 0.14, 0.91),
    "traditional": (1.13, -1.76, 0.02, 0.45, -0.01, 0.92),
    "vi": (1.93, -2.31, -0.09, 0.58, 0.00, 0.96),
    "zh": (1.16, -1.82, 0.02, 0.29, 0.00, 0.93),
}
#: How often a reading is right beside which the search saw no other.
UNRIVALLED: Final = 0.9998


def bound(kind: Kind) -> float:
    """Give how likely a reading has to be right that is not to be marked."""
    return _ODDS[kind][-1]


def of_reading(seen: Seen) -> float:
    """Give how likely a reading is right.

    >>> of_reading(Seen("thai", 1.0, 3.0, 0.1, 3.0)) < of_reading(Seen("thai", 6.0, 3.0, 0.1, 3.0)) < UNRIVALLED
    True
    """
    if seen.margin is None:
        return UNRIVALLED
    first, slope, missing, broken, strange, _ = _ODDS[seen.kind]
    odds = first + slope * math.sqrt(max(seen.margin, 0.0))
    odds += missing * seen.missing + broken * seen.broken + strange * seen.surprise
    return min(UNRIVALLED, 1 / (1 + math.exp(odds)))
