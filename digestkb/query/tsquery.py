"""Full text as PostgreSQL answers it: expressions as ``tsquery``, and ranks that put papers in the order of BM25.

A long paper lies in several rows (:mod:`digestkb.postgres.lexemes`), of which no one may have all words. So only what
a single row can answer – phrases, and one of several – is asked of rows; what must hold together, or must not, is asked
of sets of papers, as soon as there is any such paper.

PostgreSQL has no BM25. ``ts_rank`` of one word is close to it: more of the same adds less and less, and a column counts
by its weight. What it lacks is made up for: each thing that was asked for counts by how rare it is, and long papers
count less. That chooses the best, whose texts are folded again and ranked as FTS5 would: of several words in a row, as
most of Chinese is, ``ts_rank`` does not count how often they are there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import permutations, product
from math import log
from typing import TYPE_CHECKING

from digestkb.postgres.lexemes import BEGINNING, ORDER, cut, quoted, within
from digestkb.query.expressions import AllOf, AnyOf, Expression, Near, Phrase, Within, Without
from digestkb.query.regex import Regexes
from digestkb.query.scoring import Said, rarity
from digestkb.query.search_index import COUNTED, ENDLESS, LAST, Clause, Ranked
from digestkb.query.terms import Term
from digestkb.query.texts import folded_texts

if TYPE_CHECKING:
    from digestkb.postgres.connection import Connection

#: What one match counts by the weight of its column, from D to A: as FTS5 counts one that weighs 1, 3, 6 or 12, once it
#: is dampened (2.2 · w / (w + 1.2), of 2).
_WEIGHTS = "{0.5, 0.79, 0.92, 1}"
#: What the weight of a match is parted by: so much, and so much more for each usual length that a paper has. So it is
#: in BM25 for a word that stands in a text and in its summary (weights 1 and 3): (4 + 0.3 + 0.9 · r) / 5.2.
_ANY, _EACH = 0.83, 0.17
#: As FTS5 has them: how soon more of the same adds nothing, and how much longer papers count less.
_SATURATION, _OF_LENGTH = 1.2, 0.75
#: The usual length is that of so many papers.
_SAMPLE = 500
#: Columns that share a weight are told apart by words of their own.
_SHARED = frozenset(column for column, weight in ORDER.items() if weight == "B")
#: The planner does not know that a ``tsvector`` lies apart from its row, and that to look at one takes longer than all
#: else. There is an index for every question, and each is too short for a plan to be compiled or parted.
_PLANNING = "SET enable_seqscan = off; SET jit = off; SET max_parallel_workers_per_gather = 0"
_SEVERAL = "SELECT paper FROM search WHERE part > 0"


def written(expression: Expression, columns: Sequence[str] = ()) -> str:
    """Write what one row answers as a ``tsquery``, with words that stand in one of ``columns``, if any are named.

    >>> print(written(Phrase(("deep", "learn"), prefix=True)))
    'deep' <-> 'learn':*
    >>> print(written(Within(("title", "tags"), AllOf((Phrase(("a",)), Phrase(("b",)))))))
    ('a':A | ':tags:a') & ('b':A | ':tags:b')
    >>> print(written(Within(("title",), Phrase(("a", "b")), first=True)))
    '^':A <-> 'a':A <-> 'b':A
    >>> print(written(Near((Phrase(("a",)), Phrase(("b",))), 1)))
    'a' <1> 'b' | 'a' <2> 'b' | 'b' <1> 'a' | 'b' <2> 'a'
    """
    if isinstance(expression, Within):
        inner = expression.part
        if expression.first and isinstance(inner, Phrase):
            inner = Phrase((BEGINNING, *inner.tokens), inner.prefix)
        return written(inner, expression.columns)
    if isinstance(expression, Without):
        return f"{_grouped(expression.wanted, columns)} & !({written(expression.unwanted, columns)})"
    if isinstance(expression, AllOf | AnyOf):
        joint = " & " if isinstance(expression, AllOf) else " | "
        return joint.join(_grouped(part, columns) for part in expression.parts)
    chains = [_chain(expression)] if isinstance(expression, Phrase) else list(_near(expression))
    prefix = isinstance(expression, Phrase) and expression.prefix
    return " | ".join(_row(chain, prefix, column) for column in columns or ("",) for chain in chains)


def _grouped(expression: Expression, columns: Sequence[str]) -> str:
    text = written(expression, columns)
    return f"({text})" if re.search(r" [&|] ", text) else text


#: Tokens, each with how far behind the one before it stands.
_Chain = list[tuple[str, str]]


def _chain(phrase: Phrase) -> _Chain:
    return [("<->", token) for token in phrase.tokens]


def _near(near: Near) -> Iterator[_Chain]:
    """Yield the ways in which phrases may stand near one another: in any order, with so much between the outer ones."""
    for order in permutations(near.phrases):
        for gaps in product(range(near.between + 1), repeat=len(order) - 1):
            if sum(gaps) + sum(len(phrase.tokens) for phrase in order[1:-1]) > near.between:
                continue
            chain = _chain(order[0])
            for gap, (first, *rest) in zip(gaps, (phrase.tokens for phrase in order[1:]), strict=True):
                chain += [(f"<{gap + 1}>", first), *(("<->", token) for token in rest)]
            yield chain


def _row(chain: _Chain, prefix: bool, column: str) -> str:
    """Write tokens that stand in a row, the last of which may go on."""
    weight = "" if not column or column in _SHARED else ORDER[column]
    shared = column in _SHARED
    text = ""
    for at, (distance, token) in enumerate(chain, 1):
        signs = "*" * (prefix and at == len(chain)) + weight
        lexeme = quoted(within(column, token) if shared else cut(token))
        text += f" {distance} " * (at > 1) + lexeme + f":{signs}" * bool(signs)
    return text


class TsquerySearch:
    """The full text of a database of PostgreSQL, as :class:`~digestkb.query.search_index.SearchIndex` has it."""

    lookup = 0

    def __init__(self, connection: Connection) -> None:
        connection.execute(_PLANNING)
        self._connection = connection
        self._execute = connection.execute
        self.regexes = Regexes()
        self._rarities: dict[Phrase, float] = {}

    @cached_property
    def _are_whole(self) -> bool:
        """Whether every paper lies in one row."""
        return self._execute(f"{_SEVERAL} LIMIT 1").fetchone() is None

    @cached_property
    def _usual_length(self) -> float:
        sql = f"SELECT avg(length) FROM (SELECT length FROM search ORDER BY paper LIMIT {_SAMPLE}) AS sample"
        return float(self._execute(sql).fetchone()[0] or 1) or 1.0

    @cached_property
    def _papers(self) -> int:
        return int(self._execute("SELECT coalesce(max(paper), 0) FROM search").fetchone()[0])

    def members(self, expression: Expression) -> Clause:
        """Select by ``@@``."""
        of_rows = "paper AS number FROM search WHERE words @@ ?::tsquery"
        asked = written(expression)
        if self._are_whole:
            return Clause(f"SELECT {of_rows}", (asked,))
        if _is_of_a_row(expression):
            return Clause(f"SELECT DISTINCT {of_rows}", (asked,))
        several = _of_sets(expression)
        return Clause(f"SELECT {of_rows} AND paper NOT IN ({_SEVERAL}) UNION {several.sql}", (asked, *several.args))

    def ranked(self, expression: Expression) -> Ranked:
        """Rank what was asked for part by part."""
        parts = list(dict.fromkeys(_wanted(expression)))
        ranks, asked = [], []
        for part in parts:
            choices = part.parts if isinstance(part, AnyOf) else (part,)
            # PostgreSQL gives the mean of several: together they count like as many.
            weight = len(choices) * rarity(self._papers, self.estimate(part, self._papers))
            ranks.append(f"{weight:.6f} * ts_rank('{_WEIGHTS}', words, ?::tsquery)")
            asked.append(written(part))
        shorter = f"({_ANY} + {_EACH} * length / {self._usual_length:.3f})"
        members = self.members(expression)
        whole = Clause("words @@ ?::tsquery", (written(expression),))
        where = whole if self._are_whole else Clause(f"paper IN ({members.sql})", members.args)
        rank = f"-({' + '.join(ranks) or '0'}) / {shorter}"
        of_several = "" if self._are_whole else " GROUP BY paper"
        rank = f"min({rank})" if of_several else rank
        source = f"(SELECT paper AS number, {rank} AS rank FROM search WHERE {where.sql}{of_several}) AS found"
        return Ranked(Clause(source, (*asked, *where.args)), Clause("1 = 1"), "found.number", "found.rank")

    def refined(self, expression: Expression, papers: Sequence[int]) -> Mapping[int, float]:
        """Fold the texts again, and count."""
        asked = list(_leaves(expression))
        weights = [self._rarity(phrase) for leaf in asked for phrase in _phrases_of(leaf)]
        sql = "SELECT paper, length FROM search WHERE part = 0 AND paper = ANY(?)"
        lengths = dict(self._execute(sql, (list(papers),)).fetchall())
        ranks: dict[int, float] = {}
        for paper, texts in folded_texts(self._connection, papers).items():
            said = Said(texts)
            least = _SATURATION * (1 - _OF_LENGTH + _OF_LENGTH * lengths[paper] / self._usual_length)
            often = [count for leaf in asked for count in _often(leaf, said)]
            ranks[paper] = -sum(
                weight * count * (_SATURATION + 1) / (count + least)
                for weight, count in zip(weights, often, strict=True)
            )
        return ranks

    def _rarity(self, phrase: Phrase) -> float:
        """Weigh a phrase as FTS5 does: what half of the papers have weighs nothing."""
        if phrase not in self._rarities:
            having = self.estimate(phrase, self._papers)
            self._rarities[phrase] = max(log((self._papers - having + 0.5) / (having + 0.5)), 1e-6)
        return self._rarities[phrase]

    def has(self, expression: Expression) -> bool:
        """Look for one paper."""
        sql, args = self.members(expression)
        return self._execute(f"{sql} LIMIT 1", args).fetchone() is not None

    def count(self, expression: Expression) -> int:
        """Count them all."""
        sql, args = self.members(expression)
        return int(self._execute(f"SELECT count(*) FROM ({sql}) AS found", args).fetchone()[0])

    def estimate(self, expression: Expression, papers: int) -> float:
        """Count some, which come in about the order in which they were stored."""
        sql, args = self.members(expression)
        counted = f"SELECT count(*), max(number) FROM ({sql} LIMIT ?) AS found"
        count, last = self._execute(counted, (*args, COUNTED)).fetchone()
        return float(count) if count < COUNTED else max(count * papers / last, float(count))

    def standing(self, words: Iterable[str]) -> set[str]:
        """Look them up together."""
        asked = list(words)
        sql = "SELECT word FROM search_words WHERE word = ANY(?)"
        return {word for (word,) in self._execute(sql, (asked,))} if asked else set()

    def words(self, beginning: str, shortest: int = 1, longest: int = ENDLESS, last: str = "") -> Iterator[str]:
        """Read the words between two."""
        sql = (
            "SELECT word FROM search_words WHERE word >= ? AND word <= ? AND length(word) BETWEEN ? AND ? ORDER BY word"
        )
        for (word,) in self._execute(sql, (beginning, (last or beginning) + LAST, shortest, longest)):
            yield word

    def often(self, word: str, prefix: bool = False) -> Counter[int]:
        """Count its places."""
        sql = """
        SELECT paper, count(*) FROM search, unnest(words) AS lexeme, unnest(lexeme.weights) AS weight
        WHERE words @@ ?::tsquery AND lexeme.lexeme >= ? AND lexeme.lexeme <= ? AND weight = 'D' GROUP BY paper
        """
        asked = written(Within(("text",), Phrase((word,), prefix)))
        return Counter(dict(self._execute(sql, (asked, word, word + LAST if prefix else word)).fetchall()))

    def length(self, paper: int) -> int:
        """Count the words of what is folded again."""
        return len(folded_texts(self._connection, [paper])[paper][0].split())

    def matching(self, pattern: str, text: str, table: str) -> Clause:
        """Look at all texts that there are: the server's own expressions are others, and run for ever."""
        rows = self._execute(f"SELECT DISTINCT {text} FROM {table} WHERE {text} IS NOT NULL").fetchall()
        return Clause(f"{text} = ANY(?)", ([one for (one,) in rows if self.regexes(pattern, one)],))

    def like(self, column: str, pattern: str) -> Clause:
        """Ask by ``LIKE``, with its own signs."""
        signs = {"*": "%", "?": "_", "%": r"\%", "_": r"\_", "\\": r"\\"}
        return Clause(f"{column} LIKE ?", ("".join(signs.get(sign, sign) for sign in pattern),))

    def holding(self, column: str, text: str, first: bool = False) -> Clause:
        """Compare in small letters."""
        place = "= 1" if first else "> 0"
        return Clause(f"strpos(lower({column}), lower(?)) {place}", (text,))


