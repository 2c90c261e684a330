"""Any note: every number in it with what its scope says; a note without one is a note all the same.

Recall comes by construction: all lines are searched for numbers first, and the structure around a number only decides
what is said about it. A number of which nothing is said is a reference.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from digestkb.document import Document
from digestkb.links import FoundLink, Link, classify
from digestkb.readers import Format
from digestkb.readers.bibliography import Bibliography
from digestkb.readers.candidates import Candidate, candidate
from digestkb.readers.dated import day_of_message, heads_message, is_message
from digestkb.readers.facts import NoteFacts
from digestkb.readers.head import read_head
from digestkb.readers.pages import Page, owns_children, paper_pages, sole_page
from digestkb.readers.prose import read_text
from digestkb.readers.rows import read_row
from digestkb.readers.said import HEADINGS, Said, read_fields
from digestkb.readers.standing import Standing, Statement
from digestkb.readers.subject import Scope
from digestkb.readers.titling import by_link, offer_line, offer_titles
from digestkb.readers.trimming import note_title
from digestkb.readers.usages import numbered_as
from digestkb.readers.values import (
    attachments_of,
    authors_of,
    links_of,
    names_of,
    published_of,
    read_on,
    tags_of,
    text_lines,
    topics_of,
)
from digestkb.records import Kind, Mention, Reading, Span
from digestkb.tags import unique
from digestkb.tree import Block

#: What a number in running text may be called by.
#: Who said something stands no more lines above it.
_LONGEST_MESSAGE = 12
_OF_A_REFERENCE = frozenset(("link", "title marks", "quotes", "adjoining", "citation", "column", "heading link"))


def read(document: Document) -> Reading:
    """Read the papers of a note; without any number or address of one, the note is its own mention."""
    return _NoteReader(document).read()


def candidates_of(document: Document) -> dict[tuple[str, int], list[Candidate]]:
    """Give what might be the title of each paper of a note, best first, by its number and the first line of its scope.

    A mention of the whole note stands on line 1.
    """
    reader = _NoteReader(Document(document.lines, document.source))
    found: dict[tuple[str, int], list[Candidate]] = {}
    for scope in reader.facts.subjects.scopes:
        mention, said = reader.said_of(scope)
        unique = {(one.text, one.place, one.line): one for one in said.candidates}
        ranked = sorted(unique.values(), key=lambda one: (-one.weight, one.line))
        found[scope.key, mention.span.first] = ranked
    return found


class _NoteReader:
    """Puts the mentions of a note together."""

    def __init__(self, document: Document) -> None:
        self.facts = NoteFacts(document)
        self.bibliography = Bibliography(self.facts)

    def read(self) -> Reading:
        mentions: list[Mention] = []
        spoken: dict[str, list[Span]] = {}
        scopes = [scope for scope in self.facts.subjects.scopes if not self._is_in_bibliography(scope)]
        for scope, mention in zip(scopes, self._mentions_of(scopes), strict=True):
            mentions.append(mention)
            spoken.setdefault(scope.key, []).append(mention.span)
        mentions.extend(self.bibliography.mentions(spoken))
        for one in self.facts.subjects.others:
            if one.line not in self.bibliography.lines:
                mentions.append(self._reference(one))
        mentions.extend(self._by_address())
        if not any(mention.kind is Kind.NOTE for mention in mentions) and any(
            line.strip() for line in self.facts.lines
        ):
            mentions.append(self._about_nothing_else())
        mentions.sort(key=lambda m: (m.span.first, m.kind is not Kind.NOTE))
        return Reading("generic", tuple(map(self._dated, mentions)), (), self.facts.title, self.facts.date)

    def _is_in_bibliography(self, scope: Scope) -> bool:
        """Say whether a scope is an entry of a bibliography; of one entry alone the whole note may speak."""
        return (
            bool(scope.statements)
            and not (scope.whole and len(self.bibliography.entries) < 2)
            and all(one.line in self.bibliography.lines for one in scope.statements)
        )

    def _mentions_of(self, scopes: list[Scope]) -> list[Mention]:
        """Read scopes, some again when all have told where the titles and the people of the note stand."""
        read = [self.said_of(scope) for scope in scopes]
        places = Counter(said.best.place for _, said in read if said.best is not None)
        place, often = places.most_common(1)[0] if places else ("", 0)
        self.facts.titles_at = place if often > 1 and often * 2 > len(read) and place not in HEADINGS else ""
        return [
            self.said_of(scope)[0] if self._tells_more(said) else mention
            for scope, (mention, said) in zip(scopes, read, strict=True)
        ]

    def _tells_more(self, said: Said) -> bool:
        """Say whether a scope is read otherwise once it is known where titles and people stand."""
        place, best = self.facts.titles_at, said.best
        elsewhere = place and best is not None and best.place in HEADINGS
        return bool(said.lone & self.facts.people_at) or bool(
            elsewhere and any(one.place == place for one in said.candidates)
        )

    def _dated(self, mention: Mention) -> Mention:
        """Date a mention by its field, its message, the nearest heading above that is a day, or a line that is one."""
        if mention.date is not None:
            return mention
        line = self.facts.lines[mention.span.first - 1]
        if is_message(line):
            return replace(mention, date=day_of_message(line, self.facts.document.day_first))
        above = next(filter(heads_message, self._lines_above(mention.span.first)), None) if self.facts.is_chat else None
        if above is not None:
            return replace(mention, date=day_of_message(above, self.facts.document.day_first))
        day = self.facts.date_above(mention.span.first) if mention.context else None
        if day is not None:
            return replace(mention, date=day)
        lines, days = self.facts.day_marks
        at = bisect_right(lines, mention.span.first)
        return replace(mention, date=days[at - 1]) if at else mention

    def _lines_above(self, line: int) -> Iterator[str]:
        """Yield the lines above one from the nearest, as far as a message goes."""
        return (self.facts.lines[number - 1] for number in range(line - 1, max(0, line - _LONGEST_MESSAGE), -1))

    def said_of(self, scope: Scope) -> tuple[Mention, Said]:
        """Give the mention of a scope, and what it was made from."""
        said = Said(titles_at=self.facts.titles_at)
        blocks = self.facts.blocks(scope)
        if scope.block.kind == "row":
            read_row(self.facts, scope, said)
        else:
            read_fields(self.facts, scope, blocks, said)
            offer_titles(self.facts, scope, blocks, said)
            read_head(self.facts, scope, blocks, said)
        entry = self.bibliography.entry_of(scope, said.best)
        if entry and entry.title:
            said.offer([candidate(entry.title, "citation", entry.span.first)])
        said.candidates = [one for one in said.candidates if one.text not in self.facts.present]
        best = said.best
        if scope.block.kind != "row":
            read_text(self.facts, scope, blocks, said, best)
        if not said.passages and (number := numbered_as(scope.block)):
            said.passages.extend(self.facts.sentences_citing.get(number, ()))
        span = Span(1, max(1, self.facts.last_line)) if scope.whole else Span(scope.block.first, scope.block.last)
        mention = Mention(
            _kind_of(self.facts, scope, said),
            span,
            scope.arxiv_id,
            title=best.text if best else None,
            title_source=best.source if best else None,
            names=names_of(self.facts, scope, said, best, entry),
            authors=authors_of(self.facts, said, best, entry),
            published=published_of(self.facts, scope, said) or (entry.published if entry else None),
            tags=tags_of(said.fields, text_lines(blocks), self._heading(scope)),
            topics=topics_of(self.facts, scope, best),
            links=links_of(self.facts, blocks, scope, entry),
            passages=tuple(sorted(said.passages, key=lambda passage: passage.line)),
            attachments=attachments_of(self.facts, blocks),
            context=() if scope.whole else scope.block.sections(),
            date=read_on(self.facts, scope, said),
        )
        return mention, said

    def _heading(self, scope: Scope) -> str:
        """Give the heading of a scope, as it is written."""
        block = self.facts.heading if scope.whole else scope.block
        return block.text if block is not None and block.kind == "section" else ""

    def _reference(self, one: Statement) -> Mention:
        """Keep a number that is only mentioned: what it is called there, never what the block around is called."""
        said = Said()
        offer_line(self.facts, one, said)
        best = _title_of_reference(one, said)
        return Mention(
            Kind.REFERENCE,
            Span(one.line, one.line) if one.line else Span(1, 1),
            one.hit.found.id if one.hit else None,
            title=best.text if best else None,
            title_source=best.source if best else None,
            names=tuple(name for name in unique(said.names) if best is None or name != best.text),
            authors=best.authors if best and best.authors else authors_of(self.facts, said, best, None),
            published=next((f.date() for f in said.fields if f.role.name == "published"), None),
            context=one.block.headings(),
        )

    def _by_address(self) -> Iterator[Mention]:
        """Give the papers without an arXiv number, but with an address which is clearly a paper's."""
        if self.bibliography.is_about_one:
            return
        for block, link in paper_pages(self.facts, {id(scope.block) for scope in self.facts.subjects.scopes}):
            mention = self._of_page(block, link)
            if mention is not None:
                yield mention

    def _of_page(self, block: Block, link: FoundLink) -> Mention | None:
        """Read what a section, item or row says of the paper that a page in it is of; without a title it is none's."""
        scope, url = Scope("", block, []), link.url.rstrip(".,;")
        if block.kind == "section":
            mention, said = self.said_of(scope)
            if said.best is None:
                return None
            links = tuple(dict.fromkeys((*mention.links, classify(url))))
            return replace(mention, kind=Kind.NOTE, url=url, links=links)
        said = Said()
        blocks = self.facts.blocks(scope) if owns_children(block) else [block]
        if block.kind == "row":
            read_row(self.facts, scope, said)
        else:
            said.offer(by_link(block.text, link, block.at))
        best = said.best
        if best is None:
            return None
        if block.kind != "row":
            read_head(self.facts, scope, [block], said)
            read_text(self.facts, scope, blocks, said, best)
        return Mention(
            Kind.NOTE,
            Span(block.first, block.own_last if block.kind == "item" and len(blocks) == 1 else block.last),
            None,
            url,
            title=best.text,
            title_source=best.source,
            authors=authors_of(self.facts, said, best, None),
            published=published_of(self.facts, scope, said),
            tags=tags_of(said.fields, text_lines(blocks)),
            topics=topics_of(self.facts, scope, best),
            links=tuple(dict.fromkeys((*links_of(self.facts, blocks, scope), classify(url)))),
            passages=tuple(said.passages),
            context=block.sections(),
        )

    def _about_nothing_else(self) -> Mention:
        """Build the mention of a note that names no paper, or only in passing: the note itself can be found."""
        scope = Scope("", self.facts.tree, [], whole=True)
        said = Said()
        blocks = self.facts.blocks(scope)
        read_fields(self.facts, scope, blocks, said)
        title, source = self.facts.note_title()
        head = candidate(title, "label", 0) if title else None
        page = sole_page(said.fields, blocks)
        if page is not None and page.cited is not None:
            said.offer([page.cited])
            read_head(self.facts, scope, [b for b in blocks if b.first >= page.cited.line][:1], said)
            head = page.cited
        read_text(self.facts, scope, blocks, said, head)
        authors = next((f.people() for f in self.facts.stated if f.role.name == "authors"), ())
        mention = Mention(
            Kind.NOTE,
            Span(1, self.facts.last_line),
            title=note_title(title) or title.strip() or None,
            title_source=source,
            authors=authors,
            published=published_of(self.facts, scope, said),
            tags=tags_of(said.fields, text_lines(blocks)),
            passages=tuple(sorted(said.passages, key=lambda passage: passage.line)),
            attachments=attachments_of(self.facts, blocks),
        )
        return _about_page(mention, page, links_of(self.facts, blocks, scope)) if page else mention


