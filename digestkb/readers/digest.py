"""Daily digests: one numbered section a paper, with labelled fields, labelled sections and a table of links.

This is the bulk of all notes, so the lines are looked at once, by their first character, and nothing is parsed twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from digestkb import tags
from digestkb.arxiv import ArxivId, find_arxiv_ids
from digestkb.dates import PartialDate, find_dates, parse_date
from digestkb.document import Document
from digestkb.errors import BadDate
from digestkb.links import Link, classify, find_links
from digestkb.markdown import cells, plain
from digestkb.readers import Reader
from digestkb.readers.labels import Label, bare, document_title, find_label, key, separated, stated_date, text_column
from digestkb.records import Kind, Mention, Passage, Reading, Span, TitleSource

NAME = "digest"

_FIELDS: dict[str, str] = {
    tags.key(name): role
    for role, names in {
        "authors": "author;authors;author s;저자;著者;tac gia;cac tac gia;nhom tac gia;作者;作者列表;论文作者",
        "published": "published;published on;published at;publication date;publish date;date;date published;submitted;"
        "submitted on;released;xuat ban luc;xuat ban;ngay xuat ban;ngay dang;ngay cong bo;cong bo;ngay;发布;发布于;"
        "发布时间;发布日期;发表时间;发表日期;出版日期;日期;时间;提交日期;발행일;게시일;公開日",
        "tags": "tag;tags;tag s;keyword;keywords;topics;category;categories;subjects;the;nhan;tu khoa;chu de;标签;"
        "关键词;关键字;主题;分类;类别;태그;키워드;タグ;キーワード",
        "title": "title;paper title;tieu de;ten bai bao;标题;论文标题;题目",
        "link": "arxiv;arxiv id;arxiv link;arxiv url;arxiv abstract;link;url;paper link;paper url;pdf;pdf link;"
        "pdf download;code;source code;github;github repository;github repo;repository;repo;project;project page;"
        "homepage;website;demo;hugging face;huggingface;hf;hf paper;dataset;datasets;video;blog;ma nguon;trang du an;"
        "lien ket;duong dan;链接;论文链接;代码;代码链接;项目;项目主页;主页;数据集;代码仓库",
        "votes": "vote;votes;upvote;upvotes;likes;luot thich;binh chon;luot binh chon;点赞;票数;赞",
    }.items()
    for name in names.split(";")
}
#: The fields that tell a paper's section from others.
_HEAD = frozenset({"authors", "published", "tags"})
#: Stems of the labels of sections; the first that a label contains decides.
_ROLES: tuple[tuple[str, str], ...] = tuple(
    (stem, role)
    for role, stems in {
        "patents": "patent;bang sang che;sang che;专利",
        "papers": "publish paper;publishing paper;paper idea;ideas for paper;papers to publish;publication idea;"
        "research paper;xuat ban bai bao;cong bo bai bao;y tuong bai bao;bai bao;论文选题;发表论文;论文想法;"
        "论文思路;论文发表",
        "brainstorming": "brainstorm;dong nao;y tuong mo rong;头脑风暴;脑暴",
        "links": "related link;relevant link;links;link;duong dan;lien ket;resource;tai nguyen;链接;资源;相关地址",
        "conclusion": "conclusion;ket luan;结论;总结与展望;总结",
        "problem": "problem;van de;bai toan;问题;挑战",
        "results": "result;ket qua;thuc nghiem;结果;实验",
        "idea": "main idea;key idea;core idea;idea;y tuong;method;approach;phuong phap;核心思想;主要思想;思想;"
        "想法;思路;方法;核心创新",
    }.items()
    for stem in stems.split(";")
)
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(\S.*)")
_NUMBERED = re.compile(
    r"(?:[^\w\s\[(*]{1,3}\s*)?[*_]*(?:(?:paper|article|no\.?|bài(?:\s+báo)?|论文)\s*|第\s*)?[#№]?[\[(（]?"
    r"(?:(?:\d{1,3}\ufe0f?\u20e3)+|🔟|\d{1,3}(?:篇(?:论文)?|\\?[.)\]）、:：](?!\d)|\s+[–—|-](?=\s))+)[*_]*[:：]?\s*",
    re.IGNORECASE,
)
_BOLD_NUMBERED = re.compile(
    r"(?:\*\*\s*\[?\d{1,3}[.)\]、]\s*\S.*\*\*|\d{1,3}[.)]\s+(?:\*\*.+\*\*|\[.+\]\(\S+\)))\s*(?:\(.*\))?$"
)
#: Signs of votes, or what is left of one whose bytes were read as letters and cannot be told any more.
_EMOJI = r"(?:[👍🔥❤⭐▲⬆🔺💙]\ufe0f?|[ğð][^\x00-\x7f]{1,3})"
_VOTE_WORDS = r"(?:(?:up)?votes?|likes?|points?|stars?|lượt\s\w+|phiếu(?:\s\w+)?|票|个?赞)"
#: Votes behind a title: in brackets with a word or sign that says so, or set off by a sign or a dash.
_VOTES = re.compile(
    rf"\s*[*_]*[(（\[]\s*(?:(?:{_EMOJI}|{_VOTE_WORDS}\s*[:：]?)\s*\d+|\d+\s*(?:{_EMOJI}|{_VOTE_WORDS})|\+\d+)"
    rf"\s*[)）\]][*_]*\s*$|\s*(?:[-–—|·]\s*)?[*_`]*{_EMOJI}\s*\d+[*_`]*\s*$"
    rf"|\s+(?:[-–—|·]\s*[*_]*|`)\d+\s*{_VOTE_WORDS}[*_`]*\s*$|\s+(?:[\u2600-\u27bf\U0001f000-\U0001faff]\ufe0f?\s*)+$",
    re.IGNORECASE,
)
#: A link of a word or two behind a title, in brackets or not.
_LINK_BEHIND = re.compile(r"(?<=\S)\s*[(（\[]?\[[^\[\]\s]{1,20}(?:\s[^\[\]\s]{1,20})?\]\(\S+\)[)）\]]?\s*$")
_QUOTES = ('""', "“”", "「」", "《》", "«»")
_TRAILING_ID = re.compile(r"\s*[(（\[](?:arxiv\s*:?\s*)?(?:\d{4}\.\d{4,5})(?:v\d+)?[)）\]]\s*$", re.IGNORECASE)
_NOTHING = frozenset({"n/a", "na", "none", "null", "-", "–", "—", "không có", "无", "暂无", "not available", "không"})
#: A table row as nearly all digests have it, and addresses whose kind needs no second look.
_LINK_ROW = re.compile(r"\|([^|\[\]]*)\|\s*(?:\[[^\]\[]*\]\()?(https?://[^\s()|<>]+)\)?\s*\|\s*$")
_ADDRESSES = (
    ("https://arxiv.org/abs/", "abs"),
    ("https://arxiv.org/pdf/", "pdf"),
    ("https://huggingface.co/papers/", "huggingface"),
    ("https://github.com/", "code"),
)
#: What the line of a heading may begin with.
_OPENING = frozenset("# *0123456789")
#: What bytes of UTF-8 look like that were read as Latin letters: such a label cannot be read.
_DAMAGED = re.compile(r"[\u00c2-\u00f4\u0102\u0103\u011e\u011f][^\x00-\x7f]|\ufffd")
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,}|[-*_](?:\s[-*_]){2,})\s*$")
_AND_OTHERS = re.compile(r"\s*等人?[。.]?\s*$")
_DIGITS = frozenset("0123456789")
_ROW = re.compile(r"\s*\|\s*([^|]{1,60}?)\s*\|\s*(?=\S)([^|]*)\|\s*$")
_EMPTY_ROW = re.compile(r"\s*\|[^|]*\|[^|]*\|\s*$")
_LINKED = re.compile(r"\[[^\[\]]*\]\([^()\s]*\)|https?://[^\s()<>|]+")
_TEXT_BEHIND = re.compile(r"([^:：]{1,60})[:：]\s*[*_]*\s*(?=\S)")
_MARKERS = "-*+•·"


class _Heading(NamedTuple):
    line: int
    level: int
    title: str
    #: It begins with a number that counts the papers.
    numbered: bool


@dataclass(frozen=True, slots=True)
class _Paper:
    """A numbered section: the line of its heading, its words, and the last line of it."""

    heading: int
    title: str
    last: int


@dataclass(slots=True)
class _Draft:
    """A section while it is being read."""

    fields: dict[str, str] = field(default_factory=dict)
    #: Labels in the head that say nothing to us, in order: the label, its text, the line and column it starts at.
    unknown: list[tuple[str, str, int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    def known_parts(self) -> int:
        return len(self.fields) + len(self.unknown) + sum(p.role != "text" for p in self.passages)


# --- which sections there are


def claims(document: Document) -> bool:
    """Claim a note with a numbered section that has a link to a paper and a block of labelled fields."""
    papers = _papers(document)
    return any(_is_paper(document, paper) for paper in papers[:8])


def _is_paper(document: Document, paper: _Paper) -> bool:
    lines = document.lines[paper.heading : paper.last]
    if not any("http" in line or "arxiv" in line.lower() or ".org/" in line for line in (*lines, paper.title)):
        return False
    marked = known = 0
    for line in lines[:24]:
        stripped = line.strip()
        if stripped[:1] == "|":
            label = _row_label(stripped)
        else:
            label = find_label(stripped[text_column(stripped) :]) if stripped else None
        if stripped[:1] == "#":
            known += _FIELDS.get(key(stripped)) in _HEAD
            continue
        if label is None or not (label.colon or label.marked):
            continue
        role = _FIELDS.get(key(label.text))
        known += role in _HEAD
        if role is None and _DAMAGED.search(label.text) and stripped[:2] in ("**", "__"):
            value = stripped[label.start :]
            marked += _date(value) is not None or len(tags.split_list(value)) >= 2
    return known >= 2 or known + marked >= 2 or (known == 1 and _sections_below(lines) >= 2)


def _sections_below(lines: Sequence[str]) -> int:
    roles = set()
    for line in lines:
        stripped = line.strip()
        if stripped[:1] in ("#", "*", "-") and len(stripped) < 120:
            label = find_label(stripped[text_column(stripped) :])
            roles.add(_section_role(label.text if label else stripped))
    return len(roles - {None, "links"})


@lru_cache(maxsize=1)  # claimed, then read: once is enough
def _papers(document: Document) -> tuple[_Paper, ...]:
    """Find the numbered sections: the headings of that level whose first has the fields of a paper.

    Sections without numbers will do if most headings of their level have such fields, and there are two or more.
    """
    headings = _headings(document)
    for level in sorted({heading.level for heading in headings if heading.numbered}):
        papers = _at_level(document, headings, level, numbered=True)
        if any(_is_paper(document, paper) for paper in papers[:8]):
            return papers
    for level in sorted({heading.level for heading in headings}):
        papers = _at_level(document, headings, level, numbered=False)
        some = papers[:8]
        if len(some) > 1 and sum(_is_paper(document, paper) for paper in some) * 2 > len(some):
            return papers
    return ()


def _headings(document: Document) -> list[_Heading]:
    """Give the headings with their lines and levels; a numbered bold line is a heading of the lowest level."""
    found: list[_Heading] = []
    fenced: list[_Heading] = []
    for number, line in enumerate(document.lines, 1):
        first = line[:1]
        if first not in _OPENING:
            continue
        if first == "#" or (first == " " and line[:4].lstrip()[:1] == "#"):
            match = _HEADING.match(line)
            if match:
                title = match[2].rstrip()
                if title.endswith(" #" + "#" * (len(match[1]) - 1)):  # hashes may close a heading, too
                    title = title[: -len(match[1])].rstrip()
                counts = not _DIGITS.isdisjoint(title[:16]) or "🔟" in title[:8]
                numbered = counts and _NUMBERED.match(title) is not None
                heading = _Heading(number, len(match[1]), title, numbered)
                (fenced if number in document.code else found).append(heading)
        elif (
            (first in _DIGITS or (first == "*" and line[:2] == "**"))
            and not _DIGITS.isdisjoint(line[:6])
            and _BOLD_NUMBERED.match(line[:400].rstrip())
        ):
            title = line.strip()
            heading = _Heading(number, 7, title, _NUMBERED.match(title) is not None)
            (fenced if number in document.code else found).append(heading)
    if any(heading.numbered for heading in found) or not fenced:
        return found
    return fenced if any(heading.numbered for heading in fenced) or not found else found


def _at_level(document: Document, headings: Sequence[_Heading], level: int, *, numbered: bool) -> tuple[_Paper, ...]:
    papers: list[_Paper] = []
    start: _Heading | None = None
    for heading in (*headings, _Heading(len(document.lines) + 1, 0, "", False)):
        if heading.level > level:
            continue
        if numbered:
            starts = heading.numbered and heading.level == level
        else:
            starts = heading.level == level and not _is_within(heading.title)
        if start and (starts or heading.level < level or not _is_within(heading.title)):
            papers.append(_Paper(start.line, start.title, heading.line - 1))
            start = None
        if starts:
            start = heading
    return tuple(papers)


def _is_within(title: str) -> bool:
    """Say whether a heading of a paper's own level is that of a part of it."""
    return _section_role(title) is not None or _FIELDS.get(key(title)) in _HEAD


