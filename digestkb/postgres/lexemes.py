"""What full text is to PostgreSQL: the words of an index entry, written as the literal of a ``tsvector``.

PostgreSQL's own reading of text would lose what we search for: a run of Han and Latin is one word to it, and ``c++``
is ``c``. So the tokens are ours, cut as FTS5's tokenizer cuts them (letters and digits of ASCII, ``+#-_`` and whatever
is beyond ASCII), each at its position with the weight of its column.

A ``tsvector`` counts positions to 16,383, keeps 256 of a lexeme and holds a megabyte: what is longer is in several
parts, each of which begins with the last words of the one before, so that no phrase is lost between two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from digestkb.store.columns import COLUMNS, WEIGHED

#: The columns in the order of their positions, each with its weight.
ORDER = {
    "title": "A",
    **dict.fromkeys(("names", "tags", "topics", "authors", "marked", "facets"), "B"),
    "summary": "C",
    "text": "D",
}
#: Before the first word of a title, so that its beginning is a phrase.
BEGINNING = "^"
#: Before and behind the name of a column where a word of it follows; part of no word, so that nothing begins alike.
_WITHIN = ":"
#: How far apart columns are, so that no phrase runs across two.
GAP = 40
#: The last position of a part, how often it has a lexeme at most, how many words begin it again, and how many bytes it
#: may be of.
_LAST, _MOST, AGAIN, _SIZE = 16_000, 249, 32, 800_000
#: Longer lexemes are cut, in bytes: PostgreSQL takes 2,046.
_LONGEST = 2000
_SHORT = _LONGEST // 4
_TOKEN = re.compile(r"[0-9A-Za-z+#\-_\x80-\U0010ffff]+")
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_AT = {column: at for at, column in enumerate(COLUMNS)}


class Lexemes(NamedTuple):
    """What the index has of a paper."""

    #: How many words the weighed columns have.
    length: int
    #: Literals of ``tsvector``, at least one.
    parts: tuple[str, ...]
    #: What lists of words are made of: every word as it is, and what filters ask for as ``:facets:word``.
    words: frozenset[str]


def tokens(text: str) -> list[str]:
    """Cut folded text into words.

    >>> tokens("c++ học-máy (GRPO) 强化")
    ['c++', 'học-máy', 'grpo', '强化']
    """
    if not text.islower():  # which folded text mostly is
        text = text.translate(_LOWER)
    found: list[str] = _TOKEN.findall(text)
    return [word if len(word) < _SHORT else cut(word) for word in found]


def cut(lexeme: str) -> str:
    """Give as much of a lexeme as PostgreSQL takes.

    >>> len(cut("强" * 1000)), cut("c++")
    (666, 'c++')
    """
    if len(lexeme) <= _SHORT:
        return lexeme
    data = lexeme.encode()
    return lexeme if len(data) <= _LONGEST else data[:_LONGEST].decode("utf-8", "ignore")


def quoted(lexeme: str) -> str:
    """Write a lexeme as it stands in the literal of a ``tsvector`` or ``tsquery``.

    >>> print(quoted("d'alembert"), quoted("a\\\\b"))
    'd''alembert' 'a\\\\b'
    """
    if "'" in lexeme or "\\" in lexeme:
        lexeme = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{lexeme}'"


def lexemes(entry: Sequence[str]) -> Lexemes:
    """Make of an entry of the index (:func:`digestkb.store.index.entry`) what PostgreSQL is given.

    >>> found = lexemes(("policy policy", "", "deep rl", "", "", "", "", "", "has-title"))
    >>> found.length, found.parts
    (4, ("':facets:has-title':44B '^':1A 'deep':2A 'has-title':44B 'policy':85,86 'rl':3A",))
    >>> sorted(found.words)
    [':facets:has-title', 'deep', 'has-title', 'policy', 'rl']
    """
    columns = {column: tokens(entry[_AT[column]]) for column in ORDER}
    writing = _Writing()
    for column, words in columns.items():
        writing.column(column, words)
    said = {word for words in columns.values() for word in words}
    said.update(within("facets", word) for word in columns["facets"])
    return Lexemes(sum(len(columns[column]) for column in WEIGHED), tuple(writing.parts()), frozenset(said))


def within(column: str, word: str) -> str:
    """Give the lexeme of a word in a column that shares its weight with others.

    >>> within("tags", "rl")
    ':tags:rl'
    """
    return cut(f"{_WITHIN}{column}{_WITHIN}{word}")


class _Writing:
    """The parts of one paper, as they come about."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._begin()

    def _begin(self) -> None:
        self._places: dict[str, list[str]] = {}
        self._position = self._size = 0

    def column(self, column: str, words: Sequence[str]) -> None:
        """Put the words of a column behind what is there."""
        if not words:
            return
        weight = ORDER[column].replace("D", "")  # which is what has none
        if self._position:
            self._position += GAP
        if column == "title":
            self._put((BEGINNING,), weight)
        labelled = ORDER[column] == "B"
        for at, word in enumerate(words):
            said = (word, within(column, word)) if labelled else (word,)
            if self._is_full(said):
                self._end()
                for again in words[max(0, at - AGAIN) : at]:
                    self._put((again, within(column, again)) if labelled else (again,), weight)
            self._put(said, weight)

    def _is_full(self, said: Iterable[str]) -> bool:
        if self._position >= _LAST or self._size > _SIZE:
            return True
        places = self._places
        for lexeme in said:  # noqa: SIM110 - for each word of all notes
            if lexeme in places and len(places[lexeme]) >= _MOST:
                return True
        return False

    def _put(self, said: Iterable[str], weight: str) -> None:
        self._position += 1
        place = f"{self._position}{weight}"
        for lexeme in said:
            if lexeme in self._places:
                self._places[lexeme].append(place)
            else:
                self._places[lexeme] = [place]
                self._size += 4 * len(lexeme) + 8  # no character is of more bytes
            self._size += 2

    def _end(self) -> None:
        self._written.append(
            " ".join(f"{quoted(lexeme)}:{','.join(places)}" for lexeme, places in sorted(self._places.items()))
        )
        self._begin()

    def parts(self) -> Iterator[str]:
        """Yield what was written."""
        if self._places or not self._written:
            self._end()
        yield from self._written
