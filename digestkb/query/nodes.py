"""What a query is made of once it was read: words, filters, and how they are joined."""

import re
from typing import TYPE_CHECKING

from digestkb.tuples import NamedTuple

if TYPE_CHECKING:
    from digestkb.query.when import Interval


class Word(NamedTuple):
    """A word, or a phrase whose words follow one another; with ``prefix`` the last one may go on."""

    text: str
    prefix: bool = False
    phrase: bool = False


class Field(NamedTuple):
    """A filter. ``how`` is ``has`` (the words stand in it), ``prefix``, ``is`` (equal) or ``regex``."""

    name: str
    value: str
    how: str = "has"


class Dated(NamedTuple):
    """A filter by time."""

    name: str
    interval: "Interval"


class Not(NamedTuple):
    """What must not hold."""

    part: "Node"


class And(NamedTuple):
    """What must hold together; with no parts, everything does."""

    parts: "tuple[Node, ...]"


class Or(NamedTuple):
    """What one of must hold."""

    parts: "tuple[Node, ...]"


Node = Word | Field | Dated | Not | And | Or


def understood(node: Node) -> str:
    """Write a query as it was understood, in the language itself.

    >>> understood(Or((Word("a"), And((Word("b c", phrase=True), Not(Field("tag", "rl")))))))
    'a OR ("b c" -tag:rl)'
    """
    if isinstance(node, And | Or):
        joint = " " if isinstance(node, And) else " OR "
        parts = (f"({understood(part)})" if isinstance(part, And | Or) else understood(part) for part in node.parts)
        return joint.join(parts)
    if isinstance(node, Not):
        inner = understood(node.part)
        return f"-({inner})" if isinstance(node.part, And | Or) else f"-{inner}"
    if isinstance(node, Dated):
        return f"{node.name}:{node.interval}"
    if isinstance(node, Field):
        value = f'"{node.value}"' if re.search(r"[\s()]", node.value) and node.how != "regex" else node.value
        shape = {"is": f"={value}", "regex": f"/{value}/", "prefix": f"{value}*"}.get(node.how, value)
        return f"{node.name}:{shape}"
    if node.phrase:
        quoted = f"“{node.text}”" if '"' in node.text else f'"{node.text}"'
        return quoted + "*" * node.prefix
    return node.text + "*" * node.prefix


def depth(node: Node | None) -> int:
    """Say how deeply groups lie in one another."""
    if isinstance(node, And | Or):
        return 1 + max((depth(part) for part in node.parts), default=0)
    return 1 + depth(node.part) if isinstance(node, Not) else 0
