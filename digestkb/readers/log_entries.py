"""The entries of a day in a log: what each is about, the topics they stand under, and what only goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from digestkb.arxiv import ArxivId, Found
from digestkb.links import FoundLink
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers.labelled import labels_in
from digestkb.readers.log_days import BOLD_LINE, Day
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import is_label, lead_name, quoted_title, reads_as_title
from digestkb.readers.trimming import clean_title
from digestkb.tree import Block
from digestkb.tuples import NamedTuple

_SENTENCE_MARK = lazy(r"[，。；！？]|[.!?;]\s")
#: Somebody read what is marked as a title, and at most by whom stands behind it: «Read "Wet Paint" by I. Bee (».
_ANNOUNCES = lazy(
    r"(?:[^\n]{0,300}(?:[。！？]|[.!?]\s{1,3}))?(?:[^\W\d_]{1,20}[:：]?\s{1,3}){0,4}[\u2e80-\u9fff\uac00-\ud7af：]{0,8}"
    r"(?:[\"“„«「『《][^\"“”„«»「」『』《》\n]{8,300}[\"”“»」』》]|(?P<mark>[*_]{1,3})[^*_\n]{8,300}(?P=mark))"
    r"(?:[^.。!！?？;；\n]|(?<=\b[A-Z])\.|(?<=\bal)\.){0,300}$"
)


class Target(NamedTuple):
    """What an entry is about: a number, else an address, and where in the block's text it stands."""

    start: int
    end: int
    label: str = ""
    arxiv_id: ArxivId | None = None
    url: str | None = None


class Entry(NamedTuple):
    """A block that begins an entry (``target`` is ``None`` for a title alone), or a topic, which ends the one above."""

    block: Block
    target: Target | None = None
    topics: tuple[str, ...] = ()
    is_topic: bool = False


def entries_of(day: Day) -> Iterator[Entry]:
    """Yield the entries and the topics of a day, in the order of their lines."""
    roots = list(_opened(day.blocks))
    in_lists = any(root.kind == "item" and _target(root.text) for root in roots)
    # Where bullets are topics, a short one with nothing below it is one of which nothing was read.
    empty = {id(root) for root in roots if _is_empty_topic(root)} if any(map(_is_topic, roots)) else set()
    pending: list[tuple[Block, tuple[str, ...]]] = [(root, ()) for root in reversed(roots)]
    opened = False
    above: tuple[str, ...] = ()
    while pending:
        block, topics = pending.pop()
        found = _decide(block, topics or above, opened=opened, in_lists=in_lists)
        if found is not None:
            yield found
            opened = True
            if found.is_topic:
                pending.extend((child, found.topics) for child in reversed(list(_opened(block.children))))
        elif pending and _names_what_follows(block, pending[-1][0]):
            above = (clean_title(block.text),)
            yield Entry(block, None, above, True)
        elif id(block) in empty:
            yield Entry(block, None, (clean_title(block.text),), True)


