"""Tab and Enter in real shells: a label from a note goes on the line as data and arrives as it was written."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from digestkb.cli.completion import Shell, install, script
from digestkb.cli.shells import ASKING
from digestkb.tags import key
from tests.cli.keys import SHELLS, Terminal, shell
from tests.cli.processes import NOTES, digestkb

#: Each is the only tag: the key is pressed where nothing of it is typed. ``pwned`` is the canary.
LABELS = [
    "$(touch pwned)",
    "`touch pwned`",
    "a;touch pwned",
    "a|b&c>d<e (f)",
    'it\'s "said"',
    "''$(touch pwned)",
    '"`touch pwned`"',
    "x\\$(touch pwned)\\",
    "[/bold]",
    "note:on policy",
    "--debug",
    "-x",
    "a*?[b]{c,d}~#^=%F{red}",
    "!x it's !y",
    "$HOME  ${IFS}",
    "học tăng cường",
    "强化　学习 蒸馏",
]
#: What of the label is typed already, and how: in a quote that is open, behind one that is closed, behind a colon.
BEGUN = [
    ("re", "reward $(touch pwned)"),
    ("'re", "reward $(touch pwned) `touch pwned` it's !x"),
    ('"re', 'reward $(touch pwned) `touch pwned` it\'s "q" !x \\'),
    ("'", "'$(touch pwned)"),
    ('"', '"$(touch pwned)'),
    ("\\$", "$(touch pwned)"),
    ("note:o", "note:on policy; touch pwned"),
    ("a\\ b:c", "a b:c d"),
    ('"a b:', "a b:c d"),
    ("'a b'", "a b:c d"),
    ("a'b", "ab c;d"),
    ("it\\'s\\ ", "it's so"),
    ("'it'\\''s", "it's so"),
    ("\"it's", "it's $HOME"),
    ("'a\\b", "a\\b c"),
    ("'họ", "học tăng cường"),
    ("强", "强化 学习"),
]
#: They cannot be typed, or are not what they look like.
UNSEEN = ["tab\there", "line\nhere", "esc\x1b[31mhere", "bell\x07", "c1\x9b31m", "turned\u202ehere", "nul-like\x7f"]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database whose labels the tests change."""
    db = tmp_path_factory.mktemp("labels") / "kb.db"
    assert digestkb("--db", str(db), "ingest", str(NOTES / "literature")).status == 0
    return db