@lru_cache(maxsize=4096)
def _section_role(label: str) -> str | None:
    """Give the role of a section by the words of its label, in any of the languages; ``None`` if they say nothing."""
    name = key(label)
    if not name or len(name) > 60:
        return None
    return next((role for stem, role in _ROLES if stem in name), None)


# --- reading


def read(document: Document) -> Reading:
    """Read each numbered section as a mention; a number outside of them is a reference."""
    papers = _papers(document)
    mentions = [mention for paper in papers if (mention := _read_paper(document, paper)) is not None]
    title = document_title(document, lambda heading: not _NUMBERED.match(heading))
    others = _references(document, papers, mentions)
    return Reading(NAME, (*mentions, *others), title=title, date=stated_date(document, title))


def _read_paper(document: Document, paper: _Paper) -> Mention | None:
    paper = _trimmed(document, paper)
    title, title_links = _title(paper.title)
    draft = _Draft()
    draft.links += title_links
    _read_lines(document, paper, draft)
    authors, published, keywords, rest = _fields(draft)
    arxiv_id = _number(document, paper, draft)
    main = next((link.url for link in draft.links), None) if arxiv_id is None else None
    other = plain(draft.fields.get("title", ""))
    source = TitleSource.HEADING if title else TitleSource.METADATA
    title = title or other
    if not title or (arxiv_id is None and main is None and draft.known_parts() < 2):
        return None
    return Mention(
        Kind.DIGEST,
        Span(paper.heading, paper.last),
        arxiv_id,
        url=main,
        title=title,
        title_source=source,
        names=(other,) if other and tags.key(other) != tags.key(title) else (),
        authors=authors,
        published=published,
        tags=keywords,
        links=tuple(dict.fromkeys(draft.links)),
        passages=tuple(sorted((*rest, *draft.passages), key=lambda passage: passage.line)),
    )


