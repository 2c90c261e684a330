"""One pass over the lines of a note, which makes the tree of its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count, takewhile

from digestkb.markdown import cells, heading_in, is_bold
from digestkb.tree import signs
from digestkb.tree.block import Block
from digestkb.tree.surroundings import FENCE, columns, details_ends, has_rules, indentation, is_underlined, silent

#: What is nested deeper than this stands beside what it is nested in: nobody means it.
_DEEPEST = 100
_QUOTES_DEEP = 8
#: The level of a line in bold as a heading: below those that are marked.
_BOLD = 7
_HTML_TABLE = "html"
#: A row of HTML that nobody closes ends here, in lines.
_LONGEST_ROW = 80


class Scan:
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
        #: Cells of HTML that go on in the rows below: how many, and the text, by column.
        self.spans: dict[int, tuple[int, str]] = {}
        joined = "\n".join(texts)
        self.fenced = "```" in joined or "~~~" in joined
        self.details = details_ends(texts) if "<details" in joined else {}
        self.ruled = has_rules(texts)
        self.silent = silent(texts, fences and self.fenced)

    def run(self) -> None:
        texts, end = self.texts, len(self.texts)
        at = 0
        while at < end:
            line = texts[at]
            stripped = line.strip()
            if not stripped or at in self.silent:
                self.blank = True
                if self.open is None or self.open.marker != _HTML_TABLE:  # which goes on down to its end
                    self.open = self.heads = None
                at += 1
                continue
            # Before a letter there is no marker: such a line is text, unless something is drawn through or below it.
            begins = stripped[0].isalpha()
            taken = 0 if begins else self._marked(at, line, stripped)
            taken = taken or self._ruled(at, line, stripped, begins)
            at += taken or (self._prose if begins else self._written)(at, line, stripped)
            self.blank = False

    def _marked(self, at: int, line: str, stripped: str) -> int:
        """Read what its first sign tells; 0 if nothing does."""
        first = stripped[0]
        if first == "#" and (taken := self._number_sign(at, line, stripped)):
            return taken
        if self.fenced and ("```" in line or "~~~" in line) and (fence := FENCE.match(line)):
            return self._fence(at, line, fence)
        if first == ">":
            return self._quote(at)
        if first in "<:":
            return self._html(at, line)
        if (first in signs.BRANCHES or (first == "|" and "─" in line)) and (drawn := signs.DRAWN.match(line)):
            return self._item(at, drawn) if drawn["marker"] else 1
        return 0

    def _number_sign(self, at: int, line: str, stripped: str) -> int:
        """Read a heading, or the heads of a table whose first column is called «#»; 0 if it is neither."""
        if self.heads is None and "|" in line and (taken := self._row(at, line, stripped)):
            return taken
        marked = heading_in(line if self.fences else stripped)
        return self._heading(at, *marked) if marked is not None else 0

    def _ruled(self, at: int, line: str, stripped: str, begins: bool) -> int:
        """Read what lines are drawn through or below: rows, rules, underlined headings; 0 if it is none.

        The line ``begins`` with a letter or with a sign.
        """
        if "|" in stripped and (taken := self._row(at, line, stripped)):
            return taken
        if not begins and stripped[0] in "-*_" and signs.RULE.match(line):
            return self._rule(at)
        below = self.texts[at + 1] if at + 1 < len(self.texts) else ""
        if below and below[0] in "=-~^" and is_underlined(self.texts, at, line, self.ruled):
            return self._heading(at, 1 if below[0] == "=" else 2, stripped, 2)
        return 0

    def _written(self, at: int, line: str, stripped: str) -> int:
        """Read an item, or else text; stars are a heading in Org, and a label in brackets is defined."""
        first = stripped[0]
        if first == "*" and self.org and (starred := signs.ORG_HEADING.match(line)):
            return self._heading(at, len(starred[1]), starred["title"])
        if first in signs.HEADS and self._stands_apart(at, first):
            return self._heading(at, _BOLD, stripped.strip(f"{first} \u3000"))
        if first == "[" and self.fences and self._may_define() and (found := signs.DEFINITION.match(line)):
            self._leave(0)
            block = self._add("definition", at, [found["text"]])
            block.marker = found["key"]
            self.open = block if found["key"][0] == "^" else None
            return 1
        item = signs.ITEM.match(line) if first in signs.MARKERS or first.isdigit() else None
        return self._item(at, item) if item else self._text(at, line, stripped)

    def _stands_apart(self, at: int, sign: str) -> bool:
        """Say whether a line with a sign heads what follows: it opens a paragraph, and no list of such lines."""
        below = takewhile(str.strip, self.texts[at + 1 : at + _LONGEST_ROW])
        listed = any(line.lstrip()[:1] == sign for line in below)
        return self.blank and len(self.texts[at]) <= signs.LONGEST_HEAD and not listed

    def _prose(self, at: int, line: str, stripped: str) -> int:
        """Read text that begins with a letter, which may be the one of a list of letters."""
        item = None if self.fences else signs.LETTERED.match(line)
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
        if not self.fences:
            return 1
        fence = match["fence"]
        end = at + 1
        while end < len(self.texts):
            stripped = self.texts[end].strip()
            if stripped.startswith(fence) and not stripped.strip(fence[0]):
                break
            end += 1
        self._leave(indentation(line))
        block = self._add("code", at, list(self.texts[at + 1 : end]), height=min(end, len(self.texts) - 1) - at + 1)
        block.at, block.marker, self.open = block.first + 1, match["info"].lower(), None
        return end + 1 - at

    def _quote(self, at: int) -> int:
        line = self.texts[at]
        end = at
        inner: list[str] = []
        while end < len(self.texts) and (stripped := self.texts[end].lstrip())[:1] == ">":
            text = stripped[2:] if stripped[1:2] == " " else stripped[1:]
            if inner and signs.CALLOUT.match(text):
                break  # the next callout
            inner.append(text)
            end += 1
        self._leave(indentation(line))
        block = self._add("quote", at, [], height=end - at)
        callout = signs.CALLOUT.match(inner[0])
        if callout:
            block.marker, block.lines = callout["type"].lower(), [callout["title"]]
        self.open, self.heads = None, None
        self._within(block, range(self.numbers[at], self.numbers[end - 1] + 1), inner, 1 if callout else 0)
        return end - at

    def _within(self, block: Block, numbers: Sequence[int], texts: Sequence[str], skip: int = 0) -> None:
        """Read what stands in a quote or in details, as deep as anybody nests them."""
        if self.deep < _QUOTES_DEEP:
            Scan(block, numbers[skip:], texts[skip:], self.org, self.fences, self.deep + 1, self.made).run()
        else:
            block.lines = [text.strip() for text in texts]

    def _html(self, at: int, line: str) -> int:
        """Read tags that are structure; 0 if the line has none."""
        if line.lstrip()[0] == ":":
            return self._tags(at, line) if signs.FENCED_DIV.fullmatch(line.strip()) else 0
        if at in self.details and (opened := signs.DETAILS.match(line)):
            return self._fold(at, line[opened.end() :], self.details[at])
        heading = signs.HTML_HEADING.match(line)
        if heading:
            return self._heading(at, int(heading[1]), heading["title"].strip())
        lowered = line[:400].lower()
        if "<tr" in lowered:
            return self._html_row(at)
        if (listed := signs.LIST_TAG.match(line)) is not None:
            block = self._add("item", at, [signs.LIST_END.sub("", line[listed.end() :]).strip()])
            self.open = block
            return 1
        if lowered.lstrip().startswith("<!--"):
            return self._comment(at)
        if signs.TAGS_ALONE.match(line) and "href" not in lowered and "<img" not in lowered:
            return self._tags(at, line)
        return 0

    def _tags(self, at: int, line: str) -> int:
        """Keep a line of tags that hold no text."""
        self._add("html", at, [line.strip()])
        self.open = None
        return 1

    def _through(self, at: int, sign: str) -> tuple[int, bool]:
        """Count the lines down to one with a sign, and say whether there is one as near as that."""
        near = self.texts[at : at + _LONGEST_ROW]
        found = next((n for n, text in enumerate(near, 1) if sign in text.lower()), 0)
        return found or len(near), found > 0

    def _comment(self, at: int) -> int:
        lines, is_closed = self._through(at, "-->")
        height = lines if is_closed else 1
        self._add("html", at, list(self.texts[at : at + height]), height=height)
        self.open = None
        return height

    def _fold(self, at: int, rest: str, end: int) -> int:
        """Read details: the summary is their own text, the lines down to ``end`` stand within them."""
        texts = [rest, *self.texts[at + 1 : end + 1]]
        texts[-1] = texts[-1].partition("</details>")[0]
        line = self.texts[at]
        self._leave(indentation(line))
        block = self._add("details", at, [], height=end - at + 1)
        self.open, self.heads = None, None
        skip = 0
        for number, text in enumerate(texts[:3]):
            found = signs.SUMMARY.match(text)
            if found:
                block.lines, block.at = [found["text"].strip()], block.first + number
                texts[number] = text[found.end() :]
                skip = number
                break
        self._within(block, self.numbers[at : end + 1], texts, skip)
        return end - at + 1

    # --- tables

    def _row(self, at: int, line: str, stripped: str) -> int:
        if self.heads is None:
            below = self.texts[at + 1] if at + 1 < len(self.texts) else ""
            if not ("-" in below and "|" in below and signs.DELIMITER.match(below)):
                return 0
            self._leave(indentation(line))
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
        height, _ = self._through(at, "</tr")
        texts = list(self.texts[at : at + height])
        found = list(signs.CELL.finditer("\n".join(texts)))
        if self.open is None or self.open.kind != "table":
            self.items, self.spans = [], {}
            self.open = self._add("table", at, [], height=height)
            self.open.marker = _HTML_TABLE
        opened = self.open
        row = tuple(self._spanned(found))
        first = self.numbers[at]
        is_head = bool(found) and all(cell["tag"].lower() == "th" for cell in found)
        # A cell that goes on from the row above is missing at the beginning.
        heads = () if is_head else (self.heads or ())[-len(row) :]
        self._append(opened, Block("row", first, first + height - 1, texts, cells=row, heads=heads, at=first))
        opened.last = first + height - 1
        self.heads = row if is_head else self.heads
        return height

    def _spanned(self, found: Sequence[re.Match[str]]) -> Iterator[str]:
        """Yield the cells of a row of HTML, with those that go on from the rows above in their columns."""
        spans, self.spans, cells = self.spans, {}, iter(found)
        for column in count():
            rows, text = spans.get(column, (0, ""))
            if not rows:
                cell = next(cells, None)
                if cell is None:
                    return
                told = signs.ROWS.search(cell[0][: cell.start("text") - cell.start()])
                rows, text = int(told[1]) if told else 1, " ".join(cell["text"].split())
            if rows > 1:
                self.spans[column] = rows - 1, text
            yield text

    # --- items and paragraphs

    def _item(self, at: int, match: re.Match[str]) -> int:
        indent = columns(match["indent"])
        self._leave(indent)
        text = match["text"]
        task = signs.TASK.match(text) if text[:1] == "[" else None
        self.heads = None
        block = self._add("item", at, [(text[task.end() :] if task else text).rstrip()], level=indent)
        block.marker = match["marker"]
        self.open = block
        if len(self.items) < _DEEPEST:
            self.items.append(block)
        return 1

    def _text(self, at: int, line: str, stripped: str) -> int:
        if stripped[-1:] == "\\" and stripped[-2:-1] != "\\":
            stripped = stripped[:-1].rstrip() or stripped  # a line break
        if not self.fences and is_bold(stripped):
            return self._heading(at, _BOLD, stripped)
        if self.open is not None and not self.blank and self.open.kind in ("item", "paragraph", "definition"):
            # The definition of a term is what stands behind its colon.
            self.open.lines.append(stripped[2:] if stripped.startswith(": ") else stripped)
            self.open.last = self.numbers[at]
            return 1
        indent = indentation(line) if line[0] != stripped[0] else 0
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
