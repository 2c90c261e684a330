"""Monthly syntheses: a topic tree, highlights, contributions, gaps, ideas, a reading list, a reflection.

The parts come in any order and any may be missing. A part is known by its heading; what stands in it is read by its
shape: where the numbers are, what is bold, what hangs below what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from digestkb import tags
from digestkb.arxiv import ArxivId, Found, find_arxiv_ids
from digestkb.document import Document, Item, Row, Table
from digestkb.links import FoundLink, Link, classify, find_links
from digestkb.markdown import plain
from digestkb.readers import Reader
from digestkb.readers.labels import bare, document_title, find_label, key, separated, stated_date, text_column
from digestkb.readers.naming import closing_name, is_name, lead_names, name_beside
from digestkb.records import Insight, Kind, Mention, Passage, Reading, Span

NAME = "synthesis"

#: What the parts are called, as :func:`~digestkb.readers.labels.key` gives it.
_PARTS: dict[str, Kind] = {
    name: kind
    for kind, names in {
        Kind.TOPIC: "topic tree;topics tree;tree of topics;topic taxonomy;taxonomy tree;cay chu de;cay phan loai;"
        "主题树;话题树;主题分类树;主题分类",
        Kind.SOTA: "sota highlights;sota highlight;highlights sota;state of the art highlights;diem nhan sota;"
        "sota noi bat;noi bat sota;sota;sota 亮点;sota亮点;亮点;最新亮点",
        Kind.CONTRIBUTION: "novel tech contributions;novel technical contributions;novel technology contributions;"
        "novel contributions;technical contributions;tech contributions;dong gop ky thuat moi;dong gop ky thuat;"
        "新技术贡献;技术贡献;创新技术贡献;技术创新贡献;新颖技术贡献",
        Kind.GAP: "gaps and opportunities;gaps opportunities;gaps amp opportunities;research gaps;gaps;"
        "research gaps and opportunities;khoang trong va co hoi;khoang trong nghien cuu;空白与机会;差距与机遇;"
        "差距与机会;研究空白与机会;研究空白;缺口与机会",
        Kind.IDEA: "future ideas;future research ideas;ideas for the future;y tuong tuong lai;"
        "y tuong nghien cuu tuong lai;未来想法;未来构想;未来创意;未来研究想法;未来思路",
        Kind.READING: "reading list;reading lists;recommended reading list;must read list;danh sach doc;"
        "danh sach can doc;danh sach nen doc;阅读清单;阅读列表;必读清单;推荐阅读清单",
        Kind.REFLECTION: "meta reflection;meta reflections;metareflection;suy ngam tong quan;suy ngam tong the;"
        "phan tu tong quan;tong ket va suy ngam;元反思;总体反思;整体反思;宏观反思",
    }.items()
    for name in names.split(";")
}
_WORDS = re.compile(r"[a-z]+")
_WANTED = tuple({frozenset(name.split()) - {"amp"} for name in _PARTS if name.isascii()})
_ATX = re.compile(r" {0,3}(#{1,6})\s+(\S.*)")
#: The same within a part, all of which may be indented.
_SUBHEADING = re.compile(r"[ \t]*(#{1,6})\s+(\S.*)")
_BOLD_LINE = re.compile(r"[^\w*]{0,8}\*\*[^*]+\*\*\s*[:：]?\s*$")
_SHOUTED = re.compile(r"(?:\d{1,2}[.)]\s*|[IVX]{1,4}[.)]\s*)?\**[A-Z]{2,}(?:[_ &]+[A-Z]{2,})*_[A-Z]{2,}\**\s*[:：]?$")
#: What may stand between two numbers of one run: separators, markup, the address that a number is part of.
_JUNK = re.compile(
    r"(?:[\s,;，；、&/+`*_\[\]()（）<>]|\.pdf|https?://|www\.|\b(?:and|và|or|arxiv)\b|和|与)*", re.IGNORECASE
)
_OPENING = " \t`*_[(（<"
_CLOSING = re.compile(r"(?:[`*_\])>）]|\.pdf)*")
_IN_BRACKETS = re.compile(r"\s?[(（]([^()（）]{1,60})[)）][*_`]*")
_DASH = r"(?:[|｜│:：–—·•]|-(?=\s)|->|→)"
_SEPARATOR = re.compile(rf"\s*{_DASH}[\s*_]*")
_LEAF = re.compile(
    r"\s*[-*+•]?\s*(?:\*{0,2}[^|]{0,120}[:：]\*{0,2}\s*)?[`*\[(]*(?:arxiv:)?\d{4}\.\d{4,5}[^|]{0,200}\|", re.I
)
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*$")
_DRAWN = " \t\u00a0│├└─┃┣┗━╰╴"
_BOXES = re.compile(r"^(?:[\s│|┃]|\u00a0)*[├└┣┗╰][─━╴-]+\s*|^[│┃]")
_COUNT = re.compile(r"\s*[(（]\d+(?:\s+[^\W\d]+)?[)）]$")
_ORDINAL = re.compile(
    r"(?:idea|ý tưởng|gap|khoảng trống|opportunity|cơ hội|proposal|concept|想法|创意|点子|构想|思路|空白|差距)\s*"
    r"(?:#|số\s+)?\s*(?:\d{1,2}|[IVX]{1,4}|[A-Z]|[一二三四五六七八九十])(?![^\W\d_])\s*[:：.)–—-]*\s*",
    re.IGNORECASE,
)
_COMMENT_WORDS = (
    r"suy nghĩ|suy ngẫm|nhận xét|bình luận|đánh giá|comments?|thoughts?|remarks?|reflections?|opinion|my take|notes?"
    r"|评论|评价|思考|点评|想法|看法|感想"
)
_COMMENT = re.compile(rf"(?:^|[\n–—\-·|;.。；])\s*[*_(]*\s*(?:{_COMMENT_WORDS})[)*_\s]*[:：][*_\s]*", re.IGNORECASE)
#: The same by its shape alone: bold that ends with a short label, set off by a dash.
_CLOSING_LABEL = re.compile(r"\s[–—-]\s+[^–—*\n:：]{1,40}[:：]\s*\*\*\s*")
_OPPORTUNITY_WORDS = r"cơ hội|hướng mở|tiềm năng|opportunit(?:y|ies)|机会|机遇"
_GAP_WORDS = r"khoảng trống|hạn chế|thách thức|gaps?|challenges?|空白|差距|不足|缺口|挑战"
_INLINE = re.compile(
    rf"(?:^|\n|(?<=[.!?。！？…;；])\s*)[*_(]*(?:(?P<opportunity>{_OPPORTUNITY_WORDS})|(?P<gap>{_GAP_WORDS}))"
    r"[)*_\s]*[:：][*_\s]*",
    re.IGNORECASE,
)
#: Stems of labels within the parts, as ``key`` gives them; the first that a label contains decides its role.
_ROLES: tuple[tuple[str, str], ...] = tuple(
    (stem, role)
    for role, stems in {
        "opportunity": "opportunit;co hoi;huong mo;机会;机遇",
        "motivation": "motivat;dong luc;dong co;boi canh;动机;背景",
        "novelty": "novelt;diem moi;tinh moi;moi la;dot pha chinh;创新;新颖",
        "risk": "risk;feasib;rui ro;kha thi;风险;可行性",
        "data": "dataset;data;metric;du lieu;chi so;thuoc do;数据;指标;评测",
        "approach": "approach;method;phuong phap;tiep can;cach lam;方法;方案;途径;技术路线",
        "gap": "gap;khoang trong;han che;thach thuc;空白;差距;不足;缺口;挑战",
        "comment": "comment;thought;suy nghi;nhan xet;binh luan;danh gia;remark;评论;评价;思考;点评;想法",
        "contribution": "contribut;dong gop;贡献",
    }.items()
    for stem in stems.split(";")
)
_COLUMNS: tuple[tuple[str, str], ...] = tuple(
    (stem, role)
    for role, stems in {
        "rank": "rank;thu hang;xep hang;hang;stt;排名;序号;名次",
        "tags": "keyword;tu khoa;关键词;关键字;tag;标签",
        "impact": "impact;anh huong;tac dong;significance;y nghia;影响;意义",
        "comment": "comment;thought;suy nghi;nhan xet;danh gia;评论;评价;思考;点评",
        "reason": "reason;ly do;why;理由;原因",
        "breakthrough": "breakthrough;dot pha;innovation;contribution;dong gop;diem moi;novelt;突破;创新;贡献",
        "name": "title;name;ten;model;mo hinh;method;phuong phap;标题;名称;模型;方法;题目",
    }.items()
    for stem in stems.split(";")
)
#: The columns of a table whose headers say nothing, in the order in which they are expected.
_EXPECTED: dict[Kind, tuple[str, ...]] = {
    Kind.SOTA: ("breakthrough", "impact"),
    Kind.CONTRIBUTION: ("text", "comment"),
    Kind.READING: ("name", "text"),
}
_MEDALS = {"🥇": 1, "🥈": 2, "🥉": 3}


@dataclass(frozen=True, slots=True)
class _Part:
    kind: Kind
    title: str
    #: The line of the heading, 0 if there is none.
    heading: int
    first: int
    last: int

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)


@dataclass(frozen=True, slots=True)
class _Run:
    """The first numbers of a text that stand together, with what stands before and behind them."""

    ids: tuple[ArxivId, ...]
    names: tuple[str, ...]
    before: str
    after: str
    #: The column of ``after`` in the text.
    end: int


@dataclass(frozen=True, slots=True)
class _Node:
    """A list item, paragraph or heading of a part, with its own lines as they stand on disk."""

    item: Item
    text: str

    @property
    def line(self) -> int:
        return self.item.span.first


# --- the parts


def claims(document: Document) -> bool:
    """Claim a note with two of the parts, or one with a tree of ``number | text`` leaves below labels."""
    kinds = {part.kind for part in _parts(document)}
    if len(kinds) >= 2 and any(next(find_arxiv_ids(line), None) for line in document.lines):
        return True
    leaves = [number for number, line in enumerate(document.lines, 1) if "|" in line and _is_leaf(line)]
    return bool(leaves) and (Kind.TOPIC in kinds or (len(leaves) >= 2 and _is_tree(document, leaves)))


def _is_leaf(line: str) -> bool:
    return line.lstrip()[:1] != "|" and bool(_LEAF.match(line, _depth(line)))


def _depth(line: str) -> int:
    """Give the column where a line begins, behind blanks and the lines of a drawn tree."""
    return len(line) - len(line.lstrip(_DRAWN))


def _is_tree(document: Document, leaves: Sequence[int]) -> bool:
    """Say whether leaves hang below labels: a list of papers alone, or a table without outer pipes, is no tree."""
    labelled = 0
    for number in leaves:
        line = document.lines[number - 1]
        before = line[: line.index("|")]
        indent = _depth(line)
        above = document.lines[number - 2] if number > 1 else ""
        own_label = find_label(line, text_column(line))
        if own_label and own_label.colon and not re.match(r"\s*arxiv", own_label.text, re.I) and "." in before:
            labelled += next(find_arxiv_ids(own_label.text), None) is None
        elif indent and above.strip() and not _is_leaf(above) and _depth(above) < indent:
            is_item = text_column(above) > 0 or _depth(above) > 0
            labelled += is_item and next(find_arxiv_ids(above), None) is None
    return labelled >= 1 and labelled * 8 >= len(leaves)


def _parts(document: Document) -> tuple[_Part, ...]:
    """Find the parts by their headings; a part ends where another heading of its shape or above begins."""
    found: list[_Part] = []
    current: tuple[Kind, str, int, int] | None = None
    for number in range(document.body, len(document.lines) + 1):
        line = document.lines[number - 1]
        if len(line) > 160 or not _may_be_heading(line):
            continue
        kind, level, title = _heading(line)
        ends = kind is not None or (current is not None and _ends(line, level, current[3]))
        if ends and current is not None:
            found.append(_Part(current[0], current[1], current[2], current[2] + 1, number - 1))
            current = None
        if kind is not None:
            current = (kind, title, number, level)
    if current is not None:
        found.append(_Part(current[0], current[1], current[2], current[2] + 1, len(document.lines)))
    return tuple(found)


def _may_be_heading(line: str) -> bool:
    """Say at little cost whether a line may be a heading: it has hashes, is bold, shouts, or is short and not ASCII."""
    start = line.strip()
    if start.startswith("#"):
        return start.count("|") < 2  # the header of a table may begin with a column called «#»
    if "**" in start or "__" in start:
        return start.rstrip(":： ").endswith(("**", "__"))
    return 3 < len(start) <= 50 and ("_" in start or start.isupper() or (not start.isascii() and start[0] not in "-*|"))


def _heading(line: str) -> tuple[Kind | None, int, str]:
    """Read a line as the heading of a part: its kind, its level (0 for a bold or plain line), its words."""
    atx = _ATX.match(line)
    if atx:
        title = atx[2].rstrip("# \t")
        return _part_kind(title, whole=False), len(atx[1]), bare(title)
    stripped = line.strip()
    if len(line) - len(line.lstrip()) > 3:
        return None, 0, ""
    words = stripped[text_column(stripped) :]
    marked = bool(_BOLD_LINE.match(words))
    return (_part_kind(words, whole=not marked), 0, bare(words)) if marked or len(words) <= 60 else (None, 0, "")


@lru_cache(maxsize=4096)
def _part_kind(title: str, whole: bool) -> Kind | None:
    """Give the part that a heading names; one that only its words mark (``whole``) must say nothing else."""
    if title.isascii():  # most headings are titles of papers: do not take them apart
        words = set(_WORDS.findall(title.lower()))
        if not any(words >= wanted for wanted in _WANTED):
            return None
    name = key(title)
    kind = _PARTS.get(name)
    if whole:
        shouts = "_" in title or title.strip().rstrip(":：").isupper() or not title.isascii()
        return kind if shouts else None
    if kind is not None or len(name) > 60:
        return kind
    spoken = name.split()
    for size in (4, 3, 2):
        kind = _PARTS.get(" ".join(spoken[:size])) or _PARTS.get(" ".join(spoken[-size:]))
        if kind is not None and len(spoken) <= size + 5:
            return kind
    return None


def _ends(line: str, level: int, part_level: int) -> bool:
    if level:
        return level <= part_level
    return not part_level and line[:1] not in " \t" and bool(_SHOUTED.match(line.strip()))


# --- reading


def read(document: Document) -> Reading:
    """Read the parts of a synthesis; a number outside of them is a reference."""
    parts = _parts(document)
    if not any(part.kind is Kind.TOPIC for part in parts):
        parts = tuple(sorted((*_headless_trees(document, parts), *parts), key=lambda part: part.first))
    mentions: list[Mention] = []
    insights: list[Insight] = []
    for part in parts:
        if part.kind is Kind.TOPIC:
            mentions += _read_tree(document, part)
        elif part.kind in (Kind.GAP, Kind.IDEA, Kind.REFLECTION):
            thoughts = _READ_INSIGHTS[part.kind](document, part)
            thoughts = [*thoughts, *_left_over(document, part, thoughts)]
            mentions += _references(document, part, thoughts, len(insights))
            insights += thoughts
        else:
            mentions += _read_entries(document, part)
    mentions += _elsewhere(document, parts, mentions)
    title = document_title(document, lambda heading: _part_kind(heading, False) is None)
    return Reading(NAME, tuple(mentions), tuple(insights), title, stated_date(document, title))


def _headless_trees(document: Document, parts: Sequence[_Part]) -> Iterator[_Part]:
    """Find a tree that has no heading of its own: from the last heading of the first level to the next part."""
    edges = [document.body, *chain.from_iterable((part.heading, part.last + 1) for part in parts)]
    edges.append(len(document.lines) + 1)
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        leaves = [number for number in range(first, after) if _is_leaf(document.lines[number - 1])]
        if leaves:
            starts = (s.span.first + 1 for s in document.sections if s.level == 1 and s.span.first < leaves[0])
            yield _Part(Kind.TOPIC, "", 0, max([first, *starts]), after - 1)


def _elsewhere(document: Document, parts: Sequence[_Part], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Give the numbers that no part has spoken of."""
    inside = [part.span for part in parts]
    known = {mention.arxiv_id for mention in mentions}
    for number in range(document.body, len(document.lines) + 1):
        line = document.lines[number - 1]
        for found in find_arxiv_ids(line):
            outside = not any(span.first <= number <= span.last for span in inside)
            if outside or found.id not in known:
                known.add(found.id)
                yield _said(Kind.REFERENCE, line, number, found)