def _trimmed(document: Document, paper: _Paper) -> _Paper:
    """Take off what a section ends with and says nothing: blank lines, rules, the fence that closes a whole note."""
    fenced = paper.heading in document.code
    last = paper.last
    while last > paper.heading:
        line = document.lines[last - 1]
        if not (_is_blank(line) or (fenced and line.strip() in ("```", "~~~"))):
            break
        last -= 1
    return replace(paper, last=last)


def _title(heading: str) -> tuple[str, list[Link]]:
    """Give the title without its number, the votes behind it, and the markup around it; and the links within it.

    >>> _title("[3] [A: B (2)](https://arxiv.org/abs/2601.05242) *(175 votes)*")[0]
    'A: B (2)'
    """
    match = _NUMBERED.match(heading)
    text = heading[match.end() :] if match else heading
    if heading.startswith("**") and text.rstrip().endswith("**"):
        text = text.rstrip().removesuffix("**")
    links = [classify(found.url) for found in find_links(text) if not found.image]
    text = _without_tail(text)
    return text.strip("*_ ") if "**" in text else text, links


def _without_tail(text: str) -> str:
    """Take off what stands behind a title: votes, links of a word or two, its number; and the quotes around it."""
    for _ in range(3):
        tail = text[-40:]
        if tail.isascii() and _DIGITS.isdisjoint(tail) and tail[-1:] not in (")", "]"):
            break  # most titles end so
        votes = _VOTES.search(text, max(0, len(text) - 60))
        if votes and votes.start():
            text = text[: votes.start()]
        elif text.rstrip()[-1:] in (")", "]", "）"):
            text = _LINK_BEHIND.sub("", text)
        else:
            break
    text = plain(text)
    if text[-1:] in (")", "）", "]"):
        text = _TRAILING_ID.sub("", text).strip()
    if text[:1] + text[-1:] in _QUOTES and text[-1] not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def _number(document: Document, paper: _Paper, draft: _Draft) -> ArxivId | None:
    """Give the arXiv number: that of the links, the abstract's before the others; else one in the fields or text."""
    for kinds in (("abs", "pdf"), ("huggingface",), ("other", "blog", "project", "code")):
        for link in draft.links:
            if link.kind in kinds:
                found = next(find_arxiv_ids(link.url), None)
                if found and (not found.bare or link.kind in ("abs", "pdf")):
                    return found.id
    for text in (paper.title, *draft.fields.values()):
        found = next(find_arxiv_ids(text), None)
        if found:
            return found.id
    everything = {f.id.number: f.id for passage in draft.passages for f in find_arxiv_ids(passage.text)}
    return next(iter(everything.values())) if len(everything) == 1 else None


