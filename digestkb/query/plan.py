"""From a query to SQL: what full text can answer goes into one FTS5 expression, the rest into conditions on papers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from digestkb.query.database import NOTES
from digestkb.query.language import And, Dated, Field, Node, Not, Or, Word
from digestkb.query.terms import Term, term_of
from digestkb.query.written import people

if TYPE_CHECKING:
    from digestkb.query.when import Interval

#: Which columns a field's words are looked for in.
_COLUMNS = {"title": "{title names}", "author": "authors", "tag": "tags", "topic": "topics"}
_FACETS = frozenset({"kind", "lang", "has", "is"})
#: Where the labels of a field lie one by one, for ``=exact`` and ``/regex/``.
_LABELS = {
    "tag": "papers.number IN (SELECT paper FROM paper_tags WHERE {})",
    "author": "papers.number IN (SELECT paper FROM paper_authors WHERE {})",
    "topic": "papers.number IN (SELECT paper FROM paper_topics WHERE {})",
    "source": "papers.number IN (SELECT paper FROM mentions JOIN notes ON notes.id = note_id WHERE {})",
}


class Clause(NamedTuple):
    """A condition on the row of ``papers``, with its parameters."""

    sql: str
    args: tuple[Any, ...] = ()


class Match(NamedTuple):
    """What full text alone can answer, in the language of FTS5."""

    fts: str

    @property
    def clause(self) -> Clause:
        """The same as a condition among others."""
        return Clause("papers.number IN (SELECT rowid FROM search WHERE search MATCH ?)", (self.fts,))


NOTHING = Clause("0")
Part = Match | Clause


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
#: Gives the papers that a number or an address names.
Lookup = Callable[[str], Sequence[int]]


def select(root: Node, lookup: Lookup, rewrite: Rewrite | None = None, unwanted: Rewrite | None = None) -> Selection:
    """Translate a query; ``rewrite`` replaces the words that must hold, ``unwanted`` those that must not.

    >>> from digestkb.query.language import parse
    >>> import datetime as dt
    >>> select(parse("GRPO -reward tag:rl", dt.date(2026, 1, 9)).root, lambda text: ()).match
    '("grpo" AND tags : "rl") NOT ("reward")'
    """
    return _Compiler(lookup, rewrite, unwanted).selection(root)


class _Compiler:
    def __init__(self, lookup: Lookup, rewrite: Rewrite | None, unwanted: Rewrite | None) -> None:
        self.lookup = lookup
        self.rewrite = rewrite
        self.unwanted = unwanted

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
        fts = self.rewrite(run) if run and self.rewrite else None
        if fts:
            yield Match(fts)

    def _part(self, node: Node, negated: bool = False) -> Part | None:
        if isinstance(node, Word):
            return self._word(node, negated)
        if isinstance(node, Field):
            return _field(node, self.lookup)
        if isinstance(node, Dated):
            return _dated(node)
        if isinstance(node, Or):
            return self._disjunction(node.parts)
        selection = self._conjunction(node.parts if isinstance(node, And) else (node,))
        if selection is None:
            return None
        if not selection.clauses and selection.match:
            return Match(f"({selection.match})")
        clauses = [*((Match(selection.match).clause,) if selection.match else ()), *selection.clauses]
        return _joined(" AND ", clauses)

    def _word(self, word: Word, negated: bool) -> Part | None:
        numbers = self.lookup(word.text)
        term = term_of(word.text, word.prefix)
        if numbers:
            listed = Clause(f"papers.number IN ({', '.join('?' * len(numbers))})", tuple(numbers))
            told = term_of(number) if (number := bare_number(word.text)) else None
            return _joined(" OR ", [listed, Match(told.fts).clause]) if told and not negated else listed
        if term is None:
            return None
        rewrite = self.unwanted if negated else self.rewrite
        fts = rewrite([word]) if rewrite else term.fts
        return Match(fts) if fts else None

    def _disjunction(self, nodes: Iterable[Node]) -> Part | None:
        parts = [part for node in nodes if (part := self._part(node))]
        if not parts:
            return None
        matches = [part.fts for part in parts if isinstance(part, Match)]
        if len(matches) == len(parts):
            return Match(f"({' OR '.join(matches)})")
        clauses = [part for part in parts if isinstance(part, Clause)]
        return _joined(" OR ", [*((Match(" OR ".join(matches)).clause,) if matches else ()), *clauses])


def _joined(joint: str, clauses: Sequence[Clause]) -> Clause:
    sql = joint.join(clause.sql for clause in clauses)
    return Clause(f"({sql})" if len(clauses) > 1 else sql, tuple(arg for clause in clauses for arg in clause.args))


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


def _dated(node: Dated) -> Clause:
    first, end = node.interval.first, node.interval.end
    if node.name == "date":
        clauses = [Clause("papers.date_first < ?", (end.isoformat(),))] if end else []
        if first:
            clauses.append(Clause("papers.date_end > ?", (first.isoformat(),)))
        return _joined(" AND ", clauses)
    condition = _within(node.interval)
    return Clause(f"papers.number IN (SELECT paper FROM mentions WHERE {condition.sql})", condition.args)


def _within(interval: Interval) -> Clause:
    """Compare ISO texts of any precision: as texts they are in order, but for the month and year of the first day."""
    clauses = []
    if interval.end:
        # The last day, not the one after: as a text, 2026-02 lies before 2026-02-01 and would count as January.
        clauses.append(Clause("date <= ?", ((interval.end - dt.timedelta(days=1)).isoformat(),)))
    if not interval.first:
        return clauses[0]
    first = interval.first.isoformat()
    clauses.append(Clause("date >= ?", (first,)))
    within = _joined(" AND ", clauses)
    return Clause(f"{within.sql} OR date IN (?, ?)", (*within.args, first[:7], first[:4]))


def _field(node: Field, lookup: Lookup) -> Part | None:
    if node.how == "regex":
        return _regex(node)
    if node.name in _FACETS:
        value = re.sub(r"[^\w-]", "", node.value.lower().replace(" ", "-"))
        if (node.name, value) == ("is", "note") and node.how != "prefix":
            return Clause(f"papers.number IN ({NOTES})")
        return Match(f'facets : "{node.name}-{value}"' + (" *" if node.how == "prefix" else "")) if value else NOTHING
    if node.name == "id":
        return _id(node, lookup)
    if node.name == "source":
        return _source(node)
    if node.how == "is":
        return _equal(node)
    return _worded(node)


def _worded(node: Field) -> Part:
    """Look for the words of a field in full text, and for people however their names are written."""
    if node.name == "author" and node.how == "has":
        asked = people(node.value)
        return Match(asked) if asked else NOTHING
    terms = [term for part in _steps(node) if (term := term_of(part, node.how == "prefix"))]
    if not terms:
        return NOTHING
    return Match(" AND ".join(f"{_COLUMNS[node.name]} : {plain(term)}" for term in terms))


def plain(term: Term) -> str:
    """The term without marks, which stand in a column of their own."""
    return Term(term.typed, term.tokens, term.prefix).fts


def _steps(node: Field) -> Sequence[str]:
    """Split a topic's path at ``>``; each label on it must be there."""
    return node.value.split(">") if node.name == "topic" else [node.value]


