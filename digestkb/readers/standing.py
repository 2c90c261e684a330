"""How a number stands in its block: what a block is about, and what it only points to, are two things.

A number is *stated* where it stands in the head of a block (front matter, heading, a labelled value, the first link of
an item, the key of a row, the path); elsewhere in prose it is *mentioned*; in a list of references it is *referred* to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from digestkb.document import Document, Hit
from digestkb.links import FoundLink
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import are_people
from digestkb.readers.candidates import titleness
from digestkb.readers.citation import citation
from digestkb.readers.columns import rows_of_cells, rows_of_columns
from digestkb.readers.dated import MESSAGE
from digestkb.readers.labelled import Labelled, labels_in
from digestkb.readers.leading import content_of, is_stressed_before, is_titled_behind, opens_item, opens_line, own_title
from digestkb.readers.lines import entry_starts, is_address_alone, is_item_of_addresses, is_metadata, opens_entry
from digestkb.readers.scan import MOST_CELLS, WINDOW, links_in, numbers_in
from digestkb.readers.shaped import shaped
from digestkb.readers.titles import is_label, quoted_title
from digestkb.readers.vocabulary import role_of, role_of_heading, role_of_key
from digestkb.tree import Block

_USAGE = lazy(r"(?<!!)\[(?P<text>[^\[\]]{1,300})\](?:\[(?P<key>[^\[\]]{0,80})\]|(?![(\[]))")
#: A link that begins on the line above.
_ENDS_LINK = lazy(r"[^\[\]]{1,80}\]\([^()\s]*$")
_IN_IMAGE = lazy(r"<img\b[^>]*$")
#: Around a number in a longer line, so much is looked at, in characters, and no more numbers than these on either side.
_AROUND, _BESIDE = 400, 1


class Standing(Enum):
    """How a number stands in its block."""

    #: In the front matter, the path or a heading: nothing else can be what the block is about.
    NAMED = 4
    #: As a labelled value or a lone address: it speaks for what is around it.
    LABELLED = 3
    #: At the head of its own block.
    LEADING = 2
    MENTIONED = 1
    #: Among references, or in code.
    REFERRED = 0


@dataclass(slots=True, eq=False)
class Statement:
    """A number or address, where it stands and how, and the block that it makes its subject."""

    key: str
    line: int
    block: Block
    standing: Standing
    about: Block
    hit: Hit | None = None
    link: FoundLink | None = None
    #: The role of the label that it stands behind.
    role: str = ""
    #: It stands among references or related work, below this block.
    among: Block | None = None
    #: From where to where its line is looked at.
    window: tuple[int, int] | None = None


#: A line that ends so goes on below.
_GOING_ON = tuple(",;:，；：-(")


class Statements:
    """The numbers of a document and how each stands."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root = document.tree
        self._referring: dict[int, Block | None] = {}
        #: Tables by their identity: each number in one asks about all of its rows.
        self._labelled: dict[int, bool] = {}
        self._lines: dict[int, Block] = {}
        self._columns: dict[tuple[int, str], Block] = {}
        for block in list(self.root.walk()):
            if block.kind == "table":
                self._turn(block)
            if any(child.kind == "paragraph" and len(child.lines) > 1 for child in block.children):
                block.children = [part for child in block.children for part in self._split(child)]
        self.usages = self._find_usages() if any(hit.block.kind == "definition" for hit in document.hits) else {}
        self.all = [self._statement(at) for at in range(len(document.hits))]
        self._by_path()

    def _turn(self, table: Block) -> None:
        """Give a table that has its papers as columns, or several in a cell, a row for each."""
        known = {id(row) for row in table.children}
        parted = (part for row in table.children for part in (rows_of_cells(row) or (row,)))
        table.children = rows_of_columns(table) or list(parted)
        for row in (row for row in table.children if id(row) not in known):
            for line, cell in enumerate(row.lines, row.at):
                self._columns.update({(line, one.id.number): row for one in numbers_in(cell[:WINDOW])})

    def _split(self, block: Block) -> list[Block]:
        """Part a paragraph whose lines are papers each, a list without markers, or messages of a chat."""
        starts = []
        if block.kind == "paragraph" and len(block.lines) > 1:
            starts = entry_starts(block)
        if not starts:
            return [block]
        parts = []
        for first, last in zip(starts, [*starts[1:], len(block.lines)], strict=True):
            at = block.at + first
            part = Block("paragraph", at, block.at + last - 1, block.lines[first:last], block.parent, at=at)
            parts.append(part)
            self._lines.update(dict.fromkeys(range(part.first, part.last + 1), part))
        return parts

    def _find_usages(self) -> dict[str, tuple[int, int, str]]:
        """Give where the key of a definition is used first: line, column, and the text of the link there."""
        found: dict[str, tuple[int, int, str]] = {}
        for number, line in enumerate(self.document.lines, start=1):
            if "]" not in line or len(line) > WINDOW or self.document.owners[number].kind in ("code", "definition"):
                continue
            for match in _USAGE.finditer(line):
                key = (match["key"] or match["text"]).casefold()
                found.setdefault(key, (number, match.start(), "" if match["text"].startswith("^") else match["text"]))
        return found

    def _statement(self, at: int) -> Statement:
        hit = self.document.hits[at]
        line = self.document.lines[hit.line - 1]
        block = self._columns.get((hit.line, hit.number)) or self._lines.get(hit.line, hit.block)
        if block.kind == "definition" and block.marker.casefold() in self.usages:
            return self._used(hit, block)
        window = _window(line, self.document.hits, at)
        text = line[slice(*window)]
        if block.kind in ("item", "details") and hit.line == block.at and len(line) <= WINDOW:
            text = block.lines[0]  # without its marker, whatever that looks like
        link = next((one for one in links_in(text) if hit.number in text[one.start : one.end]), None)
        standing, about = self._standing(hit, block, text, link)
        role = _labelled_as(text, hit.number) if standing is Standing.LABELLED else ""
        among = self._among(block) if hit.line >= self.document.body else None
        if among is not None and about is among and block is not among:
            # What stands among references never speaks for what is around them.
            standing, about = Standing.LEADING, block
        return Statement(hit.number, hit.line, block, standing, about, hit, link, role, among, window)

    def _used(self, hit: Hit, definition: Block) -> Statement:
        """Let a definition speak where its key is used; the text there is what the link is called."""
        number, column, label = self.usages[definition.marker.casefold()]
        line = self.document.lines[number - 1]
        block = self._lines.get(number, self.document.owners[number])
        cited = citation(definition.text) if definition.marker.startswith("^") else None
        found = (quoted_title(definition.text), cited.title if cited else "", "" if is_label(label) else label)
        title = max(filter(None, found), key=titleness, default="")
        link = FoundLink(column, column + len(label) + 2, hit.found.id.url, title)
        leads = block.kind in ("item", "row") and (block.kind == "row" or opens_item(line[:column], link))
        standing = Standing.LEADING if leads else Standing.MENTIONED
        return Statement(hit.number, number, block, standing, block, hit, link, "definition", self._among(block))

    def _standing(self, hit: Hit, block: Block, line: str, link: FoundLink | None) -> tuple[Standing, Block]:
        if hit.line < self.document.body:
            return self._in_front_matter(hit, line), self.root
        if (link is not None and link.image) or _IN_IMAGE.search(line[: max(0, line.find(hit.number))][-300:]):
            return Standing.REFERRED, block
        if block.kind == "code":
            return Standing.REFERRED, block
        if (
            block.kind == "paragraph"
            and hit.line > block.at
            and _ENDS_LINK.match(line[: max(0, line.find(hit.number))])
        ):
            return Standing.MENTIONED, block
        if block.kind == "section" and hit.line == block.first:
            several = len({one.id.number for one in numbers_in(line)}) > 1
            return (Standing.MENTIONED if several else Standing.NAMED), block
        if block.kind == "row":
            return self._in_row(hit, block)
        if block.kind in ("item", "paragraph", "html", "details", "quote"):
            return self._in_text(hit, block, line, link)
        return Standing.MENTIONED, block

    def _in_front_matter(self, hit: Hit, line: str) -> Standing:
        """Let a number speak for the note unless its key says otherwise; in a list, if its key is one of addresses."""
        role = role_of_key(self.document.key_of(hit.line))
        kind = role.kind if role is not None else ""
        refers = kind in ("reference", "tags") or (line[:1] in " -" and kind not in ("id", "address"))
        return Standing.REFERRED if refers else Standing.NAMED

    def _among(self, block: Block) -> Block | None:
        """Give the block of references or related work that a block stands in, known by a heading or label."""
        if id(block) not in self._referring:
            label = block.lines[0] if block.lines and block.kind in ("section", "details", "quote") else ""
            if block.kind == "item" and block.children:
                label = block.lines[0].rstrip(":： ")
            role = role_of_heading(plain(label)) if label and len(label) < 100 else None
            refers = role is not None and role.kind == "reference" and not self._is_title(block)
            above = self._among(block.parent) if block.parent is not None else None
            self._referring[id(block)] = above or (block if refers else None)
        return self._referring[id(block)]

    def _is_title(self, block: Block) -> bool:
        """Say whether a heading is the note's own: a note that is nothing but a list of references states them."""
        return (
            block.kind == "section"
            and block.parent is self.root
            and self.root.children[0] is block
            and block.level == 1
        )

    def _in_row(self, hit: Hit, row: Block) -> tuple[Standing, Block]:
        table = row.parent or row
        role = role_of(plain(row.cells[0])) if len(row.cells) == 2 else None
        if role is not None and role.kind == "reference":
            return Standing.REFERRED, row
        if role is not None and self._has_labels(table):
            return Standing.LABELLED, table.parent or table
        cells = row.cells[:MOST_CELLS] or (row.text,)
        key_cell = next((cell for cell in cells if numbers_in(cell[:WINDOW])), row.text[:WINDOW])
        if _first_number(key_cell) == hit.number or _only_number(row.text[:WINDOW]):
            return Standing.LEADING, row
        return Standing.MENTIONED, row

    def _has_labels(self, table: Block) -> bool:
        """Say whether rows of two cells begin with labels, as those of a table of metadata do."""
        if id(table) not in self._labelled:
            pairs = (row.cells for row in table.children if len(row.cells) == 2)
            known = islice((cells for cells in pairs if role_of(plain(cells[0])) is not None), 2)
            self._labelled[id(table)] = len(list(known)) > 1
        return self._labelled[id(table)]

    def _in_text(self, hit: Hit, block: Block, line: str, link: FoundLink | None) -> tuple[Standing, Block]:
        labels = labels_in(content_of(line))
        if _refers(labels) or (block.kind == "item" and _points(line, hit.number, link)):
            return Standing.REFERRED, block
        below_title = _is_below_title(block, hit.line)
        if _is_labelled(labels, line.find(hit.number)) and not opens_entry(block, line, hit.number):
            return Standing.LABELLED, block if below_title else _container(block)
        # People, venue and addresses never make a line so long, and in one there may be thousands of numbers to ask of.
        short = len(self.document.lines[hit.line - 1]) <= WINDOW
        if short and (is_address_alone(line, hit.number) or is_metadata(block, hit.line, line, link)):
            if is_item_of_addresses(block, line, labels):
                return Standing.LEADING, block
            return Standing.LABELLED, block if below_title and _is_called(block, hit.line) else _container(block)
        return (Standing.LEADING if _leads(block, line, hit.number, link) else Standing.MENTIONED), block

    def _by_path(self) -> None:
        """Let a number in the name of the file, or of its folder, state the note."""
        path = self.document.source
        folder, _, name = path.rpartition("/")
        for part in (name, folder.rpartition("/")[2]):
            found = list(numbers_in(part)) or list(numbers_in(part.replace("_", "/", 1)))
            if len({one.id.number for one in found}) == 1:
                hit = Hit(0, found[0], self.root)
                self.all.append(Statement(hit.number, 0, self.root, Standing.NAMED, self.root, hit))
                return


