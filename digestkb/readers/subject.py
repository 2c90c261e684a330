"""What a note is about: which numbers its blocks state, and the largest block of which each is the only subject.

A number is *stated* where it stands in the head of a block (front matter, heading, a labelled value, the first link of
an item, the key of a row, the path); elsewhere in prose it is *mentioned*; in a list of references it is *referred* to.
The scope of a stated number is the largest block around in which nothing else is stated. Blocks that repeat the same
head are records: what is around them is their topic.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from digestkb.arxiv import ArxivId
from digestkb.dates import split_day
from digestkb.document import Document, Hit
from digestkb.links import FoundLink, canonical
from digestkb.markdown import plain
from digestkb.readers.candidates import BOLD_START, before_number, titleness
from digestkb.readers.citation import citation
from digestkb.readers.fields import is_address, labels_in, shaped
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import RUNNING, clean_title, is_label, is_name, is_venue, quoted_title
from digestkb.readers.vocabulary import role_of, role_of_heading
from digestkb.tree import Block

#: A line longer than this is looked at through a window around the number.
WINDOW = 4000
_PAPER_PAGE = re.compile(
    r"https?://(?:www\.)?(?:openreview\.net/(?:forum|pdf)\?id=|aclanthology\.org/[\w.-]+\d|(?:dx\.)?doi\.org/10\.\d{4,9}/"
    r"|(?:proceedings|papers)\.(?:neurips|nips)\.cc/paper|proceedings\.mlr\.press/v\d+/|openaccess\.thecvf\.com/content"
    r"|(?:www\.)?(?:biorxiv|medrxiv)\.org/content/|dl\.acm\.org/doi/|ieeexplore\.ieee\.org/(?:abstract/)?document/"
    r"|link\.springer\.com/(?:article|chapter)/10|www\.nature\.com/articles/|jmlr\.org/papers/|ojs\.aaai\.org/index\.php/"
    r"|[^\s()<>\"']+\.pdf(?=$|[\s)>\"'\]?#,;|]))[^\s()<>\"'|\]]*",
    re.IGNORECASE,
)
_USAGE = re.compile(r"(?<!!)\[(?P<text>[^\[\]]{1,300})\](?:\[(?P<key>[^\[\]]{0,80})\])?(?![:(\[])")


_IN_IMAGE = re.compile(r"<img\b[^>]*$")


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


@dataclass(slots=True, eq=False)
class Scope:
    """A block and the paper that it is about."""

    key: str
    block: Block
    statements: list[Statement]
    arxiv_id: ArxivId | None = None
    url: str | None = None
    #: The whole note is about it.
    whole: bool = False


@dataclass(slots=True)
class Subjects:
    """The scopes of a note, outermost first, and the numbers that are only mentioned or referred to."""

    scopes: list[Scope] = field(default_factory=list)
    others: list[Statement] = field(default_factory=list)


def find_subjects(document: Document) -> Subjects:
    """Find the scopes of a note and the numbers that have none."""
    return _Subjects(document).found()


class _Subjects:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.root = document.tree
        self._referring: dict[int, Block | None] = {}
        self._untitled: dict[int, bool] = {}
        self._tops = sum(child.kind == "section" for child in self.root.children)
        self._lines: dict[int, Block] = {}
        for block in list(self.root.walk()):
            if any(child.kind == "paragraph" and len(child.lines) > 1 for child in block.children):
                block.children = [part for child in block.children for part in self._split(child)]
        self.usages = self._find_usages() if any(hit.block.kind == "definition" for hit in document.hits) else {}
        self.statements = [self._statement(hit) for hit in document.hits]

    def _split(self, block: Block) -> list[Block]:
        """Part a paragraph whose lines are papers each: a list without markers."""
        if block.kind != "paragraph" or len(block.lines) < 2:
            return [block]
        counts = {n: numbers_in(line[:WINDOW]) for n, line in enumerate(block.lines)}
        with_number = [n for n, found in counts.items() if found]
        if len({one.id.number for n in with_number for one in counts[n]}) < 2 or len(with_number) < 2:
            return [block]
        leads = [n for n in with_number if _starts_with_number(block.lines[n])]
        ends = [n for n in with_number if re.search(r"(?:\d|\)|/|\.pdf|>|\])\s*$", block.lines[n])]
        if 2 * max(len(leads), len(ends)) < len(with_number):
            return [block]
        # Where the last line has a number, those without one stand above theirs.
        above = (
            len(with_number) < len(block.lines) and with_number[-1] == len(block.lines) - 1 and len(ends) >= len(leads)
        )
        starts = [0, *(n + 1 for n in with_number[:-1])] if above or len(ends) > len(leads) else list(with_number)
        starts[0] = 0
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

    # --- how a number stands

    def _statement(self, hit: Hit) -> Statement:
        block, line = self._lines.get(hit.line, hit.block), self.document.lines[hit.line - 1]
        if block.kind == "definition" and block.marker.casefold() in self.usages:
            return self._used(hit, block)
        text = _window(line, hit)
        link = next((one for one in links_in(text) if hit.number in text[one.start : one.end]), None)
        standing, about = self._standing(hit, block, text, link)
        role = self._labelled_as(text, hit.number) if standing is Standing.LABELLED else ""
        among = self._among(block) if hit.line >= self.document.body else None
        return Statement(hit.number, hit.line, block, standing, about, hit, link, role, among)

    def _used(self, hit: Hit, definition: Block) -> Statement:
        """Let a definition speak where its key is used; the text there is what the link is called."""
        number, column, label = self.usages[definition.marker.casefold()]
        line = self.document.lines[number - 1]
        block = self._lines.get(number, self.document.owners[number])
        quoted = quoted_title(definition.text[hit.found.end - hit.found.start :]) or ""
        cited = citation(definition.text) if definition.marker.startswith("^") else None
        title = quoted or (cited.title if cited else "") or ("" if label.isdigit() or is_label(label) else label)
        link = FoundLink(column, column + len(label) + 2, hit.found.id.url, title)
        leads = block.kind in ("item", "row") and (block.kind == "row" or _opens_item(line[:column], line, link))
        standing = Standing.LEADING if leads else Standing.MENTIONED
        return Statement(hit.number, number, block, standing, block, hit, link, "definition", self._among(block))

    def _labelled_as(self, line: str, number: str) -> str:
        at = line.find(number)
        roles = [one.role.name for one in labels_in(_content(line)) if one.role and one.start <= max(at, 0)]
        return "" if not roles else roles[0] if roles[0] == "resource" else roles[-1]

    def _standing(self, hit: Hit, block: Block, line: str, link: FoundLink | None) -> tuple[Standing, Block]:
        if hit.line < self.document.body:
            label = line.partition(":")[0].strip().replace("_", " ")
            role = role_of(label)
            refers = (role is not None and role.kind in ("reference", "tags")) or line[:1] in " -"
            return (Standing.REFERRED if refers else Standing.NAMED), self.root
        if (link is not None and link.image) or _IN_IMAGE.search(line[: max(0, line.find(hit.number))][-300:]):
            return Standing.REFERRED, block
        if block.kind == "code":
            return Standing.REFERRED, block
        if block.kind == "section" and hit.line == block.first:
            several = len({one.id.number for one in numbers_in(line)}) > 1
            return (Standing.MENTIONED if several else Standing.NAMED), block
        if block.kind == "row":
            return self._in_row(hit, block)
        if block.kind in ("item", "paragraph", "html", "details", "quote", "definition"):
            return self._in_text(hit, block, line, link)
        return Standing.MENTIONED, block

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
        if len(row.cells) == 2 and role_of(plain(row.cells[0])) is not None and row.kind == "row":
            role = role_of(plain(row.cells[0]))
            if role is not None and role.kind == "reference":
                return Standing.REFERRED, row
            if len([r for r in table.children if len(r.cells) == 2 and role_of(plain(r.cells[0]))]) > 1:
                return Standing.LABELLED, table.parent or table
        cells = row.cells or (row.text,)
        key_cell = next((cell for cell in cells if numbers_in(cell[:WINDOW])), row.text[:WINDOW])
        first = next(iter(numbers_in(key_cell)), None)
        if first is not None and first.id.number == hit.number:
            return Standing.LEADING, row
        only = len({one.id.number for one in numbers_in(row.text[:WINDOW])}) == 1
        return (Standing.LEADING if only else Standing.MENTIONED), row

    def _in_text(self, hit: Hit, block: Block, line: str, link: FoundLink | None) -> tuple[Standing, Block]:
        labels = labels_in(_content(line))
        own = next((one for one in reversed(labels) if one.start <= max(0, line.find(hit.number))), None)
        role = own.role if own else None
        if any(one.role is not None and one.role.kind == "reference" for one in labels[:3]):
            return Standing.REFERRED, block
        around = self._container(block)
        first = next(iter(numbers_in(block.text[:WINDOW])), None)
        is_first = first is not None and first.id.number == hit.number
        if role is not None and role.kind in ("id", "address", "text") and labels[0].role is not None:
            titled = block.kind == "item" and len(block.lines) > 1 and block.at != hit.line
            return Standing.LABELLED, block if titled else around
        if _is_address_alone(line, hit.number) or shaped(_content(line), 0) is not None:
            if block.kind == "item" and len(block.lines) == 1 and not labels and not _has_words(line):
                return Standing.LEADING, block
            titled = len(block.lines) > 1 and block.at != hit.line and _has_own_title(block)
            return Standing.LABELLED, block if titled else around
        if not is_first:
            return Standing.MENTIONED, block
        start = link.start if link else line.find(hit.number)
        before = line[: max(start, 0)]
        if block.kind == "item":
            return (Standing.LEADING if _opens_item(before, line, link) else Standing.MENTIONED), block
        content = _content(before)
        if not content or (is_label(content) and content.casefold() not in RUNNING) or _is_titled(before):
            return Standing.LEADING, block
        return Standing.MENTIONED, block

    def _container(self, block: Block) -> Block:
        """Give what a labelled line speaks for: the item, section or record that it stands in."""
        parent = block.parent or block
        while parent.kind in ("quote", "details", "table", "html") and parent.parent is not None:
            parent = parent.parent
        return parent

    # --- scopes

    def found(self) -> Subjects:
        self._by_path()
        claims = self._settle()
        self._gather_records(claims)
        scopes = self._widen(claims)
        subjects = Subjects(scopes)
        if not any(scope.whole for scope in scopes):
            self._whole_note(subjects)
        self._others(subjects)
        subjects.scopes.sort(key=lambda scope: (scope.block.first, -scope.block.last))
        return subjects

    def _by_path(self) -> None:
        """Let a number in the name of the file, or of its folder, state the note."""
        path = self.document.source
        folder, _, name = path.rpartition("/")
        for part in (name, folder.rpartition("/")[2]):
            found = list(numbers_in(part)) or list(numbers_in(part.replace("_", "/", 1)))
            if len({one.id.number for one in found}) == 1:
                hit = Hit(0, found[0], self.root)
                self.statements.append(Statement(hit.number, 0, self.root, Standing.NAMED, self.root, hit))
                return

    def _settle(self) -> dict[int, list[Statement]]:
        """Let each block be about one number; several that a block's lines label speak for themselves alone."""
        claims: dict[int, list[Statement]] = defaultdict(list)
        for one in self.statements:
            if one.standing.value >= Standing.LEADING.value:
                claims[id(one.about)].append(one)
        for claimed in list(claims.values()):
            block = claimed[0].about
            named = {one.key for one in claimed if one.standing is Standing.NAMED}
            keys = {one.key for one in claimed}
            if len(keys) == 1:
                continue
            if len(named) == 1:
                kept = named
            elif block.kind in ("row", "item", "paragraph", "definition") and not named:
                first = min(
                    claimed, key=lambda one: (-one.standing.value, one.line, one.hit.found.start if one.hit else 0)
                )
                kept = {first.key} if first.block is block else set()
            else:
                kept = _surest(claimed)
            for one in list(claimed):
                if one.key not in kept:
                    one.about = one.block
                    claims[id(block)].remove(one)
                    if one.block is not block:
                        claims[id(one.block)].append(one)
                    else:
                        one.standing = Standing.MENTIONED
        return {key: found for key, found in claims.items() if found}

    def _gather_records(self, claims: dict[int, list[Statement]]) -> None:
        """Put the blocks that go together into a record each, where a container has several papers in loose blocks."""
        containers: dict[int, tuple[Block, list[Statement]]] = {}
        for found in claims.values():
            for one in found:
                # What a label speaks for may hold papers without a number beside it.
                around = one.about if one.about is not one.block else one.about.parent
                if around is not None and one.about.kind != "row":
                    containers.setdefault(id(around), (around, []))[1].append(one)
        for container, held in containers.values():
            loose = [child for child in container.children if child.kind != "section"]
            stated = {id(block) for one in held for block in (one.block, one.about)}
            claimed = [at for at, child in enumerate(loose) if any(id(b) in stated for b in child.walk())]
            if not claimed or all(child.kind == "item" for child in loose):
                continue
            starts = _record_starts(loose, claimed)
            if starts:
                _wrap(container, loose, starts, held, claims)

    def _widen(self, claims: dict[int, list[Statement]]) -> list[Scope]:
        """Widen each claim to the largest block of which it is the only subject."""
        #: The numbers that a block states, and those of them that it states surely.
        within: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for found in claims.values():
            block: Block | None = found[0].about
            while block is not None and block is not found[0].among:
                every, sure = within[id(block)]
                every.update(one.key for one in found)
                sure.update(one.key for one in found if one.standing.value >= Standing.LABELLED.value)
                block = block.parent
        scopes: dict[tuple[int, str], Scope] = {}
        for found in claims.values():
            for one in found:
                block = one.about
                named = one.standing is Standing.NAMED
                while (
                    block.parent is not None
                    and block.parent is not one.among
                    and _is_surest(one, within[id(block.parent)])
                    and self._belongs(block, named)
                ):
                    block = block.parent
                scope = scopes.get((id(block), one.key))
                if scope is None:
                    assert one.hit is not None
                    scope = Scope(one.key, block, [], one.hit.found.id, whole=block is self.root)
                    scopes[id(block), one.key] = scope
                scope.statements.append(one)
        return list(scopes.values())

    def _belongs(self, block: Block, named: bool) -> bool:
        """Say whether the paper of a block is the paper of what is around it too."""
        parent = block.parent
        assert parent is not None
        if parent.kind in ("table",) or block.kind == "row":
            return False
        if block.kind == "section":
            return self._section_belongs(block, parent, named)
        if block.kind == "record":
            return parent.kind == "section" and titleness(parent.text) == 2 and not _has_own_title(block)
        title = _own_title(block)
        if title is None:
            if parent.kind == "file":
                return self._is_about_one(block)
            return True
        return agree(title, self._title_of(parent))

    def _section_belongs(self, section: Block, parent: Block, named: bool) -> bool:
        own = 0 if _is_day(section.text) else titleness(section.text)
        if parent.kind == "file":
            stated = self._stated_title()
            if stated:
                return own < 2 or agree(section.text, stated) or (own == 2 and not named and titleness(stated) == 2)
            return self._tops == 1 or (own == 0 and self._no_titles(parent))
        above = 0 if _is_day(parent.text) else titleness(parent.text)
        if agree(section.text, parent.text):
            return True
        if named or above == 0:
            return False
        return own < 2 if above == 2 else own == 0 and self._no_titles(parent)

    def _no_titles(self, parent: Block) -> bool:
        """Say whether none of the sections of a block looks like the title of a paper."""
        if id(parent) not in self._untitled:
            sections = (child for child in parent.children if child.kind == "section")
            self._untitled[id(parent)] = all(titleness(child.text) < 2 for child in sections)
        return self._untitled[id(parent)]

    def _is_about_one(self, block: Block) -> bool:
        """Say whether a note without headings around a block has that block's paper for its subject."""
        return bool(self._stated_title()) or not self._tops

    def _stated_title(self) -> str:
        stated = self.document.metadata.get("title")
        return stated if isinstance(stated, str) else ""

    def _title_of(self, block: Block) -> str:
        if block.kind == "file":
            tops = [child for child in block.children if child.kind == "section"]
            return self._stated_title() or (tops[0].text if len(tops) == 1 else "")
        if block.kind in ("section", "item"):
            return block.lines[0] if block.lines else ""
        return self._title_of(block.parent) if block.parent is not None else ""

    def _whole_note(self, subjects: Subjects) -> None:
        """Let a literature note be about the one number that it mentions anywhere."""
        keys = {one.key for one in self.statements}
        if subjects.scopes or len(keys) != 1:
            return
        found = [one for one in self.statements if one.standing is Standing.MENTIONED]
        if found and self._is_literature(found[0]):
            first = found[0]
            assert first.hit is not None
            subjects.scopes.append(Scope(first.key, self.root, found, first.hit.found.id, whole=True))

    def _is_literature(self, first: Statement) -> bool:
        """Say whether a note has a title of its own and comes to speak of its number at once."""
        stated = self._stated_title()
        title = stated or self._title_of(self.root)
        if not title or _is_day(title) or titleness(title) < (1 if stated else 2):
            return False
        above = self.document.lines[self.document.body - 1 : first.line - 1]
        is_address = first.hit is not None and not first.hit.found.bare
        return is_address and len([line for line in above if line.strip()]) <= 4

    def _others(self, subjects: Subjects) -> None:
        """Keep every number that no scope of its own speaks for, once a section."""
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for scope in subjects.scopes:
            spans[scope.key].append((scope.block.first, scope.block.last))
            if scope.whole:
                spans[scope.key].append((0, len(self.document.lines)))
        seen: set[tuple[int, str]] = set()
        for one in self.statements:
            if any(first <= one.line <= last for first, last in spans[one.key]):
                continue
            section = (
                one.block
                if one.block.kind == "section"
                else next((b for b in one.block.ancestors() if b.kind in ("section", "record")), self.root)
            )
            if (id(section), one.key) not in seen:
                seen.add((id(section), one.key))
                subjects.others.append(one)


