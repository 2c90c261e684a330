"""A question put to a database: its words and options, what else is looked for in their place, the statements run."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from digestkb.query import plan
from digestkb.query.database import has_metadata
from digestkb.query.expressions import Expression
from digestkb.query.language import Query
from digestkb.query.named import named
from digestkb.query.nodes import Node
from digestkb.query.ranking import findable, required
from digestkb.query.scoring import Part, rarity
from digestkb.query.search_index import index_of
from digestkb.query.terms import Term, term_of
from digestkb.query.wording import Wording, telling
from digestkb.store.connection import Connection
from digestkb.tuples import NamedTuple

if TYPE_CHECKING:
    from digestkb.query.expansion import Expansion

#: Of so many papers it is weighed how much they say of what was asked for.
WEIGHED = 50


class Options(NamedTuple):
    """How to look: what comes first, how many hits at most, and what is left out."""

    sort: str = "relevance"
    limit: int | None = None
    exact: bool = False
    literal: bool = False
    all_words: bool = False
    passages: bool = True


class Found(NamedTuple):
    """A paper that was found, by the row number, in one of :data:`~digestkb.query.ranking.TIERS`."""

    number: int
    tier: str
    score: float = 0.0


class Question:
    """What is asked, and what was looked for so far."""

    def __init__(self, connection: Connection, query: Query, options: Options) -> None:
        """Take a query; that a word of it names papers is looked up at once."""
        self.connection = connection
        self.index = index_of(connection)
        self.root = query.root
        self.options = options
        self.notices = list(query.notices)
        #: The statements that were run, with their parameters.
        self.sql: list[tuple[str, tuple[Any, ...]]] = []
        self._named: dict[str, tuple[int, ...]] = {}
        #: The words that every paper must have, in order; those that name a paper are none of them.
        self.words = [word for word in required(self.root) if not self.lookup(word.text)]
        terms = (term_of(word.text, word.prefix) for word in findable(self.root))
        self.terms = tuple(dict.fromkeys(term for term in terms if term))
        self.wording = Wording(self.index)
        #: Synonyms as the index knows them, and as they are written.
        self.synonyms: tuple[Term, ...] = ()
        self.expansions: tuple[str, ...] = ()
        self.is_expanded = False
        #: Whether papers were found by a year or a month that they are of.
        self.is_dated = False
        self._counts: dict[Expression, float] = {}

    @property
    def has_digits(self) -> bool:
        """Whether a word has a digit in it, without which none is a date."""
        return any(char.isdigit() for word in self.words for char in word.text)

    def instead(self, root: Node) -> "Question":
        """Put another question of the same options to the same database; its statements are told with this one's."""
        other = Question(self.connection, Query(root), self.options)
        other.sql = self.sql
        return other

    def lookup(self, text: str) -> tuple[int, ...]:
        """Give the papers that a number, an address or an id names."""
        if text not in self._named:
            self._named[text] = named(self.connection, text)
        return self._named[text]

    @cached_property
    def depth(self) -> int | None:
        """How many papers are looked for: more than are wanted where they are weighed then."""
        limit = self.options.limit
        return max(limit, WEIGHED) if self.is_weighed and limit is not None else limit

    def is_full(self, found: Sequence[Found]) -> bool:
        """Say whether no more papers are looked for."""
        return self.depth is not None and len(found) >= self.depth

    @cached_property
    def is_weighed(self) -> bool:
        """Whether several words were asked for, of which one paper says more than another."""
        return self.by_relevance and not self.options.exact and len(telling(self.words)) > 1

    @property
    def by_relevance(self) -> bool:
        """Whether what says most of what was asked for comes first."""
        return self.options.sort == "relevance"

    @cached_property
    def expansion(self) -> "Expansion":
        """The synonyms for the words of the query."""
        from digestkb.query.expansion import Expansion
        from digestkb.query.glossary import Glossary
        from digestkb.query.mining import synonyms

        return Expansion(Glossary.load(), lambda term: synonyms(self.connection, term), self.wording.forms)

    @cached_property
    def elsewhere(self) -> "plan.Elsewhere | None":
        """Where else than in notes may stand what is asked for."""
        if not has_metadata(self.connection):
            return None
        from digestkb.query.metadata import Either

        return Either()

    def expand(self, expansion: "Expansion") -> None:
        """Keep what was looked for by synonyms."""
        self.synonyms, self.expansions = expansion.terms, expansion.names

    def expanded_names(self) -> tuple[str, ...]:
        """Give the synonyms as they are written, whether they were looked for or not."""
        self.expansion.rewrite(self.words)
        return self.expansion.names

    @property
    def asks_by_one_name(self) -> bool:
        """Whether all words are one name of something that goes by others as well, once these are known."""
        if not self.is_expanded:
            return False
        terms = (term_of(word.text, word.prefix) for word in telling(self.words))
        return self.expansion.is_name([term for term in terms if term])

    def parts(self) -> list[Part]:
        """Give what was asked for one by one, with all that was looked for in its place."""
        return self.wording.parts(self.words, self.expansion if self.is_expanded else None)

    def weight(self, asked: Expression) -> float:
        """Say what it tells that a paper has what an expression finds: the fewer have it, the more."""
        return rarity(self.highest, self.count(asked))

    def count(self, asked: Expression) -> float:
        """Count about how many papers an expression finds."""
        if asked not in self._counts:
            self._counts[asked] = self.index.estimate(asked, self.highest)
        return self._counts[asked]

    @cached_property
    def highest(self) -> int:
        """The highest number of a paper, which is about how many there are."""
        return int(self.connection.execute("SELECT coalesce(max(number), 0) FROM papers").fetchone()[0])

    def run(self, sql: str, args: Sequence[Any], more: int = 0, most: int | None = None) -> list[tuple[Any, ...]]:
        """Run a statement within the limit, and for so many rows ``more``, or for so many at ``most``."""
        if most is None and self.depth is not None and not self.options.exact:
            most = self.depth + more
        if most is not None:
            sql += " LIMIT ?"
            args = (*args, most)
        self.sql.append((sql, tuple(args)))
        return self.connection.execute(sql, args).fetchall()

    def select(
        self,
        rewrite: plan.Rewrite | None = None,
        unwanted: plan.Rewrite | None = None,
        elsewhere: plan.Elsewhere | None = None,
    ) -> plan.Selection:
        """Translate the query, as :func:`~digestkb.query.plan.select` does."""
        return plan.select(self.root, self.lookup, self.index, rewrite, unwanted, elsewhere)
