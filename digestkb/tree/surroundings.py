"""What a line is by the lines around it: underlined, within details, between rules, a fence around Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digestkb.markdown import heading_in

_TAB = 4
FENCE = re.compile(r"[ \t]*(?:[-*+]\s+|\d+[.)]\s+)*(?P<fence>`{3,}(?=[^`]*$)|~{3,})\s*(?P<info>[\w+-]*)")
_UNDERLINE = re.compile(r"(?:={2,}|-{3,}|~{4,}|\^{4,})[ \t]*$")
#: What is underlined but no heading: a heading of the other kind, an item, a quote, a row, another rule, an image.
_NO_TITLE = re.compile(r" {4}|\t|\s*(?:#{1,6}(?:\s|$)|[-*+•·–>|]|\d{1,3}[.)]\s|!\[|={2,}|_{3,}|<)")
#: Between two rules a key with its value is front matter that stands in the middle of a note.
_KEY = re.compile(r"\w[\w-]*: ")
_SENTENCE_END = (".", "。", "!", "！", ";", "；", ",", "，", ":", "：")
#: A title is no longer than this, in characters; a longer line above a rule is a paragraph.
_LONGEST_TITLE = 300
#: A shorter line may be a rule by chance as long as what is above.
_SHORTEST_DRAWN = 6
#: A note with marked headings above this level separates its parts with rules.
_LOWEST_BESIDE_RULES = 4


#: Who speaks, and when: ``Ida [9:41 AM]``, ``张三 10:02``; with a day it may as well be a label and its date.
_SPEAKER = re.compile(
    r"[*_@]{0,3}[^\W\d_][^\d:：|#]{0,39}?[*_]{0,3}[\s,，\[(]{1,6}(?:(?:오전|오후|上午|下午)\s?)?\d{1,2}:\d\d(?::\d\d)?"
    r"(?:\s?[AaPp]\.?[Mm]\.?)?[\])*_]{0,3}$"
)


def silent(texts: Sequence[str], fenced: bool) -> frozenset[int]:
    """Give the lines that only part what is around them: fences around Markdown, and who speaks in a chat."""
    return (_wrapping(texts) if fenced else frozenset()) | _speakers(texts)


def _speakers(texts: Sequence[str]) -> frozenset[int]:
    """Give the lines of an exported chat that only say who speaks, if there are several with something below them."""
    short = (at for at, text in enumerate(texts[:-1]) if 6 < len(text) < 64 and ":" in text and texts[at + 1].strip())
    found = frozenset(at for at in short if _SPEAKER.match(texts[at].strip()))
    return found if len(found) > 1 else frozenset()


def columns(blank: str) -> int:
    """Count the columns that blanks and tabs take."""
    column = 0
    for char in blank:
        column += _TAB - column % _TAB if char == "\t" else 1
    return column


def indentation(line: str) -> int:
    """Count the columns before what is written on a line."""
    return columns(line[: len(line) - len(line.lstrip())])


def details_ends(texts: Sequence[str]) -> dict[int, int]:
    """Give the line that closes the details which a line opens, for those that are closed."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for at, text in enumerate(texts):
        if "<details" in text:
            opened.append(at)
        if "</details>" in text and opened:
            ends[opened.pop()] = at
    return ends


def is_underlined(texts: Sequence[str], at: int, line: str, ruled: bool) -> bool:
    """Say whether the line below, of which there is one, underlines this one: a paragraph alone that can be a title."""
    below = texts[at + 1]
    if not _UNDERLINE.match(below):
        return False
    # A line as long as the one above is drawn for it.
    if below[0] in "-~^" and ruled and (len(below.strip()) != len(line.strip()) or len(below) < _SHORTEST_DRAWN):
        return False
    above = texts[at - 1].strip() if at else ""
    return (
        len(line.strip()) <= _LONGEST_TITLE
        and not _NO_TITLE.match(line)
        and not line.rstrip().endswith(_SENTENCE_END)
        and (not above or above[0] in "#=" or (above[0] == "-" and not _KEY.match(line)))
    )


def has_rules(texts: Sequence[str]) -> bool:
    """Say whether ``---`` below a line is a rule: in a note that marks its headings with ``#``."""
    marked = (heading_in(text) for text in texts if text[:4].lstrip()[:1] == "#")
    return any(found is not None and found[0] < _LOWEST_BESIDE_RULES for found in marked)


def _wrapping(texts: Sequence[str]) -> frozenset[int]:
    """Give the lines of fences around Markdown: ``markdown`` behind them, or nearly the whole note in them."""
    found: set[int] = set()
    opened = -1
    fence = ""
    for at, text in enumerate(texts):
        match = FENCE.match(text) if "```" in text or "~~~" in text else None
        if match is None:
            continue
        if opened < 0:
            opened, fence = at, match["fence"]
            info = match["info"].lower()
        elif text.strip().startswith(fence) and not text.strip().strip(fence[0]):
            inner = texts[opened + 1 : at]
            whole = info == "" and len(inner) * 10 >= len(texts) * 8 and any(map(heading_in, inner))
            if info in ("markdown", "md") or whole:
                found |= {opened, at}
            opened = -1
    return frozenset(found)
