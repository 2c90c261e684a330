"""Papers as rows: which mentions are one paper's, kept right by looking only at what a change touches.

A note that comes or goes can change three things: the papers that it speaks of, the papers that mentions without a
number in *other* notes belong to (they may join a numbered paper that appears, or fall back to their own when it goes;
and a note about no paper is called by its path while another is called the same), and the merged record of each of
those. The result is the same as computing everything from scratch, which ``tests/store/test_store.py`` checks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from digestkb import merge
from digestkb.records import Kind, Mention, Passage, StoredMention
from digestkb.store import card, rows
from digestkb.store.card import LABEL_TABLES, Card
from digestkb.store.sqlite import Database

T = TypeVar("T")
#: SQLite takes at least this many parameters in a statement, whatever it was built with.
_MOST_PARAMETERS = 900
#: The claims that are ids.
_IDS = f"{merge.NOTE_ID}*"


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
    #: Mentions that are at hand, by paper, so that they need not be loaded.
    fresh: dict[int, list[StoredMention]] = field(default_factory=lambda: defaultdict(list))
    #: Cards made beforehand from the fresh mentions alone, by paper id.
    cards: Mapping[str, Card] = field(default_factory=dict)

    @property
    def at_hand(self) -> set[int]:
        """The numbers of the fresh mentions, whose papers are known by now."""
        return {stored.number for mentions in self.fresh.values() for stored in mentions}


class Papers:
    """The tables that follow from mentions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._execute = database.conn.execute

    def withdraw(self, note_id: int, change: Change) -> None:
        """Note what the mentions of a note touch, before they are deleted."""
        change.papers.update(n for (n,) in self._execute("SELECT paper FROM mentions WHERE note_id = ?", (note_id,)))
        change.claims.update(
            key
            for (key,) in self._execute(
                "SELECT key FROM mentions JOIN claims ON mention_id = mentions.id"
                " WHERE note_id = ? AND (numbered OR key GLOB ?)",
                (note_id, _IDS),
            )
        )

    def place(self, mentions: Sequence[StoredMention], claims: Sequence[Iterable[str]], change: Change) -> list[int]:
        """Find or make the paper of each mention of a note that is about to be stored; gives their row numbers.

        ``claims`` are those of each mention: working them out is dear, and the caller stores them too.
        """
        claimed: dict[str, set[str]] = defaultdict(set)
        for stored, keys in zip(mentions, claims, strict=True):
            if stored.mention.arxiv_id:
                for key in keys:
                    claimed[key].add(stored.mention.arxiv_id.number)
            else:
                change.claims.update(merge.ids(stored))
        change.claims.update(claimed)
        papers = {own for stored in mentions if not merge.is_note(stored.mention) for own in merge.ids(stored)}
        ids = [
            self._note_id(stored, papers) if merge.is_note(stored.mention) else self._resolve(stored.mention, claimed)
            for stored in mentions
        ]
        self.number(ids, change)
        placed = [change.numbers[paper_id] for paper_id in ids]
        for stored, number in zip(mentions, placed, strict=True):
            change.fresh[number].append(stored)
        change.papers.update(placed)
        return placed

    def update(self, change: Change) -> None:
        """Compute the touched papers from all their mentions, once the mentions of the change are stored."""
        self._resolve_again(change)
        numbers = sorted(change.papers)
        ids = {number: paper_id for paper_id, number in change.numbers.items()}
        for part in parts(numbers):
            ids.update(self._execute(f"SELECT number, id FROM papers WHERE number IN ({_marks(part)})", part))
        others = self._other_mentions(numbers, change)
        for part in parts(numbers):
            self._rewrite(part, self._cards_of(part, ids, others, change))

    def _cards_of(
        self,
        numbers: Sequence[int],
        ids: Mapping[int, str],
        others: Mapping[int, list[StoredMention]],
        change: Change,
    ) -> dict[int, Card]:
        cards: dict[int, Card] = {}
        for number in numbers:
            fresh, other = change.fresh.get(number, []), others.get(number, [])
            if not fresh and not other:
                continue  # nothing is said of it any more
            ready = change.cards.get(ids[number])
            if ready and not other and all(stored.mention.arxiv_id for stored in fresh):
                cards[number] = ready
            else:
                cards[number] = card.make(merge.merge(ids[number], [*fresh, *other]))
        return cards

    def _resolve(self, mention: Mention, claimed: Mapping[str, Iterable[str]]) -> str:
        if mention.arxiv_id:
            return mention.arxiv_id.number
        keys = sorted(merge.claims(mention))
        claimants = [(key, number) for key in keys for number in claimed.get(key, ())]
        claimants += self._execute(
            "SELECT DISTINCT claims.key, arxiv_id FROM claims JOIN mentions ON mentions.id = mention_id"
            f" WHERE numbered AND claims.key IN ({_marks(keys)})",
            keys,
        ).fetchall()
        return merge.resolve(mention, claimants)

    def _note_id(self, stored: StoredMention, papers: Container[str] = ()) -> str:
        """Give the id of a note about no paper; ``papers`` are the ids that its own file gives to something else."""
        *shorter, longest = merge.ids(stored)
        return next((own for own in shorter if own not in papers and not self._is_claimed(own, stored)), longest)

    def _is_claimed(self, own: str, stored: StoredMention) -> bool:
        """Say whether anything but the notes in the file of ``stored`` may go by an id."""
        found = self._execute(
            "SELECT 1 FROM claims JOIN mentions ON mentions.id = mention_id JOIN notes ON notes.id = note_id"
            " WHERE key = ? AND NOT (kind = ? AND folder = ? AND source = ?) LIMIT 1",
            (own, Kind.NOTE.value, stored.folder, stored.source),
        )
        return found.fetchone() is not None

    def number(self, ids: Iterable[str], change: Change) -> None:
        """Give a row number to each id; a row that does not exist yet is written at the end of the transaction."""
        wanted = sorted(set(ids) - change.numbers.keys())
        for part in parts(wanted):
            change.numbers.update(self._execute(f"SELECT id, number FROM papers WHERE id IN ({_marks(part)})", part))
        for paper_id in wanted:
            if paper_id not in change.numbers:
                change.last = 1 + (self._highest() if change.last is None else change.last)
                change.numbers[paper_id] = change.last

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
                    f" WHERE NOT numbered AND claims.key IN ({_marks(part)})",
                    part,
                )
            )
        for stored in self.load(sorted(before.keys() - change.at_hand)):
            paper_id = self._note_id(stored) if merge.is_note(stored.mention) else self._resolve(stored.mention, {})
            self.number([paper_id], change)
            number, old = change.numbers[paper_id], before[stored.number]
            if number != old:
                self._execute("UPDATE mentions SET paper = ? WHERE id = ?", (number, stored.number))
                change.papers.update((old, number))

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

    def _other_mentions(self, papers: Sequence[int], change: Change) -> dict[int, list[StoredMention]]:
        at_hand = change.at_hand
        wanted: dict[int, int] = {}
        for part in parts(papers):
            found = self._execute(f"SELECT id, paper FROM mentions WHERE paper IN ({_marks(part)})", part)
            wanted.update((mention, paper) for mention, paper in found if mention not in at_hand)
        loaded: dict[int, list[StoredMention]] = defaultdict(list)
        for stored in self.load(sorted(wanted)):
            loaded[wanted[stored.number]].append(stored)
        return loaded

    def load(self, mentions: Sequence[int]) -> Iterator[StoredMention]:
        """Read mentions with their passages."""
        for part in parts(mentions):
            passages: dict[int, list[Passage]] = defaultdict(list)
            for number, *passage in self._execute(
                f"SELECT mention_id, role, line, text FROM passages WHERE mention_id IN ({_marks(part)}) ORDER BY id",
                part,
            ):
                passages[number].append(Passage(*passage))
            for row in self._database.query(f"{rows.MENTIONS_SQL} WHERE mentions.id IN ({_marks(part)})", part):
                yield rows.stored_mention(row, passages[row["id"]])

    def _rewrite(self, numbers: Sequence[int], cards: Mapping[int, Card]) -> None:
        for table in LABEL_TABLES:
            self._execute(f"DELETE FROM {table} WHERE paper IN ({_marks(numbers)})", numbers)
        self._execute(f"DELETE FROM search WHERE rowid IN ({_marks(numbers)})", numbers)
        self._execute(f"DELETE FROM papers WHERE number IN ({_marks(numbers)})", numbers)
        card.write(self._database.conn, cards)


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a list into parts that a statement can take as parameters."""
    for start in range(0, len(values), _MOST_PARAMETERS):
        yield values[start : start + _MOST_PARAMETERS]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
