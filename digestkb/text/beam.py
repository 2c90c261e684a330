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

from digestkb.text.language_model import BOUNDARY_ID, UNIT, Kind, LanguageModel
from digestkb.text.memory import READINGS
from digestkb.text.weights import BEHIND, NO_RIVAL

#: Hypotheses are dropped that are so much behind the best one, and those beyond so many.
BEAM = BEHIND * UNIT
_WIDTH = 16
#: Readings of one token that are looked at in every context.
_OPTIONS = 16

#: How a word's place in the sentence treats capitals.
INSIDE, START, FREE = 0, 1, 2
#: And a letter's place in a word.
AFTER_SMALL, AFTER_CAPITAL = 3, 4
LOWER, TITLE, UPPER, ODD_CASE = 0, 1, 2, 3
#: Bits for a word in each case (lower, title, upper, odd) at each kind of place.
CASE_BITS = ((0, 6, 5, 14), (3, 1, 3, 14), (0, 1, 2, 14), (0, 12, 12, 14), (3, 2, 0, 14))

#: A reading of a token: its text (``None``: leave), its number, its own cost, its case.
Option = tuple["str | None", int, int, int]
#: What else came to a context: what it costs, the path before, the reading.
Rival = tuple[int, "Path | None", "str | None"]
#: The readings chosen so far: the path before, the place in the line (-1 where paths met), the reading, what it costs,
#: and what else came to the same context.
Path = tuple["Path | None", int, "str | None", int, Sequence[Rival]]
#: What it costs, the context that it ends in, its path.
Hypothesis = tuple[int, int, "Path | None"]

#: What is so much behind the best makes that one no less sure.
_NEAR = NO_RIVAL * UNIT
#: Tokens that stand together in the longest context.
LONGEST = 6

_BITS = itemgetter(0)
_FAR = 1 << 30


class Choice:
    """The readings of one token, the likeliest first."""

    __slots__ = ("_after", "_beam", "_ends", "_rare", "options")

    def __init__(self, options: Sequence[Option], beam: int = BEAM, ends: frozenset[str] = frozenset()) -> None:
        self.options = options
        self._beam = beam
        #: The readings with which a word ends, as a blank is one after all.
        self._ends = ends
        #: Those beyond the likeliest, by their tokens: they are looked at in contexts that name them.
        self._rare = {option[1]: option for option in reversed(options[_OPTIONS:])}
        self._after: dict[tuple[int, int], list[tuple[int, int, str | None]]] = {}

    def after(self, model: LanguageModel, context: int, place: int) -> list[tuple[int, int, str | None]]:
        """What each reading costs in a context, the context after it, and its text: the best first, none hopeless."""
        found = self._after.get((context, place))
        if found is None:
            options = self.options
            if self._rare:
                rare = self._rare
                options = [*options[:_OPTIONS], *[rare[number] for number in model.named(context, rare)]]
            steps = model.steps(context, [number for _, number, _, _ in options])
            if self._ends:
                steps = [
                    step if option[0] not in self._ends else _ended(model, *step)
                    for option, step in zip(options, steps, strict=True)
                ]
            case_bits = CASE_BITS[place]
            found = [
                (cost + own + case_bits[case] * UNIT, then, text)
                for (text, _, own, case), (cost, then) in zip(options, steps, strict=True)
            ]
            found.sort(key=_BITS)
            limit = found[0][0] + self._beam
            found = [reading for reading in found if reading[0] < limit]
            READINGS.keep(self._after, (context, place), found, len(found))
        return found


def _ended(model: LanguageModel, cost: int, context: int) -> tuple[int, int]:
    """What a token and the end of its word cost, and the context after both."""
    end, then = model.step(context, BOUNDARY_ID)
    return cost + end, then


@dataclass(frozen=True, slots=True)
class Decoded:
    """A line cut into parts, and the reading of each; ``None`` where it stays as it is."""

    parts: list[str]
    readings: list[str | None]
    #: Bits between the reading chosen for a part and the next best one, where there was a choice.
    margins: dict[int, float]
    #: The model that read it; that of Vietnamese leaves ideographs to that of Chinese.
    kind: Kind = "vi"

    def text(self, original: str) -> str:
        """The line with every reading put in.

        ``original`` is what the parts are the bytes of, and as long as they are together.
        """
        ends = list(accumulate(map(len, self.parts)))
        pieces = zip(self.readings, [0, *ends], ends, strict=False)
        return "".join([original[start:end] if reading is None else reading for reading, start, end in pieces])


