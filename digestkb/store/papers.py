"""Papers as rows: which mentions are one paper's, kept right by looking only at what a change touches.

A note that comes or goes can change three things: the papers that it speaks of, the papers that mentions without a
number in *other* notes belong to (they may join a numbered paper that appears, or fall back to their own when it goes;
and a note about no paper is called by its path while another is called the same), and the merged record of each of
those. The result is the same as computing everything from scratch, which ``tests/store/test_store.py`` checks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from digestkb import merge
from digestkb.records import Kind, Passage, StoredMention
from digestkb.store import card, counts, index, rows
from digestkb.store.card import LABEL_TABLES, Card
from digestkb.store.connection import Connection
from digestkb.store.engine import Index
from digestkb.store.note_rows import MentionRow, claimed, read_back
from digestkb.store.origin import Origin

T = TypeVar("T")
#: SQLite takes at least this many parameters in a statement, whatever it was built with.
_MOST_PARAMETERS = 900
#: So many mentions are kept until they are asked for again; a change may touch those of a hundred thousand papers.
_MOST_AT_HAND = 2000
_INSERT_CLAIM = "INSERT INTO claims (key, numbered, mention_id) VALUES (?, ?, ?)"
_DELETE_CLAIM = "DELETE FROM claims WHERE key = ? AND numbered = ? AND mention_id = ?"


class Coming:
    """A mention that is about to be stored; for most nothing but its row is needed, which stays packed until then."""

    __slots__ = ("_at", "_passage", "_rows", "is_numbered", "number", "origin", "own_id")

    def __init__(
        self, rows: Sequence[MentionRow], at: int, row: MentionRow, number: int, passage: int, origin: Origin
    ) -> None:
        """Stand for ``row``, which is the one ``at`` this place of ``rows``; ``passage`` is its note's first."""
        self._rows, self._at = rows, at
        self.own_id, self.is_numbered = row.own_id, row.is_numbered
        self.number = number
        self._passage = passage
        self.origin = origin

    @property
    def row(self) -> MentionRow:
        return self._rows[self._at]

    def stored(self) -> StoredMention:
        """Give what will be read from the database."""
        return read_back(self.row, self.number, self.origin, self._passage)


@dataclass(slots=True)
class Change:
    """What one transaction touches."""

    #: Papers to compute anew, by row number.
    papers: set[int] = field(default_factory=set)
    #: Claims of numbered mentions, and ids of mentions without number and address, that came or went.
    claims: set[str] = field(default_factory=set)
    #: Row numbers by id, as far as they were asked for; and the last one given, once one was.
    numbers: dict[str, int] = field(default_factory=dict)
    last: int | None = None
    #: The row numbers that were given, and those of papers that stored mentions have joined.
    given: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)
    #: The papers that were taken out of index and labels, and of their mentions some that need not be read again.
    touched: set[int] = field(default_factory=set)
    at_hand: dict[int, StoredMention] = field(default_factory=dict)
    #: Mentions that come, by paper, and their numbers.
    fresh: dict[int, list[Coming]] = field(default_factory=lambda: defaultdict(list))
    new: set[int] = field(default_factory=set)
    #: Cards made beforehand from the fresh mentions alone, by the ids that these have by themselves, and of how many of
    #: them each is made.
    cards: Mapping[str, Card] = field(default_factory=dict)
    #: How many passages there are before those of the note, which the cards count from 1.
    passages: int = 0
    counts: Counter[str] = field(default_factory=Counter)