# --- the lines of a section


def _read_lines(document: Document, paper: _Paper, draft: _Draft) -> None:
    """Cut the lines of a section at its labels and give each piece to what its label says."""
    lines = document.lines
    marks = list(_marks(document, paper))
    edges = [(paper.heading + 1, 0, "text", "", False), *marks]
    for at, (line, column, role, label, in_head) in enumerate(edges):
        last = edges[at + 1][0] - 1 if at + 1 < len(edges) else paper.last
        if last < line:
            continue
        own = lines[line - 1][column:]
        if role == "links":
            _collect_links(lines, line, column, last, draft)
        elif in_head:
            _keep_field(lines, line, own, last, role, label, draft)
        else:
            _keep_section(lines, line, own, last, role, draft)


def _keep_field(lines: Sequence[str], line: int, own: str, last: int, role: str, label: str, draft: _Draft) -> None:
    """Keep a field of the head: its value on the line of the label, or as a list or text below it."""
    value = own.strip()
    if value[-1:] == "|" and lines[line - 1].lstrip()[:1] == "|":
        value = value[:-1].rstrip()
    after = line + 1
    if not value:
        below: list[str] = []
        for number in range(line + 1, last + 1):
            stripped = lines[number - 1].strip()
            if not stripped and below:
                break
            if stripped and not _RULE.match(stripped):
                below.append(stripped[text_column(stripped) :])
            after = number + 1
        value = ", ".join(below)
    if role == "link":
        draft.links += _links_of(value, label)
    if role:
        draft.fields.setdefault(role if role != "link" else f"link {label}", value)
    elif value:
        draft.unknown.append((label, value, line))
    if after <= last:
        _keep_section(lines, after, lines[after - 1], last, "text", draft)


