"""The title of a paper is the best of ranked candidates: what stands near its number, each with a source and a weight.

A weight says how surely a title stands in such a place; doubts are taken off it. Nothing is better than a wrong title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from digestkb.arxiv import Found
from digestkb.links import FoundLink
from digestkb.markdown import plain
from digestkb.people import are_people, is_person, split_people
from digestkb.readers.citation import citation
from digestkb.readers.naming import name_beside
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import (
    CATEGORY,
    LABEL,
    clean_title,
    is_label,
    is_name,
    is_title_case,
    is_venue,
    lead_name,
    note_title,
    quoted_title,
    reads_as_title,
    without_kind,
)
from digestkb.readers.vocabulary import role_of
from digestkb.records import TitleSource

#: How surely a title stands in a place, from 0 to 100.
WEIGHTS = {
    "label": 100,
    "column": 96,
    "heading link": 92,
    "title marks": 90,
    "quotes": 84,
    "citation": 83,
    "bold": 82,
    "link": 80,
    "heading": 78,
    "before": 72,
    "note heading": 70,
    "behind": 64,
    "adjoining": 60,
    "line above": 55,
    "cell": 50,
    "lead name": 45,
    "file name": 25,
}
#: A candidate that weighs less is no title.
ENOUGH = 20
#: What is longer is prose, in characters.
_LONGEST = 250
#: Around a number in a line of a megabyte, so much is looked at.
_AROUND = 400
_BEHIND = " \t)）】]>,，:：;；.-–—|*"
_NEAR = 60
_SOURCES = {
    "label": TitleSource.METADATA,
    "column": TitleSource.TABLE,
    "heading link": TitleSource.HEADING,
    "link": TitleSource.LINK,
    "heading": TitleSource.HEADING,
    "note heading": TitleSource.HEADING,
    "cell": TitleSource.TABLE,
    "lead name": TitleSource.LEAD,
    "file name": TitleSource.METADATA,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may be the title: where it stands, its weight, and what the place says besides."""

    text: str
    place: str
    line: int
    weight: int
    #: What stands behind it and its number on the same line.
    rest: str = ""
    authors: tuple[str, ...] = ()

    @property
    def source(self) -> TitleSource:
        return _SOURCES.get(self.place, TitleSource.LIST)


def candidate(text: str, place: str, line: int, rest: str = "", authors: tuple[str, ...] = ()) -> Candidate | None:
    """Weigh a text that stands in a place; ``None`` if it cannot be a title.

    >>> candidate("GaLore: Memory-Efficient Training", "link", 3).weight, candidate("ICML 2024", "link", 3)
    (80, None)
    """
    title = note_title(without_kind(text)) if place == "label" else clean_title(text)
    if not _can_be_title(title, place):
        return None
    weight = WEIGHTS[place] - (20 if place == "heading" and titleness(title) < 2 and not is_name(title) else 0)
    weight -= 0 if place == "label" else _doubts(title, place)
    return Candidate(title, place, line, weight, rest, authors) if weight >= ENOUGH else None


#: No title ends so: what goes on behind it was cut off.
_DANGLING = re.compile(r"\s(?:of|the|in|for|with|and|from|by|an|see|as|on)$")


def _can_be_title(title: str, place: str) -> bool:
    """Say whether a text can be a title at all; where a title is stated as one, nearly anything can."""
    if len(title) < 2 or CATEGORY.match(title):
        return False
    if is_label(title) and not (place == "label" and " " in title):
        return False
    if place in ("label", "column", "title marks"):
        return True
    return not (_DANGLING.search(title) or is_venue(title) or role_of(title) is not None)


def _doubts(title: str, place: str) -> int:
    """Say how much speaks against a title by its own words."""
    doubt = 0
    if len(title) > _LONGEST:
        doubt += 60
    elif len(title) > 160:
        doubt += 10
    if place not in ("column", "heading", "note heading", "title marks"):
        if re.search(r"[。；！]|[.!]\s+[A-Z\u3400-\u9fff]", title):
            doubt += 40
        if title[:1].islower() and not is_name(title.split()[0]) and " " in title:
            doubt += 12 if place in ("link", "bold") else 20
        if place != "quotes" and are_people(title) and not re.search(r":|\b(?:of|for|with|via|in)\b", title):
            # Two names joined by a word may be two things as well.
            doubt += 20 if re.fullmatch(r"[^,;]+\s(?:and|&)\s[^,;]+", title) else 45
    if not re.search(r"[^\W\d_]{2}", title):
        doubt += 70
    return doubt