def _said(kind: Kind, line: str, number: int, found: Found, insight: int | None = None) -> Mention:
    """A number in running text: the line is what is said of it, the name beside it is its name."""
    name = name_beside(line, found)
    text = line[text_column(line) :].strip()
    return Mention(
        kind,
        Span(number, number),
        found.id,
        names=(name,) if name else (),
        links=_links(line, found.id, False),
        passages=(Passage("text", number, text),),
        insight=insight,
    )


def _links(text: str, own: ArxivId, alone: bool) -> tuple[Link, ...]:
    """Give the links of a text that are the paper's: those with its number, and all if it is alone there."""
    if "://" not in text and "](" not in text:
        return ()
    links = []
    for found in find_links(text):
        ids = {other.id.number for other in find_arxiv_ids(found.url)}
        if own.number in ids or (alone and not ids and not found.image):
            links.append(classify(found.url, found.label))
    return tuple(dict.fromkeys(links))


def _lead_run(text: str) -> _Run | None:
    """Find the first numbers of a text that stand together, links around them included."""
    found = list(find_arxiv_ids(text))
    if not found:
        return None
    links = list(find_links(text)) if "](" in text or "://" in text else []
    start, end = _around(found[0], links)
    ids = [found[0].id]
    names = _link_names(found[0], links)
    for other in found[1:]:
        other_start, other_end = _around(other, links)
        if other_start > end and not _JUNK.fullmatch(text, end, other_start):
            break
        ids.append(other.id)
        end = max(end, other_end)
    closing = _CLOSING.match(text, end)
    end = closing.end() if closing else end
    named = _IN_BRACKETS.match(text, end)
    if named and is_name(named[1]):
        names, end = (*names, named[1].strip("*_`")), named.end()
    before = re.sub(r"(?:https?://(?:www\.)?)$", "", text[:start]).rstrip(_OPENING)
    unique = {one.number: one for one in reversed(ids)}
    return _Run(tuple(reversed(unique.values())), names, before, text[end:], end)


