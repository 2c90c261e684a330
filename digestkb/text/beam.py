"""A search through the readings of a line for what a language model likes best.

The tokens of a line are a chain; each damaged one has a few readings. Along the chain only the best hypothesis for each
context is kept (Viterbi 1967), those far behind are dropped (a beam), and where all come to one context, what stands
before it is decided. Costs are in eighths of a bit, as in the language model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter

from digestkb.text.language_model import BOUNDARY_ID, UNIT, LanguageModel

#: Hypotheses are dropped that are so much behind the best one, and those beyond so many.
_BEAM = 12 * UNIT
_WIDTH = 16
#: Readings of one token that are looked at in every context.
_OPTIONS = 16
#: Contexts for which the costs of a token's readings are kept.
_CONTEXTS = 5000

#: How a word's place in the sentence treats capitals.
INSIDE, START, FREE = 0, 1, 2
LOWER, TITLE, UPPER, ODD_CASE = 0, 1, 2, 3
#: Bits for a word in each case (lower, title, upper, odd) at each kind of place.
CASE_BITS = ((0, 6, 5, 14), (3, 1, 3, 14), (0, 1, 2, 14))

#: A reading of a token: its text (``None``: leave), its number, its own cost, its case.
Option = tuple["str | None", int, int, int]
#: The readings chosen so far: the path before, the place in the line, the reading.
Path = tuple["Path | None", int, "str | None"]
#: What it costs, the context that it ends in, its path.
Hypothesis = tuple[int, int, "Path | None"]

_BITS = itemgetter(0)
_FAR = 1 << 30


class Choice:
    """The readings of one token, the likeliest first."""

    __slots__ = ("_after", "_rare", "options")

    def __init__(self, options: Sequence[Option]) -> None:
        self.options = options
        #: Those beyond the likeliest, by their tokens: they are looked at in contexts that name them.
        self._rare = {option[1]: option for option in reversed(options[_OPTIONS:])}
        self._after: dict[tuple[int, int], list[tuple[int, int, str | None]]] = {}

    def after(self, model: LanguageModel, context: int, place: int) -> list[tuple[int, int, str | None]]:
        """What each reading costs in a context, the context after it, and its text: the best first, none hopeless."""
        found = self._after.get((context, place))
        if found is None:
            if len(self._after) > _CONTEXTS:
                self._after.clear()
            named = [self._rare[n] for n in model.followers(context) if n in self._rare] if self._rare else []
            options = [*self.options[:_OPTIONS], *named]
            steps = model.steps(context, [number for _, number, _, _ in options])
            case_bits = CASE_BITS[place]
            found = [
                (cost + own + case_bits[case] * UNIT, then, text)
                for (text, _, own, case), (cost, then) in zip(options, steps, strict=True)
            ]
            found.sort(key=_BITS)
            limit = found[0][0] + _BEAM
            found = self._after[context, place] = [reading for reading in found if reading[0] < limit]
        return found


@dataclass(frozen=True, slots=True)
class Decoded:
    """A line cut into parts, and the reading of each; ``None`` where it stays as it is."""

    parts: list[str]
    readings: list[str | None]
    #: Bits between the reading chosen for a part and the next best one, where there was a choice.
    margins: dict[int, float]

    def text(self, original: str) -> str:
        """The line with every reading put in.

        ``original`` is what the parts are the bytes of, and as long as they are together.
        """
        ends = list(accumulate(map(len, self.parts)))
        pieces = zip(self.readings, [0, *ends], ends, strict=False)
        return "".join([original[start:end] if reading is None else reading for reading, start, end in pieces])


class Search:
    """The hypotheses that are open along one chain of tokens; they are decided where all come to one context."""

    __slots__ = ("_before", "_context", "_found", "_front", "_model", "last")

    def __init__(self, model: LanguageModel, found: Decoded, last: int = BOUNDARY_ID) -> None:
        self._model = model
        self._found = found
        self._front: list[Hypothesis] = []
        #: The last token, and the one before it, where they are not in question.
        self.last = last
        self._before = last
        #: Of these two, once it was asked for.
        self._context: int | None = last

    def know(self, number: int) -> None:
        """Go on with a token that is not in question."""
        self._before, self.last, self._context = self.last, number, None
        if not self._front:
            return
        step = self._model.step
        ranked: dict[int, list[Hypothesis]] = {}
        for bits, context, path in self._front:
            cost, then = step(context, number)
            ranked.setdefault(then, []).append((bits + cost, then, path))
        if len(ranked) > 1:
            self._front = [min(hypotheses, key=_BITS) for hypotheses in ranked.values()]
        else:
            ((self._context, hypotheses),) = ranked.items()
            self._decide(hypotheses)

    def choose(self, choice: Choice, place: int, index: int) -> None:
        """Go on with a token that has several readings."""
        if not self._front:
            if self._context is None:
                self._context = self._model.context(self._before, self.last)
            self._front = [(0, self._context, None)]
        least: dict[int, Hypothesis] = {}
        limit = _FAR
        for bits, context, path in self._front:
            for own, then, text in choice.after(self._model, context, place):
                cost = bits + own
                if cost >= limit:
                    break
                if then not in least or cost < least[then][0]:
                    least[then] = (cost, then, (path, index, text))
                    if cost + _BEAM < limit:
                        limit = cost + _BEAM
        self._front = sorted([one for one in least.values() if one[0] < limit], key=_BITS)[:_WIDTH]

    def end(self) -> None:
        """Decide what is still open."""
        if self._front:
            self._decide(self._front)

    def _decide(self, hypotheses: list[Hypothesis]) -> None:
        """Take the best hypothesis; what the next best one shares with it was not in question."""
        best, *others = sorted(hypotheses, key=_BITS)[:2]
        path: Path | None = best[2]
        other: Path | None = others[0][2] if others else None
        margin = (others[0][0] - best[0]) / UNIT if others else 0.0
        while path is not None:
            before, index, text = path
            self._found.readings[index] = text
            if other is not None:
                if other[2] != text:
                    self._found.margins[index] = margin
                other = other[0]
            path = before
        self._front = []