class Papers:
    """The tables that follow from mentions."""

    def __init__(self, connection: Connection, index: Index) -> None:
        self._connection = connection
        self._index = index
        self._execute = connection.execute

    def withdraw(self, note_id: int, change: Change) -> None:
        """Take out what follows from the mentions of a note, before they are deleted."""
        mentions = self._execute("SELECT id, paper FROM mentions WHERE note_id = ?", (note_id,)).fetchall()
        self._touch({paper for _, paper in mentions}, change)
        for part in parts([number for number, _ in mentions]):
            gone = self._known(part, change)
            claims = [claimed(stored) for stored in gone]
            for stored, keys in zip(gone, claims, strict=True):
                is_numbered = stored.mention.arxiv_id is not None
                change.claims.update(key for key in keys if is_numbered or key.startswith(merge.NOTE_ID))
            self._connection.executemany(_DELETE_CLAIM, claim_rows(gone, claims))

    def place(
        self, coming: Sequence[MentionRow], first: int, passage: int, origin: Origin, change: Change
    ) -> list[int]:
        """Find or make the paper of each mention of a note that is about to be stored; gives their row numbers.

        The mentions are numbered from ``first`` on, their passages from ``passage``.
        """
        change.passages = passage - 1
        claimed_by: dict[str, set[str]] = defaultdict(set)
        papers: set[str] = set()
        mentions: list[Coming] = []
        for at, row in enumerate(coming):
            mentions.append(Coming(coming, at, row, first + at, passage, origin))
            change.counts[row.own_id] += 1
            if row.is_numbered:
                for key in row.claims:
                    claimed_by[key].add(row.own_id)
            else:
                change.claims.update(row.ids)
                papers.update(() if row.is_note else row.ids)
        change.claims.update(claimed_by)
        ids = [self._id(one, claimed_by, papers) for one in mentions]
        self.number(ids, change)
        placed = [change.numbers[paper_id] for paper_id in ids]
        self._touch(placed, change)
        for one, number in zip(mentions, placed, strict=True):
            change.fresh[number].append(one)
            change.new.add(one.number)
        keys = ((key, int(row.is_numbered), number) for number, row in enumerate(coming, first) for key in row.keys)
        self._connection.executemany(_INSERT_CLAIM, keys)
        return placed

    def _id(self, coming: Coming, claimed_by: Mapping[str, Iterable[str]], papers: Container[str]) -> str:
        if coming.is_numbered:
            return coming.own_id
        row = coming.row
        return (
            self._note_id(row.ids, coming.origin, papers)
            if row.is_note
            else self._meant(row.claims, claimed_by) or row.own_id
        )

    def update(self, change: Change) -> None:
        """Compute the touched papers from all their mentions, once the mentions of the change are stored."""
        self._resolve_again(change)
        numbers = sorted(change.papers)
        ids = {number: paper_id for paper_id, number in change.numbers.items()}
        for part in parts(numbers):
            there = [number for number in part if number not in change.given]
            self._execute(f"DELETE FROM papers WHERE number IN ({marks(there)})", there)
            known = [number for number in part if number in change.joined or number not in change.given]
            others = self._others(known, change) if known else {}
            card.write(self._connection, self._index, dict(self._cards_of(part, ids, others, change)))

    def anew(self, ids: Mapping[int, str] = MappingProxyType({})) -> None:
        """Compute all that follows from the mentions, as :meth:`renewing` does."""
        for _ in self.renewing(ids):
            pass

    def renewing(self, ids: Mapping[int, str]) -> Iterator[int]:
        """Compute all that follows from the mentions, by the papers that they stand under.

        What is there already does not matter. ``ids`` are those of papers that have no row yet. Yields how many papers
        are done besides.
        """
        for table in ("claims", *LABEL_TABLES):
            self._execute(f"DELETE FROM {table}")
        counts.clear(self._connection)
        self._index.begin_anew()
        self._execute("DELETE FROM papers WHERE number NOT IN (SELECT paper FROM mentions)")
        known = {**dict(self._execute("SELECT number, id FROM papers")), **ids}
        for part in parts(sorted(known)):
            said = self._stored(part)
            mentions = [stored for number in part for stored in said[number]]
            rows_of_claims = claim_rows(mentions, list(map(claimed, mentions)))
            self._connection.executemany(_INSERT_CLAIM, rows_of_claims)
            self._execute(f"DELETE FROM papers WHERE number IN ({marks(part)})", part)
            made = {number: card.make(merge.merge(known[number], said[number])) for number in part if said[number]}
            card.write(self._connection, self._index, made)
            yield len(part)

    def _touch(self, numbers: Iterable[int], change: Change) -> None:
        """Load what was said of papers and take them out of index and labels, before anything of it changes."""
        change.papers.update(numbers)
        wanted = sorted(set(numbers) - change.touched - change.given)
        for part in parts(wanted):
            ids = dict(self._execute(f"SELECT number, id FROM papers WHERE number IN ({marks(part)})", part))
            said = self._stored(part)
            change.touched.update(part)
            if len(change.at_hand) < _MOST_AT_HAND:
                change.at_hand.update((stored.number, stored) for number in part for stored in said[number])
            change.numbers.update((paper_id, number) for number, paper_id in ids.items())
            card.remove_labels(self._connection, ids)
            called = {number: paper_id for number, paper_id in ids.items() if said[number]}
            self._index.delete(called, partial(_entry, called, said))

    def _others(self, papers: Sequence[int], change: Change) -> Mapping[int, Sequence[StoredMention]]:
        """Give the mentions of papers besides those that come."""
        sql = f"SELECT id, paper FROM mentions WHERE paper IN ({marks(papers)}) ORDER BY id"
        paper_of = {mention: paper for mention, paper in self._execute(sql, papers) if mention not in change.new}
        others: dict[int, list[StoredMention]] = defaultdict(list)
        for stored in self._known(list(paper_of), change):
            others[paper_of[stored.number]].append(stored)
        return others

    def _known(self, mentions: Sequence[int], change: Change) -> list[StoredMention]:
        """Give mentions that were there before."""
        read = self.load([number for number in mentions if number not in change.at_hand])
        return [*read, *(change.at_hand[number] for number in mentions if number in change.at_hand)]

    def _cards_of(
        self,
        numbers: Sequence[int],
        ids: Mapping[int, str],
        others: Mapping[int, Sequence[StoredMention]],
        change: Change,
    ) -> Iterator[tuple[int, Card]]:
        for number in numbers:
            fresh, rest = change.fresh.get(number, ()), others.get(number, ())
            if fresh and not rest and (ready := _ready(fresh, ids[number], change)):
                yield number, ready
            elif fresh or rest:
                yield number, card.make(merge.merge(ids[number], [*(one.stored() for one in fresh), *rest]))

    def _meant(self, claims: Iterable[str], claimed: Mapping[str, Iterable[str]]) -> str | None:
        """Give the number that a mention without one is about, by what it goes by."""
        keys = sorted(claims)
        claimants = [(key, number) for key in keys for number in claimed.get(key, ())]
        claimants += self._execute(
            "SELECT DISTINCT claims.key, arxiv_id FROM claims JOIN mentions ON mentions.id = mention_id"
            f" WHERE numbered = 1 AND claims.key IN ({marks(keys)})",
            keys,
        ).fetchall()
        return merge.meant(claimants)

    def _note_id(self, ids: Sequence[str], origin: Origin, papers: Container[str] = ()) -> str:
        """Give the id of a note about no paper; ``papers`` are the ids that its own file gives to something else."""
        *shorter, longest = ids
        return next((own for own in shorter if own not in papers and not self._is_claimed(own, origin)), longest)

    def _is_claimed(self, own: str, origin: Origin) -> bool:
        """Say whether anything but the notes in a file may go by an id."""
        found = self._execute(
            "SELECT 1 FROM claims JOIN mentions ON mentions.id = mention_id JOIN notes ON notes.id = note_id"
            " WHERE key = ? AND NOT (kind = ? AND folder = ? AND source = ?) LIMIT 1",
            (own, Kind.NOTE.value, *origin),
        )
        return found.fetchone() is not None

    def number(self, ids: Iterable[str], change: Change) -> None:
        """Give a row number to each id; a row that does not exist yet is written at the end of the transaction."""
        wanted = sorted(set(ids) - change.numbers.keys())
        for part in parts(wanted):
            change.numbers.update(self._execute(f"SELECT id, number FROM papers WHERE id IN ({marks(part)})", part))
        for paper_id in wanted:
            if paper_id not in change.numbers:
                change.last = 1 + (self._highest() if change.last is None else change.last)
                change.numbers[paper_id] = change.last
                change.given.add(change.last)

    def _highest(self) -> int:
        """Other processes give numbers too: what is asked in a transaction holds until its end and no longer."""
        return int(self._execute("SELECT coalesce(max(number), 0) FROM papers").fetchone()[0])

    def _resolve_again(self, change: Change) -> None:
        """Let mentions without a number join or leave the papers whose claims changed."""
        ids = {key for key in change.claims if key.startswith(merge.NOTE_ID)}
        before = self._called_alike(ids)
        for part in parts(sorted(change.claims - ids)):
            before.update(
                self._execute(
                    "SELECT mentions.id, paper FROM claims JOIN mentions ON mentions.id = mention_id"
                    f" WHERE numbered = 0 AND claims.key IN ({marks(part)})",
                    part,
                )
            )
        for stored in list(self.load(sorted(before.keys() - change.new))):
            if merge.is_note(stored.mention):
                paper_id = self._note_id(merge.ids(stored), Origin(stored.folder, stored.source))
            else:
                paper_id = self._meant(merge.claims(stored.mention), {}) or merge.own_id(stored.mention)
            self.number([paper_id], change)
            number, old = change.numbers[paper_id], before[stored.number]
            if number != old:
                self._touch((old, number), change)
                change.joined.add(number)
                self._execute("UPDATE mentions SET paper = ? WHERE id = ?", (number, stored.number))

    def _called_alike(self, ids: Iterable[str]) -> dict[int, int]:
        """Find the notes that may be called otherwise now that others came by these ids, or left them.

        Where more than two files are called alike, one file more or less changes nothing for the rest: a thousand
        notes of one title must not be looked at for each that is added.
        """
        found: dict[int, int] = {}
        of_key = "FROM claims JOIN mentions ON mentions.id = mention_id WHERE key = ?"
        for own in ids:
            files = self._execute(f"SELECT DISTINCT note_id {of_key} LIMIT 3", (own,)).fetchall()
            if len(files) < 3:
                found.update(self._execute(f"SELECT mentions.id, paper {of_key} AND kind = ?", (own, Kind.NOTE.value)))
        return found

    def _stored(self, papers: Sequence[int]) -> Mapping[int, list[StoredMention]]:
        """Read all mentions of papers, by paper."""
        wanted = dict(self._execute(f"SELECT id, paper FROM mentions WHERE paper IN ({marks(papers)})", papers))
        loaded: dict[int, list[StoredMention]] = defaultdict(list)
        for stored in self.load(sorted(wanted)):
            loaded[wanted[stored.number]].append(stored)
        return loaded

    def load(self, mentions: Sequence[int]) -> Iterator[StoredMention]:
        """Read mentions with their passages."""
        for part in parts(mentions):
            passages: dict[int, list[Passage]] = defaultdict(list)
            first: dict[int, int] = {}
            columns = "mention_id, id, role, line, text"
            sql = f"SELECT {columns} FROM passages WHERE mention_id IN ({marks(part)}) ORDER BY id"
            for number, at, *passage in self._execute(sql, part):
                first.setdefault(number, at)
                passages[number].append(Passage(*passage))
            for row in rows.mentions(self._connection, f"WHERE mentions.id IN ({marks(part)})", part):
                number = row["id"]
                yield rows.stored_mention(row, passages[number], first.get(number, 0))


