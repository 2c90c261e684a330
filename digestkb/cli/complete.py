"""What the shell offers for topics, tags, authors, sources and ids; silent where there is no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    import sqlite3

#: More than so many is no help.
_MOST = 60
_SQL = {
    "tag": "SELECT key, tag FROM paper_tags WHERE key >= ? AND key < ? GROUP BY key, tag ORDER BY count(*) DESC",
    "author": "SELECT DISTINCT key, author FROM paper_authors WHERE key >= ? AND key < ? ORDER BY key",
    "id": "SELECT id, title FROM papers WHERE id >= ? AND id < ? ORDER BY id DESC",
    "source": "SELECT source, title FROM notes WHERE source >= ? AND source < ? ORDER BY source DESC",
}
Completer = Callable[[typer.Context, str], list[tuple[str, str]]]


def of(what: str, *, argument: bool = False) -> Completer:
    """Give the function that completes tags, authors, topics, sources or ids; for an argument, what is no option."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from digestkb.cli.database import database
        from digestkb.errors import DigestError
        from digestkb.query.database import library

        # While the shell asks, the group itself is not called, and its options lie with the context above.
        ctx.obj = ctx.obj or (ctx.parent.params.get("db") if ctx.parent else None)
        try:
            with library(database(ctx)) as connection:
                found = _topics(connection, incomplete) if what == "topic" else _rows(connection, what, incomplete)
        except DigestError:
            return []
        # A topic that somebody called "--debug" must not become an option of the command, nor an id "-" its input.
        return [(label, about) for label, about in found if not (argument and label.startswith("-"))]

    return complete


def _rows(connection: sqlite3.Connection, what: str, incomplete: str) -> list[tuple[str, str]]:
    from digestkb.tags import key

    labelled = what in ("tag", "author")
    first = key(incomplete) if labelled else incomplete
    rows = connection.execute(f"{_SQL[what]} LIMIT {_MOST}", (first, first + "\U0010ffff")).fetchall()
    return _spelled(rows, incomplete) if labelled else [(name, about or "") for name, about in rows]


def _topics(connection: sqlite3.Connection, incomplete: str) -> list[tuple[str, str]]:
    """Labels stand anywhere in a path, so that all paths have to be looked at."""
    import json

    from digestkb.tags import key

    wanted = key(incomplete)
    found: dict[str, str] = {}
    for (path,) in connection.execute("SELECT DISTINCT path FROM paper_topics ORDER BY key"):
        for label in json.loads(path):
            if key(label).startswith(wanted):
                found.setdefault(key(label), label)
    return _spelled(found.items(), incomplete)[:_MOST]


def _spelled(found: Iterable[tuple[str, str]], incomplete: str) -> list[tuple[str, str]]:
    """Offer the label as written, or folded where only that begins as what was typed: the shell compares letters."""
    offered: dict[str, str] = {}
    for folded, label in found:
        if label.startswith(incomplete):
            offered.setdefault(label, "")
        elif folded.startswith(incomplete):
            offered.setdefault(folded, label)
    return list(offered.items())