def _is_blank(line: str) -> bool:
    """Say whether a line says nothing: it is empty, or a rule."""
    words = line.strip()
    return not words or (words[0] in "-*_" and words[-1] == words[0] and _RULE.match(words) is not None)


def _keep_section(lines: Sequence[str], line: int, own: str, last: int, role: str, draft: _Draft) -> None:
    """Keep a piece of text as a passage; a piece that is nothing but links is one of links."""
    while last > line and _is_blank(lines[last - 1]):
        last -= 1
    texts = [own.rstrip(), *lines[line:last]]
    while texts and _is_blank(texts[0]):
        texts.pop(0)
        line += 1
    if not texts:
        return
    text = "\n".join(texts).strip(" ")
    if "://" in text:
        text = "\n".join(_without_links(texts, draft)).strip(" ")
    if text.strip("*_ \n") and not (text[0] == "|" and all(map(_EMPTY_ROW.match, text.split("\n")))):
        draft.passages.append(Passage(role, line, text))


def _without_links(texts: list[str], draft: _Draft) -> list[str]:
    """Take the links off the end of a text: the lines behind its last blank one, if they are a list of links."""
    start = next((at + 1 for at in range(len(texts) - 1, -1, -1) if not texts[at].strip()), 0)
    if not _all_links(texts[start:]):
        return texts
    for text in texts[start:]:
        draft.links += _links_of(text, "")
    return _without_links(_ended(texts[:start]), draft) if start else []


