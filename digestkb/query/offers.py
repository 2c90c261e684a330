"""What can be offered as the value of a filter: what the shell completes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from digestkb.query.search_index import LAST
from digestkb.store.connection import Connection

#: Gives values that begin with what was typed, each with a remark or an empty text.
Offer = Callable[[Connection, str], list[tuple[str, str]]]
#: More than so many is no help.
_MOST = 60


def labels(sql: str) -> Offer:
    """Offer the labels of a table; ``sql`` selects key and label, and has a condition on the key at ``{}``."""

    def offer(connection: Connection, typed: str) -> list[tuple[str, str]]:
        from digestkb.tags import key

        first = key(typed)
        rows = connection.execute(f"{sql.format('key >= ? AND key < ?')} LIMIT {_MOST}", (first, first + LAST))
        return _spelled(rows.fetchall(), typed)

    return offer


def names(sql: str) -> Offer:
    """Offer names as they are written; ``sql`` selects a name and a remark, and has the two limits of names."""

    def offer(connection: Connection, typed: str) -> list[tuple[str, str]]:
        rows = connection.execute(f"{sql} LIMIT {_MOST}", (typed, typed + LAST))
        return [(name, about or "") for name, about in rows]

    return offer


def papers(connection: Connection, typed: str) -> list[tuple[str, str]]:
    """Offer ids, and the names and titles by which papers are asked for as well."""
    found = names("SELECT id, title FROM papers WHERE id >= ? AND id < ? ORDER BY id DESC")(connection, typed)
    if not typed or len(found) >= _MOST:
        return found
    import json

    from digestkb.tags import key

    first = key(typed)
    rows = connection.execute(
        "SELECT DISTINCT number, names, title, id FROM paper_names JOIN papers ON number = paper"
        f" WHERE key >= ? AND key < ? LIMIT {_MOST}",
        (first, first + LAST),
    )
    called: dict[str, str] = {}
    for _, listed, title, name in rows:
        for label in (*json.loads(listed), *filter(None, [title])):
            if label.startswith(typed):
                called.setdefault(label, "" if label == title else title or name)
            elif key(label).startswith(typed):
                called.setdefault(key(label), label)
    return [*found, *called.items()][:_MOST]


def topics(connection: Connection, typed: str, most: int = _MOST) -> list[tuple[str, str]]:
    """Offer the labels of topics; they stand anywhere in a path, so that all paths have to be looked at."""
    import json

    from digestkb.tags import key

    wanted = key(typed)
    found: dict[str, str] = {}
    for _, path in connection.execute("SELECT DISTINCT key, path FROM paper_topics ORDER BY key"):
        for label in json.loads(path):
            if key(label).startswith(wanted):
                found.setdefault(key(label), label)
    return _spelled(found.items(), typed)[:most]


def languages(connection: Connection, typed: str, most: int = _MOST) -> list[tuple[str, str]]:
    """Offer the languages that notes are in."""
    import json

    found = {
        name for (text,) in connection.execute("SELECT DISTINCT languages FROM notes") for name in json.loads(text)
    }
    return [(name, "") for name in sorted(found) if name.startswith(typed.lower())][:most]


def _spelled(found: Iterable[tuple[str, str]], typed: str) -> list[tuple[str, str]]:
    """Offer the label as written, or folded where only that begins as what was typed: the shell compares letters."""
    offered: dict[str, str] = {}
    for folded, label in found:
        if label.startswith(typed):
            offered.setdefault(label, "")
        elif folded.startswith(typed):
            offered.setdefault(folded, label)
    return list(offered.items())
