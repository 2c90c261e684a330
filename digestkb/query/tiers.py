"""The tiers of a search, each without what the one before has found: as typed, in other forms, by synonyms, in part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from digestkb.query import plan
from digestkb.query.database import NOTES, marks, rows_of
from digestkb.query.expressions import Expression, any_of, within
from digestkb.query.question import Found, Question
from digestkb.query.ranking import ORDERS, Flags
from digestkb.query.search_index import Clause, Refined
from digestkb.query.terms import term_of
from digestkb.query.wording import as_typed
from digestkb.store.columns import LEADING

#: Where fewer papers have all the words, those join them that have some, of this share of the weight at least.
_FEW, _LEAST = 10, 0.4
#: Where so many papers have a word, those come first that are called by it.
MANY = 5_000
#: So many of the best are ranked again where ranks are rough.
_REFINED = 100
#: So many papers more may share the last place, of very many that have a word, before all are joined with their dates.
_TIED = 200
#: A statement lists so many papers that it is to leave out; more are left out of what it gives.
_MOST_LISTED = 500


def listing(question: Question) -> list[Found]:
    """Filters alone: what they leave, the newest first."""
    selection = question.select(elsewhere=question.elsewhere)
    source, where, _ = _joined(question, selection)
    found = _walked(question, selection) if selection.match else 0
    if found > question.index.lookup:
        source = Clause("papers CROSS JOIN search ON search.rowid = papers.number")
    elif found > 1:
        assert selection.match
        members = question.index.members(selection.match)
        source, where = Clause("papers"), selection.where(Clause(f"+papers.number IN ({members.sql})", members.args))
    order = ORDERS.get(question.options.sort, ORDERS["date"])
    sql = f"SELECT papers.number FROM {source.sql} WHERE {where.sql} ORDER BY {order}"
    rows = question.run(sql, (*source.args, *where.args))
    return [Found(number, "filter") for (number,) in rows]


def _walked(question: Question, selection: plan.Selection) -> float:
    """Give how many papers are found for each of the newest that would be gone through until enough are found; none
    where these are no faster to go through, because something else is asked of them.
    """
    assert selection.match
    is_sorted_so = question.options.sort != "title"  # the others have an index, which says which paper is next
    if not (question.index.lookup and question.depth and is_sorted_so):
        return 0
    if any(NOTES not in clause.sql for clause in selection.clauses):
        return 0
    return question.count(selection.match) ** 2 / (question.depth * max(question.highest, 1))


def exactly(question: Question) -> list[Found]:
    """Find what has the words as typed: the index knows marks that were written, not those that were left out."""
    from digestkb.query.passages import has_as_typed

    found = _tier(question, "", as_typed)
    terms = [term for word in question.words if (term := term_of(word.text, word.prefix))]
    return [one for one in found if has_as_typed(question.connection, one.number, terms)]


def tiers(question: Question) -> list[Found]:
    """Find papers tier by tier, as long as there is room for more."""
    wording, options = question.wording, question.options
    found = _tier(question, "", wording.typed)
    if not options.literal and not question.is_full(found) and wording.has_forms(question.words):
        found += _tier(question, "stemmed", wording.stemmed, found)
    if not question.is_full(found) and question.elsewhere:
        found += _told_elsewhere(question, found)
    if not question.is_full(found):
        found += _of_then(question, found)
    if not options.literal and not question.is_full(found):
        found += _expanded(question, found)
    if not options.all_words and len(found) < _FEW and not question.is_full(found):
        found += _partial(question, found)
    return found


def _tier(question: Question, name: str, rewrite: plan.Rewrite, found: Sequence[Found] = ()) -> list[Found]:
    """Find what has the words as ``rewrite`` asks for them, without what was ``found``."""
    unwanted = None if question.options.exact else question.wording.typed
    selection = question.select(rewrite, unwanted)
    together = rewrite if name in ("", "stemmed") else None
    flags = Flags(question.root, question.words, question.lookup, question.index, together, name)
    known = {one.number for one in found}
    more = [one for one in ranked(question, _without(selection, found), flags) if one.number not in known]
    return more if question.depth is None else more[: question.depth - len(found)]


def _told_elsewhere(question: Question, found: Sequence[Found]) -> list[Found]:
    """Find what has the words where notes and arXiv's metadata are taken together: titles and people first."""
    from digestkb.query.metadata import RANKED, any_of_them

    wording = question.wording
    rewrite = wording.typed if question.options.literal else wording.stemmed
    selection = _without(question.select(rewrite, wording.typed, question.elsewhere), found)
    where, order = selection.where(), ORDERS.get(question.options.sort, f"rank IS NULL, rank, {ORDERS['date']}")
    rows = question.run(
        f"SELECT papers.number, rank FROM papers LEFT JOIN ({RANKED}) AS told USING (arxiv_id)"
        f" WHERE {where.sql} ORDER BY {order}",
        (any_of_them([part.asked for part in question.parts()]), *where.args),
    )
    known = {one.number for one in found}
    more = [Found(number, "metadata", -(rank or 0.0)) for number, rank in rows if number not in known]
    return more if question.depth is None else more[: question.depth - len(found)]


