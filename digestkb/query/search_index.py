"""What a search needs of a database beyond the SQL that all of them read: full text, its words, regular expressions."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

from digestkb.query.expressions import Expression
from digestkb.query.regex import Regexes
from digestkb.store.connection import Connection
from digestkb.tuples import NamedTuple

if TYPE_CHECKING:
    import sqlite3


#: Comes after everything that begins alike.
LAST = "\U0010ffff"
#: No word has so many characters.
ENDLESS = 1 << 30
#: Papers are counted up to here; how many more there are is guessed.
COUNTED = 500


class Clause(NamedTuple):
    """A condition, or another part of a statement, with its parameters."""

    sql: str
    args: tuple[Any, ...] = ()


class Ranked(NamedTuple):
    """The parts of a statement about the papers that an expression finds, each in its place."""

    #: What stands behind FROM, and the condition on it.
    source: Clause
    where: Clause
    #: The columns with the row number of a paper, and with how well it fits: the smaller, the better.
    number: str
    rank: str


#: Gives the ranks of some papers: the smaller, the better.
Refined = Callable[[Expression, Sequence[int]], Mapping[int, float]]


class SearchIndex(Protocol):
    """The full text of one database, and what else each kind of database does in its own way."""

    regexes: Regexes
    #: To look whether a paper is among those found takes as long as to go through so many of them; 0 where the database
    #: knows better which to do.
    lookup: int

    def members(self, expression: Expression) -> Clause:
        """Give the statement that selects the row numbers of the papers that an expression finds."""

    def ranked(self, expression: Expression) -> Ranked:
        """Give the parts of a statement about the same papers with their ranks."""

    @property
    def refined(self) -> Refined | None:
        """What ranks the best papers that an expression finds by BM25; none where their ranks are that already."""

    def has(self, expression: Expression) -> bool:
        """Say whether an expression finds anything."""

    def count(self, expression: Expression) -> int:
        """Count the papers that an expression finds."""

    def estimate(self, expression: Expression, papers: int) -> float:
        """Do the same, of many by how many of the first have it; the highest row number of all is about ``papers``."""

    def standing(self, words: Iterable[str]) -> set[str]:
        """Give those of some folded words that papers have."""

    def words(self, beginning: str, shortest: int = 1, longest: int = ENDLESS, last: str = "") -> Iterator[str]:
        """Yield the words that papers have, or had, which begin so, of so many characters, in order; with ``last`` also
        those behind them up to the last that begins so.
        """

    def often(self, word: str, prefix: bool = False) -> Counter[int]:
        """Count by paper how often a word stands in its text; with ``prefix`` any word that begins so."""

    def length(self, paper: int) -> int:
        """Count the words of a paper's text."""

    def matching(self, pattern: str, text: str, table: str) -> Clause:
        """Give the condition on rows of ``table`` that a regular expression matches the column, or other text, of it.

        Raises ``TimeoutError``, here or as the statement is run, where that takes too long; ``regexes`` tells then.
        """

    def like(self, column: str, pattern: str) -> Clause:
        """Give the condition that a column is like a pattern, in which ``*`` and ``?`` are what they are in a shell."""

    def holding(self, column: str, text: str, first: bool = False) -> Clause:
        """Give the condition that a column has a text in it, or begins with it, without regard to case."""


def index_of(connection: Connection) -> SearchIndex:
    """Give the index of a database: its own, if it brings one, else that of SQLite."""
    own: SearchIndex | None = getattr(connection, "search_index", None)
    if own is not None:
        return own
    from digestkb.query.fts5 import Fts5Search

    return Fts5Search(cast("sqlite3.Connection", connection))
