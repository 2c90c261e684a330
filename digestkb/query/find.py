"""Find papers: the query in its tiers, the best line of a note for each, and what else might have been meant."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from digestkb.errors import BadQuery
from digestkb.query import plan
from digestkb.query.language import And, Node, Or, Query, Word
from digestkb.query.passages import Excerpt, excerpts, via
from digestkb.query.terms import Term, term_of
from digestkb.text.fold import folded

if TYPE_CHECKING:
    from digestkb.query.expansion import Expansion

#: What a match counts by column (title, names, tags, topics, authors, summary, text, marked, facets). BM25 rewards
#: repetition less and less, so that with steps this high no number of words in the text outweighs one in the title.
_WEIGHTS = "1e6, 1e6, 2e4, 1e4, 1e3, 1e2, 1.0, 0.0, 0.0"
_SORTS = {
    "date": "papers.date_first DESC, papers.id",
    "noted": "papers.noted_last DESC, papers.id",
    "title": "lower(coalesce(papers.title, ltrim(papers.names, '[\"'))), papers.id",
}
SORTS = ("relevance", *_SORTS)

#: How a hit was found, from the best to the weakest: by its number or address; it is called what was asked for; all
#: words as typed; all words but for marks and case; by synonyms; some of the words; by filters alone.
TIERS = ("id", "name", "typed", "folded", "expanded", "partial", "filter")


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
    search = _Search(connection, query, sort, limit, exact, literal or exact, all_words or exact, passages)
    result = search.result()
    return result._replace(expansions=search.rewritten()[0].names) if explain and not search.literal else result


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
        self.words = [word for word in _top(self.root) if not self.lookup(word.text)]
        terms = (term_of(word.text, word.prefix) for word in _all(self.root))
        self.terms = tuple(dict.fromkeys(term for term in terms if term))
        self.synonyms: tuple[Term, ...] = ()
        self.expansions: tuple[str, ...] = ()

    def result(self) -> Result:
        regexes = _Regexes(self.connection)
        try:
            found = self.search() if any(_all(self.root)) else self.listing()
        except sqlite3.OperationalError as error:
            if regexes.timed_out:
                raise BadQuery(f"bad regular expression: {regexes.timed_out}") from error
            raise
        hits = self.hits(found)
        return Result(
            hits=hits,
            match=hits[0].tier if hits else None,
            notices=tuple(self.notices),
            suggestion=self.suggestion(hits),
            terms=(*self.terms, *self.synonyms),
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
        order = _SORTS.get(self.sort, _SORTS["date"])
        rows = self.run(f"SELECT papers.number FROM {source} WHERE {where.sql} ORDER BY {order}", where.args)
        return [_Found(number, "filter") for (number,) in rows]

    def search(self) -> list[_Found]:
        literal = plan.select(self.root, self.lookup, _as_typed if self.exact else None)
        found = self.stage(literal, _Flags(self))
        if self.exact:
            found = self.verified(found)
        if not self.literal and not self.is_full(found):
            found += self.expanded(literal, found)
        if not found and not self.all_words and len(self.terms) + len(self.words) > 1:
            found = self.partial()
        return found

    def is_full(self, found: Sequence[_Found]) -> bool:
        return self.limit is not None and len(found) >= self.limit

    def stage(self, selection: plan.Selection, flags: _Flags, joined: bool = False) -> list[_Found]:
        """Run one tier. Papers are joined only where they are needed: they cost as much as the ranking."""
        if not selection.match:
            return self.unranked(selection, flags)
        joined = joined or bool(selection.clauses) or self.limit is None or self.sort != "relevance"
        number = "papers.number" if joined else "search.rowid"
        where = selection.where
        columns, args = flags.columns(number)
        order = self.order(len(columns), joined)
        rows = self.run(
            f"SELECT {', '.join([number, *columns, f'bm25(search, {_WEIGHTS})'])}"
            f" FROM search{' JOIN papers ON papers.number = search.rowid' if joined else ''}"
            f" WHERE {where.sql} ORDER BY {order}",
            (*args, *where.args),
            more=not joined,
        )
        if not joined and self.limit is not None and len(rows) > self.limit:
            if rows[self.limit][1:] == rows[self.limit - 1][1:]:  # the last place is shared: dates decide
                return self.stage(selection, flags, joined=True)
            rows = rows[: self.limit]
        if not joined:
            rows = self.in_order(rows)
        return [_Found(row[0], flags.tier(row[1:-1]), -row[-1]) for row in rows]

    def order(self, flags: int, joined: bool) -> str:
        """Give the order of a tier that has a column for each flag, then the rank; dates decide where papers are."""
        by_rank = ", ".join([*(f"{at} DESC" for at in range(2, flags + 2)), str(flags + 2)])
        return _SORTS.get(self.sort, f"{by_rank}, {_SORTS['date']}") if joined else by_rank

    def unranked(self, selection: plan.Selection, flags: _Flags) -> list[_Found]:
        where = selection.where
        columns, args = flags.columns("papers.number")
        ranked = "".join(f"{at} DESC, " for at in range(2, len(columns) + 2))
        order = _SORTS.get(self.sort, f"{ranked}{_SORTS['date']}")
        rows = self.run(
            f"SELECT {', '.join(['papers.number', *columns])} FROM papers WHERE {where.sql} ORDER BY {order}",
            (*args, *where.args),
        )
        return [_Found(row[0], flags.tier(row[1:])) for row in rows]

    def in_order(self, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Put equals in the order of their dates; the rest is in order already."""
        if len({row[1:] for row in rows}) == len(rows):
            return list(rows)
        known = {
            number: (date or "", paper_id)
            for number, date, paper_id in self.papers([row[0] for row in rows], "number, date_first, id")
        }
        by_id = sorted(rows, key=lambda row: known[row[0]][1])
        by_date = sorted(by_id, key=lambda row: known[row[0]][0], reverse=True)
        return sorted(by_date, key=lambda row: (*(-int(flag) for flag in row[1:-1]), row[-1]))

    def expanded(self, literal: plan.Selection, found: Sequence[_Found]) -> list[_Found]:
        """Find what says the same in other words, without what was found in the words typed."""
        expansion, selection = self.rewritten()
        if not expansion.terms:
            return []
        self.synonyms = expansion.terms
        self.expansions = expansion.names
        if len(found) <= 500:
            listed = tuple(one.number for one in found)
            without = plan.Clause(f"papers.number NOT IN ({', '.join('?' * len(listed))})", listed)
        else:
            inner = literal.where
            source = "search JOIN papers ON papers.number = search.rowid" if literal.match else "papers"
            without = plan.Clause(
                f"papers.number NOT IN (SELECT papers.number FROM {source} WHERE {inner.sql})", inner.args
            )
        rest = plan.Selection(selection.match, (*selection.clauses, without) if found else selection.clauses)
        more = self.stage(rest, _Flags(self, "expanded"))
        return more if self.limit is None else more[: self.limit - len(found)]

    def rewritten(self) -> tuple[Expansion, plan.Selection]:
        """Give the query with synonyms for its words."""
        from digestkb.query.expansion import Expansion
        from digestkb.query.glossary import Glossary
        from digestkb.query.mining import synonyms

        expansion = Expansion(Glossary.load(), lambda term: synonyms(self.connection, term))
        return expansion, plan.select(self.root, self.lookup, expansion.rewrite)

    def partial(self) -> list[_Found]:
        """Find what has some of the words, where nothing has them all."""
        found = self.stage(plan.select(self.root, self.lookup, _any_word), _Flags(self, "partial"))
        if found:
            self.notices.append("nothing has all of these words; these have some of them")
        return found

    def verified(self, found: Sequence[_Found]) -> list[_Found]:
        """Keep what has the words as typed: the index knows marks that were written, not those that were left out."""
        from digestkb.query.passages import has_as_typed

        terms = [term for word in self.words if (term := term_of(word.text, word.prefix))]
        return [one for one in found if has_as_typed(self.connection, one.number, terms)]

    def suggestion(self, hits: Sequence[Hit]) -> str | None:
        if not self.words or (hits and hits[0].tier != "partial"):
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
        if self.limit is not None and not self.exact:
            sql += " LIMIT ?"
            args = (*args, self.limit + more)
        self.sql.append((sql, tuple(args)))
        return self.connection.execute(sql, args).fetchall()

    def papers(self, numbers: Sequence[int], columns: str) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(numbers), 900):
            part = numbers[start : start + 900]
            yield from self.connection.execute(
                f"SELECT {columns} FROM papers WHERE number IN ({', '.join('?' * len(part))})", part
            )

    def hits(self, found: Sequence[_Found]) -> tuple[Hit, ...]:
        found = found[: self.limit] if self.limit is not None else found
        numbers = [one.number for one in found]
        columns = "number, id, title, names, coalesce(published, month), noted_last, tags"
        rows = {row[0]: row for row in self.papers(numbers, columns)}
        by_synonym = [one.number for one in found if one.tier in ("expanded", "partial")] if self.synonyms else []
        told = via(self.connection, by_synonym, self.synonyms) if self.passages else {}
        lines = excerpts(self.connection, numbers, self.terms, self.synonyms) if self.passages else {}
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


