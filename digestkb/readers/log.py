"""Dated reading logs: headings that are days, below each the papers and pages that were read on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeGuard
from urllib.parse import unquote

from digestkb.arxiv import ArxivId, Found
from digestkb.dates import MonthDay, PartialDate, find_dates, parse_date, split_day
from digestkb.document import Document
from digestkb.errors import BadDate
from digestkb.links import FoundLink, Link, classify
from digestkb.markdown import heading_in
from digestkb.readers import Reader
from digestkb.readers.citation import citation
from digestkb.readers.placed import BOLD_START, adjoining_title
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import (
    LABEL,
    clean_title,
    is_label,
    is_name,
    is_title_case,
    lead_name,
    quoted_title,
    reads_as_title,
)
from digestkb.records import DayWithoutYear, Kind, Mention, Passage, Reading, Span, TitleSource
from digestkb.tags import find_hashtags, unique

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+•·‣–]|\d{1,3}[.)])(?:[ \t]+|$)(?:\[[ xX]\][ \t]+)?(?P<text>.*)")
_BOLD_LINE = re.compile(r"\s*(?:\*\*|__)(?P<text>[^*_]{1,60})(?:\*\*|__)\s*[:：]?\s*$")
_TWO_NUMBERS = re.compile(r"\W*(\d{1,2})\s?[-./]\s?(\d{1,2})\W*$")
_EMBED = re.compile(r"!\[\[([^\]|]+)(?:\|[^\]]*)?\]\]|<img\s[^>]{0,500}?src\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
#: Links that a changelog is full of, and a reading log is not.
_CHANGES = re.compile(r"/(?:pull|issues?|compare|commits?|releases?/tag|merge_requests)/", re.IGNORECASE)
_SENTENCE_MARK = re.compile(r"[，。；！？]|[.!?;]\s")
_SEPARATED = re.compile(r"(?:[:：|—–]|\s-|\*\*|__)\s*[\[(（<]?\s*$")


@dataclass(frozen=True, slots=True)
class _Day:
    """A marker of a day, and the lines below it down to the next one."""

    line: int
    day: PartialDate | MonthDay
    last: int
    level: int


@dataclass(slots=True)
class _Node:
    """A list item, paragraph or heading below a day, with what hangs below it."""

    line: int
    last: int
    indent: int
    text: str
    marker: bool
    children: list[_Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Target:
    """What an entry is about: a number, else an address, and where in the node's text it stands."""

    start: int
    end: int
    label: str
    arxiv_id: ArxivId | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A node that begins an entry (``target`` is ``None`` for a title alone), or a topic (``topic`` is set)."""

    node: _Node
    target: _Target | None = None
    topics: tuple[str, ...] = ()
    is_topic: bool = False


# --- days ---


def find_days(document: Document) -> tuple[_Day, ...]:
    """Give the days of a note: its headings that are dates, else its bold lines or list items that are."""
    headings = [(s.span.first, s.level, s.title) for s in document.sections if len(s.title) <= 120]
    days = _days(document, headings)
    if days:
        return days
    bold, items = [], []
    for number in range(document.body, len(document.lines) + 1):
        line = document.lines[number - 1]
        if len(line) > 80 or number in document.code:
            continue
        if match := _BOLD_LINE.match(line):
            bold.append((number, 7, match["text"]))
        elif (match := _ITEM.match(line)) and not match["indent"]:
            items.append((number, 8, match["text"]))
    return _days(document, bold) or _days(document, items)


def _days(document: Document, candidates: list[tuple[int, int, str]]) -> tuple[_Day, ...]:
    day_first = _writes_day_first([title for _, _, title in candidates])
    marks = []
    for line, level, title in candidates:
        split = split_day(title, day_first=day_first)
        if split:
            marks.append((line, level, split[0]))
    starts = sorted({line for line, _, _ in marks} | {s.span.first for s in document.sections})
    levels = {s.span.first: s.level for s in document.sections}
    found = []
    at = 0
    for line, level, day in marks:
        while at < len(starts) and starts[at] <= line:
            at += 1
        end = at
        # Deeper headings belong to the day.
        while end < len(starts) and levels.get(starts[end], 0) > level:
            end += 1
        last = starts[end] - 1 if end < len(starts) else len(document.lines)
        found.append(_Day(line, day, last, level))
    ends = [*(day.line for day in found), len(document.lines) + 1][1:]
    # A day within a day (a heading below a month that is one itself) ends the outer one.
    return tuple(replace(day, last=min(day.last, following - 1)) for day, following in zip(found, ends, strict=True))


def _writes_day_first(titles: list[str]) -> bool:
    pairs = [(int(m[1]), int(m[2])) for m in map(_TWO_NUMBERS.match, titles) if m]
    return any(one > 12 for one, _ in pairs) and not any(two > 12 for _, two in pairs)


def claims(document: Document) -> bool:
    """Say whether a note is a log: days with entries below them, and hardly another heading among them."""
    days = find_days(document)
    if not days:
        return False
    if days[0].level <= 6:
        level = min(day.level for day in days)
        beside = sum(1 for s in document.sections if s.level == level) - sum(1 for d in days if d.level == level)
        if beside > len(days) or (len(days) == 1 and beside):
            return False
    entries = [list(_entries(document, day)) for day in days]
    linked = sum(any(_is_reading(entry) for entry in below) for below in entries)
    if linked == 0:
        titled = sum(any(not entry.is_topic for entry in below) for below in entries)
        return _all_unmistakable(document, days) and len(days) > 1 and 2 * titled > len(days)
    # Numbered sections have a link here and there; in a log most days have one.
    if _all_unmistakable(document, days):
        return True
    needed = len(days) if _count_on(days) else (len(days) + 1) // 2
    return linked >= needed and _in_order(days) and not _below_a_number(document, days)


def _is_reading(entry: _Entry) -> bool:
    return entry.target is not None and not _CHANGES.search(entry.target.url or "")


def _all_unmistakable(document: Document, days: tuple[_Day, ...]) -> bool:
    """Say whether no day is of the kind ``1.2`` or ``1-2``, which may be a section or a version."""
    return all(
        isinstance(day.day, PartialDate) or not re.match(r"[\W_]*\d{1,2}[-.]\d{1,2}\W*$", document.lines[day.line - 1])
        for day in days
    )


def _count_on(days: tuple[_Day, ...]) -> bool:
    """Say whether the days are 1.1, 1.2, 2.1, 2.2 and so on, as sections of several chapters are."""
    keys = [(d.day.month, d.day.day) if isinstance(d.day, PartialDate) else d.day for d in days]
    steps = all(two in ((one[0], one[1] + 1), (one[0] + 1, 1)) for one, two in pairwise(keys))
    return steps and keys[0][1] == 1 and len({month for month, _ in keys}) > 1


def _below_a_number(document: Document, days: tuple[_Day, ...]) -> bool:
    """Say whether 1.2 stands below a heading such as ``1 Introduction``."""
    for day in days:
        section = document.section_at(day.line)
        month = day.day.month if isinstance(day.day, PartialDate) else day.day[0]
        if section and any(re.match(rf"\W*{month}[.)、]?\s+\D", title) for title in section.path):
            return True
    return False


def _in_order(days: tuple[_Day, ...]) -> bool:
    """Say whether the days run one way, but for a turn of the year or two."""
    keys = [(d.day.month, d.day.day) if isinstance(d.day, PartialDate) else d.day for d in days]
    ups = sum(one < two for one, two in pairwise(keys))
    downs = sum(one > two for one, two in pairwise(keys))
    return min(ups, downs) <= 1 + len(days) // 8


# --- the nodes below a day ---


def _nodes(document: Document, day: _Day) -> list[_Node]:
    """Read what stands below a day as a forest: headings, items by indentation, paragraphs."""
    roots: list[_Node] = []
    stack: list[_Node] = []
    blank = True
    for number in range(day.line + 1, day.last + 1):
        line = document.lines[number - 1]
        if number in document.code or not line.strip():
            blank = True
            continue
        item = _ITEM.match(line)
        heading = heading_in(line)
        if heading:
            node = _Node(number, number, heading[0] - 100, heading[1], False)
        elif item:
            node = _Node(number, number, len(item["indent"].expandtabs(4)), item["text"].strip(), True)
        else:
            indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
            if stack and stack[-1].indent >= 0 and (not blank or indent > stack[-1].indent):
                stack[-1].text += "\n" + line.strip()
                stack[-1].last = number
                blank = False
                continue
            node = _Node(number, number, indent, line.strip(), False)
        blank = False
        while stack and stack[-1].indent >= node.indent:
            stack.pop()
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    return roots


def _target(text: str) -> _Target | None:
    """Find what a node's text is about: the first link or number in it."""
    links = [link for link in links_in(text) if not link.image]
    numbers = list(numbers_in(text))
    first = links[0] if links else None
    if numbers and (first is None or numbers[0].start < first.start):
        number = numbers[0]
        return _Target(number.start, number.end, "", number.id)
    if first is None:
        return None
    number_in = _number_in(first, numbers)
    if number_in:
        return _Target(first.start, first.end, first.label, number_in.id)
    for link in links[1:]:
        # [Name](https://a.project) ([paper](https://arxiv.org/…)): the paper is the second.
        number_in = _number_in(link, numbers)
        if number_in and is_label(link.label) and not re.search(r"[^\W\d_]{3}", _between(text, first, link, links)):
            return _Target(first.start, first.end, first.label, number_in.id)
    return _Target(first.start, first.end, first.label, None, first.url)


