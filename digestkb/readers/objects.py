"""Papers as data in a note, as programs and services give them: objects of JSON, items of YAML, rows of CSV.

Each is read as an entry of BibTeX is: which lines it spans, and what it says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from digestkb.frontmatter import front_matter_fields
from digestkb.latex import escape
from digestkb.patterns import lazy
from digestkb.readers.bibtex import Entry
from digestkb.readers.fields import YEAR
from digestkb.readers.vocabulary import is_any_date, role_of_key
from digestkb.records import Span

_OBJECT = lazy(r"\{\s{0,40}\"|\{\s{0,40}$", re.MULTILINE)
_FENCE = "```"
_FENCED = lazy(r"[ \t]*(?P<fence>```+|~~~+)[ \t]*(?P<info>\w*)")
_ITEM = lazy(r"(?P<indent>[ \t]{0,40})-[ \t]{1,9}(?=\S)")
#: What parts the cells of a table, by what its fence is called.
_DELIMITERS = {"csv": ",", "tsv": "\t"}
#: What stands within another is looked at as well, but for so many objects without a title no longer.
_MOST_UNTITLED = 40
#: Nobody indents further, and front matter is no longer, in lines.
_DEEPEST, _LONGEST_FRONT = 1000, 2000
#: So many lines tell whether they are rows.
_TOLD = 8
#: The heads of a table's columns are no longer, in characters.
_WIDEST = 4000
#: Longer texts are no note's.
_LONGEST = 2_000_000
#: A text has so many blanks at least; what has fewer is a name or a value.
_FEWEST_BLANKS = 5
#: The fields of BibTeX that the roles of keys mean.
_FIELDS = {
    "title": "title",
    "authors": "author",
    "published": "date",
    "date": "date",
    "tags": "keywords",
    "summary": "abstract",
    "id": "eprint",
    "link": "url",
    "venue": "journal",
    "resource": "resource",
    "remark": "annote",
}
#: ... and what keys mean that as labels in a text would mean nothing.
_OF_KEYS = {"note": "annote"}
_BETWEEN = {"author": " and ", "keywords": ", "}


def find_objects(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the objects that have a title and somebody or an address beside it, as entries with BibTeX's fields.

    >>> lines = ["```json", '[{"title": "Wet Paint", "authors": ["Ada B"],', ' "arxiv": "2406.01234"}]', "```"]
    >>> [(one.title, one.authors, one.fields["eprint"], one.span) for one in find_objects(lines)]
    [('Wet Paint', ('Ada B',), '2406.01234', Span(first=2, last=3))]
    >>> list(find_objects(["```json", '{"model": "llama", "title": "x"}', "```"]))
    []
    """
    if lines and lines[0].rstrip() == "---":
        yield from _of_front_matter(lines)
    text = "\n".join(lines)
    is_fenced = _FENCE in text or "~~~" in text
    if len(text) > _LONGEST:
        return
    if delimiter := _delimiter(lines[0] if lines else "", lines[1:_TOLD]):
        yield from _of_rows(list(lines), 1, delimiter)
    if not (is_fenced or text.lstrip()[:1] in ("{", "[")):
        return
    yield from _of_json(text)
    for language, first, fenced in _fences(lines) if is_fenced else ():
        if language in _DELIMITERS:
            yield from _of_rows(fenced, first, _DELIMITERS[language])
        elif language in ("yaml", "yml"):
            yield from _of_items(fenced, first)


def _fences(lines: Sequence[str]) -> Iterator[tuple[str, int, list[str]]]:
    """Yield what stands in fences: its language, the line that it begins on, and its lines."""
    opened: re.Match[str] | None = None
    first = 0
    for number, line in enumerate(lines, start=1):
        fence = _FENCED.match(line)
        if fence is None:
            continue
        if opened is None:
            opened, first = fence, number + 1
        elif fence["fence"].startswith(opened["fence"]) and not fence["info"]:
            yield opened["info"].lower(), first, list(lines[first - 1 : number - 1])
            opened = None


def _delimiter(line: str, below: Sequence[str]) -> str:
    r"""Give what parts the heads of columns in the first line of a table without a fence, of papers; else nothing.

    >>> _delimiter("Title,Authors,Link", ["Walls,Ida,https://a.org"]), _delimiter("Title, link: how I keep notes", [""])
    (',', '')
    """
    for delimiter in ",;\t":
        heads = [role_of_key(head.strip(" \"'\ufeff")) for head in line.split(delimiter)] if len(line) < _WIDEST else []
        roles = {role.name for role in heads if role is not None}
        told = "title" in roles and not roles.isdisjoint(("authors", "id", "link"))
        if told and _are_rows(below, delimiter, len(heads)):
            return delimiter
    return ""


def _are_rows(lines: Sequence[str], delimiter: str, columns: int) -> bool:
    """Say whether lines are rows of a table with so many columns; a cell may hold line breaks."""
    import csv  # loaded where there is such text

    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row][:-1] or [lines[0].split(delimiter)]
        return all(len(row) == columns for row in rows)
    except (csv.Error, IndexError):
        return False


def _of_rows(lines: list[str], first: int, delimiter: str) -> Iterator[Entry]:
    """Yield the rows of a table whose first one says what its columns are.

    >>> lines = ["title,authors,arxiv", '"Wet Paint, Dry",Ada B; Carl D,2406.01234']
    >>> [(one.title, one.authors, one.span.first) for one in _of_rows(lines, 7, ",")]
    [('Wet Paint, Dry', ('Ada B', 'Carl D'), 8)]
    """
    import csv  # loaded where there is such text

    rows = csv.reader(lines, delimiter=delimiter)
    try:
        heads = next(rows, [])
        at = rows.line_num
        for row in rows:
            span, at = Span(first + at, first + rows.line_num - 1), rows.line_num
            yield from _entry(dict(zip(heads, row, strict=False)), span)
    except csv.Error:
        return  # what is left is no table


