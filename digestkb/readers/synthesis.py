"""Monthly syntheses: a topic tree, highlights, contributions, gaps, ideas, a reading list, a reflection.

The parts come in any order and any may be missing. What stands in one is read by its shape: a tree of topics, entries
about papers (:mod:`~digestkb.readers.synthesis_entries`), thoughts (:mod:`~digestkb.readers.synthesis_thoughts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from digestkb.arxiv import Found, find_arxiv_ids
from digestkb.document import Document
from digestkb.markdown import plain
from digestkb.patterns import lazy
from digestkb.readers import Format
from digestkb.readers.dated import date_of
from digestkb.readers.labels import document_title, text_column, topic
from digestkb.readers.naming import is_name, lead_names, name_beside
from digestkb.readers.runs import Run, run_in
from digestkb.readers.scan import links_of, numbers_in
from digestkb.readers.synthesis_entries import entries, is_detail
from digestkb.readers.synthesis_parts import Part, part_named, parts_of, pieces
from digestkb.readers.synthesis_thoughts import thoughts
from digestkb.records import INSIGHT_KINDS, Insight, Kind, Mention, Passage, Reading, Span
from digestkb.tags import unique
from digestkb.tree import Block

NAME = "synthesis"
_DRAWN = " \t\u00a0│├└─┃┣┗━╰╴"
_LEAF = lazy(
    r"[-*+•]?\s{0,40}(?:[^|]{0,124}(?<!arxiv)[:：]\*{0,2}\s{0,40})?[`*\[(]*(?:arxiv:)?\d{4}\.\d{4,5}[^|]{0,200}\|",
    re.IGNORECASE,
)
#: A label of a branch that only its place shows has no more words.
_FEW = 8


def match(document: Document) -> Reading | None:
    """Read a note with two of the parts, or with a tree of ``number | text`` leaves; ``None`` if it has neither."""
    lines = document.lines
    if next(find_arxiv_ids(document.whole), None) is None:
        return None
    parts = parts_of(document)
    kinds = {part.kind for part in parts}
    trees = [] if Kind.TOPIC in kinds else list(_bare_trees(document, parts))
    if len(kinds) < 2 and not (any(map(_is_leaf, lines)) if Kind.TOPIC in kinds else any(map(_is_tree, trees))):
        return None
    parts = sorted((*trees, *parts), key=lambda part: part.first)
    mentions: list[Mention] = []
    insights: list[Insight] = []
    for part in parts:
        if part.kind is Kind.TOPIC:
            mentions += _branch(part, part.blocks(), ())
        elif part.kind in INSIGHT_KINDS:
            insights += thoughts(part)
        else:
            mentions += entries(part, part.blocks())
    mentions += _in_text(document, parts, insights, {one.arxiv_id.number for one in mentions if one.arxiv_id})
    mentions.sort(key=lambda mention: (mention.kind is Kind.REFERENCE, mention.span.first))
    title = document_title(document, lambda heading: part_named(heading) is None)
    return Reading(NAME, tuple(mentions), tuple(insights), title, date_of(document, title))


def _in_text(
    document: Document, parts: Sequence[Part], insights: Sequence[Insight], known: set[str]
) -> Iterator[Mention]:
    """Give the numbers in running text: those of thoughts, and as references those that no part has spoken of."""
    for number, line in enumerate(document.lines[document.body - 1 :], document.body):
        once = {one.id.number: one for one in reversed(numbers_in(line))}
        part = next((part for part in parts if once and part.first <= number <= part.last), None)
        for one in reversed(once.values()):
            if part is not None and part.kind in INSIGHT_KINDS:
                # What is left over of a part comes last, and may span its other thoughts.
                around = (at for at, some in enumerate(insights) if some.span.first <= number <= some.span.last)
                yield _said(part.kind, line, number, one, next(around, None))
            elif part is None or one.id.number not in known:
                known.add(one.id.number)
                yield _said(Kind.REFERENCE, line, number, one)


def _said(kind: Kind, line: str, number: int, found: Found, insight: int | None = None) -> Mention:
    """Give the mention of a number in running text: the line is what is said of it, the name beside it is its name."""
    names = unique((name_beside(line, found) or "",))
    said = (Passage("text", number, line[text_column(line) :].strip()),)
    links = links_of(line, found.id.number, False)
    return Mention(kind, Span(number, number), found.id, names=names, links=links, passages=said, insight=insight)


# --- trees without a heading


def _is_leaf(line: str) -> bool:
    """Say whether a line is a leaf of a topic tree: ``number | text``, a label may stand before it."""
    if "|" not in line or line.lstrip()[:1] == "|":
        return False
    return bool(_LEAF.match(line, len(line) - len(line.lstrip(_DRAWN))))


def _bare_trees(document: Document, parts: Sequence[Part]) -> Iterator[Part]:
    """Find trees that have no heading of their own: around the parts."""
    bounds = (edge for part in parts for edge in (part.first - 1, part.last + 1))
    edges = [document.body, *bounds, len(document.lines) + 1]
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        if any("|" in line and _is_leaf(line) for line in document.lines[first - 1 : after - 1]):
            yield Part(Kind.TOPIC, "", first, after - 1, document.lines)


def _is_tree(part: Part) -> bool:
    """Say whether leaves hang below labels: a list of papers alone, or a table without outer pipes, is no tree."""
    leaves = [block for top in part.blocks() for block in top.walk() if _is_leaf(part.lines[block.first - 1])]
    runs = [(leaf.parent, run_in(leaf.text)) for leaf in leaves if leaf.kind != "row"]
    hanging = sum(above is not None and above.kind == "item" and not numbers_in(above.text) for above, _ in runs)
    labelled = sum(run is not None and bool(_before_leaf(run.before, False)[0]) for _, run in runs)
    return len(leaves) > 1 and labelled + hanging > 0 and (labelled + hanging) * 2 >= len(leaves)


# --- the topic tree


def _branch(part: Part, blocks: Sequence[Block], path: tuple[str, ...]) -> Iterator[Mention]:
    """Yield the leaves of a branch: labels open paths, and those without anything below adopt what follows."""
    siblings = [row for block in blocks for row in (block.children if block.kind == "table" else [block])]
    several = sum(one.kind == "paragraph" and one.text.endswith((":", "：")) for one in siblings) > 1
    adopter: tuple[str, ...] = ()
    for block, follower in zip_longest(siblings, siblings[1:]):
        below = pieces(block)
        run = run_in(block.text, block.at)
        is_bullet = len(block.marker) == 1
        above = (*path, *adopter) if is_bullet else path
        if run is not None:
            label, mentions = _leaf(part, block, run, above)
            yield from mentions
            below = [] if is_detail(block) else below
        else:
            is_topic = _is_label(block, follower, several) and not (not part.title and _is_title(block))
            label = (topic(block.text),) if is_topic else ()
            adopter = adopter if is_bullet else () if below else label
        yield from _branch(part, below, (*above, *label))


def _is_label(block: Block, follower: Block | None, several: bool) -> bool:
    """Say whether a block opens a branch; of paragraphs do short ones with items behind them.

    One that ends with a colon is an introduction, ``several`` are labels.
    """
    if block.kind != "paragraph":
        return True
    if len(block.text.split()) > _FEW or block.text.endswith((".", "。")):
        return False
    if block.text.endswith((":", "：")):
        return several
    return follower is not None and follower.kind == "item" and follower.level > block.level


def _is_title(block: Block) -> bool:
    """Say whether a marked heading is the note's: of the first level, or of a tree with labels of its own."""
    marked = block.kind == "section" and block.level <= 6
    return marked and (block.level == 1 or any(child.children for child in block.children if child.kind == "item"))