# --- what stands in the line of a number


def in_line(text: str, found: Found, line: int, kind: str) -> Iterator[Candidate | None]:
    """Yield what may be the title of a number in the text of its own item, heading or paragraph."""
    link = next((one for one in links_in(text) if one.start <= found.start < one.end), None)
    start, end = (link.start, link.end) if link else (found.start, found.end)
    behind = description(text[end:].split("\n", 1)[0])
    before = text[:start]
    if link:
        yield _text_of_link(link, "heading link" if kind == "section" else "link", line, before, behind)
    if not numbers_in(before) or kind == "row":
        for one in before_number(before, line, kind):
            yield replace(one, rest=behind) if one else None
    marked = adjoining_title(before[-_AROUND:])
    if marked:
        yield candidate(marked, "adjoining", line, behind)
    if not before.strip(" \t*_[(") or is_label(plain(before)):
        yield from behind_number(text, end, line)


def _text_of_link(link: FoundLink, place: str, line: int, before: str, behind: str) -> Candidate | None:
    """Weigh the text of the link that a number stands in."""
    found = None if link.image or is_label(link.label) else candidate(link.label, place, line, behind)
    if found and _is_acronym(found.text) and len(plain(before).split()) > 1:
        # What stands before it is called so, and it leads to where that appeared.
        return replace(found, weight=found.weight - 25)
    return found


def _is_acronym(text: str) -> bool:
    """Say whether a text may be the name of a venue: one short word, or several without lower case."""
    return re.fullmatch(r"[A-Z][A-Za-z]{1,7}|[A-Z]{2,}(?:[\s-][A-Z\d&-]{1,8}){0,2}", text) is not None


def names_in_line(text: str, found: Found) -> tuple[str, ...]:
    """Give the name that stands beside a number in running text."""
    name = name_beside(text, found)
    return (name,) if name else ()


def before_number(before: str, line: int, kind: str = "item") -> Iterator[Candidate | None]:
    """Yield what may be a title in front of a number: in title marks, quotes, bold type, a citation, or all of it."""
    bare = _without_labels(before)
    if not bare:
        return
    # Of what pipes set apart the title comes first, behind a rank, the day, the venue or the people.
    bare = next(filter(_may_be_title, bare.split(" | ")), bare)
    yield from opening(bare, line)
    if _title_in_bold(bare):
        return
    by = _BY_PEOPLE.search(bare)
    if by and (are_people(by["names"]) or is_person(by["names"])):
        yield candidate(bare[: by.start()], "citation", line, authors=split_people(by["names"]))
        return
    label = LABEL.match(bare)
    if label and (is_label(label["label"]) or role_of(label["label"])) and label.end() < len(bare):
        bare = bare[label.end() :]
    cited = citation(bare)
    if cited:
        yield candidate(cited.title, "citation", line, authors=cited.authors)
    yield _unmarked(bare, line, kind)


_BY_PEOPLE = re.compile(r",?\s+by\s+(?P<names>[^,]{3,200}(?:,[^,]{3,80})*)$")


def _unmarked(text: str, line: int, kind: str) -> Candidate | None:
    """Weigh all of a text as a title, or the name that it begins with if it is longer or more than a sentence."""
    head = re.match(r"(.{8,}?)\s[—–-]\s(?=[a-z])", text)
    if head and titleness(head[1]) == 2:
        text = head[1]  # what goes on in lower case tells of it
    title = re.sub(r"(?<=[a-z\d)])\.$", "", clean_title(_links_as_texts(text)))
    if not title or (kind == "paragraph" and not reads_as_title(title)):
        return None
    if len(title) <= _LONGEST and not re.search(r"[。；！，]|[.!]\s", title) and len(title.split()) <= 30:
        return candidate(title, "before", line)
    name = lead_name(title)
    return candidate(name, "lead name", line) if name else None


def _may_be_title(part: str) -> bool:
    return re.search(r"[^\W\d_]{2}", part) is not None and not is_venue(part) and not are_people(plain(part))


