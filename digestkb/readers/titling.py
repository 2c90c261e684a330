"""What may be the title of a scope's paper: headings, the lines of its number, and what the scope begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from digestkb.arxiv import Found
from digestkb.links import FoundLink
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import are_people, family_names
from digestkb.readers.around import in_line, line_above, names_in_line
from digestkb.readers.before import before_number
from digestkb.readers.beside import beside, is_one_name
from digestkb.readers.candidates import Candidate, candidate, titleness
from digestkb.readers.cells import in_row
from digestkb.readers.citation import citation
from digestkb.readers.cited import Citation
from digestkb.readers.dated import MESSAGE, heads_message
from digestkb.readers.facts import SECTION_NUMBER, NoteFacts, people_line, stem_title
from digestkb.readers.fields import YEAR, fits, is_address
from digestkb.readers.labelled import labels_in
from digestkb.readers.leading import head_of, is_imprint
from digestkb.readers.metadata import metadata
from digestkb.readers.openings import opening
from digestkb.readers.said import Said, fields_beside
from digestkb.readers.scan import WINDOW, links_in, numbers_in
from digestkb.readers.shaped import shaped
from digestkb.readers.standing import Standing, Statement
from digestkb.readers.subject import Scope
from digestkb.readers.titles import is_label, is_title_case, quoted_title
from digestkb.readers.trimming import clean_title
from digestkb.tree import Block

#: So many blocks above an address are looked at for a title.
_MOST_ABOVE = 5
#: A citation in running text takes so many lines down to its number at most.
_TALLEST = 4
#: So many characters of a title tell that it is one.
_SURE = 12
#: A line with which the sentence above goes on: no line above it is a title.
_GOES_ON = lazy(r"\s{0,12}(?:[a-z]{2,12}\s){2}")
#: ... if the number is on it; two words may say what it is.
_GOES_ON_TO_NUMBER = lazy(r"\s{0,12}(?:(?:[a-z]{2,12}\s){2}[a-z]{2}|(?:from|of|with|to|and|as|than|that|which)\s)")
_BRACKETS = frozenset("([（【")
#: What sets people apart from the address behind them.
_APART = lazy(r"\s[—–|·-]\s|,\s(?=(?:19|20)\d\d)")


def offer_titles(facts: NoteFacts, scope: Scope, blocks: list[Block], said: Said) -> None:
    """Offer what may be the title: headings, what stands on the lines of the number, what the scope begins with."""
    if scope.whole:
        heading = facts.heading
        if heading:
            said.offer([candidate(heading.text, "note heading", heading.first)])
        said.offer([candidate(stem_title(facts.stem), "file name", 0)])
    inside = {id(block) for block in blocks}
    for one in scope.statements:
        offer_line(facts, one, said)
        for above in [one.block, *one.block.ancestors()]:
            if above.kind in ("section", "details", "quote") and id(above) in inside and above.lines:
                place = "heading" if above is scope.block or titleness(above.text) == 2 else "line above"
                said.offer([_of_heading(facts, above, place)])
    _offer_beginning(facts, scope, inside, said)


def _offer_beginning(facts: NoteFacts, scope: Scope, inside: Set[int], said: Said) -> None:
    """Offer what a scope begins with."""
    if scope.block.kind in ("record", "item", "paragraph"):
        _offer_lead(facts, scope, said)
    elif scope.block.kind == "file":
        _offer_first_line(scope.block.children, said)
    elif scope.block.kind == "section":
        if not scope.statements:  # its paper has a page, and no arXiv number
            said.offer([_of_heading(facts, scope.block, "heading")])
        _offer_first_line([block for block in scope.block.children if id(block) in inside], said)


def _offer_first_line(below: list[Block], said: Said) -> None:
    """Offer the first line below a heading, if all of it is marked as a title."""
    first = next((block for block in below if block.kind not in ("html", "rule")), None)
    if first is not None and first.kind == "section" and first.level == 1:
        found = Said()
        _offer_first_line(first.children, found)
        said.offer(one for one in found.candidates if is_title_case(one.text))
        return
    if first is not None and first.lines and first.kind in ("paragraph", "item") and not is_field(first.lines[0]):
        said.offer(c for c in opening(first.lines[0], first.at) if c and _is_whole(c, first.lines[0]))


def _of_heading(facts: NoteFacts, section: Block, place: str) -> Candidate | None:
    links = [link for link in links_in(section.text) if not link.image and not is_label(link.label)]
    if links and not clean_title(section.text[: links[0].start]):
        return candidate(links[0].label, "heading link", section.first)
    labels = labels_in(section.text)
    role = labels[0].role if labels else None
    if role is not None and role.kind in ("tags", "people", "date"):
        return None  # «Task: Sorting» is what a note is filed under
    text = section.text[labels[0].start :] if role is not None and role.name == "title" else section.text
    text = SECTION_NUMBER.sub("", text) if facts.has_section_numbers else text
    cited = citation(text)
    if cited is not None and cited.authors and not text.startswith(cited.title):
        return candidate(cited.title, place, section.first, authors=cited.authors)
    return candidate(text, place, section.first)


def offer_line(facts: NoteFacts, one: Statement, said: Said) -> None:
    """Offer what may be the title on the line of a number, by what kind of line it is."""
    if one.hit is None or one.line < facts.document.body or one.block.kind == "code":
        return
    if one.role == "definition":
        if one.link is not None and one.link.label:
            cited = citation(one.hit.block.text)
            authors = cited.authors if cited and cited.title == one.link.label else ()
            said.offer([candidate(one.link.label, "link", one.line, authors=authors)])
            if one.hit.block.marker.startswith("^"):
                found = beside(one.hit.block.text, one.link.label, facts.document.day_first)
                said.fields.extend(fields_beside(found, one.hit.line))
    elif one.block.kind == "row":
        said.offer(in_row(one.block.cells, one.block.heads, one.key, one.line, lambda: facts.common_cells(one.block)))
    else:
        _offer_in_text(facts, one, one.hit.found, said)


def _offer_in_text(facts: NoteFacts, one: Statement, at: Found, said: Said) -> None:
    """Offer what may be the title in the text around a number, and on the lines above it."""
    block = one.block
    wrapped = _is_wrapped(facts, one)
    text = block.text if wrapped else _own_line(facts, block, one.line)
    if len(text) > WINDOW:
        first, last = one.window or (0, len(text))
        text = text[max(first, at.start - 160) : min(last, at.end + 160)]
    found = next((f for f in numbers_in(text) if f.id.number == one.key), None)
    if found is None:
        return
    if _is_of_field(facts, one, wrapped):
        link = one.link
        if link is not None and not is_label(link.label):
            said.offer([candidate(link.label, "link", one.line)])
    elif not (facts.people_below and people_line(one)):
        line = block.at if wrapped else one.line
        said.offer(_weighed(text, one, in_line(text, found.start, found.end, line, block.kind)))
    if one.standing in (Standing.MENTIONED, Standing.REFERRED):
        said.names.extend(names_in_line(text, found))
    _offer_above(facts, one, said)
    said.offer([_broken(block, one.line - block.at)])


def _broken(block: Block, height: int) -> Candidate | None:
    """Take the lines of a block down to that of a number and its people as a title that is broken over them."""
    lines = block.lines[:height]
    if not 1 < height <= _TALLEST or any(line.endswith((".", "。", ":", "：")) or is_field(line) for line in lines):
        return None
    if not _are_people_below(lines, block.lines[height]) or any(shaped(line, 0) is not None for line in lines):
        return None
    found = candidate(" ".join(lines), "line above", block.at)
    return found and found._replace(weight=found.weight + 3)


def _own_line(facts: NoteFacts, block: Block, number: int) -> str:
    """Give a line of a block, in a quote without the signs of it."""
    quoted = block.parent is not None and block.parent.kind == "quote" and block.at <= number <= block.own_last
    return block.lines[number - block.at] if quoted else facts.lines[number - 1]


def _is_of_field(facts: NoteFacts, one: Statement, wrapped: bool) -> bool:
    """Say whether a number stands in a field other than the title; behind its entry's own number may be the title."""
    if wrapped and one.line > one.block.at:
        return False  # a label on a later line of a wrapped text says nothing of what stands before it
    labels = labels_in(facts.lines[one.line - 1].strip()[:WINDOW].lstrip("-*+> "))
    role = labels[0].role if labels else None
    if role is None or role.kind == "remark":
        return False  # what somebody says of a paper may begin with its title
    return role.name != "title" and (role.kind != "id" or one.about is not one.block)


