"""Vectors as they are stored, a signed byte for each number, and which of many are nearest to one."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest
from itertools import islice
from typing import Any

from digestkb.semantic import SIZE
from digestkb.semantic.loading import extra

#: An array of numpy, which is not there to name its type.
Array = Any
#: So many vectors are compared at once.
_AT_ONCE = 8192


def pack(vector: Array) -> bytes:
    """Give a vector as bytes: its direction, within half a degree, and not its length."""
    with extra():
        import numpy as np

    return bytes(np.round(vector / np.abs(vector).max() * 127).astype(np.int8).tobytes())


def unpack(packed: bytes) -> Array:
    """Give a stored vector as numbers; raises :class:`ValueError` if it is none."""
    with extra():
        import numpy as np

    if len(packed) != SIZE:
        raise ValueError(f"a vector of {len(packed)} bytes")
    return np.frombuffer(packed, np.int8).astype(np.float32)


def nearest(vector: Array, others: Iterable[tuple[int, bytes]], most: int) -> list[tuple[int, float]]:
    """Give the numbers of the nearest of ``others`` with the cosine of the angle, the nearest first.

    Raises :class:`ValueError` if one of them is no vector.
    """
    with extra():
        import numpy as np

    own = vector / np.linalg.norm(vector)
    rows = iter(others)
    found: list[tuple[int, float]] = []
    while part := list(islice(rows, _AT_ONCE)):
        matrix = np.stack([unpack(packed) for _, packed in part])
        cosines = matrix @ own / np.maximum(np.linalg.norm(matrix, axis=1), 1)
        numbers = (number for number, _ in part)
        found = nlargest(most, [*found, *zip(numbers, cosines.tolist(), strict=True)], key=lambda one: one[1])
    return found
