"""What full text is asked for, as a tree that says nothing of any engine: each writes it in a language of its own."""

from collections.abc import Iterable
from typing import Literal

from digestkb.tuples import NamedTuple


class Phrase(NamedTuple):
    """Folded tokens that follow one another in one column; with ``prefix`` the last one may go on."""

    tokens: tuple[str, ...]
    prefix: bool = False


class Near(NamedTuple):
    """Phrases in any order in one column, with no more than so many other tokens between them."""

    phrases: tuple[Phrase, ...]
    between: int


class AllOf(NamedTuple):
    """What must hold together."""

    parts: "tuple[Expression, ...]"
    joint: Literal["AND"] = "AND"


class AnyOf(NamedTuple):
    """What one of must hold."""

    parts: "tuple[Expression, ...]"
    joint: Literal["OR"] = "OR"


class Without(NamedTuple):
    """What must hold where something else does not."""

    wanted: "Expression"
    unwanted: "Expression"


class Within(NamedTuple):
    """What must stand in one of some columns; with ``first``, at the beginning of it."""

    columns: tuple[str, ...]
    part: "Expression"
    first: bool = False


Expression = Phrase | Near | AllOf | AnyOf | Without | Within


def word(token: str) -> Phrase:
    """Ask for one folded token."""
    return Phrase((token,))


def phrase(tokens: str) -> Phrase:
    """Ask for folded tokens with blanks between them, in a row."""
    return Phrase(tuple(tokens.split()))


def all_of(*parts: "Expression") -> "Expression":
    """Join what must hold together: one part at least, and each once.

    >>> all_of(word("a"), AllOf((word("b"), word("c")))) == AllOf((word("a"), word("b"), word("c")))
    True
    >>> all_of(word("a"), word("a")) == word("a")
    True
    """
    flat = _flat(parts, AllOf)
    return AllOf(flat) if len(flat) > 1 else flat[0]


def any_of(*parts: "Expression") -> "Expression":
    """Join what one of must hold: one part at least, and each once."""
    flat = _flat(parts, AnyOf)
    return AnyOf(flat) if len(flat) > 1 else flat[0]


def within(columns: tuple[str, ...], expression: "Expression") -> "Expression":
    """Ask for the same where every part that has no columns of its own stands in one of some columns.

    >>> within(("title",), Without(word("a"), word("b"))) == Without(Within(("title",), word("a")), word("b"))
    True
    """
    if isinstance(expression, AllOf | AnyOf):
        return expression._replace(parts=tuple(within(columns, part) for part in expression.parts))
    if isinstance(expression, Without):
        return expression._replace(wanted=within(columns, expression.wanted))
    return expression if isinstance(expression, Within) else Within(columns, expression)


def _flat(parts: "Iterable[Expression]", joining: "type[AllOf | AnyOf]") -> "tuple[Expression, ...]":
    """Give the parts once each, and in place of what is joined in the same way the parts of that."""
    flat: list[Expression] = []
    for part in parts:
        if isinstance(part, AllOf | AnyOf) and isinstance(part, joining):
            flat += part.parts
        else:
            flat.append(part)
    return tuple(dict.fromkeys(flat))
