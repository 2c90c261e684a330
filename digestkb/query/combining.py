"""Parts of a query put together: all of them, one of them, none of them."""

from __future__ import annotations

from collections.abc import Iterable

from digestkb.query.fields import BY_NAME
from digestkb.query.nodes import And, Field, Node, Not, Or


def conjunction(parts: Iterable[Node]) -> Node:
    """Ask for all of ``parts``; of those whose field is ``either``, such as tags, for one of those given."""
    flat: list[Node] = []
    alternatives: dict[str, list[Node]] = {}
    for part in (one for whole in parts for one in (whole.parts if isinstance(whole, And) else (whole,))):
        name = _alternative(part)
        if name is None:
            flat.append(part)
        elif name in alternatives:
            alternatives[name].append(part)
        else:
            alternatives[name] = [part]
            flat.append(part)
    merged = [disjunction(alternatives[name]) if (name := _alternative(part)) else part for part in flat]
    return merged[0] if len(merged) == 1 else And(tuple(merged))


def disjunction(parts: Iterable[Node]) -> Node:
    """Ask for one of ``parts``."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Or) else (part,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def asks_for_notes(node: Node) -> bool:
    """Say whether a query wants notes that are about no paper, by their kind or by an id: a list leaves them out.

    >>> import datetime as dt
    >>> from digestkb.query.language import parse
    >>> [asks_for_notes(parse(text, dt.date(2026, 1, 9)).root) for text in ("kind:note tag:rl", "-kind:log", "is:note")]
    [True, False, True]
    """
    if isinstance(node, And | Or):
        return any(map(asks_for_notes, node.parts))
    if not isinstance(node, Field):
        return False
    return node.name in ("kind", "id") or (node.name == "is" and node.value.lower() == "note")


def _alternative(part: Node) -> str | None:
    """Give the field of a filter, or of an OR of filters, that may be said twice."""
    if isinstance(part, Field):
        return part.name if BY_NAME[part.name].either else None
    if isinstance(part, Or):
        names = {_alternative(one) for one in part.parts}
        return names.pop() if len(names) == 1 else None
    return None


def negation(node: Node) -> Node:
    """Ask for what is not like ``node``; not for what is not unlike it."""
    return node.part if isinstance(node, Not) else Not(node)
