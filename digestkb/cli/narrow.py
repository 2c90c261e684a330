"""The options by which commands narrow what they show: one for each option that a field has."""

import datetime as dt
import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any

import typer

from digestkb.cli import complete
from digestkb.cli.input import text
from digestkb.cli.options import OnlyIds, WithNotes
from digestkb.query.fields import FIELDS, FieldSpec, Option
from digestkb.query.language import Query, field, parse
from digestkb.query.nodes import Node
from digestkb.tuples import NamedTuple

Command = Callable[..., None]
#: What a command gets in place of the options.
Filters = Sequence[Node]
Narrowing = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILTER...", autocompletion=complete.query, help="Filters of the query language, such as kind:note."
    ),
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="QUERY",
        autocompletion=complete.query,
        help="Any filter of the query language, such as has:code.",
    ),
]


class Asked(NamedTuple):
    """What papers are asked for: by filters, among ids, with the notes that are about none."""

    query: Query
    ids: list[str] | None = None
    notes: bool = False


#: The parameters that :class:`Asked` is made of; those of the fields stand between the first and the others.
_PARTS = {"narrowing": (Narrowing, None), "where": (Where, None), "ids": (OnlyIds, None), "notes": (WithNotes, False)}
_One, _Several = str | None, list[str] | None


def narrowed(command: Command) -> Command:
    """Give a command the options of all fields, in place of its parameter ``filters``, which gets what they ask for.

    In place of a parameter ``asked`` it gets all that :class:`Asked` is made of.
    """
    signature = inspect.signature(command, eval_str=True)
    own = list(signature.parameters.values())
    at = next(place for place, parameter in enumerate(own) if parameter.name in ("filters", "asked"))
    is_whole = own[at].name == "asked"

    @functools.wraps(command)
    def with_filters(**given: Any) -> None:
        found = list(filters({option.name: given.pop(option.name) for spec in FIELDS for option in spec.options}))
        if is_whole:
            words, where, ids, notes = (given.pop(name) for name in _PARTS)
            command(**given, asked=Asked(query_of([*(words or ()), *(where or ())], found), ids, notes))
        else:
            command(**given, filters=found)

    options = [_parameter(spec, option) for spec in FIELDS for option in spec.options]
    if is_whole:
        first, *others = (
            inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=annotation)
            for name, (annotation, default) in _PARTS.items()
        )
        options = [first, *options, *others]
    with_filters.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*own[:at], *options, *own[at + 1 :]]
    )
    # All is in the signature: typer would evaluate what the command has in text a second time.
    with_filters.__annotations__ = {}
    return with_filters


def _parameter(spec: FieldSpec, option: Option) -> inspect.Parameter:
    completes = complete.of(spec) if spec.offer or spec.known else None
    declared = typer.Option(f"--{option.name}", metavar=option.metavar, help=option.help, autocompletion=completes)
    taken: Any = Annotated[_One, declared] if spec.is_date else Annotated[_Several, declared]
    return inspect.Parameter(option.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=taken)


def query_of(words: Iterable[str], filters: Iterable[Node]) -> Query:
    """Read the words of a command line, and narrow the query by what options ask for."""
    return parse(text(" ".join(words)), dt.date.today()).and_also(filters)


def of_papers(query: Query, *, notes: bool, cited: bool) -> Query:
    """Leave out the notes that are about no paper unless they are asked for; no bibliography has any."""
    return query if notes and not cited else query.papers_only(unless_asked=not cited)


def filters(asked: Mapping[str, str | Sequence[str] | None]) -> Iterator[Node]:
    """Yield what the values of options ask for; the ends of one range go together.

    >>> from digestkb.query.nodes import understood
    >>> [understood(node) for node in filters({"tag": ["rl"], "since": "2025-01", "until": "2025-02"})]
    ['tag:rl', 'date:2025-01-01..2025-02-28']
    """
    today = dt.date.today()
    for spec in FIELDS:
        ends = {option.end: asked.get(option.name) or "" for option in spec.options if option.end}
        if any(ends.values()):
            yield field(spec.name, text(f"{ends['first']}..{ends['last']}"), today)
        for option in spec.options:
            value = asked.get(option.name) if not option.end else None
            for one in [value] if isinstance(value, str) else value or ():
                if one or not spec.is_date:
                    yield field(spec.name, text(one), today)
