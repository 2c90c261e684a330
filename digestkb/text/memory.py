"""What was worked out before, kept as long as it is not too much."""

from __future__ import annotations

from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memory:
    """Tables that are emptied together when they hold too much.

    What text makes them hold has no bound: words that are none, each with a hundred readings.

    >>> memory, squares = Memory(2), dict[int, int]()
    >>> [memory.keep(squares, n, n * n) for n in range(3)], squares
    ([0, 1, 4], {2: 4})
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._tables: dict[int, dict[Any, Any]] = {}

    def keep(self, table: dict[K, V], key: K, value: V, size: int = 1) -> V:
        """Put a value, which is as large as ``size`` others, into a table, and give it back."""
        self._held += size
        if self._held > self._most:
            for other in self._tables.values():
                other.clear()
            self._tables.clear()
            self._held = size
        self._tables[id(table)] = table
        table[key] = value
        return value


#: Readings of words and of sequences, and what they cost after others: a hundred bytes each.
READINGS = Memory(300_000)
#: Runs of ideographs as they were read: what they take is little, and what it took to read them is much.
RUNS = Memory(60_000)
#: Rows of the language models, grouped: sixty bytes for each token, and a hundred for each group.
GROUPS = Memory(500_000)
#: What the language models were asked for.
STEPS = Memory(200_000)
