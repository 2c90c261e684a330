r"""Records of the listings that arXiv mails: parts between lines of ``\\`` with number, title, authors and abstract."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digestkb.arxiv import find_arxiv_ids
from digestkb.dates import find_dates
from digestkb.patterns import lazy
from digestkb.readers.bibtex import Entry
from digestkb.records import Span

_PARTING = "\\\\"
_LABEL = lazy(
    r"\*{0,2}(?P<label>Title|Authors?|Categories|Comments|Journal-ref|DOI|Date|License|[A-Z][A-Za-z]+-[a-z]+)"
    r"[^:\n]{0,30}:\*{0,2}\s*(?P<value>.*)"
)
_RULE = lazy(r"-{10,}|%{5,}|={10,}")
_BRACKETED = lazy(r"\([^()]*\)")
#: The fields of BibTeX that the labels mean.
_FIELDS = {
    "title": "title",
    "author": "author",
    "authors": "author",
    "categories": "keywords",
    "date": "date",
    "doi": "doi",
}
#: A record has no more lines.
_LONGEST = 200


def find_listings(lines: Sequence[str]) -> Iterator[Entry]:
    r"""Yield the records of a listing as entries with the names of BibTeX's fields.

    >>> lines = [r"\\", "arXiv:2403.03507", "Title: GaLore: Memory-Efficient", "  Training", "Authors: Ada B, Bo C (X)",
    ...          "Categories: cs.LG", r"\\", "  We save", "memory.", r"\\ ( https://arxiv.org/abs/2403.03507 ,  9kb)"]
    >>> record = next(find_listings(lines))
    >>> record.title, record.authors, record.keywords, record.abstract, record.span
    ('GaLore: Memory-Efficient Training', ('Ada B', 'Bo C'), ('cs.LG',), 'We save memory.', Span(first=2, last=10))
    """
    at = 0
    while at < len(lines):
        record = _read(lines, at) if _bare(lines[at]) == _PARTING else None
        if record is not None:
            yield record
        at = record.span.last if record is not None else at + 1


def _bare(line: str) -> str:
    return line.strip("> \t")


def _read(lines: Sequence[str], first: int) -> Entry | None:
    """Read the record that begins behind a parting line; the one that ends it may begin the next."""
    number = next(iter(find_arxiv_ids(lines[first + 1][:80])), None) if first + 1 < len(lines) else None
    if number is None or number.bare:
        return None
    labelled, end = _until_parted(lines, first + 1)
    fields = _fields([_bare(line) for line in labelled])
    if "title" not in fields:
        return None
    if end < len(lines) and _bare(lines[end]) == _PARTING:
        abstract, below = _until_parted(lines, end + 1)
        if below < len(lines) and _bare(lines[below]).startswith(_PARTING):
            fields["abstract"] = " ".join(" ".join(map(_bare, abstract)).split())
            end = below
    return Entry(Span(first + 2, min(end + 1, len(lines))), number.id.number, {**fields, "eprint": number.id.number})


def _until_parted(lines: Sequence[str], first: int) -> tuple[Sequence[str], int]:
    """Give the lines before the next parting line or rule, and where that is."""
    last = min(len(lines), first + _LONGEST)
    for at in range(first, last):
        bare = _bare(lines[at])
        if bare.startswith(_PARTING) or _RULE.match(bare):
            return lines[first:at], at
    return lines[first:last], last


def _fields(lines: Sequence[str]) -> dict[str, str]:
    """Read labelled lines; one without a label goes on with the value above, unless a blank line is between."""
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        label = _LABEL.match(line)
        if label:
            name = _FIELDS.get(label["label"].lower(), "")
            name = "" if name in found else name
            found |= {name: label["value"]} if name else {}
        elif name and line:
            found[name] += f" {line}"
        else:
            name = ""
    if "author" in found:
        found["author"] = " and ".join(_people(found["author"]))
    if "keywords" in found:
        found["keywords"] = ", ".join(found["keywords"].split())
    date = next(find_dates(found.pop("date", "")), None)
    return {**found, "date": str(date)} if date else found


def _people(text: str) -> list[str]:
    """Split a list of names, without the affiliations in brackets behind them."""
    for _ in range(4):
        text = _BRACKETED.sub("", text)
    return [name for part in re.split(r",|\band\b", text.partition(" (")[0]) if (name := " ".join(part.split()))]