def _opened(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks that say something, for quotes and folds without a summary what stands in them."""
    for block in blocks:
        if block.kind in ("quote", "details") and not block.text:
            yield from _opened(block.children)
        elif block.kind == "paragraph":
            yield from _parted(block)
        elif block.kind in ("section", "item", "details"):
            yield block


def _parted(block: Block) -> Iterator[Block]:
    """Part a paragraph before each line that announces a paper: what was done on that day stands above in lines too."""
    starts = [at for at, line in enumerate(block.lines) if at and _announced(line)]
    if not starts:
        yield block
        return
    for first, end in pairwise([0, *starts, len(block.lines)]):
        numbers = block.at + first, block.at + end - 1
        yield Block(block.kind, *numbers, block.lines[first:end], block.parent, [], block.level, at=numbers[0])


def _announced(line: str) -> bool:
    """Say whether a line begins with what is marked as a title, up to its number."""
    number = next(iter(numbers_in(line)), None)
    return number is not None and _ANNOUNCES.match(line[: number.start]) is not None


def _decide(block: Block, topics: tuple[str, ...], *, opened: bool, in_lists: bool) -> Entry | None:
    """Say what begins with a block: an entry, a topic, or nothing, since it goes on with the entry above."""
    if block.kind == "paragraph":
        target = _leads(block)
        # Between bullets, a paragraph with a link in it goes on with the entry above.
        at_once = target and target.arxiv_id and not block.text[: target.start].strip(" <[(（")
        return Entry(block, target, topics) if target and (at_once or not in_lists) else None
    target = _leads(block) or _within(block, opened=opened) or _target_below(block)
    if target:
        return Entry(block, target, topics)
    if _is_topic(block):
        return Entry(block, None, (*topics, clean_title(block.text)), True)
    return Entry(block, None, topics) if _is_title_alone(block, opened=opened) else None


def _within(block: Block, *, opened: bool) -> Target | None:
    """Give a target in a sentence: the first entry of a day may speak of a page so, any bullet of a paper."""
    target = _target(block.text)
    return target if target and (block.kind == "section" or not opened or target.arxiv_id) else None


def _is_topic(block: Block) -> bool:
    """Say whether a block without a link stands above blocks that begin with one."""
    if block.kind == "paragraph" or _target(block.text) or _target_below(block):
        return False
    pending = list(block.children)
    while pending:
        child = pending.pop()
        if child.kind != "paragraph" and _leads(child):
            return True
        if not _target(child.text):
            pending.extend(child.children)
    return False


def _is_empty_topic(block: Block) -> bool:
    return block.kind == "item" and not block.children and _is_short(block.text)


def _is_short(text: str) -> bool:
    return len(text) <= 40 and not _SENTENCE_MARK.search(text) and "：" not in text and ": " not in text


def _is_title_alone(block: Block, *, opened: bool) -> bool:
    title = clean_title(block.text)
    if len(block.lines) > 1 or not title or is_label(title):
        return False
    if block.children:
        return reads_as_title(title) or quoted_title(block.text) is not None or (not opened and _is_short(title))
    in_marks = block.text.lstrip("*").startswith("《")
    return in_marks or (block.kind != "section" and reads_as_title(title) and len(title.split()) >= 4)


def _names_what_follows(block: Block, following: Block) -> bool:
    """Say whether a bold line or one with a colon is the topic of the bullets below it."""
    if block.kind != "paragraph" or following.kind != "item" or following.first > block.own_last + 2:
        return False
    named = BOLD_LINE.match(block.text) or re.fullmatch(r"[^\n]{1,40}[:：]", block.text)
    return named is not None and _leads(following) is not None


# --- what a block is about


@lru_cache(maxsize=1024)  # a block is asked about as itself, as a child and as what makes a topic
def _target(text: str) -> Target | None:
    """Find what a text is about: the first link or number in it."""
    links = [link for link in links_in(text) if not link.image]
    numbers = numbers_in(text)
    first = links[0] if links else None
    if numbers and (first is None or numbers[0].start < first.start):
        return Target(numbers[0].start, numbers[0].end, "", numbers[0].id)
    if first is None:
        return None
    number = _number_in(first, numbers)
    for link in links[1:]:
        # [Name](https://a.project) ([paper](https://arxiv.org/…)): the paper is the second.
        if number is None and is_label(link.label) and is_label(plain(text[first.end : link.start])):
            number = _number_in(link, numbers)
    return Target(first.start, first.end, first.label, number, None if number else first.url)


def _number_in(link: FoundLink, numbers: Iterable[Found]) -> ArxivId | None:
    inside = [found for found in numbers if link.start <= found.start < link.end and (not found.bare or not link.label)]
    return inside[-1].id if inside else None


def _leads(block: Block) -> Target | None:
    """Give a block's target if the block begins with it, or with a short name before it."""
    target = _target(block.text)
    if target is None:
        return None
    before = block.text[: target.start].strip(" [(（<*_:：-–—|")
    short = len(before) <= 100 and "\n" not in before and len(before.split()) <= 15
    leads = (short and not _SENTENCE_MARK.search(before)) or (target.arxiv_id and _ANNOUNCES.match(before))
    return target if leads else None


def _target_below(block: Block) -> Target | None:
    """Give the address that hangs as a labelled or bare child below a title, number before page before code."""
    targets = _targets_below(block)
    pages = [target for target in targets if target.url]
    numbered = {target.arxiv_id.number: target for target in reversed(targets) if target.arxiv_id}
    if len(numbered) > 1 or (not numbered and len(pages) > 1 and len(block.children) == len(pages)):
        return None
    best = next(iter([*numbered.values(), *pages]), None)
    return best._replace(start=len(block.text), end=len(block.text), label="") if best else None


def _targets_below(block: Block) -> list[Target]:
    # Below a heading that is a title, a paragraph may speak of its paper in any words.
    titled = block.kind == "section" and reads_as_title(clean_title(block.text))
    targets = []
    for child in block.children:
        in_prose = titled and child.kind == "paragraph"
        target = _target(child.text) if in_prose else _leads(child)
        if target is None:
            continue
        if not in_prose and not _only_leads(block, child, target):
            return []
        targets.append(target)
    return targets


def _only_leads(block: Block, child: Block, target: Target) -> bool:
    """Say whether a child is no more than an address or a field: with a name of its own it is an entry of a topic."""
    labels = labels_in(child.lines[0])
    if labels and labels[0].role is not None and labels[0].role.kind in ("text", "id", "address"):
        return True
    around = child.text[: target.start] + " " + child.text[target.end :]
    if not is_label(target.label) or not is_label(around):
        return False
    return not child.children or (block.kind == "section" and not lead_name(child.children[0].text))