def opening(text: str, line: int) -> Iterator[Candidate | None]:
    """Yield what a text begins with if that is marked as a title: ``《》``, bold type, quotes."""
    marks = re.match(r"[\W\d]{0,12}(?:\*\*)?《([^《》]{2,300})》", text[:400])
    if marks:
        yield candidate(marks[1], "title marks", line)
    quoted = quoted_title(text)
    quote = re.search(r"[\"“「『《]", text)
    begins = quote is not None and (not re.search(r"\w", text[: quote.start()]) or are_people(text[: quote.start()]))
    if quoted and not marks and (begins or "《" in text or len(quoted.split()) > 3):
        # A title may begin with a quote and go on: "Who?" On Names.
        goes = re.search(rf"{re.escape(quoted[-8:])}[.,。，]?[”\"」』》]\s*[^\W\d_]", text)
        yield candidate(quoted, "adjoining" if goes and "《" not in text else "quotes", line)
    bold = _title_in_bold(text)
    if bold:
        yield candidate(bold, "bold", line)


BOLD_START = re.compile(
    r"[^\w*]{0,6}(?:\[[^\]]{0,20}\]\s*)?(?:\*\*|__)(?P<name>(?:[^*]|(?<!\*)\*(?!\*)){2,300}?)[:：.]?(?:\*\*|__)(?!\*)"
)


def _title_in_bold(text: str) -> str | None:
    """Give what a text begins with in bold type, if it is no label and ends with its type."""
    bold = BOLD_START.match(text)
    return bold["name"] if bold and not is_label(bold["name"]) and not goes_on(bold["name"], text) else None


def goes_on(name: str, text: str) -> bool:
    """Say whether a title begins with a name in bold type and goes on behind the colon: ``**LoRA**: Low-Rank …``."""
    behind = text.partition(name)[2].lstrip("*_ )）")
    title = clean_title(re.split(r"[.。,，]\s", behind, maxsplit=1)[0])
    if behind[:1] in (":", "："):
        return len(name.split()) < 3 and len(title.split()) > 2 and reads_as_title(f"{name}: {title}")
    return behind.startswith(name)


_MARKED = re.compile(
    r"(?:《(?P<marked>[^《》]{2,300})》|[“\"「『](?P<quoted>[^“”\"「」『』]{8,300})[”\"」』]"
    r"|(?<![*_])(?P<mark>\*{1,3}|_{1,3})(?P<stressed>[^*_\s][^*_]{8,300}?)(?P=mark))"
    r"[\s,，.:：]*[(（\[【<]*\s*(?:(?:arxiv|preprint|论文|链接|paper|link|pdf|url|see)[\s:：]*)*$",
    re.IGNORECASE,
)


def adjoining_title(before: str) -> str | None:
    """Give the title in title marks, quotes or emphasis that a number stands directly behind in running text."""
    match = _MARKED.search(before[-_AROUND:])
    if match is None:
        return None
    title = clean_title(match["marked"] or match["quoted"] or match["stressed"])
    if not title or is_label(title) or (not match["marked"] and not reads_as_title(title)):
        return None
    return title


def description(text: str) -> str:
    """Take closing brackets, punctuation and labelled links from the front of what stands behind a number."""
    while True:
        text = re.sub(r"^\s*\[[\w-]{2,10}\.[\w-]{2,3}\](?=\W|$)", "", text.lstrip(_BEHIND)).lstrip(_BEHIND)
        near = text[:_NEAR]
        link = next(iter(links_in(text[:600])), None) if "[" in near or "<" in near or "://" in near else None
        if link is None or link.image or not is_label(link.label) or not is_label(text[: link.start]):
            break
        text = text[link.end :]
    return "" if re.fullmatch(r"\W*(?:(?:19|20)\d\d)?\W*", text) else text


def _links_as_texts(text: str) -> str:
    """Put the texts of links in their places; a link whose text is no part of a title goes."""
    for link in reversed(links_in(text)):
        label = "" if link.image or is_label(link.label) or is_venue(link.label) else link.label
        text = text[: link.start] + label + text[link.end :]
    return text


_HTML_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
#: ``arXiv`` in any case, other labels only where punctuation sets them apart: a title may end with "paper".
_TRAILING_LABEL = re.compile(
    r"[\s(\[（|,;:：.·-]+(?:arxiv(?: preprint)?|preprint|available at|see)[\s.:：\])）]*$"
    r"|[(\[（|,;:：·—–][\s*_]*(?:pdf|paper|abs|link|url|code|html|project|论文|链接)[\s*_]*[\])）:：]?[\s.]*$"
    r"|\s(?:pdf|paper|link|url|论文|链接)[:：]$",
    re.IGNORECASE,
)


