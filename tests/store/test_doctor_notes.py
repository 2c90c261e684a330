"""What the doctor finds in the notes themselves, each with the line of the file on which it is, and what it lets be."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from digestkb.query.database import library
from digestkb.store.checks import CHECKS
from digestkb.store.checks.examination import Finding, Part
from digestkb.store.doctor import examine
from tests.faults.corpus import ingest_into

LOG = "# Log\n\n## {date}\n\n- [{title}](https://arxiv.org/abs/{number}) was read\n"
#: The month after the next, in which no number was given yet.
_SOON = dt.date.today().replace(day=1) + dt.timedelta(days=70)
SOON = f"{_SOON:%y%m}.01234"
#: Notes by their names, and what is found: the check, the place, and a part of the message.
NOTES: dict[str, tuple[dict[str, str], set[tuple[str, str, str]]]] = {
    "nothing": ({"a.md": LOG.format(date="2026-01-09", title="Alpha for All of Us", number="2601.00001")}, set()),
    "a month that there is not": (
        {"a.md": "# A\n\nsee https://arxiv.org/abs/2513.01234 and arXiv:2500.01234\n"},
        {("numbers", "a.md:3", "2513.01234"), ("numbers", "a.md:3", "2500.01234")},
    ),
    "an old number of four digits, and what is none": (
        {"a.md": "# A\n\narXiv:1412.6980 took 2513.01234 seconds; arxiv.org/abs/hep-th/9901001v2\n"},
        set(),
    ),
    "a number with a digit too few": ({"a.md": "# A\n\narXiv:2501.1234\n"}, {("numbers", "a.md:3", "2501.1234")}),
    "a month yet to come": ({"a.md": f"# A\n\n- arXiv:{SOON}\n"}, {("numbers", "a.md:1", "yet to come")}),
    "a log before its paper": (
        {"2025.12.md": LOG.format(date="2025.12.03", title="Alpha for All of Us", number="2601.00001")},
        {("older", "2025.12.md:5", "2601.00001 is of 2026-01, and the note speaks of it on 2025-12-03")},
    ),
    "a log on the last day before": (
        {"2025.12.md": LOG.format(date="2025.12.31", title="Alpha for All of Us", number="2601.00001")},
        {("older", "2025.12.md:5", "2025-12-31")},
    ),
    "a log in the month of its paper": (
        {"2026.1.md": LOG.format(date="2026.01.01", title="Alpha for All of Us", number="2601.00001")},
        set(),
    ),
    "a note that grew": (
        {"a.md": "---\ndate: 2024-02-05\n---\n\n# Old\n\narXiv:2402.00001\n\n- later: arXiv:2601.00001\n"},
        set(),
    ),
    "a link that says another number": (
        {"a.md": "# A\n\n- [arXiv:2601.00001](https://arxiv.org/abs/2601.00002) is read\n"},
        {("links", "a.md:3", "the text says 2601.00001, and the address 2601.00002")},
    ),
    "a link of HTML that does": (
        {"a.md": "# A\n\n<a href='https://arxiv.org/pdf/2601.00002v3'>2601.00001</a>\n"},
        {("links", "a.md:3", "2601.00001")},
    ),
    "links that say the same number, or none": (
        {
            "a.md": "# A\n\n[2601.00001v2](https://arxiv.org/pdf/2601.00001)\n",
            "b.md": "# B\n\n[Beta](https://arxiv.org/abs/2601.00002), [2601.00002](https://github.com/a/b)\n",
        },
        set(),
    ),
    "a number with two titles": (
        {
            "a.md": LOG.format(date="2026-01-09", title="Alpha: Learning to Draw Large Circles", number="2601.00001"),
            "b.md": LOG.format(date="2026-01-09", title="A Survey on Cooking with Wild Herbs", number="2601.00001"),
        },
        {("titles", "b.md:5", "A Survey on Cooking")},
    ),
    "a number with a title, its name and a translation": (
        {
            "a.md": LOG.format(date="2026-01-09", title="Alpha: Learning to Draw Large Circles", number="2601.00001"),
            "b.md": LOG.format(date="2026-01-09", title="Alpha", number="2601.00001"),
            "c.md": LOG.format(date="2026-01-09", title="Học cách vẽ những vòng tròn rất lớn", number="2601.00001"),
            "d.md": LOG.format(date="2026-01-09", title="学习如何绘制一个很大的圆形", number="2601.00001"),
            "e.md": LOG.format(date="2026-01-09", title="Learning to Draw Large Circles", number="2601.00001"),
        },
        set(),
    ),
    "a title with two numbers": (
        {
            "a.md": LOG.format(date="2026-01-09", title="Alpha: Learning to Draw Circles", number="2601.00001"),
            "b.md": LOG.format(date="2026-01-09", title="Alpha: learning to draw circles", number="2601.00002"),
        },
        {("twins", "b.md:5", "2601.00002 is called")},
    ),
    "an uncertain repair": (
        {"a.md": "# Notes\n\nKháº£ nÄƒng suy luáºn vá» sau, gá»i Ã½ nhá» hÆ¡n\n"},
        {("repairs", "a.md:3", "may be")},
    ),
}


def found(path: Path) -> list[Finding]:
    """Examine the notes of a database."""
    with library(path) as connection:
        return list(examine(connection, Part.NOTES))


@pytest.mark.parametrize(("notes", "wanted"), NOTES.values(), ids=NOTES)
def test_what_notes_say(tmp_path: Path, notes: dict[str, str], wanted: set[tuple[str, str, str]]) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    for name, text in notes.items():
        (folder / name).write_text(text, encoding="utf-8")
    ingest_into(tmp_path / "kb.db", folder)
    seen = found(tmp_path / "kb.db")

    assert {(finding.check, finding.what) for finding in seen} == {place[:2] for place in wanted}
    for check, what, said in wanted:
        assert any((finding.check, finding.what) == (check, what) and said in finding.message for finding in seen)
    for finding in seen:
        assert (finding.folder, f"{finding.source}:{finding.line}") == (str(folder), finding.what)


def test_files_and_lines_that_are_gone(tmp_path: Path) -> None:
    folder, path = tmp_path / "notes", tmp_path / "kb.db"
    folder.mkdir()
    for number in range(1, 4):
        log = LOG.format(date="2026-01-09", title=f"Alpha {number} for All of Us", number=f"2601.0000{number}")
        (folder / f"{number}.md").write_text(log)
    ingest_into(path, folder)
    assert found(path) == []
    (folder / "3.md").unlink()
    (folder / "1.md").write_text("# Log\n")
    assert [(finding.check, finding.what) for finding in found(path)] == [("files", "3.md:1"), ("lines", "1.md:5")]
    shutil.rmtree(folder)
    assert [(finding.check, finding.what) for finding in found(path)] == [("files", str(folder))]


def test_a_line_that_even_the_old_file_had_not(tmp_path: Path) -> None:
    folder, path = tmp_path / "notes", tmp_path / "kb.db"
    folder.mkdir()
    (folder / "a.md").write_text(LOG.format(date="2026-01-09", title="Alpha for All of Us", number="2601.00001"))
    ingest_into(path, folder)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE mentions SET last_line = 99")
        connection.commit()

    assert [(finding.check, finding.what) for finding in found(path)] == [("lines", "a.md:99")]


def test_every_check_of_notes_has_a_note() -> None:
    seen = {check for _, wanted in NOTES.values() for check, _, _ in wanted} | {"files", "lines"}

    assert {check.name for check in CHECKS if check.part is Part.NOTES} == seen
