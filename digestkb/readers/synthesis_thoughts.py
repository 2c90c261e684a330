"""Thoughts of a synthesis: gaps, ideas, reflections. Each has a title, and parts with or without labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from digestkb.patterns import lazy
from digestkb.readers.labels import Label, bare, find_label, key
from digestkb.readers.scan import numbers_in
from digestkb.readers.synthesis_parts import Part, pieces
from digestkb.readers.vocabulary import stem_of, words
from digestkb.records import Insight, Kind, Passage, Span
from digestkb.tree import Block

#: A label in a running text: at its start, or where a sentence or a part of one begins.
_MARK = lazy(
    r"(?:^|(?<=\n)|(?<=[.!?。！？…;；–—·|])|(?<=\s-))[\s*_(]{0,12}(?P<label>[^\W\d_][^\n:：*_.()|。!?]{0,30})[)*_\s]{0,8}"
    r"[:：][*_\s]*"
)
#: The same by its shape alone: bold that ends with a short label, set off by a dash.
_CLOSING_LABEL = lazy(r"\s[–—-]\s+(?=\S)[^–—*\n:：]{1,40}[:：]\s{0,8}\*\*\s*")
#: ``Idea 1:``, ``Gap B``, ``想法一：``
_ORDINAL = lazy(
    r"(?P<word>[^\W\d_]+(?:\s[^\W\d_]+){0,2}?)\s{0,4}#?\s{0,4}(?:\d{1,2}|[IVX]{1,4}|[A-Z]|[一二三四五六七八九十])"
    r"(?![^\W\d_])\s{0,4}[:：.)–—-]*\s*"
)
_SENTENCE_END = lazy(r"(?<=[.!?。！？])\s|[。！？]")
#: What only hangs below an idea; the other roles may be what an idea is about.
_OF_IDEAS = frozenset({"motivation", "novelty", "risk", "data", "approach"})


def thoughts(part: Part) -> list[Insight]:
    """Read a part of thoughts; prose that is none of them stands under the title of the part."""
    found: list[Insight] = []
    left: list[Passage] = []
    for block in part.blocks():
        below = pieces(block)
        if found and part.kind is Kind.IDEA and _is_of_idea(block, below):
            span = Span(found[-1].span.first, block.last)
            found[-1] = replace(found[-1], span=span, passages=(*found[-1].passages, *labelled(part, block)))
        elif _is_thought(part.kind, block, below):
            found.append(_thought(part, block))
        else:
            titled = [child for child in below if part.kind is Kind.REFLECTION and _is_titled(child)]
            found += [_thought(part, child) for child in titled]
            left += part.passage("text", block.at, block.text, block.own_last if titled else block.last)
    if left:
        span = Span(left[0].line, left[-1].line + left[-1].text.count("\n"))
        found.append(Insight(part.kind, span, part.title or str(part.kind), tuple(left)))
    return found


def _is_of_idea(block: Block, below: Sequence[Block]) -> bool:
    """Say whether a block is a part of the idea above it, and no idea with parts of its own."""
    if _role(block) not in _OF_IDEAS or any(_role(child) in _OF_IDEAS for child in below):
        return False
    return _unnumbered(bare(block.text)) == bare(block.text)


def _label(block: Block) -> Label | None:
    """Give the label of a block; that of a heading are all its words."""
    return find_label(f"**{bare(block.text)}:**" if block.kind == "section" else block.text)


def _role(block: Block) -> str | None:
    label = _label(block)
    return stem_of("thought", label.text) if label else None


def _is_titled(block: Block) -> bool:
    """Say whether a block begins with bold words, and is more than they are."""
    label = find_label(block.text)
    return label is not None and label.marked and (bool(block.marker) or len(block.text) > label.start)


def _is_thought(kind: Kind, head: Block, below: Sequence[Block]) -> bool:
    if head.kind in ("section", "details", "quote"):
        return kind is Kind.IDEA or (bool(below) and not (kind is Kind.REFLECTION and any(map(_is_titled, below))))
    if head.kind == "item" and kind is not Kind.REFLECTION:
        return True
    return _is_titled(head) and not (kind is Kind.IDEA and _role(head) in _OF_IDEAS)


def _thought(part: Part, head: Block) -> Insight:
    title, at = _title(head.text)
    parts = [passage for child in pieces(head) for passage in labelled(part, child)]
    return Insight(part.kind, Span(head.first, head.last), title, (*told(part, head, at), *parts))


def told(part: Part, block: Block, at: int, closing: bool = False) -> list[Passage]:
    """Split the text of a block from a column on where a label such as «Opportunity:» begins a part of it.

    With ``closing`` a comment may come behind a label of any words if it ends what is bold, and what stands before a
    label ends without the mark that parts the two.
    """
    text = block.text
    marks = [(one.start(), one.end(), words("thought").get(key(one["label"]))) for one in _MARK.finditer(text, at)]
    known = [(start, end, role) for start, end, role in marks if role]
    if closing and not known:
        known = [(one.start(), one.end(), "comment") for one in _CLOSING_LABEL.finditer(text, at)][:1]
    found: list[Passage] = []
    for (_, begin, role), (end, _, _) in zip([(at, at, "text"), *known], [*known, (len(text), 0, "")], strict=True):
        ending = "*_ –—-|:：" + ".;。；" * (end < len(text)) if closing and role == "text" else " *_"
        found += part.passage(role, block.at + text.count("\n", 0, begin), text[begin:end].rstrip(ending))
    return [passage for passage in found if re.search(r"\w", passage.text)]


def labelled(part: Part, block: Block) -> tuple[Passage, ...]:
    """Read what hangs below a thought: its role by its label, its text with all that hangs below it."""
    label = _label(block)
    role, start = "text", 0
    if label and (label.marked or label.colon):
        known = stem_of("thought", label.text)
        if known or (label.marked and label.colon):
            role = known or bare(label.text).lower()
            start = len(block.text) if block.kind == "section" else label.start
    return part.passage(role, block.at + block.text.count("\n", 0, start), block.text[start:], block.last)


def _title(text: str) -> tuple[str, int]:
    """Give the title that a thought begins with, and the column behind it.

    >>> _title("**Idea 2: Forgetful Memory** — forget."), _title("Long context: models keep little.")
    (('Forgetful Memory', 31), ('Long context', 14))
    """
    label = find_label(text)
    if label and (label.marked or not ("\n" in label.text or numbers_in(label.text) or not _unnumbered(label.text))):
        return _untitled(label.text), len(text) - len(text[label.start :].lstrip("–—:： -"))
    first = _untitled(text.split("\n", 1)[0])
    sentence = _SENTENCE_END.split(first, maxsplit=1)[0]
    if len(text) <= 160 and "\n" not in text and sentence.rstrip(".") == first.rstrip("."):
        return first, len(text)
    return sentence if len(sentence) <= 100 else sentence[:100].rpartition(" ")[0] + " …", 0


def _unnumbered(text: str) -> str:
    """Take «Idea 1:» off."""
    match = _ORDINAL.match(text)
    return text[match.end() :] if match and key(match["word"]) in words("numbered") else text


def _untitled(text: str) -> str:
    """Take the emoji, the numbering and «Idea 1:» off a title."""
    titled = bare(text)
    return bare(_unnumbered(titled)) or titled
