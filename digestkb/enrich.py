"""What arXiv's metadata says of the papers that notes mention, stored beside what the notes say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from digestkb.snapshot.stream import PIECE, Snapshot
from digestkb.store import metadata
from digestkb.store.store import Store

if TYPE_CHECKING:
    from digestkb.snapshot.online import Api


class Enrichment:
    """One run over a snapshot; its events are to be gone through before it is asked what came of it."""

    def __init__(self, store: Store, snapshot: Snapshot, *, missing: bool = False) -> None:
        """Look for the numbers of the notes, with ``missing`` for those alone of which nothing is known yet."""
        self._table = store.metadata
        self._snapshot = snapshot
        #: How many records were of no paper any more.
        self.removed = self._table.prepare()
        connection = self._table.connection
        self._wanted = frozenset(metadata.lacking(connection) if missing else metadata.numbers(connection))
        #: How many records the snapshot had, and of how many papers.
        self.records, self.enriched = 0, 0

    @property
    def steps(self) -> int:
        """How many events there will be, as far as that is known."""
        return -(-self._snapshot.size // PIECE)

    @property
    def absent(self) -> int:
        """How many papers the snapshot said nothing of."""
        return len(self._wanted) - self.enriched

    def events(self, date: str | None = None, *, preferred: bool | None = None) -> Iterator[int]:
        """Read the snapshot, and yield for each piece of it how many papers it spoke of. What is stored stays.

        ``date`` is that of the snapshot, else its latest change; ``preferred`` is whether it goes before the notes.
        No lock is kept while nothing is stored: others may write.
        """
        known: set[str] = set()
        for piece in self._snapshot.pieces(self._wanted):
            self.records += piece.records
            if piece.found:
                self._table.put(piece.found)
                known.update(one.arxiv_id for one in piece.found)
                self.enriched = len(known)
            yield len(piece.found)
        self._table.finish(date or self._snapshot.date, preferred=preferred)


class Asking:
    """One run of questions to arXiv's API, for the papers of which nothing is known yet."""

    def __init__(self, store: Store, api: Api) -> None:
        self._table = store.metadata
        self._api = api
        #: How many records were of no paper any more.
        self.removed = self._table.prepare()
        self._wanted = metadata.lacking(self._table.connection)
        #: Of how many papers arXiv said something.
        self.enriched = 0

    @property
    def steps(self) -> int:
        """How many events there will be, as far as that is known."""
        return len(self._wanted)

    @property
    def absent(self) -> int:
        """How many papers nothing is known of still."""
        return len(self._wanted) - self.enriched

    def events(self, *, preferred: bool | None = None) -> Iterator[int]:
        """Ask arXiv, and yield for each paper how many there are by now; what is stored stays, whatever comes then.

        ``preferred`` is whether metadata goes before the notes. Raises :class:`~digestkb.errors.Unreachable`.
        """
        for found in self._api.of(self._wanted):
            self._table.put(found)
            self._table.finish(f"{metadata.API}{dt.date.today()}", preferred=preferred)
            for _ in found:
                self.enriched += 1
                yield self.enriched
