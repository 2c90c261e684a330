"""What may be wrong with a database that SQLite finds whole: a table of checks, each with what mends it.

What the tables say of papers follows from the mentions (:mod:`digestkb.merge`). A check works that out anew and
compares; to mend is to write down what follows. Checks are made in order, and each may rely on those before it having
been mended.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlite_utils import Database

from digestkb import merge
from digestkb.records import StoredMention
from digestkb.store import card, rows
from digestkb.store.papers import Change, Papers, parts

_INSERT_CLAIM = "INSERT INTO claims (mention_id, key, numbered) VALUES (?, ?, ?)"
#: The file of a note about no paper, or ``None`` for any paper that has only a title.
_Caller = tuple[str, str] | None


class Finding(NamedTuple):
    """One thing that is wrong."""

    #: The name of the check that found it.
    check: str
    #: The place of a mention, or the id of a paper.
    what: str
    message: str
    #: The row number of that mention or paper.
    number: int
    #: Where a mention stands.
    folder: str = ""
    source: str = ""
    line: int = 0


class Place(NamedTuple):
    """Where a mention stands."""

    folder: str
    source: str
    line: int


class Examination:
    """A database under examination, with what follows from its mentions."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.execute = database.conn.execute
        self.papers = Papers(database)
        #: Where each mention stands, what other notes can find it by, and the id of the paper that it is about.
        self.places: dict[int, Place] = {}
        self.claims: dict[int, frozenset[str]] = {}
        self.belongs: dict[int, str] = {}
        self._read_mentions()

    @property
    def mentions(self) -> dict[str, list[int]]:
        """The mentions of each paper."""
        found: dict[str, list[int]] = defaultdict(list)
        for mention, paper in self.belongs.items():
            found[paper].append(mention)
        return found

    def finding(self, check: str, mention: int, message: str) -> Finding:
        """Report something about a mention."""
        place = self.places[mention]
        return Finding(check, f"{place.source}:{place.line}", message, mention, *place)

    def _read_mentions(self) -> None:
        claimed: dict[str, set[str]] = defaultdict(set)
        called: dict[str, set[_Caller]] = defaultdict(set)
        unnumbered: dict[int, StoredMention] = {}
        for row in self.database.query(rows.MENTIONS_SQL):
            number, stored = row["id"], rows.stored_mention(row)
            mention, ids = stored.mention, merge.ids(stored)
            self.places[number] = Place(row["folder"], row["source"], row["line"])
            self.claims[number] = merge.claims(mention).union(ids)
            for own in ids:
                called[own].add(_caller(stored))
            if mention.arxiv_id is None:
                unnumbered[number] = stored
                continue
            self.belongs[number] = mention.arxiv_id.number
            for key in self.claims[number]:
                claimed[key].add(mention.arxiv_id.number)
        for number, stored in unnumbered.items():
            if merge.is_note(stored.mention):
                *shorter, longest = merge.ids(stored)
                alone = {_caller(stored)}
                self.belongs[number] = next((own for own in shorter if called[own] == alone), longest)
            else:
                claimants = [(key, paper) for key in self.claims[number] for paper in claimed.get(key, ())]
                self.belongs[number] = merge.resolve(stored.mention, claimants)


def _caller(stored: StoredMention) -> _Caller:
    """Say who goes by an id: notes about no paper share one within their file, and with nothing else."""
    return (stored.folder, stored.source) if merge.is_note(stored.mention) else None


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of thing that may be wrong."""

    name: str
    about: str
    find: Callable[[Examination], Iterator[Finding]]
    mend: Callable[[Examination, Sequence[Finding]], None]


def _claims(examined: Examination) -> Iterator[Finding]:
    stored: dict[int, set[str]] = defaultdict(set)
    for mention, key in examined.execute("SELECT mention_id, key FROM claims"):
        stored[mention].add(key)
    for mention, keys in examined.claims.items():
        if stored.get(mention, set()) != keys:
            yield examined.finding("claims", mention, "is not found by what it says")


def _write_claims(examined: Examination, found: Sequence[Finding]) -> None:
    numbered = {number for (number,) in examined.execute("SELECT id FROM mentions WHERE arxiv_id IS NOT NULL")}
    for finding in found:
        examined.execute("DELETE FROM claims WHERE mention_id = ?", (finding.number,))
        keys = sorted(examined.claims[finding.number])
        values = [(finding.number, key, int(finding.number in numbered)) for key in keys]
        examined.database.conn.executemany(_INSERT_CLAIM, values)


def _mentions(examined: Examination) -> Iterator[Finding]:
    sql = "SELECT mentions.id, papers.id FROM mentions LEFT JOIN papers ON number = paper ORDER BY mentions.id"
    for mention, paper in examined.execute(sql).fetchall():
        about = examined.belongs.get(mention, paper)
        if paper != about:
            message = f"stands under {paper or 'no paper'}, and is about {about}"
            yield examined.finding("mentions", mention, message)


def _move(examined: Examination, found: Sequence[Finding]) -> None:
    change = Change()
    examined.papers.number({examined.belongs[finding.number] for finding in found}, change)
    for finding in found:
        (old,) = examined.execute("SELECT paper FROM mentions WHERE id = ?", (finding.number,)).fetchone()
        new = change.numbers[examined.belongs[finding.number]]
        examined.execute("UPDATE mentions SET paper = ? WHERE id = ?", (new, finding.number))
        change.papers.update((old, new))
    examined.papers.update(change)


def _papers(examined: Examination) -> Iterator[Finding]:
    sql = """
    SELECT number, id FROM papers WHERE number NOT IN (SELECT paper FROM mentions)
    UNION ALL SELECT rowid, 'number ' || rowid FROM search WHERE rowid NOT IN (SELECT number FROM papers)
    """
    for number, paper in examined.execute(sql).fetchall():
        yield Finding("papers", paper, "no note speaks of it", number)


def _cards(examined: Examination) -> Iterator[Finding]:
    mentions = examined.mentions
    papers = examined.execute("SELECT number, id FROM papers ORDER BY number").fetchall()
    for part in parts([(number, paper) for number, paper in papers if paper in mentions]):
        said = defaultdict(list)
        for stored in examined.papers.load([mention for _, paper in part for mention in mentions[paper]]):
            said[examined.belongs[stored.number]].append(stored)
        found = card.read(examined.database.conn, [number for number, _ in part])
        for number, paper in part:
            unlike = card.differences(card.make(merge.merge(paper, said[paper])), found[number])
            if unlike:
                yield Finding("cards", paper, f"not what its notes say: {', '.join(unlike)}", number)


def _write_papers(examined: Examination, found: Sequence[Finding]) -> None:
    examined.papers.update(Change(papers={finding.number for finding in found}))


CHECKS = (
    Check("claims", "what notes find each other by is what the mentions say", _claims, _write_claims),
    Check("mentions", "every mention stands under the paper that it is about", _mentions, _move),
    Check("papers", "every paper has a note that speaks of it", _papers, _write_papers),
    Check("cards", "what is stored of a paper is what its mentions say", _cards, _write_papers),
)


def examine(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Find what is wrong, and change nothing; what others write meanwhile is not looked at."""
    connection.execute("BEGIN")
    examined = Examination(Database(connection))
    for check in CHECKS:
        yield from check.find(examined)
    connection.execute("ROLLBACK")


def mend(database: Database) -> list[Finding]:
    """Find what is wrong and put it right, within a turn of the caller's; gives what was found."""
    examined, mended = Examination(database), []
    for check in CHECKS:
        found = list(check.find(examined))
        if found:
            check.mend(examined, found)
            mended += found
    return mended
