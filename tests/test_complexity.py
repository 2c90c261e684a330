"""How much a function decides: none more than a reader can hold."""

from __future__ import annotations

from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "digestkb"
#: A function has no more ways through it, as radon counts them.
MOST = 15


def _complexities() -> dict[str, int]:
    complexity = pytest.importorskip("radon.complexity", reason="radon is not installed")
    found: dict[str, int] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for block in complexity.cc_visit(path.read_text(encoding="utf-8")):
            if block.letter != "C":  # a class is the sum of its methods, which come by themselves
                found[f"{module}.{block.fullname}"] = block.complexity
    return found


def test_no_function_decides_more_than_a_reader_can_hold() -> None:
    assert {name: ways for name, ways in _complexities().items() if ways > MOST} == {}
