"""CSL-JSON: one list of items, as pandoc, citeproc and Zotero read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digestkb.media.cells import json_text
from digestkb.media.characters import line
from digestkb.render import Screen, Sheet
from digestkb.render.citation import Citation, Person, cited
from digestkb.render.json import listed


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the items as one list, an item a line."""
    return listed(json_text(_item(found)) for found in cited(sheet.records, sheet.citation))


def _item(found: Citation) -> dict[str, Any]:
    """Give an item with what is known, and no more: processors print the word for what is null."""
    numbered = bool(found.arxiv_id)
    item = {
        "id": found.key,
        "type": "article" if numbered else "webpage" if found.url else "document",
        "title": line(found.title),
        "author": list(map(_name, found.people)),
        "issued": {"date-parts": [list(found.date)]} if found.date else None,
        "publisher": "arXiv" if numbered else "",
        "number": f"arXiv:{found.arxiv_id}" if numbered else "",
        "DOI": found.doi,
        "URL": found.url,
        "note": line(found.venue),
        "keyword": line(", ".join(found.keywords)),
        "abstract": line(found.abstract),
        "annote": line(found.said),
    }
    return {name: value for name, value in item.items() if value}


def _name(person: Person) -> dict[str, str]:
    if not person.family:
        return {"literal": line(person.name)}
    parts = {
        "family": person.family,
        "given": person.given,
        "non-dropping-particle": person.particle,
        "suffix": person.suffix,
    }
    return {name: line(part) for name, part in parts.items() if part}
