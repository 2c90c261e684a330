"""What machines read: cells of a spreadsheet, and JSON."""

from __future__ import annotations

import json
from typing import Any

from digestkb.media.characters import screen, spelled_out
from digestkb.patterns import lazy

#: What begins a formula in one spreadsheet or another, also behind blanks and in full width.
_FORMULA = lazy(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\n]")
#: Ends of a line other than the one that is left inside a cell; readers of CSV take some of them for the end of a row.
_ENDS = lazy(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: What separates cells in some country, or is stripped by some reader, has to be in quotes.
_QUOTED = lazy(r'[",;\t\n]|^\s|\s$')


def csv_cell(text: str, *, raw: bool = False) -> str:
    r"""Write a cell of CSV, quotes included. What a spreadsheet would compute begins with an apostrophe.

    That is OWASP's advice; ``raw`` leaves such cells as they are, for programs that compute nothing.

    >>> print(csv_cell("=1+1"), csv_cell("=1+1", raw=True), csv_cell('a"b'))
    '=1+1 =1+1 "a""b"
    """
    shown = screen(_ENDS.sub("\n", text))
    if not raw and _FORMULA.match(shown):
        shown = f"'{shown}"
    return f'"{shown.replace(chr(34), chr(34) * 2)}"' if _QUOTED.search(shown) else shown


def json_text(value: Any) -> str:
    r"""Write a value as JSON on one line, whatever the reader takes for the end of one.

    Nothing is lost: what could not stand there is escaped.

    >>> print(json_text(["học\u2028", "\udc80"]))
    ["học\u2028", "\udc80"]
    """
    return spelled_out(json.JSONEncoder(ensure_ascii=False, check_circular=False).encode(value), _escaped)


def _escaped(text: str) -> str:
    return "".join(json.dumps(char)[1:-1] for char in text)
