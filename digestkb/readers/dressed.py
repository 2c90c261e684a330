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
from digestkb.readers.labels import Label, find_label, key
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import is_label, quoted_title
from digestkb.readers.vocabulary import Role, role_named, role_of, role_of_heading, role_of_sign, words
from digestkb.tags import says_nothing
from digestkb.tree import Block
from digestkb.tuples import NamedTuple

#: Labels without colon or emphasis: ``【作者】``, ``[Authors]``, ``:Authors:``, ``#+TITLE:``, ``key:: v``, HTML, code,
#: and those with a tab behind them.
_DRESSES = lazy(
    r"[\s>]*(?:"
    r"【(?P<brackets>[^】]{1,40})】\s{0,40}[:：]?"
    r"|(?P<opens>[(\[])?(?P<dataview>[^\W\d_][^:：*_\n\[\]]{0,40}?)\s{0,40}::(?P<closes>(?=\s|\S))"
    r"|\[(?P<page>\[)?(?P<square>[^\[\]|]{1,40})\](?(page)\])(?![\](])\s{0,40}[:：]?"
    r"|:(?P<field>[^\W\d_][^:\n]{0,40}):(?=\s)"
    r"|\#\+(?P<org>[A-Za-z_]{2,20}):"
    r"|`(?P<code>[^`]{1,40})`\s{0,40}[:：]"
    r"|(?P<tabbed>[^\W\d_][^\t:：|*_`\[\]<>]{0,40}?) {0,9}\t"
    r"|<(?P<tag>b|strong|em|i|span|p|dt)\b[^>]{0,200}>\s{0,40}(?P<html>[^<>\s](?:[^<>]{0,58}?[^<>\s])??)"
    r"\s{0,40}(?:[:：]\s{0,40})?</(?P=tag)>\s{0,40}[:：]?"
    r")\s{0,40}"
)
#: The groups of these that hold the label.
_DRESS_LABELS = ("brackets", "dataview", "square", "field", "org", "code", "tabbed", "html")
#: A known label and its value with a dash between them: ``Authors - Ada Lovelace``.
_DASHED = lazy(r"(?P<label>[^\W\d_][^:：|*_`\[\]<>\d]{0,30}?)\s{1,4}[-–—]\s{1,4}(?=\S)")
_DASHES = frozenset("-–—")
#: What may stand between two labelled values on one line.
_BETWEEN = lazy(
    r"\s{0,40}(?:[|｜·•;；‖]|<br\s{0,40}/?>|[ \u3000]{2,40}|\s[-–—]\s|,\s{1,40}|，"
    r"|(?<=\w)\.\s{1,40}|。|\s/\s|[)\]]\s{1,9}(?=[(\[][^\W\d_][^:\n]{0,40}::))\s{0,40}"
)
#: An item that is a heading, as outliners have them.
_HEADING = lazy(r"#{1,6}\s")
#: How a list ends that goes on on the next line.
_WRAPPED = lazy(r"(?:[,;，；、&]|\band|\bvà|\bund|\bet|\by)[\s*_]*$")
#: What begins with a mark that does not come again.
_OPEN_MARK = lazy(r"(?P<mark>[`\"])(?:(?!(?P=mark))[^\n])*|“[^”\n]*")
#: Before an address that ends a value, with its brackets.
_OPENS = " .,;·|–—-([（【<"
#: What every label has around or behind it, or is; in a list of people or tags there is none of these.
_LABEL_SIGN = lazy(r"[:：*_【\[<\u2190-\u2bff\U0001f000-\U0001faff]")


# --- labels of a line


class Labelled(NamedTuple):
    """A label in a line, what it means if that is known, and the columns of its value."""

    label: str
    role: Role | None
    start: int
    end: int
    marked: bool


def labels_in(line: str) -> list[Labelled]:
    """Find the labels of a line that begins with one, and of those that follow it on the same line.

    >>> [(one.label, "**Score**: 8 | **Date**: 2026".__getitem__(slice(one.start, one.end)))
    ...  for one in labels_in("**Score**: 8 | **Date**: 2026")]
    [('Score', '8'), ('Date', '2026')]
    """
    head = line[:WINDOW]
    first = _label_at(head, 0)
    if first is None:
        return []
    found = [first]
    if (first.role is not None or first.marked) and _LABEL_SIGN.search(head, first.start):
        for between in _BETWEEN.finditer(head, first.start):
            following = _label_at(head, between.end()) if between.end() >= found[-1].start else None
            if following is not None and (following.role is not None and fits(following.role, head[following.start :])):
                found[-1] = found[-1]._replace(end=between.start())
                found.append(following)
    return found


