"""The places of a note: every line belongs to one heading, item, row, paragraph, code block or reference definition.

One pass over the lines, without recursion and without looking back, so that a file of any size or depth costs time in
proportion to its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from digestkb.document import Document
from digestkb.markdown import cells, heading_in

_ITEM = re.compile(
    r"(?P<indent>[ \t>]*)(?:[-*+•·‣–]|\d{1,4}[.)]|[（(]\d{1,3}[)）])(?:[ \t]+|$)(?:\[[ xX/-]\][ \t]+)?(?P<text>.*)"
)
_QUOTE = re.compile(r"^(?:> ?)+")
_ORG_HEADING = re.compile(r"(\*{1,6})[ \t]+(?P<title>\S.*)$")
_DELIMITER = re.compile(r"\s*(?:> ?)*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{3,})[ \t]*$")
_DEFINITION = re.compile(r" {0,3}\[(?P<key>[^\]]{1,80})\]:\s*\S")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}$")


@dataclass(slots=True)
class Place:
    """One place: its own lines, its text without marker, and the item it hangs below."""

    #: ``meta``, ``heading``, ``item``, ``row``, ``paragraph``, ``code``, ``html``, ``definition``
    kind: str
    first: int
    last: int
    text: str = ""
    indent: int = 0
    #: For an item, a code block or paragraph within one: the position of the item it belongs to.
    parent: int | None = None
    #: The last line of an item with all that hangs below it.
    deep: int = 0
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Places:
    """All places of a note, and which one each line belongs to (-1: a blank line)."""

    all: list[Place]
    at: list[int]

    def above(self, position: int) -> Place | None:
        """Give the place directly above, if no more than one blank line lies between."""
        if not position:
            return None
        before, here = self.all[position - 1], self.all[position]
        return before if here.first - before.last <= 2 else None


def find_places(document: Document) -> Places:
    """Divide a note's lines into places."""
    scan = _Scan(document)
    for number in range(1, len(document.lines) + 1):
        scan.line(number, document.lines[number - 1])
    for place in scan.places:
        place.text = "\n".join(place.lines) if place.kind not in ("row",) else " | ".join(place.cells)
    return Places(scan.places, scan.at)


class _Scan:
    """The state of the pass: the open items, the open table, the open block."""

    def __init__(self, document: Document) -> None:
        self.lines, self.body, self.code = document.lines, document.body, document.code
        self.underlined = document.underlined
        self.org = document.source.lower().endswith(".org")
        self.places: list[Place] = []
        self.at: list[int] = [-1] * (len(document.lines) + 1)
        self.items: list[int] = []
        self.header: tuple[str, ...] | None = None
        self.open: Place | None = None
        self.html_row = False
        self.blank = True

    def add(self, place: Place) -> Place:
        place.deep = place.last
        self.at[place.first] = len(self.places)
        self.places.append(place)
        for position in self.items:
            self.places[position].deep = place.last
        return place

    def extend(self, place: Place, number: int, line: str) -> None:
        place.lines.append(line)
        place.last = place.deep = number
        self.at[number] = len(self.places) - 1
        for position in self.items:
            self.places[position].deep = number

    def line(self, number: int, line: str) -> None:
        if number < self.body:
            self.continued("meta", number, line)
        elif number in self.code:
            parent = self.items[-1] if self.items and line[:1] in " \t" else None
            self.continued("code", number, line, parent)
        elif not line.strip():
            self.blank, self.header, self.open = True, None, None
        else:
            self.content(number, line)
            self.blank = False

    def continued(self, kind: str, number: int, line: str, parent: int | None = None) -> None:
        if self.open is not None and self.open.kind == kind:
            self.extend(self.open, number, line)
            return
        if kind == "code" and parent is None:
            self.items = []
        self.open = self.add(Place(kind, number, number, parent=parent, lines=[line]))

    def content(self, number: int, line: str) -> None:
        if self.html_row and self.open is not None and number - self.open.first < 80:
            self.extend(self.open, number, line)
            self.html_row = "</tr" not in line.lower()
            return
        title = self.heading(number, line)
        if title is not None:
            self.alone(Place("heading", number, number, lines=[title]))
        elif number - 1 in self.underlined:
            self.at[number] = len(self.places) - 1
        elif "|" in line and self.row(number, line):
            pass
        elif _RULE.match(line) and (self.blank or not _UNDERLINE.match(line)):
            self.alone(Place("rule", number, number, lines=[""]))
        elif (self.blank or self.follows_definition()) and _DEFINITION.match(line):
            self.definition(number, line)
        elif (item := _ITEM.match(line)) is not None:
            self.item(number, item)
        else:
            self.text(number, line)

    def heading(self, number: int, line: str) -> str | None:
        """Give the title if the line is a heading."""
        if number in self.underlined:
            return line.strip()
        if self.org and (starred := _ORG_HEADING.match(line)):
            return starred["title"]
        found = heading_in(_QUOTE.sub("", line)) if "#" in line else None
        return found[1] if found else None

    def alone(self, place: Place) -> None:
        self.items, self.header, self.open = [], None, None
        self.add(place)

    def row(self, number: int, line: str) -> bool:
        if self.header is None:
            below = self.lines[number] if number < len(self.lines) else ""
            if not ("-" in below and "|" in below and _DELIMITER.match(below)):
                return False
            self.items, self.open = [], None
            self.header = cells(line.lstrip("> "))
            self.add(Place("row", number, number, cells=self.header, header=()))
            return True
        if _DELIMITER.match(line):
            self.at[number] = len(self.places) - 1
            return True
        self.open = None
        self.add(Place("row", number, number, cells=cells(line.lstrip("> ")), header=self.header))
        return True

    def follows_definition(self) -> bool:
        return bool(self.places) and self.places[-1].kind == "definition"

    def definition(self, number: int, line: str) -> None:
        self.add(Place("definition", number, number, lines=[line]))
        self.open = None

    def item(self, number: int, match: re.Match[str]) -> None:
        indent = len(match["indent"].expandtabs(4))
        while self.items and self.places[self.items[-1]].indent >= indent:
            self.items.pop()
        parent = self.items[-1] if self.items else None
        self.header = None
        self.open = self.add(Place("item", number, number, indent=indent, parent=parent, lines=[match["text"]]))
        # Each level up costs a step for every line below: nobody nests deeper than this.
        if len(self.items) < 40:
            self.items.append(len(self.places) - 1)

    def text(self, number: int, line: str) -> None:
        lowered = line.lower() if "<" in line else ""
        if "<tr" in lowered:
            self.items = []
            self.open = self.add(Place("html", number, number, lines=[line]))
            self.html_row = "</tr" not in lowered
            return
        if self.open is not None and self.open.kind in ("item", "paragraph") and not self.blank:
            self.extend(self.open, number, line.strip())
            return
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        while self.items and self.places[self.items[-1]].indent >= indent:
            self.items.pop()
        parent = self.items[-1] if self.items else None
        self.open = self.add(Place("paragraph", number, number, indent=indent, parent=parent, lines=[line.strip()]))
