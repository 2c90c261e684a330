"""What a note becomes in the database: a row for what it was read as, and one for each thing that it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digestkb.copies import copied
from digestkb.records import Insight, Note, NotedMention, Passage, StoredMention
from digestkb.store import rows
from digestkb.store.origin import Fingerprint, Origin
from digestkb.text.ledger import Text


def stored_mentions(origin: Origin, text: Text, note: Note, first: int = 1) -> list[StoredMention]:
    """Give a note's mentions as they will lie in the database, numbered from ``first`` on."""
    repaired = text.repaired_lines
    uncertain = frozenset(repair.line for repair in text.repairs if repair.uncertain)
    stored = []
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
            )
        )
    return stored


def note_row(note_id: int, origin: Origin, fingerprint: Fingerprint, text: Text, note: Note) -> rows.Row:
    """Give the row of a note."""
    return {
        "id": note_id,
        "folder": origin.folder,
        "source": origin.source,
        "sha256": fingerprint.sha256,
        "size": fingerprint.size,
        "reading": fingerprint.reading,
        "format": note.reading.format,
        "title": note.reading.title,
        "date": rows.date_text(note.dated.date) if note.dated else None,
        "date_evidence": note.dated.reason if note.dated else None,
        "languages": rows.dump(note.languages),
        "encoding": text.encoding,
        "lines": len(text.lines),
        "repaired_lines": len(text.repaired_lines),
    }


def repair_rows(note_id: int, text: Text) -> Iterator[rows.Row]:
    """Yield a row for each repair of a note's text."""
    for repair in text.repairs:
        yield {
            "note_id": note_id,
            "line": repair.line,
            "first_column": repair.start,
            "last_column": repair.end,
            "before": repair.before,
            "after": repair.after,
            "channel": repair.channel,
            "confidence": repair.confidence,
            "uncertain": int(repair.uncertain),
        }


def insight_row(number: int, note_id: int, insight: Insight) -> rows.Row:
    """Give the row of a gap, an idea or a reflection."""
    return {
        "id": number,
        "note_id": note_id,
        "kind": insight.kind.value,
        "title": insight.title,
        "line": insight.span.first,
        "last_line": insight.span.last,
    }


def mention_row(
    stored: StoredMention, note_id: int, noted: NotedMention, insights: Sequence[int], paper: int
) -> rows.Row:
    """Give the row of a mention; ``insights`` are the numbers of the note's insights, in order."""
    mention = stored.mention
    return {
        "id": stored.number,
        "note_id": note_id,
        "paper": paper,
        "insight_id": None if mention.insight is None else insights[mention.insight],
        **rows.mention_row(mention),
        "date": rows.date_text(stored.date),
        "date_evidence": noted.dated.reason if noted.dated else None,
        "language": stored.language,
        "repaired": int(stored.repaired),
        "uncertain": int(stored.uncertain),
    }


def passage_row(owner: str, number: int, passage: Passage) -> rows.Row:
    """Give the row of a passage; ``owner`` names the column that holds whose it is."""
    return {owner: number, "role": passage.role, "line": passage.line, "text": passage.text}
