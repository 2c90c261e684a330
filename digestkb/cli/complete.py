"""What the shell offers for the values of a field; silent where there is no database.

Annotations are no text here: typer asks for those of each function, for every query, and would have to compile them.
The fields are loaded once something is completed: most commands need none of them.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from digestkb.patterns import lazy

if TYPE_CHECKING:
    from digestkb.query.fields import FieldSpec

Completer = Callable[[typer.Context, str], list[tuple[str, str]]]


def of(spec: "FieldSpec", *, argument: bool = False) -> Completer:
    """Give the function that completes the values of a field; for an argument, what is no option."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        if spec.offer is None:
            return [(value, "") for value in spec.known if value.startswith(incomplete.lower())]
        from digestkb.cli.database import database
        from digestkb.errors import DigestError
        from digestkb.query.database import library

        # While the shell asks, the group itself is not called, and its options lie with the context above.
        ctx.obj = ctx.obj or (ctx.parent.params.get("db") if ctx.parent else None)
        try:
            with library(database(ctx)) as connection:
                found = spec.offer(connection, incomplete)
        except DigestError:
            return []
        # A topic that somebody called "--debug" must not become an option of the command, nor an id "-" its input.
        return [(label, about) for label, about in found if not (argument and label.startswith("-"))]

    return complete


def query(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Complete the last filter of a query: the name of its field, or behind the colon its value."""
    from digestkb.query.fields import BY_NAME, FIELDS

    match = _LAST.match(incomplete)
    if match is None:
        return []
    before, name, value = match["before"], match["name"], match["value"]
    if name is None:
        return [(f"{before}{spec.name}:", spec.about) for spec in FIELDS if value and spec.name.startswith(value)]
    spec = BY_NAME.get(name.lower())
    found: dict[str, str] = {}
    for label, about in of(spec)(ctx, value.removeprefix('"')) if spec and (spec.offer or spec.known) else ():
        if text := _value(label, value):
            found.setdefault(f"{before}{name}:{text}", about or ("" if text.strip('"') == label else label))
    return list(found.items())


#: What stands before the last word of a query, and that word: a field and its value, or the beginning of either.
_LAST = lazy(r"(?P<before>(?:.*?[\s(])??[-^]?)(?:(?P<name>[A-Za-z_]+):)?(?P<value>\"[^\"]*|[^\s\":(]*)$", re.DOTALL)
_SIMPLE = lazy(r"\w[\w.+#-]*")


def _value(label: str, begun: str) -> str:
    """Write a label as a value that goes on from what was begun; empty if it cannot.

    With blanks it is in quotes; where it was begun without them, it is its first word, which stands in it.
    """
    if '"' in label:
        return ""
    if begun.startswith('"') or (not begun and not _SIMPLE.fullmatch(label)):
        return f'"{label}"'
    found = _SIMPLE.match(label)
    return found[0] if found and len(found[0]) >= len(begun) else ""


def argument(name: str) -> Completer:
    """Give the function that completes an argument with values of the field of this name."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from digestkb.query.fields import BY_NAME

        return of(BY_NAME[name], argument=True)(ctx, incomplete)

    return complete
