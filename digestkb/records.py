"""The nouns: what a reader reports, what a note is, and what the knowledge base says of a paper.

*Mentions, not documents, are the unit of truth*: one file speaks of many papers, one paper appears in many files, and
each mention knows its line. A :class:`Paper` is computed from its mentions and holds nothing that they do not say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from digestkb.arxiv import ArxivId
from digestkb.dates import PartialDate
from digestkb.links import Link


class Kind(str, Enum):
    """What a mention is, by where it stands in a note."""

    DIGEST = "digest"
    TOPIC = "topic"
    SOTA = "sota"
    CONTRIBUTION = "contribution"
    GAP = "gap"
    IDEA = "idea"
    REFLECTION = "reflection"
    READING = "reading"
    LOG = "log"
    NOTE = "note"
    REFERENCE = "reference"

    def __str__(self) -> str:
        return self.value


#: The kinds of :class:`Insight`, which are at the same time the kinds of the mentions within them.
INSIGHT_KINDS = (Kind.GAP, Kind.IDEA, Kind.REFLECTION)


class TitleSource(str, Enum):
    """Where a title stands, from the best place to the weakest."""

    HEADING = "heading"
    METADATA = "metadata"
    TABLE = "table"
    LINK = "link"
    LIST = "list"
    LEAD = "lead"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Span:
    """Lines ``first`` to ``last``, both included, counted from 1 in the file as it lies on disk."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of lines in which a note says one thing about a paper, or one part of an insight.

    ``text`` is Markdown with the line breaks of the note, so that the n-th line of it stands on ``line + n`` on disk.
    """

    #: ``text`` for what is said, else the section: ``problem``, ``idea``, ``results``, ``conclusion``, ``papers``,
    #: ``patents``, ``breakthrough``, ``impact``, ``comment``, ``motivation``, ``novelty``, ``approach``, ``data``,
    #: ``risk``, ``opportunity``, ``gap``, or the label that the note gives it, in lower case; or one of
    #: :mod:`digestkb.roles`.
    role: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in one note that speaks of one paper. What is not written is empty or ``None``."""

    kind: Kind
    span: Span
    arxiv_id: ArxivId | None = None
    #: The main address of a paper without an arXiv number.
    url: str | None = None
    title: str | None = None
    title_source: TitleSource | None = None
    #: Other names used here, without the title itself.
    names: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    #: When the note says that the paper was published.
    published: PartialDate | None = None
    #: The date that the note gives to this mention itself, such as the day of a log's entry.
    date: PartialDate | None = None
    tags: tuple[str, ...] = ()
    #: Topic paths from the root down; a mention stands under one, or under none.
    topics: tuple[tuple[str, ...], ...] = ()
    links: tuple[Link, ...] = ()
    passages: tuple[Passage, ...] = ()
    #: The rank in a table of highlights, from 1.
    rank: int | None = None
    #: The position in :attr:`Reading.insights` of the gap, idea or reflection that this mention stands in.
    insight: int | None = None
    #: Paths of the images that belong to it, as written.
    attachments: tuple[str, ...] = ()
    #: The headings above, from the root down.
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Insight:
    """A gap, an idea or a reflection: what a note thinks, leaning on papers (its mentions point here)."""

    kind: Kind
    span: Span
    title: str
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class DayWithoutYear:
    """A log's heading such as ``12.3``: which entries it dates is known, which year it means is not."""

    line: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in a document: only what is written there.

    ``days`` are the headings of a log that leave the year out, in order; an entry below one has no ``date`` yet, and
    gets it when the year is inferred.
    """

    #: The name of the reader.
    format: str
    mentions: tuple[Mention, ...] = ()
    insights: tuple[Insight, ...] = ()
    title: str | None = None
    #: The date that the document states for itself (front matter, title).
    date: PartialDate | None = None
    days: tuple[DayWithoutYear, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A date that was inferred, and from what: ``"image name, line 12: asset/Pasted image 20251208….png"``."""

    date: PartialDate
    reason: str


@dataclass(frozen=True, slots=True)
class NotedMention:
    """A mention with what was inferred for it: its date with the evidence, its language."""

    mention: Mention
    dated: Evidence | None
    language: str


@dataclass(frozen=True, slots=True)
class Note:
    """A reading with what had to be inferred, ready to be stored."""

    reading: Reading
    mentions: tuple[NotedMention, ...]
    dated: Evidence | None
    #: The languages of its mentions, the most frequent first, then those that a passage of them is in.
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredMention:
    """A mention as it lies in the database, with its note; what papers are merged from and records printed from."""

    number: int
    source: str
    mention: Mention
    date: PartialDate | None
    language: str
    #: A line of it was repaired / one of its repairs is uncertain.
    repaired: bool = False
    uncertain: bool = False
    #: The ingested folder that ``source`` lies in, absolute; empty for standard input.
    folder: str = ""
    #: The number of its first passage, behind which those of the others follow; 0 if that is not known.
    passages_from: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """What the notes say of one paper, merged from its mentions; see the README, «JSON fields», for each field.

    With ``is_note`` it is no paper, but a note that is about none: kept and found like one, and counted apart.
    """

    id: str
    arxiv_id: str | None = None
    url: str | None = None
    title: str | None = None
    title_source: TitleSource | None = None
    names: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: PartialDate | None = None
    month: PartialDate | None = None
    noted_first: PartialDate | None = None
    noted_last: PartialDate | None = None
    tags: tuple[str, ...] = ()
    topics: tuple[tuple[str, ...], ...] = ()
    summary: str | None = None
    languages: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    is_note: bool = False
    mentions: tuple[StoredMention, ...] = field(default=(), repr=False)