@pytest.fixture(scope="module", params=SHELLS)
def keys(request: pytest.FixtureRequest, own: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """Each shell, waiting for keys."""
    with shell(request.param, tmp_path_factory.mktemp(request.param), own) as started:
        yield started
    assert pwned(started.folder) == []


def pwned(folder: Path) -> list[Path]:
    """Give the canaries."""
    return list(folder.rglob("pwned*"))


def tagged(db: Path, *labels: str) -> None:
    """Make these the only tags."""
    with closing(sqlite3.connect(db)) as database, database:
        database.execute("DELETE FROM paper_tags")
        sql = "INSERT INTO paper_tags SELECT min(number), ?, ? FROM papers"
        database.executemany(sql, [(key(label), label) for label in labels])


def test_a_label_arrives_as_it_was_written(keys: Terminal, own: Path) -> None:
    arrived = {}
    for label in LABELS:
        tagged(own, label)
        arrived[label] = keys.arguments("digestkb list --tag \t")

    assert arrived == {label: ["list", "--tag", label] for label in LABELS}
    assert pwned(keys.folder) == []


@pytest.mark.parametrize(("option", "begun"), [("--tag ", BEGUN), ("--tag=", BEGUN[:4])], ids=["apart", "joined"])
def test_what_was_typed_is_completed_in_its_quotes(
    keys: Terminal, own: Path, option: str, begun: list[tuple[str, str]]
) -> None:
    arrived = {}
    for typed, label in begun:
        tagged(own, label)
        arrived[typed] = "\n".join(keys.arguments(f"digestkb list {option}{typed}\t"))

    assert arrived == {typed: f"list\n{option.replace(' ', chr(10))}{label}" for typed, label in begun}
    assert pwned(keys.folder) == []


@pytest.mark.parametrize("quote", ["", "'", '"'], ids=["bare", "single", "double"])
def test_labels_with_the_same_head_are_told_apart(keys: Terminal, own: Path, quote: str) -> None:
    tagged(own, "re $(touch pwned); it's a", "re $(touch pwned); it's b", "`touch pwned`")
    arrived = keys.arguments(f"digestkb list --tag {quote}re\tb\t")

    assert arrived == ["list", "--tag", "re $(touch pwned); it's b"]
    assert pwned(keys.folder) == []


def test_a_list_of_titles_is_drawn_and_nothing_in_it_acts(keys: Terminal, own: Path) -> None:
    with closing(sqlite3.connect(own)) as database, database:
        titles = "$(touch pwned) `touch pwned` %{$(touch pwned)%} [/bold] \x1b]0;pwned\x07"
        database.execute("UPDATE papers SET title = ?", (titles,))
        ids = [f"note:$(touch pwned) {end}" for end in "ab"]
        numbers = database.execute("SELECT number FROM papers ORDER BY number LIMIT 2").fetchall()
        database.executemany(
            "UPDATE papers SET id = ? WHERE number = ?", zip(ids, (n for (n,) in numbers), strict=True)
        )

    assert keys.arguments("digestkb show note\t\t\x15digestkb show note\ta\t") == ["show", ids[0]]
    assert pwned(keys.folder) == []
    assert b"\x1b]0;pwned" not in keys.drawn


def test_a_script_of_typer_gets_nothing_to_evaluate(own: Path, tmp_path: Path) -> None:
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    tagged(own, "\\$(touch pwned)", "$(touch pwned)", "')) $(touch pwned)")
    old = get_completion_script(prog_name="digestkb", complete_var=ASKING, shell="zsh")
    with shell("zsh", tmp_path, own, old) as keys:
        keys.arguments("digestkb list --tag \t\t")
    assert pwned(tmp_path) == []
    for instruction in ("complete_bash", "complete_zsh", "complete_fish", "complete_powershell", "source_zsh", "x"):
        run = digestkb("list", "--tag", "", DIGESTKB_DB=str(own), **{ASKING: instruction})
        assert (run.status, run.err) == (0, "") and "touch" not in run.out


def test_zsh_completes_at_the_first_tab_from_a_folder_of_functions(own: Path, tmp_path: Path) -> None:
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions" / "_digestkb").write_text(script(Shell.ZSH))
    tagged(own, "$(touch pwned)")
    with shell("zsh", tmp_path, own, "fpath+=$PWD/functions; compinit -u\n") as keys:
        assert keys.arguments("digestkb list --tag \t") == ["list", "--tag", "$(touch pwned)"]


def asked(db: Path, *words: str, **changes: str) -> list[str]:
    """Ask as zsh does; gives the words that are offered."""
    run = digestkb(*words, DIGESTKB_DB=str(db), **{ASKING: "zsh", **changes})
    assert (run.status, run.err) == (0, "")
    return [line.partition("\t")[0] for line in run.lines]


def test_what_cannot_be_seen_is_not_offered(own: Path) -> None:
    tagged(own, *UNSEEN, "no-break\u00a0blank", "wide\u3000blank")

    assert sorted(asked(own, "list", "--tag", "")) == ["no-break\u00a0blank", "wide\u3000blank"]


@pytest.mark.parametrize("words", [("--color", ""), ("list", "--color", "")])
def test_when_to_colour_is_offered_before_a_command_and_behind_it(own: Path, words: tuple[str, ...]) -> None:
    assert asked(own, *words) == ["auto", "always", "never"]


def test_a_label_never_becomes_an_option(own: Path) -> None:
    with closing(sqlite3.connect(own)) as database, database:
        paths = ['["--debug"]', '["-f"]', '["fine -x"]']
        database.execute("DELETE FROM paper_topics")
        sql = "INSERT INTO paper_topics SELECT min(number), ?, ? FROM papers"
        database.executemany(sql, [(path, path) for path in paths])

    assert asked(own, "topics", "") == ["fine -x"]
    assert sorted(asked(own, "list", "--topic", "")) == ["--debug", "-f", "fine -x"]


@pytest.mark.parametrize(
    ("label", "quoted"),
    [
        ("plain-1.2:x/y_z", "plain-1.2:x/y_z"),
        ("$(touch pwned)", "'$(touch pwned)'"),
        ("it's \u2018so\u2019", "'it''s \u2018\u2018so\u2019\u2019'"),
        ('a;b`c"d|e&f@{g}', "'a;b`c\"d|e&f@{g}'"),
        ("-a.b", "'-a.b'"),
        ("\u2013x", "'\u2013x'"),
        ("học", "'học'"),
    ],
)
def test_powershell_gets_a_quoted_word_what_to_list_and_what_to_say(own: Path, label: str, quoted: str) -> None:
    tagged(own, label)
    asking = {ASKING: "powershell", "_DIGESTKB_LINE": "digestkb list --tag", "_DIGESTKB_WORD": ""}
    run = digestkb(DIGESTKB_DB=str(own), **asking)

    assert run.out == f"{quoted}\t{label}\t{label}\n"


@pytest.mark.parametrize("name", Shell)
def test_the_scripts_call_our_own_answers_and_evaluate_nothing(name: Shell) -> None:
    text = script(name)
    answers = re.search(rf"{ASKING} ?= ?\"?(\w+)", text)

    assert answers and answers[1] == name.value.replace("pwsh", "powershell")
    assert not re.search(r"\beval\b|Invoke-Expression|_TYPER", text)


@pytest.mark.parametrize("name", SHELLS)
def test_what_is_installed_is_what_is_shown_and_stays_single(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = tmp_path / f".{name}rc"
    settings.write_bytes(b"# caf\xe9")
    places = {install(Shell(name)) for _ in range(2)}

    assert [place.read_text(encoding="utf-8") for place in places] == [script(Shell(name))]
    lines = settings.read_bytes().split(b"\n")
    assert lines[0] == b"# caf\xe9" and len(lines) == (1 if name == "fish" else 3)
