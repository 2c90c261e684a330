"""How long a note may keep whoever reads it."""

from __future__ import annotations

from typing import Annotated

import typer

from digestkb.bounds import LIMIT
from digestkb.cli.options import HIGHEST

MaxTime = Annotated[
    float | None,
    typer.Option(
        "--max-time",
        min=0,
        max=HIGHEST,
        metavar="SECONDS",
        help="Give up a note that takes the processor longer; 0 is any.",
        show_default=f"{LIMIT:.0f}, and 20 for each megabyte",
    ),
]