def _is_surest(one: Statement, within: tuple[set[str], set[str]]) -> bool:
    """Say whether nothing else in a block is stated as surely: beside a label, items only point elsewhere."""
    every, sure = within
    return len(every) == 1 or (one.standing is Standing.LABELLED and sure == {one.key})


def _surest(claimed: list[Statement]) -> set[str]:
    """Give the number of the surest of several labels, if it is the only one labelled so."""
    for roles in (("id",), ("link",), ("", "title")):
        keys = {one.key for one in claimed if one.role in roles}
        if keys:
            return (
                keys
                if len(keys) == 1 and any(one.role == "resource" or one.role in roles for one in claimed)
                else set()
            )
    return set()


def _window(line: str, hit: Hit) -> str:
    return line if len(line) <= WINDOW else line[max(0, hit.found.start - 400) : hit.found.end + 400]


def _starts_with_number(line: str) -> bool:
    found = next(iter(numbers_in(line[:WINDOW])), None)
    if found is None:
        return False
    link = next((one for one in links_in(line[:WINDOW]) if one.start <= found.start < one.end), None)
    before = line[: link.start if link else found.start].strip(" *_.:([<")
    return not before or (is_label(before) and before.casefold() not in RUNNING)


def _content(text: str) -> str:
    """Give what is left of a line's beginning without markers, emphasis, brackets and pictures."""
    return re.sub(r"^[\s>*_+\-•–\[\](（【#|`'\"“]*(?:\d{1,4}[.)\]、]\s*)?[\s*_\[\](（【]*", "", text).strip(
        " *_[(（<:：-–—|`"
    )


