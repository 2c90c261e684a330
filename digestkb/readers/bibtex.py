"""BibTeX entries in a note: which lines each spans, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digestkb.dates import PartialDate
from digestkb.records import Span

_START = re.compile(r"\s*(?:[-*+>]\s+)?@(?P<type>[A-Za-z]{3,20})\s*[{(]\s*(?P<key>[^,\s{}]*)\s*,?")
_FIELD = re.compile(r"(?P<name>[A-Za-z][\w-]{1,30})\s*=\s*")
_NO_ENTRY = frozenset({"string", "preamble", "comment"})
#: An entry that nobody closes ends at the latest here.
_LONGEST = 120
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ACCENT = re.compile(r"\\(?:[`'^\"~=.]|[cvuHkrb](?=\s|\{))\s*\{?\\?([A-Za-z])\}?")
_MARKS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307"}
_LETTERS = {"c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its lines, its key, its fields by lower-case name as written, braces taken off."""

    span: Span
    key: str
    fields: dict[str, str]

    @property
    def title(self) -> str | None:
        """The title without the braces that protect its capitals."""
        return untex(self.fields["title"]) or None if "title" in self.fields else None

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors as ``Given Family``, without ``and others``."""
        names = re.split(r"\s+and\s+", " ".join(self.fields.get("author", "").split()))
        return tuple(_given_first(untex(name)) for name in names if name and name.lower() not in ("others", "et al."))

    @property
    def published(self) -> PartialDate | None:
        """The year, with the month where it is given."""
        year = re.search(r"(?:19|20)\d\d", self.fields.get("year", "") or self.fields.get("date", ""))
        if not year:
            return None
        month = self.fields.get("month", "").strip('{}" ').lower()
        number = int(month) if month.isdigit() and len(month) < 3 else 0
        if month[:3] in _MONTHS:
            number = _MONTHS.index(month[:3]) + 1
        return PartialDate(int(year[0]), number if 0 <= number <= 12 else 0)


def find_entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the entries that stand in a note, inside a code fence or not.

    >>> [e.title for e in find_entries(["@misc{zhao, title = {{GaLore}: Memory}, eprint={2403.03507}}"])]
    ['GaLore: Memory']
    """
    number = 1
    while number <= len(lines):
        line = lines[number - 1]
        match = _START.match(line) if "@" in line else None
        if not match or match["type"].lower() in _NO_ENTRY or len(line) > 20_000:
            number += 1
            continue
        last = _last_line(lines, number, match.end("type"))
        text = "\n".join(lines[number - 1 : last])
        yield Entry(Span(number, last), match["key"], _fields(text, match.end()))
        number = last + 1


def _last_line(lines: Sequence[str], first: int, column: int) -> int:
    """Follow the braces to the line that closes the entry; a fence or another entry ends it too."""
    depth = 0
    for number in range(first, min(len(lines), first + _LONGEST) + 1):
        line = lines[number - 1]
        if number > first and (line.lstrip().startswith(("```", "~~~")) or _START.match(line)):
            return number - 1
        part = line[column:] if number == first else line
        depth += part.count("{") + part.count("(") - part.count("}") - part.count(")")
        if depth <= 0:
            return number
    return min(len(lines), first + _LONGEST)


def _fields(text: str, at: int) -> dict[str, str]:
    found: dict[str, str] = {}
    while match := _FIELD.search(text, at):
        value, at = _value(text, match.end())
        found.setdefault(match["name"].lower(), " ".join(value.split()))
    return found


def _value(text: str, at: int) -> tuple[str, int]:
    """Read one value: in braces, in quotes, or a bare word; give it with the place behind it."""
    if text[at : at + 1] == '"':
        end = text.find('"', at + 1)
        end = len(text) if end < 0 else end
        return text[at + 1 : end], end + 1
    if text[at : at + 1] != "{":
        word = re.compile(r"[^,}\n]*").match(text, at)
        return (word[0].strip(), word.end()) if word else ("", at)
    depth = 0
    for end in range(at, len(text)):
        if text[end] == "{":
            depth += 1
        elif text[end] == "}":
            depth -= 1
            if depth == 0:
                return text[at + 1 : end], end + 1
    return text[at + 1 :], len(text)


def untex(text: str) -> str:
    r"""Take the braces and accents of TeX from a value.

    >>> untex("{B}ernhard Sch{\\\"o}lkopf")
    'Bernhard Schölkopf'
    """
    import unicodedata

    def accent(match: re.Match[str]) -> str:
        mark = match[0][1]
        return match[1] + (_MARKS.get(mark) or _LETTERS.get(mark, ""))

    text = _ACCENT.sub(accent, text) if "\\" in text else text
    text = re.sub(r"[{}]", "", text).replace("\\&", "&").replace("~", " ").replace("--", "–")
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _given_first(name: str) -> str:
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip() if comma else name.strip()
