"""Org as Markdown."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from digestkb.patterns import lazy

_HEADING = lazy(
    r"(?P<stars>\*{1,30})[ \t]{1,40}(?P<state>[^\W\d_](?:[^\W\d_]|-){1,20}\s+)?(?:\[#\w\]\s*)?(?P<title>.*)"
)
#: What is to be done with something, or was, before the title of a heading; a file may have states of its own.
_STATES = frozenset("TODO DONE NEXT WAITING HOLD STARTED READING READ CANCELLED CANCELED SOMEDAY".split())
_OWN_STATES = lazy(r"\s*#\+(?:SEQ_|TYP_)?TODO:(?P<states>.*)", re.IGNORECASE)
_SHORTCUT = lazy(r"\([^()]*\)")
_TAGS = lazy(r"(?:^|\s):(?P<tags>(?:[\w@#%-]+:)+)\s*$")
_KEYWORD = lazy(r"\s*#\+(?P<key>\w{2,30}):(?:\s+(?P<value>.*)|$)")
_BLOCK = lazy(r"\s*#\+(?P<end>BEGIN|END)_(?P<kind>\w{1,40})\s*(?P<info>[\w+-]*)", re.IGNORECASE)
_COMMENT = lazy(r"\s*#(?:\s|$)")
_DRAWER = lazy(r"\s*:(?:PROPERTIES|END|LOGBOOK|RESULTS):\s*$|\s*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):", re.IGNORECASE)
#: When something was done with.
_CLOSED = lazy(r"\s*CLOSED:\s{0,9}[<\[](?P<day>\d{4}-\d\d-\d\d)[^<>\[\]\n]{0,40}[>\]]")
#: What a heading is called by, which is often the number or the key of its paper.
_OWN_KEY = lazy(r"\s*:(?:CUSTOM_ID|ID):\s+(?P<key>\S.*)", re.IGNORECASE)
_NUMBER = lazy(r"\d{4}\.\d{4,5}(?:v\d+)?")
_LINK = lazy(r"\[\[(?P<url>[^\[\]\n]{1,2000})\](?:\[(?P<text>[^\[\]\n]{0,2000})\])?\]")
_STAMP = lazy(r"[<\[](?P<day>\d{4}-\d\d-\d\d)(?: [^<>\[\]\n]{0,40})?[>\]]")
_STRESSED = lazy(r"(?<!\S)(?P<mark>[*/=~])(?P<text>\S(?:[^*/=~\n]{0,300}\S)?)(?P=mark)(?=[\s.,;:!?)]|$)")
_MARKS = {"*": "**", "/": "*", "=": "`", "~": "`"}
#: Keywords of a file, and the labels that mean the same.
_LABELS = {"author": "Authors", "date": "Noted", "description": "Summary"}
_CODE = frozenset({"src", "example", "export"})


def from_org(lines: Sequence[str]) -> list[str]:
    """Translate Org: its headings with their tags, keywords, links, timestamps, emphasis, blocks and tables.

    >>> from_org(["#+TITLE: Log", "#+FILETAGS: :rl:", "* TODO [[https://a.org][A]] :b:", "", "/x/ <2026-01-09 Fri>"])
    ['# Log', 'Tags: rl', '## [A](https://a.org)', 'Tags: b', '*x* 2026-01-09']
    """
    work = _Org(any(line.lower().startswith("#+title:") for line in lines), _STATES.union(_own_states(lines)))
    found = [work.line(line) for line in lines]
    for at, tags in work.tags.items():
        # A heading's tags go on the line below it, where they can stand without becoming part of the title.
        if at + 1 < len(found) and not found[at + 1].strip():
            found[at + 1] = tags
        else:
            found[at] += " " + " ".join(f"#{tag}" for tag in tags.removeprefix("Tags: ").split(", "))
    return found


def _own_states(lines: Sequence[str]) -> Iterator[str]:
    """Yield the states that a file has of its own: «#+TODO: TOREAD(t) | READ(r!)».

    >>> sorted(_own_states(["#+TODO: TOREAD(t) | LU(l!)"]))
    ['LU', 'TOREAD']
    """
    for line in lines:
        own = _OWN_STATES.match(line) if "todo:" in line[:20].lower() else None
        yield from _SHORTCUT.sub(" ", own["states"]).replace("|", " ").split() if own else ()


class _Org:
    def __init__(self, titled: bool, states: Container[str]) -> None:
        #: Below a title of the file all headings are one level lower.
        self.lower, self.states = int(titled), states
        self.code = ""
        self.number = -1
        self.tags: dict[int, str] = {}

    def line(self, line: str) -> str:
        self.number += 1
        block = _BLOCK.match(line) if "#+" in line else None
        if block:
            return self._block(block)
        if self.code:
            return line
        heading = _HEADING.match(line) if line[:1] == "*" else None
        if heading:
            return self._heading(heading)
        if (keyword := _KEYWORD.match(line)) is not None:
            return _keyword(keyword["key"].lower(), keyword["value"] or "")
        if _COMMENT.match(line) or _DRAWER.match(line):
            return _closed(line)
        if (own := _OWN_KEY.match(line)) is not None:
            return f"{'arXiv' if _NUMBER.fullmatch(own['key']) else 'Key'}: {own['key']}"
        stripped = line.lstrip()
        if stripped.startswith("|-"):
            return line.replace("+", "|")
        return _inline(line)

    def _block(self, block: re.Match[str]) -> str:
        kind = block["kind"].lower()
        if block["end"].lower() == "end" and kind == self.code:
            self.code = ""
            return "```"
        if kind in _CODE and not self.code and block["end"].lower() == "begin":
            self.code = kind
            return f"```{block['info']}"
        return ""

    def _heading(self, heading: re.Match[str]) -> str:
        state = heading["state"] or ""
        title = heading["title"].rstrip() if state.strip() in self.states else f"{state}{heading['title']}".rstrip()
        tags = _TAGS.search(title[-200:])
        if tags:
            title = title[: len(title) - len(tags[0])].rstrip()
            self.tags[self.number] = f"Tags: {_listed(tags['tags'])}"
        return f"{'#' * min(6, len(heading['stars']) + self.lower)} {_inline(title)}"


def _keyword(key: str, value: str) -> str:
    if key == "title":
        return f"# {_inline(value)}"
    if key in ("filetags", "keywords", "tags"):
        return f"Tags: {_listed(value) if ':' in value else value}"
    return f"{_LABELS[key]}: {_inline(value)}" if key in _LABELS else ""


def _closed(line: str) -> str:
    """Say when something was done with, as far as a line does."""
    closed = _CLOSED.match(line)
    return f"Noted: {closed['day']}" if closed else ""


def _listed(tags: str) -> str:
    return ", ".join(tag for tag in tags.strip().split(":") if tag)


def _inline(text: str) -> str:
    if "[[" in text:
        text = _LINK.sub(_link, text)
    text = _STAMP.sub(r"\g<day>", text)
    return _STRESSED.sub(lambda m: f"{_MARKS[m['mark']]}{m['text']}{_MARKS[m['mark']]}", text)


def _link(match: re.Match[str]) -> str:
    url, text = match["url"].strip(), match["text"]
    if text:
        return f"[{text}]({url})"
    return f"<{url}>" if "://" in url else url
