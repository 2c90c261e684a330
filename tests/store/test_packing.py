"""Many things in little memory: whatever is asked for, in whichever order, is what was put in."""

from __future__ import annotations

import pickle
import random
import tracemalloc

from digestkb.store import packing
from digestkb.store.packing import packed, packed_by_key

ROWS = [(f"24{n:06}", n, None, ("a", str(n), "[]", "[]", "und")) for n in range(4000)]


def test_few_stay_as_they_are() -> None:
    assert packed(iter(ROWS[: packing._FEW - 1])) == ROWS[: packing._FEW - 1]
    assert packed_by_key([("a", 1)]) == {"a": 1}


def test_many_are_what_was_put_in() -> None:
    many, by_key = packed(iter(ROWS)), packed_by_key((row[0], row) for row in ROWS)
    order = random.Random(1).sample(range(len(ROWS)), len(ROWS))

    assert (
        not isinstance(many, list) and list(many) == ROWS and [many[at] for at in order] == [ROWS[at] for at in order]
    )
    assert list(many[10:20]) == ROWS[10:20] and len(many) == len(by_key) == len(ROWS)
    assert by_key == {row[0]: row for row in ROWS} and by_key.get("no such") is None
    assert pickle.loads(pickle.dumps(many)) == many and pickle.loads(pickle.dumps(by_key)) == by_key


def test_to_ask_for_all_of_them_keeps_none() -> None:
    many = packed(iter(ROWS))
    tracemalloc.start()
    for at in range(len(ROWS)):
        many[at]
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 20_000, "they are half a megabyte"
