"""Find papers: the query in its tiers, the best line of a note for each, and what else might have been meant."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from digestkb.errors import BadQuery
from digestkb.query import plan
from digestkb.query.conditions import Clause
from digestkb.query.joining import joined
from digestkb.query.language import Query
from digestkb.query.passages import Excerpt, excerpts, via
from digestkb.query.ranking import ORDERS, TIERS, Flags, findable, required
from digestkb.query.scoring import COLUMNS, WEIGHTS, Part, Said, rarity, scores
from digestkb.query.terms import Term, term_of
from digestkb.query.wording import Wording, as_typed, telling

if TYPE_CHECKING:
    from digestkb.query.expansion import Expansion

#: Of so many papers it is weighed how much they say of what was asked for; a paper that has all words, but some without
#: the marks that were typed, counts less.
_WEIGHED, _UNMARKED = 50, 0.5
#: Where fewer papers have all the words, those join them that have some, of this share of the weight at least.
_FEW, _LEAST = 10, 0.4
#: Papers are counted up to here; how many more there are is guessed.
_COUNTED = 500
#: What is named so comes before all that only speaks of it.
_NAMED = {"id": 2, "name": 1}
#: After so many papers that have the words comes one that says the same in another language.
_BEFORE_FOREIGN = 5
#: A statement lists so many papers that it is to leave out; more are left out of what it gives.
_MOST_LISTED = 500


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
    score: float
    passage: Excerpt | None
    #: The synonyms by which it was found.
    via: tuple[str, ...] = ()

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
    #: What was looked for, synonyms and the other number of nouns included: what there is to highlight.
    terms: tuple[Term, ...] = ()
    #: The synonyms, from the glossary and from the notes.
    expansions: tuple[str, ...] = ()
    #: The statements that were run, with their parameters.
    sql: tuple[tuple[str, tuple[Any, ...]], ...] = ()


class _Found(NamedTuple):
    number: int
    tier: str
    score: float = 0.0
    #: What else sets it before others, as numbers.
    flags: tuple[int, ...] = ()


def find(
    connection: sqlite3.Connection,
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
    """
    whole = query._replace(root=joined(query.root, lambda text: plan.bare_number(text) is not None))
    options = (sort, limit, exact, literal or exact, all_words or exact, passages)
    search = _Search(connection, whole, *options)
    result = search.result()
    if not result.hits and whole.root != query.root:  # of words that stand nowhere together, their parts
        search = _Search(connection, query, *options)
        result = search.result()
    return result._replace(expansions=search.expanded_names()) if explain and not search.literal else result