class _Flags:
    """What besides BM25 puts one paper before another, as columns of the statement; sets that SQLite computes once."""

    def __init__(self, search: _Search, tier: str | None = None) -> None:
        self.fixed = tier
        self.names: list[str] = []
        self._sets: list[plan.Clause] = []
        exact = tuple(dict.fromkeys(n for word in _top(search.root) for n in search.lookup(word.text)))
        if exact:
            self._add("id", f"({', '.join('?' * len(exact))})", exact)
        text = " ".join(word.text for word in search.words)
        terms = [term for word in search.words if (term := term_of(word.text, word.prefix))]
        if tier or not terms:
            return
        from digestkb.tags import key

        label, bare = key(text), folded(text)
        names = (label, bare if len(bare) > 2 else label)
        self._add("name", "(SELECT paper FROM paper_names WHERE key IN (?, ?))", names)
        marks = sorted(frozenset().union(*(term.marks for term in terms)))
        if marks:
            self._add_match("typed", " AND ".join(f'"{word}"' for word in marks))
        whole = term_of(text, search.words[-1].prefix)
        if len(terms) > 1 and whole:
            self._add_together(whole, terms)

    def _add(self, name: str, members: str, args: tuple[Any, ...]) -> None:
        self.names.append(name)
        self._sets.append(plan.Clause(members, args))

    def _add_match(self, name: str, fts: str) -> None:
        self._add(name, "(SELECT rowid FROM search WHERE search MATCH ?)", (fts,))

    def _add_together(self, whole: Term, terms: Sequence[Term]) -> None:
        """Flag the papers that have several words in a row, and those that have all of them in the title."""
        together = ("phrase", plan.plain(whole))
        titled = ("title", f"{{title names}} : ({' AND '.join(plan.plain(term) for term in terms)})")
        # Three words in a row are a quotation; two may meet by chance, and a title that has both says more.
        for name, fts in (together, titled) if len(terms) > 2 else (titled, together):
            self._add_match(name, fts)

    def columns(self, number: str) -> tuple[list[str], tuple[Any, ...]]:
        """Give a column for each flag, and their parameters."""
        return [f"{number} IN {one.sql}" for one in self._sets], tuple(arg for one in self._sets for arg in one.args)

    def tier(self, values: Sequence[Any]) -> str:
        """Name the tier of a row by its flags."""
        flags = dict(zip(self.names, values, strict=True))
        if flags.get("id"):
            return "id"
        if self.fixed:
            return self.fixed
        if flags.get("name"):
            return "name"
        return "typed" if flags.get("typed", True) else "folded"


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