def _number_in(link: FoundLink, numbers: list[Found]) -> Found | None:
    return next(
        (n for n in reversed(numbers) if link.start <= n.start < link.end and (not n.bare or not link.label)), None
    )


def _between(text: str, first: FoundLink, second: FoundLink, links: list[FoundLink]) -> str:
    """Give the text between two links without the links between them and without labels."""
    gap, at = "", first.end
    for link in links:
        if first.end <= link.start <= second.start:
            gap += text[at : link.start]
            at = link.end
    return " ".join(word for word in re.split(r"[\s:：,，|()（）\[\]/]+", gap) if word and not is_label(word))


def _leads(node: _Node) -> _Target | None:
    """Give a node's target if the node begins with it, or with a short name before it."""
    target = _target(node.text)
    if target is None:
        return None
    before = node.text[: target.start].strip(" [(（<*_:：-–—|")
    if len(before) <= 100 and "\n" not in before and not _SENTENCE_MARK.search(before) and len(before.split()) <= 15:
        return target
    return None


def _is_labelled(node: _Node, target: _Target) -> bool:
    """Say whether a node is only an address, with or without a label such as ``code:``."""
    around = node.text[: target.start] + " " + node.text[target.end :]
    return is_label(target.label) and is_label(around)


def _entries(document: Document, day: _Day) -> Iterator[_Entry]:
    """Yield the entries and the topics of a day, in the order of their lines."""
    roots = _nodes(document, day)
    has_items = any(node.marker and _target(node.text) for node in roots)
    pending: list[tuple[_Node, tuple[str, ...]]] = [(node, ()) for node in reversed(roots)]
    opened = False
    above: tuple[str, ...] = ()
    has_topics = any(_is_topic(node) for node in roots)
    while pending:
        node, topics = pending.pop()
        if not topics:
            topics = above
        found = _decide(node, topics, opened=opened, paragraphs=not has_items)
        if found is None:
            if _names_what_follows(node, pending):
                above = (clean_title(node.text),)
                yield _Entry(node, None, above, True)
            elif has_topics and node.marker and not node.children and _is_short(node.text) and node in roots:
                yield _Entry(node, None, (clean_title(node.text),), True)
            continue
        yield found
        opened = True
        if found.is_topic:
            pending.extend((child, found.topics) for child in reversed(node.children))