def _around(found: Found, links: Sequence[FoundLink]) -> tuple[int, int]:
    for link in links:
        if link.start <= found.start < link.end:
            return link.start, link.end
    return found.start, found.end


def _link_names(found: Found, links: Sequence[FoundLink]) -> tuple[str, ...]:
    labels = (plain(link.label) for link in links if link.start <= found.start < link.end)
    return tuple(label for label in labels if is_name(label))


def _node(document: Document, item: Item) -> _Node:
    """Take an item's own lines from the note, so that the n-th line of its text stands n lines below its first."""
    lines = document.lines[item.span.first - 1 : item.span.last]
    first = item.text.split("\n", 1)[0]
    return _Node(item, "\n".join([first, *(line.strip() for line in lines[1:])]))


def _passage(document: Document, role: str, line: int, text: str, last: int) -> Passage | None:
    """Make a passage of ``text``, which begins on ``line``, and of the lines below it up to ``last``."""
    own = text.split("\n")
    lines = [*own, *(below.rstrip() for below in document.lines[line - 1 + len(own) : last])]
    while lines and _is_blank(lines[0]):
        lines.pop(0)
        line += 1
    while lines and _is_blank(lines[-1]):
        lines.pop()
    body = "\n".join(lines).rstrip().lstrip(" ")
    return Passage(role, line, body) if body else None