def _opens_item(before: str, line: str, link: FoundLink | None) -> bool:
    """Say whether a number stands at the head of an item: first, behind a name or a title, or in a few words."""
    content = _content(before)
    if not content or is_label(content) or _is_titled(before) or len(content.split()) <= 3:
        return True
    if any(one is not None and one.weight >= 70 for one in before_number(before, 0)):
        return True
    named = link is not None and not is_label(link.label) and not is_venue(link.label)
    wordy = link is not None and named and len(plain(link.label).split()) > 2
    longest = 250 if link is not None and not named else 0 if wordy else 100
    return len(content) <= longest and not re.search(r"[.。!?！？；;]\s+\S", content)


def _is_titled(before: str) -> bool:
    """Say whether what stands before a number begins with a title in marks, bold type or a citation."""
    text = before.lstrip(" \t>-*+") if not before.lstrip(" \t>-+").startswith("**") else before.lstrip(" \t>-+")
    if re.match(r"[\W\d]{0,8}《", text) or citation(text.rstrip(" <([（")) is not None:
        return True
    bold = BOLD_START.match(text)
    if bold is None or is_label(bold["name"]) or re.search(r"[.。!?]\s", bold["name"]):
        return False
    rest = text[bold.end() :]
    links = [link for link in links_in(rest) if not link.image]
    return len(bold["name"].split()) > 1 and all(is_label(link.label) for link in links) and len(_content(rest)) < 80