def _decide(node: _Node, topics: tuple[str, ...], *, opened: bool, paragraphs: bool) -> _Entry | None:
    is_heading = node.indent < 0
    target = _leads(node)
    if target and not node.marker and not is_heading:
        # Between bullets, a paragraph with a link in it goes on with the entry above.
        own = paragraphs or (target.arxiv_id is not None and not node.text[: target.start].strip(" <[(（"))
        target = target if own else None
        return _Entry(node, target, topics) if target else None
    if target is None and (node.marker or is_heading) and (not opened or is_heading):
        target = _target(node.text)
    if target is None and node.marker:
        target = _paper_within(node.text)
    if target:
        return _Entry(node, target, topics)
    if not node.marker and not is_heading:
        return None
    below = _target_below(node)
    if below:
        return _Entry(node, below, topics)
    if _is_topic(node):
        return _Entry(node, None, (*topics, clean_title(node.text)), True)
    return _Entry(node, None, topics) if _is_title_alone(node, opened=opened) else None


def _paper_within(text: str) -> _Target | None:
    """Give the target of a bullet that is a sentence with a paper's address in it."""
    target = _target(text)
    return target if target and target.arxiv_id else None


def _target_below(node: _Node) -> _Target | None:
    """Give the address that hangs as a labelled or bare child below a title, number before page before code."""
    targets = []
    for child in node.children:
        # Below a heading that is a title, a paragraph may speak of its paper in any words.
        in_prose = not child.marker and node.indent < 0 and reads_as_title(clean_title(node.text))
        target = _target(child.text) if in_prose else _leads(child)
        if target is None:
            continue
        if in_prose:
            targets.append(target)
            continue
        if not _is_labelled(child, target) or (child.children and node.indent >= 0):
            return None
        if child.children and lead_name(child.children[0].text):
            return None
        targets.append(target)
    numbers = {target.arxiv_id.number for target in targets if target.arxiv_id}
    bare = [target for target in targets if target.url]
    if len(numbers) > 1 or (not numbers and len(bare) > 1 and len(node.children) == len(bare)):
        return None
    best = next((target for target in targets if target.arxiv_id), bare[0] if bare else None)
    return replace(best, start=len(node.text), end=len(node.text), label="") if best else None