def _of_then(question: Question, found: Sequence[Found]) -> list[Found]:
    """Find what has all words but a year or a month, and is of then; or of the year before: what is cited by the year
    of a conference was written earlier.
    """
    if not (question.is_weighed and question.has_digits):
        return []
    from digestkb.query.dated import with_dates

    for earlier in (0, 1):
        root = with_dates(question.root, earlier)
        if not root:
            return []
        dated = question.instead(root)
        more = _tier(dated, "stemmed", dated.wording.stemmed, found)
        if more:
            question.is_dated = True
            return more
    return []


def _expanded(question: Question, found: Sequence[Found]) -> list[Found]:
    """Find what says the same in other words, without what was found in the words typed."""
    expansion = question.expansion
    more = _tier(question, "expanded", expansion.rewrite, found)
    if expansion.names and not question.is_full([*found, *more]):
        more += _tier(question, "expanded", expansion.rewrite_in_parts, [*found, *more])
    question.is_expanded = True
    question.expand(expansion)
    return more if expansion.names else []


def _partial(question: Question, found: Sequence[Found]) -> list[Found]:
    """Find what has some of the words, where little has them all: those first that have most of what they weigh."""
    asked = question.parts()
    if len(asked) < 2:
        return []
    weights = {part.asked: question.weight(part.asked) for part in asked if question.count(part.asked)}
    if not weights:
        return []
    least = sum(weights.values()) * _LEAST if found else 0.0
    selection = _without(question.select(_any_of(question, list(weights))), found)
    source, where, rank = _joined(question, selection, _weighed(question, weights))
    rows = question.run(
        f"SELECT papers.number, {rank} AS rank FROM {source.sql} WHERE {where.sql} AND weight > ?"
        f" ORDER BY {ORDERS.get(question.options.sort, 'weight DESC, rank, ' + ORDERS['date'])}",
        (*source.args, *where.args, least),
    )
    more = [Found(number, "partial", -rank) for number, rank in rows]
    return more if question.depth is None else more[: question.depth - len(found)]


def _any_of(question: Question, parts: Sequence[Expression]) -> plan.Rewrite:
    """Ask for any of the parts in place of the words that must all hold; elsewhere words are asked for as typed."""
    return lambda run: any_of(*parts) if list(run) == question.words else question.wording.typed(run)


def _weighed(question: Question, weights: Mapping[Expression, float]) -> Clause:
    """Join papers with their ``weight``: that of the parts which they have."""
    members = {part: question.index.members(part) for part in weights}
    having = " UNION ALL ".join(
        f"SELECT number, {weights[part]:.9f} AS part FROM ({sql}) AS members" for part, (sql, _) in members.items()
    )
    sql = f"JOIN (SELECT number, sum(part) AS weight FROM ({having}) AS each GROUP BY number) AS told"
    return Clause(f"{sql} ON told.number = papers.number", tuple(arg for one in members.values() for arg in one.args))


def _joined(question: Question, selection: plan.Selection, more: Clause | None = None) -> tuple[Clause, Clause, str]:
    """Give what papers are selected from, with what they are joined with besides, the condition, and the rank."""
    if not selection.match:
        return Clause("papers"), selection.where(), "0"
    source, matches, number, rank = question.index.ranked(selection.match)
    joined = Clause(f"{source.sql} JOIN papers ON papers.number = {number}", source.args)
    if more:
        joined = Clause(f"{joined.sql} {more.sql}", (*joined.args, *more.args))
    return joined, selection.where(matches), rank


def _without(selection: plan.Selection, found: Sequence[Found]) -> plan.Selection:
    """Leave out of a selection what was found already, as far as a statement can list it."""
    if not found or len(found) > _MOST_LISTED:
        return selection
    listed = tuple(one.number for one in found)
    without = Clause(f"papers.number NOT IN ({marks(listed)})", listed)
    return plan.Selection(selection.match, (*selection.clauses, without))


def ranked(question: Question, selection: plan.Selection, flags: Flags) -> list[Found]:
    """Run one tier."""
    if not selection.match:
        return _unranked(question, selection, flags)
    if question.by_relevance and question.index.refined:
        return _found(_refined(question, selection, flags, question.index.refined), flags)
    called = _called(question, selection, flags)
    if question.is_full(called):
        return called
    known = {one.number for one in called}
    rest = _found(_best(question, _without(selection, called), flags), flags)
    return [*called, *(one for one in rest if one.number not in known)][: question.depth]


