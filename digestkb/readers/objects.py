"""Objects of JSON in a note, as programs and services give papers: which lines each spans, and what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from digestkb.latex import escape
from digestkb.patterns import lazy
from digestkb.readers.bibtex import Entry
from digestkb.readers.vocabulary import role_of
from digestkb.records import Span

_OBJECT = lazy(r"\{\s{0,40}\"|\{\s{0,40}$", re.MULTILINE)
_FENCE = "```"
#: What stands within another is looked at as well, but for so many objects without a title no longer.
_MOST_UNTITLED = 40
#: Longer texts are no note's.
_LONGEST = 2_000_000
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
}
_BETWEEN = {"author": " and ", "keywords": ", "}


def find_objects(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the objects that have a title and somebody or an address beside it, as entries with BibTeX's fields.

    >>> lines = ["```json", '[{"title": "Wet Paint", "authors": ["Ada B"],', ' "arxiv": "2406.01234"}]', "```"]
    >>> [(one.title, one.authors, one.fields["eprint"], one.span) for one in find_objects(lines)]
    [('Wet Paint', ('Ada B',), '2406.01234', Span(first=2, last=3))]
    >>> list(find_objects(["```json", '{"model": "llama", "title": "x"}', "```"]))
    []
    """
    text = "\n".join(lines)
    if len(text) > _LONGEST or not (_FENCE in text or text.lstrip()[:1] in ("{", "[")):
        return
    decoder = json.JSONDecoder()
    at, untitled = 0, 0
    while untitled < _MOST_UNTITLED and (begins := _OBJECT.search(text, at)) is not None:
        at = begins.end() - 1
        try:
            found, end = decoder.raw_decode(text, begins.start())
        except (ValueError, RecursionError):
            found, end = {}, at
        fields = _fields(found)
        if "title" in fields and len(fields) > 1 and not fields.keys().isdisjoint(("author", "url", "eprint")):
            first = text.count("\n", 0, begins.start()) + 1
            yield Entry(Span(first, first + text.count("\n", begins.start(), end)), "", fields)
            at = end
        else:
            untitled += 1


def _fields(found: dict[str, Any]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for key, value in found.items():
        role = role_of(key)
        name = _FIELDS.get(role.name) if role is not None else None
        written = _written(name, value) if name and name not in fields else ""
        if name and written:
            fields[name] = written
    return fields


def _written(name: str, value: Any) -> str:
    """Write a value as BibTeX has it: people with ``and`` between them, also where each is an object with a name."""
    parts = value if isinstance(value, list) else [value]
    texts = [str(part.get("name") or "") if isinstance(part, dict) else str(part) for part in parts if part]
    if name == "author" and not isinstance(value, list):
        texts = re.split(r",\s|;\s?| and ", "".join(texts))
    between = _BETWEEN.get(name, " ")
    return between.join(text if name in ("url", "eprint") else escape(text) for text in texts if text)