def _is_blank(line: str) -> bool:
    return not line.strip() or _RULE.match(line) is not None


def _kept(*passages: Passage | None) -> tuple[Passage, ...]:
    return tuple(passage for passage in passages if passage is not None)


def _names(*names: str | None) -> tuple[str, ...]:
    return tags.unique(name for name in names if name)


# --- the topic tree


def _read_tree(document: Document, part: _Part) -> Iterator[Mention]:
    """Walk the outline from the top; labels open paths, leaves close them."""
    yield from sorted(_leaves(document, part), key=lambda mention: mention.span.first)


def _leaves(document: Document, part: _Part) -> Iterator[Mention]:
    drawn = _undrawn(document, part)
    headings: list[tuple[int, str]] = []
    for heading, span in _segments(drawn, part, _SUBHEADING):
        if heading:
            match = _SUBHEADING.match(drawn.lines[heading - 1])
            level = len(match[1]) if match else 6
            headings = [(other, label) for other, label in headings if other < level]
            headings.append((level, _topic(drawn.lines[heading - 1])))
        base = tuple(label for _, label in headings)
        items = drawn.outline(span)
        if not part.heading and any(item.children for item in items):
            base = ()  # the headings of a note whose tree has its own labels are no topics
        yield from _branch(drawn, items, base)


def _segments(document: Document, part: _Part, breaks: re.Pattern[str]) -> Iterator[tuple[int, Span]]:
    """Cut a part at the lines that ``breaks`` matches: the line's number, and the span below it."""
    heading, first = 0, part.first
    for number in range(part.first, part.last + 1):
        if breaks.match(document.lines[number - 1].rstrip()):
            if heading or number > first:
                yield heading, Span(first, number - 1)
            heading, first = number, number + 1
    yield heading, Span(first, part.last)


def _undrawn(document: Document, part: _Part) -> Document:
    """Turn a tree that is drawn with lines, ``├── NLP``, into a list."""
    if not any("├" in line or "└" in line for line in document.lines[part.first - 1 : part.last]):
        return document
    lines = list(document.lines)
    for number in range(part.first - 1, part.last):
        match = _BOXES.match(lines[number])
        if match:
            lines[number] = " " * max(0, len(match[0].rstrip()) - 1) + "- " + lines[number][match.end() :].lstrip("- ")
    return Document(tuple(lines), document.source)


