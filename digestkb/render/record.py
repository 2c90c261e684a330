"""A paper as a JSON object: the contract of ``export``, ``show`` and ``search``, described in the README.

Keys are always present; unknown is ``null``, none is ``[]``; dates are ISO text in the precision that is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from digestkb.copies import copied
from digestkb.render import Place
from digestkb.roles import UNSAID

if TYPE_CHECKING:
    from digestkb.query.papers import Mention, Paper, Provenance

#: The passage that says best what a digest is about, when it has sections.
_FIRST_SECTIONS = ("idea", "text", "summary", "problem")


def path_text(path: Sequence[str]) -> str:
    """Write a topic's path in one field."""
    return " > ".join(path)


def mention_place(mention: Mention) -> Place:
    """Give the place of a mention with the beginning of what it says."""
    text = mention.title or mention.insight or mention_text(mention) or next(iter(mention.names), "")
    return Place(mention.folder, mention.source, mention.line, text)


def paper_object(paper: Paper) -> dict[str, Any]:
    """Give a paper as its JSON object."""
    found = paper._asdict()
    found["links"] = [link._asdict() for link in paper.links]
    found["metadata"] = _provenance_object(paper.metadata) if paper.metadata else None
    found["mentions"] = [mention_object(mention) for mention in paper.mentions]
    return found


def _provenance_object(told: Provenance) -> dict[str, Any]:
    return {"source": told.source, "date": told.date, "fields": told.fields}


def mention_object(mention: Mention) -> dict[str, Any]:
    """Give a mention as its JSON object; ``text`` is Markdown as the note has it."""
    return {
        "source": mention.source,
        "line": mention.line,
        "last_line": mention.last_line,
        "kind": mention.kind,
        "date": mention.date,
        "date_evidence": mention.date_evidence,
        "title": mention.title,
        "text": mention_text(mention),
        "sections": sections(mention),
        "names": mention.names,
        "authors": mention.authors,
        "published": mention.published,
        "tags": mention.tags,
        "topics": mention.topics,
        "url": mention.url,
        "version": mention.version or None,
        "links": [link._asdict() for link in mention.links],
        "rank": mention.rank,
        "insight": mention.insight,
        "context": mention.context,
        "attachments": mention.attachments,
        "language": mention.language,
        "repaired": mention.repaired,
        "uncertain": mention.uncertain,
        "copied_from": origin.place if (origin := copied(mention.passages)) else None,
    }


def sections(mention: Mention) -> dict[str, str]:
    """Give the passages by their roles, in the order of the note; those of one role stand in one text.

    What is kept only to be found is none of them.
    """
    found: dict[str, str] = {}
    for passage in mention.passages:
        if passage.role in UNSAID:
            continue
        before = found.get(passage.role)
        found[passage.role] = f"{before}\n\n{passage.text}" if before else passage.text
    return found


def mention_text(mention: Mention) -> str | None:
    """Give what a mention says: a digest's idea, else its first section; all passages of any other."""
    found = sections(mention)
    if not found:
        return None
    if mention.kind == "digest":
        role = next((role for role in _FIRST_SECTIONS if found.get(role)), next(iter(found)))
        return found[role]
    return "\n\n".join(found.values())
