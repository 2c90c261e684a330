"""What is said of a repair: one layer of changes on top of the other, what is in doubt, and how sure it is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestkb.text.changes import Change, between, entries, on_top
from digestkb.text.confidence import UNRIVALLED, Seen, bound, of_reading
from digestkb.text.decode import decode
from digestkb.text.ledger import DOUBTFUL, Ledger, Repair, Text
from digestkb.text.repair import repair
from digestkb.text.repaired import original_lines
from digestkb.text.weights import SURE, SURE_TOGETHER


def _made(line: str, changes: list[Change]) -> str:
    out, at = "", 0
    for change in changes:
        out += line[at : change.start] + change.after
        at = change.end
    return out + line[at:]


@st.composite
def _layer(draw: st.DrawFn, line: str) -> list[Change]:
    places = sorted(draw(st.lists(st.integers(0, len(line)), max_size=8, unique=True)))
    pairs = list(zip(places[::2], places[1::2], strict=False))
    return [Change(start, end, draw(st.text("xyz", max_size=3)), 0.5) for start, end in pairs]


@given(st.data(), st.text("abcdef", max_size=12))
def test_two_layers_make_what_one_after_the_other_makes(data: st.DataObject, line: str) -> None:
    first = data.draw(_layer(line))
    middle = _made(line, first)
    second = data.draw(_layer(middle))
    both = on_top(first, middle, second)

    assert _made(line, both) == _made(middle, second)
    assert all(before.end <= after.start for before, after in pairwise(both))


def test_what_is_in_doubt_in_one_layer_is_in_doubt_in_what_becomes_of_it() -> None:
    first = [Change(0, 2, "Ã", 0.5), Change(2, 4, "¡", 1.0), Change(6, 7, "x", 1.0)]
    both = on_top(first, "Ã¡ bx", [Change(0, 2, "á", 1.0)])

    assert [(change.start, change.end, change.after, change.sure) for change in both] == [
        (0, 4, "á", 0.5),
        (6, 7, "x", 1.0),
    ]


@pytest.mark.parametrize("sure", [0.0, 0.5, 0.89, 0.9, 0.97, 1.0])
def test_an_entry_is_uncertain_if_and_only_if_it_is_less_sure(sure: float) -> None:
    changes = [Change(at, at + 1, "x", sure) for at in range(0, 40, 2)]

    assert all(
        entry.uncertain == (entry.confidence < SURE) == (sure < SURE) for entry in entries("a" * 40, changes, "")
    )


def test_near_changes_are_one_entry_as_long_as_all_of_them_are_likely_right() -> None:
    changes = [Change(at, at + 1, "x", 0.99) for at in range(0, 60, 2)]
    found = list(entries("a" * 60, changes, ""))

    assert 1 < len(found) < 8
    assert all(entry.confidence >= SURE_TOGETHER for entry in found)


def test_what_is_doubtful_to_its_model_is_an_entry_of_its_own() -> None:
    changes = [Change(0, 1, "x", 0.99), Change(2, 3, "y", 0.95, doubtful=True), Change(4, 5, "z", 0.99)]
    found = list(entries("a" * 6, on_top([Change(2, 3, "b", 1.0)], "aabaaa", changes), ""))

    assert [(entry.after, entry.uncertain) for entry in found] == [("x", False), ("y", True), ("z", False)]


@pytest.mark.parametrize("kind", ["vi", "zh", "latin", "cyrillic", "arabic", "hangul", "japanese", "traditional"])
def test_the_farther_the_next_reading_the_surer(kind: str) -> None:
    sure = [of_reading(Seen(kind, margin, 2.0, 0.1, 4.0)) for margin in (0.0, 1.0, 4.0, 9.0, 49.0)]  # type: ignore[arg-type]

    assert sure == sorted(sure)
    assert sure[0] < SURE < sure[-1] <= UNRIVALLED
    assert of_reading(Seen(kind, 0.0, 2.0, 0.1, 4.0)) < bound(kind)  # type: ignore[arg-type]
    assert of_reading(Seen(kind, None, 2.0, 0.1, 4.0)) >= bound(kind)  # type: ignore[arg-type]


def test_a_line_damaged_twice_says_where_it_is_in_doubt() -> None:
    clean = ("Рыжая лис бежит, и никто не знает куда.", "Проверка данных закончена, результаты записаны.") * 4
    damaged = [line.encode().decode("cp1252", "ignore").encode().decode("latin-1") for line in clean]
    text = repair(Text(tuple(damaged), "utf-8"))

    assert any(change.uncertain for change in text.repairs)
    assert any(not change.uncertain and change.confidence < 1 for change in text.repairs)
    assert original_lines(text) == tuple(damaged)


def test_between_two_texts_only_what_differs_is_changed() -> None:
    assert between("a – b – c", "a – b — c", 1.0) == [Change(6, 7, "—", 1.0)]


def test_a_long_file_that_two_code_pages_share_is_in_doubt_where_they_differ() -> None:
    # The two differ in a letter and in marks that stand in few words.
    line = "η μέθοδος είναι απλή και τα αποτελέσματα είναι καλά, όπως φαίνεται στον πίνακα"
    text = "\n".join([line] * 60 + ["Άνθρωποι"])
    found = decode(text.encode("iso8859-7"))

    doubts = [entry for entry in found.repairs if entry.channel == DOUBTFUL]
    assert [entry.line for entry in doubts] == [61]


def test_a_ledger_gives_back_what_was_put_into_it() -> None:
    kept = [
        Repair(
            line,
            line % 7,
            line % 7 + 2,
            "Ã¡" * (line % 3),
            "á" * (line % 2),
            f"channel {line // 300}",
            line / 1000,
            line % 5 == 0,
        )
        for line in range(700)
    ]
    ledger = Ledger(kept[:10])
    ledger.extend(kept[10:])
    assert list(ledger) == kept
    assert [ledger[at] for at in (0, 511, 512, -1)] == [kept[at] for at in (0, 511, 512, -1)]
    assert ledger == tuple(kept)
    assert ledger != Ledger(kept[:-1])