def value_behind(text: str) -> str:
    """Give the value behind a label without the dash that stands between them.

    >>> value_behind(" — RL, LLMs"), value_behind("-1.5")
    ('RL, LLMs', '-1.5')
    """
    value = text.strip()
    return value[1:].lstrip() if value[:1] in _DASHES and value[1:2].isspace() else value


def _value_of(one: Labelled, line: str) -> str:
    """Give the value behind a label; that of people and tags ends where the address of the paper stands."""
    value = value_behind(line[one.start : one.end])
    if one.role is None or one.role.kind not in ("people", "tags") or not (numbers := numbers_in(value[:WINDOW])):
        return value
    link = next((link for link in links_in(value[:WINDOW]) if link.start <= numbers[0].start < link.end), None)
    return value[: link.start if link else numbers[0].start].rstrip(_OPENS)


def _label_at(line: str, at: int) -> Labelled | None:
    dressed = _dressed_at(line, at)
    if dressed is not None:
        return dressed
    found = find_label(line, at)
    signed = None if found is not None and found.colon else role_of_sign(line, at)
    if signed is not None and _may_label(signed[0], line[signed[1] :]):
        return Labelled(line[at], signed[0], signed[1], len(line), True)
    return _labelled(found, line) if found is not None and (found.colon or found.marked) else _dashed_at(line, at)


def _labelled(found: Label, line: str) -> Labelled | None:
    """Give a label with its role, if what it means is known or emphasis sets it apart."""
    label = found.text.rstrip(":： ")
    role = role_of(label)
    if not found.marked and (role is None or "://" in label):
        return None
    if found.marked and not found.colon and (role is None or role.kind in ("text", "address", "nothing")):
        return None
    # A colon may stand within the emphasis and another one behind it.
    rest = line[found.start :]
    start = found.start + len(rest) - len(rest.lstrip(":： \t"))
    return Labelled(label, role, start, len(line), found.marked)


def _may_label(role: Role, value: str) -> bool:
    """Say whether a sign may label a value: one for an address stands directly before it, or before words for it."""
    if role.kind != "address":
        return True
    link = next(iter(links_in(value[:WINDOW])), None)
    return link is None or is_label(plain(value[: link.start]))


def _dressed_at(line: str, at: int) -> Labelled | None:
    """Read a label that its dress alone tells, without colon behind it or emphasis."""
    if not (line[at : at + 1] in "【[(:#<>`" or "::" in line[at : at + 60] or "\t" in line[at : at + 45]):
        return None
    dressed = _DRESSES.match(line, at)
    if dressed is None:
        return None
    label = next(dressed[name] for name in _DRESS_LABELS if dressed[name])
    role = role_of(label)
    if role is None and dressed["dataview"] is None and dressed["field"] is None:
        return None
    bracketed = dressed["opens"] and line.rstrip()[-1:] in ")]"
    return Labelled(label, role, dressed.end(), len(line.rstrip()) - 1 if bracketed else len(line), True)


def _dashed_at(line: str, at: int) -> Labelled | None:
    """Read a label that has a dash behind it, which is in many a sentence: before a text it may be its topic."""
    dashed = _DASHED.match(line, at)
    role = role_of(dashed["label"]) if dashed else None
    if dashed is None or role is None or role.kind in ("prose", "nothing"):
        return None
    return Labelled(dashed["label"], role, dashed.end(), len(line), False)


def _field(one: Labelled, role: Role, line: str, number: int) -> Field:
    value = _value_of(one, line)
    if role.kind == "text" and role.name == "title" and is_address(value):
        role = role_named("link")
    return Field(role, one.label, value, number, number)


# --- fields of blocks


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
    if not spoken or field.role.kind in ("address", "reference"):
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
    if role is None or role.kind in ("reference", "nothing", "address", "id"):
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