def _is_of_a_row(expression: Expression) -> bool:
    """Say whether a row that has it says that the paper does, and no other."""
    if isinstance(expression, AnyOf):
        return all(map(_is_of_a_row, expression.parts))
    return _is_of_a_row(expression.part) if isinstance(expression, Within) else isinstance(expression, Phrase | Near)


def _of_sets(expression: Expression, columns: Sequence[str] = ()) -> Clause:
    """Select the papers in several rows that have it, part by part."""
    if isinstance(expression, Within) and not _is_of_a_row(expression):
        return _of_sets(expression.part, expression.columns)
    if isinstance(expression, Without):
        parts, joint = [expression.wanted, expression.unwanted], " EXCEPT "
    elif isinstance(expression, AllOf | AnyOf) and not _is_of_a_row(expression):
        parts, joint = list(expression.parts), " INTERSECT " if isinstance(expression, AllOf) else " UNION "
    else:
        sql = f"(SELECT paper FROM search WHERE words @@ ?::tsquery AND paper IN ({_SEVERAL}))"
        return Clause(sql, (written(expression, columns),))
    asked = [_of_sets(part, columns) for part in parts]
    return Clause(f"({joint.join(one.sql for one in asked)})", tuple(arg for one in asked for arg in one.args))


def _leaves(expression: Expression) -> Iterator[Phrase | Near]:
    """Yield the phrases that were asked for, each as often as it was; what must not be there is none."""
    if isinstance(expression, Phrase | Near):
        yield expression
    elif isinstance(expression, Within):
        yield from _leaves(expression.part)
    else:
        for part in (expression.wanted,) if isinstance(expression, Without) else expression.parts:
            yield from _leaves(part)


def _phrases_of(leaf: Phrase | Near) -> tuple[Phrase, ...]:
    return leaf.phrases if isinstance(leaf, Near) else (leaf,)


def _often(leaf: Phrase | Near, said: Said) -> list[float]:
    """Count how often each phrase is said, near the others if that was asked for."""
    if isinstance(leaf, Near):
        return said.often_near([phrase.tokens for phrase in leaf.phrases], leaf.between)
    return [said.often([Term("", *leaf)])]


def _wanted(expression: Expression) -> Iterator[Expression]:
    """Yield what was asked for one by one; what must not be there has no rank."""
    if isinstance(expression, AllOf):
        for part in expression.parts:
            yield from _wanted(part)
    elif isinstance(expression, Without):
        yield from _wanted(expression.wanted)
    else:
        yield expression