def _is_address_alone(line: str, number: str) -> bool:
    """Say whether a line is only the address of a number, with other labelled ones."""
    return is_address(line) and {one.id.number for one in numbers_in(line)} == {number}


def _has_words(line: str) -> bool:
    """Say whether a line has any word beside addresses: ``[Paper](…)`` has, ``https://…`` has not."""
    return re.search(r"[^\W\d_]{2}", re.sub(r"https?://\S+|www\.\S+|(?i:arxiv)", " ", plain(line))) is not None


def _own_title(block: Block) -> str | None:
    """Give what a block itself has for a title, or ``None``: a lone or labelled address has none."""
    if block.kind == "section":
        return block.text
    lines = [line for inner in _heads(block) for line in inner.lines[:2]]
    for line in lines[:2]:
        if labels_in(line) and labels_in(line)[0].role is not None:
            continue
        for link in links_in(line):
            if not link.image and not is_label(link.label):
                return link.label
        found = next((one for one in before_number(line, 0, "paragraph") if one and one.weight >= 60), None)
        if found is not None and (found.place != "before" or titleness(line) == 2):
            return found.text
    return None


def _heads(block: Block) -> Iterator[Block]:
    if block.lines:
        yield block
    elif block.children:
        yield from _heads(block.children[0])


def _has_own_title(block: Block) -> bool:
    return _own_title(block) is not None


