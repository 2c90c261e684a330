"""Options that several commands have, each written once."""

from __future__ import annotations

from typing import Annotated

import typer

from digestkb.cli import complete
from digestkb.files import MOST, size_from, size_text
from digestkb.render import Format

#: The highest number that an option takes: SQLite and the clock understand it, and nobody means more.
HIGHEST = 1_000_000_000

AsFormat = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help=f"How to write the answer; a table on a terminal, else tsv. One of {', '.join(Format)}.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Raw = Annotated[bool, typer.Option("--raw", help="In csv, leave what a spreadsheet would compute as it is.")]
WithNotes = Annotated[bool, typer.Option("--notes", help="With the notes that are about no paper.")]
SomeOf = Annotated[
    int | None,
    typer.Option(
        "--limit", "-n", min=0, max=HIGHEST, metavar="N", help="At most so many; 0 is all. A table shows 50, else all."
    ),
]
Papers = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        autocompletion=complete.argument("id"),
        help="Numbers, addresses or names; - reads them.",
    ),
]
OnlyIds = Annotated[
    list[str] | None,
    typer.Option(
        "--ids",
        metavar="ID",
        autocompletion=complete.argument("id"),
        help="Only these papers, repeated or with commas; - reads them from standard input.",
    ),
]
Wait = Annotated[
    float | None,
    typer.Option(
        "--wait",
        min=0,
        max=HIGHEST,
        metavar="SECONDS",
        help="How long to wait while another process writes; 10 while ingests take turns, 5 for who keeps it locked.",
        show_default=False,
    ),
]


def _size(value: str | int) -> int:
    try:
        return value if isinstance(value, int) else size_from(value)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


MaxSize = Annotated[
    int,
    typer.Option(
        "--max-size",
        parser=_size,
        metavar="SIZE",
        show_default=size_text(MOST),
        help="Read no larger files; 0 is any.",
    ),
]
