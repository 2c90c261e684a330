"""Daily digests: numbered sections whose heads repeat, one a paper, with labelled fields and parts by role.

What a digest is made of is said elsewhere: the words for fields and parts by ``vocabulary.toml``, how a section is cut
at them by :mod:`digestkb.readers.pieces`. Here is which sections are papers, and what no other note has: votes behind a
title, labels whose bytes are damaged, tables of links.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise

from digestkb.arxiv import ArxivId, find_in_lines
from digestkb.dates import PartialDate
from digestkb.document import Document
from digestkb.links import Link
from digestkb.markdown import cells, plain
from digestkb.patterns import lazy
from digestkb.readers import Format
from digestkb.readers.around import called
from digestkb.readers.candidates import titleness
from digestkb.readers.dated import date_of
from digestkb.readers.fields import Field
from digestkb.readers.labelled import labels_in
from digestkb.readers.labels import document_title, text_column
from digestkb.readers.linked import links_behind, links_of
from digestkb.readers.numbered import BOLD_LEVEL, NUMBERED, Heading, heading_of, headings_in_bold, titled
from digestkb.readers.pieces import ANYWHERE, FIELD, HEAD, UNKNOWN, Label, cuts, labels_of, trimmed, values_of
from digestkb.readers.scan import is_of, numbers_in
from digestkb.readers.shaped import shaped
from digestkb.readers.trimming import clean_title
from digestkb.readers.values import topic_label, topic_path
from digestkb.readers.vocabulary import role_named, role_of, section_of
from digestkb.records import Kind, Mention, Passage, Reading, Span, TitleSource
from digestkb.tags import key, split_list
from digestkb.tree import Block

NAME = "digest"
#: So many sections decide whether a note is a digest, and none of a paper is longer than this, in lines.
_ENOUGH, _LONGEST = 8, 2000
#: Of so many words, what is surely a title is no part of an entry, even if a method or an idea is in it.
_TITLE, _SURELY = 5, 2
#: What bytes of UTF-8 look like that were read as Latin letters: such a label cannot be read.
_DAMAGED = lazy(r"[\u00c2-\u00f4\u0102\u0103\u011e\u011f][^\x00-\x7f]|\ufffd")
_DAY_OR_MONTH = lazy(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}")
#: Kinds of links in the order in which a paper's own number is looked for, and whether a bare number in one will do.
_OWN = ((("abs", "pdf"), True), (("huggingface",), False), (("other", "blog", "project", "code"), False))


@dataclass(slots=True)
class _Paper:
    """A section while it is being read."""

    span: Span
    title: str
    links: list[Link]
    fields: list[Field] = field(default_factory=list)
    #: What stands below the title without labels, which makes no note a digest.
    shown: list[Field] = field(default_factory=list)
    #: Values in the head whose labels are damaged.
    damaged: list[Label] = field(default_factory=list)
    #: The parts that it has by role.
    parts: set[str] = field(default_factory=set)
    passages: list[Passage] = field(default_factory=list)
    arxiv_id: ArxivId | None = None
    #: The labels that cut it and what they open, until it is read.
    marks: list[tuple[Label, str]] | None = None

    def first(self, *names: str) -> Field | None:
        told = [*self.fields, *self.shown] if self.shown else self.fields
        return next((one for name in names for one in told if one.role.name == name), None)


def match(document: Document) -> Reading | None:
    """Read a digest; ``None`` unless sections of one level have the fields and links of papers.

    Numbered ones may be few, and may have no parts of their own; others must be most of their level and have some.
    """
    digest = _Digest(document)
    for level, numbered in digest.levels():
        papers = digest.papers(level, numbered)
        first = list(islice(papers, _ENOUGH))
        good = sum(_may_tell(paper) and _is_paper(digest.read(paper), numbered) for paper in first)
        if good and (good * 3 >= len(first) if numbered else len(first) > 1 and good * 2 > len(first)):
            return digest.reading(list(map(digest.read, chain(first, papers))))
    return None


def _may_tell(paper: _Paper) -> bool:
    """Say of a section that is not read whether it may have a field that tells a paper."""
    marks = paper.marks or ()
    return any(opens == FIELD or (opens == UNKNOWN and _DAMAGED.search(label.label)) for label, opens in marks)


def _is_paper(paper: _Paper, numbered: bool) -> bool:
    """Say whether a section has what a paper of a digest has: authors, once, a date, tags; a link; parts by role."""
    people = {one.line for one in paper.fields if one.role.name == "authors"}
    told = {one.role.name for one in paper.fields if one.role.name in HEAD}
    parts = paper.parts - ANYWHERE
    if len(people) > 1 or not (paper.arxiv_id or paper.links) or not (numbered or parts):
        return False
    return len(told) >= 2 or (len(told) == 1 and len(parts) >= 2)


class _Digest:
    """A note that may be a digest: its blocks in their order, and its headings."""

    def __init__(self, document: Document) -> None:
        self.document, self.lines = document, document.lines
        self.blocks = document.blocks[1:]
        self.firsts = [block.first for block in self.blocks]
        #: Lines that say nothing: rules, and what begins and ends a fold.
        self.rules = {block.first for block in self.blocks if block.kind == "rule"}
        for fold in (block for block in self.blocks if block.kind == "details"):
            self.rules |= {line for line in (fold.first, fold.last) if not plain(self.lines[line - 1])}
        self.headings = [heading_of(block) for block in self.blocks if block.kind == "section"]

    def levels(self) -> Iterator[tuple[int, bool]]:
        """Yield the levels whose headings may be those of papers, and whether the numbered ones are."""
        many = Counter(one.level for one in self.headings)
        levels = sorted(level for level in many if many[level] > 1)  # without numbers one alone is no digest
        yield from ((level, True) for level in sorted({one.level for one in self.headings if one.numbered}))
        in_bold = list(headings_in_bold(self.blocks))
        if in_bold:
            self.headings = sorted([*self.headings, *in_bold])
            yield BOLD_LEVEL, True
        yield from ((level, False) for level in levels)

    def papers(self, level: int, numbered: bool) -> Iterator[_Paper]:
        """Give the sections of a level one after the other, with the labels that cut them."""
        start: Heading | None = None
        for heading in (*self.headings, Heading(len(self.lines) + 1, 0, "", False)):
            if heading.level > level:
                continue
            own = heading.level == level
            within = own and not heading.numbered and _is_within(heading.title)
            starts = own and (heading.numbered if numbered else not within)
            if start is not None and (starts or not within):
                yield self._paper(start, heading.line - 1)
                start = None
            if starts:
                start = heading

    def _paper(self, heading: Heading, end: int) -> _Paper:
        start = bisect_left(self.firsts, heading.line)
        if start and self.blocks[start - 1].own_last >= heading.line:
            start -= 1  # a line in bold within a paragraph
        blocks = self.blocks[start : bisect_left(self.firsts, end + 1)]
        last = min(end, _last_line(next(block for block in reversed(blocks) if block.kind != "rule")))
        paper = _Paper(Span(heading.line, last), *titled(heading.title))
        if last - heading.line > _LONGEST:
            paper.arxiv_id = _own_number(paper)
        else:
            paper.marks = list(cuts(list(labels_of(blocks, heading.line, last))))
        return paper

    def read(self, paper: _Paper) -> _Paper:
        """Read what a section says, once."""
        if paper.marks is not None:
            self._cut(paper, paper.marks)
            _tell_damaged(paper)
            paper.arxiv_id, paper.marks = _own_number(paper), None
        return paper

    # --- the pieces of a section

    def _cut(self, paper: _Paper, marks: list[tuple[Label, str]]) -> None:
        """Cut the lines of a section at its labels and give each piece to what its label opens."""
        edges = [*(label.line for label, _ in marks), paper.span.last + 1]
        self._keep_text(paper, "text", self._keep_shown(paper, edges[0] - 1), edges[0] - 1)
        for (label, opens), (line, end) in zip(marks, pairwise(edges), strict=True):
            if opens == FIELD:
                self._keep_field(paper, label, end - 1)
            elif opens == "links":
                paper.links += [link for text in (label.rest, *self.lines[line : end - 1]) for link in links_of(text)]
            elif opens == UNKNOWN and _DAMAGED.search(label.label):
                paper.damaged.append(label)
                self._keep_text(paper, "text", line + 1, end - 1)
            elif opens == UNKNOWN and "://" in label.rest:
                paper.links += links_of(label.rest, label.label)
                self._keep_text(paper, "text", line + 1, end - 1)
            else:
                paper.parts.update({label.part} if label.part else ())
                self._keep_text(paper, label.own if opens == UNKNOWN else opens, line, end - 1, label.rest)

    def _keep_shown(self, paper: _Paper, last: int) -> int:
        """Keep what the lines below a title show by their shape, down to ``last``, and give the line of other text."""
        for number in range(paper.span.first + 1, last + 1):
            line = self.lines[number - 1].strip()
            found = shaped(line, number) if line and "://" not in line else None
            if line and not found:
                return number
            paper.shown += found or ()
        return last + 1

    def _keep_field(self, paper: _Paper, label: Label, last: int) -> None:
        """Keep the values that a line or table labels; a label that stands alone has the lines below it."""
        found, after = values_of(label, self.lines, last)
        paper.fields += found
        for one in found:
            if one.role.kind != "reference":  # what is related is not the paper's own
                name = "arxiv" if one.role.name in ("id", "link") else one.label
                paper.links += [link for text in one.values or (one.value,) for link in links_of(text, name)]
        self._keep_text(paper, "text", after, last)

    def _keep_text(self, paper: _Paper, role: str, line: int, last: int, own: str | None = None) -> None:
        """Keep a piece of text as a passage, without blank lines and rules around it and the links that it ends in."""
        texts = list(self.lines[line - 1 : last])
        if own is not None and texts:
            texts[0] = own.rstrip()
        at, end = trimmed(texts, line, self.rules)
        if at == end:
            return
        text = "\n".join(texts[at:end])
        while "://" in text and (start := at + links_behind(texts[at:end])) < end:
            paper.links += [link for row in texts[start:end] for link in links_of(row)]
            end = trimmed(texts[:start], line, self.rules)[1]
            text = "\n".join(texts[at:end])
        text = text.strip(" ")
        if role == "summary" and any(passage.role == role for passage in paper.passages):
            role = "text"
        if text.strip("*_ \n") and not (text[0] == "|" and all(len(cells(row)) == 2 for row in texts[at:end])):
            paper.passages.append(Passage(role, line + at, text))

    # --- what is made of them

    def reading(self, papers: list[_Paper]) -> Reading:
        """Give the papers, and each number that is none of theirs as a reference."""
        mentions = [mention for paper in papers if (mention := _mention(paper, self.document)) is not None]
        title = document_title(self.document, lambda heading: not NUMBERED.match(heading))
        others = self._references({mention.arxiv_id.number for mention in mentions if mention.arxiv_id})
        return Reading(NAME, (*mentions, *others), title=title, date=date_of(self.document, title))

    def _references(self, known: set[str]) -> Iterator[Mention]:
        hits = self.document.hits if next(find_in_lines(self.lines, known), None) else ()
        for hit in hits:
            if hit.number in known:
                continue
            known.add(hit.number)
            line = self.lines[hit.line - 1]
            said = line[text_column(line) :].strip()
            title, source = called(line, hit.found)
            labelled = any(one.role is not None for one in labels_in(said))
            yield Mention(
                Kind.REFERENCE,
                Span(hit.line, hit.line),
                hit.found.id,
                title=title,
                title_source=source,
                passages=() if labelled else (Passage("text", hit.line, said),),
            )


def _mention(paper: _Paper, document: Document) -> Mention | None:
    number = paper.arxiv_id
    links = tuple(dict.fromkeys(link for link in paper.links if number is None or is_of(link, number.number)))
    title, names = _names(paper)
    if not title or not (number or links or len(paper.fields) + len(paper.parts) > 1):
        return None
    people, tags = paper.first("authors"), paper.first("tags")
    return Mention(
        Kind.DIGEST,
        paper.span,
        number,
        url=links[0].url if links and number is None else None,
        title=title,
        title_source=TitleSource.HEADING if paper.title else TitleSource.METADATA,
        names=tuple(names),
        authors=people.people() if people else (),
        published=_published(paper, document),
        tags=tags.tags() if tags else (),
        topics=topic_path(topic_label(text) for text in _above(paper, document)),
        links=links,
        passages=tuple(sorted(paper.passages, key=lambda passage: passage.line)),
    )


def _above(paper: _Paper, document: Document) -> tuple[str, ...]:
    """Give the headings above a paper, without the note's own."""
    above = document.owners[paper.span.first].sections()
    tops = sum(block.kind == "section" and block.level == 1 for block in document.tree.children)
    return above[1:] if tops == 1 else above


