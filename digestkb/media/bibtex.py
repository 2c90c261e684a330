"""BibTeX, which LaTeX will run: text, names and addresses that are no commands."""

from __future__ import annotations

from digestkb.latex import escape, escape_all
from digestkb.media.addresses import web
from digestkb.media.characters import line


def value(text: str) -> str:
    r"""Write text as a value between braces; mathematics stays as it is written.

    >>> print(value("100% of $x_1$,\ntwice"))
    100\% of $x_1$, twice
    """
    return escape(line(text))


def name(text: str) -> str:
    """Write a name, in which there is no mathematics."""
    return escape_all(line(text))


def address(url: str | None) -> str:
    """Write the address of a web page; another is none, whatever it may run."""
    return web(url) or ""