def _branch(document: Document, items: Sequence[Item], base: tuple[str, ...]) -> Iterator[Mention]:
    """Yield the leaves of a branch; a label without children adopts the items behind it that are of another kind."""
    pending: list[tuple[Sequence[Item], tuple[str, ...]]] = [(items, base)]
    while pending:
        siblings, path = pending.pop()
        adopter: str | None = None
        several = sum(_is_loose_label(item) for item in siblings) > 1
        below: list[tuple[Sequence[Item], tuple[str, ...]]] = []
        for item in siblings:
            above = (*path, adopter) if adopter and item.marker[:1] in "-*+•·" and item.marker else path
            node = _node(document, item)
            run = _lead_run(node.text)
            if run is not None:
                label, mentions = _leaf(document, node, run, above)
                yield from mentions
                if not _is_detail(item):
                    below.append((item.children, (*above, label) if label else above))
                continue
            label = _topic(node.text)
            if item.marker[:1] and item.marker[:1] in "-*+•·‣–":
                below.append((item.children, (*above, label)))
            elif item.marker or _is_label(node.text) or (several and _is_loose_label(item)) or _is_branch(item):
                adopter = label if not item.children else None
                below.append((item.children, (*path, label)))
            else:  # a sentence between the items
                adopter = None
                below.append((item.children, path))
        pending += reversed(below)


def _is_label(text: str) -> bool:
    return bool(_BOLD_LINE.match(text)) and "\n" not in text


def _is_loose_label(item: Item) -> bool:
    """A short paragraph that ends with a colon; one such is an introduction, several are labels."""
    return not item.marker and item.text.rstrip()[-1:] in ":：" and len(item.text.split()) <= 8


def _is_branch(item: Item) -> bool:
    return bool(item.children) and len(item.text.split()) <= 8 and item.text.rstrip()[-1:] not in ".:：。"


def _is_detail(item: Item) -> bool:
    return not any(next(find_arxiv_ids(below.text), None) for child in item.children for below in child.walk())


def _topic(text: str) -> str:
    """Give the label of a branch: plain words without numbering, count of papers and final colon."""
    text = re.sub(r"\s#+$", "", text.strip("\t ")).lstrip("# ") if text.lstrip().startswith("#") else text
    label = find_label(text)
    if label and label.marked and label.colon:
        text = label.text
    return _COUNT.sub("", bare(text)) or bare(text)


def _leaf(document: Document, node: _Node, run: _Run, path: tuple[str, ...]) -> tuple[str | None, list[Mention]]:
    """Read a leaf: its numbers, the label before them if there is one, and what is said behind the ``|``."""
    separator = _SEPARATOR.match(run.after)
    label, name = _before_leaf(run.before, separator is not None)
    start = run.end + (separator.end() if separator else 0)
    text = node.text[start:]
    line = node.line + node.text.count("\n", 0, start)
    if label is None and name is None and run.before and not run.before.lstrip("*_").startswith(("(", "（", "[")):
        text, line = node.text, node.line  # a sentence with a number in it
    last = node.item.last if _is_detail(node.item) else node.item.span.last
    passage = _passage(document, "text", line, text.lstrip() if "\n" not in text[:2] else text, last)
    if passage is not None and not re.search(r"\w", passage.text):
        passage = None
    topic = (*path, label) if label else path
    mention = Mention(
        Kind.TOPIC,
        Span(node.line, last),
        names=_names(name, *run.names, *(lead_names(passage.text) if passage else ())),
        topics=(topic,) if topic else (),
        passages=_kept(passage),
    )
    alone = len(run.ids) == 1
    mentions = [
        replace(mention, arxiv_id=one, names=mention.names if alone else (), links=_links(node.text, one, alone))
        for one in run.ids
    ]
    return label, mentions


def _before_leaf(before: str, separated: bool) -> tuple[str | None, str | None]:
    """Say what stands before the numbers of a leaf: a label, a name, or neither."""
    text = before.strip()
    words = plain(text.strip("*_ ")).strip("|｜–— ").strip()
    if not words or text.lstrip("*_").startswith(("(", "（")):
        return None, None
    if text.rstrip("*_ ")[-1:] in ":：|｜" or text.endswith("**") or re.match(r"\*\*[^*]+$", text):
        return _topic(text.rstrip("|｜ ")), None
    if is_name(words):
        return None, words
    return (_topic(words), None) if separated and len(words) <= 80 else (None, None)


# --- highlights, contributions, reading list


def _read_entries(document: Document, part: _Part) -> Iterator[Mention]:
    """Read a part of entries: the rows of its tables, and the items with a number."""
    tables = document.tables(part.span)
    tabled = {row.line for table in tables for row in (table.header, *table.rows)}
    for table in tables:
        yield from _read_table(part.kind, table)
    if tabled:
        tabled |= {min(tabled) + 1}
    for item in document.outline(part.span):
        if item.span.first in tabled or item.text.startswith("|"):
            continue
        yield from _read_item(document, part.kind, item)


