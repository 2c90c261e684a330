"""How the words of a query are asked for: as typed with their numbers, in all their forms, or a few of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from digestkb.query.expressions import Expression, Phrase, all_of, any_of, phrase
from digestkb.query.nodes import Word
from digestkb.query.scoring import Part
from digestkb.query.search_index import SearchIndex
from digestkb.query.terms import Term, term_of
from digestkb.query.words import forms, is_stop_word, numbers
from digestkb.query.written import together, ways
from digestkb.text.fold import is_cjk

if TYPE_CHECKING:
    from digestkb.query.expansion import Expansion

#: In so many ways at most a run of words is asked for as names.
_MOST_WAYS = 16


def telling(run: Sequence[Word]) -> list[Word]:
    """Leave out the words that are everywhere, unless there are no others; in quotes they count.

    >>> [word.text for word in telling([Word("what"), Word("is"), Word("GRPO")])]
    ['GRPO']
    """
    words = [word for word in run if term_of(word.text, word.prefix)]
    return [word for word in words if word.phrase or word.prefix or not is_stop_word(word.text)] or words


def as_typed(run: Sequence[Word]) -> Expression | None:
    """Ask for all words with the marks that were typed, and in no other form."""
    terms = (term_of(word.text, word.prefix) for word in run)
    return _all(term.asked_as_typed for term in terms if term)


class Wording:
    """The other forms of the words of one query, as the index has them."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self._forms: dict[str, tuple[Term, ...]] = {}
        self._names: dict[tuple[Word, ...], dict[tuple[int, int], tuple[Expression, ...]]] = {}
        #: What was asked for besides the words typed, in the order of the query.
        self.added: dict[Term, None] = {}

    def typed(self, run: Sequence[Word]) -> Expression | None:
        """Ask for all the words that tell something, each in either number."""
        return _all(self._either(word, numbers) for word in telling(run))

    def stemmed(self, run: Sequence[Word]) -> Expression | None:
        """Ask for the same in all forms of the words, and as others write what may be one name."""
        words = telling(run)
        parts = [self._either(word, self.forms) for word in words]
        return _all(_in_any_way(parts, self._named(words)))

    def has_forms(self, words: Sequence[Word]) -> bool:
        """Say whether any of the words has forms beside its numbers, or may be one name with its neighbours."""
        terms = (term for word in words if not word.phrase and (term := term_of(word.text, word.prefix)))
        return any(len(self.forms(term)) > len(numbers(term)) for term in terms) or bool(self._named(telling(words)))

    def _named(self, words: Sequence[Word]) -> dict[tuple[int, int], tuple[Expression, ...]]:
        key = tuple(words)
        if key not in self._names:
            self._names[key] = together(words, self._stands)
        return self._names[key]

    def forms(self, term: Term) -> tuple[Term, ...]:
        """Give the other number of a word, the words of the index with the same stem, and its other spellings."""
        if term.typed not in self._forms:
            known = numbers(term)
            others = (*forms(term, self._standing), *ways(term, self._stands))
            self._forms[term.typed] = (*known, *(one for one in others if one not in known))
        return self._forms[term.typed]

    def parts(self, run: Sequence[Word], expansion: Expansion | None) -> list[Part]:
        """Give what was asked for one by one, with the forms and synonyms that are known of each by now.

        A run of Chinese falls into the names in it, and what is no name into pairs.
        """
        found: dict[Term, Part] = {}
        words = telling(run)
        for at, word in enumerate(words):
            term = term_of(word.text, word.prefix)
            if term:
                for part in self._parts(word, term, expansion):
                    found.setdefault(part.forms[0], part._replace(forms=(*part.forms, *self._names_with(words, at))))
        return list(found.values())

    def _names_with(self, words: Sequence[Word], at: int) -> Iterator[Term]:
        """Yield the names that a word is part of, as others write them: who has one has the word."""
        for (start, end), names in self._names.get(tuple(words), {}).items():
            if start <= at < end:
                runs = (name.tokens for name in names if isinstance(name, Phrase))
                yield from (Term(" ".join(run), run) for run in runs)

    def _parts(self, word: Word, term: Term, expansion: Expansion | None) -> Iterator[Part]:
        known = () if word.phrase else self._forms.get(term.typed, numbers(term))
        for piece in expansion.pieces.get(term, (term,)) if expansion else (term,):
            synonyms = expansion.instead_of(piece) if expansion else ()
            whole = Part((piece, *(known if piece == term else ())), synonyms)
            if synonyms or word.phrase or word.prefix:
                yield whole
            else:
                yield from [Part((pair,)) for pair in _pairs(piece)] or [whole]

    def _either(self, word: Word, others: Callable[[Term], Sequence[Term]]) -> Expression | None:
        term = term_of(word.text, word.prefix)
        if term is None:
            return None
        found = () if word.phrase else others(term)
        self.added.update(dict.fromkeys(found))
        return any_of(term.asked, *(other.asked for other in found))

    def _standing(self, words: Sequence[str]) -> set[str]:
        return self._index.standing(words)

    def _stands(self, runs: Iterable[str]) -> list[str]:
        """Give those runs of tokens that the index has: mostly none, which one look tells."""
        asked = list(runs)
        if not asked or not self._index.has(any_of(*map(phrase, asked))):
            return []
        half = len(asked) // 2
        return [*self._stands(asked[:half]), *self._stands(asked[half:])] if half else asked


def _pairs(term: Term) -> list[Term]:
    """Take a Chinese run apart into its pairs: none of it must stand as a whole."""
    if len(term.tokens) == 1 or term.prefix or not is_cjk(term.tokens[0]):
        return []
    return [Term(token, (token,)) for token in dict.fromkeys(term.tokens) if not is_stop_word(token)]


def _in_any_way(
    parts: Sequence[Expression | None], names: Mapping[tuple[int, int], Sequence[Expression]]
) -> list[Expression | None]:
    """Join the expressions of words with those of names: one for each run of words that names overlap in.

    >>> from digestkb.query.fts5 import written
    >>> words, names = map(phrase, ("gpt", "4", "o", "judge")), {(0, 2): [phrase("gpt4")], (1, 3): [phrase("4o")]}
    >>> [written(one) for one in _in_any_way(list(words), names)]
    ['("gpt" AND "4" AND "o") OR ("gpt4" AND "o") OR ("gpt" AND "4o")', '"judge"']
    """
    found: list[Expression | None] = []
    at = 0
    while at < len(parts):
        end = at + 1
        for start, stop in sorted(names):
            if at <= start < end:
                end = max(end, stop)
        found.append(_written(parts, names, at, end))
        at = end
    return found


def _written(
    parts: Sequence[Expression | None], names: Mapping[tuple[int, int], Sequence[Expression]], start: int, end: int
) -> Expression | None:
    """Give the expression of a run of words, of which some may be names."""
    if end == start + 1 and (start, end) not in names:
        return parts[start]
    ways: list[list[list[Expression | None]]] = [[[]]]
    for stop in range(start + 1, end + 1):
        before = [[*way, parts[stop - 1]] for way in ways[-1]]
        for first in range(start, stop):
            before += [
                [*way, any_of(*names[first, stop])] for way in (ways[first - start] if (first, stop) in names else ())
            ]
        ways.append(before[:_MOST_WAYS])
    asked = [way for way in map(_all, ways[-1]) if way]
    return any_of(*asked) if asked else None


def _all(parts: Iterable[Expression | None]) -> Expression | None:
    found = [part for part in parts if part]
    return all_of(*found) if found else None
