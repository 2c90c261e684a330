"""Nearest spellings: of fields, and of the words that notes use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from digestkb.query.expressions import Within, all_of
from digestkb.query.expressions import word as word_of
from digestkb.query.search_index import index_of
from digestkb.query.terms import Term, term_of
from digestkb.query.texts import searched
from digestkb.query.units import has_capitals
from digestkb.query.words import numbers
from digestkb.store.columns import WEIGHED
from digestkb.store.connection import Connection
from digestkb.text.fold import folded, folded_and_marked, is_cjk

#: A word that one paper has may be a slip if it has so many letters, and so many papers the word that it is near to.
_SHORTEST_SLIP, _COMMONER = 6, 10
#: From so many letters on one that is missing makes no other word.
_LONG = 9


def distance(one: str, other: str, most: int, alike: Collection[str] | None = None) -> int:
    """Count the letters to insert, delete, replace or swap with their neighbour; more than ``most`` is ``most + 1``.

    With ``alike``, which has pairs of letters, to replace a letter by any other than one that is alike counts two.

    >>> distance("difusion", "diffusion", 2), distance("tpoic", "topic", 2), distance("rl", "topic", 2)
    (1, 1, 3)
    >>> distance("seperate", "separate", 2, {"ea"}), distance("excluded", "exploded", 2, {"uo"})
    (1, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        before, last = row, before
        row = [at]
        for to, letter in enumerate(other, 1):
            replaced = 0 if char == letter else 1 if alike is None or char + letter in alike else 2
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + replaced)
            if at > 1 and to > 1 and char == other[to - 2] and one[at - 2] == letter:
                cost = min(cost, last[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def nearest(word: str, known: Iterable[str], most: int) -> str | None:
    """Give the known word that is nearest to ``word``, the first of equals, or ``None`` beyond ``most`` changes."""
    best, found = most + 1, None
    for candidate in known:
        away = distance(word, candidate, best - 1 if found else most)
        if away < best:
            best, found = away, candidate
    return found


def is_slip(typed: str, word: str) -> bool:
    """Say whether a finger makes the one of the other: letters swapped, one struck twice, one missing in a long word.

    Another letter in the place of one is more often another word, as is one less: ``modal``, ``eternal``.

    >>> [is_slip(typed, "positive") for typed in ("psoitive", "possitive", "positiv", "positives", "positive")]
    [True, True, False, False, False]
    >>> is_slip("intruction", "instruction"), is_slip("eternal", "external"), is_slip("modals", "models")
    (True, False, False)
    """
    if distance(typed, word, 1) != 1:
        return False
    if len(typed) == len(word):
        return sorted(typed) == sorted(word)
    if len(typed) < len(word):
        return len(typed) >= _LONG
    return any(
        one == next_one and typed[:at] + typed[at + 1 :] == word for at, (one, next_one) in enumerate(pairwise(typed))
    )


def suggestion(connection: Connection, words: Sequence[str]) -> str | None:
    """Give the words with those that no paper has replaced by the nearest ones that papers have.

    So is a word that one paper has where a slip makes it of one that many have, and nothing says that it is meant.
    ``None`` if every word is known, or nothing is near to one that is not, or no paper has all of several others.
    """
    vocabulary = Vocabulary(connection)
    spelled = [vocabulary.nearest(word) for word in words]
    others = [other for word, other in zip(words, spelled, strict=True) if other and other != word]
    if None in spelled or not others or not vocabulary.has_together(others):
        return None
    return " ".join(filter(None, spelled))


class Vocabulary:
    """The words of the index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._index = index_of(connection)

    def nearest(self, word: str) -> str | None:
        """Give ``word`` itself if papers have all of it, else what is nearest, else ``None``."""
        parts = folded(word).split()
        plain = word.isascii() and not has_capitals(word)
        spelled = [
            (self._commoner(part) if plain and count == 1 else None) or part if count else self._unknown(part)
            for part, count in ((part, self._index.count(word_of(part))) for part in parts)
        ]
        if spelled == parts:
            return word
        return " ".join(self.as_written(part) for part in spelled if part) if None not in spelled else None

    def _unknown(self, part: str) -> str | None:
        """Give a word itself if papers have it in the other number, which is searched for, else the nearest."""
        return part if self.has_another_number(part) else self._near(part)

    def has(self, part: str) -> bool:
        """Say whether papers have a folded word, in either number."""
        return self._index.has(word_of(part)) or self.has_another_number(part)

    def says(self, text: str) -> bool:
        """Say whether papers have a text as it stands."""
        term = term_of(text)
        return term is not None and self._index.has(term.asked)

    def count_text(self, text: str) -> int:
        """Count the papers that have a text."""
        term = term_of(text)
        return self._index.count(term.asked) if term else 0

    def texts_with(self, text: str, most: int) -> Iterator[str]:
        """Yield what some papers say that have a text."""
        term = term_of(text)
        if term:
            sql, args = self._index.members(term.asked)
            having = [number for (number,) in self._execute(f"{sql} LIMIT {most:d}", args)]
            for said in searched(self._connection, having).values():
                yield f"{said.title or ''}\n{said.text}"

    def has_another_number(self, part: str) -> bool:
        """Say whether papers have the plural of a folded word, or its singular."""
        return any(self._index.has(other.asked) for other in numbers(Term(part, (part,))))

    def count(self, part: str) -> int:
        """Count the papers that have a folded word."""
        return self._index.count(word_of(part))

    def count_said(self, part: str) -> int:
        """Count those that have it elsewhere than in the names of their authors."""
        columns = tuple(column for column in WEIGHED if column != "authors")
        return self._index.count(Within(columns, word_of(part)))

    def has_together(self, words: Sequence[str]) -> bool:
        """Say whether a paper has all of several words; of one that is known."""
        tokens = [token for word in words for token in folded(word).split()]
        return len(tokens) < 2 or self._index.has(all_of(*map(word_of, tokens)))

    def _commoner(self, part: str) -> str | None:
        """Give a far commoner word of which a slip makes one that a single paper has, if that is no word or name.

        A word has other forms elsewhere, or a paper is called by it.
        """
        if len(part) < _SHORTEST_SLIP or not part.isalpha() or self._is_meant(part):
            return None
        slips = (term for term in self.beginning(part[:1], len(part), 1) if is_slip(part, term))
        near = [(count, term) for term in slips if (count := self._index.count(word_of(term))) >= _COMMONER]
        return max(near, default=(0, None))[1]

    def _is_meant(self, part: str) -> bool:
        if self._index.has(Within(("title", "names", "tags", "topics", "authors"), word_of(part))):
            return True
        from Stemmer import Stemmer

        stem = Stemmer("english").stemWord
        alike = (term for term in self.beginning(part[:4], len(part), 4) if term != part)
        return any(stem(term) == stem(part) and self._index.has(word_of(term)) for term in alike)

    def _near(self, part: str) -> str | None:
        """Look among the words that share the first two letters, then among those that share the first one."""
        if len(part) < 4 or is_cjk(part) or part.isdigit():
            return None
        most = 1 if len(part) < 6 else 2
        for shared in (2, 1):
            best: tuple[int, int, str] | None = None
            for term in self.beginning(part[:shared], len(part), most):
                away = distance(part, term, min(most, best[0]) if best else most)
                if away <= (best[0] if best else most) and (count := self._index.count(word_of(term))):
                    best = min(best or (away, 0, ""), (away, -count, term))
            if best:
                return best[2]
        return None

    def beginning(self, letters: str, length: int, most: int) -> Iterator[str]:
        """Yield the words that begin so and are about as long."""
        return self._index.words(letters, length - most, length + most)

    def of_length(self, letters: str, shortest: int, longest: int) -> Iterator[str]:
        """Yield the words that begin so and have so many letters."""
        return self._index.words(letters, shortest, longest)

    def pairs(self, first: str, last: str) -> Iterator[str]:
        """Yield the words of two characters, of which the one is, or lies between, two others."""
        return self._index.words(first, 2, 2, last)

    def as_written(self, part: str) -> str:
        """Give back the marks that notes write a word with."""
        sql, args = self._index.members(word_of(part))
        having = [number for (number,) in self._execute(f"{sql} LIMIT 1", args)]
        for said in searched(self._connection, having).values():
            called = (said.title or "", *said.names, *said.tags, *said.labels, *said.authors)
            return next(
                (word for word in folded_and_marked(said.text, *called)[1].split() if folded(word) == part), part
            )
        return part