def _is_topic(node: _Node) -> bool:
    """Say whether a node without a link stands above nodes that begin with one."""
    if not (node.marker or node.indent < 0) or _target(node.text) or _target_below(node):
        return False
    pending = list(node.children)
    while pending:
        child = pending.pop()
        if _leads(child) and (child.marker or node.indent < 0):
            return True
        if not _target(child.text):
            pending.extend(child.children)
    return False


def _is_short(text: str) -> bool:
    return len(text) <= 40 and not _SENTENCE_MARK.search(text) and "：" not in text and ": " not in text


def _is_title_alone(node: _Node, *, opened: bool) -> bool:
    text = clean_title(node.text)
    if "\n" in node.text or not text or is_label(text):
        return False
    if quoted_title(node.text) and len(text) <= 200:
        return bool(node.children) or node.text.lstrip("*").startswith("《")
    if node.children:
        return reads_as_title(text) or (not opened and _is_short(text) and (node.indent < 0 or not _target(text)))
    return reads_as_title(text) and len(text.split()) >= 4 and node.indent >= 0


def _names_what_follows(node: _Node, pending: list[tuple[_Node, tuple[str, ...]]]) -> bool:
    """Say whether a bold line or one with a colon is the topic of the bullets below it."""
    bold = _BOLD_LINE.match(node.text)
    if node.marker or node.indent < 0 or not (bold or re.fullmatch(r"[^\n]{1,40}[:：]", node.text)) or not pending:
        return False
    following = pending[-1][0]
    return following.marker and following.line <= node.last + 2 and _leads(following) is not None


# --- from entries to mentions ---


def read(document: Document) -> Reading:
    """Read each day's entries; a number that stands in none of them is kept as a reference."""
    days = find_days(document)
    mentions: list[Mention] = []
    without_year: list[DayWithoutYear] = []
    covered: set[int] = set()
    for day in days:
        date = _with_year(document, day, days)
        if date is None and not isinstance(day.day, PartialDate):
            without_year.append(DayWithoutYear(day.line, *day.day))
        for mention in _read_day(document, day, date):
            mentions.append(mention)
            covered.update(range(mention.span.first, mention.span.last + 1))
    mentions.extend(_rest(document, days, covered))
    mentions.sort(key=lambda mention: mention.span.first)
    return Reading("log", tuple(mentions), (), _title(document), _date(document), tuple(without_year))


def _title(document: Document) -> str | None:
    stated = document.metadata.get("title")
    if isinstance(stated, str) and stated:
        return stated
    for section in document.sections:
        if section.level == 1 and split_day(section.title) is None:
            return clean_title(section.title) or None
    return None


def _date(document: Document) -> PartialDate | None:
    stated = document.metadata.get("date")
    if not isinstance(stated, str):
        return None
    try:
        return parse_date(stated)
    except BadDate:
        return None


def _with_year(document: Document, day: _Day, days: tuple[_Day, ...]) -> PartialDate | None:
    """Complete a day from the headings above it, such as ``# 2025`` or ``# 2025年12月``."""
    if isinstance(day.day, PartialDate):
        return day.day
    section = document.section_at(day.line)
    if section is None:
        return None
    path = section.path if day.level <= 6 else (*section.path, section.title)
    for title in reversed(path):
        written = [found for found in find_dates(title) if found.month]
        years = {int(year) for year in re.findall(r"(?<!\d)20\d\d(?!\d)", title)}
        if len(years) != 1 or any(found.month != day.day[0] for found in written):
            continue
        if not written and not _one_year(days):
            continue
        try:
            return PartialDate(years.pop(), *day.day)
        except BadDate:
            return None
    return None


