"""Many things in little memory: each is packed as it is made, and unpacked whenever it is asked for.

What is stored of a note goes from the process that reads it to the one that writes. A row of a mention fills five times
as much memory as it has bytes, and a note may have ninety thousand of them in a megabyte. Each is packed by itself, so
that it does not matter in which order they are asked for.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Generic, TypeVar, overload

T = TypeVar("T")
#: So many stay as they are: most notes have fewer, and it is quicker.
_FEW = 500


def packed(things: Iterable[T]) -> Sequence[T]:
    """Give things as a sequence, packed if they are many.

    >>> packed(iter("ab")), len(packed(range(1000))), packed(range(1000))[-1]
    (['a', 'b'], 1000, 999)
    """
    rest = iter(things)
    few = list(islice(rest, _FEW))
    return few if len(few) < _FEW else Packed(list(map(_pack, chain(few, rest))))


def packed_by_key(things: Iterable[tuple[str, T]]) -> Mapping[str, T]:
    """Give things by their keys, packed if they are many."""
    rest = iter(things)
    few = dict(islice(rest, _FEW))
    if len(few) < _FEW:
        return few
    return PackedByKey({key: _pack(thing) for key, thing in chain(few.items(), rest)})


class Packed(Sequence[T]):
    """A sequence of packed things."""

    __slots__ = ("_packed",)

    def __init__(self, things: list[bytes]) -> None:
        self._packed = things

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Packed[T]: ...

    def __getitem__(self, at: int | slice) -> T | Packed[T]:
        found = self._packed[at]
        if isinstance(found, bytes):
            thing: T = pickle.loads(found)
            return thing
        return Packed(found)

    def __iter__(self) -> Iterator[T]:
        return map(pickle.loads, self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packed) and self._packed == other._packed

    __hash__ = None  # type: ignore[assignment]


class PackedByKey(Mapping[str, T], Generic[T]):
    """Packed things by their keys."""

    __slots__ = ("_packed",)

    def __init__(self, things: dict[str, bytes]) -> None:
        self._packed = things

    def __getitem__(self, key: str) -> T:
        thing: T = pickle.loads(self._packed[key])
        return thing

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _pack(thing: object) -> bytes:
    return pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