def _found(rows: Iterable[Sequence[Any]], flags: Flags) -> list[Found]:
    return [Found(row[0], flags.tier(row[1:-1]), -row[-1]) for row in rows]


def _called(question: Question, selection: plan.Selection, flags: Flags) -> list[Found]:
    """Find first, where very many papers have what is asked for, those that are called by it.

    To rank all of them takes long, and says little: a word that is everywhere tells by where it stands.
    """
    if not selection.match or not question.by_relevance or question.count(selection.match) < MANY:
        return []
    rows = _best(question, selection._replace(match=within(LEADING, selection.match)), flags)
    return _found(takewhile(lambda row: flags.outdo(row[1:-1]), rows), flags)


def _best(question: Question, selection: plan.Selection, flags: Flags) -> list[tuple[Any, ...]]:
    joined = bool(selection.clauses) or question.depth is None or not question.by_relevance
    return _joined_rows(question, selection, flags) if joined else _bare_rows(question, selection, flags)


def _joined_rows(question: Question, selection: plan.Selection, flags: Flags, more: int = 0) -> list[tuple[Any, ...]]:
    """Give papers with their flags and ranks, the best first and of equals the newest."""
    source, where, rank = _joined(question, selection)
    columns, args = flags.columns("papers.number")
    order = ORDERS.get(question.options.sort, f"{_order(columns)}, {ORDERS['date']}")
    sql = f"SELECT {', '.join(['papers.number', *columns, rank])} FROM {source.sql} WHERE {where.sql} ORDER BY {order}"
    return question.run(sql, (*args, *source.args, *where.args), more)


def _bare_rows(question: Question, selection: plan.Selection, flags: Flags) -> list[tuple[Any, ...]]:
    """Do the same without the papers' own rows, which cost as much as the ranking, where dates need not decide."""
    assert selection.match and question.depth is not None
    source, matches, number, rank = question.index.ranked(selection.match)
    columns, args = flags.columns(number)
    where, depth = selection.where(matches, number=number), question.depth
    rows = question.run(
        f"SELECT {', '.join([number, *columns, rank])} FROM {source.sql} WHERE {where.sql} ORDER BY {_order(columns)}",
        (*args, *source.args, *where.args),
        more=_TIED,
    )
    last = next((at for at in range(depth, len(rows)) if rows[at][1:] != rows[depth - 1][1:]), len(rows))
    if last == depth + _TIED:  # too many share the last place
        return _joined_rows(question, selection, flags)
    return _in_order(question, rows[:last])[:depth]


def _order(flags: Sequence[str]) -> str:
    """Put what has flags first, behind which stands the rank, by the places of the columns."""
    return ", ".join([*(f"{at} DESC" for at in range(2, len(flags) + 2)), str(len(flags) + 2)])


def _refined(question: Question, selection: plan.Selection, flags: Flags, refined: Refined) -> list[tuple[Any, ...]]:
    """Put the best rows in the order of their ranks, where those that chose them are rough."""
    assert selection.match
    depth = question.depth
    rows = _joined_rows(question, selection, flags, max(0, _REFINED - (depth or 0)))
    best, rest = rows[:_REFINED], rows[_REFINED:]
    ranks = refined(selection.match, [row[0] for row in best])
    again = sorted([(*row[:-1], ranks[row[0]]) for row in best], key=_by_rank)
    return [*_in_order(question, again), *rest][:depth]


def _by_rank(row: Sequence[Any]) -> tuple[Any, ...]:
    return (*(-int(flag) for flag in row[1:-1]), row[-1])


def _unranked(question: Question, selection: plan.Selection, flags: Flags) -> list[Found]:
    where = selection.where()
    columns, args = flags.columns("papers.number")
    by_flags = "".join(f"{at} DESC, " for at in range(2, len(columns) + 2))
    order = ORDERS.get(question.options.sort, f"{by_flags}{ORDERS['date']}")
    rows = question.run(
        f"SELECT {', '.join(['papers.number', *columns])} FROM papers WHERE {where.sql} ORDER BY {order}",
        (*args, *where.args),
    )
    return [Found(row[0], flags.tier(row[1:])) for row in rows]


def _in_order(question: Question, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Put equals in the order of their dates; the rest is in order already."""
    if len({row[1:] for row in rows}) == len(rows):
        return list(rows)
    columns = "SELECT number, date_first, arxiv_id, id FROM papers WHERE number"
    known = {
        number: (paper_id, (date or "", arxiv_id or ""))
        for number, date, arxiv_id, paper_id in rows_of(question.connection, columns, [row[0] for row in rows])
    }
    by_id = sorted(rows, key=lambda row: known[row[0]][0])
    by_date = sorted(by_id, key=lambda row: known[row[0]][1], reverse=True)
    return sorted(by_date, key=_by_rank)
