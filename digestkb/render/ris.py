"""RIS: one record a paper, a tag and a value a line, as reference managers exchange them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digestkb.media.characters import line
from digestkb.render import Screen, Sheet
from digestkb.render.citation import Citation, Person, cited


def lines(sheet: Sheet[Any], screen: Screen) -> Iterator[str]:
    """Write the records, each with the blank line behind it that some readers wait for."""
    for found in cited(sheet.records, sheet.citation):
        yield "".join(f"{tag}  - {line(value)}\n" for tag, value in _tags(found) if value) + "ER  - \n\n"


def _tags(found: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "UNPB" if found.arxiv_id else "ELEC" if found.url else "GEN"
    yield "ID", found.key
    yield "TI", found.title
    for person in found.people:
        yield "AU", _author(person)
    yield "PY", f"{found.date[0]:04}" if found.date else ""
    yield "DA", "/".join(f"{part:02}" for part in found.date) + "/" * (3 - len(found.date)) if found.date else ""
    yield "PB", "arXiv" if found.arxiv_id else ""
    yield "AN", f"arXiv:{found.arxiv_id}" if found.arxiv_id else ""
    yield "DO", found.doi
    yield "UR", found.url
    for keyword in found.keywords:
        yield "KW", keyword
    yield "C1", found.venue
    yield "AB", found.abstract
    yield "N1", found.said


def _author(person: Person) -> str:
    """Write the family's name first; a comma in the name of an organisation would make a person of it."""
    if not person.family:
        return " ".join(person.name.replace(",", " ").split())
    family = " ".join(filter(None, (person.particle, person.family)))
    return ", ".join(filter(None, (family, person.given, person.suffix)))
