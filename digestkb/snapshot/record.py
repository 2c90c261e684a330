"""One record of a snapshot, as text that can be shown."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from digestkb.latex import to_text
from digestkb.snapshot import Metadata, Name
from digestkb.snapshot.venue import venue


def record(line: bytes) -> tuple[str, Mapping[str, Any]]:
    """Read a line: the number that the object says it is of, and the object; raises :class:`ValueError` if it is none.

    >>> record(b'{"id": "hep-th\\\\/9901001"}')[0]
    'hep-th/9901001'
    """
    found = json.loads(line.decode())
    if b"\\ud" in line.lower():  # escapes may be half of a character, which nothing can store
        found = json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    if not isinstance(found, dict) or not isinstance(found.get("id"), str):
        raise ValueError("a line of a snapshot is an object with an id")
    return found["id"], found


def metadata(found: Mapping[str, Any]) -> Metadata:
    """Give what a record says; a field that is no such field says nothing.

    Titles wrap, ``authors`` is LaTeX and ``authors_parsed`` is not, ``update_date`` is the day of any change.

    >>> metadata({"id": "0704.0001", "title": "Photons at\\n  LHC", "authors_parsed": [["Balázs", "C.", ""]],
    ...     "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}]})[1:7:2]
    ('Photons at LHC', None, '2007-04-02')
    """
    return Metadata(
        arxiv_id=str(found["id"]),
        title=title(found),
        authors=_names(found.get("authors_parsed")),
        abstract=_text(found.get("abstract")),
        categories=tuple(dict.fromkeys((_words(found.get("categories")) or "").split())),
        published=_first_day(found.get("versions")),
        doi=next(iter((_words(found.get("doi")) or "").split()), None),
        venue=venue(_text(found.get("journal-ref")), _string(found.get("comments"))),
    )


def title(found: Mapping[str, Any]) -> str | None:
    """Give the title alone; all of a record takes ten times as long to read.

    >>> title({"title": "Photons  at LHC"}), title({})
    ('Photons at LHC', None)
    """
    return _text(found.get("title"))


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _words(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _text(value: object) -> str | None:
    """Give a value on one line; what has no LaTeX needs no reader of it."""
    words = _words(value)
    return to_text(words) or None if words and any(sign in words for sign in "\\{}~`'-$") else words


def _names(value: object) -> tuple[Name, ...]:
    """Give the authors; behind family, given name and suffix stand affiliations."""
    listed = value if isinstance(value, list) else []
    names = (Name(*(_text(part) or "" for part in one[:3])) for one in listed if isinstance(one, list) and one)
    return tuple(name if name.family else Name(name.given) for name in names if name.family or name.given)


def _first_day(versions: object) -> str | None:
    """Give the day of the first version, wherever in the list it stands."""
    for version in versions if isinstance(versions, list) else ():
        if isinstance(version, dict) and version.get("version") == "v1":
            return _day(_string(version.get("created")) or "")
    return None


def _day(created: str) -> str | None:
    try:
        return parsedate_to_datetime(created).astimezone(dt.timezone.utc).date().isoformat()
    except (TypeError, ValueError, OverflowError):
        return None