def _leaf(part: Part, block: Block, run: Run, path: tuple[str, ...]) -> tuple[tuple[str, ...], Iterator[Mention]]:
    """Read a leaf: its numbers, the label before them if there is one, and what is said behind the ``|``."""
    label, name = _before_leaf(run.before, run.parted)
    is_sentence = run.before and not (label or name or run.before.lstrip("*_").startswith(("(", "（", "[")))
    text, line = (run.text, run.first) if is_sentence else (run.said, run.line)
    last = block.last if is_detail(block) else block.own_last
    passages = tuple(one for one in part.passage("text", line, text, last) if re.search(r"\w", one.text))
    led = lead_names(passages[0].text if passages else "")
    names = unique((name, *run.names, *led)) if len(run.ids) == 1 else ()
    topics = ((*path, *label),) if path or label else ()
    mention = Mention(Kind.TOPIC, Span(block.first, last), names=names, topics=topics, passages=passages)
    return label, run.mentions(mention)


def _before_leaf(before: str, parted: bool) -> tuple[tuple[str, ...], str]:
    """Say what stands before the numbers of a leaf: a label, a name, or neither."""
    text = before.strip()
    spoken = plain(text.strip("*_ ")).strip("|｜–— ").strip()
    if not spoken or text.lstrip("*_").startswith(("(", "（")):
        return (), ""
    if text.rstrip("*_ ")[-1:] in ":：|｜" or text.endswith("**") or re.match(r"\*\*[^*]+$", text):
        return (topic(text.rstrip("|｜ ")),), ""
    if is_name(spoken):
        return (), spoken
    return ((topic(spoken),) if parted and len(spoken) <= 80 else ()), ""


FORMAT = Format(NAME, match)