def _read_item(document: Document, kind: Kind, item: Item) -> Iterator[Mention]:
    node = _node(document, item)
    run = _lead_run(node.text)
    if run is None:  # a group of entries, or a sentence between them
        for child in item.children:
            yield from _read_item(document, kind, child)
        return
    if not _is_detail(item) and not any(find_label(child.text) for child in item.children):
        last = item.span.last
        nested = item.children
    else:
        last, nested = item.last, ()
    for one in run.ids:
        mention = _ENTRIES[kind](document, node, run, last)
        alone = len(run.ids) == 1
        yield replace(mention, arxiv_id=one, links=_links(node.text, one, alone), span=Span(node.line, last))
    for child in nested:
        yield from _read_item(document, kind, child)


def _highlight(document: Document, node: _Node, run: _Run, last: int) -> Mention:
    separator = _SEPARATOR.match(run.after)
    start = run.end + (separator.end() if separator else 0)
    text, line = node.text[start:], node.line + node.text.count("\n", 0, start)
    digits = re.match(r"\d+", node.item.marker)
    return Mention(
        Kind.SOTA,
        node.item.span,
        names=_names(_name_before(run.before), *run.names, *lead_names(text)),
        passages=_kept(_passage(document, "breakthrough", line, text, last)),
        rank=int(digits[0]) if digits else None,
    )


def _contribution(document: Document, node: _Node, run: _Run, last: int) -> Mention:
    """Read ``**number – what is new – Label:** comment``, or the same with the parts as items below."""
    separator = _SEPARATOR.match(run.after)
    start = run.end + (separator.end() if separator else 0)
    comment = _COMMENT.search(node.text, start) or _CLOSING_LABEL.search(node.text, start)
    text = node.text[start : comment.start() if comment else len(node.text)].rstrip("*_ –—-|:：")
    line = node.line + node.text.count("\n", 0, start)
    passages = [_passage(document, "text", line, text, 0)]
    if comment:
        at = node.line + node.text.count("\n", 0, comment.end())
        passages.append(_passage(document, "comment", at, node.text[comment.end() :], 0))
    told = text.strip("*_ ")
    for child in node.item.children if last > node.item.span.last else ():
        role, passage = _labelled(document, child)
        if role not in ("comment",):
            told = told or (passage.text if passage else "")
            role = "text" if role not in ("comment", "impact") else role
        passages.append(replace(passage, role=role) if passage else None)
    return Mention(
        Kind.CONTRIBUTION,
        node.item.span,
        names=_names(_name_before(run.before), *run.names, *lead_names(told), closing_name(plain(told))),
        passages=_kept(*passages),
    )


def _reading(document: Document, node: _Node, run: _Run, last: int) -> Mention:
    """Read ``number – Name · reason``, ``Name (number): reason`` and what is between."""
    separator = _SEPARATOR.match(run.after)
    start = run.end + (separator.end() if separator else 0)
    rest, line = node.text[start:], node.line + node.text.count("\n", 0, start)
    introduced = run.before.rstrip("*_ ")[-1:] in (":", "：")
    name = _name_before(run.before, shaped=introduced)
    names = [name, *run.names]
    if not any(names) and not rest.strip():
        rest, line = node.text, node.line
    elif not any(names):
        name, reason = _split_name(rest)
        names = [name, _short(name)]
        line += rest.count("\n", 0, len(rest) - len(reason))
        rest = reason
    else:
        names.append(_short(name))
    return Mention(
        Kind.READING,
        node.item.span,
        names=_names(*names),
        passages=_kept(_passage(document, "text", line, rest, last)),
    )


def _split_name(text: str) -> tuple[str | None, str]:
    """Split ``Name · reason`` at the first separator that leaves a short name; a text without one is all reason."""
    for mark in (r"\s[·•]\s", r"\s?[|｜]\s?", r"\s[–—-]\s", r"[*_]*[:：][*_]*\s*"):
        match = re.search(mark, text)
        if match and 0 < match.start() <= 90 and "\n" not in text[: match.start()]:
            return plain(text[: match.start()].strip('*_ "“”')).strip("*_ "), text[match.end() :]
    label = find_label(text)
    if label and label.marked:
        return bare(label.text), text[label.start :].lstrip("–—-:： ")
    name = plain(text).strip(" .。")
    return (name, "") if is_name(name) else (None, text)


def _short(name: str | None) -> str | None:
    """Give the short name in ``AIOS (Agent Operating System)`` and ``TRELLIS/SLAT``."""
    match = re.match(r"([^(（/&]+?)\s*[(（/]", name or "")
    return match[1] if match and is_name(match[1]) else None


def _name_before(before: str, shaped: bool = True) -> str | None:
    name = plain(before.strip("*_ ")).strip('*_ :：–—-·|([（"“”').strip()
    if not name or len(name) > 90:
        return None
    return name if is_name(name) or (not shaped and re.search(r"[^\W\d_]{2}", name)) else None


_ENTRIES = {Kind.SOTA: _highlight, Kind.CONTRIBUTION: _contribution, Kind.READING: _reading}


# --- tables


def _read_table(kind: Kind, table: Table) -> Iterator[Mention]:
    """Read a table of papers: the column of the numbers by what is in it, the others by their headers or shape."""
    width = max(len(row.cells) for row in (table.header, *table.rows))
    counts = [sum(_has_number(row, column) for row in table.rows) for column in range(width)]
    if not any(counts):
        return
    ids = counts.index(max(counts))
    roles = _column_roles(kind, table, ids, width)
    for row in table.rows:
        run = _lead_run(row.cells[ids]) if ids < len(row.cells) else None
        for one in run.ids if run else ():
            yield _read_row(kind, row, roles, run, one)


def _has_number(row: Row, column: int) -> bool:
    return column < len(row.cells) and next(find_arxiv_ids(row.cells[column]), None) is not None


