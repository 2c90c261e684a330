"""What full text is to PostgreSQL: the words of an index entry, written as the literal of a ``tsvector``.

PostgreSQL's own reading of text would lose what we search for: a run of Han and Latin is one word to it, and ``c++``
is ``c``. So the tokens are ours, cut as FTS5's tokenizer cuts them (letters and digits of ASCII, ``+#-_`` and whatever
is beyond ASCII), each at its position with the weight of its column.

A ``tsvector`` counts positions to 16,383, keeps 256 of a lexeme and holds a megabyte: what is longer is in several
parts, each of which begins with the last words of the one before, so that no phrase is lost between two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from digestkb.store.columns import COLUMNS
from digestkb.tuples import NamedTuple

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

    #: How many words all columns have, as FTS5 counts them: one that is written in other characters has more.
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
    return list(map(cut, found)) if max(map(len, found), default=0) > _SHORT else found


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
    (5, ("'^':1A 'deep':2A 'rl':3A 'has-title':44B ':facets:has-title':44B 'policy':85,86",))
    >>> sorted(found.words)
    [':facets:has-title', 'deep', 'has-title', 'policy', 'rl']
    """
    columns = {column: tokens(entry[_AT[column]]) for column in ORDER}
    said = set[str]().union(*columns.values(), (within("facets", word) for word in columns["facets"]))
    whole = _whole(columns)
    parts = in_parts(columns) if whole is None else (whole,)
    return Lexemes(sum(map(len, columns.values())), parts, frozenset(said))


def within(column: str, word: str) -> str:
    """Give the lexeme of a word in a column that shares its weight with others.

    >>> within("tags", "rl")
    ':tags:rl'
    """
    return cut(f"{_WITHIN}{column}{_WITHIN}{word}")


def _whole(columns: Mapping[str, Sequence[str]]) -> str | None:
    """Write a paper in one part, as most are; ``None`` if it does not fit."""
    places: dict[str, list[str]] = defaultdict(list)
    at = 0
    for column, words in columns.items():
        if not words:
            continue
        at += GAP if at else 0
        numbers = _places(ORDER[column])
        if column == "title":
            at += 1
            places[BEGINNING].append(numbers[at])
        if at + len(words) > _LAST:
            return None
        before, at = at, at + len(words)
        for word, place in zip(words, numbers[before + 1 : at + 1], strict=True):
            places[word].append(place)
        if ORDER[column] == "B":
            for word, place in zip(words, numbers[before + 1 : at + 1], strict=True):
                places[within(column, word)].append(place)
    size = sum(map(_size, places)) + 2 * sum(map(len, places.values()))
    return None if size > _SIZE or max(map(len, places.values()), default=0) > _MOST else _literal(places)


@cache
def _places(weight: str) -> list[str]:
    """Write down all positions that there are, with a weight; the lowest weight is that of none."""
    return [f"{position}{weight.replace('D', '')}" for position in range(_LAST + 1)]


def _size(lexeme: str) -> int:
    """Say how many bytes a lexeme takes at most, without its positions."""
    return 4 * len(lexeme) + 8


def _literal(places: Mapping[str, Sequence[str]]) -> str:
    """Write the literal; no word has a quote or a backslash, which part words."""
    return " ".join([f"'{lexeme}':{','.join(at)}" for lexeme, at in places.items()])


def in_parts(columns: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Write a paper in as many parts as it takes, looking at each word."""
    writing = _Writing()
    for column, words in columns.items():
        writing.column(column, words)
    return writing.parts()


class _Writing:
    """The parts of one paper, as they come about."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._begin()

    def _begin(self) -> None:
        self._places: dict[str, list[str]] = defaultdict(list)
        self._position = self._size = 0

    def column(self, column: str, words: Sequence[str]) -> None:
        """Put the words of a column behind what is there."""
        if not words:
            return
        self._position += GAP if self._position else 0
        self._numbers = _places(ORDER[column])
        if column == "title":
            self._put((BEGINNING,))
        said = [(word, within(column, word)) if ORDER[column] == "B" else (word,) for word in words]
        for at, lexemes_here in enumerate(said):
            if self._is_full(lexemes_here):
                self._end()
                for again in said[max(0, at - AGAIN) : at]:
                    self._put(again)
            self._put(lexemes_here)

    def _is_full(self, said: Iterable[str]) -> bool:
        if self._position >= _LAST or self._size > _SIZE:
            return True
        return any(lexeme in self._places and len(self._places[lexeme]) >= _MOST for lexeme in said)

    def _put(self, said: Iterable[str]) -> None:
        self._position += 1
        for lexeme in said:
            self._size += 2 if lexeme in self._places else _size(lexeme)
            self._places[lexeme].append(self._numbers[self._position])

    def _end(self) -> None:
        self._written.append(_literal(self._places))
        self._begin()

    def parts(self) -> tuple[str, ...]:
        """Give what was written."""
        if self._places or not self._written:
            self._end()
        return tuple(self._written)