def _without_labels(before: str) -> str:
    """Take off links and labels between a title and its number: ``Title. [[PDF]](…) [[Code]](…) arXiv:``."""
    text = before
    for link in reversed(links_in(before)):
        if link.image or is_label(link.label):
            text = text[: link.start] + " " + text[link.end :]
    text = _HTML_TAG.sub(" ", text).rstrip(" ([（【{<|:：,;·-–—/")
    while True:
        match = _TRAILING_LABEL.search(text)
        if not match:
            return text.rstrip(" ([（【{<|:：,;·-–—/")
        text = text[: match.start()]


def behind_number(text: str, end: int, line: int) -> Iterator[Candidate | None]:
    """Yield what may be a title behind a number: ``2403.03507 | GaLore: …``, ``2403.03507 GaLore - …``."""
    rest = text[end:].split("\n", 1)[0]
    links = [link for link in links_in(rest) if not link.image]
    named = next((link for link in links if not is_label(link.label) and not _leads_elsewhere(link)), None)
    rest = rest[: links[0].start] if links else rest
    bare = rest.lstrip(_BEHIND + "v0123456789" if re.match(r"v\d", rest) else _BEHIND)
    if bare.strip():
        yield from _head_of(bare, line)
    elif named:
        yield candidate(named.label, "link", line)


def _head_of(bare: str, line: int) -> Iterator[Candidate | None]:
    """Yield what may be the title that a text begins with: in quotes, set apart, all of it, cited, or a name."""
    if bare[:1] in '《「"“':
        quoted = quoted_title(bare)
        if quoted:
            yield candidate(quoted, "quotes", line, bare)
    for separator in (" | ", " — ", " – ", " - ", "\t"):
        head, found, tail = bare.partition(separator)
        if found and 2 < len(head) <= 200:
            yield candidate(head, "behind", line, tail)
            return
    whole = re.sub(r"(?<=[a-z\d)])\.$", "", clean_title(bare))
    if whole and len(whole) <= 200 and not re.search(r"[。；！？，]|[.!?]\s", whole) and reads_as_title(whole):
        yield candidate(whole, "behind", line)
        return
    cited = citation(bare)
    first, _, tail = bare.partition(". ")
    if cited:
        yield candidate(cited.title, "behind", line, bare, cited.authors)
    elif tail and reads_as_title(first) and titleness(first) == 2:
        yield candidate(first, "behind", line, tail)
    name = lead_name(bare)
    if name:
        yield candidate(name, "lead name", line, bare)


def _leads_elsewhere(link: FoundLink) -> bool:
    return bool(re.search(r"(?:twitter|x|github|youtube|medium)\.com/|youtu\.be/", link.url))


def line_above(text: str, line: int) -> Candidate | None:
    """Take a line as the title of the address below it, if it is no sentence, label or list's introduction."""
    bare = text.strip()
    if not bare or len(bare) > 300 or bare.endswith((":", "：", "。", "，", ";", "；")) or numbers_in(bare):
        return None
    title = quoted_title(bare) or clean_title(_links_as_texts(bare))
    if not title or re.search(r"[。；！？]|[.!?]\s+[A-Z]", title):
        return None
    return candidate(title, "line above", line)


# --- cells


#: Where a title ends within a cell that goes on with a text.
_CELL_END = re.compile(
    r"\s+[-–—]\s+(?=\S)|\s*<br\s*/?>|\s{2,}(?=[A-Z\[\u3400-\u9fff])|(?<=\*\*)\s*[:：]?\s+(?=\S)|\s[●•]\s"
)
#: The verbs with which descriptions begin that leave their subject out.
_PREDICATE = re.compile(
    r"\s+(?=(?:(?:Introduc|Propos|Present|Describ|Stud|Explor|Show|Develop|Investigat|Demonstrat|Releas|Provid|Examin"
    r"|Analyz|Combin|Leverag|Improv|Achiev|Us|Appli|Train|Find|Discuss|Outlin|Survey|Review|Evaluat|Offer|Enabl|Address"
    r"|Argu|Build|Creat|Discover|Report|Reveal|Summariz|Surpass|Test|Unifi|Aim|Claim|Compar|Extend|Generat|Incorporat"
    r"|Integrat|Perform|Suggest|Tackl|Learn|Implement|Identif|Formaliz|Establish|Conduct|Adapt)(?:es|ies|s)\s"
    r"|(?:This|The|In this|These)\s(?:paper|work|study|survey|model|report|article|new|authors)|We\s[a-z]+"
    r"|An?\s(?:new|novel)\s"
    r"|Researchers\s|In this\s|A\s[a-z]+\s(?:for|that|to|of|on|which|by)\s))"
)


