"""The same thing in other words: synonyms from the glossary and from the notes, and the other number of a noun."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from digestkb.query.glossary import Form, Glossary, Meaning, units
from digestkb.query.language import Word
from digestkb.query.terms import Term, term_of
from digestkb.query.wording import telling
from digestkb.query.words import numbers
from digestkb.text.fold import is_cjk, tokens

#: Vietnamese words of so many syllables at most are looked for with their marks: without, they are other words as well.
_SHORT = 2


class Synonym(NamedTuple):
    """What is looked for besides what was typed, and where it comes from."""

    typed: str
    #: ``glossary``, ``own glossary``, ``notes`` or ``form`` (of the same word).
    origin: str
    term: Term


class _Placed(NamedTuple):
    """A meaning and the words that it covers, to before ``last``; both equal, it is a part of that word.

    ``offset`` is where the word's units begin among all.
    """

    first: int
    last: int
    meaning: Meaning
    offset: int


class Expansion:
    """Rewrites the words of one query so that other words for the same thing match as well."""

    def __init__(
        self,
        glossary: Glossary,
        said: Callable[[Term], Sequence[str]],
        forms: Callable[[Term], Sequence[Term]] = numbers,
    ) -> None:
        self._glossary = glossary
        #: Gives the other forms of a word.
        self._forms = forms
        #: Gives the other names that the notes themselves give to a term.
        self._said = said
        self._synonyms: dict[Term, Synonym] = {}

    @property
    def synonyms(self) -> tuple[Synonym, ...]:
        """What was added, in the order of the query."""
        return tuple(self._synonyms.values())

    @property
    def names(self) -> tuple[str, ...]:
        """What was added but for other forms, as it is written."""
        return tuple(one.typed for one in self.synonyms if one.origin != "form")

    @property
    def terms(self) -> tuple[Term, ...]:
        """The added words as the index knows them."""
        return tuple(self._synonyms)

    def rewrite(self, run: Sequence[Word]) -> str | None:
        """Give the full-text expression for words that must all hold, each of them or a synonym.

        >>> glossary = Glossary("distillation\\ttraining\\tdistillation\\tchưng cất\\t蒸馏")
        >>> expansion = Expansion(glossary, lambda term: (), lambda term: (term_of(term.typed + "s"),))
        >>> expansion.rewrite([Word("distillation"), Word("RL")])
        '(("distillation" OR "distillations") OR ("chung cat" AND "chưng" AND "cất") OR "蒸馏") AND ("rl" OR "rls")'
        """
        return " AND ".join(self.parts(run)) or None

    def parts(self, run: Sequence[Word]) -> list[str]:
        """Give the expressions that :meth:`rewrite` joins: one for each word, or for words that are one name."""
        words = telling(run)
        placed = self._placed(words)
        wholes = {one.first: one for one in placed if one.last > one.first}
        parts: list[str] = []
        at = 0
        while at < len(words):
            whole = wholes.get(at)
            if whole:
                parts += self._alternatives(words[at : whole.last], whole.meaning)
                at = whole.last
                continue
            end = next((one.first for one in placed if one.first >= at), len(words))
            if end > at + 1 and not any(word.prefix for word in words[at:end]):
                parts += self._alternatives(words[at:end], None)
                at = end
            else:
                parts.append(self._word(words[at], [one for one in placed if one.first == one.last == at]))
                at += 1
        return parts

    def _placed(self, words: Sequence[Word]) -> list[_Placed]:
        """Say which words each meaning covers."""
        owners: list[int] = []
        flat: list[str] = []
        for place, word in enumerate(words):
            # What may go on is not known to its end, and a phrase does not join its neighbours: they stay apart.
            found = ("",) if word.prefix else units(word.text)
            flat.extend(("", *found, "") if word.phrase else found)
            owners.extend([place] * (len(found) + 2 * word.phrase))
        starts_at = [owners.index(place) for place in range(len(words))]
        placed = []
        for meaning in self._glossary.meanings(flat):
            first, last = owners[meaning.start], owners[meaning.end - 1]
            starts = meaning.start == 0 or owners[meaning.start - 1] != first or not flat[meaning.start - 1]
            ends = meaning.end == len(flat) or owners[meaning.end] != last or not flat[meaning.end]
            if starts and ends:
                placed.append(_Placed(first, last + 1, meaning, 0))
            elif first == last and not words[first].phrase:
                placed.append(_Placed(first, first, meaning, starts_at[first]))
        return placed

    def _alternatives(self, words: Sequence[Word], meaning: Meaning | None) -> list[str]:
        """Ask for neighbouring words one by one, or together for what else is said in their place."""
        literal = [term for word in words if (term := term_of(word.text, word.prefix))]
        typed = [self._in_all_forms(term) for term in literal]
        whole = term_of(" ".join(word.text for word in words))
        other = self._added(meaning.forms if meaning else (), whole, literal)
        if not other:
            return typed
        together = " AND ".join(typed)
        return [f"({f'({together})' if len(literal) > 1 else together} OR {' OR '.join(other)})"]

    def _word(self, word: Word, within: Sequence[_Placed]) -> str:
        """Rewrite one word: a Chinese run with names in it may also be said name by name."""
        term = term_of(word.text, word.prefix)
        typed = self._in_all_forms(term) if term else ""
        if term and not within:
            other = self._added((), term, [term])
            return f"({typed} OR {' OR '.join(other)})" if other else typed
        parts = []
        for text, meaning in _pieces(word.text, within):
            piece = term_of(text)
            if piece:
                other = self._added(meaning.forms if meaning else (), piece, [piece])
                parts.append(f"({' OR '.join([piece.fts, *other])})" if other else piece.fts)
        return f"({typed} OR ({' AND '.join(parts)}))" if parts else typed

    def _in_all_forms(self, term: Term) -> str:
        """Add the other forms of an English word: ``model`` and ``models`` are one to a reader."""
        others = self._forms(term)
        for other in others:
            self._synonyms.setdefault(other, Synonym(other.typed, "form", other))
        return f"({' OR '.join([term.fts, *(other.fts for other in others)])})" if others else term.fts

    def _added(self, forms: Iterable[Form], whole: Term | None, literal: Sequence[Term]) -> list[str]:
        """Give the expressions of synonyms, without those that hold another one or what was typed: those match."""
        said = self._said(whole) if whole and not whole.prefix else ()
        named = [(form.text, "glossary") for form in forms] + [(name, "notes") for name in said]
        terms = [(term, origin) for name, origin in named if (term := term_of(name))]
        needed = _needed([term for term, _ in terms], [whole] if whole else literal)
        found = []
        for term, origin in terms:
            if term not in needed:
                continue
            self._synonyms.setdefault(term, Synonym(term.typed, origin, term))
            marked = len(term.tokens) <= _SHORT and term.marks
            found.append(f"({term.fts_as_typed})" if marked else term.fts)
            for other in numbers(term):
                found.append(other.fts)
                self._synonyms.setdefault(other, Synonym(other.typed, "form", other))
        return found


def _needed(terms: Iterable[Term], typed: Sequence[Term]) -> list[Term]:
    """Give what was typed, and of the other terms those that hold neither it nor one another."""
    needed = list(typed)
    for term in sorted(terms, key=lambda one: len(one.tokens)):
        if not any(_holds(term, other) for other in needed):
            needed.append(term)
    return needed


def _holds(term: Term, known: Term) -> bool:
    size = len(known.tokens)
    return any(term.tokens[at : at + size] == known.tokens for at in range(len(term.tokens) - size + 1))


def _pieces(text: str, within: Sequence[_Placed]) -> Iterator[tuple[str, Meaning | None]]:
    """Cut a word into names and what lies between them."""
    columns = [(t.start, t.start + 1 if is_cjk(t.text) else t.end) for t in tokens(text)]
    at = 0
    for one in within:
        start = columns[one.meaning.start - one.offset][0]
        end = columns[one.meaning.end - one.offset - 1][1]
        if start > at:
            yield text[at:start], None
        yield text[start:end], one.meaning
        at = end
    if at < len(text):
        yield text[at:], None
