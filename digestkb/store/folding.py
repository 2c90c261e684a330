"""What a paper is searched by, folded: for the index, and for queries, since the index keeps no text.

An index with the texts in it would be twice the size. Whoever needs them folds again what the other tables hold.
"""

import re
from collections.abc import Iterable, Sequence

from digestkb.initials import indexed
from digestkb.store.columns import BORDER
from digestkb.text.fold import as_two, folded, folded_and_marked
from digestkb.tuples import NamedTuple

#: Addresses are looked up, not searched: their words (https, org, abs …) would be found everywhere.
#: (Each alternative starts with a character of its own, so that the search skips all others; ``<?`` would forbid that.)
_ADDRESS = re.compile(r"\]\([^()\s]*\)|<https?://[^\s)>\]|]+|https?://[^\s)>\]|]+")


class Searched(NamedTuple):
    """What notes say of a paper, as far as it is searched."""

    title: str | None
    names: Sequence[str]
    tags: Sequence[str]
    #: Paths, from the root down.
    topics: Iterable[Sequence[str]]
    authors: Sequence[str]
    summary: str | None
    #: The text of the passages, in the order of the mentions.
    text: str

    @property
    def labels(self) -> tuple[str, ...]:
        """Each label of the topics once."""
        return tuple(dict.fromkeys(label for path in self.topics for label in path))

    def weighed(self) -> tuple[str, ...]:
        """Fold what words are weighed in, in the order of :data:`~digestkb.store.columns.WEIGHED`."""
        return (folded(_without_addresses(self.text)), *self._short())

    def entry(self, facets: Iterable[str]) -> tuple[str, ...]:
        """Fold all columns of the index, in order."""
        called = (self.title or "", *self.names, *self.tags, *self.labels, *self.authors)
        text, words = folded_and_marked(_without_addresses(self.text), *called)
        return (text, *self._short(), _with_two(words), " ".join(sorted(facets)))

    def _short(self) -> tuple[str, ...]:
        return (
            folded(self.summary or ""),
            folded(self.title or ""),
            _labels(self.names),
            _labels(self.tags),
            _labels(self.labels),
            _bordered(form for author in self.authors for form in indexed(author)),
        )


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub(" ", text) if "](" in text or "://" in text else text


def _labels(labels: Iterable[str]) -> str:
    return _bordered(map(folded, labels))


def _bordered(labels: Iterable[str]) -> str:
    parts = list(labels)
    return f"{BORDER} " + f" {BORDER} ".join(parts) + f" {BORDER}" if parts else ""


def _with_two(words: str) -> str:
    """Add to marked words what people write for them who lack their letters."""
    spelled = as_two(words)
    if spelled == words:
        return words
    others = (other for word, other in zip(words.split(), spelled.split(), strict=True) if word != other)
    return " ".join((words, *others))
