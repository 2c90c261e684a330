"""Numbers and titles of notes held against a snapshot: what is wrong, where, and which number was meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import snapshot as generator
from digestkb.query.database import library
from digestkb.snapshot import stream
from digestkb.snapshot.record import title
from digestkb.snapshot.stream import Snapshot
from digestkb.store.stated import stated
from digestkb.verify import Verification, are_unlike
from tests.cli.processes import digestkb
from tests.faults.corpus import ingest_into
from tests.snapshot.test_snapshot import WHOLE

#: What the snapshot has, of which the last change was on 2026-10-03.
REAL = {
    "1706.03762": "Attention Is All You Need",
    "2304.02643": "Segment Anything",
    "2403.03507": "GaLore: Memory-Efficient LLM Training by\n  Gradient Low-Rank Projection",
    "2601.05242": "GDPO: Rewards That Are Normalised Apart From Each Other",
    "hep-th/9901001": 'Black Holes and Schr\\"odinger Operators in Two Dimensions',
}
NOTE = "# Notes\n\n- [{title}](https://arxiv.org/abs/{number}) is read\n"
#: Number and title in the note: which check finds what, and the number that was meant.
CASES: dict[str, tuple[str, str, tuple[str, str] | None]] = {
    "right": ("1706.03762", "Attention Is All You Need", None),
    "in other letters": ("1706.03762", "attention is all you need!", None),
    "cut": ("2403.03507", "GaLore: Memory-Efficient LLM Training", None),
    "a name": ("2403.03507", "GaLore", None),
    "another name": ("2601.05242", "GRPO Fix", None),
    "translated": ("1706.03762", "Sự chú ý là tất cả những gì bạn cần", None),
    "in Chinese": ("1706.03762", "注意力就是你所需要的一切", None),
    "an old number": ("hep-th/9901001", "Black holes and Schrödinger operators in two dimensions", None),
    "of another paper": ("2601.05242", "Attention Is All You Need", ("mistitled", "1706.03762")),
    "of a paper with a short title": ("2304.02643", "Gradient Low-Rank Projection for GaLore LLM Training Memory",
                                      ("mistitled", "2403.03507")),
    "of a paper that there is not": ("1706.03762", "Otters Build Wooden Bridges Quickly", ("mistitled", "")),
    "no number": ("2403.99999", "GaLore: Memory-Efficient LLM Training by Gradient Low-Rank Projection",
                  ("unknown", "2403.03507")),
    "no number, and a longest word with marks": ("2403.99997", "Schrödinger Holes: Black Operators",
                                                 ("unknown", "hep-th/9901001")),
    "no number, and too few words in common": ("2403.99996", "Operators, Schrödinger, Bridges, Otters",
                                               ("unknown", "")),
    "no number and no such title": ("2403.99999", "Otters Build Wooden Bridges Quickly", ("unknown", "")),
    "no number, with a name": ("2403.99998", "GaLore", ("unknown", "")),
    "newer than the snapshot": ("2610.00001", "Otters Build Wooden Bridges Quickly", None),
}  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot as a file, with records of no interest among them."""
    path = tmp_path_factory.mktemp("snapshot") / "snapshot.json"
    records = ({**WHOLE, "id": number, "title": title, "update_date": "2026-10-03"} for number, title in REAL.items())
    generator.write(path, [*generator.lines(0), *map(generator.line, records)])
    return path


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A note for each case."""
    notes = tmp_path_factory.mktemp("notes")
    for name, (number, noted, _) in CASES.items():
        (notes / f"{name}.md").write_text(NOTE.format(number=number, title=noted), encoding="utf-8")
    path = tmp_path_factory.mktemp("kb") / "kb.db"
    ingest_into(path, notes)
    return path


def test_each_case(db: Path, snapshot: Path) -> None:
    with library(db) as connection, Snapshot(snapshot) as opened:
        run = Verification(stated(connection), opened, lambda: Snapshot(snapshot))
        list(run.steps())
    found = {one.source.removesuffix(".md"): one for one in run.findings}

    assert {name: (one.check, one.likely) for name, one in found.items()} == {
        name: expected for name, (*_, expected) in CASES.items() if expected
    }
    assert all(one.line == 3 for one in found.values())
    assert run.newer == 1
    assert found["of another paper"].message == (
        "2601.05242 is 'GDPO: Rewards That Are Normalised Apart From Each Other', and called"
        " 'Attention Is All You Need' here; likeliest is 1706.03762"
    )


@pytest.mark.parametrize("form", [generator.line, lambda record: json.dumps(dict(reversed(record.items()))) + "\n"])
def test_what_cannot_be_meant_is_not_parsed_to_see_that(
    db: Path, tmp_path: Path, form: Callable[[dict[str, Any]], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    monkeypatch.setattr(stream, "title", lambda found: parsed.append(found["id"]) or title(found))
    path = tmp_path / "snapshot.json"
    records = ({**WHOLE, "id": number, "title": real, "update_date": "2026-10-03"} for number, real in REAL.items())
    generator.write(path, map(form, records))
    with library(db) as connection, Snapshot(path) as opened:
        run = Verification(stated(connection), opened, lambda: Snapshot(path))
        list(run.steps())

    meant = {expected[1] for *_, expected in CASES.values() if expected and expected[1]}
    assert {one.likely for one in run.findings} - {""} == meant == set(parsed)
    assert len(parsed) == len(meant) < len(REAL)


def test_doctor_says_so_with_place_and_status(db: Path, snapshot: Path) -> None:
    wrong = [expected for *_, expected in CASES.values() if expected]
    run = digestkb("--db", str(db), "doctor", "--against", str(snapshot), "--json")
    records: list[dict[str, Any]] = json.loads(run.out)

    assert run.status == 1 and len(records) == len(wrong)
    assert sorted((record["check"], record["likely"] or "") for record in records) == sorted(wrong)
    assert run.err == "digestkb: 1 numbers are newer than the snapshot, and were not looked for\n"
    piped = digestkb("--db", str(db), "doctor", "--against", "-", "-f", "paths", stdin=snapshot.read_bytes())
    assert piped.status == 1 and len(piped.lines) == len(wrong)
    assert any(line.split(":")[0].endswith("of another paper.md") and ":3:" in line for line in piped.lines)


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="no pipe has a name here")
def test_a_pipe_that_has_a_name_is_read_once(db: Path, snapshot: Path) -> None:
    run = digestkb("--db", str(db), "doctor", "--against", "/dev/stdin", "-f", "paths", stdin=snapshot.read_bytes())

    assert run.status == 1, run.err
    assert len(run.lines) == sum(expected is not None for *_, expected in CASES.values())


def test_what_is_cut_off_says_nothing_of_the_notes(db: Path, snapshot: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.json"
    cut.write_bytes(snapshot.read_bytes()[:-30])
    run = digestkb("--db", str(db), "doctor", "--against", str(cut))

    assert run.status == 2 and run.out == ""
    assert run.err == f"digestkb: {cut} cannot be read to its end: its last line is cut off\n"


@pytest.mark.parametrize("more", [("--fix",), ()])
def test_what_does_not_go_together_is_refused(db: Path, tmp_path: Path, more: tuple[str, ...]) -> None:
    run = digestkb("--db", str(db), "doctor", "--against", str(tmp_path / "none.json"), *more)

    assert run.status in (2, 3) and run.out == "" and run.err.count("\n") == 1


@pytest.mark.parametrize(
    ("noted", "real", "unlike"),
    [
        ("The Law of Large Numbers for Random Graphs", "The Theory of Everything and the Rest for All", True),
        ("A Method for Stochastic Optimization", "Adam: A Method for Stochastic Optimization", False),
        ("Schrödinger Operators on Graphs", "Deep Residual Learning for Image Recognition", True),
        ("Deep Learning", "Attention Is All You Need", False),
        ("Deep Learning for Images", "", False),
    ],
)
def test_titles_that_are_unlike(noted: str, real: str, unlike: bool) -> None:
    assert are_unlike(noted, real) is unlike
