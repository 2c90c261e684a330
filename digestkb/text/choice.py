"""The readings of one token of a damaged line, and what each costs after what stands before it."""

from __future__ import annotations

from collections.abc import KeysView, Sequence
from operator import itemgetter

from digestkb.text.followers import Followers, Sought
from digestkb.text.language_model import BOUNDARY_ID, UNIT, LanguageModel
from digestkb.text.memory import READINGS
from digestkb.text.weights import BEHIND

#: Hypotheses are dropped that are so much behind the best one.
BEAM = BEHIND * UNIT
#: Readings of one token that are looked at in every context.
_OPTIONS = 16
_BITS = itemgetter(0)

#: How a word's place in the sentence treats capitals.
INSIDE, START, FREE = 0, 1, 2
#: And a letter's place in a word.
AFTER_SMALL, AFTER_CAPITAL = 3, 4
LOWER, TITLE, UPPER, ODD_CASE = 0, 1, 2, 3
#: Bits for a word in each case (lower, title, upper, odd) at each kind of place.
CASE_BITS = ((0, 6, 5, 14), (3, 1, 3, 14), (0, 1, 2, 14), (0, 12, 12, 14), (3, 2, 0, 14))

#: A reading of a token: its text (``None``: leave), its number, its own cost, its case.
Option = tuple["str | None", int, int, int]
#: What one costs in a context, the context after it, its text.
Reading = tuple[int, int, "str | None"]
#: Those that a context names, the best first and none hopeless; what the best of all costs; what those cost on top that
#: the context does not name; and the tokens that it names, or ``None`` where all readings are weighed one by one.
After = tuple[list[Reading], int, int, "KeysView[int] | None"]


class Choice:
    """The readings of one token, the likeliest first."""

    __slots__ = (
        "_after",
        "_beam",
        "_by_number",
        "_ends",
        "_rare",
        "_sought",
        "_texts",
        "_unnamed",
        "followers",
        "left",
        "options",
    )

    def __init__(
        self,
        options: Sequence[Option],
        beam: int = BEAM,
        ends: frozenset[str] = frozenset(),
        followers: Followers | None = None,
        left: str = "",
    ) -> None:
        self.options = options
        #: What is left of each of them, where all that was lost fell out, and what a model names of that.
        self.left = left
        self.followers = None if ends else followers
        self._beam = beam
        #: The readings with which a word ends, as a blank is one after all.
        self._ends = ends
        #: Those beyond the likeliest, by their tokens: they are looked at in contexts that name them.
        self._rare = {option[1]: option for option in reversed(options[_OPTIONS:])}
        #: All that are looked at, by their tokens.
        self._by_number: dict[int, list[Option]] = {}
        self._unnamed: dict[int, list[Reading]] = {}
        self._texts: dict[int, dict[int, list[tuple[int, str | None]]]] = {}
        self._sought: dict[int, Sought] = {}
        self._after: dict[tuple[int, int], After] = {}

    def after(self, model: LanguageModel, context: int, place: int) -> After:
        """What the readings cost in a context."""
        found = self._after.get((context, place))
        if found is None:
            one_by_one = self._ends or model.has_foreign_words
            found = (self._one_by_one if one_by_one else self._together)(model, context, place)
            READINGS.keep(self._after, (context, place), found, 2 + len(found[0]))
        return found

    def unnamed(self, model: LanguageModel, place: int) -> list[Reading]:
        """The likeliest readings with what each costs where nothing names it, on top of what the context adds."""
        found = self._unnamed.get(place)
        if found is None:
            likeliest, case_bits, single = self.options[:_OPTIONS], CASE_BITS[place], model.single
            found = self._unnamed[place] = [
                (single[number] + own + case_bits[case] * UNIT, number, text) for text, number, own, case in likeliest
            ]
            found.sort(key=_BITS)
        return found

    def text(self, number: int, place: int) -> str | None:
        """The cheapest reading of a token."""
        return self.readings(number, place)[0][1]

    def sought(self, place: int) -> Sought:
        """What is looked for in a context: the cheapest reading of each token."""
        found = self._sought.get(place)
        if found is None:
            tokens: dict[int, int] = {}
            for _, number, own, case in self.options:
                cost = own + CASE_BITS[place][case] * UNIT
                tokens[number] = min(cost, tokens.get(number, cost))
            assert self.followers is not None
            found = self._sought[place] = self.followers.sought(self.left, tokens)
        return found

    def readings(self, number: int, place: int) -> list[tuple[int, str | None]]:
        """The readings of a token with what each costs on top of it, the cheapest first."""
        found = self._texts.get(place)
        if found is None:
            found = self._texts[place] = {}
            for text, token, own, case in self.options:
                found.setdefault(token, []).append((own + CASE_BITS[place][case] * UNIT, text))
            for readings in found.values():
                readings.sort(key=_BITS)
        return found[number]

    def _together(self, model: LanguageModel, context: int, place: int) -> After:
        """Weigh those that a context names; to all others it does the same."""
        if not self._by_number:
            for option in (*self.options[:_OPTIONS], *self._rare.values()):
                self._by_number.setdefault(option[1], []).append(option)
        case_bits = CASE_BITS[place]
        named, left = model.named_steps(context, self._by_number)
        found = [
            (cost + own + case_bits[case] * UNIT, then, text)
            for number, (cost, then) in named.items()
            for text, _, own, case in self._by_number[number]
        ]
        found.sort(key=_BITS)
        costs = [left + cost for cost, number, _ in self.unnamed(model, place) if number not in named]
        best = min([*costs, *[cost for cost, _, _ in found[:1]]])
        return [reading for reading in found if reading[0] < best + self._beam], best, left, named.keys()

    def _one_by_one(self, model: LanguageModel, context: int, place: int) -> After:
        rare = self._rare
        options = [*self.options[:_OPTIONS], *[rare[number] for number in model.named(context, rare)]]
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
        best = found[0][0]
        return [reading for reading in found if reading[0] < best + self._beam], best, 0, None


def _ended(model: LanguageModel, cost: int, context: int) -> tuple[int, int]:
    """What a token and the end of its word cost, and the context after both."""
    end, then = model.step(context, BOUNDARY_ID)
    return cost + end, then
