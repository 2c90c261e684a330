"""Headings that count the papers of a note: which ones are numbered, and what they say besides number and votes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from digestkb.links import Link, classify
from digestkb.patterns import lazy
from digestkb.readers.scan import links_in
from digestkb.readers.trimming import clean_title, without_votes
from digestkb.tree import Block
from digestkb.tuples import NamedTuple

#: The level of what stands in bold where headings could.
BOLD_LEVEL = 7
NUMBERED = lazy(
    r"(?:[^\w\s\[(*]{1,3}\s*)?[*_]{0,9}(?:(?:paper|article|no\.?|bài(?:\s+báo)?|论文)\s*|第\s*)?[#№]?[\[(（]?"
    r"(?:(?:\d{1,3}\ufe0f?\u20e3)+|🔟|\d{1,3}(?:篇(?:论文)?|\\?[.)\]）、:：](?!\d)|\s+[–—|-](?=\s))+)[*_]{0,9}[:：]?\s*",
    re.IGNORECASE,
)
_BOLD_NUMBERED = lazy(
    r"(?:\*\*\s{0,9}\[?\d{1,3}[.)\]、]\s{0,9}\S.*\*\*|\d{1,3}[.)]\s{1,9}(?:\*\*.+\*\*|\[.+\]\([^\s()]+(?:\([^\s()]*\)[^\s()]*)?\)))\s{0,9}(?:\([^()]{0,200}\))?$"
)


class Heading(NamedTuple):
    line: int
    level: int
    title: str
    #: It begins with a number that counts the papers.
    numbered: bool


def heading_of(section: Block) -> Heading:
    """Read the heading of a section."""
    title = section.lines[0]
    return Heading(section.first, section.level, title, _is_numbered(title))


@lru_cache(maxsize=1024)  # the sections of each paper are called the same
def _is_numbered(title: str) -> bool:
    return NUMBERED.match(title) is not None


def headings_in_bold(blocks: Sequence[Block]) -> Iterator[Heading]:
    """Yield the numbered lines that are in bold, or one link, as headings of the lowest level."""
    for block in blocks:
        if block.kind == "paragraph":
            for line, text in enumerate(block.lines, block.at):
                if text[:2] == "**" and _BOLD_NUMBERED.match(text[:400]):
                    yield Heading(line, BOLD_LEVEL, text, True)
        elif block.kind == "item" and block.marker[:1].isdigit() and not block.level:
            text = f"{block.marker} {block.lines[0]}"
            if _BOLD_NUMBERED.match(text[:400]):
                yield Heading(block.first, BOLD_LEVEL, text, True)


def titled(heading: str) -> tuple[str, list[Link]]:
    """Give the title without its number and the votes behind it, and the links within it.

    >>> titled("[3] [A: B (2)](https://arxiv.org/abs/2601.05242) *(175 votes)*")[0]
    'A: B (2)'
    """
    number = NUMBERED.match(heading)
    text = heading[number.end() :] if number else heading
    if heading.startswith("**") and text.rstrip().endswith("**"):
        text = text.rstrip().removesuffix("**")
    links = [classify(found.url) for found in links_in(text) if not found.image]
    return clean_title(without_votes(text)), links
