"""How a cell of a table is shown: as text that only stands there, and the ids of papers as links to their pages."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from digestkb.media.addresses import web
from digestkb.media.characters import line, screen
from digestkb.render.record import path_text
from digestkb.shortening import lengthened

#: Columns that hold JSON arrays: of text, of paths, of addresses.
_LISTS = ("names", "authors", "tags", "languages", "context", "attachments")
PATHS, _LINKS = "topics", "links"
#: Columns that hold the id of a paper where they hold text.
_IDS = frozenset({"id", "paper"})
#: So much of a text is shown, as elsewhere in Datasette.
_SEEN = 2048


def cell(row: Any, value: Any, column: str, table: str | None, database: str) -> Any:
    """Give what is shown instead of a value, or ``None`` if it is shown as it is; ``database`` is its address."""
    if column == "title" and table == "papers" and not value:
        value = next(iter(json.loads(row["names"])), None)  # what `show` calls it
        return line(value) if value else None
    if not isinstance(value, str):
        return None
    if column in _IDS:
        return _anchor(page_of(database, value), line(value))
    found = _array(value) if table and column in (*_LISTS, PATHS, _LINKS) else None
    if found is not None:
        return _listed(found, column)
    shown = screen(value)
    if shown == value:
        return None
    return shown if len(shown) <= _SEEN else f"{shown[:_SEEN]}…"


def page_of(database: str, paper: str) -> str:
    """Give the address of the page of a paper, below that of its database."""
    return f"{database}/-/paper?{urlencode({'id': paper})}"


def _array(value: str) -> list[Any] | None:
    """Give the array that a value is, if it is one: in a damaged database it may be anything."""
    try:
        found = json.loads(value)
    except ValueError:
        return None
    return found if isinstance(found, list) else None


def _listed(found: list[Any], column: str) -> Any:
    from markupsafe import Markup

    if column == _LINKS:
        return Markup(" ").join(map(_link, found)) or Markup("&nbsp;")
    return "; ".join(line(path_text(one) if column == PATHS else str(one)) for one in found) or Markup("&nbsp;")


def _link(found: str) -> Any:
    kind, url = lengthened(found)
    address = web(url)
    return _anchor(address, line(kind)) if address else f"{kind} {line(url)}"


def _anchor(address: str, text: str) -> Any:
    from markupsafe import Markup

    return Markup('<a href="{}">{}</a>').format(address, text)