def _one_year(days: tuple[_Day, ...]) -> bool:
    """Say whether days without a year can all be of the same one: they run one way without a turn."""
    keys = [day.day for day in days if _is_pair(day.day)]
    return keys in (sorted(keys), sorted(keys, reverse=True))


def _is_pair(day: PartialDate | MonthDay) -> TypeGuard[MonthDay]:
    return not isinstance(day, PartialDate)


def _read_day(document: Document, day: _Day, date: PartialDate | None) -> Iterator[Mention]:
    starts = sorted(_entries(document, day), key=lambda entry: entry.node.line)
    for entry, following in zip(starts, [*starts, None][1:], strict=True):
        if entry.is_topic:
            continue
        last = following.node.line - 1 if following else day.last
        while last > entry.node.last and not document.lines[last - 1].strip():
            last -= 1
        yield from _read_entry(document, entry, max(last, entry.node.line), date)


def _read_entry(document: Document, entry: _Entry, last: int, date: PartialDate | None) -> Iterator[Mention]:
    span = Span(entry.node.line, last)
    title, source, names = _name(entry)
    target = entry.target
    own = target.arxiv_id if target else None
    links: list[Link] = []
    attachments: list[str] = []
    tags: list[str] = []
    others: list[tuple[int, str, Found]] = []
    for number in range(span.first, span.last + 1):
        line = document.lines[number - 1]
        others.extend((number, line, found) for found in numbers_in(line) if found.id.number != _number(own))
        if number in document.code:
            continue
        attachments.extend(unquote(match[1] or match[2]) for match in _EMBED.finditer(line))
        if not line.lstrip().startswith("#"):
            tags.extend(find_hashtags(line))
        for link in links_in(line):
            if link.image:
                attachments.append(unquote(link.url))
            elif not any(found.id.number != _number(own) and not found.bare for found in numbers_in(link.url)):
                links.append(classify(link.url, link.label))
    context = _context(document, entry.node.line)
    yield Mention(
        Kind.LOG,
        span,
        own,
        target.url if target and not own else None,
        title=title,
        title_source=source,
        names=names,
        date=date,
        tags=unique(tags),
        topics=(entry.topics,) if entry.topics else (),
        links=tuple(dict.fromkeys(links)),
        passages=_passages(document, entry, span),
        attachments=tuple(dict.fromkeys(attachments)),
        context=context,
    )
    seen: set[str] = set()
    for number, line, found in others:
        if found.id.number not in seen:
            seen.add(found.id.number)
            yield _reference(number, line, found, date, context)


def _number(arxiv_id: ArxivId | None) -> str:
    return arxiv_id.number if arxiv_id else ""


def _context(document: Document, line: int) -> tuple[str, ...]:
    section = document.section_at(line)
    return (*section.path, section.title) if section else ()


def _reference(number: int, line: str, found: Found, date: PartialDate | None, context: tuple[str, ...]) -> Mention:
    label = next((link.label for link in links_in(line) if link.start <= found.start < link.end), "")
    title = None if is_label(label) else clean_title(label)
    source = TitleSource.LINK if title else None
    return Mention(
        Kind.REFERENCE,
        Span(number, number),
        found.id,
        title=title or None,
        title_source=source,
        date=date,
        context=context,
    )


def _passages(document: Document, entry: _Entry, span: Span) -> tuple[Passage, ...]:
    """Give the entry's text: what stands behind the link on its line, and all lines below."""
    head = entry.node.text
    if entry.target:
        first_line = head.split("\n", 1)[0]
        behind = first_line[entry.target.end :] if entry.target.end <= len(first_line) else ""
    else:
        behind = ""
    lines = [behind.lstrip(" )）】]>,，:：;；-–—|"), *document.lines[span.first : span.last]]
    first = span.first
    while lines and not lines[0].strip():
        lines.pop(0)
        first += 1
    return (Passage("text", first, "\n".join(lines)),) if lines else ()


