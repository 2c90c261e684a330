"""Notes about no paper on the command line: who lists them, who leaves them out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.processes import Command, Run, digestkb

FILES = {
    "paper.md": "# Attention Is All You Need\n\narXiv:1706.03762\n\nTransformers and groceries.\n",
    "errands/todo.md": "---\ntags: [home]\n---\n# TODO\n\nBuy groceries: milk.\n",
    "work/todo.md": "# TODO\n\nCall the landlord.\n",
    "log.md": "# Log\n\n## 2025.12.3\n- Grocery robots\n  - they carry groceries\n## 2025.12.4\n"
    "- [Cargo](https://arxiv.org/abs/2512.00001)\n  - groceries\n",
    "titled.md": "# Attention is all you need\n\nNothing but my thoughts on attention.\n",
}
PAPERS = {"1706.03762", "2512.00001", "note:grocery-robots"}
ERRANDS, WORK, TITLED = "note:todo@errands/todo.md", "note:todo@work/todo.md", "note:attention-is-all-you-need"
NOTES = {ERRANDS, WORK, TITLED}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of :data:`FILES`, ingested."""
    folder = tmp_path_factory.mktemp("kb") / "notes"
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def summary(folder: Path) -> Run:
    """What ingesting them says."""
    return digestkb("--db", str(folder.parent / "kb.db"), "ingest", str(folder))


@pytest.fixture
def ask(folder: Path, summary: Run) -> Command:
    """The command, on that database."""
    assert summary.status == 0

    def run(*arguments: str, **options: object) -> Run:
        return digestkb("--db", str(folder.parent / "kb.db"), *arguments, **options)  # type: ignore[arg-type]

    return run


def test_the_summaries_count_papers_and_notes(summary: Run, ask: Command) -> None:
    counts = dict(summary.records)
    assert (counts["papers"], counts["notes"]) == ("3", "3")
    counts = dict(ask("stats").records)
    assert (counts["papers"], counts["notes that are no papers"], counts["notes"]) == ("3", "3", "5")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("list",), PAPERS),
        (("list", "--notes"), PAPERS | NOTES),
        (("list", "--kind", "note"), {"1706.03762"} | NOTES),
        (("list", "kind:note"), {"1706.03762"} | NOTES),
        (("list", "--where", "kind:note"), {"1706.03762"} | NOTES),
        (("list", "kind:note", "--tag", "home"), {ERRANDS}),
        (("list", "--kind", "log"), PAPERS - {"1706.03762"}),
        (("list", "--where=-kind:log"), {"1706.03762"}),
        (("list", "is:note"), NOTES),
        (("list", "--where", f"id:{WORK}"), {WORK}),
        (("list", "--tag", "home"), set()),
        (("list", "--tag", "home", "--notes"), {ERRANDS}),
        (("list", "--source", "work"), set()),
        (("export",), PAPERS),
        (("export", "--notes"), PAPERS | NOTES),
        (("search", "groceries"), PAPERS | {ERRANDS}),
        (("search", "groceries", "^is:note"), PAPERS),
        (("search", "landlord"), {WORK}),
        (("show", WORK), {WORK}),
        (("show", "note:todo"), set()),
        (("has", TITLED), {TITLED}),
    ],
    # A set has another order in every process.
    ids=lambda value: " ".join(sorted(value) if isinstance(value, set) else value) or "none",
)
def test_who_has_notes(ask: Command, arguments: tuple[str, ...], expected: set[str]) -> None:
    run = ask(*arguments, "-f", "ids")
    assert set(run.lines) == expected
    assert run.status == (0 if expected else 1)


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "md", "table", "paths"])
def test_every_other_format_has_notes(ask: Command, form: str) -> None:
    assert "TODO" in ask("export", "--notes", "-f", form, COLUMNS="200").out
    assert "TODO" not in ask("export", "-f", form, COLUMNS="200").out


@pytest.mark.parametrize(
    ("arguments", "entries"),
    [
        (("export",), 3),
        (("export", "--notes"), 3),
        (("list", "--notes"), 3),
        (("list", "--kind", "note"), 1),
        (("list", "is:note"), 0),
        (("search", "groceries"), 3),
        (("search", "landlord"), 0),
        (("show", "1706.03762", WORK), 1),
        (("show", WORK), 0),
    ],
    ids=str,
)
@pytest.mark.parametrize(("form", "mark"), [("bibtex", "@misc{"), ("csljson", '"type":'), ("ris", "TY  - ")])
def test_no_note_stands_in_a_bibliography(
    ask: Command, arguments: tuple[str, ...], entries: int, form: str, mark: str
) -> None:
    run = ask(*arguments, "-f", form)
    assert run.out.count(mark) == entries
    assert run.status == (0 if entries else 1) and bool(run.err) is not bool(entries)


def test_a_record_says_that_it_is_a_note(ask: Command) -> None:
    records = {record["id"]: record["is_note"] for record in map(json.loads, ask("export", "--notes").lines)}
    assert records == {**dict.fromkeys(PAPERS, False), **dict.fromkeys(NOTES, True)}
    assert [record["is_note"] for record in json.loads(ask("search", "landlord", "--json").out)] == [True]


def test_a_note_is_shown_and_has_neighbours(ask: Command) -> None:
    assert "Call the landlord." in ask("show", WORK, "-f", "md").out
    assert ask("mentions", WORK, "-f", "paths").out.endswith("work/todo.md:1:TODO\n")
    assert ask("related", ERRANDS).err in ("", f"digestkb: nothing is related to '{ERRANDS}'\n")
    ambiguous = ask("show", "note:todo")
    assert ambiguous.err.startswith("digestkb: 2 papers are called 'note:todo': ")
    assert ERRANDS in ambiguous.err and WORK in ambiguous.err


def test_a_list_without_papers_says_how_to_ask_for_notes(ask: Command) -> None:
    assert "--notes" in ask("list", "--tag", "home").err
    assert "--notes" not in ask("list", "--tag", "nothing", "--notes").err


@pytest.mark.parametrize("arguments", [("search", "tag:hmoe"), ("list", "--notes", "--tag", "hmoe")])
def test_a_tag_that_nothing_has_is_answered_with_the_nearest(ask: Command, arguments: tuple[str, ...]) -> None:
    run = ask(*arguments)
    assert run.status == 1
    assert run.err.endswith("; did you mean tag:home?\n")
