"""Labelled values in any dress: one parser finds them in the lines, rows and headings of a scope.

What a label means stands in one vocabulary (:mod:`digestkb.readers.vocabulary`); a value that cannot be one of its role
(:func:`digestkb.readers.fields.fits`) is text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.people import are_people
from digestkb.readers.citation import citation
from digestkb.readers.fields import WINDOW, Field, fits, is_address, role_fitting
from digestkb.readers.labelled import Labelled, labels_in, value_of
from digestkb.readers.labels import key
from digestkb.readers.scan import numbers_in
from digestkb.readers.titles import quoted_title
from digestkb.readers.vocabulary import Role, role_named, role_of, role_of_heading, words
from digestkb.tags import says_nothing
from digestkb.tree import Block

#: An item that is a heading, as outliners have them.
_HEADING = lazy(r"#{1,6}\s")
#: How a list ends that goes on on the next line.
_WRAPPED = lazy(r"(?:[,;，；、&]|\band|\bvà|\bund|\bet|\by)[\s*_]*$")
#: What begins with a mark that does not come again.
_OPEN_MARK = lazy(r"(?P<mark>[`\"])(?:(?!(?P=mark))[^\n])*|“[^”\n]*")


def _field(one: Labelled, role: Role, line: str, number: int) -> Field:
    value = value_of(one, line)
    if role.kind == "text" and role.name == "title" and is_address(value):
        role = role_named("link")
    return Field(role, one.label, value, number, number)


def fields_of(blocks: Sequence[Block]) -> list[Field]:
    """Find the labelled values in the blocks of one scope, in the order of the note."""
    inside = {id(block) for block in blocks}
    found: list[Field] = []
    done: set[int] = set()
    for at, block in enumerate(blocks):
        if id(block) in done:
            continue
        if _is_heading(block):
            found.extend(_of_heading(block, inside, done))
        elif block.kind in ("paragraph", "item", "definition"):
            found.extend(_of_lines(block, blocks, at, done))
        elif block.kind == "table":
            found.extend(_of_table(block, done))
    return found


def _is_heading(block: Block) -> bool:
    """Say whether a block is one with a heading; in outliners a label is the heading of an item."""
    if block.kind == "item":
        return bool(_HEADING.match(block.lines[0])) and len(block.lines) == 1 and _role_of(block) is not None
    return block.kind in ("section", "details", "quote") and bool(block.lines)


def _of_lines(block: Block, blocks: Sequence[Block], at: int, done: set[int]) -> Iterator[Field]:
    """Read the labelled lines of a paragraph or item; a prose value goes on to the next label."""
    prose: Field | None = None  # or a list that goes on behind a comma
    for number, line in enumerate(block.lines, block.at):
        labelled = _on_line(line, number)
        if not labelled:
            if prose is not None and not _goes_on(prose):
                yield prose
                prose = None
            prose = _continued(prose, line, number)
            continue
        if prose is not None:
            yield prose
        *before, last = labelled
        yield from _that_speak(before)
        prose = _opened(last, number)
        if last is not None and not last.value.strip("*_ ") and number == block.own_last:
            prose = None
            yield from _below(last, block, blocks, at, done)
        elif prose is None:
            yield from _that_speak([last])
    if prose is not None and prose.value:
        yield prose


def _opened(last: Field | None, number: int) -> Field | None:
    """Give the last field of a line if it may go on on the next one: it is prose, or a list that ends in a comma."""
    if last is None or not _goes_on(last):
        return None
    return last if last.value or last.role.kind != "prose" else last._replace(line=number + 1, last=number + 1)


def _goes_on(one: Field) -> bool:
    if one.role.kind in ("people", "tags"):
        return _WRAPPED.search(one.value) is not None
    # A title in a code span or quotes ends where these do.
    return one.role.kind == "prose" or (one.role.name == "title" and _OPEN_MARK.fullmatch(one.value) is not None)


def _on_line(line: str, number: int) -> list[Field | None]:
    """Give the fields of a line, ``None`` for a label that nobody knows."""
    found: list[Field | None] = []
    for one in labels_in(line):
        value, role = line[one.start : one.end], one.role
        if role is not None and not fits(role, value):
            role = role_fitting(one.label, value)
        if one.role is None or role is not None:
            found.append(None if role is None else _field(one, role, line, number))
    return found


def _that_speak(fields: Iterable[Field | None]) -> Iterator[Field]:
    """Yield the fields; one that says nothing is no text all the same."""
    for field in fields:
        if field is not None:
            yield field._replace(role=role_named("about")) if says_nothing(field.value) else field


def _continued(prose: Field | None, line: str, number: int) -> Field | None:
    if prose is None or not line.strip():
        return prose
    return prose._replace(value=f"{prose.value}\n{line}".lstrip("\n"), last=number)


def _below(field: Field, block: Block, blocks: Sequence[Block], at: int, done: set[int]) -> Iterator[Field]:
    """Find the value of a label that stands alone: the items below it, or the paragraph or list behind it."""
    content: list[Block] = []
    if block.kind == "item":
        content = block.children
    elif block.kind == "paragraph" and at + 1 < len(blocks) and blocks[at + 1].parent is block.parent:
        following = blocks[at + 1]
        if following.kind == "item" and following.parent is not None:
            siblings = following.parent.children
            content = list(takewhile(lambda one: one.kind == "item", siblings[siblings.index(following) :]))
        elif following.kind == "quote" or (following.kind == "paragraph" and not labels_in(following.lines[0])):
            content = [following]
    found = _with_content(field, content, done)
    if found is not None:
        yield found


def _with_content(field: Field, content: Sequence[Block], done: set[int]) -> Field | None:
    """Give a field the text of blocks as its value, if that can be one; prose has that of the first."""
    flat = [block for top in content for block in top.walk()]
    spoken = _spoken(field, flat)
    if not spoken or field.role.kind in ("address", "reference", "remark"):
        return None
    texts = [" ".join(block.lines) for block in spoken]
    prose = field.role.kind == "prose"
    if not fits(field.role, ("\n" if prose else ", ").join(texts)):
        return None
    if prose:
        first = spoken[0]
        return field._replace(value="\n".join(first.lines), line=first.at, last=first.own_last)
    done.update(id(block) for block in flat)
    values = tuple(texts) if len(texts) > 1 and field.role.kind in ("tags", "people") else ()
    return field._replace(value=", ".join(texts), values=values, last=max(block.own_last for block in flat))


def _spoken(field: Field, blocks: Sequence[Block]) -> list[Block]:
    """Give the blocks that hold the values of a label: below a paragraph of people stands where they are from."""
    spoken = [block for block in blocks if block.kind in ("item", "paragraph")]
    told = field.role.kind == "people" and spoken and spoken[0].kind == "paragraph" and are_people(spoken[0].text)
    return spoken[:1] if told else spoken


def _of_heading(block: Block, inside: set[int], done: set[int]) -> Iterator[Field]:
    """Read a section, details or a callout whose heading is a label."""
    label = block.lines[0].lstrip("# ")
    role = _role_of(block)
    if role is None:
        yield from _within_heading(block)
    if role is None or role.kind in ("reference", "remark", "nothing", "address", "id"):
        return
    content = [child for child in block.children if child.kind != "section" and id(child) in inside]
    if role.kind == "text" and not _is_one_value(content):
        return
    if role.kind == "prose":
        content = [child for child in content if not _only_address(child) and not _cites(child)][:1]
    found = _with_content(Field(role, label, "", block.first, block.first), content, done)
    if found is not None:
        yield found


def _role_of(block: Block) -> Role | None:
    """Give the role of a heading, or of the kind of a callout."""
    if quoted_title(block.lines[0]):
        return None  # «Resumen de "Redes"» heads a note about it
    role = role_of_heading(plain(block.lines[0]))
    return role_of(block.marker) if role is None and block.marker and block.kind != "section" else role


def _within_heading(block: Block) -> Iterator[Field]:
    """Read a heading that is a whole field, as HackMD has its tags; a title is one as well."""
    told = _that_speak(_on_line(block.lines[0], block.first)) if block.kind == "section" else ()
    yield from (one for one in told if one.role.kind in ("tags", "people", "date"))


def _is_one_value(content: Sequence[Block]) -> bool:
    return len(content) == 1 and not (len(content[0].lines) > 1 and labels_in(content[0].lines[0]))


def _cites(block: Block) -> bool:
    """Say whether a block begins with a line that cites the paper by its number."""
    line = block.lines[0][:WINDOW] if block.lines else ""
    return bool(numbers_in(line)) and citation(line) is not None


def _only_address(block: Block) -> bool:
    return block.kind in ("item", "paragraph") and is_address(block.text)


def has_labels(table: Block) -> bool:
    """Say whether a table has two columns, the first with labels, so that it is about one thing."""
    return bool(_labelled_rows(table))


def _of_table(table: Block, done: set[int]) -> Iterator[Field]:
    """Read a table of two columns whose first has labels."""
    for row, role in _labelled_rows(table):
        value = row.cells[1]
        if not says_nothing(value) and fits(role, value):
            yield _field(Labelled(row.cells[0], role, 0, len(value), True), role, value, row.first)


def _labelled_rows(table: Block) -> list[tuple[Block, Role]]:
    """Give the rows of a table with the roles of their labels; the row above the rule is one of them."""
    rows = [row for row in table.children if len(row.cells) == 2]
    if len(rows) != len(table.children):
        return []
    if rows and key(rows[0].cells[1]) in words("head"):
        rows = rows[1:]
    known = [(row, role) for row in rows if (role := role_of(plain(row.cells[0]))) is not None]
    return known if len(known) * 2 >= len(rows) and len(known) > 1 else []