class Search:
    """The hypotheses that are open along one chain of tokens; they are decided where all come to one context."""

    __slots__ = ("_beam", "_before", "_context", "_found", "_front", "_model", "last")

    def __init__(self, model: LanguageModel, found: Decoded, last: int = BOUNDARY_ID, beam: int = BEAM) -> None:
        self._model = model
        self._beam = beam
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
            self._front = [_met(hypotheses) if len(hypotheses) > 1 else hypotheses[0] for hypotheses in ranked.values()]
        else:
            ((self._context, hypotheses),) = ranked.items()
            self._decide(hypotheses)

    def know_all(self, numbers: Sequence[int]) -> None:
        """Go on with tokens that are not in question, of which more than two tell what comes after them."""
        if self._front:
            for at, number in enumerate(numbers, 1):
                self.know(number)
                if not self._front:
                    numbers = numbers[at:]
                    break
        if self._front or not numbers:
            return
        if len(numbers) >= LONGEST or self._context is None:
            self._context, *numbers = numbers[-LONGEST:]
        step, context = self._model.step, self._context
        for number in numbers:
            context = step(context, number)[1]
        self._context = context

    def choose(self, choice: Choice, place: int, index: int) -> None:
        """Go on with a token that has several readings."""
        if not self._front:
            if self._context is None:
                self._context = self._model.context(self._before, self.last)
            self._front = [(0, self._context, None)]
        #: For each context the least cost, the path before it, its reading, and what else came to it.
        least: dict[int, tuple[int, Path | None, str | None, list[Rival]]] = {}
        met, model, limit, beam = least.get, self._model, _FAR, self._beam
        for bits, context, path in self._front:
            readings = choice.after(model, context, place)
            # The first is the best.
            if bits + readings[0][0] + beam < limit:
                limit = bits + readings[0][0] + beam
            most = limit - bits
            for own, then, text in readings:
                if own >= most:
                    break
                cost = bits + own
                one = met(then)
                if one is None:
                    least[then] = (cost, path, text, [])
                elif cost < one[0]:
                    one[3].append(one[:3])
                    least[then] = (cost, path, text, one[3])
                elif cost < one[0] + _NEAR:
                    one[3].append((cost, path, text))
        front = sorted([(one[0], then, one) for then, one in least.items() if one[0] < limit])[:_WIDTH]
        self._front = [(cost, then, (one[1], index, one[2], cost, one[3])) for cost, then, one in front]

    def end(self) -> None:
        """Decide what is still open."""
        if self._front:
            self._decide(self._front)

    def _decide(self, hypotheses: list[Hypothesis]) -> None:
        """Take the best hypothesis; what any that came near it has in another way was in question."""
        readings, margins = self._found.readings, self._found.margins
        path = hypotheses[0][2] if len(hypotheses) == 1 else _met(hypotheses)[2]
        while path is not None:
            before, index, text, best, rivals = path
            for cost, other, reading in rivals:
                if cost < best + _NEAR:
                    rival = (other, index, reading, cost, ()) if index >= 0 else other
                    _doubt(margins, path if index >= 0 else before, rival, (cost - best) / UNIT)
            if index >= 0:
                readings[index] = text
            path = before
        self._front = []


def _met(hypotheses: list[Hypothesis]) -> Hypothesis:
    """The best of the hypotheses that have come to one context, which remembers the others."""
    best = min(hypotheses, key=_BITS)
    others = [(cost, path, None) for cost, _, path in hypotheses if path is not best[2]]
    return (best[0], best[1], (best[2], -1, None, best[0], others))


def _doubt(margins: dict[int, float], path: Path | None, other: Path | None, margin: float) -> None:
    """Note where another path has another reading, back to where the two part."""
    while path is not other and path is not None and other is not None:
        if path[1] < 0 or path[1] < other[1]:
            path, other = (path[0], other) if path[1] < 0 else (path, other[0])
            continue
        if other[1] < 0:
            other = other[0]
            continue
        if path[2] != other[2] and margin < margins.get(path[1], _FAR):
            margins[path[1]] = margin
        path, other = path[0], other[0]