def _names(paper: _Paper) -> tuple[str, list[str]]:
    """Give the title of a paper, its heading or else a field, and what else its fields call it."""
    stated = [clean_title(one.value) for one in paper.fields if one.role.name == "title"]
    others = [one.values or (one.value,) for one in paper.fields if one.role.name == "translated_title"]
    names = [name for name in (*stated, *(plain(value) for values in others for value in values)) if name]
    title = paper.title or next(iter(names), "")
    return title, [name for name in names if key(name) != key(title)]


def _published(paper: _Paper, document: Document) -> PartialDate | None:
    stated = paper.first("published", "date")
    if stated is None:
        return None
    # Which of two numbers is the day is asked only where it matters: the whole note has to be looked at.
    return stated.date(bool(_DAY_OR_MONTH.search(stated.value)) and document.day_first)


def _own_number(paper: _Paper) -> ArxivId | None:
    """Give the number of a paper: that of its links, the abstract's before the others; else one that it speaks of."""
    for kinds, bare_ones in _OWN:
        for link in paper.links:
            found = numbers_in(link.url) if link.kind in kinds else ()
            if found and (bare_ones or not found[0].bare):
                return found[0].id
    stated = [one.value for name in ("id", "link", "resource") if (one := paper.first(name)) is not None]
    for text in (paper.title, *stated):
        if found := numbers_in(text):
            return found[0].id
    spoken = {found.id.number: found.id for passage in paper.passages for found in numbers_in(passage.text)}
    return next(iter(spoken.values())) if len(spoken) == 1 else None


