"""The labels of a note's sections and fields: what is left of one without its decoration, and where its text starts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from digestkb import tags
from digestkb.document import Document
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.tuples import NamedTuple

_EMOJI = (
    r"\u2122\u2139\u2190-\u21ff\u2300-\u245f\u24c2\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u200d\ufe0f\u20e3"
    r"\U0001f000-\U0001faff"
)
#: Emoji and blanks; and what is left of an emoji whose bytes were read as letters and cannot be told any more.
_SYMBOLS = lazy(rf"(?:[{_EMOJI}\s]|[ğð][^\x00-\x7f\s]+(?![^\x00-\x7f\s]))+")
_NO_SYMBOLS = frozenset(map(chr, range(0x21, 0x7F)))
_NUMBER = lazy(
    r"(?:(?:part|section|phần|mục)\s+)?"
    r"(?:\d{1,3}(?:\.\d{1,3})*(?:[.)、:：．,](?!\d)|\ufe0f?\u20e3|\s*[-–—](?=\s))"
    r"|[IVX]{1,5}[.)、:：]|[A-Z][.)](?=\s)|[(（\[](?:\d{1,3}|[IVX]{1,5}|[A-Z])[)）\]]|[\u2460-\u249b]"
    r"|第?[一二三四五六七八九十]{1,3}(?:[、.．:：]|部分[:：、]?))\s*"
    r"|\d{1,2}(?:\.\d{1,2})+\s+"
    # Before a character that counts things it is no numbering: 5 个模型, 3 개월.
    r"|\d{1,2}\s{1,3}(?=[\u3040-\u9fff\uac00-\ud7af])(?![个個大篇天年月日号種种次位名条條张張章节節步点點级級개년월일명편차つ])",
    re.IGNORECASE,
)
_MARKED = lazy(r"(\*{1,3}|_{1,3})(?=[^\s*_])([^*]{1,160}?)\s{0,40}\1\s{0,40}([:：]?)\s{0,40}")
#: Of a line that lost its first marks the emphasis may end before the colon.
_PLAIN = lazy(r"([^:：|*`\[\]<>。!?]{1,60})\*{0,3}\s?(?:::(?=\s)|[:：])\s*")
#: Who writes «TL;DR» often puts a semicolon or comma behind it as well.
_SUMMED_UP = lazy(r"(tl;?dr)[;,]\s+(?=\S)", re.IGNORECASE)
_NO_WORD = lazy(r"[\W_]+")
_MARKER = lazy(r"(?:[-*+•·‣–>]|\d{1,3}[.)]|[A-Za-z][.)]|[IVXivx]{1,5}[.)])[ \t\u00a0]+")


#: What separates the items of a list in a line, beside commas and semicolons.
_BETWEEN_MARKS = frozenset("·•|/<")
_BETWEEN = lazy(r"\s{1,40}[·•|/]\s{1,40}|\s{0,40}<br\s{0,40}/?>\s{0,40}", re.IGNORECASE)


#: How many papers a topic has, behind its label.
_COUNT = lazy(r"\s?[(（]\d{1,5}(?:\s[^\W\d]+)?[)）]$")


class Label(NamedTuple):
    """A label at the start of a line; ``start`` is the column where what it labels begins."""

    text: str
    start: int
    #: It is bold or italic, so it is meant as a label, whatever its words.
    marked: bool
    #: A colon stands in or behind it.
    colon: bool


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Give the words of a label: no emphasis, links, numbering, emoji, or colon at its end.

    >>> bare("**A. Pre-training:**"), bare("✨ 1.2 Alignment"), bare("3D Generation"), bare("第二部分：阅读清单")
    ('Pre-training', 'Alignment', '3D Generation', '阅读清单')
    """
    words = plain(text).strip("*_ ")
    for _ in range(3):
        symbols = _SYMBOLS.match(words)
        rest = words[symbols.end() :] if symbols else words
        number = _NUMBER.match(rest)
        if number:
            rest = rest[number.end() :]
        if rest == words or not rest:
            break
        words = rest
    return words.rstrip(":： ").strip("*_ ")


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Give the form under which a label is looked up: bare, without case, accents and punctuation.

    >>> key("### II. **Ý tưởng chính:**"), key("SOTA_HIGHLIGHTS"), key("【作者】：")
    ('y tuong chinh', 'sota highlights', '作者')
    """
    return " ".join(_NO_WORD.sub(" ", tags.key(bare(text.lstrip("#> \t")))).split())


def separated(text: str) -> str:
    """Give a line that lists tags or authors as plain text in which commas or semicolons separate them.

    >>> separated("`RL` · **LLMs**<br>agents")
    'RL; LLMs; agents'
    """
    if not _BETWEEN_MARKS.isdisjoint(text):
        text = _BETWEEN.sub("; ", text)
    return plain(text).replace("`", "")


def find_label(line: str, at: int = 0) -> Label | None:
    """Find the label that ``line`` has at column ``at``, behind blanks and emoji: marked, or plain before a colon.

    >>> find_label("**Authors:** Ada"), find_label("*Gap*: small")
    (Label(text='Authors:', start=13, marked=True, colon=True), Label(text='Gap', start=7, marked=True, colon=True))
    """
    symbols = _SYMBOLS.match(line, at) if line[at : at + 1] not in _NO_SYMBOLS else None
    at = symbols.end() if symbols else at
    match = _MARKED.match(line, at) if line[at : at + 1] in "*_" else None
    if match:
        return Label(match[2], match.end(), True, bool(match[3]) or match[2].rstrip()[-1:] in ":：")
    match = _PLAIN.match(line, at) if ":" in line or "：" in line else None
    match = _SUMMED_UP.match(line, at) if match is None and ";" in line else match
    return Label(match[1], match.end(), False, True) if match else None


def topic(text: str) -> str:
    """Give the label of a topic: plain words without numbering, count of papers and final colon.

    >>> topic("**A. Alignment & RLHF (2 papers):**"), topic("**Vision:** images and videos")
    ('Alignment & RLHF', 'Vision')
    """
    label = find_label(text)
    words = bare(label.text if label and label.marked and label.colon else text)
    return _COUNT.sub("", words) or words


def text_column(line: str) -> int:
    """Give the column where the text of a line begins, behind its indentation, list marker or hashes.

    >>> text_column("  - **Tag:** RL"), text_column("### III. Results"), text_column("plain")
    (4, 4, 0)
    """
    at = len(line) - len(line.lstrip())
    if line.startswith("#", at):
        return len(line) - len(line.lstrip().lstrip("#").lstrip())
    marker = _MARKER.match(line, at)
    return marker.end() if marker else at


def document_title(document: Document, fits: Callable[[str], object] = bool) -> str | None:
    """Give the title that a note states for itself, else its first heading of the first level that ``fits``, bare.

    >>> document_title(Document(("# 📰 Digest - 2026-01-09", "## 1. A")))
    'Digest - 2026-01-09'
    >>> document_title(Document(("---", "title: What I read", "---", "# Papers")))
    'What I read'
    """
    stated = document.metadata.get("title")
    if isinstance(stated, str) and stated:
        return stated
    for block in document.tree.walk():
        if block.kind == "section" and block.level == 1 and fits(block.lines[0]):
            return bare(block.lines[0]) or None
    return None
