"""What a row of a table says of its paper, by the heads of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers.beside import Beside, beside
from digestkb.readers.candidates import Candidate
from digestkb.readers.cells import cell_title, in_row
from digestkb.readers.facts import NoteFacts
from digestkb.readers.fields import YEAR, Field
from digestkb.readers.keyed import fields_of_row
from digestkb.readers.said import Said, fields_beside, issued
from digestkb.readers.scan import WINDOW, links_in
from digestkb.readers.subject import Scope
from digestkb.readers.titles import is_label
from digestkb.readers.trimming import CITED_AS, clean_title
from digestkb.readers.vocabulary import role_named, stem_of
from digestkb.records import Passage
from digestkb.tags import says_nothing
from digestkb.tree import Block

_IN_BRACKETS = lazy(r"[(（][^()（）]{2,100}[)）]")
_PARTS = lazy(r"<br\s*/?>\W*$")


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
            yield from issued(facts, one)


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
