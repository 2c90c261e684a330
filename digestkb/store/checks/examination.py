"""A database under examination, and what a check is and finds."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from digestkb import merge
from digestkb.records import StoredMention
from digestkb.store import rows
from digestkb.store.fts import Fts5Index
from digestkb.store.note_rows import claimed
from digestkb.store.papers import Papers
from digestkb.tuples import NamedTuple

#: The file of a note about no paper, or ``None`` for any paper that has only a title.
_Caller = tuple[str, str] | None


class Part(str, Enum):
    """What may be wrong: the file as such, what follows from the mentions, or what the notes themselves say."""

    FILE = "file"
    TABLES = "tables"
    NOTES = "notes"

    def __str__(self) -> str:
        return self.value


class Finding(NamedTuple):
    """One thing that is wrong."""

    #: The name of the check that found it.
    check: str
    #: The place in a note, the id of a paper, or a row of a table.
    what: str
    message: str
    #: The row number of the mention or paper; 0 where it is neither.
    number: int = 0
    #: Where in a note it is; the rest is empty if it is in none.
    folder: str = ""
    source: str = ""
    line: int = 0
    #: The part that the check looks at.
    part: str = ""
    mended: bool = False
    #: The number that was likeliest meant, where another source tells one.
    likely: str = ""


class Place(NamedTuple):
    """Where a mention stands."""

    folder: str
    source: str
    line: int


class Known(NamedTuple):
    """What follows from the mentions, by their row numbers."""

    #: Where each stands, what other notes can find it by, and the id of the paper that it is about.
    places: dict[int, Place]
    claims: dict[int, frozenset[str]]
    belongs: dict[int, str]


class Examination:
    """A database under examination, with what follows from its mentions, which is worked out when it is asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.execute = connection.execute
        self.papers = Papers(connection, Fts5Index(connection))

    @property
    def places(self) -> dict[int, Place]:
        """Where each mention stands."""
        return self._known.places

    @property
    def claims(self) -> dict[int, frozenset[str]]:
        """What other notes can find each mention by."""
        return self._known.claims

    @property
    def belongs(self) -> dict[int, str]:
        """The id of the paper that each mention is about."""
        return self._known.belongs

    @property
    def mentions(self) -> dict[str, list[int]]:
        """The mentions of each paper."""
        found: dict[str, list[int]] = defaultdict(list)
        for mention, paper in self.belongs.items():
            found[paper].append(mention)
        return found

    def finding(self, check: str, mention: int, message: str) -> Finding:
        """Report something about a mention."""
        return at(check, self.places[mention], message, mention)

    @cached_property
    def _known(self) -> Known:
        known = Known({}, {}, {})
        claimants_of: dict[str, set[str]] = defaultdict(set)
        called: dict[str, set[_Caller]] = defaultdict(set)
        unnumbered: dict[int, StoredMention] = {}
        for row in rows.mentions(self.connection):
            number, stored = row["id"], rows.stored_mention(row)
            mention, ids = stored.mention, merge.ids(stored)
            known.places[number] = Place(row["folder"], row["source"], row["line"])
            known.claims[number] = claimed(stored)
            for own in ids:
                called[own].add(_caller(stored))
            if mention.arxiv_id is None:
                unnumbered[number] = stored
                continue
            known.belongs[number] = mention.arxiv_id.number
            for key in known.claims[number]:
                claimants_of[key].add(mention.arxiv_id.number)
        for number, stored in unnumbered.items():
            if merge.is_note(stored.mention):
                *shorter, longest = merge.ids(stored)
                alone = {_caller(stored)}
                known.belongs[number] = next((own for own in shorter if called[own] == alone), longest)
            else:
                claimants = [(key, paper) for key in known.claims[number] for paper in claimants_of.get(key, ())]
                known.belongs[number] = merge.resolve(stored.mention, claimants)
        return known


def at(check: str, place: Place, message: str, number: int = 0) -> Finding:
    """Report something that is in a note."""
    return Finding(check, f"{place.source}:{place.line}", message, number, *place)


def _caller(stored: StoredMention) -> _Caller:
    """Say who goes by an id: notes about no paper share one within their file, and with nothing else."""
    return (stored.folder, stored.source) if merge.is_note(stored.mention) else None


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of thing that may be wrong."""

    name: str
    part: Part
    #: What is the case if nothing is wrong.
    about: str
    find: Callable[[Examination], Iterator[Finding]]
    #: Puts right what was found, from what is stored; ``None`` where only somebody who knows can.
    mend: Callable[[Examination, Sequence[Finding]], None] | None = None