def _title_of_reference(one: Statement, said: Said) -> Candidate | None:
    """Give what a number that is only mentioned is called; what else stands in a row is its first number's."""
    places = _OF_A_REFERENCE
    if one.block.kind == "row" and one.standing is Standing.MENTIONED:
        places = frozenset(("link",))
    marked = (found for found in said.candidates if found.place in places or one.block.kind == "item")
    return min(marked, key=lambda found: -found.weight, default=None)


def _kind_of(facts: NoteFacts, scope: Scope, said: Said) -> Kind:
    """Say whether a scope notes its paper: among references with a text below a heading, or as a source of all else."""
    refers = all(one.among is not None or one.standing is Standing.REFERRED for one in scope.statements)
    told = facts.is_of_sources and any(one.line < scope.block.first for one in said.passages)
    noted = told or (scope.block.kind == "section" and any(one.role == "text" for one in said.passages))
    return Kind.REFERENCE if refers and not noted else Kind.NOTE


def _about_page(mention: Mention, page: Page, links: Iterable[Link]) -> Mention:
    """Let a note be about the paper that a page is of; where that is cited, the note's own title is a name of it."""
    mention = replace(mention, url=page.url, links=tuple(dict.fromkeys((*links, classify(page.url)))))
    cited = page.cited
    if cited is None:
        return mention
    names = (mention.title,) if mention.title else ()
    authors = mention.authors or cited.authors
    return replace(mention, title=cited.text, title_source=cited.source, names=names, authors=authors)


FORMAT = Format("generic", read)  # whatever no other format matches
