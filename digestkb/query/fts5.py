"""SQLite's full text: expressions in the language of FTS5, and the words of its index.

The tables of words are made in the temporary database, so that the file itself need not be written.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

from digestkb.query.expressions import AllOf, AnyOf, Expression, Near, Phrase, Without
from digestkb.query.regex import Regexes
from digestkb.query.search_index import COUNTED, ENDLESS, LAST, Clause, Ranked
from digestkb.store.columns import COLUMNS

#: What a match counts by column.
WEIGHTS = ", ".join(map(str, COLUMNS.values()))
#: A row for each place of each word: its ``term``, and the ``doc``, ``col`` and ``offset`` where it stands.
_OCCURRENCES = "temp.occurrences"
#: A row for each word: its ``term``, and in how many papers it is, ``doc``.
_WORDS = "temp.vocabulary"


def written(expression: Expression) -> str:
    """Write an expression in the language of FTS5: folded tokens have nothing in them that it could misread.

    >>> from digestkb.query.expressions import Within
    >>> written(Within(("title", "names"), AnyOf((Phrase(("a", "b")), Phrase(("c",), prefix=True)))))
    '{title names} : ("a b" OR "c" *)'
    >>> written(Without(Phrase(("a",)), Near((Phrase(("b",)), Phrase(("c",))), 2)))
    '"a" NOT NEAR("b" "c", 2)'
    """
    if isinstance(expression, Phrase):
        return f'"{" ".join(expression.tokens)}"' + " *" * expression.prefix
    if isinstance(expression, Near):
        return f"NEAR({' '.join(map(written, expression.phrases))}, {expression.between})"
    if isinstance(expression, AllOf | AnyOf):
        return f" {expression.joint} ".join(map(_inner, expression.parts))
    if isinstance(expression, Without):
        return f"{_inner(expression.wanted)} NOT {_inner(expression.unwanted)}"
    columns = " ".join(expression.columns)
    named = f"{{{columns}}}" if len(expression.columns) > 1 else columns
    return f"{named} : {'^ ' * expression.first}{_inner(expression.part)}"


def _inner(expression: Expression) -> str:
    """Write what is a part of something else."""
    whole = written(expression)
    return f"({whole})" if isinstance(expression, AllOf | AnyOf | Without) else whole


class Fts5Search:
    """The full text of a database of SQLite."""

    refined, lookup = None, 100

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._execute = connection.execute
        self.regexes = Regexes()

    def members(self, expression: Expression) -> Clause:
        """Select by ``MATCH``."""
        return Clause("SELECT rowid AS number FROM search WHERE search MATCH ?", (written(expression),))

    def ranked(self, expression: Expression) -> Ranked:
        """Rank by FTS5's own BM25."""
        matches = Clause("search MATCH ?", (written(expression),))
        return Ranked(Clause("search"), matches, "search.rowid", f"bm25(search, {WEIGHTS})")

    def has(self, expression: Expression) -> bool:
        """Look for one paper."""
        sql, args = self.members(expression)
        return self._execute(f"{sql} LIMIT 1", args).fetchone() is not None

    def count(self, expression: Expression) -> int:
        """Count them all."""
        sql = "SELECT count(*) FROM search WHERE search MATCH ?"
        return int(self._execute(sql, (written(expression),)).fetchone()[0])

    def estimate(self, expression: Expression, papers: int) -> float:
        """Count some, which come in the order of their numbers."""
        sql = "SELECT count(*), max(rowid) FROM (SELECT rowid FROM search WHERE search MATCH ? LIMIT ?)"
        count, last = self._execute(sql, (written(expression), COUNTED)).fetchone()
        return float(count) if count < COUNTED else count * papers / last

    def standing(self, words: Iterable[str]) -> set[str]:
        """Look words up in order. Each look gives the next word of the index, up to which all others are known to be
        none: where few words begin alike, one look tells.
        """
        self._prepare(_OCCURRENCES, "instance")
        found, following = set(), ""
        for word in sorted(words):
            if word > following:
                sql = f"SELECT term FROM {_OCCURRENCES} WHERE term >= ? LIMIT 1"
                row = self._execute(sql, (word,)).fetchone()
                if row is None:
                    break
                following = row[0]
            if word == following:
                found.add(word)
        return found

    def words(self, beginning: str, shortest: int = 1, longest: int = ENDLESS, last: str = "") -> Iterator[str]:
        """Read the words between two in the order of the index."""
        self._prepare(_WORDS, "row")
        sql = f"SELECT term FROM {_WORDS} WHERE term >= ? AND term <= ? AND length(term) BETWEEN ? AND ?"
        for (word,) in self._execute(sql, (beginning, (last or beginning) + LAST, shortest, longest)):
            yield word

    def often(self, word: str, prefix: bool = False) -> Counter[int]:
        """Count its places."""
        self._prepare(_OCCURRENCES, "instance")
        sql = f"SELECT doc, count(*) FROM {_OCCURRENCES} WHERE term >= ? AND term <= ? AND col = 'text' GROUP BY doc"
        return Counter(dict(self._execute(sql, (word, word + LAST if prefix else word))))

    def length(self, paper: int) -> int:
        """Read what FTS5 keeps of the first column of the index, which is the text."""
        (sizes,) = self._execute("SELECT sz FROM search_docsize WHERE id = ?", (paper,)).fetchone() or (b"",)
        count = 0
        for byte in sizes:  # one number after another, seven bits a byte
            count = count << 7 | byte & 0x7F
            if byte < 0x80:
                break
        return count

    def matching(self, pattern: str, text: str, table: str) -> Clause:
        """Let SQLite ask row by row."""
        self._connection.create_function("matches", 2, self.regexes, deterministic=True)
        return Clause(f"matches(?, {text})", (pattern,))

    def like(self, column: str, pattern: str) -> Clause:
        """Ask for it as SQLite understands it, where a bracket is no bracket."""
        return Clause(f"{column} GLOB ?", (re.sub(r"\[", "[[]", pattern),))

    def holding(self, column: str, text: str, first: bool = False) -> Clause:
        """Ask for it as SQLite understands it."""
        escaped = re.sub(r"([%_\\])", r"\\\1", text)
        return Clause(f"{column} LIKE ? ESCAPE '\\'", (f"{'' if first else '%'}{escaped}%",))

    def _prepare(self, table: str, kind: str) -> None:
        self._execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5vocab(main, search, {kind})")
