"""What the blocks of a scope say of its paper: fields, lines that show what they are, and the text that is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers.agreement import agree
from digestkb.readers.around import description
from digestkb.readers.beside import Beside, behind_people, beside
from digestkb.readers.candidates import Candidate, candidate
from digestkb.readers.cells import cell_title, in_row
from digestkb.readers.citation import citation
from digestkb.readers.cited import Citation
from digestkb.readers.dated import MESSAGE, heads_message
from digestkb.readers.dressed import fields_of
from digestkb.readers.facts import NoteFacts
from digestkb.readers.fields import YEAR, Field
from digestkb.readers.keyed import fields_of_row
from digestkb.readers.labelled import labels_in
from digestkb.readers.leading import linked_title
from digestkb.readers.parting import GAP, without_links
from digestkb.readers.scan import WINDOW, links_in, numbers_in
from digestkb.readers.shaped import shaped, venue_year
from digestkb.readers.subject import Scope
from digestkb.readers.titles import is_label
from digestkb.readers.trimming import CITED_AS, clean_title, without_issue
from digestkb.readers.vocabulary import role_named, role_of, stem_of
from digestkb.records import Passage
from digestkb.tags import are_hashtags, says_nothing
from digestkb.tree import Block

#: Of a line that is longer, only so much is kept as text; all its numbers are.
KEPT = 1_000_000
#: Fields further down than this in a scope are not about its paper as a whole, in lines.
_HEAD = 40
#: Places above a paper, where its topic may stand as well.
HEADINGS = frozenset(("heading", "note heading"))
#: ... and where a title is marked as one, of which a property may have the beginning only.
_MARKED = HEADINGS | {"bold", "quotes", "title marks", "heading link"}
_SPOKEN = frozenset(("item", "paragraph", "code", "row", "definition"))
_BIBTEX = lazy(r"\s*@\w+\s*\{")
_IN_BRACKETS = lazy(r"[(（][^()（）]{2,100}[)）]")
_PARTS = lazy(r"<br\s*/?>\W*$")
#: The heading that an item of an outliner is; what Jekyll and Hugo put something else for.
_MARK = lazy(
    r"\s*(?:#{1,6}\s.*|\{[:%].*\}|\{\{[<%].*\}\}|[a-z]+(?:-[a-z]+){1,4}::\s.*|\[\[?_{0,2}toc_{0,2}\]?\])\s*",
    re.IGNORECASE,
)


#: Ways to places of the same page; whose the page is.
_OF_PAGE = lazy(
    r"(?:\[[^\[\]]*\]\(#[^()\s]*\)|<p\b[^>]*>|</p>|<a\b[^>]*href=[\"']#[^>]*>[^<]*</a>|[\s*_|·•↑⬆️-])+"
    r"|[\s*_]*(?:copyright\s*)?©[^.]{0,80}\.?[^.]{0,40}",
    re.IGNORECASE,
)
#: When a page was made or changed, with a few words behind it at most: *Generated on 2026-01-09 by a model*.
_STAMP = lazy(
    r"\W*(?P<label>[^\d:：|]{3,40}?)\s{0,3}[:：]?\s{0,3}(?:19|20)\d\d[-./年]\s?\d{1,2}[-./月]\s?\d{1,2}\S*(?:\s\S+){0,6}\s*$"
)
#: Three words, or so many characters where words have no blanks between them: more than say what an address leads to.
_WORDS = lazy(r"[^\W\d_]{3,40}\s{1,9}[^\W\d_]{2,40}\s{1,9}[^\W\d_]{2}|[\u3040-\u30ff\u3400-\u9fff]{9}")
_DIGITS = lazy(r"(?:19|20)\d\d[-./年]")
_LONGEST_STAMP = 140


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
            said.fields.extend(_issued(facts, one))
        if one.role.kind == "remark":
            if one.value in facts.lines[one.line - 1]:
                said.rests[one.line] = one.value  # it is text, without its label
        elif one.role.kind != "prose":
            said.consumed.update(range(one.line, one.last + 1))
    _read_sources(facts, scope, said)
    _read_titles(facts, said)


def _issued(facts: NoteFacts, one: Field) -> Iterator[Field]:
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
            said.names.extend(one.values or (plain(one.value),))


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
    return fields


def read_row(facts: NoteFacts, scope: Scope, said: Said) -> None:
    """Read the cells of a row by the heads of their columns."""
    row = scope.block
    said.offer(_offered_in(facts, row, scope.key))
    columns = dict(fields_of_row(row))
    said.fields.extend(_of_columns(facts, columns.values()))
    said.fields.extend(_year_of_key(row, scope))
    best = said.best
    title = best.text if best else None
    kinds = {column: found.role.kind for column, found in columns.items()}
    for column, line, cell in _cells_of(facts, row):
        head, rest = cell_title(cell)
        if head == title:
            rest = _behind_title(facts, cell, head, rest, line, said)
            if rest and rest[:1] != ":" and rest in facts.lines[line - 1]:
                said.passages.append(Passage("text", line, rest))
        elif kinds.get(column, "nothing") in ("prose", "remark", "nothing") and clean_title(cell) != title:
            label = plain(row.heads[column]).casefold() if column < len(row.heads) else ""
            is_text = not label or stem_of("column", label) == "summary" or kinds.get(column) == "remark"
            role = "summary" if kinds.get(column) == "prose" else "text" if is_text else label
            said.passages.append(Passage(role, line, cell))


def _of_columns(facts: NoteFacts, columns: Iterable[Field]) -> Iterator[Field]:
    """Yield the fields of a row, and the dates behind people in them."""
    for one in columns:
        yield one
        if one.role.kind == "people":
            yield from _issued(facts, one)


def _offered_in(facts: NoteFacts, row: Block, key: str) -> Iterator[Candidate | None]:
    """Yield what may be the title in a row; where rows of different names are from one paper, no name is its title."""
    rows = facts.rows_about(row, key)
    for one in in_row(row.cells, row.heads, key, row.first, lambda: facts.common_cells(row)):
        if one is not None and (one.place not in ("line above", "cell") or all(one.text in text for text in rows)):
            yield one


def _year_of_key(row: Block, scope: Scope) -> Iterator[Field]:
    """Yield the year of what the paper of a row is cited by: [Bee et al. 2022](…)."""
    for link in (link for cell in row.cells for link in links_in(cell[:WINDOW]) if scope.key and scope.key in link.url):
        year = YEAR.search(link.label) if CITED_AS.fullmatch(plain(link.label)) else None
        if year:
            yield Field(role_named("published"), "", year[0], row.first, row.first, (), True)


def _behind_title(facts: NoteFacts, cell: str, title: str, rest: str, line: int, said: Said) -> str:
    """Read people and venue behind the title of a cell, and give the text that is left."""
    ends_in_brackets = not rest and cell.rstrip()[-1:] in (")", "）")
    is_parted = "<br" in cell or ends_in_brackets or _IN_BRACKETS.fullmatch(rest) is not None
    found = beside(cell, title, facts.document.day_first) if is_parted else Beside()
    text = found.text or ""
    if not (found.people or found.published) or (text and not _PARTS.search(cell[: cell.find(text)])):
        return rest  # where no lines are parted, a text may begin with a name
    said.fields.extend(fields_beside(found, line))
    return text


def _cells_of(facts: NoteFacts, row: Block) -> Iterator[tuple[int, int, str]]:
    """Yield the cells of a row that say something, each with its column and the line that it stands on."""
    for column, cell in enumerate(row.cells):
        text = plain(cell)
        if not text or is_label(text) or says_nothing(text):
            continue
        if "</summary>" in cell:
            cell = cell.partition("</summary>")[2].partition("</details>")[0].strip()
        line = next((n for n in range(row.first, row.first + len(row.lines)) if cell in facts.lines[n - 1]), 0)
        if line:
            yield column, line, cell


def read_text(facts: NoteFacts, scope: Scope, blocks: list[Block], said: Said, best: Candidate | None) -> None:
    """Keep what a scope says: its labelled summary, and all lines that were not read as something else."""
    _keep_prose(facts, said)
    role, run = "text", list[tuple[int, str]]()
    for block in blocks:
        if block.kind == "section":
            if block is not scope.block:
                said.passages.extend(_passage(role, run))
                run = []
            is_title = block is facts.heading or block is scope.block or (best is not None and block.first == best.line)
            role = "text" if is_title else plain(block.text).casefold().strip(" :：") or "text"
            continue
        for number, text in _texts(facts, scope, block, said, best):
            if run and number != run[-1][0] + 1 and any(n in said.consumed for n in range(run[-1][0], number)):
                said.passages.extend(_passage(role, run))
                run = []
            if number not in said.consumed:
                run.append((number, text))
    said.passages.extend(_passage(role, run))


def _keep_prose(facts: NoteFacts, said: Said) -> None:
    """Keep the labelled texts: the first is the summary, the others go by their labels."""
    stated = (_on_its_lines(facts, one) for one in said.fields if one.role.kind == "prose")
    prose = [one for one in stated if one is not None]
    for at, one in enumerate(prose):
        role = "summary" if at == 0 else clean_title(one.label).casefold() or "text"
        said.passages.append(Passage(role, one.line, "\n".join(line[:KEPT] for line in one.value.split("\n"))))
        said.consumed.update(range(one.line, one.last + 1))


def _texts(
    facts: NoteFacts, scope: Scope, block: Block, said: Said, best: Candidate | None
) -> Iterator[tuple[int, str]]:
    """Yield the lines of a block with their text; of the line of the title what stands behind it."""
    if not _is_text(block):
        return
    for number, line in enumerate(block.lines, block.at):
        rest = said.rests.get(number, best.rest if best is not None and number == best.line else None)
        if best is None and block is scope.block and number == block.at:
            rest = _behind_number(line)
        if rest is not None:
            if rest.strip() and rest in facts.lines[number - 1]:
                yield number, rest
        elif _says_something(line) and (block.kind == "code" or not is_unsaid(line)):
            yield number, MESSAGE.sub("", line)


def _is_text(block: Block) -> bool:
    """Say whether the lines of a block are text: what stands in a quote or table has lines of its own."""
    if block.kind in ("quote", "details", "table"):
        return not block.children
    if block.kind == "code" and _BIBTEX.match(block.text):
        return False
    # Jekyll puts the table of contents in the place of a list that is marked so.
    return block.kind in _SPOKEN and not "".join(block.lines[-1:]).startswith("{:toc")


def _on_its_lines(facts: NoteFacts, one: Field) -> Field | None:
    """Give a text with the lines that it stands on as it is, or ``None``: in front matter it may be escaped."""
    body = facts.document.body
    if one.line >= body or one.value in facts.lines[one.line - 1]:
        return one
    below = [
        line.strip() for line in takewhile(lambda line: line[:1] in (" ", "\t", ""), facts.lines[one.line : body - 2])
    ]
    while below and not below[-1]:
        below.pop()
    is_block = " ".join(" ".join(below).split()) == " ".join(one.value.split())
    return one._replace(value="\n".join(below), line=one.line + 1, last=one.line + len(below)) if is_block else None


def _behind_number(line: str) -> str | None:
    """Give what stands behind the number that a line begins with; ``None`` if it begins with something else."""
    found = next(iter(numbers_in(line[:WINDOW])), None)
    if found is None:
        return None
    link = next((one for one in links_in(line[:WINDOW]) if one.start <= found.start < one.end), None)
    before = plain(line[: link.start if link else found.start])
    return description(line[link.end if link else found.end :]) if is_label(before) else None


def is_unsaid(line: str) -> bool:
    """Say whether a line is no part of any text: hashtags, who spoke in a chat, the heading of an outliner's item, a
    mark of a site generator, a way to another place of the page, or when and by what the page was made.
    """
    return are_hashtags(line) or _MARK.fullmatch(line) is not None or heads_message(line) or _is_of_page(line)


def _is_of_page(line: str) -> bool:
    if "](#" in line or "href" in line or "©" in line:
        return _OF_PAGE.fullmatch(line) is not None
    stamp = _STAMP.match(plain(line)) if len(line) <= _LONGEST_STAMP and _DIGITS.search(line) else None
    role = role_of(stamp["label"]) if stamp else None
    return role is not None and role.name in ("updated", "about")


def _says_something(line: str) -> bool:
    """Say whether a line has words besides addresses and words for what these lead to."""
    if "](" not in line and "://" not in line and "<" not in line:
        return bool(line.strip(" \t|"))
    return not is_label(plain(line)) or _WORDS.search(plain(line)) is not None


def _passage(role: str, run: list[tuple[int, str]]) -> Iterator[Passage]:
    """Make passages of lines; where lines are left out between, the text keeps its place with empty ones."""
    if not run:
        return
    texts: list[str] = []
    first = run[0][0]
    for number, text in run:
        while first + len(texts) < number:
            texts.append("")
        texts.append(text[:KEPT])
    yield Passage(role, first, "\n".join(texts))
