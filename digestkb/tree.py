"""A note as one tree of blocks, made by one scan of its lines.

Structure is read as people and programs write it, by markers and indentation, not as CommonMark has it: a topic tree
that is indented under a heading is a tree, not code. Nothing is normalised away: every block knows the lines that it
stands on, and a line of its text is a part of the line on disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from digestkb.markdown import cells, heading_in, is_bold

_TAB = 4
#: What is nested deeper than this stands beside what it is nested in: nobody means it.
_DEEPEST = 100
_QUOTES_DEEP = 8
#: The level of a line in bold as a heading: below those that are marked.
_BOLD = 7
_ITEM = re.compile(
    r"(?P<indent>[ \t\u00a0]*)(?P<marker>[-*+•·‣–●▪◦○]"
    r"|\d{1,4}(?:\.\d{1,3}){0,3}[.)]\.?(?!\d)|\d{1,3}、|[（(]\d{1,3}[)）]"
    r"|\\?\[\d{1,4}\\?\](?![(\[:]))(?P<gap>[ \t\u00a0]+|$|(?<=[])）、])(?=\S))(?P<text>.*)"
)
#: An item of a list of letters, which is as often the initials of an author.
_LETTERED = re.compile(r"(?P<indent>[ \t\u00a0]*)(?P<marker>[A-Za-z][.)])(?P<gap>[ \t\u00a0]+)(?P<text>.*)")
#: An item of a tree that is drawn, ``│   ├── NLP``, or a line of it on which only the trunk goes on.
_DRAWN = re.compile(
    r"(?P<indent>[ \t\u00a0│┃|]*)(?P<marker>[├└┣┗╰])(?P<gap>[─━╴-]+[ \t\u00a0]*)(?![┬┴┼┤┐┘─━])(?P<text>.*)"
    r"|[ \t\u00a0│┃]*[│┃][ \t\u00a0]*$"
)
_BRANCHES = "│┃├└┣┗╰"
#: What an item may begin with, besides a digit.
_MARKERS = frozenset("-*+•·‣–●▪◦○（([\\")
_TASK = re.compile(r"\[[ xX/-]\][ \t]+")
_FENCE = re.compile(r"[ \t]*(?:[-*+]\s+|\d+[.)]\s+)*(?P<fence>`{3,}(?=[^`]*$)|~{3,})\s*(?P<info>[\w+-]*)")
_DELIMITER = re.compile(r"[|:\- \t]*$")
_UNDERLINE = re.compile(r"(?:={2,}|-{3,}|~{4,}|\^{4,})[ \t]*$")
_RULE = re.compile(r"[ \t]*(?:-(?:[ \t]*-){2,}|\*(?:[ \t]*\*){2,}|_(?:[ \t]*_){2,})[ \t]*$")
_DEFINITION = re.compile(r" {0,3}\[(?P<key>\^?[^\[\]]{1,80})\]:[ \t]*(?P<text>\S.*)")
_ORG_HEADING = re.compile(r"(\*{1,6})[ \t]+(?P<title>\S.*)$")
_HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^>]{0,500}>(?P<title>.*?)</h\1>\s*$", re.IGNORECASE)
_DETAILS = re.compile(r"\s*(?:[-*+]\s+)?<details\b[^>]{0,200}>", re.IGNORECASE)
_SUMMARY = re.compile(r"\s*<summary\b[^>]{0,200}>(?P<text>.*?)(?:</summary>|$)", re.IGNORECASE)
_CELL = re.compile(r"<(?P<tag>t[dh])\b[^>]{0,1000}>(?P<text>.*?)(?=</t[dh]|<t[dh]\b|</tr|$)", re.IGNORECASE | re.DOTALL)
_LIST_TAG = re.compile(r"\s*(?:<[uo]l\b[^>]{0,200}>\s*)?<li\b[^>]{0,200}>", re.IGNORECASE)
_LIST_END = re.compile(r"\s*</li>\s*(?:</[uo]l>\s*)?$", re.IGNORECASE)
_TAGS_ALONE = re.compile(r"\s*(?:</?[A-Za-z][^<>]{0,2000}>\s*)+$")
_CALLOUT = re.compile(r"\[!(?P<type>[\w-]+)\][-+]?[ \t]*(?P<title>.*)")
#: What is underlined but no heading: a heading of the other kind, an item, a quote, a row, another rule, an image.
_NO_TITLE = re.compile(r" {4}|\t|\s*(?:#{1,6}(?:\s|$)|[-*+•·–>|]|\d{1,3}[.)]\s|!\[|={2,}|_{3,}|<)")
#: Between two rules a key with its value is front matter that stands in the middle of a note.
_KEY = re.compile(r"\w[\w-]*: ")
_SENTENCE_END = (".", "。", "!", "！", ";", "；", ",", "，", ":", "：")
#: A title is no longer than this, in characters; a longer line above a rule is a paragraph.
_LONGEST_TITLE = 300
#: A note with marked headings above this level separates its parts with rules.
_LOWEST_BESIDE_RULES = 4
#: A row of HTML that nobody closes ends here, in lines.
_LONGEST_ROW = 80


@dataclass(slots=True, eq=False)
class Block:
    """One block of a note.

    ``kind`` is ``file``, ``meta`` (front matter), ``section``, ``item``, ``table``, ``row``, ``quote``, ``details``,
    ``code``, ``definition``, ``paragraph``, ``html`` (tags alone), ``rule`` or ``record`` (blocks that go together).
    """

    kind: str
    first: int
    #: The last line of the block with all that is in it.
    last: int
    #: Its own text, line by line, without markers: a heading's words, an item's, the summary of details, code.
    lines: list[str] = field(default_factory=list)
    parent: Block | None = None
    children: list[Block] = field(default_factory=list)
    #: The level of a heading, or the columns before an item's marker or a paragraph.
    level: int = 0
    #: The marker of an item, the word behind a fence, the kind of a callout, the key of a definition.
    marker: str = ""
    cells: tuple[str, ...] = ()
    #: The cells of the row of heads that a row stands below.
    heads: tuple[str, ...] = ()
    #: The line on which the own text begins.
    at: int = 0

    @property
    def text(self) -> str:
        """The own text, its lines joined by line breaks."""
        return "\n".join(self.lines)

    @property
    def own_last(self) -> int:
        """The last line of the own text."""
        return self.at + max(len(self.lines), 1) - 1

    def walk(self) -> Iterator[Block]:
        """Yield the block and all within it, in the order of the note."""
        pending = [self]
        while pending:
            block = pending.pop()
            yield block
            pending.extend(reversed(block.children))

    def ancestors(self) -> Iterator[Block]:
        """Yield what the block stands in, from the inside out."""
        block = self.parent
        while block is not None:
            yield block
            block = block.parent

    def sections(self) -> tuple[str, ...]:
        """Give the headings above, from the root down, without its own."""
        return tuple(block.text for block in self.ancestors() if block.kind == "section")[::-1]


def scan(
    lines: Sequence[str], *, first: int = 1, last: int | None = None, org: bool = False, fences: bool = True
) -> Block:
    """Read the lines ``first`` to ``last`` of a note into a tree whose root is of kind ``file``.

    Without ``fences`` a note is read as programs write a synthesis: whole lists stand in a fence and are read like all
    else, a heading may be indented like what it heads or be a line in bold, letters number items, and
    ``[2403.03507]: text`` is a text.

    >>> note = scan(["# Log", "- a", "  - b", "> c"])
    >>> [(block.kind, block.first, block.text) for block in note.walk()][1:]
    [('section', 1, 'Log'), ('item', 2, 'a'), ('item', 3, 'b'), ('quote', 4, ''), ('paragraph', 4, 'c')]
    """
    return scan_blocks(lines, first=first, last=last, org=org, fences=fences)[0]


def scan_blocks(
    lines: Sequence[str], *, first: int = 1, last: int | None = None, org: bool = False, fences: bool = True
) -> list[Block]:
    """Read lines into a tree as :func:`scan` does, and give all its blocks in the order of the note, the root first."""
    end = len(lines) if last is None else last
    root = Block("file", first, max(first, end), at=first)
    made = [root]
    _Scan(root, range(first, end + 1), lines[first - 1 : end], org, fences, 0, made).run()
    for block in reversed(made):
        parent = block.parent
        if parent is not None and block.last > parent.last and parent.kind != "file":
            parent.last = block.last
    return made


class _Scan:
    """One pass over lines: the sections and items that are open, the block that goes on, the row of heads."""

    def __init__(
        self,
        root: Block,
        numbers: Sequence[int],
        texts: Sequence[str],
        org: bool,
        fences: bool,
        deep: int,
        made: list[Block],
    ) -> None:
        self.root, self.numbers, self.texts, self.made = root, numbers, texts, made
        self.org, self.fences, self.deep = org, fences, deep
        self.section = root
        self.items: list[Block] = []
        self.open: Block | None = None
        self.blank = True
        self.heads: tuple[str, ...] | None = None
        joined = "\n".join(texts)
        self.fenced = "```" in joined or "~~~" in joined
        self.details = self._details_ends() if "<details" in joined else {}
        self.ruled = self._has_rules()
        self.wrapped = self._wrapping() if fences and self.fenced else frozenset()

    def run(self) -> None:
        at = 0
        while at < len(self.texts):
            line = self.texts[at]
            stripped = line.strip()
            if stripped:
                at += self._block(at, line, stripped)
                self.blank = False
            else:
                self.blank, self.open, self.heads = True, None, None
                at += 1

    def _block(self, at: int, line: str, stripped: str) -> int:
        """Read what begins on a line, and give the number of lines that it takes."""
        return self._marked(at, line, stripped) or self._ruled(at, line, stripped) or self._written(at, line, stripped)

    def _marked(self, at: int, line: str, stripped: str) -> int:
        """Read what its first sign tells; 0 if nothing does."""
        first = stripped[0]
        if first == "#" and (taken := self._number_sign(at, line, stripped)):
            return taken
        if self.fenced and ("```" in line or "~~~" in line) and (fence := _FENCE.match(line)):
            return self._fence(at, line, fence)
        if first == ">":
            return self._quote(at)
        if first == "<":
            return self._html(at, line)
        if (first in _BRANCHES or (first == "|" and "─" in line)) and (drawn := _DRAWN.match(line)):
            return self._item(at, drawn) if drawn["marker"] else 1
        return 0

    def _number_sign(self, at: int, line: str, stripped: str) -> int:
        """Read a heading, or the heads of a table whose first column is called «#»; 0 if it is neither."""
        if self.heads is None and "|" in line and (taken := self._row(at, line, stripped)):
            return taken
        marked = heading_in(line if self.fences else stripped)
        return self._heading(at, *marked) if marked is not None else 0

    def _ruled(self, at: int, line: str, stripped: str) -> int:
        """Read what lines are drawn through or below: rows, rules, underlined headings; 0 if it is none."""
        if "|" in stripped and (taken := self._row(at, line, stripped)):
            return taken
        if stripped[0] in "-*_" and _RULE.match(line):
            return self._rule(at)
        if self._is_underlined(at, line):
            return self._heading(at, 1 if self.texts[at + 1][0] == "=" else 2, stripped, 2)
        return 0

    def _written(self, at: int, line: str, stripped: str) -> int:
        """Read an item, or else text; stars are a heading in Org, and a label in brackets is defined."""
        first = stripped[0]
        if first == "*" and self.org and (starred := _ORG_HEADING.match(line)):
            return self._heading(at, len(starred[1]), starred["title"])
        if first == "[" and self.fences and self._may_define() and (found := _DEFINITION.match(line)):
            self._leave(0)
            block = self._add("definition", at, [found["text"]])
            block.marker = found["key"]
            return 1
        item = _ITEM.match(line) if first in _MARKERS or first.isdigit() else None
        if item is None and not self.fences:
            item = _LETTERED.match(line)
        return self._item(at, item) if item else self._text(at, line, stripped)

    # --- what closes everything that is open

    def _heading(self, at: int, level: int, title: str, height: int = 1) -> int:
        while self.section.kind == "section" and self.section.level >= level and self.section.parent is not None:
            self.section = self.section.parent
        self.items, self.open, self.heads = [], None, None
        self.section = self._add("section", at, [title], level=level, height=height)
        return height

    def _rule(self, at: int) -> int:
        self.items, self.open, self.heads = [], None, None
        self._add("rule", at, [])
        return 1

    # --- blocks of several lines

    def _fence(self, at: int, line: str, match: re.Match[str]) -> int:
        if not self.fences or at in self.wrapped:
            return 1
        fence = match["fence"]
        end = at + 1
        while end < len(self.texts):
            stripped = self.texts[end].strip()
            if stripped.startswith(fence) and not stripped.strip(fence[0]):
                break
            end += 1
        self._leave(_columns(line[: len(line) - len(line.lstrip())]))
        block = self._add("code", at, list(self.texts[at + 1 : end]), height=min(end, len(self.texts) - 1) - at + 1)
        block.at, block.marker, self.open = block.first + 1, match["info"].lower(), None
        return end + 1 - at

    def _quote(self, at: int) -> int:
        line = self.texts[at]
        end = at
        inner: list[str] = []
        while end < len(self.texts) and (stripped := self.texts[end].lstrip(" \t"))[:1] == ">":
            inner.append(stripped[2:] if stripped[1:2] == " " else stripped[1:])
            end += 1
        self._leave(_columns(line[: len(line) - len(line.lstrip())]))
        block = self._add("quote", at, [], height=end - at)
        callout = _CALLOUT.match(inner[0])
        if callout:
            block.marker, block.lines = callout["type"].lower(), [callout["title"]]
        self.open, self.heads = None, None
        self._within(block, range(self.numbers[at], self.numbers[end - 1] + 1), inner, 1 if callout else 0)
        return end - at

    def _within(self, block: Block, numbers: Sequence[int], texts: Sequence[str], skip: int = 0) -> None:
        """Read what stands in a quote or in details, as deep as anybody nests them."""
        if self.deep < _QUOTES_DEEP:
            _Scan(block, numbers[skip:], texts[skip:], self.org, self.fences, self.deep + 1, self.made).run()
        else:
            block.lines = [text.strip() for text in texts]

    def _html(self, at: int, line: str) -> int:
        """Read tags that are structure; 0 if the line has none."""
        if at in self.details and (opened := _DETAILS.match(line)):
            return self._fold(at, line[opened.end() :], self.details[at])
        heading = _HTML_HEADING.match(line)
        if heading:
            return self._heading(at, int(heading[1]), heading["title"].strip())
        lowered = line[:400].lower()
        if "<tr" in lowered:
            return self._html_row(at)
        if (listed := _LIST_TAG.match(line)) is not None:
            block = self._add("item", at, [_LIST_END.sub("", line[listed.end() :]).strip()])
            self.open = block
            return 1
        if lowered.lstrip().startswith("<!--"):
            return self._comment(at)
        if _TAGS_ALONE.match(line) and "href" not in lowered and "<img" not in lowered:
            self._add("html", at, [line.strip()])
            self.open = None
            return 1
        return 0

    def _comment(self, at: int) -> int:
        end = at
        while end < min(len(self.texts), at + _LONGEST_ROW) and "-->" not in self.texts[end]:
            end += 1
        height = end - at + 1 if end < min(len(self.texts), at + _LONGEST_ROW) else 1
        self._add("html", at, list(self.texts[at : at + height]), height=height)
        self.open = None
        return height

    def _fold(self, at: int, rest: str, end: int) -> int:
        """Read details: the summary is their own text, the lines down to ``end`` stand within them."""
        texts = [rest, *self.texts[at + 1 : end + 1]]
        texts[-1] = texts[-1].partition("</details>")[0]
        line = self.texts[at]
        self._leave(_columns(line[: len(line) - len(line.lstrip())]))
        block = self._add("details", at, [], height=end - at + 1)
        self.open, self.heads = None, None
        skip = 0
        for number, text in enumerate(texts[:3]):
            found = _SUMMARY.match(text)
            if found:
                block.lines, block.at = [found["text"].strip()], block.first + number
                texts[number] = text[found.end() :]
                skip = number
                break
        self._within(block, self.numbers[at : end + 1], texts, skip)
        return end - at + 1

    def _details_ends(self) -> dict[int, int]:
        """Give the line that closes the details which a line opens, for those that are closed."""
        ends: dict[int, int] = {}
        opened: list[int] = []
        for at, text in enumerate(self.texts):
            if "<details" in text:
                opened.append(at)
            if "</details>" in text and opened:
                ends[opened.pop()] = at
        return ends

    # --- tables

    def _row(self, at: int, line: str, stripped: str) -> int:
        if self.heads is None:
            below = self.texts[at + 1] if at + 1 < len(self.texts) else ""
            if not ("-" in below and "|" in below and _DELIMITER.match(below)):
                return 0
            self._leave(_columns(line[: len(line) - len(line.lstrip())]))
            self.open = None
            self.heads = cells(stripped)
            self.open = head = self._add("table", at, [], height=2)
            self._append(head, Block("row", head.first, head.first, [stripped], cells=self.heads, at=head.first))
            return 2
        table = self.open
        if table is None or table.kind != "table":
            return 0
        number = self.numbers[at]
        table.last = number
        self._append(
            table, Block("row", number, number, [stripped], cells=cells(stripped), heads=self.heads, at=number)
        )
        return 1

    def _html_row(self, at: int) -> int:
        end = at
        while end < min(len(self.texts), at + _LONGEST_ROW) and "</tr" not in self.texts[end].lower():
            end += 1
        height = min(end, len(self.texts) - 1, at + _LONGEST_ROW - 1) - at + 1
        texts = list(self.texts[at : at + height])
        found = list(_CELL.finditer("\n".join(texts)))
        row = tuple(" ".join(cell["text"].split()) for cell in found)
        if self.open is None or self.open.kind != "table":
            self.items = []
            self.open = self._add("table", at, [], height=height)
        opened = self.open
        first = self.numbers[at]
        is_head = bool(found) and all(cell["tag"].lower() == "th" for cell in found)
        heads = () if is_head else self.heads or ()
        self._append(opened, Block("row", first, first + height - 1, texts, cells=row, heads=heads, at=first))
        opened.last = first + height - 1
        self.heads = row if is_head else self.heads
        return height

    # --- items and paragraphs

    def _item(self, at: int, match: re.Match[str]) -> int:
        indent = _columns(match["indent"])
        self._leave(indent)
        text = match["text"]
        task = _TASK.match(text) if text[:1] == "[" else None
        self.heads = None
        block = self._add("item", at, [(text[task.end() :] if task else text).rstrip()], level=indent)
        block.marker = match["marker"]
        self.open = block
        if len(self.items) < _DEEPEST:
            self.items.append(block)
        return 1

    def _text(self, at: int, line: str, stripped: str) -> int:
        if not self.fences and is_bold(stripped):
            return self._heading(at, _BOLD, stripped)
        if self.open is not None and not self.blank and self.open.kind in ("item", "paragraph"):
            # The definition of a term is what stands behind its colon.
            self.open.lines.append(stripped[2:] if stripped.startswith(": ") else stripped)
            self.open.last = self.numbers[at]
            return 1
        indent = _columns(line[: len(line) - len(line.lstrip())])
        if self.items:
            self._leave(indent)
        self.heads = None
        self.open = self._add("paragraph", at, [stripped], level=indent)
        return 1

    def _leave(self, indent: int) -> None:
        """Close the items that something at this indentation does not stand in."""
        while self.items and self.items[-1].level >= indent:
            self.items.pop()

    def _add(self, kind: str, at: int, lines: list[str], *, level: int = 0, height: int = 1) -> Block:
        number = self.numbers[at]
        parent = self.items[-1] if self.items and kind != "section" else self.section
        block = Block(kind, number, number + height - 1, lines, parent, [], level, "", (), (), number)
        parent.children.append(block)
        self.made.append(block)
        return block

    def _append(self, parent: Block, block: Block) -> None:
        block.parent = parent
        parent.children.append(block)
        self.made.append(block)

    def _may_define(self) -> bool:
        return self.blank or self.made[-1].kind == "definition"

    # --- what only the lines around tell

    def _is_underlined(self, at: int, line: str) -> bool:
        """Say whether the line below underlines this one, which is a paragraph of its own that can be a title."""
        below = self.texts[at + 1] if at + 1 < len(self.texts) else ""
        if below[:1] not in ("=", "-", "~", "^") or not _UNDERLINE.match(below):
            return False
        if below[0] in "-~^" and self.ruled:
            return False
        above = self.texts[at - 1].strip() if at else ""
        return (
            len(line.strip()) <= _LONGEST_TITLE
            and not _NO_TITLE.match(line)
            and not line.rstrip().endswith(_SENTENCE_END)
            and (not above or above[0] in "#=" or (above[0] == "-" and not _KEY.match(line)))
        )

    def _has_rules(self) -> bool:
        """Say whether ``---`` below a line is a rule: in a note that marks its headings with ``#``."""
        marked = (heading_in(text) for text in self.texts if text[:4].lstrip()[:1] == "#")
        return any(found is not None and found[0] < _LOWEST_BESIDE_RULES for found in marked)

    def _wrapping(self) -> frozenset[int]:
        """Give the lines of fences around Markdown: ``markdown`` behind them, or nearly the whole note in them."""
        found: set[int] = set()
        opened = -1
        fence = ""
        for at, text in enumerate(self.texts):
            match = _FENCE.match(text) if "```" in text or "~~~" in text else None
            if match is None:
                continue
            if opened < 0:
                opened, fence = at, match["fence"]
                info = match["info"].lower()
            elif text.strip().startswith(fence) and not text.strip().strip(fence[0]):
                inner = self.texts[opened + 1 : at]
                whole = info == "" and len(inner) * 10 >= len(self.texts) * 8 and any(map(heading_in, inner))
                if info in ("markdown", "md") or whole:
                    found |= {opened, at}
                opened = -1
        return frozenset(found)


def _columns(blank: str) -> int:
    column = 0
    for char in blank:
        column += _TAB - column % _TAB if char == "\t" else 1
    return column