def _weighed(line: str, one: Statement, offered: Iterator[Candidate | None]) -> Iterator[Candidate | None]:
    """Doubt a name before a number that speaks for what is around it: set apart, or beside a date, it is a person's."""
    at = one.line - one.block.at
    above = titleness(one.block.lines[at - 1]) if 0 < at < len(one.block.lines) else 0
    told = metadata(line) if one.standing is Standing.LABELLED and (above > 1 or one.about is not one.block) else None
    for found in offered:
        apart = told is not None and (told.published or above > 1 or _APART.search(line))
        doubted = found and ((apart and _begins_with_name(found.text)) or (above and family_names(found.text)))
        yield found._replace(weight=found.weight - 20) if found and doubted else found


def _begins_with_name(text: str) -> bool:
    return is_one_name(_APART.split(text, maxsplit=1)[0])


def _is_wrapped(facts: NoteFacts, one: Statement) -> bool:
    """Say whether the text before a number begins on a line above: it stands within its item's first sentence."""
    block = one.block
    if len(block.text) > WINDOW or not block.at <= one.line <= block.own_last:
        return False
    if one.line == block.at:
        return True
    *lines, own = block.lines[: one.line - block.at + 1]
    before = own.partition(one.key)[0]
    words = plain(before.partition("http")[0]).strip(" [](<*_")
    if len(lines) > 1 and not words and titleness(lines[0]) and not are_people(lines[0]) and shaped(lines[1], 0):
        return False  # people have a line of their own below a title
    if _are_people_below(lines, own):
        return False
    if _cited_from(lines, before) if block.kind == "item" else _cited_behind_people(lines, before):
        return True
    above = lines[-1]
    return block.kind == "item" and not is_label(words) and shaped(above, 0) is None and not is_field(above)


