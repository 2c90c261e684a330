"""BibTeX: one entry a paper, with the fields that biblatex, Zotero and arXiv's own style read its number from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digestkb.media import bibtex
from digestkb.render import Screen, Sheet
from digestkb.render.citation import Citation, Person, cited

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the entries."""
    for found in cited(sheet.records, sheet.citation):
        fields = "".join(f"  {name} = {value},\n" for name, value in _fields(found).items() if value)
        yield f"@misc{{{found.key},\n{fields}}}\n\n"


def _fields(found: Citation) -> dict[str, str]:
    """Give the fields as they are written. What the notes say is ``annote``, of which Zotero makes a note."""
    numbered = bool(found.arxiv_id)
    return {
        "title": f"{{{{{bibtex.value(found.title)}}}}}",
        "author": _braced(" and ".join(map(_author, found.people))),
        "year": _braced(f"{found.date[0]:04}" if found.date else ""),
        "month": _MONTHS[found.date[1] - 1] if found.date[1:] else "",
        "eprint": _braced(found.arxiv_id),
        # biblatex and Zotero look for the one, older styles for the other.
        "eprinttype": _braced("arxiv" if numbered else ""),
        "archivePrefix": _braced("arXiv" if numbered else ""),
        "primaryClass": _braced(bibtex.name(found.category)),
        "note": _braced(bibtex.value(found.venue)),
        "doi": _braced(bibtex.doi(found.doi)),
        "url": _braced(found.url),
        "keywords": _braced(bibtex.value(", ".join(found.keywords))),
        "abstract": _braced(bibtex.value(found.abstract)),
        "annote": _braced(bibtex.value(found.said)),
    }


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def _author(person: Person) -> str:
    """Keep the name of an organisation in one piece, and put ``Jr.`` where it is not taken for the family's name."""
    if person.is_organisation:
        return f"{{{bibtex.name(person.name)}}}"
    if not (person.suffix or (person.is_parted and " " in person.family)):
        return bibtex.name(person.name)
    family = " ".join(filter(None, (person.particle, person.family)))
    return ", ".join(map(bibtex.name, filter(None, (family, person.suffix, person.given))))
