"""What the search box looks things up in: words and what has them, in scripts of a size that a browser reads at once.

A page that lies in a folder may load scripts that lie beside it, and nothing else; each is loaded when it is needed.
Words are folded as everywhere, by :mod:`digestkb.text.fold`, and ``static/folding.js`` folds what is typed.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from digestkb.media.characters import line
from digestkb.text.fold import folded, tables
from digestkb.tuples import NamedTuple

#: So many characters a script of words has at least, but the last; so many things one of what is shown of them.
_SHARD, _BLOCK = 120_000, 200
#: What a word counts, by where it stands: from a page's own title to the abstract, which is not the notes' own.
TITLE, LABEL, TEXT, ABSTRACT = 3, 2, 1, 0


class Shown(NamedTuple):
    """What is shown of something that is found."""

    title: str
    page: str
    about: str
    said: str


class Index:
    """The words of all pages; of two that are as good, what was added first comes first."""

    def __init__(self) -> None:
        self._shown: list[Shown] = []
        #: For each word the numbers of what has it, each times four and with the best place it stands in.
        self._words: dict[str, array[int]] = defaultdict(lambda: array("L"))

    def __len__(self) -> int:
        return len(self._shown)

    def add(self, shown: Shown, texts: Iterable[tuple[int, str]]) -> None:
        """Add something with its texts, each with the place that it has."""
        best: dict[str, int] = {}
        for place, text in texts:
            for word in folded(text).split():
                best[word] = max(place, best.get(word, 0))
        for word, place in best.items():
            self._words[word].append(len(self._shown) << 2 | place)
        self._shown.append(shown)

    def scripts(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of each script."""
        yield "search/tables.js", _script("Object.assign(digestkb.tables, {});", tables())
        begins = []
        for number, shard in enumerate(self._shards()):
            begins.append(next(iter(shard)))
            yield f"search/words-{number}.js", _script(f"digestkb.words[{number}] = {{}};", shard)
        for number, start in enumerate(range(0, len(self._shown), _BLOCK)):
            block = [list(map(line, shown)) for shown in self._shown[start : start + _BLOCK]]
            yield f"search/pages-{number}.js", _script(f"digestkb.blocks[{number}] = {{}};", block)
        said = {"begins": begins, "pages": len(self._shown), "block": _BLOCK}
        yield "search/words.js", _script("Object.assign(digestkb, {});", said)

    def _shards(self) -> Iterator[dict[str, Sequence[int]]]:
        """Yield the words in the order of UTF-16, by which scripts compare; each number as what it adds to the last."""
        shard: dict[str, Sequence[int]] = {}
        size = 0
        for word in sorted(self._words, key=lambda one: one.encode("utf-16-be")):
            found = self._words[word]
            shard[word] = [found[0], *(one - (before & ~3) for before, one in pairwise(found))]
            size += len(word) + 3 * len(found) + 8
            if size >= _SHARD:
                yield shard
                shard, size = {}, 0
        if shard:
            yield shard


def _script(assignment: str, value: Any) -> str:
    """Write a statement with a value in the place of its braces."""
    before, _, after = assignment.rpartition("{}")
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"{before}{text}{after}\n"
