"""Records of RIS and EndNote in a note, as reference managers export them: which lines each spans, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digestkb.latex import escape, escape_all
from digestkb.patterns import lazy
from digestkb.readers.bibtex import Entry
from digestkb.records import Span

_LINE = lazy(r"(?:[\s>]{0,20}|\s{0,9}[-*+] )(?:(?P<tag>[A-Z][A-Z0-9]) {1,2}- ?|(?P<sign>%[0A-Z])(?:\s|$))(?P<value>.*)")
#: What EndNote calls a kind of record.
_KIND = lazy(r"[A-Z][a-z]{2,20}(?:\s[A-Z][a-z]{2,20}){0,2}\s*")
#: What a record begins with: in RIS, and in the files of EndNote.
BEGINS = ("TY  -", "%0 ")
#: The fields of BibTeX that the tags mean; of tags for the same field, what comes first counts.
_FIELDS = {
    **dict.fromkeys(("TI", "T1"), "title"),
    **dict.fromkeys(("AU", "A1"), "author"),
    **dict.fromkeys(("PY", "Y1", "DA"), "date"),
    **dict.fromkeys(("AB", "N2"), "abstract"),
    **dict.fromkeys(("JO", "JF", "JA", "T2"), "journal"),
    "KW": "keywords",
    "UR": "url",
    "DO": "doi",
    "ID": "key",
    "PB": "publisher",
    "N1": "annote",
    "AN": "eprint",
    "%T": "title",
    "%A": "author",
    "%D": "date",
    "%X": "abstract",
    **dict.fromkeys(("%J", "%B"), "journal"),
    "%K": "keywords",
    "%U": "url",
    "%R": "doi",
    "%I": "publisher",
    "%Z": "annote",
}
#: Fields of which a record may have several, and what BibTeX writes between them.
_LISTS = {"author": " and ", "keywords": ", "}
#: Fields that are text; the others are numbers and addresses, and stay as they are.
_TEXTS = frozenset({"title", "abstract", "journal", "keywords", "publisher", "annote"})
#: A record that nobody ends has no more lines than this.
_LONGEST = 200


def find_records(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the records that stand in a note, as entries with the names of BibTeX's fields.

    >>> lines = ["TY  - JOUR", "TI  - 100% GaLore", "AU  - Zhao, Jiawei", "PY  - 2024/05", "ER  - "]
    >>> record = next(find_records(lines))
    >>> record.title, record.authors, str(record.published)
    ('100% GaLore', ('Jiawei Zhao',), '2024-05')
    >>> [(one.title, one.authors) for one in find_records(["%0 Book", "%T Wet Paint", "%A Bee, Ada", "%A Dee, C."])]
    [('Wet Paint', ('Ada Bee', 'C. Dee'))]
    """
    number = 1
    while number <= len(lines):
        if not _begins(lines[number - 1]):
            number += 1
            continue
        last, values = _read(lines, number)
        fields = _fields(values)
        if fields:
            yield Entry(Span(number, last), fields.pop("key", ""), fields)
        number = last + 1


def _begins(line: str) -> bool:
    match = _LINE.fullmatch(line) if "TY" in line[:30] or "%0" in line[:30] else None
    if match is None or match["tag"] == "TY":
        return match is not None
    return match["sign"] == "%0" and _KIND.fullmatch(match["value"]) is not None


def _read(lines: Sequence[str], first: int) -> tuple[int, list[tuple[str, str]]]:
    """Give a record's last line and its tags with their values; a line without a tag goes on with the value above."""
    values: list[tuple[str, str]] = []
    last = first
    for number in range(first + 1, min(len(lines), first + _LONGEST) + 1):
        line = lines[number - 1]
        match = _LINE.fullmatch(line)
        if match and match["tag"] == "ER":
            return number, values
        if line.lstrip("> ").startswith(("```", "~~~", "#")) or _begins(line):
            break
        if match:
            values.append((match["tag"] or match["sign"], match["value"].strip()))
        elif line.strip("> ") and values and last == number - 1:
            values[-1] = (values[-1][0], f"{values[-1][1]} {line.strip('> ')}".strip())
        elif line.strip("> "):
            break
        else:
            continue
        last = number
    return last, values


def _fields(values: Sequence[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag, value in values:
        name = _FIELDS.get(tag)
        if not name or not value:
            continue
        if name == "author":
            written = _author(value)
        elif name == "date":
            written = value.replace("/", "-").rstrip("-")
        else:
            written = escape(value) if name in _TEXTS else value
        if name in _LISTS and name in found:
            found[name] += _LISTS[name] + written
        elif name not in found or (name == "date" and len(found[name]) < len(written)):
            found[name] = written
    return found


def _author(name: str) -> str:
    """Write ``Family, Given, Jr`` in BibTeX's order; a name without a comma is an organisation's, or one word."""
    family, *rest = [escape_all(part.strip()) for part in name.split(",")]
    return ", ".join([family, *rest[1:], *rest[:1]]) if any(rest) else f"{{{family}}}"
