"""Years, dates and languages that a note leaves out."""

from __future__ import annotations

import pytest

from digestkb.arxiv import ArxivId
from digestkb.assemble import assemble
from digestkb.dates import PartialDate
from digestkb.document import Document
from digestkb.records import DayWithoutYear, Kind, Mention, Passage, Reading, Span


def log(
    *days: str, below: dict[int, str] | None = None, dated: dict[int, str] | None = None
) -> tuple[Document, Reading]:
    """A log of days, three lines each; ``below`` puts a line under the n-th day, ``dated`` a dated entry."""
    lines, found, mentions = [], [], []
    for at, day in enumerate(days):
        month, number = (int(part) for part in day.split("."))
        found.append(DayWithoutYear(len(lines) + 1, month, number))
        mentions.append(Mention(Kind.LOG, Span(len(lines) + 2, len(lines) + 2), title=f"entry {at}"))
        lines += [f"## {day}", "- entry", (below or {}).get(at, "")]
    for line, date in (dated or {}).items():
        year, month, day_ = (int(part) for part in date.split("-"))
        mentions.append(Mention(Kind.LOG, Span(line, line), title="dated", date=PartialDate(year, month, day_)))
    return Document(tuple(lines)), Reading("log", tuple(mentions), days=tuple(found))


def dates(document: Document, reading: Reading) -> list[str | None]:
    note = assemble(document, reading)
    return [str(noted.dated.date) if noted.dated else None for noted in note.mentions]


def named(source: str, *days: str, **more: dict[int, str]) -> list[str | None]:
    document, reading = log(*days, **more)
    return dates(Document(document.lines, source), reading)


IMAGE = "![](asset/Pasted%20image%20{}.png)"


@pytest.mark.parametrize(
    ("source", "days", "below", "expected"),
    [
        ("2025.12.md", ("12.3", "12.8"), {}, ["2025-12-03", "2025-12-08"]),
        ("logs/2025/december.md", ("12.3",), {}, ["2025-12-03"]),
        # The name says January; the log begins in the December before.
        ("2026-01.md", ("12.30", "1.2"), {}, ["2025-12-30", "2026-01-02"]),
        # ... and the other way round, and kept backwards.
        ("2025-12.md", ("12.30", "1.2"), {}, ["2025-12-30", "2026-01-02"]),
        ("2026-01.md", ("1.2", "12.30"), {}, ["2026-01-02", "2025-12-30"]),
        # A year alone dates most of the days.
        ("2025.md", ("12.30", "1.2", "3.4"), {}, ["2024-12-30", "2025-01-02", "2025-03-04"]),
        # Time stamps of images beat the name of the file, if they fit the day.
        ("2024.md", ("12.8",), {0: IMAGE.format("20251208222525")}, ["2025-12-08"]),
        ("2024.md", ("12.8",), {0: IMAGE.format("20250301222525")}, ["2024-12-08"]),
        ("log.md", ("1.2", "1.15"), {1: IMAGE.format("20260116133935")}, ["2026-01-02", "2026-01-15"]),
        # Nobody reads a paper before it has its number; the latest paper of the log tells.
        ("log.md", ("1.2", "1.4"), {0: "2512.24880", 1: "1706.03762"}, ["2026-01-02", "2026-01-04"]),
        ("log.md", ("12.3", "1.4"), {0: "2512.02556"}, ["2025-12-03", "2026-01-04"]),
        # Nothing says anything.
        ("log.md", ("12.3",), {}, [None]),
        # A day that the year does not have is not made up: what is left is the date of the note.
        ("2025.md", ("2.29", "3.1"), {}, ["2025", "2025-03-01"]),
        ("2024.md", ("2.29", "3.1"), {}, ["2024-02-29", "2024-03-01"]),
    ],
)
def test_years_of_days(source: str, days: tuple[str, ...], below: dict[int, str], expected: list[str | None]) -> None:
    assert named(source, *days, below=below) == expected


