"""Damage that people really have, and clean text that looks like it: cases as data, those that fail marked.

In `cases/damage.json` a case without ``after`` is to stay as it is, in a damaged file as well unless it would be damage
there (``alone``). One that ``fails``, or ``fails amid`` damage, must fail: when repair learns it, take the mark off.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digestkb.text.decode import decode
from digestkb.text.ledger import LOST, Text
from digestkb.text.repair import repair
from digestkb.text.repaired import original_lines

CASES = json.loads((Path(__file__).parent / "cases" / "damage.json").read_text(encoding="utf-8"))

AMID = "damage in other lines lets too little evidence do, and every channel speak"


#: What stands around clean lines in a damaged file.
AROUND = {
    "French": (
        "L’Ã©valuation a Ã©tÃ© menÃ©e trois fois",
        "la mÃªme mÃ©thode a Ã©tÃ© rÃ©pÃ©tÃ©e",
        "câ€™est presque fini",
    ),
    "Chinese": ("妯″瀷鐨勬帹鐞嗚兘鍔�", "璁\ue160粌鏁版嵁寰堝ぇ", "缁撴灉寰堝ソ"),
}


def _parameters(fails: str, *, clean: bool) -> list[object]:
    """Each case with what must come of it; those that fail, as ``fails`` says, are marked. Or only what is clean."""
    return [
        pytest.param(
            case["before"],
            case.get("after", case["before"]),
            id=f"{kind}-{number}",
            marks=[_failing(AMID if clean else group["why it fails"])] if fails in case else [],
        )
        for kind, group in CASES.items()
        for number, case in enumerate(group["cases"], 1)
        if not clean or {"after", "alone", "fails"}.isdisjoint(case)
    ]


def _failing(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(raises=AssertionError, reason=reason)


@pytest.mark.parametrize(("before", "after"), _parameters("fails", clean=False))
def test_a_line_comes_back_as_it_was(before: str, after: str) -> None:
    assert repair(Text((before,), "utf-8")).lines == (after,)


@pytest.mark.parametrize(("before", "after"), _parameters("fails amid", clean=True))
def test_a_clean_line_stays_in_a_damaged_file(before: str, after: str) -> None:
    for lines in AROUND.values():
        fixed = repair(Text((*lines, before, *lines), "utf-8")).lines

        assert fixed[len(lines)] == after
        assert fixed[: len(lines)] != lines


@pytest.mark.parametrize(
    "lines",
    [
        (">>> fix_text('âœ” No problems')", "'✔ No problems'"),
        (">>> print(fix(\"(à¸‡'âŒ£')à¸‡\"))", "(ง'⌣')ง"),
        ("fix('The picture doesnâ€™t have eyebrows.')", '"The picture doesn\'t have eyebrows."'),
        (r"fix('Ã\xa0 perturber la rÃ©flexion')", "'à perturber la réflexion'"),
        ("- une deuxiÃ¨me tentative", "+ une deuxième tentative"),
        (
            "$ sed -n 3p digest.md",
            "Báº£n tin do mÃ¡y tá»•ng há»£p",
            "$ digestkb repair digest.md",
            "Bản tin do máy tổng hợp",
        ),
    ],
)
def test_damage_stays_whose_text_stands_in_a_line_near_by(lines: tuple[str, ...]) -> None:
    text = Text(lines, "utf-8")

    assert repair(text) is text


def test_damage_beside_what_it_translates_is_repaired() -> None:
    lines = ('msgid "It doesn\'t work any more"', 'msgstr "It doesnâ€™t work any more"')

    assert repair(Text(lines, "utf-8")).lines == (lines[0], 'msgstr "It doesn’t work any more"')


def test_damage_beside_another_line_with_the_same_ascii_letters_is_repaired() -> None:
    lines = ("Adobe FrameMaker æ–‡ä»¶", "Adobe FrameMaker", "GRPO-style training æ¨¡åž‹")

    assert repair(Text(lines, "utf-8")).lines == (
        "Adobe FrameMaker 文件",
        "Adobe FrameMaker",
        "GRPO-style training 模型",
    )


def test_what_quotes_damage_proves_nothing_of_other_lines() -> None:
    lines = ('"Ã©" is what é becomes, "Ã¨" what è, "Ã¼" what ü, "Ã¶" what ö', "MANHÃ e AMANHÔ", "Å² is a unit")
    text = Text(lines, "utf-8")

    assert repair(text) is text


@pytest.mark.parametrize("kind", CASES)
def test_a_repair_invents_no_loss_and_can_be_taken_back(kind: str) -> None:
    """Whatever is made of a case: no U+FFFD, no second repair that changes anything, a ledger that leads back."""
    for case in CASES[kind]["cases"]:
        text = Text((case["before"],), "utf-8")

        fixed = repair(text)

        assert fixed.lines[0].count("\ufffd") <= case["before"].count("\ufffd")
        assert repair(Text(fixed.lines, "utf-8")).lines == fixed.lines
        assert original_lines(fixed) == text.lines


def test_what_is_lost_has_its_columns_in_the_line_as_it_is() -> None:
    line = "先训练一次再评估".encode().decode("gb18030") + " x\ufffdy"

    fixed = repair(decode(line.encode()))
    lost = [change for change in fixed.repairs if change.channel in LOST]

    assert lost
    assert all(fixed.lines[0][change.start : change.end] == change.before for change in lost)
