"""Vectors for the papers that have none, or one of what is not said any more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Protocol

from digestkb.semantic.recipe import text_of
from digestkb.store.store import Store
from digestkb.store.vectors import said


class Maker(Protocol):
    """Whatever makes a vector of a text."""

    def passage(self, text: str) -> bytes:
        """Give the vector, packed for storing."""


class Embedding:
    """One run; its events are to be gone through before it is asked what came of it."""

    def __init__(self, store: Store, model: Maker) -> None:
        """Look for what there is to do; vectors of papers that are gone are dropped."""
        self._vectors = store.vectors
        self._model = model
        #: How many vectors belonged to no paper any more, how many are still right, and how many were made.
        self.removed = self._vectors.prepare()
        known = self._vectors.known()
        wanted = {paper: sha256 for paper, sha256, _ in self._texts()}
        #: The papers to be done; texts are read again when it is their turn, as memory has no room for all.
        self._outdated = {paper for paper, sha256 in wanted.items() if known.get(paper) != sha256}
        self.unchanged = len(wanted) - len(self._outdated)
        self.made = 0

    @property
    def steps(self) -> int:
        """How many vectors there are to make."""
        return len(self._outdated)

    def events(self) -> Iterator[str]:
        """Make the vectors; yields the id of each paper whose vector is stored. What is stored stays, whatever comes.

        No lock is kept while a vector is made: others may write.
        """
        for paper, sha256, text in self._texts():
            if paper in self._outdated:
                self._vectors.put(paper, sha256, self._model.passage(text))
                self.made += 1
                yield paper

    def _texts(self) -> Iterator[tuple[str, str, str]]:
        for one in said(self._vectors.connection):
            text = text_of(one.title, one.names, one.tags, one.summary, one.passages) or one.id
            yield one.id, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), text
