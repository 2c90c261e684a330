"""The full-text index in PostgreSQL: tables ``search`` and ``search_words``."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from digestkb.postgres.connection import Connection
from digestkb.postgres.lexemes import lexemes
from digestkb.store.index import Entry
from digestkb.store.rules import RULES

_INSERT = "INSERT INTO search (paper, part, length, words) VALUES (?, ?, ?, ?)"
_INSERT_WORDS = "INSERT INTO search_words SELECT unnest(?::text[]) ON CONFLICT DO NOTHING"
#: How many words are remembered as being there.
_MOST_KNOWN = 500_000


class TsvectorIndex:
    """The index of a database, as :class:`~digestkb.store.engine.Index` has it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        #: Words that are in the table, if all goes well: some of them.
        self._known: set[str] = set()

    def insert(self, entries: Iterable[tuple[int, Entry]]) -> None:
        """Put in papers by row number."""
        rows: list[tuple[int, int, int, str]] = []
        words: set[str] = set()
        for number, entry in entries:
            made = lexemes(entry)
            rows += [(number, part, made.length, literal) for part, literal in enumerate(made.parts)]
            words |= made.words
        if rows:
            self._connection.executemany(_INSERT, rows)
        if new := sorted(words - self._known):
            self._connection.execute(_INSERT_WORDS, (new,))
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            self._known.update(new)

    def delete(self, numbers: Iterable[int], entry_of: Callable[[int], Entry]) -> None:
        """Take out papers; what was said of them need not be known."""
        self._connection.executemany("DELETE FROM search WHERE paper = ?", [(number,) for number in numbers])

    def begin_anew(self) -> None:
        """Take out everything; who reads meanwhile has what was there before."""
        for table in ("search", "search_words", "index_rules"):
            self._connection.execute(f"DELETE FROM {table}")
        self.doubt()
        self._connection.execute("INSERT INTO index_rules VALUES (?)", (RULES,))

    def doubt(self) -> None:
        """Remember nothing: what was put in has been taken back."""
        self._known.clear()