def _first_number(text: str) -> str:
    first = next(iter(numbers_in(text)), None)
    return first.id.number if first is not None else ""


def _only_number(text: str) -> bool:
    return len({one.id.number for one in numbers_in(text)}) == 1


def _refers(labels: list[Labelled]) -> bool:
    return any(one.role is not None and one.role.kind == "reference" for one in labels[:3])


def _points(line: str, number: str, link: FoundLink | None) -> bool:
    """Say whether the words before a number say that it is another paper's: *compare with*, *see also*."""
    words = plain(line[: link.start if link else max(0, line.find(number))]).strip(" \t-*+([<")
    role = role_of(words) if words and len(words) < 40 else None
    return role is not None and role.kind == "reference"


def _leads(block: Block, line: str, number: str, link: FoundLink | None) -> bool:
    """Say whether a number stands at the head of its block, and none before it."""
    if _first_number(block.text[:WINDOW]) != number:
        return False
    before = line[: max(link.start if link else line.find(number), 0)]
    if block.kind == "item":
        return opens_item(before, link)
    at = link.end if link else line.find(number) + len(number)
    message = MESSAGE.match(before)
    if message is not None and (is_titled_behind(line, number) or not before[message.end() :].strip(" <([")):
        return True  # who shares a paper says what it is called, or gives its address alone
    if block.kind == "paragraph" and is_stressed_before(before, line[at:]):
        return True
    return opens_line(
        before, line[link.end :] if link else "x", "" if link is None or is_label(link.label) else link.label
    )


