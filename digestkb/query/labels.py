"""Filters that no paper meets because a label in them is spelled otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from digestkb.query.fields import BY_NAME
from digestkb.query.nodes import And, Field, Node, Or
from digestkb.query.offers import languages, topics
from digestkb.query.spelling import nearest
from digestkb.store.connection import Connection
from digestkb.tags import key

#: So many labels are looked through, and so many listed.
_MOST_TOPICS, _LISTED = 10_000, 12


def respelled(connection: Connection, root: Node) -> str | None:
    """Give the first filter whose words no label has, with the nearest that labels have.

    ``None`` if labels have them all, or nothing is near: one letter of a short word, two of a long one.
    """
    for field in _filters(root):
        known = _known(connection, BY_NAME[field.name].labels)
        typed = key(field.value)
        words = typed.split()
        if typed in known or all(word in known for word in words):
            continue
        spelled = nearest(typed, known, _most(typed)) or _each(words, known)
        if spelled:
            return f'{field.name}:"{spelled}"' if " " in spelled else f"{field.name}:{spelled}"
    return None


def unheard_of(connection: Connection, root: Node) -> str | None:
    """Say of the first language or topic that no note has which is near, or else which there are."""
    for field in _fields(root):
        if field.name not in ("lang", "topic"):
            continue
        offered = (languages if field.name == "lang" else topics)(connection, "", most=_MOST_TOPICS)
        there = {key(label): label for label, _ in offered}
        typed = key(field.value.rpartition(">")[2].strip())
        if any(typed in known if field.name == "topic" else typed == known for known in there):
            continue
        near = nearest(typed, [*there, *(word for label in there for word in label.split())], _most(typed))
        if near:
            return f"no note has {field.name}:{field.value}; did you mean {there.get(near, near)}?"
        shown = ", ".join(list(there.values())[:_LISTED]) + (" …" if len(there) > _LISTED else "")
        return f"no note has {field.name}:{field.value}; there are {shown}" if there else None
    return None


def _each(words: list[str], known: dict[str, None]) -> str | None:
    found = [word if word in known else nearest(word, known, _most(word)) for word in words]
    return " ".join(filter(None, found)) if None not in found else None


def _most(word: str) -> int:
    return 0 if len(word) < 3 else 1 if len(word) < 8 else 2


def _known(connection: Connection, table: str) -> dict[str, None]:
    """Give the labels and the words of which they consist, in an order that does not change."""
    labels = [label for (label,) in connection.execute(f"SELECT DISTINCT key FROM {table} ORDER BY key")]
    return dict.fromkeys([*labels, *(word for label in labels for word in label.split())])


def _fields(node: Node) -> Iterator[Field]:
    """Yield the filters of which a hit must meet at least one."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from _fields(part)
    elif isinstance(node, Field) and node.how not in ("regex", "prefix"):
        yield node


def _filters(node: Node) -> Iterator[Field]:
    """Yield the filters by labels that every hit must meet."""
    if isinstance(node, And):
        for part in node.parts:
            yield from _filters(part)
    elif isinstance(node, Field) and BY_NAME[node.name].labels and node.how not in ("regex", "prefix"):
        yield node