def _entry(ids: Mapping[int, str], said: Mapping[int, Sequence[StoredMention]], number: int) -> index.Entry:
    """Give the entry of a paper in the index, by what was said of it."""
    return index.entry(merge.merge(ids[number], said[number]))


def _ready(fresh: Sequence[Coming], paper_id: str, change: Change) -> Card | None:
    """Give the card that was made beforehand of these mentions and no others."""
    own_ids = {one.own_id for one in fresh}
    own_id = next(iter(own_ids))
    if len(own_ids) > 1 or change.counts[own_id] != len(fresh):
        return None
    made = change.cards.get(own_id)
    return card.placed(made, paper_id, change.passages) if made else None


def claim_rows(mentions: Sequence[StoredMention], claims: Sequence[Iterable[str]]) -> Iterator[tuple[str, int, int]]:
    """Yield what mentions go by, a row for each key."""
    for stored, keys in zip(mentions, claims, strict=True):
        is_numbered = int(stored.mention.arxiv_id is not None)
        for key in keys:
            yield key, is_numbered, stored.number


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a list into parts that a statement can take as parameters."""
    for start in range(0, len(values), _MOST_PARAMETERS):
        yield values[start : start + _MOST_PARAMETERS]


def marks(values: Sequence[object]) -> str:
    """Give what stands for values between parentheses; SQLite alone takes a list of none."""
    return ", ".join("?" * len(values)) or "NULL"
