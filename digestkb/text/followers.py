"""The tokens that a model names in a context, grouped by what is left of their bytes.

Where bytes only fell out, each token is left as one sequence, and a row of the model is gone through once for all
sequences that may come: of a sequence that has forty readings, a context names five.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain

from digestkb.text.language_model import Kind, LanguageModel, load
from digestkb.text.lattice import Profile
from digestkb.text.memory import GROUPS
from digestkb.text.script_model import oddity
from digestkb.text.weights import THOUGHT_OF
from digestkb.tuples import NamedTuple

#: What a context names: for each token what it costs, its number, and the context after it, the cheapest first. All in
#: one row, as there are two hundred thousand such tokens.
Named = tuple[int, ...]

#: A row that was asked for so often, or that is so short, is grouped.
_OFTEN, _FEW = 8, 8


class Sought(NamedTuple):
    """What is looked for: what is left of it, its tokens with what each costs on top; those once more if any does."""

    lefts: tuple[str, ...]
    tokens: Mapping[int, int]
    extra: Mapping[int, int] | None


class Followers:
    """What a model names, of tokens that bytes fell out of.

    >>> from digestkb.text.language_model import load
    >>> zh = load("zh")
    >>> followers, type_ = Followers(zh, frozenset(range(0x80, 0xA0))), zh.number("型")
    >>> followers.left("型"), followers.left("墜")
    ('å', 'å¢')
    >>> followers.step(zh.number("模"), followers.sought("å", {type_: 0}), type_) == zh.step(zh.number("模"), type_)
    True
    """

    def __init__(self, model: LanguageModel, lost: frozenset[int]) -> None:
        self.model = model
        self._lost = bytes(lost)
        #: What is left of each token, once it is asked for.
        self._left: list[str] = []
        #: What the contexts name that were asked for often.
        self.groups: dict[int, dict[str, Named]] = {}
        self._numbers: Counter[str] = Counter()
        #: How often a row was asked for that is not grouped yet.
        self._asked: dict[int, int] = {}

    def last(self, context: int) -> int:
        """Give the token that a context ends in."""
        return self.model.last(context)

    def has_lost(self, sequence: str) -> bool:
        """Whether a sequence has a byte that was lost elsewhere: what is left of a token differs then."""
        return len(sequence.encode("latin-1").translate(None, self._lost)) < len(sequence)

    def left(self, token: str) -> str:
        """Give what is left of a token."""
        return token.encode("utf-8", "surrogatepass").translate(None, self._lost).decode("latin-1")

    def sought(self, left: str, tokens: Mapping[int, int]) -> Sought:
        """Give what is looked for where so much is left: tokens, with what the cheapest reading of each costs on top.

        One that the model does not know is none of its tokens; see `LanguageModel.known`.
        """
        left_of = self._left or self._left_of_all()
        lefts = tuple(dict.fromkeys([left, *[left_of[number] for number in tokens]]))
        are_all = sum(self._numbers[left] for left in lefts) == len(tokens) and not any(tokens.values())
        return Sought(lefts, tokens, None if are_all else tokens)

    def named(self, context: int, sought: Sought) -> Iterable[Named]:
        """Give what a context itself names of what is looked for."""
        groups = self.groups.get(context)
        if groups is None:
            asked = self._asked[context] = self._asked.get(context, 0) + 1
            if asked < _OFTEN and self.model.size_of(context) > _FEW:
                return (tuple(chain.from_iterable(self.model.own_steps(context, sought.tokens))),)
            groups = self._grouped(context)
        return [groups[left] for left in sought.lefts if left in groups]

    def _left_of_all(self) -> list[str]:
        """What is left of each token; nothing of those that are no reading of what lost a byte."""
        words = self.model.vocabulary
        self._left = ["" if oddity(word[0]) > THOUGHT_OF else self.left(word) for word in words]
        self._numbers = Counter(self._left)
        return self._left

    def _grouped(self, context: int) -> dict[str, Named]:
        left_of = self._left
        groups: dict[str, Named] = {}
        for one in self.model.own_steps(context):
            left = left_of[one[1]]
            groups[left] = groups[left] + one if left in groups else one
        return GROUPS.keep(self.groups, context, groups, 2 + len(groups) + self.model.size_of(context))

    def step(self, context: int, sought: Sought, number: int) -> tuple[int, int]:
        """Give what a token costs in a context, and the context after it, as `LanguageModel.step` does."""
        model, bits = self.model, 0
        while True:
            named = chain.from_iterable(self.named(context, sought))
            for cost, token, then in zip(named, named, named, strict=True):
                if token == number:
                    return bits + cost, then
            bits += model.left[context]
            if context < len(model.vocabulary):
                return bits + model.single[number], number
            context = model.within(context)


def followers_of(kind: Kind, profile: Profile) -> Followers | None:
    """Give what a model names where text was damaged so; nothing where marks stand for what was not lost."""
    only_lost = not profile.leads and all(values <= profile.lost for _, values in profile.marks)
    return _followers(kind, profile.lost) if only_lost else None


def left_of(unit: str, profile: Profile, followers: Followers | None) -> tuple[Followers | None, str]:
    """Give a sequence without the marks that stand where a byte was, and what a model names of that, if it tells.

    >>> left_of("\xe4\xbd'", Profile(frozenset({0x91}), (("'", frozenset({0x91})),)), None)
    (None, 'ä½')
    """
    marks = dict(profile.marks)
    left = "".join([char for char in unit if char not in marks])
    return (None if followers is None or followers.has_lost(left) else followers), left


@lru_cache(maxsize=4)
def _followers(kind: Kind, lost: frozenset[int]) -> Followers:
    return Followers(load(kind), lost)


#: Hypotheses by the contexts that they end in: what each costs, and its place among the others.
Standing = dict[int, tuple[int, int]]
#: For each context what costs least to come to it: that, the place of the hypothesis before it, the token.
Reached = dict[int, tuple[int, int, int]]


def reached(
    followers: Followers,
    standing: Standing,
    sought: Sought,
    unnamed: Iterable[tuple[int, int, str | None]],
    beam: int,
) -> tuple[Reached, int]:
    """Give where hypotheses come to with a sequence of which so much is left, and what all of that costs less than.

    ``unnamed`` are the likeliest tokens with all that they cost where nothing names them, the cheapest first.
    """
    least, others, limit = Reached(), list[_Other](), _FAR
    while standing:
        limit = _by_name(followers, standing, sought, least, limit, beam)
        standing = _shortened(followers.model, standing, others)
    others.sort()
    for cost, number, _ in unnamed:
        for bits, at, context in others:
            if bits + cost >= limit:
                break
            if not any(number in row[1::3] for row in followers.named(context, sought)):
                one = least.get(number)
                if one is None or (bits + cost, at) < one[:2]:
                    least[number] = (bits + cost, at, number)
                    limit = min(limit, bits + cost + beam)
                break
    return least, limit


#: What a hypothesis costs with a token that no context names, on top of that token; its place; its last token.
_Other = tuple[int, int, int]
_FAR = 1 << 30


def _by_name(followers: Followers, standing: Standing, sought: Sought, least: Reached, limit: int, beam: int) -> int:
    """Put what contexts themselves name into ``least``, and give the limit."""
    met, groups, named, (lefts, _, extra) = least.get, followers.groups.get, followers.named, sought
    for context, (bits, at) in standing.items():
        known = groups(context)
        for tokens in named(context, sought) if known is None else [known.get(left, ()) for left in lefts]:
            row = iter(tokens)
            for cost, number, then in zip(row, row, row):  # noqa: B905 - strict takes longer
                cost += bits
                if cost >= limit:
                    break
                if extra is not None:
                    cost += extra.get(number, _FAR)
                one = met(then)
                if one is None or cost < one[0] or (cost == one[0] and at < one[1]):
                    least[then] = (cost, at, number)
                    if cost + beam < limit:
                        limit = cost + beam
    return limit


def _shortened(model: LanguageModel, standing: Standing, others: list[_Other]) -> Standing:
    """Give the same hypotheses, once the first token of a context is forgotten; those of one token go to ``others``."""
    size, lefts, shorter = len(model.vocabulary), model.left, Standing()
    for context, (bits, at) in standing.items():
        bits += lefts[context]
        if context < size:
            others.append((bits, at, context))
        elif (within := model.within(context)) not in shorter or bits < shorter[within][0]:
            shorter[within] = (bits, at)
    return shorter