def _column_roles(kind: Kind, table: Table, ids: int, width: int) -> dict[int, str]:
    roles: dict[int, str] = {}
    for column in range(width):
        header = table.header.cells[column] if column < len(table.header.cells) else ""
        role = next((role for stem, role in _COLUMNS if stem in key(header)), None)
        if column == ids or role in roles.values():
            continue
        if role is None and (header.strip("* ") == "#" or _all_ranks(table, column)):
            role = "rank"
        if role:
            roles[column] = {"reason": "text"}.get(role, role)
    if kind is Kind.CONTRIBUTION:
        roles = {column: "text" if role == "breakthrough" else role for column, role in roles.items()}
    free = [column for column in range(width) if column != ids and column not in roles]
    if kind is Kind.SOTA and "tags" not in roles.values():
        lists = [column for column in free if _are_lists(table, column)]
        roles |= dict.fromkeys(lists[:1], "tags")
        free = [column for column in free if column not in lists[:1]]
    expected = [role for role in _EXPECTED[kind] if role not in roles.values()]
    for column in free:
        header = table.header.cells[column] if column < len(table.header.cells) else ""
        roles[column] = expected.pop(0) if expected else bare(header).lower() or "text"
    return roles


def _texts(table: Table, column: int) -> list[str]:
    return [row.cells[column].strip() for row in table.rows if column < len(row.cells)]


def _all_ranks(table: Table, column: int) -> bool:
    texts = _texts(table, column)
    return bool(texts) and all(_rank(text) is not None and len(text) <= 6 for text in texts)


def _are_lists(table: Table, column: int) -> bool:
    """Keywords are short, and several in a cell."""
    texts = [text for text in _texts(table, column) if text]
    listed = [tags.split_list(separated(text)) for text in texts]
    return (
        bool(texts) and all(len(part) <= 40 for parts in listed for part in parts) and any(len(p) > 1 for p in listed)
    )


def _rank(text: str) -> int | None:
    for medal, rank in _MEDALS.items():
        if medal in text:
            return rank
    match = re.search(r"\d{1,3}", text)
    return int(match[0]) if match else None


def _read_row(kind: Kind, row: Row, roles: dict[int, str], run: _Run | None, one: ArxivId) -> Mention:
    rank: int | None = None
    keywords: tuple[str, ...] = ()
    names: list[str] = [*(run.names if run else ())]
    passages: list[Passage] = []
    if run:
        names.append(_name_before(run.before) or "")
    for column, cell in enumerate(row.cells):
        role = roles.get(column)
        if not role or not cell.strip(" -–—"):
            continue
        if role == "rank":
            rank = _rank(cell)
        elif role == "tags":
            keywords = tags.split_list(separated(cell).replace("#", ""))
        elif role == "name":
            name = plain(cell)
            names += [name, _short(name) or ""]
        else:
            names += lead_names(cell)
            passages.append(Passage(role, row.line, cell))
    return Mention(
        kind,
        Span(row.line, row.line),
        one,
        names=_names(*names),
        tags=keywords,
        links=tuple(link for cell in row.cells for link in _links(cell, one, True)),
        passages=tuple(passages),
        rank=rank,
    )


# --- gaps, ideas, reflection


def _role(label: str) -> str | None:
    name = key(label)
    return next((role for stem, role in _ROLES if stem in name), None) if len(name) <= 60 else None


def _labelled(document: Document, item: Item) -> tuple[str, Passage | None]:
    """Read an item below a thought: its role by its label, its text with all that hangs below it."""
    node = _node(document, item)
    label = find_label(node.text)
    role = _role(label.text) if label and (label.marked or label.colon) else None
    if label and (role or (label.marked and label.colon)):
        role = role or bare(label.text).lower()
        text = node.text[label.start :]
        return role, _passage(document, role, node.line, text, item.last)
    return "text", _passage(document, "text", node.line, node.text, item.last)


def _read_gaps(document: Document, part: _Part) -> list[Insight]:
    """Each item is a gap; its title is bold, the opportunity hangs below or stands in line behind its label."""
    insights: list[Insight] = []
    for item in _roots(document, part):
        if item.marker == "#" and not item.children:
            continue
        if not item.marker and not _is_titled_paragraph(item):
            continue
        insights.append(_thought(document, Kind.GAP, item))
    return insights


def _is_titled_paragraph(item: Item) -> bool:
    """A paragraph that begins with bold words, and more behind them, is a gap as an item is."""
    label = find_label(item.text)
    return label is not None and label.marked and item.text.startswith(("**", "__")) and len(item.text) > label.start


def _thought(document: Document, kind: Kind, item: Item) -> Insight:
    node = _node(document, item)
    title, start = _title(node.text)
    passages = [*_split_inline(document, node, start)]
    passages += _kept(*(_labelled(document, child)[1] for child in item.children))
    return Insight(kind, Span(node.line, item.last), title, tuple(passages))


def _split_inline(document: Document, node: _Node, start: int) -> Iterator[Passage]:
    """Split a running text where a sentence begins with a label such as «Opportunity:»."""
    marks = [(match.start(), match.end(), match.lastgroup or "text") for match in _INLINE.finditer(node.text, start)]
    edges = [(start, start, "text"), *marks]
    for at, (_, begin, role) in enumerate(edges):
        end = edges[at + 1][0] if at + 1 < len(edges) else len(node.text)
        line = node.line + node.text.count("\n", 0, begin)
        passage = _passage(document, role, line, node.text[begin:end].rstrip(" *_"), 0)
        if passage and re.search(r"\w", passage.text):
            yield passage