class _Search:
    """One question put to one database."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        query: Query,
        sort: str,
        limit: int | None,
        exact: bool,
        literal: bool,
        all_words: bool,
        passages: bool,
    ) -> None:
        self.connection = connection
        self.root = query.root
        self.sort = sort
        self.limit = limit
        self.exact = exact
        self.literal = literal
        self.all_words = all_words
        self.passages = passages
        self.notices = list(query.notices)
        self.sql: list[tuple[str, tuple[Any, ...]]] = []
        self.found_numbers: dict[str, tuple[int, ...]] = {}
        #: The words that every paper must have, in order; those that name a paper are none of them.
        self.words = [word for word in required(self.root) if not self.lookup(word.text)]
        terms = (term_of(word.text, word.prefix) for word in findable(self.root))
        self.terms = tuple(dict.fromkeys(term for term in terms if term))
        self.wording = Wording(connection)
        self.synonyms: tuple[Term, ...] = ()
        self.expansions: tuple[str, ...] = ()
        self.is_expanded = False
        self.counts: dict[str, float] = {}

    def result(self) -> Result:
        regexes = _Regexes(self.connection)
        try:
            found = self.search() if any(findable(self.root)) else self.listing()
        except sqlite3.OperationalError as error:
            if regexes.timed_out:
                raise BadQuery(f"bad regular expression: {regexes.timed_out}") from error
            raise
        hits = self.hits(found)
        if any(hit.tier == "partial" for hit in hits):
            nothing = all(one.tier == "partial" for one in found)
            few = "nothing has all of these words; these" if nothing else "few have all of these words; the others"
            self.notices.append(f"{few} have some of them")
        return Result(
            hits=hits,
            match=min((hit.tier for hit in hits), key=TIERS.index, default=None),
            notices=tuple(self.notices),
            suggestion=self.suggestion(hits),
            terms=(*self.terms, *self.wording.added, *self.synonyms),
            expansions=self.expansions,
            sql=tuple(self.sql),
        )

    def lookup(self, text: str) -> tuple[int, ...]:
        """Give the papers that a number, an address or an id names."""
        if text not in self.found_numbers:
            self.found_numbers[text] = _lookup(self.connection, text)
        return self.found_numbers[text]

    def listing(self) -> list[_Found]:
        """Filters alone: what they leave, the newest first."""
        selection = plan.select(self.root, self.lookup)
        where = selection.where
        source = "search JOIN papers ON papers.number = search.rowid" if selection.match else "papers"
        order = ORDERS.get(self.sort, ORDERS["date"])
        rows = self.run(f"SELECT papers.number FROM {source} WHERE {where.sql} ORDER BY {order}", where.args)
        return [_Found(number, "filter") for (number,) in rows]

    def search(self) -> list[_Found]:
        wording = self.wording
        if self.exact:
            return self.verified(self.tier("", as_typed))
        found = self.tier("", wording.typed)
        if not self.literal and not self.is_full(found) and wording.has_forms(self.words):
            found += self.tier("stemmed", wording.stemmed, found)
        if not self.literal and not self.is_full(found):
            found += self.expanded(found)
        if not self.all_words and len(found) < _FEW and not self.is_full(found):
            found += self.partial(found)
        return self.with_foreign(self.called_so(self.best_first(found)))

    def tier(self, name: str, rewrite: plan.Rewrite, found: Sequence[_Found] = ()) -> list[_Found]:
        """Find what has the words as ``rewrite`` asks for them, without what was ``found``."""
        unwanted = None if self.exact else self.wording.typed
        selection = plan.select(self.root, self.lookup, rewrite, unwanted)
        flags = Flags(self.root, self.words, self.lookup, rewrite if name in ("", "stemmed") else None, name)
        known = {one.number for one in found}
        more = [one for one in self.stage(_without(selection, found), flags) if one.number not in known]
        return more if self.depth is None else more[: self.depth - len(found)]

    def called_so(self, found: list[_Found]) -> list[_Found]:
        """Put first, of the papers that are called what was asked for, those with the same capitals and signs."""
        named = [one.number for one in found if one.tier == "name"]
        if len(named) < 2 or self.sort != "relevance":
            return found
        text = " ".join(word.text for word in self.words)
        rows = self.rows("papers", "number", named, "number, title, names")
        same = {number for number, title, names in rows if text == title or text in json.loads(names)}
        return sorted(
            found, key=lambda one: (one.tier not in ("id", "name"), one.tier == "name" and one.number not in same)
        )

    @cached_property
    def depth(self) -> int | None:
        """How many papers are looked for: more than are wanted where they are weighed then."""
        return max(self.limit, _WEIGHED) if self.is_weighed and self.limit is not None else self.limit

    @cached_property
    def is_weighed(self) -> bool:
        """Whether several words were asked for, of which one paper says more than another."""
        return self.sort == "relevance" and not self.exact and len(telling(self.words)) > 1

    def best_first(self, found: list[_Found]) -> list[_Found]:
        """Put first, of those found, the papers that say most of what was asked for; others stay as they were found.

        What is called so goes before all of them, and what has three words or more in a row before the rest.
        """
        falls_apart = self.is_expanded and self.sort == "relevance"  # one run of Chinese with names in it
        parts = self.parts() if len(found) > 1 and (self.is_weighed or falls_apart) else []
        if len(parts) < 2:
            return found
        best, rest = found[:_WEIGHED], found[_WEIGHED:]
        texts = {
            row[0]: Said(row[1:])
            for row in self.rows("search", "rowid", [one.number for one in best], f"rowid, {COLUMNS}")
        }
        said = [texts[one.number] for one in best]
        weighed = scores(said, parts, [self.weight(part.fts) for part in parts])
        quoted = term_of(" ".join(word.text for word in self.words)) if len(self.words) > 2 else None
        places = {
            one.number: (
                -_NAMED.get(one.tier, 0),
                not (quoted and text.has(quoted)),
                -score * (_UNMARKED if one.tier == "folded" else 1),
            )
            for one, text, score in zip(best, said, weighed, strict=True)
        }
        return [*sorted(best, key=lambda one: places[one.number]), *rest]

    def is_full(self, found: Sequence[_Found]) -> bool:
        return self.depth is not None and len(found) >= self.depth

    def stage(self, selection: plan.Selection, flags: Flags, joined: bool = False) -> list[_Found]:
        """Run one tier. Papers are joined only where they are needed: they cost as much as the ranking."""
        if not selection.match:
            return self.unranked(selection, flags)
        joined = joined or bool(selection.clauses) or self.limit is None or self.sort != "relevance"
        number = "papers.number" if joined else "search.rowid"
        where = selection.where
        columns, args = flags.columns(number)
        order = self.order(len(columns), joined)
        rows = self.run(
            f"SELECT {', '.join([number, *columns, f'bm25(search, {WEIGHTS})'])}"
            f" FROM search{' JOIN papers ON papers.number = search.rowid' if joined else ''}"
            f" WHERE {where.sql} ORDER BY {order}",
            (*args, *where.args),
            more=not joined,
        )
        if not joined and self.depth is not None and len(rows) > self.depth:
            if rows[self.depth][1:] == rows[self.depth - 1][1:]:  # the last place is shared: dates decide
                return self.stage(selection, flags, joined=True)
            rows = rows[: self.depth]
        if not joined:
            rows = self.in_order(rows)
        return [_Found(row[0], flags.tier(row[1:-1]), -row[-1], row[1:-1]) for row in rows]

    def order(self, flags: int, joined: bool) -> str:
        """Give the order of a tier that has a column for each flag, then the rank; dates decide where papers are."""
        by_rank = ", ".join([*(f"{at} DESC" for at in range(2, flags + 2)), str(flags + 2)])
        return ORDERS.get(self.sort, f"{by_rank}, {ORDERS['date']}") if joined else by_rank

    def unranked(self, selection: plan.Selection, flags: Flags) -> list[_Found]:
        where = selection.where
        columns, args = flags.columns("papers.number")
        ranked = "".join(f"{at} DESC, " for at in range(2, len(columns) + 2))
        order = ORDERS.get(self.sort, f"{ranked}{ORDERS['date']}")
        rows = self.run(
            f"SELECT {', '.join(['papers.number', *columns])} FROM papers WHERE {where.sql} ORDER BY {order}",
            (*args, *where.args),
        )
        return [_Found(row[0], flags.tier(row[1:])) for row in rows]

    def in_order(self, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Put equals in the order of their dates; the rest is in order already."""
        if len({row[1:] for row in rows}) == len(rows):
            return list(rows)
        numbers = [row[0] for row in rows]
        known = {
            number: (paper_id, (date or "", arxiv_id or ""))
            for number, date, arxiv_id, paper_id in self.rows(
                "papers", "number", numbers, "number, date_first, arxiv_id, id"
            )
        }
        by_id = sorted(rows, key=lambda row: known[row[0]][0])
        by_date = sorted(by_id, key=lambda row: known[row[0]][1], reverse=True)
        return sorted(by_date, key=lambda row: (*(-int(flag) for flag in row[1:-1]), row[-1]))

    def expanded(self, found: Sequence[_Found]) -> list[_Found]:
        """Find what says the same in other words, without what was found in the words typed."""
        expansion = self.expansion
        more = self.tier("expanded", expansion.rewrite, found)
        self.is_expanded = True
        self.synonyms = expansion.terms
        self.expansions = expansion.names
        return more if expansion.names else []

    def with_foreign(self, found: list[_Found]) -> list[_Found]:
        """Let papers that say the same in another language follow each few of those found: else nobody sees them."""
        if self.literal or self.sort != "relevance" or len(found) <= _BEFORE_FOREIGN:
            return found
        (languages,) = next(self.rows("papers", "number", [found[0].number], "languages"))
        own = json.loads(languages)
        return _mixed(found, self.foreign_found(found, own) if self.is_expanded else self.foreign(own))

    def foreign_found(self, found: Sequence[_Found], own: Sequence[str]) -> list[_Found]:
        """Give those of the papers found by synonyms that are in none of these languages."""
        synonymous = [one for one in found if one.tier == "expanded"]
        rows = self.rows("papers", "number", [one.number for one in synonymous], "number, languages")
        others = {number for number, languages in rows if not set(own).intersection(json.loads(languages))}
        return [one for one in synonymous if one.number in others]

    def foreign(self, own: Sequence[str]) -> list[_Found]:
        """Find what says the same in none of these languages."""
        from digestkb.query.expansion import Expansion
        from digestkb.query.glossary import Glossary

        # What the notes themselves call things is not asked for: to read them takes longer than all the rest.
        expansion = Expansion(Glossary.load(), lambda term: (), self.wording.forms)
        selection = plan.select(self.root, self.lookup, expansion.rewrite, self.wording.typed)
        if not expansion.names:
            return []
        others = [Clause("papers.languages NOT LIKE ?", (f'%"{one}"%',)) for one in own]
        selection = plan.Selection(selection.match, (*selection.clauses, *others))
        self.synonyms, self.expansions = expansion.terms, expansion.names
        return self.stage(selection, Flags(self.root, self.words, self.lookup, None, "expanded"))

    @cached_property
    def expansion(self) -> Expansion:
        """The synonyms for the words of the query."""
        from digestkb.query.expansion import Expansion
        from digestkb.query.glossary import Glossary
        from digestkb.query.mining import synonyms

        return Expansion(Glossary.load(), lambda term: synonyms(self.connection, term), self.wording.forms)

    def partial(self, found: Sequence[_Found]) -> list[_Found]:
        """Find what has some of the words, where little has them all: those first that have most of what they weigh."""
        asked = self.parts()
        weights = {part.fts: self.weight(part.fts) for part in asked if self.count(part.fts)}
        if not weights or len(asked) < 2:
            return []
        weighed = " + ".join("? * (search.rowid IN (SELECT rowid FROM search WHERE search MATCH ?))" for _ in weights)
        least = sum(weights.values()) * _LEAST if found else 0.0
        selection = _without(plan.select(self.root, self.lookup, self._any_of(list(weights))), found)
        where = selection.where
        rows = self.run(
            f"SELECT papers.number, {weighed} AS weight, bm25(search, {WEIGHTS}) AS rank"
            f" FROM search JOIN papers ON papers.number = search.rowid WHERE {where.sql} AND weight > ?"
            f" ORDER BY {ORDERS.get(self.sort, 'weight DESC, rank, ' + ORDERS['date'])}",
            (*(one for part, weight in weights.items() for one in (weight, part)), *where.args, least),
        )
        more = [_Found(row[0], "partial", -row[2]) for row in rows]
        return more if self.depth is None else more[: self.depth - len(found)]

    def _any_of(self, parts: Sequence[str]) -> plan.Rewrite:
        """Ask for any of the parts in place of the words that must all hold; elsewhere words are asked for as typed."""
        return lambda run: f"({' OR '.join(parts)})" if list(run) == self.words else self.wording.typed(run)

    def parts(self) -> list[Part]:
        """Give what was asked for one by one, with all that was looked for in its place."""
        return self.wording.parts(self.words, self.expansion if self.is_expanded else None)

    def expanded_names(self) -> tuple[str, ...]:
        """Give the synonyms as they are written, whether they were looked for or not."""
        self.expansion.rewrite(self.words)
        return self.expansion.names

    @cached_property
    def highest(self) -> int:
        """The highest number of a paper, which is about how many there are."""
        return int(self.connection.execute("SELECT coalesce(max(number), 0) FROM papers").fetchone()[0])

    def weight(self, fts: str) -> float:
        """Say what it tells that a paper has what an expression finds: the fewer have it, the more."""
        return rarity(self.highest, self.count(fts))

    def count(self, fts: str) -> float:
        """Count the papers that an expression finds; of many, by how many of the first papers have it."""
        if fts not in self.counts:
            sql = "SELECT count(*), max(rowid) FROM (SELECT rowid FROM search WHERE search MATCH ? LIMIT ?)"
            papers, last = self.connection.execute(sql, (fts, _COUNTED)).fetchone()
            self.counts[fts] = papers if papers < _COUNTED else papers * self.highest / last
        return self.counts[fts]

    def verified(self, found: Sequence[_Found]) -> list[_Found]:
        """Keep what has the words as typed: the index knows marks that were written, not those that were left out."""
        from digestkb.query.passages import has_as_typed

        terms = [term for word in self.words if (term := term_of(word.text, word.prefix))]
        return [one for one in found if has_as_typed(self.connection, one.number, terms)]

    def suggestion(self, hits: Sequence[Hit]) -> str | None:
        told = any(hit.tier != "partial" for hit in hits)
        if not self.words or (told and len(hits) > 1) or (hits and hits[0].tier == "id"):
            return None
        from digestkb.query.spelling import suggestion

        typed = [word.text for word in self.words]
        if self.exact:  # other marks, before other letters
            near = find(self.connection, Query(self.root), limit=1, literal=True).hits
            passage = near[0].passage if near and near[0].tier != "partial" else None
            if passage and passage.spans:
                return max((passage.text[start:end] for start, end in passage.spans), key=len)
        return suggestion(self.connection, typed)

    def run(self, sql: str, args: Sequence[Any], more: bool = False) -> list[tuple[Any, ...]]:
        """Run a statement within the limit; with ``more`` one row beyond it, which tells whether the last is shared."""
        if self.depth is not None and not self.exact:
            sql += " LIMIT ?"
            args = (*args, self.depth + more)
        self.sql.append((sql, tuple(args)))
        return self.connection.execute(sql, args).fetchall()

    def rows(self, table: str, key: str, numbers: Sequence[int], columns: str) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(numbers), 900):
            part = numbers[start : start + 900]
            yield from self.connection.execute(
                f"SELECT {columns} FROM {table} WHERE {key} IN ({', '.join('?' * len(part))})", part
            )

    def hits(self, found: Sequence[_Found]) -> tuple[Hit, ...]:
        found = found[: self.limit] if self.limit is not None else found
        numbers = [one.number for one in found]
        columns = "number, id, title, names, coalesce(published, month), noted_last, tags"
        rows = {row[0]: row for row in self.rows("papers", "number", numbers, columns)}
        by_synonym = [one.number for one in found if one.tier in ("expanded", "partial")] if self.synonyms else []
        told = via(self.connection, by_synonym, self.synonyms) if self.passages else {}
        others = (*self.wording.added, *self.synonyms)
        lines = excerpts(self.connection, numbers, self.terms, others) if self.passages else {}
        return tuple(
            Hit(
                number=one.number,
                id=row[1],
                title=row[2],
                names=tuple(json.loads(row[3])),
                date=row[4],
                noted=row[5],
                tags=tuple(json.loads(row[6])),
                tier=one.tier,
                score=one.score,
                passage=lines.get(one.number),
                via=told.get(one.number, ()),
            )
            for one in found
            if (row := rows.get(one.number))
        )


