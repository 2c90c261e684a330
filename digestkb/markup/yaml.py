"""YAML of papers, as sites and scripts keep their lists, as Markdown: its keys become labelled items."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digestkb.arxiv import find_arxiv_ids
from digestkb.patterns import lazy

_COMMENT = lazy(r"\s{0,100}#")
_DOCUMENT = lazy(r"(?:---|\.\.\.)\s*(?:#.*)?$")
#: A key, of an item or not, and its value; that of several lines begins with a sign for how they are joined.
_KEY = lazy(
    r"(?P<indent>[ ]{0,100})(?P<item>-[ ]{1,9})?(?P<quote>[\"']?)(?P<key>[^\W_][\w ./-]{0,60}?)(?P=quote):"
    r"(?:[ ]{1,40}(?P<block>[|>][-+]?\d?\s*$)?(?P<value>\S.*)?)?$"
)
_ELEMENT = lazy(r"(?P<indent>[ ]{0,100})-[ ]{1,9}(?P<text>\S.*)")
#: Keys that are common in lists of papers, and the label that means the same in a text.
_LABELS = {"note": "Comment", "notes": "Comment", "comments": "Comment"}


def from_yaml(lines: Sequence[str]) -> list[str]:
    """Translate YAML: keys are items, below a key at the left edge that is a heading; comments without a number go.

    >>> from_yaml(["# mine", "vision:", "- title: Wet Paint", "  authors:", "  - Ada", "  note: >", "    It dries."])
    ['', '## vision', '- title: Wet Paint', '  - authors:', '    - Ada', '  - Comment:', '    It dries.']
    """
    found: list[str] = []
    column = 0  # where the last key stands: its values stand further in
    headed = False
    for line, below in zip(lines, _belows(lines), strict=True):
        if _DOCUMENT.match(line):
            found.append("---" if any(found) else "")
        elif _COMMENT.match(line):
            found.append(line.lstrip(" #") if next(find_arxiv_ids(line), None) else "")
        elif (key := _KEY.match(line)) is not None:
            column = key.start("quote")
            found.append(_of_key(key, below, headed))
            headed = headed or found[-1].startswith("## ")
        elif (element := _ELEMENT.match(line)) is not None:
            found.append(f"{' ' * max(len(element['indent']), column + 2)}- {element['text']}")
        else:
            found.append(line)
    return found


def _belows(lines: Sequence[str]) -> list[str]:
    """Give for each line the next one that says something, empty at the end."""
    found, below = [], ""
    for line in reversed(lines):
        found.append(below)
        below = line if line.strip() and not _COMMENT.match(line) else below
    return found[::-1]


def _of_key(key: re.Match[str], below: str, headed: bool) -> str:
    """Translate a key and the value on its line; without one it heads other keys, or says nothing."""
    inner, column = _KEY.match(below), key.start("quote")
    label = _LABELS.get(key["key"].lower(), key["key"])
    if key["value"] is None and key["block"] is None:
        if column == 0 and (inner["indent"] or inner["item"] if inner is not None else headed):
            return f"## {label}"
        if not below or _is_aside(inner, column):
            return f"{key['indent']}-" if key["item"] else ""
    # The keys of an item stand below its first one.
    return f"{key['indent']}- {label}: {key['value'] or ''}".rstrip()


def _is_aside(key: re.Match[str] | None, column: int) -> bool:
    """Say whether a key stands beside one in a column, or further out."""
    return key is not None and (key.start("quote") <= column or (bool(key["item"]) and len(key["indent"]) < column))
