"""Write digestkb/query/compounds.txt: the Vietnamese words of two syllables that queries keep together.

    python tools/write_compounds.py            # from the language model that repair uses
    python tools/write_compounds.py --check    # says whether what is shipped is what would be written

A pair of syllables is a word if it is frequent, if its parts meet far more often than by chance, and if one of them
nearly asks for the other. It is none if each part is oftener a part of another (``sở dữ`` of ``cơ sở dữ liệu``). The
most frequent come first: where two words overlap in a query, the more frequent one is taken.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from digestkb.query.words import is_stop_word
from digestkb.text.fold import folded
from digestkb.text.language_model import UNIT, LanguageModel, load
from digestkb.text.syllable import split

TARGET = Path(__file__).parents[1] / "digestkb" / "query" / "compounds.txt"
#: The most that a pair and the likelier of its parts beside the other cost, and the least that the parts have in
#: common, in bits: of frequent pairs, of others, and of those in which a word of no weight stands.
FREQUENT, OTHER, OF_NO_WEIGHT = (17.0, 7.0, 2.5), (18.5, 4.5, 4.0), (17.0, 4.0, 4.4)
#: So many bits oftener, both parts belong to others.
OFTENER = 2.0
#: Numbers and degrees: what they stand beside is no word with them.
COUNTED = frozenset(
    "một hai ba bốn năm sáu bảy tám chín mười mươi trăm nghìn triệu tỷ hơn nhất rất quá nhiều thứ".split()
)


class Pair(NamedTuple):
    """Two syllables, what the pair costs, what the second costs after the first and the other way round, in bits."""

    first: str
    second: str
    cost: float
    ahead: float
    back: float
    shared: float

    def is_word(self, cost: float, beside: float, shared: float) -> bool:
        """Say whether the pair costs no more than a word may, and its parts have as much in common."""
        return self.cost <= cost and min(self.ahead, self.back) <= beside and self.shared >= shared


def pairs(model: LanguageModel) -> Iterator[Pair]:
    """Yield the pairs of Vietnamese syllables that the model names."""
    words = model.vocabulary
    vietnamese = [
        number > 3 and not model.is_foreign(number) and bool(split(word)) for number, word in enumerate(words)
    ]
    for first, is_one in enumerate(vietnamese):
        for second in model.followers(first) if is_one else ():
            if second < len(words) and vietnamese[second]:
                ahead, alone = model.after(first, second) / UNIT, model.single[second] / UNIT
                cost = model.single[first] / UNIT + ahead
                yield Pair(words[first], words[second], cost, ahead, cost - alone, alone - ahead)


def compounds(found: list[Pair]) -> Iterator[str]:
    """Yield the folded words among the pairs, the most frequent first."""
    begins: dict[str, float] = {}
    ends: dict[str, float] = {}
    for pair in found:
        begins[pair.first] = min(pair.cost, begins.get(pair.first, pair.cost))
        ends[pair.second] = min(pair.cost, ends.get(pair.second, pair.cost))
    for pair in sorted(found, key=lambda pair: pair.cost):
        parts = (pair.first, pair.second)
        torn = max(ends.get(pair.first, 99.0), begins.get(pair.second, 99.0)) < pair.cost - OFTENER
        rules = [OF_NO_WEIGHT] if any(map(is_stop_word, parts)) else [FREQUENT, OTHER]
        if not torn and COUNTED.isdisjoint(parts) and any(pair.is_word(*rule) for rule in rules):
            yield folded(" ".join(parts))


def main() -> int:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    text = "\n".join(dict.fromkeys(compounds(list(pairs(load("vi")))))) + "\n"
    if parser.parse_args().check:
        return int(TARGET.read_text(encoding="ascii") != text)
    TARGET.write_text(text, encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