def _regex(node: Field) -> Clause:
    if node.name in ("id", "title"):
        return Clause(f"matches(?, papers.{node.name})", (node.value,))
    label = {"tag": "tag", "author": "author", "topic": "path", "source": "notes.source"}.get(node.name)
    if label is None:
        table = f"papers.number IN (SELECT rowid FROM search WHERE matches(?, facets) AND facets LIKE '%{node.name}-%')"
        return Clause(table, (node.value,))
    if node.name == "topic":
        return Clause(_LABELS["topic"].format("matches(?, replace(key, char(31), ' > '))"), (node.value,))
    return Clause(_LABELS[node.name].format(f"matches(?, {label})"), (node.value,))


def _id(node: Field, lookup: Lookup) -> Clause:
    if node.how == "prefix":
        escaped = re.sub(r"([%_\\])", r"\\\1", node.value)
        return Clause("papers.id LIKE ? ESCAPE '\\'", (escaped + "%",))
    numbers = lookup(node.value)
    return Clause(f"papers.number IN ({', '.join('?' * len(numbers))})", tuple(numbers))


def _source(node: Field) -> Clause:
    if node.how == "is":
        return Clause(_LABELS["source"].format("notes.source = ?"), (node.value,))
    if re.search(r"[*?]", node.value):
        return Clause(_LABELS["source"].format("notes.source GLOB ?"), (re.sub(r"\[", "[[]", node.value),))
    escaped = re.sub(r"([%_\\])", r"\\\1", node.value)
    return Clause(_LABELS["source"].format("notes.source LIKE ? ESCAPE '\\'"), (f"%{escaped}%",))


def _equal(node: Field) -> Clause:
    from digestkb.tags import key

    wanted = key(node.value)
    if node.name == "title":
        return Clause("papers.number IN (SELECT paper FROM paper_names WHERE key = ?)", (wanted,))
    if node.name == "topic":
        within = "instr(char(31) || key || char(31), char(31) || ? || char(31))"
        return Clause(_LABELS["topic"].format(within), (wanted,))
    return Clause(_LABELS[node.name].format("key = ?"), (wanted,))
