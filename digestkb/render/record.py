"""A paper as a JSON object: the contract of ``export``, ``show`` and ``search``, described in the README.

Keys are always present; unknown is ``null``, none is ``[]``; dates are ISO text in the precision that is known.
"""

from __future__ import annotations

from typing import Any

from digestkb.dates import PartialDate
from digestkb.records import Kind, Mention, Paper, StoredMention

#: The passage that says best what a digest is about, when it has sections.
_FIRST_SECTIONS = ("idea", "text", "summary", "problem")


def paper_object(paper: Paper) -> dict[str, Any]:
    """Give a paper as its JSON object."""
    return {
        "id": paper.id,
        "arxiv_id": paper.arxiv_id,
        "url": paper.url,
        "title": paper.title,
        "title_source": paper.title_source.value if paper.title_source else None,
        "names": list(paper.names),
        "authors": list(paper.authors),
        "published": _date(paper.published),
        "month": _date(paper.month),
        "noted_first": _date(paper.noted_first),
        "noted_last": _date(paper.noted_last),
        "tags": list(paper.tags),
        "topics": [list(path) for path in paper.topics],
        "summary": paper.summary,
        "languages": list(paper.languages),
        "links": [{"kind": link.kind, "url": link.url} for link in paper.links],
        "mentions": [mention_object(stored) for stored in paper.mentions],
    }


def mention_object(stored: StoredMention) -> dict[str, Any]:
    """Give a mention as its JSON object; ``text`` is Markdown as the note has it."""
    mention = stored.mention
    return {
        "source": stored.source,
        "line": mention.span.first,
        "last_line": mention.span.last,
        "kind": mention.kind.value,
        "date": _date(stored.date),
        "date_evidence": stored.evidence,
        "title": mention.title,
        "text": mention_text(mention),
        "sections": sections(mention),
        "names": list(mention.names),
        "authors": list(mention.authors),
        "published": _date(mention.published),
        "tags": list(mention.tags),
        "topics": [list(path) for path in mention.topics],
        "url": mention.url,
        "version": mention.arxiv_id.version or None if mention.arxiv_id else None,
        "links": [{"kind": link.kind, "url": link.url} for link in mention.links],
        "rank": mention.rank,
        "insight": stored.insight,
        "context": list(mention.context),
        "attachments": list(mention.attachments),
        "language": stored.language,
        "repaired": stored.repaired,
        "uncertain": stored.uncertain,
    }


def sections(mention: Mention) -> dict[str, str]:
    """Give the passages by their roles, in the order of the note; those of one role stand in one text."""
    found: dict[str, str] = {}
    for passage in mention.passages:
        before = found.get(passage.role)
        found[passage.role] = f"{before}\n\n{passage.text}" if before else passage.text
    return found


def mention_text(mention: Mention) -> str | None:
    """Give what a mention says: a digest's idea, else its first section; all passages of any other."""
    found = sections(mention)
    if not found:
        return None
    if mention.kind is Kind.DIGEST:
        role = next((role for role in _FIRST_SECTIONS if found.get(role)), next(iter(found)))
        return found[role]
    return "\n\n".join(found.values())


def _date(date: PartialDate | None) -> str | None:
    return str(date) if date else None
