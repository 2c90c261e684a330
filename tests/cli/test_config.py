"""What is set holds for the commands, and only where its owner has put it."""

from __future__ import annotations

from pathlib import Path

from tests.cli.processes import Command, digestkb

NOTE = "# Otters\n\narXiv: 2601.00001\n"


def test_ingest_reads_the_folders_that_are_set_into_the_database_that_is_set(tmp_path: Path) -> None:
    (tmp_path / "ghi chú").mkdir()
    (tmp_path / "ghi chú" / "a.md").write_text(NOTE, encoding="utf-8")
    file = tmp_path / "config.toml"
    file.write_text('database = "kb.db"\nnotes = ["ghi chú"]\nnote = "x"\n', encoding="utf-8")

    run = digestkb("ingest", DIGESTKB_CONFIG=str(file))

    assert run.status == 0
    assert run.err == f"digestkb: {file}: there is no setting 'note'; digestkb config shows which there are\n"
    assert digestkb("list", "-f", "ids", DIGESTKB_DB=str(tmp_path / "kb.db")).lines == ["2601.00001"]


def test_without_anything_set_ingest_says_what_to_do() -> None:
    run = digestkb("ingest")

    assert (run.status, run.out) == (2, "")
    assert run.err.startswith("digestkb: name a folder of notes, or set `notes` in ")


def test_a_file_among_notes_is_not_obeyed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(NOTE, encoding="utf-8")
    for name in ("config.toml", "digestkb.toml", ".digestkb.toml"):
        (tmp_path / name).write_text('database = "theirs.db"\n', encoding="utf-8")

    digestkb("--db", str(tmp_path / "kb.db"), "ingest", ".", cwd=tmp_path)
    run = digestkb("config", cwd=tmp_path, XDG_DATA_HOME=str(tmp_path / "data"))

    assert run.records[0][:3] == ["database", str(tmp_path / "data/digestkb/kb.db"), "default"]
    assert not (tmp_path / "theirs.db").exists()


def test_colour_and_pager_are_set_unless_the_environment_says_otherwise(tmp_path: Path, kb: Command) -> None:
    file = tmp_path / "config.toml"
    file.write_text('color = "always"\npager = "false"\n', encoding="utf-8")
    there = {"DIGESTKB_CONFIG": str(file)}

    assert "\x1b[" in kb("list", "-n", "2", "-f", "table", **there).out
    assert "\x1b[" not in kb("list", "-n", "2", "-f", "table", "--color", "never", **there).out
    assert "\x1b[" not in kb("list", "-n", "2", "-f", "table", NO_COLOR="1", **there).out
    assert ["pager", "false", str(file)] in [record[:3] for record in digestkb("config", **there).records]
    file.write_text('color = "red"\n', encoding="utf-8")
    run = kb("list", "-n", "2", **there)
    assert (run.status, run.err) == (2, f"digestkb: {file}: color is one of auto, always, never, not 'red'\n")
