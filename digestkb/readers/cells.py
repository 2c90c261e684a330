"""What may be the title in a row of a table: by the head of its column, by the link to the number, by its shape."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Set
from functools import lru_cache

from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers.before import links_as_texts
from digestkb.readers.candidates import Candidate, candidate, titleness
from digestkb.readers.keyed import ASIDE
from digestkb.readers.openings import BOLD_START
from digestkb.readers.scan import MOST_CELLS, WINDOW, links_in, numbers_in
from digestkb.readers.titles import is_label, reads_as_title
from digestkb.readers.trimming import clean_title
from digestkb.readers.vocabulary import role_of, stem_of
from digestkb.tree import Block
from digestkb.tuples import NamedTuple

#: Where a title ends within a cell that goes on with a text.
_CELL_END = lazy(
    r"\s{1,40}[-–—]\s{1,40}(?=\S)|\s{0,40}<br\s{0,40}/?>|\s{2,40}(?=[A-Z\[\u3400-\u9fff])|(?<=\*\*)\s{0,40}[:：]?\s{1,40}(?=\S)|\s[●•]\s"
    r"|\s{1,9}(?=:[a-z][a-z0-9_+-]{2,30}:)"
)
#: Badges and other pictures before a title.
_PICTURES = lazy(
    r"(?:\[?!\[[^\[\]]{0,200}\]\([^()]{0,500}\)(?:\]\([^()]{0,500}\))?\s{0,40}(?:<br\s{0,9}/?>\s{0,40}){0,3})+"
)
#: A cell of which all is stressed or quoted.
_STRESSED_CELL = lazy(r"(?P<mark>[*_]{1,2}|[\"“])[^*_\"“”]{8,300}(?:(?P=mark)|”)")
#: The verbs with which descriptions begin that leave their subject out.
_PREDICATE = lazy(
    r"\s{1,4}(?=(?:(?:Introduc|Propos|Present|Describ|Stud|Explor|Show|Develop|Investigat|Demonstrat|Releas|Provid|Examin"
    r"|Analyz|Combin|Leverag|Improv|Achiev|Us|Appli|Train|Find|Discuss|Outlin|Survey|Review|Evaluat|Offer|Enabl|Address"
    r"|Argu|Build|Creat|Discover|Report|Reveal|Summariz|Surpass|Test|Unifi|Aim|Claim|Compar|Extend|Generat|Incorporat"
    r"|Integrat|Perform|Suggest|Tackl|Learn|Implement|Identif|Formaliz|Establish|Conduct|Adapt)(?:es|ies|s)\s"
    r"|(?:This|The|In this|These)\s(?:paper|work|study|survey|model|report|article|new|authors)|We\s[a-z]+"
    r"|An?\s(?:new|novel)\s"
    r"|Researchers\s|In this\s|A\s[a-z]+\s(?:for|that|to|of|on|which|by)\s))"
)


def cell_title(cell: str) -> tuple[str, str]:
    """Give the title that a cell begins with, and the text behind it.

    >>> cell_title("1) **Foo Bar** - does x and y"), cell_title("Foo Bar  This paper introduces a way")
    (('Foo Bar', 'does x and y'), ('Foo Bar', 'This paper introduces a way'))
    """
    text = re.sub(r"^(?:\d{1,3}[.)、]|\(\d{1,3}\)|\[\d{1,3}\])\s*", "", cell.strip())
    pictures = _PICTURES.match(text) if "![" in text else None
    text = text[pictures.end() :] if pictures else text
    bold = BOLD_START.match(text)
    if bold and not is_label(bold["name"]):
        rest = text[bold.end() :]
        if not rest.strip(" *-–—:.") or re.match(r"\s*(?:[-–—:：|,]|<br|\s)", rest):
            return clean_title(bold["name"]), rest.lstrip(" *-–—:：|,.").removeprefix("<br>").strip()
    ends = [m for p in (_CELL_END, _PREDICATE) for m in [p.search(text, 2)] if m and m.start() <= 200]
    for match in sorted(ends, key=lambda m: m.start()):
        head = clean_title(links_as_texts(text[: match.start()]))
        if head and not is_label(head):
            return head, text[match.end() :].strip()
    return clean_title(links_as_texts(text)), ""


def _column(head: str) -> str:
    """Say what a column has by its head; nothing if that does not tell."""
    role = role_of(head) or role_of(ASIDE.sub("", head))
    # A column called «name» or «model» has names, and «title» and «paper» are in heads of more words too.
    name = stem_of("column", head) or ""
    return name if role is None or name == "name" else role.name


def common_cells(table: Block) -> Set[str]:
    """Give what stands in rows about several papers."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for row in table.children:
        for own in numbers_in(row.text[:WINDOW])[:1]:
            for cell in row.cells[:MOST_CELLS]:
                numbers[cell].add(own.id.number)
    return {cell for cell, of in numbers.items() if len(of) > 1}