def _ended(texts: list[str]) -> list[str]:
    while texts and _is_blank(texts[-1]):
        texts.pop()
    return texts


def _all_links(texts: Sequence[str]) -> bool:
    """Say whether the lines are table rows or items with an address, or none, so that they are links by their shape."""
    plainly = [text.strip() for text in texts]
    addresses = sum("://" in text for text in plainly)
    if not addresses:
        return False
    rows = sum(text.startswith("|") for text in plainly)
    if rows == len(plainly):
        return addresses * 2 >= rows - 2
    kept = [text for text in plainly if not _says_nothing(text)]
    return addresses == len(kept) and all(text[0] in "-*+[<h_•" and len(_LINKED.sub("", text)) < 60 for text in kept)


def _says_nothing(item: str) -> bool:
    """Say whether an item has nothing behind its label: ``Code: N/A``."""
    label = find_label(item, text_column(item))
    return label is not None and plain(item[label.start :]).lower() in _NOTHING


def _collect_links(lines: Sequence[str], line: int, column: int, last: int, draft: _Draft) -> None:
    draft.links += _links_of(lines[line - 1][column:], "")
    for number in range(line + 1, last + 1):
        draft.links += _links_of(lines[number - 1], "")


def _links_of(text: str, label: str) -> list[Link]:
    """Give the links of a line, classified with the label that stands before them; ``N/A`` is none."""
    if "://" not in text and "](" not in text and ".org/" not in text and ".co" not in text:
        found = next(find_arxiv_ids(text), None) if "arxiv" in key(label) or "arxiv" in text.lower() else None
        return [Link("abs", found.id.url)] if found else []
    row = _LINK_ROW.match(text)
    if row:
        url = row[2]
        kind = next((kind for start, kind in _ADDRESSES if url.startswith(start)), None)
        return [Link(kind, url) if kind else classify(url, row[1])]
    if not label:
        stripped = text.strip()
        label = cells(stripped)[0] if stripped.startswith("|") else stripped.split("http", 1)[0]
    links = []
    for found_link in find_links(text):
        url = found_link.url
        if url.lower() in _NOTHING or found_link.image or not ("." in url or url.startswith("http")) or url[:1] in "#/":
            continue
        links.append(classify(url, label or found_link.label))
    return links