class _Regexes:
    """The SQL function ``matches(pattern, text)``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.timed_out: str | None = None
        self._matchers: dict[str, Any] = {}
        connection.create_function("matches", 2, self, deterministic=True)

    def __call__(self, pattern: str, text: str | None) -> bool:
        if pattern not in self._matchers:
            from digestkb.query.regex import matcher

            self._matchers[pattern] = matcher(pattern)
        try:
            return bool(self._matchers[pattern](text))
        except TimeoutError as error:
            self.timed_out = str(error)
            raise


def _mixed(found: Sequence[_Found], foreign: Sequence[_Found]) -> list[_Found]:
    """Put one of another language behind so many of the best one's, as long as there are both."""
    others = {one.number for one in foreign}
    left = iter(foreign)
    mixed: dict[int, _Found] = {}
    since = 0
    for one in found:
        if one.number in mixed:
            continue
        mixed[one.number] = one
        since = 0 if one.number in others else since + 1
        if since == _BEFORE_FOREIGN and (other := next((one for one in left if one.number not in mixed), None)):
            mixed[other.number] = other
            since = 0
    return list(mixed.values())


def _without(selection: plan.Selection, found: Sequence[_Found]) -> plan.Selection:
    """Leave out of a selection what was found already, as far as a statement can list it."""
    if not found or len(found) > _MOST_LISTED:
        return selection
    listed = tuple(one.number for one in found)
    without = Clause(f"papers.number NOT IN ({', '.join('?' * len(listed))})", listed)
    return plan.Selection(selection.match, (*selection.clauses, without))


def _lookup(connection: sqlite3.Connection, text: str) -> tuple[int, ...]:
    """Find the papers that ``text`` names by number, address or id."""
    number = plan.bare_number(text)
    if number:
        named = connection.execute("SELECT number FROM papers WHERE arxiv_id = ? OR id = ?", (number, number))
        return tuple(row[0] for row in named)
    if "/" not in text and not text.startswith("note:") and not re.search(r"\w\.[a-z]{2,}$", text):
        return ()
    from digestkb.links import typed

    address = typed(text)
    found = connection.execute(
        "SELECT number FROM papers WHERE id IN (?, ?)"
        " UNION SELECT paper FROM claims JOIN mentions ON mentions.id = mention_id WHERE key = ? AND paper NOT NULL",
        (text, address, f"link:{address}"),
    ).fetchall()
    if not found:  # no address in the index differs by case alone from another, and reading ids is quick
        found = connection.execute("SELECT number FROM papers WHERE lower(id) = lower(?)", (address,)).fetchall()
    return tuple(sorted(row[0] for row in found))
