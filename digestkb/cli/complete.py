"""What the shell offers for the values of a field; silent where there is no database.

Annotations are no text here: typer asks for those of each function, for every query, and would have to compile them.
"""

from collections.abc import Callable

import typer

from digestkb.query.fields import BY_NAME, FieldSpec

Completer = Callable[[typer.Context, str], list[tuple[str, str]]]


def of(spec: FieldSpec, *, argument: bool = False) -> Completer:
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


def argument(name: str) -> Completer:
    """Give the function that completes an argument with values of the field of this name."""
    return of(BY_NAME[name], argument=True)
