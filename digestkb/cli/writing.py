"""How answers are written, where a command line says so: options that all commands have, and none of them handles."""

from contextvars import ContextVar
from typing import Any

import typer
from typer.core import TyperOption

from digestkb.configuration import COLOR
from digestkb.render import FORMAT_VERSION
from digestkb.tuples import NamedTuple


class Writing(NamedTuple):
    """What was asked for beside the format."""

    #: One of :data:`~digestkb.configuration.COLOR`; empty where the command line does not say.
    color: str = ""
    pager: bool = True
    fields: tuple[str, ...] = ()
    header: bool = False
    end: str = "\n"
    ascii: bool = False


#: Of the command that runs.
WRITING = ContextVar("writing", default=Writing())  # noqa: B039 - nothing in it can be changed


def colour(value: str | None) -> str | None:
    """Take the value of ``--color``."""
    if value is not None:
        if value not in COLOR:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(COLOR)}")
        _ask(color=value)
    return value


def whens(incomplete: str) -> list[str]:
    """Complete the value of ``--color``."""
    return [value for value in COLOR if value.startswith(incomplete)]


def unpaged(value: bool) -> None:
    """Take ``--no-pager``."""
    if value:
        _ask(pager=False)


def _ask(**changes: Any) -> None:
    WRITING.set(WRITING.get()._replace(**changes))


def _fields(value: str | None) -> None:
    if value is not None:
        names = tuple(name.strip() for name in value.split(",") if name.strip())
        if not names:
            raise typer.BadParameter("name at least one field, such as id,title")
        _ask(fields=tuple(dict.fromkeys(names)))


def _version(value: int | None) -> None:
    if value not in (None, FORMAT_VERSION):
        raise typer.BadParameter(f"this digestkb writes version {FORMAT_VERSION}")


def options() -> list[TyperOption]:
    """Make the options of a command that lists something."""
    return [
        _option(["--fields"], "Only these columns, or keys of JSON, in this order: id,title,date.", _fields, "NAMES"),
        _option(["--header"], "In tsv, begin with the names of the columns.", lambda on: _ask(header=on)),
        _option(["-0", "--null"], "End records with NUL, not a line end.", lambda on: _ask(end="\0" if on else "\n")),
        _option(["--ascii"], "Write ASCII: JSON escaped, letters without marks.", lambda on: _ask(ascii=on)),
        _option(["--format-version"], "Refuse to answer in another version.", _version, "N", type=int),
    ]


def _option(names: list[str], about: str, take: Any, metavar: str | None = None, type: Any = str) -> TyperOption:
    def callback(ctx: Any, param: Any, value: Any) -> None:
        take(value)

    kind: dict[str, Any] = {"metavar": metavar, "type": type} if metavar else {"is_flag": True}
    return TyperOption(param_decls=names, help=about, callback=callback, expose_value=False, **kind)
