"""What the blocks of a scope say of its paper: labelled fields, titles and the candidates for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from digestkb.markdown import plain
from digestkb.readers.agreement import agree
from digestkb.readers.beside import Beside, behind_people, beside
from digestkb.readers.candidates import Candidate, candidate, titleness
from digestkb.readers.citation import citation
from digestkb.readers.cited import Citation
from digestkb.readers.dressed import fields_of
from digestkb.readers.facts import NoteFacts
from digestkb.readers.fields import Field
from digestkb.readers.labelled import labels_in
from digestkb.readers.leading import linked_title
from digestkb.readers.parting import GAP, without_links
from digestkb.readers.scan import WINDOW, numbers_in
from digestkb.readers.shaped import shaped, venue_year
from digestkb.readers.subject import Scope
from digestkb.readers.trimming import without_issue
from digestkb.readers.vocabulary import role_named
from digestkb.records import Passage
from digestkb.tree import Block

#: Fields further down than this in a scope are not about its paper as a whole, in lines.
_HEAD = 40
#: Places above a paper, where its topic may stand as well.
HEADINGS = frozenset(("heading", "note heading"))
#: ... and where a title is marked as one, of which a property may have the beginning only.
_MARKED = HEADINGS | {"label", "bold", "quotes", "title marks", "heading link"}


def _says_in_full(one: Candidate, best: Candidate) -> bool:
    """Say whether a candidate calls in full what the best has the name of: «# Plumb: Walls Without Rulers»."""
    places = HEADINGS if best.place == "link" else _MARKED if best.place == "label" else ()
    return one.place in places and one.text.casefold().startswith(f"{best.text.casefold()}: ")


@dataclass(slots=True)
class Said:
    """What a scope says of its paper, while it is put together."""

    fields: list[Field] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    #: Lines that were read as fields.
    consumed: set[int] = field(default_factory=set)
    #: The text that goes on behind a title, by the line of the title.
    rests: dict[int, str] = field(default_factory=dict)
    #: The place in which most titles of the note stand, which a heading above may only seem to be; see `best`.
    titles_at: str = ""
    #: Where one name stands alone that was not taken for a person's; see :attr:`NoteFacts.people_at`.
    lone: set[str] = field(default_factory=set)

    def offer(self, found: Iterable[Candidate | None]) -> None:
        """Take candidates for the title; what cannot be one is ``None``."""
        self.candidates.extend(one for one in found if one is not None)

    @property
    def best(self) -> Candidate | None:
        """The candidate that weighs most, of equals the first in the note."""
        best = min(self.candidates, key=lambda one: (-one.weight, one.line), default=None)
        if self.titles_at and best is not None and best.place in HEADINGS:
            return next((one for one in self.candidates if one.place == self.titles_at), best)
        return best and next((one for one in self.candidates if _says_in_full(one, best)), best)


def read_fields(facts: NoteFacts, scope: Scope, blocks: list[Block], said: Said) -> None:
    """Keep the labelled values of a scope, and the lines that are read by that."""
    said.fields.extend(_properties(facts, scope))
    inner = [block for block in blocks if block is not scope.block or block.kind in ("item", "paragraph", "table")]
    for one in fields_of(inner):
        if one.line - scope.block.first > _HEAD and one.role.name in ("title", "date", "published") and not scope.whole:
            continue
        said.fields.append(one)
        if one.role.kind in ("id", "address", "people"):
            said.fields.extend(issued(facts, one))
        if one.role.kind == "remark":
            if one.value in facts.lines[one.line - 1]:
                said.rests[one.line] = one.value  # it is text, without its label
        elif one.role.kind != "prose":
            said.consumed.update(range(one.line, one.last + 1))
    _read_sources(facts, scope, said)
    _read_titles(facts, said)


def issued(facts: NoteFacts, one: Field) -> Iterator[Field]:
    """Yield the date, or the venue with its year, behind an address or people, and what shows itself behind the one."""
    if one.role.kind == "people":
        behind = behind_people(without_links(one.value).rstrip(f" ,;.{GAP}"))
    else:
        behind = without_links(one.value).replace(GAP, " ").strip(" ,;.()（）|·•")
    date = venue_year(behind, facts.document.day_first) if behind and behind != one.value else None
    if date is not None:
        yield Field(role_named("published"), "", str(date), one.line, one.line, (), True)
    elif one.role.kind != "people" and behind != one.value:
        yield from shaped(behind, one.line) or ()


