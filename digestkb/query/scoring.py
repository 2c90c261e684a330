"""How much a paper says of what was asked for: BM25 over the words of a question, each with all that means the same.

FTS5 counts every phrase of an expression for itself, so that a rare form of a word weighs more than the word. Here a
word and its other forms are one, synonyms a little less, and one occurrence in a title is worth several in a text
(Robertson, Zaragoza & Taylor, 2004, Simple BM25 extension to multiple weighted fields).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from math import log, log2

from digestkb.query.expressions import Expression, any_of
from digestkb.query.terms import Term
from digestkb.store import columns
from digestkb.tuples import NamedTuple

_WEIGHTS = (*(columns.COLUMNS[name] for name in columns.WEIGHED), columns.ABSTRACT)
_TITLE, AUTHORS, _TEXT = map(columns.WEIGHED.index, ("title", "authors", "text"))
#: Nobody looks further into a text than so many characters.
_LONGEST = 10_000
#: How soon more of the same adds nothing, and how much longer texts count less, as in BM25.
_SATURATION, _LENGTH = 2.0, 0.5
#: What a synonym counts beside the word itself, and what is added at most where the words stand together.
_SYNONYM, _TOGETHER = 0.8, 0.4


class Part(NamedTuple):
    """One thing that was asked for: a word, or a name within a run of Chinese."""

    #: The word in its forms, the one typed first.
    forms: tuple[Term, ...]
    synonyms: tuple[Term, ...] = ()

    @property
    def asked(self) -> Expression:
        """What finds any of it."""
        return any_of(*dict.fromkeys(term.asked for term in (*self.forms, *self.synonyms)))


class Said:
    """What the notes say of one paper, to be counted in."""

    def __init__(self, columns: Sequence[str | None], told: Sequence[str] = ()) -> None:
        """Take the folded texts of :data:`~digestkb.store.columns.WEIGHED`, and what metadata adds: a title, people, an
        abstract.
        """
        texts = [(text or "")[:_LONGEST] for text in columns]
        if told:
            title, people, abstract = told
            texts[_TITLE] = f"{texts[_TITLE]} # {title}"
            texts[AUTHORS] = f"{texts[AUTHORS]} {people}"
            texts.append(abstract[:_LONGEST])
        self._padded = [f" {text} " if text else "" for text in texts]
        self._tokens = [text.split() for text in texts]
        self._counts = [Counter(tokens) for tokens in self._tokens]
        self.length = sum(map(len, self._tokens))

    def has(self, term: Term) -> bool:
        """Say whether the words of a term follow one another anywhere."""
        return any(term.stands_in(padded) for padded in self._padded)

    def often(self, terms: Sequence[Term]) -> float:
        """Count how often terms are said, each time by the weight of the column."""
        return sum(
            weight * self._count(term, at)
            for at, weight in enumerate(_WEIGHTS[: len(self._tokens)])
            if self._tokens[at]
            for term in terms
        )

    def often_near(self, phrases: Sequence[tuple[str, ...]], between: int) -> list[float]:
        """Count how often each of some phrases is said with no more than so many words between it and each other one.

        >>> said = Said(["edit an image or edit", *[""] * (len(columns.WEIGHED) - 1)])
        >>> said.often_near([("edit",), ("image",)], 1)
        [2.0, 1.0]
        """
        found = [0.0] * len(phrases)
        for weight, tokens in zip(_WEIGHTS, self._tokens, strict=False):
            places = [_places(phrase, tokens) for phrase in phrases]
            for at, (phrase, own) in enumerate(zip(phrases, places, strict=True)):
                others = [pair for i, pair in enumerate(zip(phrases, places, strict=True)) if i != at]
                found[at] += weight * sum(_is_near(place, len(phrase), others, between) for place in own)
        return found

    def _count(self, term: Term, at: int) -> int:
        counts = self._counts[at]
        if len(term.tokens) == 1 and not term.prefix:
            return counts[term.tokens[0]]
        if any(token not in counts for token in term.tokens[: -1 if term.prefix else None]):
            return 0
        return self._padded[at].count(f" {' '.join(term.tokens)}" + ("" if term.prefix else " "))

    def width(self, groups: Sequence[Collection[str]]) -> int:
        """Count the words of the shortest part of the title or the text that has one of each group; 0 if none has."""
        places = [at for at in (_TITLE, _TEXT) if not any(map(self._counts[at].keys().isdisjoint, groups))]
        return min((window(self._tokens[at], groups) for at in places), default=0)


def _places(phrase: tuple[str, ...], tokens: Sequence[str]) -> list[int]:
    return [
        at for at, token in enumerate(tokens) if token == phrase[0] and tuple(tokens[at : at + len(phrase)]) == phrase
    ]


def _is_near(place: int, length: int, others: Iterable[tuple[tuple[str, ...], list[int]]], between: int) -> bool:
    """Say whether something of so many words has each of some others near it, before or behind."""
    return all(
        any(0 <= there - place - length <= between or 0 <= place - there - len(phrase) <= between for there in places)
        for phrase, places in others
    )


def rarity(papers: int, having: float) -> float:
    """Give the weight of a word that so many of all papers have."""
    return log(1 + (max(papers - having, 0) + 0.5) / (having + 0.5))


def scores(said: Sequence[Said], parts: Sequence[Part], weights: Sequence[float]) -> list[float]:
    """Score papers by how much they say of the parts of a question, which weigh so much; long papers among them less.

    >>> from digestkb.query.terms import term_of
    >>> parts = [Part((term_of(word),)) for word in ("tree", "search")]
    >>> papers = [{"title": "tree search"}, {"text": "a tree and a search"}, {"title": "a tree"}]
    >>> said = [Said([paper.get(column, "") for column in columns.WEIGHED]) for paper in papers]
    >>> [round(score, 1) for score in scores(said, parts, [1.0, 2.0])]
    [11.1, 3.1, 2.6]
    """
    usual = sum(one.length for one in said) / max(len(said), 1) or 1.0
    groups = [frozenset(term.tokens[0] for term in part.forms) for part in parts]
    found = []
    for one in said:
        least = _SATURATION * (1 - _LENGTH + _LENGTH * one.length / usual)
        score = 0.0
        for part, weight in zip(parts, weights, strict=True):
            often = one.often(part.forms) + _SYNONYM * one.often(part.synonyms)
            score += weight * often * (_SATURATION + 1) / (often + least)
        width = one.width(groups) if len(groups) > 1 else 0
        found.append(score * (1 + (_TOGETHER / log2(1 + width / len(groups)) if width else 0.0)))
    return found


def window(tokens: Sequence[str], groups: Sequence[Collection[str]]) -> int:
    """Count the tokens of the shortest part of a text that has one of each group; 0 if there is none.

    >>> window("a diffusion model that plans and a policy".split(), [("model", "models"), ("policy",)])
    6
    """
    wanted = {token: at for at, group in enumerate(groups) for token in group}
    last = [-1] * len(groups)
    best = 0
    for place, token in enumerate(tokens):
        at = wanted.get(token)
        if at is not None:
            last[at] = place
            first = min(last)
            if first >= 0 and (not best or place - first < best - 1):
                best = place - first + 1
    return best
