"""What stands beside a title on its line, and below it as lines whose shape shows what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import are_people, family_names, split_people
from digestkb.readers.agreement import agree
from digestkb.readers.beside import Beside, beside, is_one_name, is_sole_word_name
from digestkb.readers.candidates import Candidate
from digestkb.readers.facts import NoteFacts
from digestkb.readers.fields import Field, is_address
from digestkb.readers.metadata import metadata
from digestkb.readers.prose import is_unsaid
from digestkb.readers.said import Said, fields_beside
from digestkb.readers.scan import WINDOW, links_in
from digestkb.readers.shaped import are_activities, shaped, venue_year
from digestkb.readers.subject import Scope
from digestkb.readers.vocabulary import role_named
from digestkb.tree import Block

#: In Chinese, clauses of a remark are as short as names.
_PEOPLE_FIRST = lazy(r"\W{0,40}(?P<people>[^—–|·:。\u3400-\u9fff]{5,200}?)\s{1,9}[—–|·-]\s{1,9}(?P<text>\S.*)")
#: So many families alone may be things, in a line below a title.
_FEWEST_FAMILIES = 2
#: A title is broken over no more lines than this.
_TALLEST = 3


def read_head(facts: NoteFacts, scope: Scope, blocks: list[Block], said: Said) -> None:
    """Read the lines below a title whose shape shows what they are, up to the first that is prose."""
    best = said.best
    titles = {one.line: one for one in _restated(facts, said, best)}
    _read_heading(facts, blocks, best, said)
    directly = True
    for block, number in _head_lines(blocks, said, best):
        line = block.lines[number - block.at]
        if number in titles:
            _read_beside(facts, block, number, titles[number], said)
            continue
        found = _shown(facts, block, number)
        if directly and not is_address(line):
            found, directly = _directly_below(facts, line, number, found, said), False
        if found is None and any(one.line == number for one in scope.statements):
            _read_behind(facts, line, number, scope, said)
            continue
        if found is None:
            _read_people_first(line, number, said)
            break
        said.consumed.add(number)
        said.fields.extend(found)


def _head_lines(blocks: list[Block], said: Said, best: Candidate | None) -> Iterator[tuple[Block, int]]:
    """Yield the first lines of items and paragraphs that say something yet unread, each with its block."""
    if best is not None and best.place == "behind":
        said.consumed.discard(best.line)  # a label before the number labels nothing of what is behind it
    # Above a heading stands what leads elsewhere.
    top = best.line if best is not None and best.place in ("heading", "note heading") else 0
    spoken = (b for b in blocks if b.kind in ("item", "paragraph") and b.at > top)
    lines = ((b, n) for b in spoken for n in range(b.at, b.own_last + 1))
    for block, number in islice(lines, 24):
        unread = number not in said.consumed and number not in said.rests
        if unread and not is_unsaid(block.lines[number - block.at]):
            yield block, number


def _directly_below(
    facts: NoteFacts, line: str, number: int, found: list[Field] | None, said: Said
) -> list[Field] | None:
    """Read one name directly below a title if other papers of the note have their people there; remember who does."""
    if any(one.role.name == "authors" and len(one.people()) > 1 for one in found or ()):
        facts.people_at.add("below")
    families = family_names(line) if found is None and not are_activities(line) else ()
    if len(families) > _FEWEST_FAMILIES and all(name[0].isupper() for name in families):
        return [Field(role_named("authors"), "", line, number, number, families)]
    if found is not None or not (is_one_name(plain(line)) or is_sole_word_name(plain(line))):
        return found
    if "below" in facts.people_at:
        return [Field(role_named("authors"), "", line, number, number)]
    said.lone.add("below")
    return None


def _read_people_first(line: str, number: int, said: Said) -> None:
    """Read the people that the text below a title begins with: *Ada B, Carl D — saves memory*."""
    match = _PEOPLE_FIRST.match(line)
    if match is not None and are_people(plain(match["people"])):
        people = split_people(plain(match["people"]))
        said.fields.append(Field(role_named("authors"), "", match["people"], number, number, people))
        said.rests[number] = match["text"]


def _read_heading(facts: NoteFacts, blocks: list[Block], best: Candidate | None, said: Said) -> None:
    """Read the venue and year beside a title that is a heading; a day there is when it was read."""
    heading = next(
        (
            b
            for b in blocks
            if best is not None and b.kind in ("section", "details") and b.lines and b.first == best.line
        ),
        None,
    )
    if best is None or heading is None:
        return
    found = beside(heading.text, best.text, facts.document.day_first)
    if found.published and not found.published.day:
        said.fields.extend(fields_beside(Beside(published=found.published), best.line))


def _shown(facts: NoteFacts, block: Block, number: int) -> list[Field] | None:
    """Read a line whose shape shows what it is."""
    line = block.lines[number - block.at]
    return shaped(line, number) or _one_name(facts, block, number) or _metadata(facts, line, number)


def _restated(facts: NoteFacts, said: Said, best: Candidate | None) -> Iterator[Candidate]:
    """Yield the title at each line on which it stands, as it may be stated at the top and once more below."""
    if best is None:
        return
    for one in said.candidates:
        if one.line and agree(one.text, best.text) and one.text in plain(facts.lines[one.line - 1][:WINDOW]):
            yield one
    yield best


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _metadata(facts: NoteFacts, line: str, number: int) -> list[Field] | None:
    """Read a line of people, venue and date; what is behind them on the line goes with it."""
    found = metadata(line, facts.document.day_first)
    return None if found is None else fields_beside(found, number)


def _one_name(facts: NoteFacts, block: Block, number: int) -> list[Field] | None:
    """Read a line that is one name, if what stands below it shows that it is in the place of people."""
    line, below = block.lines[number - block.at], block.lines[number - block.at + 1 : number - block.at + 2]
    if number > block.at and below and is_one_name(plain(line)) and shaped(below[0], number + 1) is not None:
        return [Field(role_named("authors"), "", line, number, number)]
    return None


def _read_beside(facts: NoteFacts, block: Block, first: int, title: Candidate, said: Said) -> None:
    """Read the people, venue, year and tags beside a title on its line, or behind it on the lines it goes on."""
    lines = block.lines[first - block.at :]
    words = _words(title.text)
    height = next((n for n in range(1, _TALLEST + 1) if words in _words(plain(" ".join(lines[:n])))), 1)
    found = beside(" ".join(lines), title.text, facts.document.day_first) if title.place == "citation" else Beside()
    if found.published and found.text is None:
        height = len(lines)  # where and when it appeared may take more lines
    else:
        found = beside(" ".join(lines[:height]), title.text, facts.document.day_first, "beside" in facts.people_at)
    if len(found.people) > 1:
        facts.people_at.add("beside")
    if found.lone:
        said.lone.add("beside")
    said.fields.extend(fields_beside(found, first))
    said.rests.update(dict.fromkeys(range(first, first + height - 1), ""))
    said.rests[first + height - 1] = found.text or ""


def _read_behind(facts: NoteFacts, line: str, number: int, scope: Scope, said: Said) -> None:
    """Read the venue and year that stand behind the number of an item whose title is on another line."""
    if not scope.key:
        return
    own = [link.end for link in links_in(line[:WINDOW]) if scope.key in link.url]
    behind = line[own[-1] :] if own else line[:WINDOW].rpartition(scope.key)[2]
    date = venue_year(behind, facts.document.day_first)
    if date is not None and scope.block.kind in ("item", "paragraph", "record"):
        said.fields.append(Field(role_named("published"), "", str(date), number, number, (), True))