def test_a_full_date_next_to_days_without_year_decides() -> None:
    document, reading = log("12.30", "1.2", below={0: "2301.00001"}, dated={7: "2024-01-05"})

    assert dates(document, reading) == ["2023-12-30", "2024-01-02", "2024-01-05"]


def test_evidence_is_kept() -> None:
    document, reading = log("12.8", below={0: IMAGE.format("20251208222525")})
    (noted,) = assemble(document, reading).mentions

    assert noted.dated is not None
    assert noted.dated.reason == "name of the image at line 3: Pasted image 20251208222525.png"


def synthesis(*numbers: str) -> Reading:
    return Reading("synthesis", tuple(Mention(Kind.TOPIC, Span(1, 1), arxiv_id=ArxivId(number)) for number in numbers))


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("2412.00131", "2412.00154", "2411.19309"), "2024-12"),
        (("2412.00131", "2411.19309"), None),  # no month has most of them
        ((), None),
    ],
)
def test_a_synthesis_is_of_the_month_of_most_of_its_papers(numbers: tuple[str, ...], expected: str | None) -> None:
    note = assemble(Document(("",)), synthesis(*numbers))

    assert (str(note.dated.date) if note.dated else None) == expected


def test_what_a_note_states_beats_its_name() -> None:
    reading = Reading("digest", (Mention(Kind.DIGEST, Span(1, 1)),), date=PartialDate(2026, 1, 9))
    note = assemble(Document(("# 2026-01-09",), "2024-05-01.md"), reading)

    assert [str(noted.dated and noted.dated.date) for noted in note.mentions] == ["2026-01-09"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("2018/05/16.md", ("2018-05-16", "path of the file: 2018/05/16.md")),
        ("2025-01/10-Feb-2025/NLP/README.md", ("2025-02-10", "path of the file: 2025-01/10-Feb-2025/NLP/README.md")),
        ("2025/weekly-200114.md", ("2020-01-14", "name of the file: weekly-200114.md")),
        # When a synchroniser made a copy is not when the note was written.
        ("gdpo.sync-conflict-20260109-101010-ABCDEFG.md", None),
        ("gdpo (conflicted copy 2026-01-09).md", None),
        ("2025/gdpo (conflicted copy 2026-01-09).md", ("2025", "path of the file: 2025/gdpo.md")),
        ("2025-12-01 (conflicted copy 2026-01-09).md", ("2025-12-01", "name of the file: 2025-12-01.md")),
    ],
)
def test_a_path_dates_its_note(source: str, expected: tuple[str, str] | None) -> None:
    dated = assemble(Document(("# On Things",), source), Reading("generic")).dated

    assert (dated and (str(dated.date), dated.reason)) == expected


@pytest.mark.parametrize(
    ("source", "number", "expected"),
    [
        ("09_April_Daily_Paper.md", "2004.03967", "2020-04-09"),
        ("a/Jan 2.md", "2512.24880", "2026-01-02"),
        ("09_April.md", "2003.03967", "2020-04-09"),
        # An old paper does not tell, and a version or section is no day.
        ("09_April.md", "1706.03762", None),
        ("2.1 April.md", "2004.03967", None),
        ("12.3.md", "2511.00001", None),
    ],
)
def test_new_papers_tell_the_year_of_a_name(source: str, number: str, expected: str | None) -> None:
    reading = Reading("generic", (Mention(Kind.NOTE, Span(1, 1), ArxivId(number)),))
    dated = assemble(Document(("# On Things",), source), reading).dated

    assert (dated and str(dated.date)) == expected


def test_languages_come_from_what_is_said() -> None:
    texts = ("Mô hình học cách suy luận qua nhiều bước.", "用强化学习训练智能体。", "The agent learns to reason.")
    reading = Reading(
        "generic",
        tuple(Mention(Kind.NOTE, Span(1, 1), passages=(Passage("text", 1, text),)) for text in (*texts, texts[1])),
    )
    note = assemble(Document(("",)), reading)

    assert [noted.language for noted in note.mentions] == ["vi", "zh", "en", "zh"]
    assert note.languages == ("zh", "en", "vi")
