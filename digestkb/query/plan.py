"""From a query to SQL: what full text can answer goes into one FTS5 expression, the rest into conditions on papers."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from digestkb.query.conditions import NOTHING, Clause, Lookup, Match, Part, joined, listed
from digestkb.query.fields import BY_NAME
from digestkb.query.nodes import And, Dated, Field, Node, Not, Or, Word
from digestkb.query.terms import term_of


class Selection(NamedTuple):
    """A query as SQL: a full-text expression, or none, and conditions that must hold besides."""

    match: str | None
    clauses: tuple[Clause, ...] = ()

    @property
    def where(self) -> Clause:
        """All of it as conditions on ``search JOIN papers``, or on ``papers`` alone if nothing is matched."""
        clauses = [*((Clause("search MATCH ?", (self.match,)),) if self.match else ()), *self.clauses]
        sql = " AND ".join(f"({clause.sql})" if " OR " in clause.sql else clause.sql for clause in clauses)
        return Clause(sql or "1", tuple(arg for clause in clauses for arg in clause.args))


#: Gives the full-text expression of neighbouring words in place of theirs: their synonyms added, or some left out.
Rewrite = Callable[[Sequence[Word]], str | None]


class Elsewhere(Protocol):
    """Where else than in the index of the notes may stand what is asked for."""

    def part(self, fts: str) -> Part:
        """Ask for what an expression finds in either."""

    def parts(self, run: Sequence[Word], rewrite: Rewrite) -> Iterator[Part]:
        """Ask for neighbouring words, each wherever it stands."""


def select(
    root: Node,
    lookup: Lookup,
    rewrite: Rewrite | None = None,
    unwanted: Rewrite | None = None,
    elsewhere: Elsewhere | None = None,
) -> Selection:
    """Translate a query; ``rewrite`` replaces the words that must hold, ``unwanted`` those that must not.

    With ``elsewhere`` all becomes conditions on papers.

    >>> from digestkb.query.language import parse
    >>> import datetime as dt
    >>> select(parse("GRPO -reward tag:rl", dt.date(2026, 1, 9)).root, lambda text: ()).match
    '("grpo" AND tags : ("rl")) NOT ("reward")'
    """
    return _Compiler(lookup, rewrite, unwanted, elsewhere).selection(root)


class _Compiler:
    def __init__(
        self, lookup: Lookup, rewrite: Rewrite | None, unwanted: Rewrite | None, elsewhere: Elsewhere | None
    ) -> None:
        self.lookup = lookup
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
        wanted: list[str] = []
        unwanted: list[str] = []
        clauses: list[Clause] = []
        for part in self._positive(parts):
            if isinstance(part, Match):
                wanted.append(part.fts)
            else:
                clauses.append(part)
        for node in parts:
            inner = self._part(node.part, negated=True) if isinstance(node, Not) else None
            if isinstance(inner, Match):
                unwanted.append(inner.fts)
            elif inner:
                clauses.append(Clause(f"NOT coalesce(({inner.sql}), 0)", inner.args))
        if unwanted and not wanted:
            negative = Match(" OR ".join(unwanted)).clause
            clauses.append(Clause(f"NOT {negative.sql}", negative.args))
        if not wanted and not clauses:
            return None
        match = " AND ".join(wanted)
        if unwanted and wanted:
            match = f"({match}) NOT ({' OR '.join(unwanted)})"
        return Selection(match or None, tuple(clauses))

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
        fts = self.rewrite(run) if run and self.rewrite else None
        if fts:
            yield Match(fts)

    def _part(self, node: Node, negated: bool = False) -> Part | None:
        if isinstance(node, Word):
            return self._word(node, negated)
        if isinstance(node, Field | Dated):
            found = _filter(node, self.lookup)
            return self._match(found.fts) if isinstance(found, Match) else found
        if isinstance(node, Or):
            return self._disjunction(node.parts)
        selection = self._conjunction(node.parts if isinstance(node, And) else (node,))
        if selection is None:
            return None
        if not selection.clauses and selection.match:
            return Match(f"({selection.match})")
        clauses = [*((Match(selection.match).clause,) if selection.match else ()), *selection.clauses]
        return joined(" AND ", clauses)

    def _word(self, word: Word, negated: bool) -> Part | None:
        numbers = self.lookup(word.text)
        term = term_of(word.text, word.prefix)
        if numbers:
            named = listed(numbers)
            told = term_of(number) if (number := bare_number(word.text)) else None
            return joined(" OR ", [named, Match(told.fts).clause]) if told and not negated else named
        if term is None:
            return None
        rewrite = self.unwanted if negated else self.rewrite
        fts = rewrite([word]) if rewrite else term.fts
        return self._match(fts) if fts else None

    def _match(self, fts: str) -> Part:
        return self.elsewhere.part(fts) if self.elsewhere else Match(fts)

    def _disjunction(self, nodes: Iterable[Node]) -> Part | None:
        parts = [part for node in nodes if (part := self._part(node))]
        if not parts:
            return None
        matches = [part.fts for part in parts if isinstance(part, Match)]
        if len(matches) == len(parts):
            return Match(f"({' OR '.join(matches)})")
        clauses = [part for part in parts if isinstance(part, Clause)]
        return joined(" OR ", [*((Match(" OR ".join(matches)).clause,) if matches else ()), *clauses])


def bare_number(text: str) -> str | None:
    """Give the arXiv number that a word is in whatever spelling, or ``None``.

    >>> bare_number("https://arxiv.org/pdf/2512.24601v1.pdf"), bare_number("GPT-4.1")
    ('2512.24601', None)
    """
    if not re.search(r"\d{4}[.．]\d{4}|[/／]\d{7}", text):
        return None
    from digestkb.arxiv import parse_arxiv_id
    from digestkb.errors import NotAnArxivId

    try:
        return parse_arxiv_id(text).number
    except NotAnArxivId:
        return None


def _filter(node: Field | Dated, lookup: Lookup) -> Part:
    """Ask as the field's entry in the registry says."""
    values = BY_NAME[node.name].values
    if isinstance(node, Dated):
        assert callable(values), node.name
        return values(node.interval)
    assert not callable(values), node.name
    return values.condition(node, lookup)
