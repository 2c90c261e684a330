"""Notebooks as Markdown: the text between the code, on the lines of the JSON where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from digestkb.markup.lines import Piece, lay
from digestkb.patterns import lazy

#: A string that nobody closes ends with its line: no string of JSON goes on to the next.
_TOKEN = lazy(r'"(?P<text>(?:[^"\\]|\\.)*)(?P<closed>"?)|[{}\[\]:,]')
#: A line that the next one may go on with, and one that goes on with what is above it.
_IS_TEXT, _GOES_ON = (
    lazy(r"[ \t]{0,12}(?:[-*+.>][\s.]|[^\W_]|[\[(\"“‘`*_])(?!.*(?:  |\\)$)"),
    lazy(r"[ \t]{0,12}[^\W\d_]"),
)
#: The objects of a notebook are cells down to this depth; deeper ones are metadata.
_DEEPEST = 4


@dataclass(slots=True)
class _Object:
    kind: str = ""
    source: list[Piece] = field(default_factory=list)


def from_notebook(lines: Sequence[str]) -> list[str]:
    """Translate a notebook: what its cells of Markdown say.

    >>> from_notebook(['{"cells": [{"cell_type": "markdown", "source": [', '"# Log\\\\n",', '"see"]}]}'])
    ['', '# Log', 'see']
    """
    return lay(_sources(lines), len(lines))


def _sources(lines: Sequence[str]) -> Iterator[Piece]:
    """Walk through the tokens by hand: the lines matter, and a file that is cut off still says what it does."""
    depth = 0
    objects: list[_Object] = []
    key = last = ""
    for number, sign, text in _tokens(lines):
        if sign == "{":
            depth += 1
            objects += [_Object()] if depth <= _DEEPEST else []
        elif sign == "}":
            if depth == len(objects) and objects:
                yield from _said(objects.pop())
            depth = max(0, depth - 1)
        elif sign == ":":
            key = last
        elif sign == "]":
            key = ""
        elif sign == '"' and depth == len(objects) and objects:
            if key == "cell_type":
                objects[-1].kind, key = text, ""
            elif key == "source":
                objects[-1].source.append((number, text))
            last = text
    for left in objects:
        yield from _said(left)


def _tokens(lines: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Yield each sign with the number of its line; a string is its first quotation mark and what stands behind it."""
    for number, line in enumerate(lines):
        for token in _TOKEN.finditer(line):
            yield number, token[0][0], token["text"] or ""


def _said(cell: _Object) -> Iterator[Piece]:
    if cell.kind not in ("markdown", "heading"):
        return
    for number, text in cell.source:
        for line in _paragraphs(_decoded(text)):
            yield number, f"# {line}" if cell.kind == "heading" else line


def _paragraphs(text: str) -> list[str]:
    """Give the lines of a text, what is wrapped as one: all of a cell may stand in one string, on one line of the JSON.

    >>> _paragraphs("# Log\\nsee [a\\nb](x)\\n- c\\n\\nd")
    ['# Log', 'see [a b](x)', '- c', '', 'd']
    """
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and _IS_TEXT.match(lines[-1]) and _GOES_ON.match(line):
            lines[-1] = f"{lines[-1].rstrip()} {line.strip()}"
        else:
            lines.append(line)
    return lines


def _decoded(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