class _Cell(NamedTuple):
    """What a cell says where it has not the number: its column, the title that it begins with, the text behind it."""

    column: str
    title: str
    rest: str
    offered: Candidate | None


def in_row(
    cells: tuple[str, ...], heads: tuple[str, ...], number: str, line: int, common: Callable[[], Set[str]] = frozenset
) -> Iterator[Candidate | None]:
    """Yield what may be the title in a row: by the head of its column, by the link, by its shape.

    What is ``common`` to rows about several papers is the title of none, unless the head of its column says so.
    """
    cells = cells[:MOST_CELLS]
    at = next((n for n, cell in enumerate(cells) if number and number in cell), -1)
    for n, one in enumerate(_read(cells, heads[:MOST_CELLS], line)):
        if one is not None and n == at and one.column != "title":
            yield _beside_number(cells[n], number, one.title, line, one.rest)
        elif one is not None and not (one.offered and one.offered.place != "column" and cells[n] in common()):
            yield one.offered


@lru_cache(maxsize=16)  # each number of a row asks about all of its cells
def _read(cells: tuple[str, ...], heads: tuple[str, ...], line: int) -> tuple[_Cell | None, ...]:
    """Read cells whichever of them has the number; none is said of one without a title."""
    return tuple(_read_cell(cell, heads[n] if n < len(heads) else "", line, not n) for n, cell in enumerate(cells))


def _read_cell(cell: str, head: str, line: int, first: bool) -> _Cell | None:
    title, rest = cell_title(cell)
    if not title or numbers_only(cell):
        return None
    column, found = _column(plain(head)), None
    if column == "title":
        found = candidate(title, "column", line, rest)
    elif column == "name":
        found = candidate(title, "line above", line, rest)
    elif not column and title.count(",") < 3 and not re.search(r"[.。!！]$|[。；]", title) and _may_ask(title):
        found = candidate(title, "cell", line, rest)
        # The longest cell of words is the likeliest; of values of a word or two, the first.
        short = 0 if first or len(title.split()) > 2 else 5
        found = found._replace(weight=found.weight - 20 - short + min(len(title), 80) // 4) if found else None
    if found is None and _STRESSED_CELL.fullmatch(cell.strip()) and titleness(title) == 2:
        found = candidate(title, "bold", line)  # a title in italics, though the column is called «description»
    return _Cell(column, title, rest, found)


def _may_ask(title: str) -> bool:
    """Say whether a text is no question, or one in capitals as titles have them."""
    return title[-1:] not in ("?", "？") or reads_as_title(title)


def _beside_number(cell: str, number: str, title: str, line: int, rest: str) -> Candidate | None:
    """Weigh what stands in the cell of the number: the text of its link, or what a cell without one begins with."""
    link = next((one for one in links_in(cell) if number in one.url or number in one.label), None)
    if link is None:
        return candidate(title, "before", line, rest) if len(title.split()) <= 40 else None
    return None if is_label(link.label) else candidate(link.label, "link", line, rest)


def numbers_only(cell: str) -> bool:
    """Say whether a cell is nothing but numbers, addresses and words for them."""
    return is_label(plain(cell))