def _title(text: str) -> tuple[str, int]:
    """Give the title that a thought begins with, and the column behind it."""
    label = find_label(text)
    if label and label.marked:
        return _untitled(label.text), label.start + len(_dashes(text[label.start :]))
    if label and len(label.text) <= 90 and "\n" not in label.text and next(find_arxiv_ids(label.text), None) is None:
        ordinal = _ORDINAL.fullmatch(label.text.strip())
        if not ordinal:
            return _untitled(label.text), label.start
    first = bare(_ORDINAL.sub("", text.split("\n", 1)[0], count=1))
    sentence = re.split(r"(?<=[.!?。！？])\s|[。！？]", first, maxsplit=1)[0]
    if len(text) <= 160 and "\n" not in text and sentence.rstrip(".") == first.rstrip("."):
        return _untitled(text), len(text)
    return _untitled(sentence if len(sentence) <= 100 else sentence[:100].rpartition(" ")[0] + " …"), 0


def _dashes(text: str) -> str:
    match = re.match(r"[–—:：-]*\s*", text)
    return match[0] if match else ""


def _untitled(text: str) -> str:
    """Take the emoji, the numbering and «Idea 1:» off a title."""
    words = bare(text.lstrip("# "))
    rest = bare(_ORDINAL.sub("", words, count=1)) if _ORDINAL.match(words) else words
    return rest or words


def _roots(document: Document, part: _Part) -> list[Item]:
    """Give the items of a part; a heading or a bold line below it is an item with the marker ``#``.

    What follows such a line up to the next hangs below it, however far it is indented.
    """
    roots: list[Item] = []
    breaks = re.compile(rf"{_SUBHEADING.pattern}|\s*{_BOLD_LINE.pattern}")
    for heading, span in _segments(document, part, breaks):
        below = document.outline(span)
        if heading:
            line = document.lines[heading - 1].strip()
            roots.append(Item("#", line.lstrip("# "), Span(heading, heading), 0, below))
        else:
            roots += below
    return roots


def _read_ideas(document: Document, part: _Part) -> list[Insight]:
    """An idea is a title with labelled parts below it, however the two hang together."""
    insights: list[Insight] = []
    loose: list[Item] = []
    for item in _roots(document, part):
        label = find_label(item.text)
        part_of = bool(label and _role(label.text) not in (None, "opportunity", "comment", "gap", "contribution"))
        if item.marker == "#" and not _ORDINAL.match(bare(item.text)) and part_of and (insights or loose):
            part_of = True
        elif item.marker == "#" and (item.children or not part_of):
            part_of = False
        if part_of and insights:
            insights[-1] = _extended(document, insights[-1], item)
        elif item.marker:
            insights.append(_thought(document, Kind.IDEA, item))
        else:
            loose.append(item)
    return insights


def _extended(document: Document, idea: Insight, item: Item) -> Insight:
    _, passage = _labelled(document, item)
    span = Span(idea.span.first, max(idea.span.last, item.last))
    return replace(idea, span=span, passages=(*idea.passages, *_kept(passage)))


def _read_reflection(document: Document, part: _Part) -> list[Insight]:
    """Each item with a title of its own, at the top or below an introduction, is a thought."""
    insights: list[Insight] = []
    for item in _roots(document, part):
        titled = [child for child in item.children if _has_title(child)]
        if item.marker and (_has_title(item) or (item.marker == "#" and item.children and not titled)):
            insights.append(_thought(document, Kind.REFLECTION, item))
        else:
            insights += [_thought(document, Kind.REFLECTION, child) for child in titled]
    return insights


def _has_title(item: Item) -> bool:
    label = find_label(item.text)
    return bool(item.marker and label and label.marked)


_READ_INSIGHTS = {Kind.GAP: _read_gaps, Kind.IDEA: _read_ideas, Kind.REFLECTION: _read_reflection}


def _left_over(document: Document, part: _Part, thoughts: Sequence[Insight]) -> list[Insight]:
    """Gather the prose of a part that no thought has taken, under the title of the part."""
    taken = {number for thought in thoughts for number in range(thought.span.first, thought.span.last + 1)}
    passages: list[Passage] = []
    run: list[int] = []
    for number in range(part.first, part.last + 2):
        line = document.lines[number - 1].strip() if number <= part.last else ""
        if line and number not in taken and re.search(r"\w", line) and not line.startswith("```"):
            run.append(number)
        elif run:
            first = document.lines[run[0] - 1]
            passages += _kept(_passage(document, "text", run[0], first[text_column(first) :].rstrip(), run[-1]))
            run = []
    if not passages:
        return []
    last = max(p.line + p.text.count("\n") for p in passages)
    return [Insight(part.kind, Span(passages[0].line, last), part.title or str(part.kind), tuple(passages))]


def _references(document: Document, part: _Part, thoughts: Sequence[Insight], base: int) -> Iterator[Mention]:
    """Give a mention for each number in a part, pointing to the thought whose line it stands on."""
    for number in range(part.first, part.last + 1):
        line = document.lines[number - 1]
        seen: set[str] = set()
        for found in find_arxiv_ids(line):
            if found.id.number not in seen:
                seen.add(found.id.number)
                yield _said(part.kind, line, number, found, _position(thoughts, number, base))


def _position(thoughts: Iterable[Insight], line: int, base: int) -> int | None:
    """Give the position of the narrowest thought around a line: left-over prose may span others."""
    around = [
        (thought.span.last - thought.span.first, at)
        for at, thought in enumerate(thoughts)
        if thought.span.first <= line <= thought.span.last
    ]
    return base + min(around)[1] if around else None


READER = Reader(NAME, claims, read)
