"""No text makes a pattern or the pipeline take more than in proportion to its length.

This tries what is tried first; ``python -m tests.hostile.search`` tries everything, for some minutes.
"""

from __future__ import annotations

from itertools import islice

import pytest

from digestkb.prepare import read_note
from digestkb.source import Source
from tests.hostile.attacks import attacks, usual
from tests.hostile.bombs import BOMBS, name_of
from tests.hostile.growth import forget_lines, grows, worst
from tests.hostile.patterns import all_patterns


def test_patterns_are_linear() -> None:
    """In one test: to find the patterns takes as long as to try them, and no other test should wait for it."""
    patterns, _ = all_patterns()
    assert len(patterns) > 400
    assert {known.name.split(":")[0].split("[")[0] for known in patterns} > {
        "digestkb.arxiv._NEW",
        "digestkb.links._INLINE",
        "digestkb.lookalikes._ENDINGS",
    }
    found = (worst(known, (*usual(), *islice(attacks(known.pattern), 4)), 1000) for known in patterns)
    assert not [one for one in found if one]


#: How long the shorter of two notes is; of one, what each number takes by itself hides for longer how they grow.
LENGTH, LENGTHS = 4500, {"numbers of one paragraph": 40_000}


@pytest.mark.parametrize("name", BOMBS)
def test_reading_is_linear(name: str) -> None:
    def prepare(length: int) -> object:
        source = Source(name_of(name), BOMBS[name](length), "")

        def read() -> None:
            forget_lines()
            read_note(source)

        return read

    growth = grows(prepare, LENGTHS.get(name, LENGTH))
    assert growth is None, f"{name} takes {growth:.1f} times as long when it is twice as long"
