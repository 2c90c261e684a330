"""BibTeX, which LaTeX will run: text, names and addresses that are no commands."""

from __future__ import annotations

from digestkb.latex import escape, escape_all
from digestkb.media.characters import line
from digestkb.patterns import lazy

#: What does something in a value that is printed letter by letter.
_COMMAND = lazy(r"[\\{}%#~^\s]")


def value(text: str) -> str:
    r"""Write text as a value between braces; mathematics stays as it is written.

    >>> print(value("100% of $x_1$,\ntwice"))
    100\% of $x_1$, twice
    """
    return escape(line(text))


def name(text: str) -> str:
    """Write a name, in which there is no mathematics."""
    return escape_all(line(text))


def doi(text: str) -> str:
    """Write a DOI, which styles print as it is; what would be a command in it is percent-encoded.

    >>> doi("10.1002/(SICI)1097_x"), doi("10.1/a{b}%")
    ('10.1002/(SICI)1097_x', '10.1/a%7Bb%7D%25')
    """
    return _COMMAND.sub(lambda found: f"%{ord(found[0]):02X}", line(text))
