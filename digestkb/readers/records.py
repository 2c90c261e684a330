"""Records: blocks that go together, found by the shape of head that comes once for each paper."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from digestkb.patterns import lazy
from digestkb.readers.candidates import titleness
from digestkb.readers.dated import heads_message
from digestkb.readers.fields import is_address
from digestkb.readers.labelled import labels_in
from digestkb.readers.scan import links_in, numbers_in
from digestkb.readers.titles import is_label, quoted_title
from digestkb.tree import Block

#: How surely a shape is the head of a record, beside how regularly it comes.
_TELLING = {
    "title marks": 0.5,
    "message": 0.5,
    "label title": 0.5,
    "bold line": 0.4,
    "quotes": 0.4,
    "title": 0.3,
    "bold": 0.2,
    "link": 0.2,
}
#: A title in marks is one, wherever it stands; other shapes must come with a number twice.
_SURE = frozenset(("title marks", "label title", "message"))
#: A line that is counted, in brackets that are no list's: ``【3】 Wet Paint``.
_NUMBERED = lazy(r"[\[【(（]\d{1,4}[\])】）]\s{0,9}[^\s(\[:：]")
#: Of a block so much is looked at, in characters.
_WINDOW = 4000


def record_starts(blocks: Sequence[Block], claimed: Sequence[int]) -> list[int]:
    """Find where the records among blocks begin; those at the positions ``claimed`` have a paper.

    The items of a list are papers themselves, unless their labels say that several are about one.
    """
    shapes: dict[str, list[int]] = defaultdict(list)
    is_list = all(block.kind == "item" for block in blocks)
    for at, block in enumerate(blocks):
        for shape in (*_shapes(block), *_places(blocks, at)):
            if not is_list or shape.startswith("label "):
                shapes[shape].append(at)
    # What stands above the first of the labels that come again would go to the paper before.
    shapes = {shape: starts for shape, starts in shapes.items() if not (is_list and starts[0])}
    scores = {shape: _score(shape, starts, claimed, len(blocks)) for shape, starts in shapes.items()}
    best = max(scores, key=lambda shape: scores[shape], default="")
    return shapes[best] if scores.get(best, 0) > 0 else []


def _score(shape: str, starts: Sequence[int], claimed: Sequence[int], size: int) -> float:
    """Say how well a shape parts blocks into records of one paper each; 0 if it does not."""
    if len(starts) < 2 or starts[0] > claimed[0]:
        return 0
    ends = [*starts[1:], size]
    alone = sum(last - first == 1 for first, last in zip(starts, ends, strict=True))
    counts = [
        bisect_left(claimed, last) - bisect_left(claimed, first) for first, last in zip(starts, ends, strict=True)
    ]
    one, more = counts.count(1), sum(count > 1 for count in counts)
    sure = shape in _SURE
    if alone * 2 > len(starts) or more * 10 > len(counts) or one * 10 < len(claimed) * 9:
        return 0
    if one < (1 if sure else 2) or (one * 2 < len(counts) and not sure):
        return 0
    return one / len(counts) + _TELLING.get(shape, 0) - starts[0] / (10 * size)


def _shapes(block: Block) -> Iterator[str]:
    """Yield what a block looks like from its beginning."""
    if block.kind == "quote" and any(numbers_in(one.text[:_WINDOW]) for one in block.children):
        yield "quote"
    if block.kind not in ("paragraph", "item"):
        return
    text = block.lines[0] if block.lines else ""
    if block.kind == "item":
        yield f"item {block.marker[:1] if not block.marker[:1].isdigit() else '1'} {block.level}"
    if heads_message(text):
        yield "message"
    if re.match(r"[*_]*《", text):
        yield "title marks"
    if re.fullmatch(r"(?:\*\*|__)[^*]+(?:\*\*|__)[:：]?", text):
        yield "bold line"
    elif text.startswith(("**", "__")):
        yield "bold"
    yield from _words(text)


def _places(blocks: Sequence[Block], at: int) -> Iterator[str]:
    """Yield where a block stands: first between two rules, or as a line by itself above one with a number."""
    before, block, behind = blocks[max(0, at - 1)], blocks[at], blocks[min(at + 1, len(blocks) - 1)]
    if block.kind == "paragraph" and (at == 0 or before.kind == "rule"):
        yield "below rule"
    is_line = block.kind == behind.kind == "paragraph" and len(block.lines) == 1
    if is_line and not numbers_in(block.text[:_WINDOW]) and numbers_in(behind.text[:_WINDOW]):
        yield "above number"


def _words(text: str) -> Iterator[str]:
    labels = labels_in(text)
    if labels and labels[0].role is not None and not is_address(text):
        yield f"label {labels[0].role.name}"
    link = next(iter(links_in(text[:_WINDOW])), None)
    if link is not None and link.start <= 3 and not is_label(link.label):
        yield "link"
    if text[:1] in ('"', "“", "「") and quoted_title(text):
        yield "quotes"
    if not labels and titleness(text) == 2:
        yield "title"
    if numbers_in(text[:200]):
        yield "number"
    if _NUMBERED.match(text):
        yield "numbered"


def gather(container: Block, loose: Sequence[Block], starts: Sequence[int]) -> dict[int, Block]:
    """Put each run of loose blocks of a container into a record; give each block's record by the block's ``id``."""
    records: dict[int, Block] = {}
    inside: dict[int, Block] = {}
    for first, last in zip(starts, [*starts[1:], len(loose)], strict=True):
        blocks = list(loose[first:last])
        while len(blocks) > 1 and blocks[-1].kind in ("rule", "html"):
            blocks.pop()
        record = Block("record", blocks[0].first, max(b.last for b in blocks), at=blocks[0].first, parent=container)
        record.children = blocks
        records[id(blocks[0])] = record
        for block in blocks:
            block.parent = record
            inside[id(block)] = record
    kept = [child for child in container.children if id(child) not in inside or id(child) in records]
    container.children = [records.get(id(child), child) for child in kept]
    return inside