def cell_title(cell: str) -> tuple[str, str]:
    """Give the title that a cell begins with, and the text behind it.

    >>> cell_title("1) **Foo Bar** - does x and y"), cell_title("Foo Bar  This paper introduces a way")
    (('Foo Bar', 'does x and y'), ('Foo Bar', 'This paper introduces a way'))
    """
    text = re.sub(r"^(?:\d{1,3}[.)、]|\(\d{1,3}\)|\[\d{1,3}\])\s*", "", cell.strip())
    bold = BOLD_START.match(text)
    if bold and not is_label(bold["name"]):
        rest = text[bold.end() :]
        if not rest.strip(" *-–—:.") or re.match(r"\s*(?:[-–—:：|,]|<br|\s)", rest):
            return clean_title(bold["name"]), rest.lstrip(" *-–—:：|,.").removeprefix("<br>").strip()
    ends = [m for p in (_CELL_END, _PREDICATE) for m in [p.search(text, 2)] if m and m.start() <= 200]
    for match in sorted(ends, key=lambda m: m.start()):
        head = clean_title(_links_as_texts(text[: match.start()]))
        if head and not is_label(head):
            return head, text[match.end() :].strip()
    return clean_title(_links_as_texts(text)), ""


TITLE_COLUMN = re.compile(
    r"\b(?:title|papers?(?: title| name)?|publication|article|tiêu đề|bài báo|tên bài)\b"
    r"|标题|题目|論文|论文(?!链接|地址)|タイトル|제목|논문|標題|題目",
    re.IGNORECASE,
)
NAME_COLUMN = re.compile(
    r"\b(?:name|method|model|work|tên|mô hình|phương pháp|approach)\b|名称|方法|模型|手法|이름|모델", re.IGNORECASE
)
_NO_TITLE_COLUMN = re.compile(
    r"author|venue|date|year|note|comment|summary|abstract|tl;?dr|description|keyword|tags?$|code|link|pdf|task|category"
    r"|作者|会议|日期|备注|摘要|描述|简介|要点|标签|代码|链接|机构"
    r"|tác giả|ngày|ghi chú|tóm tắt|mô tả|著者|要約|メモ|저자|요약",
    re.IGNORECASE,
)


def in_row(cells: tuple[str, ...], heads: tuple[str, ...], number: str, line: int) -> Iterator[Candidate | None]:
    """Yield what may be the title in a row: by the head of its column, by the link, by its shape."""
    at = next((n for n, cell in enumerate(cells) if number and number in cell), -1)
    for n, cell in enumerate(cells):
        head = plain(heads[n]) if n < len(heads) else ""
        title, rest = cell_title(cell)
        if not title or numbers_only(cell):
            continue
        if TITLE_COLUMN.search(head):
            yield candidate(title, "column", line, rest)
        elif n == at:
            yield _beside_number(cell, number, title, line, rest)
        elif NAME_COLUMN.search(head):
            yield candidate(title, "line above", line, rest)
        elif not _NO_TITLE_COLUMN.search(head) and title.count(",") < 3 and not re.search(r"[.。!！]$|[。；]", title):
            found = candidate(title, "cell", line, rest)
            # The longest cell of words is the likeliest.
            yield replace(found, weight=found.weight - 20 + min(len(title), 80) // 4) if found else None


def _beside_number(cell: str, number: str, title: str, line: int, rest: str) -> Candidate | None:
    """Weigh what stands in the cell of the number: the text of its link, or what a cell without one begins with."""
    link = next((one for one in links_in(cell) if number in one.url or number in one.label), None)
    if link is None:
        return candidate(title, "before", line, rest) if len(title.split()) <= 40 else None
    return None if is_label(link.label) else candidate(link.label, "link", line, rest)


def numbers_only(cell: str) -> bool:
    """Say whether a cell is nothing but numbers, addresses and words for them."""
    return is_label(plain(cell))


@lru_cache(maxsize=1024)
def titleness(text: str) -> int:
    """Say how much a heading looks like the title of a paper: 0 not at all, 1 perhaps, 2 surely.

    >>> [titleness(t) for t in ("Introduction", "Robotics", "GaLore: Memory-Efficient Training", "2026-01-09")]
    [0, 1, 2, 0]
    """
    title = clean_title(text)
    if not title or is_label(title) or role_of(title) is not None or not re.search(r"[^\W\d_]{2}", title):
        return 0
    if quoted_title(text) or re.search(r"\w: \S|\w：\S", title) or is_title_case(title):
        return 2
    words = title.split()
    return 2 if len(words) >= 5 and reads_as_title(title) else 1
