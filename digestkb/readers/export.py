"""What digestkb wrote itself – digests, syntheses, notes of a vault – and what somebody wrote beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from digestkb import readers
from digestkb.arxiv import parse_arxiv_id
from digestkb.copies import PAPER, PROPERTIES, PROPERTY, VIEW, has_region, tag_property
from digestkb.dates import PartialDate, parse_date
from digestkb.document import Document
from digestkb.errors import BadDate, NotAnArxivId
from digestkb.merge import NOTE_ID
from digestkb.readers import Format
from digestkb.readers.regions import Entry, Region, entries, head, regions
from digestkb.records import Insight, Mention, Reading

NAME = "export"


def match(document: Document) -> Reading | None:
    """Read a note that has regions; ``None`` for any other."""
    if not has_region(document.lines):
        return None
    found = regions(document.lines)
    own = _own(document, found) or Reading(NAME)
    mentions, insights = _put_together([entry for region in found for entry in entries(document, region)], own)
    title = next((region.key for region in found if region.kind == VIEW), own.title)
    return Reading(NAME, mentions, insights, title, _month(title or "") or own.date)


def _put_together(found: Sequence[Entry], own: Reading) -> tuple[tuple[Mention, ...], tuple[Insight, ...]]:
    """Give all mentions and insights; one of which a file says no more than the title is made by what stands in it."""
    insights, known = list(own.insights), dict[tuple[str, str, str], int]()
    for entry in sorted(found, key=lambda entry: not entry.is_insight):
        if entry.is_thought and (entry.is_insight or entry.key not in known):
            known[entry.key] = len(insights)
            insights.append(entry.insight())
    mentions = [entry.mention(known.get(entry.key)) for entry in found if not entry.is_insight]
    return (*own.mentions, *mentions), tuple(insights)


def _month(title: str) -> PartialDate | None:
    with suppress(BadDate):
        return parse_date(title) if re.fullmatch(r"\d{4}-\d\d", title) else None
    return None


# --- what somebody wrote beside it


def _own(document: Document, found: Sequence[Region]) -> Reading | None:
    """Read what stands outside of the regions as a note of its own, which in a note of a vault is about its paper."""
    lines = list(document.lines)
    papers = [region for region in found if region.kind == PAPER]
    subject = papers[0] if len(papers) == 1 and PROPERTY in document.metadata else None
    if subject:
        lines[: document.body - 1] = _own_properties(document, copied_tags(document, subject))
    for region in found:
        lines[region.first - 1 : region.last] = [""] * (region.last + 1 - region.first)
    if not any(line.strip("-+ \t") for line in lines):
        return None
    return _about(document, subject, lines) if subject else readers.read(Document(tuple(lines), document.source))


def _about(document: Document, subject: Region, lines: list[str]) -> Reading:
    """Read lines in a note about a paper: what is about no other one is about it."""
    with suppress(NotAnArxivId):
        if not subject.key.startswith(NOTE_ID):
            lines[subject.first - 1] = f"# arXiv:{parse_arxiv_id(subject.key).number}"
            return readers.read(Document(tuple(lines)))  # its name is the paper's title, which is no evidence
    reading = readers.read(Document(tuple(lines), document.source))
    url = head(document, subject).get("url")
    if not url:
        return reading
    about: dict[str, Any] = {"url": url, "title": None, "title_source": None}
    mentions = (one if one.arxiv_id or one.url else replace(one, **about) for one in reading.mentions)
    return replace(reading, mentions=tuple(mentions))


def foreign_properties(document: Document) -> list[int]:
    """Give where, from 0, the lines of a vault note's front matter stand that are not those of our keys."""
    ours: set[int] = set()
    is_own = True
    keys = {line: key for key, _, line in document.front_matter}
    for number, line in enumerate(document.lines[: document.body - 1], start=1):
        if number in keys:
            is_own = keys[number] not in PROPERTIES
        if number in (1, document.body - 1) or (not is_own and not line.startswith("#")):
            ours.add(number)
    return [number - 1 for number in range(1, document.body) if number not in ours]


def _own_properties(document: Document, tags: Iterable[str]) -> list[str]:
    """Give the lines of a vault note's front matter without what is ours; of its tags those that somebody added."""
    lines, theirs = list(document.lines[: document.body - 1]), set(foreign_properties(document))
    at = next((line - 1 for key, _, line in document.front_matter if key == "tags"), None)
    added = own_labels(document, "tags", tags)
    for number in range(1, len(lines) - 1):
        if number not in theirs:
            lines[number] = f"tags: {json.dumps(added, ensure_ascii=False)}" if added and number == at else ""
    return lines


def copied_tags(document: Document, region: Region) -> set[str]:
    """Give the tags that the notes which were copied into a region have, as Obsidian takes them."""
    return {tag_property(tag) for entry in entries(document, region) for tag in entry.values.get("tags", ())}


def own_labels(document: Document, name: str, ours: Iterable[str]) -> list[str]:
    """Give what somebody added to a list in the front matter of a vault note; blanks in a row are one there."""
    there, known = document.metadata.get(name, ()), {" ".join(label.split()) for label in ours}
    return [label for label in ([there] if isinstance(there, str) else there) if " ".join(label.split()) not in known]


FORMAT = Format(NAME, match, takes_all=True)
