"""Where the text of a note cites its numbered references: what is said there is said of their papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from digestkb.patterns import lazy
from digestkb.readers.scan import WINDOW
from digestkb.records import Passage
from digestkb.tree import Block

#: The numbers of references in brackets; behind a link's text or before an address they are none.
_CITED = lazy(r"(?<![!=\w])(?<!=\s)\[\d{1,3}(?:\s?[,，;–-]\s?\d{1,3}){0,9}\](?![(:])")
_NUMBER = lazy(r"(?P<first>\d{1,3})(?:\s?[–-]\s?(?P<last>\d{1,3}))?")
_SENTENCE_ENDS = lazy(r"(?<=[.!?…][\])*_])\s+|(?<=[.!?…])\s+|(?<=[.!?…]\*\*)\s+|(?<=[。！？])")
_NUMBERED = lazy(r"\\?\[(?P<number>\d{1,3})\\?\]")
#: So many sentences say what a paper is cited for.
_MOST = 3
_SHORTEST = 12


def numbered_as(block: Block) -> str:
    """Give the number that an item of a list of references has in brackets, or nothing."""
    found = _NUMBERED.fullmatch(block.marker) if block.kind == "item" else None
    return found["number"] if found else ""


def sentences_citing(tree: Block) -> dict[str, list[Passage]]:
    """Give the sentences that cite each number, the first ones of a note, as they stand on their lines.

    >>> from digestkb.tree import scan
    >>> found = sentences_citing(scan(["Walls are old. Paint dries in the sun [1-2]. See it.", "", "[1] Bee. Paint."]))
    >>> [(number, passage.line, passage.text) for number, (passage,) in found.items()]
    [('1', 1, 'Paint dries in the sun [1-2].'), ('2', 1, 'Paint dries in the sun [1-2].')]
    """
    found: dict[str, list[Passage]] = defaultdict(list)
    for block in tree.walk():
        if block.kind not in ("paragraph", "item") or numbered_as(block):
            continue
        text = block.text
        if "[" not in text or len(text) > WINDOW:
            continue
        start = 0
        for sentence in _SENTENCE_ENDS.split(text):
            start = text.index(sentence, start)
            line = block.at + text.count("\n", 0, start)
            for number in _cited_in(sentence) if len(sentence) >= _SHORTEST else ():
                if len(found[number]) < _MOST:
                    found[number].append(Passage("text", line, sentence))
            start += len(sentence)
    return found


def _cited_in(sentence: str) -> Iterator[str]:
    """Yield the numbers that a sentence cites, each once: [1, 3–5]."""
    numbers = (one for cited in _CITED.finditer(sentence) for one in _NUMBER.finditer(cited[0]))
    ranges = ((int(one["first"]), int(one["last"] or one["first"])) for one in numbers)
    yield from dict.fromkeys(str(number) for first, last in ranges for number in range(first, last + 1))
