"""How the words of a query are asked for: as typed with their numbers, in all their forms, or a few of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from digestkb.query.language import Word
from digestkb.query.scoring import Part
from digestkb.query.terms import Term, term_of
from digestkb.query.words import forms, is_stop_word, numbers
from digestkb.text.fold import is_cjk

if TYPE_CHECKING:
    from digestkb.query.expansion import Expansion


def telling(run: Sequence[Word]) -> list[Word]:
    """Leave out the words that are everywhere, unless there are no others; in quotes they count.

    >>> [word.text for word in telling([Word("what"), Word("is"), Word("GRPO")])]
    ['GRPO']
    """
    words = [word for word in run if term_of(word.text, word.prefix)]
    return [word for word in words if word.phrase or word.prefix or not is_stop_word(word.text)] or words


def as_typed(run: Sequence[Word]) -> str | None:
    """Ask for all words with the marks that were typed, and in no other form."""
    terms = (term_of(word.text, word.prefix) for word in run)
    return " AND ".join(term.fts_as_typed for term in terms if term) or None


class Wording:
    """The other forms of the words of one query, as the index has them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._forms: dict[str, tuple[Term, ...]] = {}
        #: What was asked for besides the words typed, in the order of the query.
        self.added: dict[Term, None] = {}

    def typed(self, run: Sequence[Word]) -> str | None:
        """Ask for all the words that tell something, each in either number."""
        return _all(self._either(word, numbers) for word in telling(run))

    def stemmed(self, run: Sequence[Word]) -> str | None:
        """Ask for the same in all forms of the words."""
        return _all(self._either(word, self.forms) for word in telling(run))

    def has_forms(self, words: Iterable[Word]) -> bool:
        """Say whether any of the words has forms beside its numbers."""
        terms = (term for word in words if not word.phrase and (term := term_of(word.text, word.prefix)))
        return any(len(self.forms(term)) > len(numbers(term)) for term in terms)

    def forms(self, term: Term) -> tuple[Term, ...]:
        """Give the other number of a word, and the words of the index with the same stem."""
        if term.typed not in self._forms:
            known = numbers(term)
            stemmed = (one for one in forms(term, self._is_known) if one not in known)
            self._forms[term.typed] = (*known, *stemmed)
        return self._forms[term.typed]

    def parts(self, run: Sequence[Word], expansion: Expansion | None) -> list[Part]:
        """Give what was asked for one by one, with the forms and synonyms that are known of each by now.

        A run of Chinese falls into the names in it, and what is no name into pairs.
        """
        found: dict[Term, Part] = {}
        for word in telling(run):
            term = term_of(word.text, word.prefix)
            if term:
                for part in self._parts(word, term, expansion):
                    found.setdefault(part.forms[0], part)
        return list(found.values())

    def _parts(self, word: Word, term: Term, expansion: Expansion | None) -> Iterator[Part]:
        known = () if word.phrase else self._forms.get(term.typed, numbers(term))
        for piece in expansion.pieces.get(term, (term,)) if expansion else (term,):
            synonyms = expansion.instead_of(piece) if expansion else ()
            whole = Part((piece, *(known if piece == term else ())), synonyms)
            if synonyms or word.phrase or word.prefix:
                yield whole
            else:
                yield from [Part((pair,)) for pair in _pairs(piece)] or [whole]

    def _either(self, word: Word, others: Callable[[Term], Sequence[Term]]) -> str | None:
        term = term_of(word.text, word.prefix)
        if term is None:
            return None
        found = () if word.phrase else others(term)
        self.added.update(dict.fromkeys(found))
        return f"({' OR '.join([term.fts, *(other.fts for other in found)])})" if found else term.fts

    def _is_known(self, word: str) -> bool:
        sql = "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1"
        return self._connection.execute(sql, (f'"{word}"',)).fetchone() is not None


def _pairs(term: Term) -> list[Term]:
    """Take a Chinese run apart into its pairs: none of it must stand as a whole."""
    if len(term.tokens) == 1 or term.prefix or not is_cjk(term.tokens[0]):
        return []
    return [Term(token, (token,)) for token in dict.fromkeys(term.tokens) if not is_stop_word(token)]


def _all(parts: Iterable[str | None]) -> str | None:
    return " AND ".join(filter(None, parts)) or None
