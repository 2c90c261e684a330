"""What of a paper its vector is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from digestkb.markdown import plain
from digestkb.semantic.model import clean

#: What makes a line an item, a heading or a quotation.
_MARK = re.compile(r"^\s{0,40}(?:[-*+>]|#{1,6}|\d{1,3}\.)\s")
#: Of what notes call a paper, as many names as say something of it.
_NAMES = 3
#: In bytes of UTF-8; twice as much takes twice the time, and nothing more is found (docs/semantic.md).
_LONGEST = 300


def text_of(
    title: str | None, names: Iterable[str], tags: Iterable[str], summary: str | None, passages: Iterable[str]
) -> str:
    """Give the text whose meaning stands for the paper: what it is called, its tags and summary, then what notes say.

    >>> text_of("GaLore", ["GaLore"], ["LLM"], "Low-rank gradients.", ["- Low-rank gradients.\\n- **Saves** memory."])
    'GaLore\\nLLM\\nLow-rank gradients.\\nSaves memory.'
    """
    parts = (title, *list(names)[:_NAMES], ", ".join(tags), summary, *_lines(passages))
    return clean("\n".join(dict.fromkeys(part.strip() for part in parts if part and part.strip())), _LONGEST)


def _lines(passages: Iterable[str]) -> Iterator[str]:
    for passage in passages:
        for line in passage.split("\n"):
            yield plain(_MARK.sub("", line, count=1))