def _tell_damaged(paper: _Paper) -> None:
    """Read the values whose labels are damaged by their places and shapes: the one that is a date tells the others.

    A list before it is the authors', a list behind it the tags'.
    """
    for label in paper.damaged:
        value = label.rest.strip()
        listed = len(split_list(value)) > 1 or len(value.split()) <= 4
        dated = paper.first("published") is not None
        one = Field(role_named("published"), label.label, value, label.line, label.line)
        if dated or len(value) > 40 or one.date() is None:
            one = Field(role_named("tags" if dated else "authors"), label.label, value, label.line, label.line)
        if paper.first(one.role.name) is None and (listed or one.role.name == "published"):
            paper.fields.append(one)
        elif "://" in value:
            paper.links += links_of(value, label.label)
        else:
            paper.passages.append(Passage(label.own, label.line, value))


def _is_within(title: str) -> bool:
    """Say whether a heading of a paper's own level is that of a part of it; what is linked or surely one is a title."""
    label, colon, _ = title.partition(": ")
    if "](" in title or (not colon and len(title.split()) >= _TITLE and titleness(title) == _SURELY):
        return False
    role = role_of(title)
    return section_of(label) not in (None, "summary") or (role is not None and role.name in HEAD)


def _last_line(block: Block) -> int:
    """Give the last line of a block, or of the fold, quote, table or code that it ends."""
    return max(
        block.own_last,
        *(one.last for one in (block, *block.ancestors()) if one.kind not in ("file", "section", "item", "paragraph")),
        0,
    )


FORMAT = Format(NAME, match)
