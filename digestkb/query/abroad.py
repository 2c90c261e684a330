"""Papers in another language among many that have the words: else nobody would see them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from digestkb.query import plan
from digestkb.query.database import rows_of
from digestkb.query.expressions import Within, Without, any_of, within, word
from digestkb.query.question import Found, Question
from digestkb.query.ranking import Flags
from digestkb.query.tiers import MANY, ranked
from digestkb.store.columns import LEADING

#: After so many papers that have the words comes one that says the same in another language.
_BEFORE = 5


def with_foreign(question: Question, found: list[Found]) -> list[Found]:
    """Let papers that say the same in a language that the best one has not follow each few of those found."""
    if question.options.literal or not question.by_relevance or len(found) <= _BEFORE:
        return found
    own = _languages(question, [found[0].number])[found[0].number]
    return _mixed(found, _among(question, found, own) if question.is_expanded else _looked_for(question, own))


def _languages(question: Question, numbers: Sequence[int]) -> dict[int, frozenset[str]]:
    rows = rows_of(question.connection, "SELECT number, languages FROM papers WHERE number", numbers)
    return {number: frozenset(json.loads(languages)) for number, languages in rows}


def _among(question: Question, found: Sequence[Found], own: frozenset[str]) -> list[Found]:
    """Give those of the papers found by synonyms that are in none of these languages."""
    synonymous = [one for one in found if one.tier == "expanded"]
    languages = _languages(question, [one.number for one in synonymous])
    return [one for one in synonymous if own.isdisjoint(languages[one.number])]


def _looked_for(question: Question, own: frozenset[str]) -> list[Found]:
    """Find what says the same in none of these languages."""
    from digestkb.query.expansion import Expansion
    from digestkb.query.glossary import Glossary

    # What the notes themselves call things is not asked for: to read them takes longer than all the rest.
    expansion = Expansion(Glossary.load(), lambda term: (), question.wording.forms)
    selection = question.select(expansion.rewrite, question.wording.typed)
    if not expansion.names:
        return []
    question.expand(expansion)
    if question.options.limit is not None and question.options.limit <= _BEFORE:
        return []
    selection = _in_none_of(own, selection)
    called = _called_last(question, selection)
    if question.is_full(called):
        return called
    flags = Flags(question.root, question.words, question.lookup, question.index, None, "expanded")
    rest = ranked(question, _latest(question, selection), flags)
    known = {one.number for one in called}
    return [*called, *(one for one in rest if one.number not in known)]


def _called_last(question: Question, selection: plan.Selection) -> list[Found]:
    """Give, where very many papers say it, those that are called by it, the last ones read first: a few are wanted, and
    to rank them, BM25 would count all papers of every word.
    """
    if not selection.match or selection.clauses or question.count(selection.match) <= MANY:
        return []
    members = question.index.members(within(LEADING, selection.match))
    rows = question.run(f"SELECT number FROM ({members.sql}) AS called ORDER BY number DESC", members.args)
    return [Found(number, "expanded") for (number,) in rows]


def _latest(question: Question, selection: plan.Selection) -> plan.Selection:
    """Look, where very many papers say it, at about so many of those that were read last: a few are wanted."""
    count = question.count(selection.match) if selection.match else 0
    return selection._replace(above=int(question.highest * (1 - MANY / count))) if count > MANY else selection


def _in_none_of(languages: Iterable[str], selection: plan.Selection) -> plan.Selection:
    """Leave papers in some languages out: in full text, so that they are neither ranked nor looked up."""
    facets = [word(f"lang-{language}") for language in sorted(languages)]
    if not facets or not selection.match:
        return selection
    return selection._replace(match=Without(selection.match, Within(("facets",), any_of(*facets))))


def _mixed(found: Sequence[Found], foreign: Sequence[Found]) -> list[Found]:
    """Put one of another language behind so many of the best one's, as long as there are both."""
    others = {one.number for one in foreign}
    left = iter(foreign)
    mixed: dict[int, Found] = {}
    since = 0
    for one in found:
        if one.number in mixed:
            continue
        mixed[one.number] = one
        since = 0 if one.number in others else since + 1
        if since == _BEFORE and (other := next((one for one in left if one.number not in mixed), None)):
            mixed[other.number] = other
            since = 0
    return list(mixed.values())