def _marks(document: Document, paper: _Paper) -> Iterator[tuple[int, int, str, str, bool]]:
    """Find the labels that cut a section: line, column of what follows, role, label, whether it is a field of the head.

    Headings always cut. Bold lines cut where no headings do, items with a label where neither does; and everywhere
    below a heading such as «Brainstorming» that only gathers others. What is bold within a section is its text.
    """
    lines = document.lines
    candidates = list(_candidates(document, paper))
    cutting = _cutting(candidates)
    in_head, level, gathers = True, 9, False
    for number, shape, depth, label, column in candidates:
        field_role = _FIELDS.get(key(label.text))
        role = _section_role(label.text)
        if shape == "heading" and in_head and field_role in _HEAD:
            yield number, column, field_role, label.text, True
            continue
        if shape == "heading":
            if role is None and not in_head and depth > level and not gathers:
                continue  # a heading within a section
            level, gathers = min(depth, level if not in_head else depth), role == "brainstorming"
            in_head = False
            yield number, column, role or _own(label.text), label.text, False
            continue
        if in_head and field_role and (label.colon or field_role in _HEAD or column >= len(lines[number - 1].rstrip())):
            yield number, column, field_role, label.text, True
        elif (role and (shape in cutting or gathers)) or (role == "links" and label.marked and not label.text[60:]):
            if shape == "plain" and role not in (
                "problem",
                "idea",
                "results",
                "conclusion",
                "papers",
                "patents",
                "links",
            ):
                continue
            gathers = gathers or role == "brainstorming"
            in_head = False
            yield number, column, role, label.text, False
        elif in_head and label.marked and label.colon and shape in ("bold", "item"):
            yield number, column, "", label.text, True
        elif (not in_head and label.marked and shape in cutting and shape == "bold" and not gathers) or (
            not in_head
            and label.marked
            and label.colon
            and cutting == {"item", "plain"}
            and shape == "item"
            and not depth
        ):
            yield number, column, "links" if field_role == "link" else _own(label.text), label.text, False


def _own(label: str) -> str:
    return bare(label).lower() or "text"


def _cutting(candidates: Sequence[tuple[int, str, int, Label, int]]) -> set[str]:
    """Say which shapes of label cut a section: the strongest that names one."""
    named = {shape for _, shape, _, label, _ in candidates if _section_role(label.text) not in (None, "links")}
    if "heading" in named:
        return {"heading"}
    if "bold" in named:
        return {"bold", "plain"}
    return {"item", "plain"}


def _candidates(document: Document, paper: _Paper) -> Iterator[tuple[int, str, int, Label, int]]:
    """Find the lines that may be labels: number, shape, depth, label, and the column behind it."""
    lines = document.lines
    code = frozenset[int]() if paper.heading in document.code else document.code
    for number in range(paper.heading + 1, paper.last + 1):
        line = lines[number - 1]
        stripped = line.lstrip()
        first = stripped[:1]
        if not first or first == "`":
            continue
        at = len(line) - len(stripped)
        if first == "|":
            row = _row_label(line) if "http" not in line else None
            if row:
                yield number, "row", at, row, row.start
        elif first == "#":
            match = _HEADING.match(line)
            if match and number not in code:
                yield number, "heading", len(match[1]), *_heading_label(line, match.start(2))
        elif stripped[:2] in ("**", "__"):
            label = find_label(line, at)
            if label and label.marked and (label.colon or label.start >= len(line.rstrip()) or _is_field(label)):
                yield number, "bold", at, label, label.start
        elif _may_have_label(stripped[:66]):
            found = _item_label(line, at)
            if found:
                yield number, *found


def _may_have_label(text: str) -> bool:
    return "**" in text[:12] or "__" in text[:12] or ((":" in text or "：" in text) and _has_plain_label(text))


def _item_label(line: str, at: int) -> tuple[str, int, Label, int] | None:
    """Read an item or a plain line as a label: shape, depth, label, and the column behind it."""
    column = text_column(line)
    shape = "item" if column > at and line[at] in _MARKERS + "0123456789IVXivx" else "plain"
    label = find_label(line, column) if len(line) > column else None
    if label is None or not (label.colon or (label.marked and label.start >= len(line.rstrip()))):
        return None
    if not label.marked and len(label.text) > 40:
        return None
    return "bold" if shape == "plain" and label.marked else shape, at, label, label.start


