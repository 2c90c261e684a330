"""What a note is about: for each number that it states, the largest block of which that is the only subject.

Blocks that repeat the same head are records: what is around them is their topic.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from digestkb.arxiv import ArxivId
from digestkb.dates import split_day
from digestkb.document import Document
from digestkb.markdown import plain
from digestkb.readers.agreement import agree, words_of
from digestkb.readers.bibtex import find_entries
from digestkb.readers.candidates import titleness
from digestkb.readers.citation import citation
from digestkb.readers.claims import Claims, Within, hand_over, is_surest, kept_of, stated_within
from digestkb.readers.dressed import has_labels
from digestkb.readers.labelled import labels_in
from digestkb.readers.leading import content_of, own_title
from digestkb.readers.naming import name_beside
from digestkb.readers.records import gather, record_starts
from digestkb.readers.scan import WINDOW, links_in
from digestkb.readers.standing import Standing, Statement, Statements
from digestkb.readers.titles import is_label, is_name
from digestkb.readers.trimming import clean_title
from digestkb.readers.vocabulary import role_of, role_of_heading
from digestkb.tree import Block


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
    """Finds the scopes of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root = document.tree
        self.statements = Statements(document).all
        self._untitled: dict[int, bool] = {}
        self._holding: dict[int, int] = {}
        self._tops = sum(child.kind == "section" for child in self.root.children)

    def found(self) -> Subjects:
        claims = self._settle()
        self._gather_records(claims)
        scopes = self._widen(claims)
        subjects = Subjects(scopes)
        if not any(scope.whole for scope in scopes):
            self._whole_note(subjects)
        self._others(subjects)
        subjects.scopes.sort(key=lambda scope: (scope.block.first, -scope.block.last))
        return subjects

    def _settle(self) -> Claims:
        """Let each block be about one number; several that a block's lines label speak for themselves alone."""
        claims: Claims = defaultdict(list)
        for one in self.statements:
            if one.standing.value >= Standing.LEADING.value:
                claims[id(one.about)].append(one)
        self._speak_like_those_before(claims)
        for claimed in list(claims.values()):
            if len({one.key for one in claimed}) > 1:
                kept = kept_of(claimed)
                for one in [one for one in claimed if one.key not in kept]:
                    claimed.remove(one)
                    if one.block is one.about:
                        one.standing = Standing.MENTIONED
                    else:
                        one.about = one.block
                        claims[id(one.block)].append(one)
        return {key: found for key, found in claims.items() if found}

    def _speak_like_those_before(self, claims: Claims) -> None:
        """Let a paragraph with a labelled number speak for itself if the one before it with another does.

        A title of two words is not seen as one, but where it stands tells: «[3] Wet Paint», and people below.
        """
        own: dict[int, set[str]] = defaultdict(set)
        for one in self.statements:
            block = one.block
            if one.standing is not Standing.LABELLED or block.kind != "paragraph" or block.parent is None:
                continue
            before = own[id(block.parent)]
            if one.about is block:
                before.add(one.key)
            elif one.about is block.parent and one.line > block.at and before - {one.key}:
                claims[id(one.about)].remove(one)
                one.about = block
                claims[id(block)].append(one)

    def _gather_records(self, claims: Claims) -> None:
        """Put the blocks that go together into a record each, where a container has several papers in loose blocks."""
        for container, held in self._containers(claims):
            loose = [child for child in container.children if child.kind not in ("section", "definition")]
            stated = {id(block) for one in held for block in (one.block, one.about)}
            claimed = [at for at, child in enumerate(loose) if any(id(b) in stated for b in child.walk())]
            if not claimed:
                continue
            starts = record_starts(loose, claimed)
            if starts:
                hand_over(held, container, gather(container, loose, starts), claims)

    def _containers(self, claims: Claims) -> list[tuple[Block, list[Statement]]]:
        """Give the blocks that hold papers, each with the statements in it."""
        found: dict[int, tuple[Block, list[Statement]]] = {}
        for one in (one for held in claims.values() for one in held):
            # What a label speaks for may hold papers without a number beside it.
            around = one.about if one.about is not one.block else one.about.parent
            if one.about.kind == "row":
                around = around.parent if around is not None and has_labels(around) else None
            if around is not None and around.kind == "quote" and around.parent is not None:
                around = around.parent
            if around is not None:
                found.setdefault(id(around), (around, []))[1].append(one)
        return list(found.values())

    def _widen(self, claims: Claims) -> list[Scope]:
        """Widen each claim to the largest block of which it is the only subject."""
        stated = stated_within(claims)
        scopes: dict[tuple[int, str], Scope] = {}
        for one in (one for found in claims.values() for one in found):
            block = one.about
            while (
                block.parent is not None
                and block.parent is not one.among
                and is_surest(one, stated[id(block.parent)])
                and self._belongs(block, block.parent, one.standing is Standing.NAMED)
                and not self._is_filed(block, block.parent, stated)
            ):
                block = block.parent
            number = one.hit.found.id if one.hit else None
            scope = scopes.setdefault((id(block), one.key), Scope(one.key, block, [], number, whole=block is self.root))
            scope.statements.append(one)
        return list(scopes.values())

    def _is_filed(self, block: Block, parent: Block, stated: Within) -> bool:
        """Say whether an item with a name of its own stands below a topic: items beside that hold several papers."""
        if parent.kind != "item" or block.kind != "item" or titleness(parent.text) == 2 or not _is_called(block):
            return False
        above = (one for one in (parent, *parent.ancestors()) if one.kind == "item" and one.parent is not None)
        return any(self._several(one.parent, stated) > (len(stated[id(one)][0]) > 1) for one in above if one.parent)

    def _several(self, container: Block, stated: Within) -> int:
        """Count the items of a list that hold several papers."""
        if id(container) not in self._holding:
            items = (child for child in container.children if child.kind == "item")
            self._holding[id(container)] = sum(id(item) in stated and len(stated[id(item)][0]) > 1 for item in items)
        return self._holding[id(container)]

    def _belongs(self, block: Block, parent: Block, named: bool) -> bool:
        """Say whether the paper of a block is the paper of what is around it too."""
        if block.kind == "row":
            return has_labels(parent)
        if block.kind == "section":
            return (
                self._is_of_note(block, named) if parent.kind == "file" else self._is_of_section(block, parent, named)
            )
        title = own_title(block)
        if block is parent.children[0] and _has_kind(parent, "text", "id", "address") and self._is_field(parent):
            return True
        if block.kind == "record":
            return parent.kind == "section" and titleness(parent.text) == 2 and title is None
        if title is None:
            return parent.kind != "file" or bool(self._stated_title()) or not self._tops
        return agree(title, self._title_of(parent)) or self._heads(block, title, parent)

    def _heads(self, block: Block, title: str, parent: Block) -> bool:
        """Say whether a paragraph that is a title or citation heads what is around it: untitled text follows."""
        told = (child for child in parent.children if child.kind not in ("html", "rule"))
        if block.kind != "paragraph" or next(told, None) is not block:
            return False
        cited = citation(block.lines[0])
        if not (cited and cited.title == clean_title(title)) and not _begins_with(block.lines[0], title):
            return False
        following = list(told)
        return bool(following) and all(map(self._only_goes_on, following))

    def _only_goes_on(self, block: Block) -> bool:
        """Say whether a block goes on about what stands above it: it is no title, and links to nothing by its title."""
        if block.kind == "section":
            return _titleness(block) < 2 and all(map(self._only_goes_on, block.children))
        if block.kind == "paragraph":
            return own_title(block) is None
        return not any(not link.image and not is_label(link.label) for link in links_in(block.text[:WINDOW]))

    def _is_field(self, section: Block) -> bool:
        """Say whether those beside a heading label what is said of its paper."""
        around = section.parent
        return (
            section.kind == "section"
            and around is not None
            and any(_has_kind(child, "prose") for child in around.children if child.kind == "section")
        )

    def _is_of_note(self, section: Block, named: bool) -> bool:
        """Say whether the paper of a section of the first level is the whole note's."""
        own, stated = _titleness(section), self._stated_title()
        if stated:
            return own < 2 or agree(section.text, stated) or (not named and titleness(stated) == 2)
        others = (child for child in self.root.children if child.kind == "section" and child is not section)
        leads = own == 2 and section is self.root.children[0] and all(_titleness(child) < 2 for child in others)
        return self._tops == 1 or leads or (own == 0 and self._no_titles(self.root))

    def _is_of_section(self, section: Block, parent: Block, named: bool) -> bool:
        """Say whether the paper of a section is that of the section around it."""
        own, above = _titleness(section), _titleness(parent)
        if agree(section.text, parent.text):
            return True
        if own == 0 and role_of(plain(section.text)) and self._no_titles(parent):
            return True  # a field beside others
        if named or above == 0:
            return False
        if above == 2:
            return own < 2
        # Beside a summary, what is called nothing is a part of the same note.
        own = 0 if own == 1 and self._is_field(section) and not is_name(section.text.strip()) else own
        return own == 0 and self._no_titles(parent)

    def _no_titles(self, parent: Block) -> bool:
        """Say whether none of the sections of a block looks like the title of a paper."""
        if id(parent) not in self._untitled:
            sections = (child for child in parent.children if child.kind == "section")
            self._untitled[id(parent)] = all(titleness(child.text) < 2 for child in sections)
        return self._untitled[id(parent)]

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
        found = [one for one in self.statements if one.standing is Standing.MENTIONED] or self._in_entry()
        if found and (found[0].block.kind == "code" or self._is_literature(found[0])):
            first = found[0]
            assert first.hit is not None
            if first.block.kind == "code":
                first.standing = Standing.LABELLED
            subjects.scopes.append(Scope(first.key, self.root, found, first.hit.found.id, whole=True))

    def _in_entry(self) -> list[Statement]:
        """Give what stands in an entry in code that is of the note's own title: the entry says what paper that is."""
        title = self._stated_title() or self._title_of(self.root)
        code = [one for one in self.statements if one.block.kind == "code"]
        entries = find_entries(code[0].block.lines) if code and title else ()
        return code if any(entry.title and agree(entry.title, title) for entry in entries) else []

    def _is_literature(self, first: Statement) -> bool:
        """Say whether a note has a title of its own and comes to speak of its number at once."""
        stated = self._stated_title()
        title = stated or self._title_of(self.root)
        if not title or _is_day(title) or titleness(title) < (1 if stated else 2):
            return False
        if self._is_named_otherwise(first, title):
            return False
        above = self.document.lines[self.document.body - 1 : first.line - 1]
        is_address = first.hit is not None and not first.hit.found.bare
        return is_address and len([line for line in above if line.strip()]) <= 4

    def _is_named_otherwise(self, first: Statement, title: str) -> bool:
        """Say whether a number stands beside a name that is not in the title of the note."""
        line = self.document.lines[first.line - 1]
        if first.hit is None or first.link is not None or len(line) > WINDOW:
            return False
        name = name_beside(line, first.hit.found)
        return name is not None and name.casefold() not in title.casefold()

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


def _is_called(block: Block) -> bool:
    """Say whether an item begins with a name of its own, or links to its paper by one."""
    text = block.lines[0][:WINDOW]
    link = next((one for one in links_in(text) if not one.image), None)
    before = content_of(text[: link.start]) if link else ""
    return link is not None and not (is_label(before or "link") and is_label(link.label)) and not labels_in(text)


def _begins_with(line: str, title: str) -> bool:
    """Say whether a line begins with a title, whatever stands before its first word."""
    words = words_of(title)
    return bool(words) and words_of(line)[: len(words)] == words


def _has_kind(section: Block, *kinds: str) -> bool:
    role = role_of_heading(plain(section.text))
    return role is not None and role.kind in kinds


def _titleness(section: Block) -> int:
    return 0 if _is_day(section.text) else titleness(section.text)


def _is_day(text: str) -> bool:
    return split_day(text) is not None
