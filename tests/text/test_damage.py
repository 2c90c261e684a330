"""Damage that people really have, and clean text that looks like it: cases as data, those that fail today marked.

In `cases/damage.json` a case without ``after`` is to stay as it is. One that ``fails`` must fail: when repair learns
it, take the mark off.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digestkb.text.ledger import Text
from digestkb.text.repair import repair
from digestkb.text.rewrite import original_lines

CASES = json.loads((Path(__file__).parent / "cases" / "damage.json").read_text(encoding="utf-8"))

#: Of these kinds a repair makes U+FFFD out of what is none.
INVENTS = ("Shift-JIS as Windows reads it",)


def _parameters() -> list[object]:
    return [
        pytest.param(
            case["before"],
            case.get("after", case["before"]),
            id=f"{kind}-{number}",
            marks=[pytest.mark.xfail(raises=AssertionError, reason=group["why it fails"])] if "fails" in case else [],
        )
        for kind, group in CASES.items()
        for number, case in enumerate(group["cases"], 1)
    ]


@pytest.mark.parametrize(("before", "after"), _parameters())
def test_a_line_comes_back_as_it_was(before: str, after: str) -> None:
    assert repair(Text((before,), "utf-8")).lines == (after,)


def _kinds() -> list[object]:
    mark = pytest.mark.xfail(
        raises=AssertionError, reason="half a character of Shift-JIS is read with the dot after it"
    )
    return [pytest.param(kind, marks=[mark] if kind in INVENTS else []) for kind in CASES]


@pytest.mark.parametrize("kind", _kinds())
def test_a_repair_invents_no_loss_and_can_be_taken_back(kind: str) -> None:
    """Whatever is made of a case: nothing becomes U+FFFD, a second repair changes nothing, the ledger leads back."""
    for case in CASES[kind]["cases"]:
        text = Text((case["before"],), "utf-8")

        fixed = repair(text)

        assert fixed.lines[0].count("\ufffd") <= case["before"].count("\ufffd")
        assert repair(Text(fixed.lines, "utf-8")).lines == fixed.lines
        assert original_lines(fixed) == text.lines