def _are_people_below(lines: list[str], own: str) -> bool:
    """Say whether the line of a number has people on it, below the lines of a title."""
    if own.lstrip()[:1] in _BRACKETS:
        return False  # they go on with the title
    told = metadata(own) if len(lines) <= _TALLEST and titleness(" ".join(lines)) else None
    return told is not None and bool(told.people)


def _cited_from(lines: list[str], before: str) -> Citation | None:
    """Read the lines above a number as a citation, or else with what stands before it on its own line."""
    if any(map(is_field, lines[1:])):
        return None
    return citation(" ".join(lines)) or citation(" ".join([*lines, before]))


def _cited_behind_people(lines: list[str], before: str) -> bool:
    """Say whether running text is a citation down to a number, and begins with its people."""
    if len(lines) > _TALLEST or is_field(lines[0]):
        return False
    cited = _cited_from(lines, before)
    people = plain(" ".join(lines)).partition(cited.title[:_SURE])[0] if cited else ""
    return are_people(people) or YEAR.search(people) is not None


def _offer_above(facts: NoteFacts, one: Statement, said: Said) -> None:
    """Take the line above a lone address as its title, and one with the authors between them as that."""
    block = one.block
    if one.line > block.at and _GOES_ON_TO_NUMBER.match(facts.lines[one.line - 1]):
        return  # running text
    for number in range(one.line - 1, max(block.at, one.line - 3) - 1, -1):
        text = _own_line(facts, block, number)
        if numbers_in(text[:WINDOW]):
            return
        goes_on = number + 1 < one.line and _GOES_ON.match(facts.lines[number])
        if goes_on or shaped(text.strip().lstrip("-*+ "), number) is not None or is_field(text):
            continue
        said.offer([line_above(text, number)])
        return
    if one.line - block.at < 3 and block.kind == "paragraph" and block.parent is not None:
        above = _titles_above(facts, block)
        if above is not None:
            said.offer([line_above(above.lines[-1], above.own_last)])
    _offer_below(one, block, said)
    said.offer([_said_next(block)])


