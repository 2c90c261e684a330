"""Front matter: YAML, TOML, and what only looks like them, read so that a mistake in it loses one value.

It is cut into its keys, with the lines that belong to each. What is plain – most of it – is read here; a value that
needs more goes to PyYAML by itself, which is loaded for it, and comes back here if that does not understand it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from digestkb.patterns import lazy

_PAIR = lazy(
    r"(?P<key>\"[^\"]{1,60}\"|'[^']{1,60}'|\w[\w .:/@-]{0,60}?)\s*:(?:\s+|$)(?P<value>.*)"  # YAML
    r"|(?P<tkey>[\w-]+)\s*=\s*(?P<tvalue>.*)"  # TOML
)
_TOML = lazy(r"[\w.\"-]+\s*=|\[\[?[\w.\"-]+\]\]?\s*(?:#|$)")
_QUOTED = lazy(r"([\"'])(.*)\1\s*(?:#.*)?$", re.DOTALL)
#: A comment behind a value, and the parts of a list in one line.
_COMMENT = lazy(r"(?<!\s)\s+#.*$")
_PART = lazy(r"\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|\[\[[^\[\]]*\]\]|[^,\[\]]+)")
#: Values that the lenient reader and YAML read alike.
_PLAIN = lazy(
    r"(?![\[{&|>\"'#?]|!!)[^\n]*"  # YAML refuses what begins with * ! % @ `, or it is not what was meant
    r"|\"(?:[^\"\\]|\\\")*\"\s*(?:#.*)?|'(?:[^']|'')*'\s*(?:#.*)?"
    r"|\[\s*(?:(?:(?:\"[^\"\\]*\"|'[^']*'|\[\[[^\[\]]*\]\])\s*|[^,\[\]{}:\"'\s#&](?:[^,\[\]{}:\"#]|:(?=\S))*)(?:,\s*|(?=\])))*\]"
    r"|\[\[[^\[\]]*\]\]"
)
_PLAIN_ITEM = lazy(r"- {1,40}(?:(?![\[{&|>\"'#?-]|!!)(?:[^\n:]|:(?=\S))*|\"[^\"\\]*\"|'[^']*'|\[\[[^\[\]]*\]\])")
_BLOCK = frozenset(["|", ">", "|-", ">-", "|+", ">+"])
#: More than this, or nested deeper, is no front matter that somebody wrote; it is read leniently.
_LONGEST = 50_000
_DEEPEST = 20
#: The names that stand for a mapping in a list: of these what is given, in this order, or the first one alone.
_NAMES = ("literal", "name", "full-name", "author", "title")
#: A mapping with one of these is about a paper: all that it says is kept.
_SUBJECT = frozenset(("title", "arxiv", "arxiv_id", "eprint", "doi", "url", "id"))
_PARTS = (
    ("given", "first", "given-names", "firstname", "first-name"),
    ("dropping-particle",),
    ("non-dropping-particle",),
    ("family", "last", "family-names", "lastname", "last-name"),
    ("suffix", "name-suffix"),
)


class Quoted(str):
    """A scalar that stood in quotes: its author means one text, whatever blanks it has."""

    __slots__ = ()


Value = str | list[str]
#: What YAML nests, before it is flattened: mappings as pairs, each with the line of its key.
_Node = str | list[Any] | dict[str, tuple[int, Any]]


def front_matter_fields(lines: Sequence[str]) -> list[tuple[str, Value, int]]:
    """Give each key with its value and the line it stands on, counted from 0 within these lines.

    Scalars come as text, lists and what is nested as lists of text, keys in lower case. Of a mapping in a list
    (``- name: Ada``) the name is kept, given name first; what describes a paper has its keys behind that of the
    mapping: ``paper.title``. A line that makes no sense is passed over; nothing is raised.

    >>> front_matter_fields(["# mine", "Title: A", "authors:", "- {family: Lovelace, given: Ada}"])
    [('title', 'A', 1), ('authors', ['Ada Lovelace'], 2)]
    >>> front_matter_fields(["title: My notes", "paper:", "  title: A", "  arxiv: 2403.03507"])
    [('title', 'My notes', 0), ('paper.title', 'A', 2), ('paper.arxiv', '2403.03507', 3)]
    """
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    if first[:1] in " \t":
        indent = len(first) - len(first.lstrip())
        lines = [line[indent:] if not line[:indent].strip() else line for line in lines]
        first = first.lstrip()
    if first.startswith("{"):
        root = _yaml("\n".join(lines))
        if isinstance(root, dict):
            return [(key.lower(), _flat(node), line) for key, (line, node) in root.items()]
    if _TOML.match(first):
        toml = _toml(lines)
        if toml is not None:
            return toml
    return list(_fields(lines))


def _fields(lines: Sequence[str]) -> Iterator[tuple[str, Value, int]]:
    """Read key by key: the lines below a key that are indented, items, or no key themselves, are its own."""
    matches = [_key(line) for line in lines]
    starts = [number for number, match in enumerate(matches) if match]
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        match = matches[start]
        assert match
        below = [line for line in lines[start + 1 : end] if line[:1] != "#"]
        key = (match["key"] or match["tkey"]).strip("\"' ").lower()
        value = (match["value"] if match["key"] else match["tvalue"]).strip()
        if match["tkey"] or _is_plain(value, below):
            yield key, _lenient(value, below), start
            continue
        root = _yaml("\n".join([lines[start], *below]))
        if isinstance(root, dict) and len(root) == 1:
            yield from _of_node(key, next(iter(root.values()))[1], start)
        else:
            yield key, _lenient(value, below), start


def _of_node(key: str, node: _Node, start: int) -> Iterator[tuple[str, Value, int]]:
    """Flatten the value of a key; what describes a paper has keys of its own."""
    if isinstance(node, dict) and _is_paper(node):
        yield from ((f"{key}.{name.lower()}", _flat(value), start + line) for name, (line, value) in node.items())
    else:
        yield key, _flat(node), start


def _is_paper(node: dict[str, tuple[int, _Node]]) -> bool:
    """Say whether a mapping describes a paper: it has a title, and an address or a number beside it."""
    keys = {key.lower() for key in node}
    return "title" in keys and len(keys & _SUBJECT) > 1


def _key(line: str) -> re.Match[str] | None:
    return _PAIR.match(line) if line[:1].strip() and not line.startswith(("#", "- ")) else None


def _is_plain(value: str, below: Sequence[str]) -> bool:
    """Say whether the lenient reader makes of a value what YAML does, or what its author meant where YAML refuses."""
    below = [line.strip() for line in below if line.strip()]
    if value in _BLOCK:
        return not any(line.startswith("- ") for line in below)
    if not value:
        return all(_PLAIN_ITEM.fullmatch(line) for line in below)
    if not _PLAIN.fullmatch(value):
        return False
    return not below or (value[0] not in "\"'[" and not any(line.startswith("#") for line in below))


def _lenient(value: str, below: Sequence[str]) -> Value:
    """Read a value as people mean it, whatever YAML makes of its signs; nothing is raised."""
    below = list(takewhile(lambda line: not line.strip() or line[0] in " \t" or line.startswith("- "), below))
    if not value or value in _BLOCK:
        return _block_list(below) or " ".join(part.strip() for part in below if part.strip())
    if value[:1] == "[" and "]" not in value:
        value += " " + " ".join(part.strip() for part in below)
    elif value[:1] not in "[{\"'" and below:
        value = " ".join([value, *(part.strip() for part in below if part.strip())])
    return _value(value)


def _block_list(below: Sequence[str]) -> list[str]:
    items: list[str] = []
    for line in below:
        stripped = line.strip()
        if stripped.startswith("- ") or stripped == "-":
            text = stripped[1:].strip()
            pair = re.match(r"(?:name|literal|family|title)\s*:\s+(.*)", text)
            items.append(_scalar(pair[1] if pair else text))
    return [item for item in items if item]


def _value(text: str) -> Value:
    if text.startswith("["):
        inner = text[1 : text.rindex("]")] if "]" in text else text[1:]
        parts = _PART.findall(inner)
        return [item for item in (_scalar(part.strip()) for part in parts) if item]
    return _scalar(text)


def _scalar(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        inner = quoted[2]
        return Quoted(inner.replace("''", "'") if quoted[1] == "'" else inner.replace('\\"', '"').replace("\\\\", "\\"))
    return (_COMMENT.sub("", text) if "#" in text else text).strip()


def _yaml(text: str) -> _Node | None:
    """Read YAML with everything a string; ``None`` for a mistake, an alias, or more than anybody writes by hand.

    The nodes are made from the parser's events: a bomb of aliases is refused before there is anything to expand.
    """
    if len(text) > _LONGEST:
        return None
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return _node(text, yaml.parse(text, Loader=loader))
    except (yaml.YAMLError, UnicodeEncodeError, _Refused):
        return None


class _Refused(ValueError):
    """What is valid YAML and no front matter: aliases, deep nesting, keys that are lists."""


def _node(text: str, events: Iterator[Any]) -> _Node | None:
    """Build the first document from its events."""
    from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, MappingStartEvent, ScalarEvent

    root: list[Any] = []
    open_ones: list[list[Any]] = [root]
    kinds: list[bool] = [False]
    for event in events:
        if isinstance(event, AliasEvent) or len(open_ones) > _DEEPEST:
            raise _Refused(text[:80])
        if isinstance(event, ScalarEvent):
            text_of = Quoted if event.style in ("'", '"') else str
            open_ones[-1].append((_line(event), text_of(" ".join(event.value.split()))))
        elif isinstance(event, CollectionStartEvent):
            open_ones.append([_line(event)])
            kinds.append(isinstance(event, MappingStartEvent))
        elif isinstance(event, CollectionEndEvent):
            line, *inner = open_ones.pop()
            open_ones[-1].append((line, _mapping(inner) if kinds.pop() else [node for _, node in inner]))
    return root[0][1] if root else None


def _line(event: Any) -> int:
    return int(event.start_mark.line)


def _mapping(inner: Sequence[tuple[int, _Node]]) -> dict[str, tuple[int, _Node]]:
    found: dict[str, tuple[int, _Node]] = {}
    for (line, key), (_, node) in zip(inner[::2], inner[1::2], strict=True):
        if not isinstance(key, str):
            raise _Refused(str(key)[:80])
        found.setdefault(key, (line, node))
    return found


def _flat(node: _Node) -> Value:
    """Flatten what is nested: a list of its texts, a mapping that is a name or a date as one text."""
    if isinstance(node, dict):
        one = _name(node) if not _SUBJECT & {key.lower() for key in node} else ""
        return one if one else [text for _, inner in node.values() for text in _texts(inner)]
    return node if isinstance(node, str) else _texts(node)


def _texts(node: _Node) -> list[str]:
    if isinstance(node, str):
        return [node] if node else []
    if isinstance(node, dict):
        one = _name(node) or ", ".join(f"{key}: {' '.join(_texts(inner))}".strip() for key, (_, inner) in node.items())
        return [one] if one else []
    return [text for item in node for text in _texts(item)]


def _name(node: dict[str, tuple[int, _Node]]) -> str:
    """Give the name that a mapping is about, or the day that it is; an empty text if it is neither."""
    fields = {key.lower().replace("_", "-"): inner for key, (_, inner) in node.items()}
    if "date-parts" in fields:
        return "-".join(part.zfill(2) for part in _texts(fields["date-parts"])[:3])
    if "literal" not in fields:
        parts = [next((fields[name] for name in names if name in fields), "") for names in _PARTS]
        if parts[0] or parts[3]:
            return " ".join(text for part in parts for text in _texts(part))
    return next((" ".join(_texts(fields[name])) for name in _NAMES if fields.get(name)), "")


def _toml(lines: Sequence[str]) -> list[tuple[str, Value, int]] | None:
    """Read TOML, the keys of its tables beside those of none; ``None`` where there is no reader, or it refuses."""
    if sys.version_info < (3, 11) or sum(map(len, lines)) > _LONGEST:
        return None
    if any(line.partition("=")[0].count(".") > _DEEPEST for line in lines):
        return None
    import tomllib

    try:
        fields = list(_toml_fields(tomllib.loads("\n".join(lines))))
    except (ValueError, RecursionError):
        return None
    places: dict[str, int] = {}
    for number, line in enumerate(lines):
        match = re.match(
            r"\s*\[{0,2}\s{0,9}(?:[\w-]{1,60}\.){0,4}[\"']?([\w.-][\w .-]{0,60}?)[\"']?\s{0,9}(?:=|\])", line[:200]
        )
        if match:
            places.setdefault(match[1].lower(), number)
    return [(key, value, places.get(key, 0)) for key, value in fields]


def _toml_fields(table: dict[str, Any]) -> Iterator[tuple[str, Value]]:
    for key, value in table.items():
        if not isinstance(value, dict):
            yield key.lower(), _flat(_strings(value))
    for value in table.values():
        if isinstance(value, dict):
            yield from _toml_fields(value)


def _strings(value: object) -> _Node:
    """Make of TOML's types what YAML's strings are: ``true``, ``2024-05-06``."""
    if isinstance(value, dict):
        return {str(key).lower(): (0, _strings(inner)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_strings(inner) for inner in value]
    return str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())
