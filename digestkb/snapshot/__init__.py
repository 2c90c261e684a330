"""Snapshots of arXiv's metadata: what arXiv itself says of its papers, read from a file.

A snapshot has one JSON object a line, millions of them; the public one is ``arxiv-metadata-oai-snapshot.json``. Only
``online`` asks arXiv itself, and only when somebody says so.
"""

from __future__ import annotations

from digestkb.tuples import NamedTuple


class Name(NamedTuple):
    """An author as arXiv parts the name; an organisation has only a ``family``, a name that is in one part none."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def whole(self) -> str:
        """The name as one says it."""
        return " ".join(filter(None, (self.given, self.family, self.suffix)))


class Metadata(NamedTuple):
    """What arXiv says of one paper, as plain text; mathematics stays as it is written."""

    arxiv_id: str
    title: str | None = None
    authors: tuple[Name, ...] = ()
    abstract: str | None = None
    #: What it is filed under, the primary one first.
    categories: tuple[str, ...] = ()
    #: The day of its first version, as ISO text.
    published: str | None = None
    #: The DOI that a publisher gave it.
    doi: str | None = None
    #: Where it appeared, or is going to.
    venue: str | None = None
