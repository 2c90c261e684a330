"""How the value of a filter becomes a condition on papers: a class for each sort of value."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from digestkb.query.database import marks
from digestkb.query.expressions import Expression, Phrase, Within, all_of, any_of
from digestkb.query.nodes import Field
from digestkb.query.search_index import LAST, Clause, SearchIndex
from digestkb.query.terms import term_of
from digestkb.tuples import NamedTuple

if TYPE_CHECKING:
    from digestkb.query.when import Interval


NOTHING = Clause("1 = 0")
#: What full text alone can answer, or a condition on the row of ``papers``.
Part = Expression | Clause
#: Gives the papers that a number or an address names.
Lookup = Callable[[str], Sequence[int]]


class Values(Protocol):
    """A sort of value: how a filter with such a value is asked for."""

    def condition(self, node: Field, lookup: Lookup, index: SearchIndex) -> Part:
        """Ask for the papers whose field is as ``node`` says."""


class Labels(NamedTuple):
    """Labels: their words stand in columns of full text, and each lies whole in a table."""

    #: The columns of the index.
    columns: tuple[str, ...]
    #: The condition of ``=exact``; its parameter is the key of a label.
    equal: str
    #: The table of the labels, and what ``/regex/`` is about in a row of it.
    table: str
    text: str
    #: What parts a value into labels, each of which must be there.
    separator: str = ""
    #: Asks full text for a value that may be written in several ways, in place of its words.
    written: Callable[[str], Expression | None] | None = None

    def condition(self, node: Field, lookup: Lookup, index: SearchIndex) -> Part:
        """Look for the words in full text, else among the labels."""
        if node.how == "regex":
            found = index.matching(node.value, self.text, self.table)
            return found if self.table == "papers" else Clause(among(self.table, found.sql), found.args)
        if node.how == "is":
            from digestkb.tags import key

            return Clause(self.equal, (key(node.value),))
        if self.written and node.how == "has":
            asked = self.written(node.value)
            return asked or NOTHING
        labels = node.value.split(self.separator) if self.separator else [node.value]
        terms = [term for label in labels if (term := term_of(label, node.how == "prefix"))]
        # Marks and signs stand in a column of their own.
        return all_of(*(Within(self.columns, term.phrase) for term in terms)) if terms else NOTHING


def among(table: str, condition: str) -> str:
    """Ask for the papers that a row of ``table`` says something of."""
    return f"papers.number IN (SELECT paper FROM {table} WHERE {condition})"


class Facets(NamedTuple):
    """Single words of a closed set, which the index has in its column ``facets``, such as ``kind-log``."""

    #: Selects the papers of a value that the index does not have.
    selections: Mapping[str, str] = MappingProxyType({})

    def condition(self, node: Field, lookup: Lookup, index: SearchIndex) -> Part:
        """Look for the facet in full text."""
        if node.how == "regex":
            values = [word[len(node.name) + 1 :] for word in index.words(f"{node.name}-")]
            found = [self._facet(node.name, one) for one in values if index.regexes(node.value, one)]
            return any_of(*found) if found else NOTHING
        value = re.sub(r"[^\w-]", "", node.value.lower().replace(" ", "-"))
        if value in self.selections and node.how != "prefix":
            return Clause(f"papers.number IN ({self.selections[value]})")
        return self._facet(node.name, value, node.how == "prefix") if value else NOTHING

    def _facet(self, name: str, value: str, prefix: bool = False) -> Expression:
        return Within(("facets",), Phrase((f"{name}-{value}",), prefix))


class Ids(NamedTuple):
    """Ids, numbers and addresses in any spelling."""

    def condition(self, node: Field, lookup: Lookup, index: SearchIndex) -> Part:
        """Look the paper up; if there is none, or a star says so, those whose ids begin like this."""
        if node.how == "regex":
            return index.matching(node.value, "papers.id", "papers")
        numbers = lookup(node.value) if node.how != "prefix" else ()
        if numbers or node.how == "is":
            return listed(numbers)
        if node.value.lower() == node.value.upper():  # the beginning of a number, which the index finds
            return Clause("papers.id >= ? AND papers.id < ?", (node.value, node.value + LAST))
        return index.holding("papers.id", node.value, first=True)


class Column(NamedTuple):
    """Text as it lies in a column, such as a path: what contains the value, or is like it with its ``*`` and ``?``."""

    column: str
    #: Its table, and what holds the condition on the column, in place of ``{}``.
    table: str = "papers"
    where: str = "{}"

    def condition(self, node: Field, lookup: Lookup, index: SearchIndex) -> Part:
        """Compare the column."""
        if node.how == "regex":
            found = index.matching(node.value, self.column, self.table)
        elif node.how == "is":
            found = Clause(f"{self.column} = ?", (node.value,))
        elif re.search(r"[*?]", node.value):
            found = index.like(self.column, node.value)
        else:
            found = index.holding(self.column, node.value)
        return Clause(self.where.format(found.sql), found.args)


def published(interval: "Interval") -> Clause:
    """Ask for the papers whose date may lie in an interval, as precise as it is known."""
    clauses = [Clause("papers.date_first < ?", (interval.end.isoformat(),))] if interval.end else []
    if interval.first:
        clauses.append(Clause("papers.date_end > ?", (interval.first.isoformat(),)))
    return joined(" AND ", clauses)


def noted(interval: "Interval") -> Clause:
    """Ask for the papers that a note of an interval mentions."""
    condition = _within(interval)
    return Clause(among("mentions", condition.sql), condition.args)


def _within(interval: "Interval") -> Clause:
    """Compare ISO texts of any precision: as texts they are in order, but for the month and year of the first day."""
    clauses = []
    if interval.end:
        # The last day, not the one after: as a text, 2026-02 lies before 2026-02-01 and would count as January.
        clauses.append(Clause("date <= ?", ((interval.end - dt.timedelta(days=1)).isoformat(),)))
    if not interval.first:
        return clauses[0]
    first = interval.first.isoformat()
    clauses.append(Clause("date >= ?", (first,)))
    within = joined(" AND ", clauses)
    return Clause(f"{within.sql} OR date IN (?, ?)", (*within.args, first[:7], first[:4]))


def listed(numbers: Sequence[int]) -> Clause:
    """Ask for these papers."""
    return Clause(f"papers.number IN ({marks(numbers)})", tuple(numbers))


def joined(joint: str, clauses: Sequence[Clause]) -> Clause:
    """Put conditions together; ``joint`` is `` AND `` or `` OR ``."""
    sql = joint.join(clause.sql for clause in clauses)
    return Clause(f"({sql})" if len(clauses) > 1 else sql, tuple(arg for clause in clauses for arg in clause.args))