def _is_field(label: Label) -> bool:
    return _FIELDS.get(key(label.text)) in _HEAD


def _row_label(line: str) -> Label | None:
    """Read a table's row of two cells as a field of the head, if its first cell names one."""
    row = _ROW.match(line)
    if row and _FIELDS.get(key(row[1])) not in (None, "link"):
        return Label(row[1], row.start(2), True, True)
    return None


def _has_plain_label(text: str) -> bool:
    """Say whether a colon stands where it can end a label without markup."""
    colon = text[:60].find(":")
    return (colon > 0 and text[colon + 1 : colon + 2] in ("", " ", "\t", "*", "[")) or "：" in text[:60]


def _heading_label(line: str, start: int) -> tuple[Label, int]:
    """Read a heading as a label: text may follow its colon on the same line."""
    words = line[start:].rstrip()
    colon = _TEXT_BEHIND.match(words)
    if colon and _section_role(colon[1]):
        label = Label(colon[1], start + colon.end(), True, True)
        return label, label.start
    return Label(words, len(line), True, True), len(line)


# --- the fields of the head


def _fields(
    draft: _Draft,
) -> tuple[tuple[str, ...], PartialDate | None, tuple[str, ...], list[Passage]]:
    """Read authors, date and tags: by their labels, else by their places and shapes.

    Where the labels cannot be read, the one whose value is a date tells the others: a list before it is the authors',
    a list behind it the tags'.
    """
    fields = dict(draft.fields)
    rest: list[Passage] = []
    dated = "published" in fields
    for label, value, line in draft.unknown:
        listed = len(tags.split_list(value)) > 1 or len(value.split()) <= 4
        if "published" not in fields and len(value) <= 40 and _DAMAGED.search(label) and _date(value) is not None:
            fields["published"], dated = value, True
        elif listed and "authors" not in fields and not dated and _DAMAGED.search(label):
            fields["authors"] = value
        elif listed and "tags" not in fields and dated and _DAMAGED.search(label):
            fields["tags"] = value
        elif "://" in value:
            draft.links.extend(_links_of(value, label))
        else:
            rest.append(Passage(_own(label), line, value))
    authors = separated(fields.get("authors", ""))
    return (
        tags.split_authors(_AND_OTHERS.sub("", authors) if "等" in authors else authors),
        _date(fields.get("published", "")),
        tags.split_list(separated(fields.get("tags", "")).replace("#", "")),
        rest,
    )


@lru_cache(maxsize=1024)
def _date(text: str) -> PartialDate | None:
    words = plain(text)
    if not any(char.isdigit() for char in words):
        return None
    try:
        return parse_date(words)
    except BadDate:
        return next(find_dates(words), None)


def _references(document: Document, papers: Sequence[_Paper], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Give the numbers that are no paper's own: in texts that speak of others, and outside of the sections."""
    known = {mention.arxiv_id.number for mention in mentions if mention.arxiv_id}
    line = document.body
    for mention in mentions:
        yield from _said(document.lines[line - 1 : mention.span.first - 1], line, known)
        line = mention.span.last + 1
        for passage in mention.passages:
            if next(find_arxiv_ids(passage.text), None):
                yield from _said(passage.text.split("\n"), passage.line, known)
    yield from _said(document.lines[line - 1 :], line, known)


def _said(texts: Sequence[str], line: int, known: set[str]) -> Iterator[Mention]:
    for number, text in enumerate(texts, line):
        for found in find_arxiv_ids(text):
            if found.id.number not in known:
                known.add(found.id.number)
                said = text[text_column(text) :].strip()
                yield Mention(Kind.REFERENCE, Span(number, number), found.id, passages=(Passage("text", number, said),))


READER = Reader(NAME, claims, read)
