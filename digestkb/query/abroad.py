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
    languages = _languages(question, [one.number for one in found])
    own = languages[found[0].number]
    others = {number for number, its in languages.items() if own.isdisjoint(its)}
    if question.is_expanded:
        return _mixed(found, [one for one in found if one.tier == "expanded" and one.number in others])
    # As many as can be put between, and those that stand there already.
    most = len(found) // _BEFORE + len(others)
    return _mixed(found, _looked_for(question, own, most))


def _languages(question: Question, numbers: Sequence[int]) -> dict[int, frozenset[str]]:
    rows = rows_of(question.connection, "SELECT number, languages FROM papers WHERE number", numbers)
    return {number: frozenset(json.loads(languages)) for number, languages in rows}


def _looked_for(question: Question, own: frozenset[str], most: int) -> list[Found]:
    """Find what says the same in none of these languages, ``most`` of which are wanted."""
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
    called = _called_last(question, selection, most)
    if len(called) >= most:
        return called
    flags = Flags(question.root, question.words, question.lookup, question.index, None, "expanded")
    rest = ranked(question, _latest(question, selection), flags)
    known = {one.number for one in called}
    return [*called, *(one for one in rest if one.number not in known)]


def _called_last(question: Question, selection: plan.Selection, most: int) -> list[Found]:
    """Give, where very many papers say it, those that are called by it, the last ones read first: a few are wanted, and
    to rank them, BM25 would count all papers of every word.
    """
    if not selection.match or selection.clauses or question.count(selection.match) <= MANY:
        return []
    members = question.index.members(within(LEADING, selection.match))
    sql = f"SELECT number FROM ({members.sql}) AS called ORDER BY number DESC"
    rows = question.run(sql, members.args, most=most)
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
