"""Front matter: the subset of YAML (and TOML) that notes really use, read so that a mistake in it loses one value."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PAIR = re.compile(
    r"(?P<key>[\w][\w .-]{0,60}?)\s*:(?:\s+|$)(?P<value>.*)"  # YAML
    r"|(?P<tkey>[\w-]+)\s*=\s*(?P<tvalue>.*)"  # TOML
)
_QUOTED = re.compile(r"([\"'])(.*)\1\s*(?:#.*)?$", re.DOTALL)

Value = str | list[str]


def parse_front_matter(lines: Sequence[str]) -> dict[str, Value]:
    """Read ``key: value`` lines: scalars, quoted strings, flow and block lists, folded text, lists of mappings.

    Keys come in lower case. Of a mapping in a list (``- name: Ada``) its first value is kept, which is the name in
    every citation format that nests authors. A line that makes no sense is passed over; nothing is raised.

    >>> parse_front_matter(["title: 'A: b'", "tags: [rl, \\"c, d\\"]", "authors:", "  - name: Ada", "    orcid: 0"])
    {'title': 'A: b', 'tags': ['rl', 'c, d'], 'authors': ['Ada']}
    """
    found: dict[str, Value] = {}
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        match = _PAIR.match(line) if line[:1].strip() and not line.startswith(("#", "- ")) else None
        if not match:
            continue
        key = (match["key"] or match["tkey"]).strip().lower()
        value = (match["value"] if match["key"] else match["tvalue"]).strip()
        below = []
        while at < len(lines) and (not lines[at].strip() or lines[at][:1] in " \t" or lines[at].startswith("- ")):
            below.append(lines[at])
            at += 1
        if value in ("", "|", ">", "|-", ">-", "|+", ">+"):
            items = _block_list(below)
            found[key] = items if items else " ".join(part.strip() for part in below if part.strip())
        else:
            if value[:1] == "[" and "]" not in value:
                value += " " + " ".join(part.strip() for part in below)
            elif value[:1] not in "[{\"'" and below:
                value = " ".join([value, *(part.strip() for part in below if part.strip())])
            found[key] = _value(value)
    return found


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
        parts = re.findall(r"\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|\[\[[^\]]*\]\]|[^,\[\]]+)", inner)
        return [item for item in (_scalar(part.strip()) for part in parts) if item]
    return _scalar(text)


def _scalar(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        inner = quoted[2]
        return inner.replace("''", "'") if quoted[1] == "'" else inner.replace('\\"', '"').replace("\\\\", "\\")
    return re.sub(r"\s+#.*$", "", text).strip()
