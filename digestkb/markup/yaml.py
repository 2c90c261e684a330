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
#: Keys whose people may be mappings, and the keys of these.
_PEOPLE = frozenset(("author", "authors", "editor", "editors"))
_NAMES = frozenset(("name", "literal", "full-name", "fullname"))
_FAMILIES = frozenset(("family", "family-names", "last", "lastname", "surname"))
_GIVEN = frozenset(("given", "given-names", "first", "firstname"))
#: What a list of papers is called in bibliographies; as a heading it would say that these are only mentioned.
_ENTRIES = frozenset(("references", "bibliography", "entries"))


def from_yaml(lines: Sequence[str]) -> list[str]:
    """Translate YAML: keys are items, below a key at the left edge that is a heading; comments without a number go.

    >>> from_yaml(["# mine", "vision:", "- title: Wet Paint", "  authors:", "  - Ada", "  note: >", "    It dries."])
    ['', '## vision', '- title: Wet Paint', '  - authors:', '    - Ada', '  - Comment:', '    It dries.']
    """
    found: list[str] = []
    column = 0  # where the last key stands: its values stand further in
    headed = False
    people = -1  # where the key of people stands that are mappings
    for at, (line, below) in enumerate(zip(lines, _belows(lines), strict=True)):
        if _DOCUMENT.match(line):
            found.append("---" if any(found) else "")
        elif _COMMENT.match(line):
            found.append(line.lstrip(" #") if next(find_arxiv_ids(line), None) else "")
        elif (key := _KEY.match(line)) is not None:
            if people >= 0 and _is_within(key, people):
                beside = lines[at + 1 : at + 2] if key["item"] else lines[at - 1 : at]
                found.append(_of_person(key, "".join(beside), people))
                continue
            column = key.start("quote")
            people = column if key["key"].lower() in _PEOPLE and not key["value"] else -1
            found.append(_of_key(key, below, headed))
            headed = headed or found[-1].startswith("## ")
        elif (element := _ELEMENT.match(line)) is not None:
            found.append(f"{' ' * max(len(element['indent']), column + 2)}- {element['text']}")
        else:
            found.append(line)
    return found


def _is_within(key: re.Match[str], column: int) -> bool:
    """Say whether a key is one of the mappings listed below a key in a column."""
    return len(key["indent"]) >= column if key["item"] else key.start("quote") > column


def _of_person(key: re.Match[str], beside: str, column: int) -> str:
    """Give the person that a key names, with the given name on the line beside it; others say nothing of a paper."""
    name, value = key["key"].lower(), key["value"] or ""
    if name in _FAMILIES:
        given = _KEY.match(beside)
        value = f"{given['value'] if given and given['key'].lower() in _GIVEN else ''} {value}".strip()
    return f"{' ' * (column + 2)}- {value}" if name in _NAMES or name in _FAMILIES else ""


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
            return f"## {label}" if label.lower() not in _ENTRIES else ""
        if not below or _is_aside(inner, column):
            return f"{key['indent']}-" if key["item"] else ""
    # The keys of an item stand below its first one.
    return f"{key['indent']}- {label}: {key['value'] or ''}".rstrip()


def _is_aside(key: re.Match[str] | None, column: int) -> bool:
    """Say whether a key stands beside one in a column, or further out."""
    return key is not None and (key.start("quote") <= column or (bool(key["item"]) and len(key["indent"]) < column))