def _top(root: Node) -> Iterator[Word]:
    """Yield the words that every paper must have."""
    for part in root.parts if isinstance(root, And) else (root,):
        if isinstance(part, Word):
            yield part


def _all(node: Node) -> Iterator[Word]:
    """Yield the words that a paper may be found by."""
    if isinstance(node, Word):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _all(part)


def _as_typed(run: Sequence[Word]) -> str | None:
    terms = (term_of(word.text, word.prefix) for word in run)
    return " AND ".join(term.fts_as_typed for term in terms if term) or None


def _any_word(run: Sequence[Word]) -> str | None:
    """Ask for one of the words, not counting those that are everywhere; a Chinese run falls into its pairs."""
    tokens: dict[str, None] = {}
    for word in run:
        term = term_of(word.text, word.prefix)
        if term:
            tokens.update(dict.fromkeys([term.fts] if word.prefix else [f'"{token}"' for token in term.tokens]))
    telling = [token for token in tokens if token.strip('"') not in plan.STOP_WORDS]
    return f"({' OR '.join(telling or tokens)})" if tokens else None


def _lookup(connection: sqlite3.Connection, text: str) -> tuple[int, ...]:
    """Find the papers that ``text`` names by number, address or id."""
    number = plan.bare_number(text)
    if number:
        named = connection.execute("SELECT number FROM papers WHERE arxiv_id = ? OR id = ?", (number, number))
        return tuple(row[0] for row in named)
    if "/" not in text and not text.startswith("note:") and not re.search(r"\w\.[a-z]{2,}$", text):
        return ()
    from digestkb.links import canonical

    address = canonical(text)
    found = connection.execute(
        "SELECT number FROM papers WHERE id IN (?, ?)"
        " UNION SELECT paper FROM claims JOIN mentions ON mentions.id = mention_id WHERE key = ? AND paper NOT NULL",
        (text, address, f"link:{address}"),
    ).fetchall()
    if not found:  # no address in the index differs by case alone from another, and reading ids is quick
        found = connection.execute("SELECT number FROM papers WHERE lower(id) = lower(?)", (address,)).fetchall()
    return tuple(sorted(row[0] for row in found))