def agree(one: str, two: str) -> bool:
    """Say whether two titles can be the same paper's: one holds the other, or they share most of their words."""
    a, b = (frozenset(re.findall(r"\w+", clean_title(text).casefold())) for text in (one, two))
    few, many = sorted((a, b), key=len)
    if len(few) < 2:
        names = [title for title in (one, two) if len(title.split()) == 1 and is_name(title.strip())]
        return bool(names) and few <= many
    return len(few & many) * 5 >= len(few) * 4


def _is_day(text: str) -> bool:
    return split_day(text) is not None


# --- records


#: How surely a shape is the head of a record, beside how regularly it comes.
_TELLING = {
    "title marks": 0.5,
    "label title": 0.5,
    "bold line": 0.4,
    "quotes": 0.4,
    "title": 0.3,
    "bold": 0.2,
    "link": 0.2,
}


def _record_starts(blocks: list[Block], claimed: list[int]) -> list[int]:
    """Find where the records begin: the shape of head that comes once for each paper."""
    shapes: dict[str, list[int]] = defaultdict(list)
    for at, block in enumerate(blocks):
        for shape in _shapes(block):
            shapes[shape].append(at)
    best: tuple[float, list[int]] | None = None
    for shape, starts in shapes.items():
        if len(starts) < 2 or starts[0] > claimed[0]:
            continue
        ends = [*starts[1:], len(blocks)]
        alone = sum(last - first == 1 for first, last in zip(starts, ends, strict=True))
        if alone * 2 > len(starts):
            continue
        counts = [sum(first <= at < last for at in claimed) for first, last in zip(starts, ends, strict=True)]
        if max(counts) > 1 and sum(count > 1 for count in counts) * 10 > len(counts):
            continue
        one = sum(count == 1 for count in counts)
        marked = shape in ("title marks", "label title")
        if one < (1 if marked else 2) or (one * 2 < len(counts) and not marked) or one * 10 < len(claimed) * 9:
            continue
        score = one / len(counts) + _TELLING.get(shape, 0) - starts[0] / (10 * len(blocks))
        if best is None or score > best[0]:
            best = (score, starts)
    return best[1] if best else []


