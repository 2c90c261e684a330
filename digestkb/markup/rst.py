"""reStructuredText as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digestkb.patterns import lazy

_ADORNMENT = lazy(r"([=\-~^\"'`#*+.:_<>])\1{2,}\s*$")
_DIRECTIVE = lazy(r"(?P<indent>\s*)\.\.\s+(?P<name>[\w-]+)::\s*(?P<rest>.*)")
_TARGET = lazy(r"\s*\.\.\s+_`?(?P<name>[^:`\n]{1,200})`?:\s+(?P<url>\S+)\s*$")
_NOTE = lazy(r"(?P<indent>\s*)\.\.\s+\[(?P<key>[#*]?[\w.-]{0,60})\]\s*(?P<text>.*)")
_META = lazy(r"\.\.\s+(?P<key>[A-Za-z]\w{1,30}):\s+(?P<value>\S.*)")
_COMMENT = lazy(r"\s*\.\.(?:\s|$)")
#: A link may go on to the next line.
_LINK = lazy(r"`(?P<text>[^`<>]{1,500}?)\s{0,40}<(?P<url>[^`<>\s]{1,2000})>`__?")
_USED = lazy(r"`(?P<text>[^`<>\n]{1,200})`__?(?!\w)|(?<![\w`])(?P<word>[A-Za-z][\w.-]{0,80}?)__?(?![\w`])")
_ROLE = lazy(r":(?P<role>[A-Za-z][\w:-]{0,30}):`(?P<text>[^`\n]{1,500})`")
_CITED = lazy(r"(?P<key>\[[#*]?[\w.-]{1,60}\])_(?!\w)")
_CODE = frozenset({"code-block", "code", "sourcecode", "parsed-literal", "literalinclude", "math"})


def from_rst(lines: Sequence[str]) -> list[str]:
    """Translate reStructuredText: titles with lines below or around them, links, targets, notes, roles, directives.

    >>> from_rst(["Log", "===", "`GaLore <https://a.org>`_ and DPO_", "", ".. [1] A. B.", ".. _DPO: https://b.org"])
    ['# Log', '', '[GaLore](https://a.org) and [DPO]', '', '[1] A. B.', '[DPO]: https://b.org']
    """
    found = _blocks(lines)
    targets = {match["name"].casefold() for line in lines if (match := _TARGET.match(line))}
    text = "\n".join(found)
    if "`" in text or "_" in text:
        # A link that goes on to another line stands where its address does.
        text = _LINK.sub(lambda m: "\n" * m[0].count("\n") + f"[{' '.join(m['text'].split())}]({m['url']})", text)
        text = _ROLE.sub(_role, _CITED.sub(r"\g<key>", text))
        text = _USED.sub(lambda m: _used(m, targets), text) if targets else text
    return text.split("\n")


def _blocks(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    levels: list[tuple[str, bool]] = []
    at = 0
    while at < len(lines):
        titled = _title(lines, at, levels)
        if titled:
            found += titled
            at += len(titled)
            continue
        directive = _DIRECTIVE.match(lines[at])
        if directive and directive["name"].lower() in _CODE:
            block = _code(lines, at, len(directive["indent"]), directive["rest"])
            found += block
            at += len(block)
            continue
        found.append(_line(lines[at], directive))
        at += 1
    return found


def _title(lines: Sequence[str], at: int, levels: list[tuple[str, bool]]) -> list[str]:
    """Read the title that begins on a line, with the lines below and above it."""
    over = bool(_ADORNMENT.match(lines[at])) and (at == 0 or not lines[at - 1].strip())
    title, below = (lines[at + n] if at + n < len(lines) else "" for n in (over, over + 1))
    adorned = _ADORNMENT.match(below)
    if not title.strip() or not adorned or _ADORNMENT.match(title) or (not over and title[0] in " \t"):
        return []
    if len(below.rstrip()) * 2 < len(title.strip()) or (over and lines[at][0] != adorned[1]):
        return []
    style = (adorned[1], over)
    if style not in levels:
        levels.append(style)
    heading = f"{'#' * min(6, levels.index(style) + 1)} {title.strip()}"
    return ["", heading, ""] if over else [heading, ""]


def _code(lines: Sequence[str], at: int, indent: int, language: str) -> list[str]:
    """Fence what is indented below a directive; the fence is closed on the last blank line."""
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent):
        end += 1
    block = [f"```{re.sub(r'[^A-Za-z0-9+-]', '', language)}", *lines[at + 1 : end]]
    if len(block) > 1 and not block[-1].strip():
        block[-1] = "```"
    elif end < len(lines):
        return ["", *block[1:]]
    return block


def _line(line: str, directive: re.Match[str] | None) -> str:
    if directive:
        name, rest = directive["name"].lower(), directive["rest"].strip()
        if name in ("image", "figure"):
            return f"{directive['indent']}![]({rest})"
        return f"{directive['indent']}**{rest}**" if name in ("admonition", "topic", "rubric") and rest else rest
    if ".." not in line:
        return line
    if (target := _TARGET.match(line)) is not None:
        return f"[{target['name']}]: {target['url']}"
    if (note := _NOTE.match(line)) is not None:
        key = note["key"].lstrip("#*")
        return f"{note['indent']}[{key}] {note['text']}" if key.isdecimal() else f"{note['indent']}- {note['text']}"
    if (meta := _META.match(line)) is not None:
        return f"{meta['key']}: {meta['value']}"
    return "" if _COMMENT.match(line) else line


def _role(match: re.Match[str]) -> str:
    role, text = match["role"].lower(), match["text"]
    if role == "math":
        return f"${text}$"
    return f"arXiv:{text}" if role == "arxiv" and "<" not in text else text


def _used(match: re.Match[str], targets: set[str]) -> str:
    name = match["text"] or match["word"]
    return f"[{name}]" if name.casefold() in targets else match[0]