def _properties(facts: NoteFacts, scope: Scope) -> Iterator[Field]:
    """Yield what the front matter says of a scope's paper: all, or, of one below a heading, what it is filed under."""
    if scope.whole:
        yield from facts.properties
    elif facts.is_alone(scope):
        yield from (one for one in facts.stated if one.role.name == "tags")


def _read_titles(facts: NoteFacts, said: Said) -> None:
    """Offer the labelled titles, and take what stands beside them."""
    for one in list(said.fields):
        if one.role.name == "title":
            _read_title(facts, one, said)
        elif one.role.name == "translated_title":
            names = one.values or (plain(one.value),)
            said.names.extend(names)
            said.offer(_in_place_of_stem(name, one.line) for name in names)


def _in_place_of_stem(name: str, line: int) -> Candidate | None:
    """Weigh another name of a paper as its title where only the name of the file is one, as a cite key is."""
    found = candidate(name, "file name", line) if titleness(name) == 2 else None
    return found and found._replace(weight=found.weight + 2)


def _read_title(facts: NoteFacts, one: Field, said: Said) -> None:
    cited = _cited_in(one.value)
    title = cited.title if cited else linked_title(one.value)
    found = candidate(title, "label", one.line)
    doubted = one in facts.properties and _is_of_note(facts, one, title, said)
    said.offer([found._replace(weight=found.weight - 1) if found and doubted else found])
    bare = without_issue(title)
    if bare != one.value:
        said.fields.extend(fields_beside(beside(one.value, bare, facts.document.day_first), one.line))


def _read_sources(facts: NoteFacts, scope: Scope, said: Said) -> None:
    """Take the title of a source that is cited in full: so the paper is called, whatever heads what is said of it."""
    for number in {one.line for one in scope.statements if one.line >= facts.document.body}:
        line = facts.lines[number - 1][:WINDOW].lstrip("-*+> ")
        labels = labels_in(line)
        named = bool(labels) and labels[0].role is not None and labels[0].role.name == "link"
        cited = _cited_in(line[labels[0].start :]) if named else None
        if cited is not None:
            said.offer([candidate(cited.title, "label", number, authors=cited.authors)])
            said.fields.extend(fields_beside(beside(line, cited.title, facts.document.day_first), number))


def _cited_in(value: str) -> Citation | None:
    """Read a title's value that is all of a citation: quoted, or with the number of the paper behind it."""
    number = next(iter(numbers_in(value[:WINDOW])), None)
    if number is None and value[:1] not in ('"', "“", "„", "«"):
        return None
    return citation((value[: number.start] if number else value).rstrip(" ([（;,"))


def _is_of_note(facts: NoteFacts, one: Field, title: str, said: Said) -> bool:
    """Say whether a title in front matter is sooner the note's: what describes the paper has another, or the text.

    The text may label a shorter one, which the title of the note ends with at most.
    """
    titles = [two for two in facts.properties if two.role.name == "title"]
    stated = next((two for two in titles if "." in two.label), titles[0])
    # The whole title may stand beside a short one.
    if one is not next((two for two in titles if two.value.startswith(f"{stated.value}:")), stated):
        return True
    others = (two.value for two in said.fields if two.role.name == "title" and two not in facts.properties)
    return any(not agree(two, title) or title.endswith(linked_title(two)) for two in others if two != title)


def fields_beside(found: Beside, number: int) -> list[Field]:
    """Give what stands beside a title as fields of its line."""
    fields = []
    if found.people:
        fields.append(Field(role_named("authors"), "", "; ".join(found.people), number, number, found.people))
    if found.published:
        fields.append(Field(role_named("published"), "", str(found.published), number, number, (), True))
    if found.tags:
        fields.append(Field(role_named("tags"), "", "; ".join(found.tags), number, number, found.tags, True))
    return [*fields, *(one._replace(line=number, last=number) for one in found.stated)]
