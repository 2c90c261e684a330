"""What a note becomes in the database: a row for what it was read as, and one for each thing that it says.

Rows are made where the note is read, as plain values without row numbers: those are given where it is stored, and
nothing else is left to be done there for most notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digestkb import merge
from digestkb.copies import copied
from digestkb.records import Note, Passage, StoredMention
from digestkb.store import rows
from digestkb.store.origin import Origin
from digestkb.store.packing import packed
from digestkb.store.rows import Values
from digestkb.text.ledger import Repair, Text
from digestkb.tuples import NamedTuple

#: The columns for which there are values in what follows.
NOTE = ("format", "title", "date", "date_evidence", "languages", "encoding", "lines", "repaired_lines")
REPAIR = ("line", "first_column", "last_column", "before", "after", "channel", "confidence", "uncertain")
INSIGHT = ("kind", "title", "line", "last_line")
MENTION = (*rows.MENTION, "date", "date_evidence", "language", "repaired", "uncertain")
PASSAGE = ("role", "line", "text")


class MentionRow(NamedTuple):
    """A mention as it will be stored."""

    #: For :data:`MENTION` and, for each of its passages, :data:`PASSAGE`.
    values: Values
    passages: tuple[Values, ...]
    #: The position of the insight that it stands in.
    insight: int | None
    #: How many passages the mentions before it have.
    passages_before: int
    #: What :mod:`digestkb.merge` says that it is, and goes by.
    own_id: str
    ids: tuple[str, ...]
    claims: tuple[str, ...]
    #: What :func:`claimed` says.
    keys: tuple[str, ...]
    is_numbered: bool
    is_note: bool


class InsightRow(NamedTuple):
    """A gap, an idea or a reflection as it will be stored."""

    values: Values
    passages: tuple[Values, ...]


class NoteRows(NamedTuple):
    """All that is stored of a note, without row numbers."""

    note: Values
    repairs: Sequence[Values]
    insights: Sequence[InsightRow]
    mentions: Sequence[MentionRow]

    @property
    def repaired_lines(self) -> int:
        return int(self.note[-1])


def stored_mentions(origin: Origin, text: Text, note: Note, first: int = 1) -> list[StoredMention]:
    """Give a note's mentions as they will lie in the database, numbered from ``first`` on; their passages from 1."""
    repaired = text.repaired_lines
    uncertain = frozenset(repair.line for repair in text.repairs if repair.uncertain)
    stored: list[StoredMention] = []
    passages_from = 1
    for number, noted in enumerate(note.mentions, start=first):
        lines = range(noted.mention.span.first, noted.mention.span.last + 1)
        before = copied(noted.mention.passages)
        stored.append(
            StoredMention(
                number=number,
                source=origin.source,
                mention=noted.mention,
                date=noted.dated.date if noted.dated else None,
                language=noted.language,
                # Of a copy it is the original's text that was repaired or not.
                repaired=before.repaired if before else bool(repaired) and not repaired.isdisjoint(lines),
                uncertain=before.uncertain if before else bool(uncertain) and not uncertain.isdisjoint(lines),
                folder=origin.folder,
                passages_from=passages_from,
            )
        )
        passages_from += len(noted.mention.passages)
    return stored


def rows_of(text: Text, note: Note, stored: Iterable[StoredMention]) -> NoteRows:
    """Make the rows of a note, whose mentions are ``stored`` by :func:`stored_mentions`."""
    insights = (
        InsightRow((one.kind.value, one.title, one.span.first, one.span.last), _passages(one.passages))
        for one in note.reading.insights
    )
    evidence = (noted.dated.reason if noted.dated else None for noted in note.mentions)
    return NoteRows(
        _note(text, note),
        packed(map(_repair, text.repairs)),
        packed(insights),
        packed(_mention(one, reason) for one, reason in zip(stored, evidence, strict=True)),
    )


def claimed(stored: StoredMention) -> frozenset[str]:
    """Give all that a mention goes by; the copy of a note about no paper keeps the id that it has from nobody else."""
    return _claimed(stored, merge.claims(stored.mention), merge.ids(stored))


def _claimed(stored: StoredMention, claims: frozenset[str], ids: tuple[str, ...]) -> frozenset[str]:
    if merge.is_note(stored.mention) and copied(stored.mention.passages):
        return frozenset()
    return claims.union(ids)


def _note(text: Text, note: Note) -> Values:
    dated = note.dated
    return (
        note.reading.format,
        note.reading.title,
        rows.date_text(dated.date) if dated else None,
        dated.reason if dated else None,
        rows.dump(note.languages),
        text.encoding,
        len(text.lines),
        len(text.repaired_lines),
    )


def _repair(repair: Repair) -> Values:
    return (
        repair.line,
        repair.start,
        repair.end,
        repair.before,
        repair.after,
        repair.channel,
        repair.confidence,
        int(repair.uncertain),
    )


def _mention(stored: StoredMention, evidence: str | None) -> MentionRow:
    mention = stored.mention
    claims, ids = merge.claims(mention), merge.ids(stored)
    return MentionRow(
        (
            *rows.mention_values(mention),
            rows.date_text(stored.date),
            evidence,
            stored.language,
            int(stored.repaired),
            int(stored.uncertain),
        ),
        _passages(mention.passages),
        mention.insight,
        stored.passages_from - 1,
        merge.own_id(mention),
        ids,
        tuple(claims),
        tuple(_claimed(stored, claims, ids)),
        mention.arxiv_id is not None,
        merge.is_note(mention),
    )


def _passages(passages: Iterable[Passage]) -> tuple[Values, ...]:
    return tuple([(passage.role, passage.line, passage.text) for passage in passages])


def read_back(row: MentionRow, number: int, origin: Origin, first: int = 1) -> StoredMention:
    """Give the mention of a row by its number, and the ``first`` of its note's passages, as it was before."""
    values = dict(zip(MENTION, row.values, strict=True))
    values |= {"id": number, "insight_id": row.insight, "source": origin.source, "folder": origin.folder}
    passages = [Passage(*passage) for passage in row.passages]
    return rows.stored_mention(values, passages, first + row.passages_before)
