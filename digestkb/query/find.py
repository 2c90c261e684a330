"""Find papers: the hits of a query, the best line of a note for each, and what else might have been meant."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from digestkb.errors import BadQuery
from digestkb.query import abroad, plan, weighing
from digestkb.query.database import has_metadata, rows_of
from digestkb.query.joining import joined
from digestkb.query.language import Query
from digestkb.query.passages import Excerpt, shown
from digestkb.query.question import Found, Options, Question
from digestkb.query.ranking import TIERS, findable
from digestkb.query.terms import Term
from digestkb.query.tiers import exactly, listing, tiers
from digestkb.store.columns import SUMMARY
from digestkb.store.connection import Connection
from digestkb.tuples import NamedTuple

#: Title, names and date of a paper.
Called = tuple[str | None, tuple[str, ...], str | None]


class Hit(NamedTuple):
    """A paper that was found, with what one line about it needs."""

    number: int
    id: str
    title: str | None
    names: tuple[str, ...]
    date: str | None
    noted: str | None
    tags: tuple[str, ...]
    #: One of :data:`TIERS`.
    tier: str
    #: What BM25 says of it, among those found in the same way (:attr:`tier`) and by the same statement. The order of
    #: the hits is not that of their scores: it goes by more than the words (:mod:`digestkb.query.weighing`).
    score: float
    passage: Excerpt | None
    #: The synonyms by which it was found.
    via: tuple[str, ...] = ()
    #: What there is to show of a paper that nobody calls by any name.
    summary: str | None = None
    #: The misspelt words in place of which others were looked for, and these.
    respelled: tuple[tuple[str, str], ...] = ()

    @property
    def called(self) -> str:
        """Its title, else what notes call it, else nothing."""
        return self.title or next(iter(self.names), "")

    @property
    def is_similar(self) -> bool:
        """Say whether nothing but its meaning makes it a hit."""
        return self.tier == "similar"


class Result(NamedTuple):
    """What was found. ``match`` is the tier of the best hit, ``None`` if there is none."""

    hits: tuple[Hit, ...]
    match: str | None
    notices: tuple[str, ...] = ()
    #: The query with its unknown words spelled as notes spell them, if little or nothing was found.
    suggestion: str | None = None
    #: The misspelt words, and what was looked for in their place.
    respelled: tuple[tuple[str, str], ...] = ()
    #: What was looked for, synonyms and the other number of nouns included: what there is to highlight.
    terms: tuple[Term, ...] = ()
    #: The synonyms, from the glossary and from the notes.
    expansions: tuple[str, ...] = ()
    #: The statements that were run, with their parameters.
    sql: tuple[tuple[str, tuple[Any, ...]], ...] = ()


def find(
    connection: Connection,
    query: Query,
    *,
    sort: str = "relevance",
    limit: int | None = None,
    exact: bool = False,
    literal: bool = False,
    all_words: bool = False,
    passages: bool = True,
    explain: bool = False,
) -> Result:
    """Find the papers that a query asks for, the best first.

    ``exact`` takes words only as typed, ``literal`` leaves synonyms out, and ``all_words`` never falls back to papers
    that have only some of the words. ``limit`` bounds the hits; with ``None`` all are given. Without ``passages`` hits
    have neither a line to show nor the synonyms they were found by, which saves reading what notes say of them. With
    ``explain`` synonyms are named even where the words typed leave them no room.

    If no paper has all words, and some are misspelt beyond doubt, those are found that have what was meant: ``notices``
    and ``respelled`` say so. ``exact`` takes words as they are, as quotes do.
    """
    options = Options(sort, limit, exact, literal or exact, all_words or exact, passages)
    result = _answer(connection, query, options, explain)
    if exact or result.match not in (None, "partial"):
        return result
    return _respelled(connection, query, options, explain, result) or result


def _answer(connection: Connection, query: Query, options: Options, explain: bool) -> Result:
    """Put a query as it stands."""
    whole = query._replace(root=joined(query.root, lambda text: plan.bare_number(text) is not None))
    question = Question(connection, whole, options)
    result = _result(question)
    if not result.hits and whole.root != query.root:  # of words that stand nowhere together, their parts
        question = Question(connection, query, options)
        result = _result(question)
    return result._replace(expansions=question.expanded_names()) if explain and not options.literal else result


def _respelled(connection: Connection, query: Query, options: Options, explain: bool, found: Result) -> Result | None:
    """Put the query with its misspelt words as they were meant, if there are any and that finds something."""
    from digestkb.query.respelling import AROUND, respelled

    meant = respelled(connection, query.root)
    if not meant:
        return None
    root, words = meant
    result = _answer(connection, query._replace(root=root), options, explain)
    if not result.hits or (result.match == "partial" and len(words) > 1):  # two accidents
        return None
    typed, instead = (", ".join(f'"{word.strip(AROUND)}"' for word in said) for said in (words, words.values()))
    told = f"no {typed} found; did you mean {instead}? that is shown"
    pairs = tuple(words.items())
    hits = tuple(hit._replace(respelled=pairs) for hit in result.hits)
    notices = (*result.notices, told)
    return result._replace(hits=hits, notices=notices, suggestion=found.suggestion, respelled=pairs)


def _result(question: Question) -> Result:
    try:
        found = _found(question)
    except (sqlite3.OperationalError, TimeoutError) as error:
        if reason := question.index.regexes.timed_out:
            raise BadQuery(f"bad regular expression: {reason}") from error
        raise
    hits = _hits(question, found)
    notices = list(question.notices)
    if any(hit.tier == "partial" for hit in hits):
        nothing = all(one.tier == "partial" for one in found)
        few = "nothing has all of these words; these" if nothing else "few have all of these words; the others"
        notices.append(f"{few} have some of them")
    return Result(
        hits=hits,
        match=min((hit.tier for hit in hits), key=TIERS.index, default=None),
        notices=tuple(notices),
        suggestion=_suggestion(question, hits),
        terms=(*question.terms, *question.wording.added, *question.synonyms),
        expansions=question.expansions,
        sql=tuple(question.sql),
    )


def _found(question: Question) -> list[Found]:
    if not any(findable(question.root)):
        return listing(question)
    if question.options.exact:
        return exactly(question)
    return abroad.with_foreign(question, weighing.best_first(question, tiers(question)))


def _hits(question: Question, found: Sequence[Found]) -> tuple[Hit, ...]:
    connection, synonyms, passages = question.connection, question.synonyms, question.options.passages
    found = found[: question.options.limit]
    numbers = [one.number for one in found]
    columns = "number, id, arxiv_id, title, names, published, month, noted_last, tags"
    columns += f", CASE WHEN title IS NULL THEN {SUMMARY} END"
    rows = {row[0]: row for row in rows_of(connection, f"SELECT {columns} FROM papers WHERE number", numbers)}
    called = _called(connection, rows)
    by_synonym = [one.number for one in found if one.tier in ("expanded", "partial")] if synonyms else []
    others = (*question.wording.added, *synonyms)
    lines = shown(connection, numbers, question.terms, others, by_synonym) if passages else {}
    return tuple(
        Hit(
            number=one.number,
            id=row[1],
            title=called[one.number][0],
            names=called[one.number][1],
            date=called[one.number][2],
            noted=row[7],
            tags=tuple(json.loads(row[8])),
            tier=one.tier,
            score=one.score,
            passage=line.excerpt if (line := lines.get(one.number)) else None,
            via=tuple(dict.fromkeys(term.typed for term in synonyms if line and term in line.others)),
            summary=row[9],
        )
        for one in found
        if (row := rows.get(one.number))
    )


def _called(connection: Connection, rows: Mapping[int, Sequence[Any]]) -> dict[int, Called]:
    """Give title, names and date of what was found, by row number."""
    noted = {number: (row[2], row[3], tuple(json.loads(row[4])), row[5], row[6]) for number, row in rows.items()}
    if has_metadata(connection):
        from digestkb.query.metadata import Noted, shown

        noted = dict(zip(noted, shown(connection, list(map(Noted._make, noted.values()))), strict=True))
    return {number: (title, names, published or month) for number, (_, title, names, published, month) in noted.items()}


def _suggestion(question: Question, hits: Sequence[Hit]) -> str | None:
    """Give the query with other letters or marks, where little or nothing was found."""
    told = any(hit.tier != "partial" for hit in hits)
    if not question.words or (told and len(hits) > 1) or (hits and hits[0].tier == "id"):
        return None
    from digestkb.query.spelling import suggestion

    if question.options.exact:  # other marks, before other letters
        near = _answer(question.connection, Query(question.root), Options(limit=1, literal=True), False).hits
        passage = near[0].passage if near and near[0].tier != "partial" else None
        if passage and passage.spans:
            return max((passage.text[start:end] for start, end in passage.spans), key=len)
    return suggestion(question.connection, [word.text for word in question.words])
