"""How likely it is that a reading is right: a probability, from what the search saw of each part of a line.

The map from one to the other is logistic, learned by ``benchmarks/learn_confidence.py`` on text that no model has seen.
"""

from __future__ import annotations

import math
from operator import mul
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
    #: Bits by which it is commoner by itself than any other reading.
    commoner: float = 0.0

    @property
    def features(self) -> tuple[float, ...]:
        """What the logarithm of the odds is linear in."""
        _, lead, missing, broken, surprise, commoner = self
        margin = max(lead or 0.0, 0.0)
        ahead = max(min(commoner, _FAR_COMMONER), -_FAR_COMMONER)
        return (1.0, math.sqrt(margin), missing, broken, surprise, margin, ahead, float(missing == 0.0))


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
#: From so many bits on it is no matter how much commoner a reading is.
_FAR_COMMONER = 15.0

#: For each model the logarithm of the odds that a reading is wrong, by its `Seen.features`: what it begins with, the
#: root of the bits to the next best reading – letters that follow each other tell the same thing more than once, so
#: that bits count less and less –, each bit that was lost, the share that is broken, each bit of surprise, the bits to
#: the next best one, those by which it is commoner by itself, and whether a mark stood where a byte was.
#: Last how likely a reading has to be right: below are four in five of the wrong ones and no more than three right ones
#: for each, where that can be.
_ODDS: Final[dict[Kind, tuple[float, ...]]] = {
    "arabic": (-1.89, -1.25, 0.10, 1.20, 0.39, 0.00, -1.46, 0.87, 0.90),
    "cyrillic": (-1.01, -0.46, 0.08, -1.37, 0.12, -0.21, -0.31, 0.93, 0.93),
    "devanagari": (1.11, -0.05, -0.06, 0.35, -0.10, -0.43, -0.33, -0.23, 0.93),
    "greek": (-2.07, -1.66, 0.19, 1.30, 0.41, -0.05, -1.03, 1.99, 0.95),
    "hangul": (-2.71, -1.24, 0.63, 2.31, 0.16, -0.20, 0.03, 5.29, 0.96),
    "hebrew": (-0.51, 0.00, 0.01, 0.95, 0.09, -0.34, -0.12, 0.06, 0.93),
    "japanese": (0.66, -0.26, 0.09, -0.91, 0.03, -0.49, -0.37, 0.03, 0.95),
    "latin": (-3.48, 0.00, 0.77, 0.62, 0.14, -0.47, -0.16, 3.68, 0.94),
    "thai": (-0.64, 0.00, 0.23, -0.14, 0.08, -0.48, -0.17, 0.71, 0.95),
    "traditional": (0.24, 0.00, 0.09, -0.63, -0.02, -0.56, -0.11, 0.42, 0.93),
    "vi": (1.69, -1.51, -0.09, 0.59, 0.00, -0.32, 0.00, 0.12, 0.93),
    "zh": (0.06, -0.55, 0.09, 0.75, 0.00, -0.49, 0.00, 1.09, 0.94),
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
    odds = sum(map(mul, _ODDS[seen.kind], seen.features))
    return min(UNRIVALLED, 1 / (1 + math.exp(odds)))
