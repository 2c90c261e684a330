"""A search through the readings of a line for what a language model likes best.

The tokens of a line are a chain; each damaged one has a few readings. Along the chain only the best hypothesis for each
context is kept (Viterbi 1967), those far behind are dropped (a beam), and where all come to one context, what stands
before it is decided. Costs are in eighths of a bit, as in the language model.
"""

from __future__ import annotations

from collections.abc import Iterator, KeysView, Sequence
from operator import itemgetter

from digestkb.text.choice import BEAM, Choice, Reading
from digestkb.text.decoded import Decoded
from digestkb.text.followers import Followers, reached
from digestkb.text.language_model import BOUNDARY_ID, UNIT, LanguageModel
from digestkb.text.weights import NO_RIVAL

#: Hypotheses are dropped beyond so many.
_WIDTH = 16

#: The readings chosen so far: the path before, the place in the line (-1 where paths met), the reading, what it costs,
#: and how else its context was come to.
Path = tuple["Path | None", int, "str | None", int, "_Met | _Step | _LostStep", int]
#: What it costs, the context that it ends in, its path.
Hypothesis = tuple[int, int, "Path | None"]

#: The two last tokens of a search with nothing open, and their context, if it was asked for.
State = tuple[int, int, "int | None"]
#: What is so much behind the best makes that one no less sure.
_NEAR = NO_RIVAL * UNIT
#: Tokens that stand together in the longest context.
LONGEST = 6

_BITS = itemgetter(0)
_FAR = 1 << 30


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

    @property
    def state(self) -> State | None:
        """All that what comes depends on; ``None`` while something is open."""
        return None if self._front else (self._before, self.last, self._context)

    @state.setter
    def state(self, state: State) -> None:
        self._before, self.last, self._context = state

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

    def know_alone(self, number: int) -> None:
        """Go on with a token that is not in question, behind which nothing before it tells any more."""
        self._before, self.last, self._context = number, number, number
        if self._front:
            step = self._model.step
            self._decide([(bits + step(context, number)[0], number, path) for bits, context, path in self._front])

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
        if choice.followers is not None:
            self._choose_lost(choice, choice.followers, place, index)
            return
        #: For each context the least cost, the place of the hypothesis, the path before it, its reading.
        least: dict[int, tuple[int, int, Path | None, str | None]] = {}
        met, model, limit, beam = least.get, self._model, _FAR, self._beam
        others: list[_Other] = []
        for at, (bits, context, path) in enumerate(self._front):
            named, best, left, numbers = choice.after(model, context, place)
            limit = min(limit, bits + best + beam)
            most = limit - bits
            for own, then, text in named:
                if own >= most:
                    break
                one = met(then)
                if one is None or bits + own < one[0]:
                    least[then] = (bits + own, at, path, text)
            if numbers is not None:
                others.append((bits + left, at, best + beam - left, numbers, path))
        if others:
            _unnamed(choice.unnamed(model, place), others, least, limit)
        step = _Step(model, self._front, choice, place, beam)
        front = sorted([(one[0], then, one) for then, one in least.items() if one[0] < limit])[:_WIDTH]
        self._front = [(cost, then, (path, index, text, cost, step, then)) for cost, then, (_, _, path, text) in front]

    def _choose_lost(self, choice: Choice, followers: Followers, place: int, index: int) -> None:
        """Go on with what is left of a token, which is the same of all that it may be."""
        front = self._front
        standing = {context: (bits, at) for at, (bits, context, _) in enumerate(front)}
        found, limit = reached(
            followers, standing, choice.sought(place), choice.unnamed(self._model, place), self._beam
        )
        step = _LostStep(front, choice, followers, place, limit)
        least = sorted([(cost, then, at, number) for then, (cost, at, number) in found.items() if cost < limit])
        self._front = [
            (cost, then, (front[at][2], index, choice.text(number, place), cost, step, then))
            for cost, then, at, number in least[:_WIDTH]
        ]

    def end(self) -> None:
        """Decide what is still open."""
        if self._front:
            self._decide(self._front)

    def _decide(self, hypotheses: list[Hypothesis]) -> None:
        """Take the best hypothesis; what any that came near it has in another way was in question."""
        readings, margins = self._found.readings, self._found.margins
        path = hypotheses[0][2] if len(hypotheses) == 1 else _met(hypotheses)[2]
        while path is not None:
            before, index, text, best, others, context = path
            for cost, other, reading in others.rivals(path, context):
                rival = (other, index, reading, cost, _NOTHING, context) if index >= 0 else other
                _doubt(margins, path if index >= 0 else before, rival, (cost - best) / UNIT)
            if index >= 0:
                readings[index] = text
            path = before
        self._front = []


