"""OPML, as outliners and feed readers export it, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import unescape

from digestkb.markup.lines import Piece, lay
from digestkb.patterns import lazy

_TAG = lazy(
    r"<(?P<end>/?)(?P<name>outline|title)\b(?P<said>(?:\s+[\w:.-]{1,60}\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(?P<alone>/?)>"
)
_SAID = lazy(r"(?P<key>[\w:.-]{1,60})\s*=\s*(?:\"(?P<double>[^\"<]*)\"|'(?P<single>[^'<]*)')")
#: Where an outline keeps its address, its words and what is noted of it.
_ADDRESSES, _WORDS, _NOTES = ("url", "htmlUrl", "xmlUrl"), ("text", "title"), ("_note", "note", "description")
#: Nobody nests outlines deeper.
_DEEPEST = 60


def from_opml(lines: Sequence[str]) -> list[str]:
    """Translate OPML: its title, and its outlines as items with their links and notes.

    >>> from_opml(['<title>Log</title>', '<outline text="GaLore" url="https://a.org" _note="saves&#10;memory"/>'])
    ['# Log', '- [GaLore](https://a.org) | saves | memory']
    """
    return lay(_pieces("\n".join(lines)), len(lines))


def _pieces(text: str) -> Iterator[Piece]:
    depth, at, line = 0, 0, 0
    for tag in _TAG.finditer(text):
        line += text.count("\n", at, tag.start())
        at = tag.start()
        if tag["name"] == "title":
            title = text[tag.end() :].partition("<")[0]
            if not tag["end"] and title.strip():
                yield line, f"# {' '.join(unescape(title).split())}"
        elif tag["end"]:
            depth = max(0, depth - 1)
        else:
            yield from _item(tag["said"], line, min(depth, _DEEPEST))
            depth += not tag["alone"]


def _item(said: str, line: int, depth: int) -> Iterator[Piece]:
    values = {
        one["key"]: unescape(one["double"] or one["single"] or "").replace("\r", "\n") for one in _SAID.finditer(said)
    }
    words, address, note = (
        next((values[key] for key in keys if values.get(key)), "") for keys in (_WORDS, _ADDRESSES, _NOTES)
    )
    if words or address:
        words = " ".join(words.split())
        yield line, f"{'  ' * depth}- " + (f"[{words}]({address})" if words and address else words or f"<{address}>")
    yield from ((line, " ".join(one.split())) for one in note.splitlines())
