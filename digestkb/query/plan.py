"""From a query to a plan: what full text can answer goes into one expression, the rest into conditions on papers."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from digestkb.query.conditions import NOTHING, Lookup, Part, joined, listed
from digestkb.query.expressions import Expression, Without, all_of, any_of
from digestkb.query.fields import BY_NAME
from digestkb.query.nodes import And, Dated, Field, Node, Not, Or, Word
from digestkb.query.search_index import Clause, SearchIndex
from digestkb.query.terms import term_of
from digestkb.tuples import NamedTuple


class Selection(NamedTuple):
    """A query translated: what full text is asked for, or nothing, and conditions that must hold besides."""

    match: Expression | None
    clauses: tuple[Clause, ...] = ()
    #: Only papers with higher row numbers are looked at: those that were read last.
    above: int = 0

    def where(self, *others: Clause, number: str = "papers.number") -> Clause:
        """Give the conditions, and others, as one condition on ``papers``, whose row number stands in a column."""
        last = [Clause(f"{number} > ?", (self.above,))] if self.above else []
        clauses = [*others, *last, *self.clauses]
        sql = " AND ".join(f"({clause.sql})" if " OR " in clause.sql else clause.sql for clause in clauses)
        return Clause(sql or "1 = 1", tuple(arg for clause in clauses for arg in clause.args))


#: Asks for neighbouring words in other ways: their synonyms added, or some left out.
Rewrite = Callable[[Sequence[Word]], Expression | None]


class Elsewhere(Protocol):
    """Where else than in the index of the notes may stand what is asked for."""

    def part(self, asked: Expression) -> Clause:
        """Ask for what an expression finds in either."""

    def parts(self, run: Sequence[Word], rewrite: Rewrite) -> Iterator[Clause]:
        """Ask for neighbouring words, each wherever it stands."""


def select(
    root: Node,
    lookup: Lookup,
    index: SearchIndex,
    rewrite: Rewrite | None = None,
    unwanted: Rewrite | None = None,
    elsewhere: Elsewhere | None = None,
) -> Selection:
    """Translate a query; ``rewrite`` replaces the words that must hold, ``unwanted`` those that must not.

    With ``elsewhere`` all becomes conditions on papers.

    >>> from digestkb.query.fts5 import Fts5Search, written
    >>> from digestkb.query.language import parse
    >>> import datetime as dt, sqlite3
    >>> root, index = parse("GRPO -reward tag:rl", dt.date(2026, 1, 9)).root, Fts5Search(sqlite3.connect(":memory:"))
    >>> written(select(root, lambda text: (), index).match)
    '("grpo" AND tags : "rl") NOT "reward"'
    """
    return _Compiler(lookup, index, rewrite, unwanted, elsewhere).selection(root)


class _Compiler:
    def __init__(
        self,
        lookup: Lookup,
        index: SearchIndex,
        rewrite: Rewrite | None,
        unwanted: Rewrite | None,
        elsewhere: Elsewhere | None,
    ) -> None:
        self.lookup = lookup
        self.index = index
        self.rewrite = rewrite
        self.unwanted = unwanted
        self.elsewhere = elsewhere

    def selection(self, root: Node) -> Selection:
        parts = root.parts if isinstance(root, And) else (root,)
        if not parts:
            return Selection(None)
        return self._conjunction(parts) or Selection(None, (NOTHING,))

    def _conjunction(self, parts: Iterable[Node]) -> Selection | None:
        """Translate what must hold together; ``None`` if there is nothing in it to ask for."""
        wanted: list[Expression] = []
        unwanted: list[Expression] = []
        clauses: list[Clause] = []
        for part in self._positive(parts):
            if isinstance(part, Clause):
                clauses.append(part)
            else:
                wanted.append(part)
        for node in parts:
            inner = self._part(node.part, negated=True) if isinstance(node, Not) else None
            if isinstance(inner, Clause):
                clauses.append(Clause(f"CASE WHEN {inner.sql} THEN 0 ELSE 1 END = 1", inner.args))
            elif inner:
                unwanted.append(inner)
        if unwanted and not wanted:
            negative = self._clause(any_of(*unwanted))
            clauses.append(Clause(f"NOT {negative.sql}", negative.args))
        if not wanted:
            return Selection(None, tuple(clauses)) if clauses else None
        match = all_of(*wanted)
        return Selection(Without(match, any_of(*unwanted)) if unwanted else match, tuple(clauses))

    def _positive(self, parts: Iterable[Node]) -> Iterable[Part]:
        """Translate the parts that must hold, the words together if they are to be rewritten."""
        run: list[Word] = []
        for node in parts:
            if isinstance(node, Word) and self.rewrite and not self.lookup(node.text):
                run.append(node)
            elif not isinstance(node, Not):
                part = self._part(node)
                if part:
                    yield part
        if run and self.rewrite and self.elsewhere:
            yield from self.elsewhere.parts(run, self.rewrite)
            return
        asked = self.rewrite(run) if run and self.rewrite else None
        if asked:
            yield asked

    def _part(self, node: Node, negated: bool = False) -> Part | None:
        if isinstance(node, Word):
            return self._word(node, negated)
        if isinstance(node, Field | Dated):
            found = self._filter(node)
            return found if isinstance(found, Clause) else self._match(found)
        if isinstance(node, Or):
            return self._disjunction(node.parts)
        selection = self._conjunction(node.parts if isinstance(node, And) else (node,))
        if selection is None:
            return None
        if not selection.clauses and selection.match:
            return selection.match
        clauses = [*((self._clause(selection.match),) if selection.match else ()), *selection.clauses]
        return joined(" AND ", clauses)

    def _word(self, word: Word, negated: bool) -> Part | None:
        numbers = self.lookup(word.text)
        term = term_of(word.text, word.prefix)
        if numbers:
            named = listed(numbers)
            told = term_of(number) if (number := bare_number(word.text)) else None
            return joined(" OR ", [named, self._clause(told.asked)]) if told and not negated else named
        if term is None:
            return None
        rewrite = self.unwanted if negated else self.rewrite
        asked = rewrite([word]) if rewrite else term.asked
        return self._match(asked) if asked else None

    def _match(self, asked: Expression) -> Part:
        return self.elsewhere.part(asked) if self.elsewhere else asked

    def _clause(self, asked: Expression) -> Clause:
        """Ask full text in a condition among others."""
        members = self.index.members(asked)
        return Clause(f"papers.number IN ({members.sql})", members.args)

    def _disjunction(self, nodes: Iterable[Node]) -> Part | None:
        parts = [part for node in nodes if (part := self._part(node))]
        if not parts:
            return None
        clauses = [part for part in parts if isinstance(part, Clause)]
        matches = [part for part in parts if not isinstance(part, Clause)]
        if not clauses:
            return any_of(*matches)
        return joined(" OR ", [*((self._clause(any_of(*matches)),) if matches else ()), *clauses])

    def _filter(self, node: Field | Dated) -> Part:
        """Ask as the field's entry in the registry says."""
        values = BY_NAME[node.name].values
        if isinstance(node, Dated):
            assert callable(values), node.name
            return values(node.interval)
        assert not callable(values), node.name
        return values.condition(node, self.lookup, self.index)


def bare_number(text: str) -> str | None:
    """Give the arXiv number that a word is in whatever spelling, or ``None``.

    >>> bare_number("https://arxiv.org/pdf/2512.24601v1.pdf"), bare_number("GPT-4.1")
    ('2512.24601', None)
    """
    if not any(map(str.isdigit, text)) or not re.search(r"\d{4}[.．]\d{4}|[/／]\d{7}", text):
        return None
    from digestkb.arxiv import parse_arxiv_id
    from digestkb.errors import NotAnArxivId

    try:
        return parse_arxiv_id(text).number
    except NotAnArxivId:
        return None