def _of_items(lines: list[str], first: int) -> Iterator[Entry]:
    """Yield the mappings of the outermost list of YAML, or the one that it is.

    >>> lines = ["papers:", "- title: Wet Paint", "  authors: [Ada B]", "- title: Dry", "  url: https://a.org/b"]
    >>> [(one.title, one.span) for one in _of_items(lines, 1)]
    [('Wet Paint', Span(first=2, last=3)), ('Dry', Span(first=4, last=5))]
    """
    listed = lines and any(map(_ITEM.match, lines[:2]))
    for start, end in _items_of(lines) if listed else [(0, len(lines))]:
        own = [_ITEM.sub(lambda item: " " * len(item[0]), lines[start], count=1), *lines[start + 1 : end]]
        last = max((n for n, line in enumerate(own) if line.strip()), default=0)
        told = {name: value for name, value, _ in front_matter_fields(own)}
        yield from _entry(told, Span(first + start, first + start + last))


def _items_of(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where the items of the outermost lists begin and end: at the next one, or at what is indented no more."""
    start, indent = -1, _DEEPEST
    for number, line in enumerate([*lines, "."]):
        item = _ITEM.match(line)
        begins = item is not None and len(item["indent"]) <= indent
        ends = bool(line.strip()) and _indent(line) <= indent
        if start >= 0 and ends:
            yield start, number
            start, indent = -1, _DEEPEST if item is None else indent
        if item is not None and begins:
            start, indent = number, len(item["indent"])


def _of_front_matter(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the papers that front matter lists with their authors; what it says by itself is the note's.

    >>> lines = ["---", "title: Mine", "papers:", "  - title: Dry", "    authors: Ada B", "tags: x", "---"]
    >>> [(one.title, one.span) for one in _of_front_matter(lines)]
    [('Dry', Span(first=4, last=5))]
    """
    end = next((n for n, line in enumerate(lines[1:_LONGEST_FRONT], start=1) if line.rstrip() == "---"), 0)
    for start, after in _items_of(lines[:end]) if end > 1 else ():
        listed = _of_items([line[_indent(lines[start]) :] for line in lines[start:after]], start + 1)
        yield from (one for one in listed if "author" in one.fields)  # without, it is a list of links


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _entry(told: Mapping[str, Any], span: Span) -> Iterator[Entry]:
    """Yield an entry if it has a title, and somebody or an address beside it."""
    fields = _fields(told)
    if "title" in fields and len(fields) > 1 and not fields.keys().isdisjoint(("author", "url", "eprint")):
        yield Entry(span, "", fields)


def _of_json(text: str) -> Iterator[Entry]:
    """Yield the objects of JSON."""
    decoder = json.JSONDecoder()
    at, untitled = 0, 0
    while untitled < _MOST_UNTITLED and (begins := _OBJECT.search(text, at)) is not None:
        at = begins.end() - 1
        try:
            found, end = decoder.raw_decode(text, begins.start())
        except (ValueError, RecursionError):
            found, end = {}, at
        first = text.count("\n", 0, begins.start()) + 1
        entry = next(_entry(found, Span(first, first + text.count("\n", begins.start(), end))), None)
        if entry is not None:
            yield entry
            at = end
        else:
            untitled += 1


def _fields(found: Mapping[str, Any]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for key, value in found.items():
        role = role_of_key(key)
        name = _FIELDS.get(role.name) if role is not None else _OF_KEYS.get(key.lower())
        name = "noted" if role is not None and role.name == "date" and not is_any_date(key) else name
        written = _written(name, value) if name and name not in fields else ""
        if name and written:
            fields[name] = written
    if "abstract" not in fields and "annote" not in fields and (told := _told(found)):
        fields["annote"] = escape(told)
    year = YEAR.search(fields.get("journal", ""))
    return {"date": year[0], **fields} if year else fields


def _told(found: Mapping[str, Any]) -> str:
    """Give the longest text of several words by a key that means nothing elsewhere: what somebody says of a paper.

    >>> _told({"blurb": "Walls that dry by themselves, in a day.", "slug": "wet-paint", "family": "walls of brick"})
    'Walls that dry by themselves, in a day.'
    """
    texts = (value for key, value in found.items() if isinstance(value, str) and role_of_key(key) is None)
    return max((text for text in texts if text.count(" ") >= _FEWEST_BLANKS), key=len, default="")


def _written(name: str, value: Any) -> str:
    """Write a value as BibTeX has it: people with ``and`` between them, also where each is an object with a name."""
    parts = value if isinstance(value, list) else [value]
    texts = [_named(part) if isinstance(part, dict) else str(part) for part in parts if part]
    if name == "author" and not isinstance(value, list):
        texts = re.split(r",\s|;\s?| and ", "".join(texts))
    between = _BETWEEN.get(name, " ")
    return between.join(text if name in ("url", "eprint", "resource") else escape(text) for text in texts if text)


def _named(part: Mapping[str, Any]) -> str:
    """Give the name or the day that an object is, as CSL has them.

    >>> _named({"family": "Bee", "given": "Ada"}), _named({"literal": "Acme"}), _named({"date-parts": [[2017, 6]]})
    ('Bee, Ada', 'Acme', '2017-06')
    """
    days = part.get("date-parts") or part.get("raw")
    if days:
        first = days[0] if isinstance(days, list) else [days]
        return "-".join(f"{number:>02}" for number in map(str, first if isinstance(first, list) else [first]))
    family, given = (str(part.get(key) or "") for key in ("family", "given"))
    return str(part.get("name") or part.get("literal") or ", ".join(filter(None, (family, given))))