#: A hypothesis with what it costs on top of a reading that its context does not name: that, its place, what such a
#: reading costs less than, the tokens that its context names, its path.
_Other = tuple[int, int, int, KeysView[int], "Path | None"]


def _unnamed(
    readings: list[Reading],
    others: list[_Other],
    least: dict[int, tuple[int, int, Path | None, str | None]],
    limit: int,
) -> None:
    """Put the readings that a context does not name, after the hypothesis that is the best for each, into ``least``."""
    others.sort(key=_BITS)
    for own, then, text in readings:
        for bits, at, most, numbers, path in others:
            if bits + own >= limit:
                break
            if own < most and then not in numbers:
                one = least.get(then)
                if one is None or (bits + own, at) < one[:2]:
                    least[then] = (bits + own, at, path, text)
                break


#: What else came to a context: what it costs, the path before, the reading.
_Rival = tuple[int, "Path | None", "str | None"]


class _Met:
    """Paths that came to one context with a token that was not in question."""

    __slots__ = ("_others",)

    def __init__(self, others: Sequence[_Rival]) -> None:
        self._others = others

    def rivals(self, path: Path, _: int) -> list[_Rival]:
        """Give those that came near a path."""
        return [other for other in self._others if other[0] < path[3] + _NEAR]


_NOTHING = _Met([])


class _Step:
    """The hypotheses before a token with several readings; what else came to a context is asked for few of them."""

    __slots__ = ("_beam", "_choice", "_front", "_model", "_place")

    def __init__(self, model: LanguageModel, front: list[Hypothesis], choice: Choice, place: int, beam: int) -> None:
        self._model = model
        self._front = front
        self._choice = choice
        self._place = place
        self._beam = beam

    def rivals(self, path: Path, context: int) -> list[_Rival]:
        """Give the other ways to a context that came near a path."""
        best, most = path[3], path[3] + _NEAR
        ways = [way for way in self._ways(context) if way[0] < most]
        # One of them is the path itself.
        itself = next((way for way in ways if way[0] == best and way[1] is path[0] and way[2] == path[2]), None)
        return [way for way in ways if way is not itself]

    def _ways(self, context: int) -> Iterator[_Rival]:
        """Yield every way to a context that was followed."""
        limit = _FAR
        unnamed = [reading for reading in self._choice.unnamed(self._model, self._place) if reading[1] == context]
        for bits, before, path in self._front:
            named, best, left, numbers = self._choice.after(self._model, before, self._place)
            most = best + self._beam
            limit = min(limit, bits + most)
            costs = [(own, text) for own, then, text in named if then == context]
            if unnamed and numbers is not None and context not in numbers:
                costs += [(left + own, text) for own, _, text in unnamed if left + own < most]
            for own, text in costs:
                if bits + own < limit:
                    yield bits + own, path, text


class _LostStep:
    """The hypotheses before what is left of a token; what else came to a context is asked for few of them."""

    __slots__ = ("_choice", "_followers", "_front", "_limit", "_place")

    def __init__(self, front: list[Hypothesis], choice: Choice, followers: Followers, place: int, limit: int) -> None:
        self._front = front
        self._choice = choice
        self._followers = followers
        self._place = place
        self._limit = limit

    def rivals(self, path: Path, context: int) -> list[_Rival]:
        """Give the other ways to a context that came near a path."""
        most, before, itself = min(path[3] + _NEAR, self._limit), path[0], path[2]
        found: list[_Rival] = []
        number = self._followers.last(context)
        readings, step = self._choice.readings(number, self._place), self._followers.step
        sought = self._choice.sought(self._place)
        for bits, context_before, way in self._front:
            if bits >= most:
                break
            cost, then = step(context_before, sought, number)
            if then == context:
                for own, text in readings:
                    if bits + cost + own < most and (way is not before or text != itself):
                        found.append((bits + cost + own, way, text))
        return found


def _met(hypotheses: list[Hypothesis]) -> Hypothesis:
    """The best of the hypotheses that have come to one context, which remembers the others."""
    best = min(hypotheses, key=_BITS)
    others = [(cost, path, None) for cost, _, path in hypotheses if path is not best[2]]
    return (best[0], best[1], (best[2], -1, None, best[0], _Met(others), best[1]))


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
