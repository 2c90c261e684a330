"""A progress bar on standard error, for those who look."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")


def progress(steps: Iterable[T], total: int) -> Iterator[T]:
    """Pass on what happens, and draw a bar of it if standard error is a terminal that can."""
    if total < 2 or sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield from steps
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns: tuple[Any, ...] = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("notes", total=total)
        for step in steps:
            bar.advance(task)
            yield step