def _offer_below(one: Statement, block: Block, said: Said) -> None:
    """Take the line below a lone address as its title if it surely is one, as who shares an address puts it."""
    first = MESSAGE.sub("", block.lines[0])
    if one.line == block.at and len(block.lines) > 1 and (is_address(first) or _INTRODUCES.match(first)):
        below = MESSAGE.sub("", block.lines[1])
        said.offer([line_above(below, block.at + 1) if titleness(below) == 2 and not is_field(below) else None])


def _said_next(block: Block) -> Candidate | None:
    """Take a title in title marks that the next message of a chat begins with, where an address stands in this one."""
    around = block.parent.children if block.parent is not None else []
    at = next((at for at, one in enumerate(around) if one is block), 0)
    if at and heads_message(around[at - 1].text) and at + 2 < len(around) and heads_message(around[at + 1].text):
        text = around[at + 2].text
        return candidate(quoted_title(text) or "", "title marks", around[at + 2].at) if text[:1] == "《" else None
    return None


#: A few words and a colon before an address, of which the line below says what it is of.
_INTRODUCES = lazy(r"[^:：]{1,80}[:：]\s{0,3}(?:https?://)?\S+$")


def _titles_above(facts: NoteFacts, block: Block) -> Block | None:
    """Give the paragraph directly above one, and above those between that are fields of the same paper."""
    nearest: Block | None = None
    for _ in range(_MOST_ABOVE):
        above = facts.above.get(id(block))
        if above is None and block.parent is not None and block.parent.kind == "quote":
            block = block.parent  # what is quoted stands below who or what is
            continue
        if above is None or above.kind != "paragraph" or block.first - above.last > 2 or id(above) in facts.scoped:
            break
        if numbers_in(above.text[:WINDOW]):
            break
        last = above.lines[-1]
        if not is_field(last):
            if shaped(last, above.own_last) is None:
                return above
            nearest = nearest or above  # what looks like a name may be a title, if there is no other
        block = above
    return nearest


def _offer_lead(facts: NoteFacts, scope: Scope, said: Said) -> None:
    """Offer what an item, paragraph or record begins with."""
    for block in [scope.block, *scope.block.children][:3]:
        if not block.lines or block.kind not in ("item", "paragraph", "section"):
            continue
        text = head_of(block)
        if heads_message(text) or is_imprint(text):
            continue
        if not is_field(text):
            said.offer(opening(text, block.at))
            if not numbers_in(text):
                goes_on = len(block.lines) > 1 and text == block.lines[0] and _GOES_ON.match(block.lines[1])
                said.offer([_linked(text, block.at), None if goes_on else line_above(text, block.at)])
            return


def _is_whole(found: Candidate, line: str) -> bool:
    """Say whether a marked title is all that a line has, numbering aside."""
    return len(re.sub(r"[\W\d_]+", "", found.text)) * 10 >= len(re.sub(r"[\W\d_]+", "", line)) * 9


def is_field(line: str) -> bool:
    """Say whether a line begins with a label, and a value behind it that can be one of its role."""
    bare = line.strip().lstrip("-*+> ") if line.lstrip()[:2] in ("- ", "* ", "+ ", "> ") else line.strip()
    labels = labels_in(bare)
    role = labels[0].role if labels else None
    return role is not None and role.kind != "remark" and fits(role, bare[labels[0].start : labels[0].end])


def _linked(text: str, line: int) -> Candidate | None:
    """Give the title in a line whose link goes to a page of the paper that is not the number."""
    if not links_in(text):
        return None
    found = [one for one in before_number(text, line) if one]
    best = max(found, key=lambda one: one.weight, default=None)
    # What goes on to the number's own line is said there in full.
    return best._replace(weight=best.weight - 5) if best else None


def by_link(text: str, link: FoundLink, line: int) -> Iterator[Candidate | None]:
    """Offer the text of a link, and what stands before it."""
    if not is_label(link.label):
        yield candidate(link.label, "link", line, text[link.end :].split("\n")[0].lstrip(" \t)）】]>,，:：;；.-–—|*"))
    yield from before_number(text[: link.start], line)
