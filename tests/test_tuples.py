"""Our tuples with names are what :mod:`typing` would have made of the same class."""

from __future__ import annotations

import inspect
import pickle
import re
import typing
from pathlib import Path
from typing import Any

import pytest

from digestkb import tuples
from digestkb.tuples import NamedTuple


class Ours(NamedTuple):
    """Has all that a class may have."""

    first: int
    second: str = "b"
    third: tuple[int, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


class Theirs(typing.NamedTuple):
    first: int
    second: str = "b"
    third: tuple[int, ...] = ()


class Heir(Ours):
    def __new__(cls, first: int) -> Heir:
        return super().__new__(cls, first, third=(first,))


GOOD: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}),
    ((1, "x"), {}),
    ((1, "x", (2,)), {}),
    ((), {"first": 1}),
    ((1,), {"third": (3,)}),
    ((), {"third": (3,), "first": 1}),
]
BAD: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((), {}),
    ((1, "x", (), 4), {}),
    ((1,), {"first": 2}),
    ((1,), {"fourth": 4}),
    ((), {"second": "x"}),
    ((1, "x", ()), {"third": ()}),
]


@pytest.mark.parametrize("times", [1, tuples._WORTH_COMPILING + 5])
@pytest.mark.parametrize(("given", "named"), GOOD)
def test_values_find_their_places(given: tuple[Any, ...], named: dict[str, Any], times: int) -> None:
    for _ in range(times):
        made, wanted = Ours(*given, **named), Theirs(*given, **named)
        assert made == wanted
        assert (made.first, made.second, made.third) == wanted
        assert repr(made) == repr(wanted).replace("Theirs", "Ours")
        assert type(made) is Ours


@pytest.mark.parametrize(("given", "named"), BAD)
def test_what_has_no_place_is_refused_in_the_same_words(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError) as wanted:
        Theirs(*given, **named)
    with pytest.raises(TypeError) as got:
        Ours(*given, **named)
    assert str(got.value) == str(wanted.value).replace("Theirs", "Ours")


def test_a_tuple_is_one_in_every_way() -> None:
    made = Ours(1, third=(2,))

    assert (made._fields, made._field_defaults) == (Theirs._fields, Theirs._field_defaults)
    assert made._asdict() == {"first": 1, "second": "b", "third": (2,)}
    assert made._replace(first=5) == (5, "b", (2,))
    with pytest.raises(ValueError, match="fourth"):
        made._replace(fourth=1)  # type: ignore[call-arg]
    assert Ours._make([1, "x", ()]) == (1, "x", ())
    assert hash(made) == hash((1, "b", (2,)))
    assert made.both == "1b"
    assert not hasattr(made, "__dict__")
    with pytest.raises(AttributeError):
        made.first = 2  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(made)) == made
    assert type(pickle.loads(pickle.dumps(made))) is Ours
    match made:
        case Ours(first, second):
            assert (first, second) == (1, "b")
    first, *rest = made
    assert (first, rest) == (1, ["b", (2,)])


def test_a_class_may_have_heirs() -> None:
    assert (Heir(3), type(Heir(3)), Heir(3).both) == ((3, "b", (3,)), Heir, "3b")


def test_a_signature_says_what_goes_where() -> None:
    assert str(inspect.signature(Ours)) == "(first: 'int', second: 'str' = 'b', third: 'tuple[int, ...]' = ())"


def test_a_place_without_a_default_does_not_follow_one_with() -> None:
    with pytest.raises(TypeError, match="default"):

        class Wrong(NamedTuple):  # type: ignore[misc]
            first: int = 1
            second: str


def test_nobody_takes_the_slow_ones() -> None:
    package = Path(tuples.__file__).parent
    slow = [path for path in package.rglob("*.py") if path.name != "tuples.py" and _takes_slow(path.read_text("utf-8"))]
    assert slow == []


def _takes_slow(text: str) -> bool:
    return re.search(r"^from typing import .*\bNamedTuple\b", text, re.MULTILINE) is not None