def _shapes(block: Block) -> Iterator[str]:
    """Yield what a block looks like from its beginning, the most telling first."""
    if block.kind not in ("paragraph", "item"):
        return
    text = block.lines[0] if block.lines else ""
    if block.kind == "item":
        yield f"item {block.marker[:1] if not block.marker[:1].isdigit() else '1'} {block.level}"
    if re.match(r"[*_]*《", text):
        yield "title marks"
    if re.fullmatch(r"(?:\*\*|__)[^*]+(?:\*\*|__)[:：]?", text):
        yield "bold line"
    elif text.startswith(("**", "__")):
        yield "bold"
    labels = labels_in(text)
    if labels and labels[0].role is not None:
        yield f"label {labels[0].role.name}"
    link = next(iter(links_in(text[:WINDOW])), None)
    if link is not None and link.start <= 3 and not is_label(link.label):
        yield "link"
    if quoted_title(text) and text[:1] in '"“「':
        yield "quotes"
    if titleness(text) == 2 and not labels:
        yield "title"
    if numbers_in(text[:200]):
        yield "number"


def _wrap(
    container: Block, loose: list[Block], starts: list[int], held: list[Statement], claims: dict[int, list[Statement]]
) -> None:
    """Put each run of blocks into a record, and let the statements within be about it."""
    ends = [*starts[1:], len(loose)]
    records: dict[int, Block] = {}
    inside: dict[int, Block] = {}
    for first, last in zip(starts, ends, strict=True):
        blocks = loose[first:last]
        while len(blocks) > 1 and blocks[-1].kind in ("rule", "html"):
            blocks.pop()
        record = Block("record", blocks[0].first, max(b.last for b in blocks), at=blocks[0].first, parent=container)
        record.children = blocks
        records[id(blocks[0])] = record
        for block in blocks:
            block.parent = record
            inside[id(block)] = record
    container.children = [
        records.get(id(child), child) for child in container.children if id(child) not in inside or id(child) in records
    ]
    for one in held:
        top: Block | None = one.block
        while top is not None and id(top) not in inside:
            top = top.parent
        if top is not None and (top is one.about or one.about is container):
            before = claims[id(one.about)]
            before.remove(one)
            if not before:
                del claims[id(one.about)]
            one.about = inside[id(top)]
            claims.setdefault(id(one.about), []).append(one)


def is_paper_page(url: str) -> bool:
    """Say whether an address is clearly a paper's own page."""
    return _PAPER_PAGE.match(url) is not None and "10.48550" not in url


def address_key(url: str) -> str:
    """Give the key under which two addresses are one paper's."""
    return canonical(url)
