"""Exit statuses, for every command: the table stands in ``errors``, and help, README and commands agree with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from digestkb.cli.app import COMMANDS, app
from digestkb.errors import STATUSES
from tests.cli.processes import ROOT, digestkb

runner = CliRunner()
#: What is asked of each command where the database of sample notes has an answer; none needs more than reading.
FOUND = {
    "ingest": ("--dry-run", "EMPTY"),
    "search": ("GRPO",),
    "list": (),
    "show": ("2601.05242",),
    "related": ("2601.05242",),
    "mentions": ("2601.05242",),
    "topics": (),
    "tags": (),
    "authors": (),
    "sources": (),
    "ideas": (),
    "gaps": (),
    "highlights": (),
    "reading-list": (),
    "timeline": (),
    "stats": (),
    "export": (),
    "ids": ("NOTE",),
    "has": ("2601.05242",),
    "glossary": ("GRPO",),
    "repair": ("NOTE",),
    "repairs": (),
    "backup": ("COPY",),
    "completion": ("bash", "--show"),
    "config": (),
    "doctor": ("--only", "tables"),  # what was repaired in the notes is uncertain in two places
    "forget": ("--dry-run", "logs/2025.12.md"),
    "mcp": ("--config", "claude"),
    "pick": ("--lines", "GRPO"),
    "skill": (),
}
#: The same where there is nothing to find, or a check finds something.
NOTHING = {
    "search": ("zyxotronic",),
    "list": ("--tag", "zyxotronic"),
    "show": ("zyxotronic",),
    "related": ("zyxotronic",),
    "mentions": ("zyxotronic",),
    "export": ("--tag", "zyxotronic"),
    "ids": ("EMPTY_NOTE",),
    "has": ("2601.99998",),
    "forget": ("zyxotronic",),
}
#: Commands that ask no database, and those that make one.
WITHOUT = ("read", "ids", "repair", "completion", "config", "glossary", "mcp", "skill")
MAKING = ("ingest", "rebuild", "add", "watch")
#: Commands that read files.
READING = ("ingest", "read", "ids", "repair", "rebuild")


@pytest.fixture
def names(tmp_path: Path) -> dict[str, str]:
    """The paths that stand for what is written in capitals."""
    (tmp_path / "note.md").write_text("# GRPO\n\narXiv:2601.05242\n", encoding="utf-8")
    (tmp_path / "empty.md").write_text("nothing\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return {
        "NOTE": str(tmp_path / "note.md"),
        "EMPTY_NOTE": str(tmp_path / "empty.md"),
        "EMPTY": str(tmp_path / "empty"),
        "COPY": str(tmp_path / "copy.db"),
    }


@pytest.fixture
def ask(db: Path, names: dict[str, str]) -> object:
    """Run a command in this process; gives its exit status and what it said."""

    def run(name: str, *arguments: str, database: Path = db) -> int:
        given = [names.get(argument, argument) for argument in arguments]
        return runner.invoke(app, [name, *given, "--db", str(database)]).exit_code

    return run


def test_the_lists_of_this_file_have_every_command() -> None:
    others = {"read", "rebuild", "embed", "add", "watch", "serve", "enrich", "site", "db"}
    assert set(COMMANDS) == {*FOUND, *NOTHING, *others}


@pytest.mark.parametrize("name", FOUND)
def test_what_is_found_or_done_is_status_0_in_a_fresh_process_and_in_a_copy(
    db: Path, names: dict[str, str], name: str
) -> None:
    """Most tests run copies of a process that has loaded the commands, so that here each starts for itself."""
    given = ("--db", str(db), name, *(names.get(argument, argument) for argument in FOUND[name]))
    fresh = digestkb(*given, fresh=True)
    Path(names["COPY"]).unlink(missing_ok=True)

    assert fresh.status == 0 and fresh == digestkb(*given)


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_found_is_status_1(ask: object, name: str) -> None:
    assert ask(name, *NOTHING[name]) == 1  # type: ignore[operator]


@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_that_there_is_not_is_status_2(ask: object, name: str) -> None:
    assert ask(name, "--no-such-option") == 2  # type: ignore[operator]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in (*WITHOUT, *MAKING)])
def test_a_database_that_is_not_there_is_status_2(ask: object, name: str, tmp_path: Path) -> None:
    missing = tmp_path / "nosuch.db"

    assert ask(name, *FOUND.get(name, ()), database=missing) == 2  # type: ignore[operator]
    assert not missing.exists()


@pytest.mark.parametrize("name", READING)
def test_a_path_that_is_not_there_is_status_2(ask: object, name: str, tmp_path: Path) -> None:
    assert ask(name, str(tmp_path / "nosuch"), database=tmp_path / "new.db") == 2  # type: ignore[operator]
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("arguments", [("ingest",), ("read",), ("ids",), ("repair", "--check")], ids=" ".join)
def test_a_path_that_is_not_there_among_others_is_status_3(
    ask: object, arguments: tuple[str, ...], tmp_path: Path
) -> None:
    there = (tmp_path / "nosuch", "NOTE")

    assert ask(*arguments, *map(str, there), database=tmp_path / "new.db") == 3  # type: ignore[operator]


def test_a_folder_without_notes_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    run = digestkb("--db", str(tmp_path / "kb.db"), "ingest", str(tmp_path / "empty"))

    assert run.status == 0
    assert run.err == f"digestkb: {tmp_path / 'empty'}: there are no notes in this folder\n"


def test_help_and_readme_have_the_table() -> None:
    shown = runner.invoke(app, ["--help"]).output
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for status, about in STATUSES.items():
        assert f"    {status:<3}  {about}\n" in shown
        assert f"| {status} | {about} |\n" in readme


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serach", "GRPO"], "there is no command 'serach'; did you mean search?"),
        (["GRPO", "-n", "1"], "there is no command 'GRPO'; to look for it: digestkb search GRPO"),
        (["search"], "missing argument 'QUERY...'; digestkb search --help explains"),
        (["search", "x", "--sot", "date"], "there is no option --sot; did you mean --sort?"),
        (["list", "-n", "many"], "invalid value for '--limit' / '-n': 'many' is not a whole number; digestkb list"),
    ],
    ids=lambda given: given[0] if isinstance(given, list) else "",
)
def test_wrong_usage_is_one_line_that_says_what_to_do(arguments: list[str], said: str) -> None:
    run = digestkb(*arguments)

    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)
    assert run.err.startswith(f"digestkb: {said}")


@pytest.mark.parametrize(
    "arguments", [["ingest", "NOTES"], ["rebuild"], ["embed"], ["enrich", "nosuch.json"], ["site", "OUT"]], ids=" ".join
)
@pytest.mark.parametrize("form", [["-f", "ids"], ["--fields", "nosuch"]], ids=" ".join)
def test_what_a_summary_cannot_be_written_as_is_refused_before_the_work(
    arguments: list[str], form: list[str], tmp_path: Path
) -> None:
    places = {"NOTES": str(ROOT / "data" / "notes"), "OUT": str(tmp_path / "out")}
    run = digestkb("--db", str(tmp_path / "kb.db"), *(places.get(one, one) for one in arguments), *form)

    assert (run.status, run.out) == (2, "")
    assert ("there is no field" if "nosuch" in form else "cannot be written as ids") in run.err
    assert sorted(path.name for path in tmp_path.iterdir()) == []


def test_options_of_all_commands_may_stand_behind_them(db: Path, tmp_path: Path) -> None:
    assert digestkb("stats", "-f", "tsv", "--db", str(db)).lines
    other = digestkb("--db", str(db), "stats", "--db", str(tmp_path / "nosuch.db"), "--debug")
    assert other.status == 2 and "nosuch.db" in other.err and "Traceback" in other.err
    assert runner.invoke(app, ["-h"]).output == runner.invoke(app, ["--help"]).output


@pytest.mark.parametrize("name", COMMANDS)
def test_h_is_short_for_help(name: str) -> None:
    short, long = (runner.invoke(app, [name, option]) for option in ("-h", "--help"))

    assert (short.exit_code, short.output) == (0, long.output)


def faulty_reader(tmp_path: Path, claims: str) -> str:
    """Install a reader that fails with what it claims; gives the path that it is found on."""
    folder = tmp_path / "site" / "faulty-1.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 1\n")
    (folder / "entry_points.txt").write_text("[digestkb.readers]\nfaulty = faulty:READER\n")
    (tmp_path / "site" / "faulty.py").write_text(
        "from digestkb.readers import Reader\n"
        "def read(document):\n    raise ValueError('no reading')\n"
        f"READER = Reader('faulty', lambda document: {claims}, read)\n"
    )
    return f"{ROOT}:{tmp_path / 'site'}"


def test_debug_shows_where_in_a_reader_a_note_failed(tmp_path: Path) -> None:
    """The reader is one of another package, which this one knows by its entry point."""
    (tmp_path / "a.md").write_text("# Faulty\n", encoding="utf-8")
    path = faulty_reader(tmp_path, "document.lines[0] == '# Faulty'")
    quiet, told = (
        digestkb("--db", str(tmp_path / "kb.db"), "ingest", str(tmp_path / "a.md"), *extra, PYTHONPATH=path)
        for extra in ((), ("--debug",))
    )

    assert (quiet.status, quiet.err.count("\n"), "no reading" in quiet.err) == (1, 1, True)
    assert told.status == 1 and "Traceback" in told.err and "in read" in told.err


def test_a_reader_that_fails_with_everything_fails_with_notes_that_are_there(tmp_path: Path) -> None:
    path = faulty_reader(tmp_path, "True")
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(f"# Note {name}\n", encoding="utf-8")
    run = digestkb("--db", "kb.db", "ingest", "a.md", "b.md", cwd=tmp_path, PYTHONPATH=path)
    assert run.status == 1 and sorted(line.split(": ")[1] for line in run.err.splitlines()) == ["a.md", "b.md"]