def _is_below_title(block: Block, line: int) -> bool:
    """Say whether a line stands below the head of an item, or below a paragraph's title."""
    return block.at != line and len(block.lines) > 1 and (block.kind == "item" or own_title(block) is not None)


def _is_called(block: Block, line: int) -> bool:
    """Say whether a block has a title; an item may have any on its first line, if nothing but people stand below it."""
    first, *between = block.lines[: line - block.at]
    above = (
        block.kind == "item"
        and first.rstrip()[-1:] not in _GOING_ON
        and not (is_label(plain(first)) or labels_in(first))
    )
    is_entry = above and not links_in(first) and not are_people(first) and all(shaped(one, line) for one in between)
    return is_entry or own_title(block) is not None


def _is_labelled(labels: list[Labelled], at: int) -> bool:
    """Say whether a label of an address stands before a column, on a line that begins with a known label."""
    own = next((one for one in reversed(labels) if one.start <= max(0, at)), None)
    role = own.role if own else None
    return role is not None and role.kind in ("id", "address", "text") and labels[0].role is not None


def _labelled_as(line: str, number: str) -> str:
    """Give the role of the label that a number stands behind; a resource is one, whatever follows it."""
    at = line.find(number)
    roles = [one.role.name for one in labels_in(content_of(line)) if one.role and one.start <= max(at, 0)]
    return "" if not roles else roles[0] if roles[0] == "resource" else roles[-1]


def _container(block: Block) -> Block:
    """Give what a labelled line speaks for: the item, section or record that it stands in."""
    parent = block.parent or block
    while parent.kind in ("quote", "details", "table", "html") and parent.parent is not None:
        parent = parent.parent
    return parent


def _window(line: str, hits: Sequence[Hit], at: int) -> tuple[int, int]:
    """Give from where to where a line is looked at for one of the numbers: all of it, unless it is a very long one."""
    if len(line) <= WINDOW:
        return 0, len(line)
    start, end = max(0, hits[at].found.start - _AROUND), hits[at].found.end + _AROUND
    if at >= _BESIDE and hits[at - _BESIDE].line == hits[at].line:
        start = max(start, hits[at - _BESIDE].found.start)
    if at + _BESIDE < len(hits) and hits[at + _BESIDE].line == hits[at].line:
        end = min(end, hits[at + _BESIDE].found.end)
    return start, end