def _name(entry: _Entry) -> tuple[str | None, TitleSource | None, tuple[str, ...]]:
    """Give an entry's title, where it stands, and other names: the link's text, else what is before, behind, below."""
    node, target = entry.node, entry.target
    if target is None:
        return (quoted_title(node.text) or clean_title(node.text)), _own_source(node, TitleSource.LEAD), ()
    before = _before(node.text[: target.start])
    if not is_label(target.label):
        label = clean_title(target.label)
        if label:
            return label, TitleSource.LINK, (before,) if before and before != label else ()
    if before:
        return before, _own_source(node, TitleSource.LEAD), ()
    behind = _behind(node.text[target.end :])
    if behind:
        return behind, TitleSource.LEAD, ()
    return _first_below(node)


def _own_source(node: _Node, source: TitleSource) -> TitleSource:
    return TitleSource.HEADING if node.indent < 0 else source


def _before(text: str) -> str | None:
    """Give the name before a link, if it is one: ``mHC https://…``, ``论文《…》：https://…``."""
    quoted = quoted_title(text)
    if quoted:
        return quoted
    marked = adjoining_title(text)
    if marked:
        return marked
    cited = citation(text.rstrip(" <(（["))
    if cited:
        return cited.title
    bold = BOLD_START.match(text)
    if bold and reads_as_title(clean_title(bold["name"])):
        return clean_title(bold["name"])
    separated = bool(_SEPARATED.search(text)) or not text.endswith((" ", ""))
    text = text.rstrip(" <(（[")
    bare = clean_title(text)
    label = LABEL.match(text)
    if label and is_label(label["label"]) and label.end() < len(text):
        bare = clean_title(text[label.end() :])
    if not bare or is_label(bare):
        return None
    if _SENTENCE_MARK.search(bare) or len(bare) > 160:
        return lead_name(bare)
    words = bare.split()
    if not re.match(r"[A-Za-zα-ωÀ-ɏ0-9]", bare):
        return bare if separated and len(bare) <= 60 else None
    if separated or len(words) == 1 or any(is_name(word) for word in words) or reads_as_title(bare):
        return bare
    return lead_name(bare)


def _behind(text: str) -> str | None:
    """Give the name behind a link: a title alone, or the name that a description starts with."""
    lines = text.split("\n")
    for line in lines[:2]:
        bare = line.strip().lstrip(")）】]>,，:：;；-–—|").strip()
        # What is left of several links beside each other is no text.
        for link in reversed(links_in(bare)):
            bare = bare[: link.start] + bare[link.end :]
        bare = bare.strip(" |/,()[]")
        if not bare or is_label(bare):
            continue
        whole = clean_title(bare)
        if (reads_as_title(whole) and ":" not in whole) or is_title_case(whole):
            return whole
        return quoted_title(bare) if bare[:1] in '《"“「' else lead_name(bare)
    return None


def _first_below(node: _Node) -> tuple[str | None, TitleSource | None, tuple[str, ...]]:
    """Give the name that the first bullet below a bare link starts with."""
    if not node.children:
        return None, None, ()
    text = node.children[0].text.split("\n", 1)[0]
    label = LABEL.match(text)
    if label and re.fullmatch(
        r"(?:paper )?(?:title|name)|论文标题|标题|题目|tiêu đề|tên", label["label"].strip(), re.I
    ):
        return clean_title(text[label.end() :]) or None, TitleSource.LEAD, ()
    if text[:1] == "《":
        return quoted_title(text), TitleSource.LEAD, ()
    name = lead_name(text)
    whole = clean_title(text)
    if (
        whole.isascii()
        and reads_as_title(whole)
        and sum(word[:1].isupper() for word in whole.split()) * 2 > len(whole.split())
    ):
        return whole, TitleSource.LEAD, (name,) if name and name != whole else ()
    return name, TitleSource.LEAD if name else None, ()


def _rest(document: Document, days: tuple[_Day, ...], covered: set[int]) -> Iterator[Mention]:
    """Give references for the numbers on lines that no entry covers: a preface, front matter, a list at the end."""
    seen: set[tuple[int, str]] = set()
    for number, line in enumerate(document.lines, start=1):
        if number in covered:
            continue
        for found in numbers_in(line):
            section = document.section_at(number)
            place = (section.span.first if section else 0, found.id.number)
            if place not in seen:
                seen.add(place)
                yield _reference(number, line, found, None, _context(document, number))


READER = Reader("log", claims, read)
