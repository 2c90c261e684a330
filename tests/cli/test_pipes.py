"""What other programs rely on: the formats, exit statuses, standard input, closed pipes, silence."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from itertools import cycle
from pathlib import Path

import pytest

from tests.cli.processes import NOTES, Command, digestkb, environment, on_terminal

GDPO = "2601.05242"
#: Commands that answer from the database, each with arguments under which it finds something.
QUERIES = {
    "search": ("search", "GRPO"),
    "list": ("list",),
    "show": ("show", GDPO),
    "related": ("related", GDPO),
    "mentions": ("mentions", GDPO),
    "has": ("has", GDPO),
    "topics": ("topics",),
    "tags": ("tags",),
    "authors": ("authors",),
    "sources": ("sources",),
    "ideas": ("ideas",),
    "gaps": ("gaps",),
    "highlights": ("highlights",),
    "reading-list": ("reading-list",),
    "timeline": ("timeline",),
    "stats": ("stats",),
    "export": ("export",),
    "repairs": ("repairs",),
}


#: One more format for each command; tests/hostile tries all of them with all commands, within one process.
FORMATS = dict(zip(QUERIES, cycle(("jsonl", "csv", "md", "table")), strict=False))


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_answers_in_the_formats_it_has(kb: Command, name: str) -> None:
    tsv = kb(*QUERIES[name], "-f", "tsv")
    assert (tsv.status, tsv.err) == (0, "")
    assert len({len(record) for record in tsv.records}) == 1, "every line has the same number of fields"
    objects = json.loads(kb(*QUERIES[name], "--json").out)
    shown = kb(*QUERIES[name], "-f", FORMATS[name])
    if FORMATS[name] == "jsonl":
        assert objects == [json.loads(line) for line in shown.lines]
    elif FORMATS[name] == "csv":
        table = list(csv.reader(io.StringIO(shown.out)))
        assert len(table) - 1 == len(objects) == len(tsv.lines)
        assert len(table[0]) == len(tsv.records[0])
    else:
        assert shown.status == 0 and shown.out.strip()
        assert "\x1b" not in shown.out, "no terminal, no escapes"


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_pipe_gets_lines_and_no_table(kb: Command, query: tuple[str, ...]) -> None:
    expected = "jsonl" if query[0] == "export" else "tsv"
    assert kb(*query).out == kb(*query, "-f", expected).out


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_without_a_database_it_says_what_to_run(tmp_path: Path, query: tuple[str, ...]) -> None:
    run = digestkb("--db", str(tmp_path / "none.db"), *query)
    assert run.status == 2
    assert run.out == ""
    assert "digestkb ingest" in run.err and run.err.count("\n") == 1
    assert not list(tmp_path.iterdir()), "a query creates nothing"


NOTHING = [
    ("search", "zyxotronic"),
    ("search", "!!!"),
    ("list", "--tag", "zyxotronic"),
    ("list", "--since", "2050"),
    ("show", "9912.99999"),
    ("show", "zyxotronic"),
    ("related", "zyxotronic"),
    ("mentions", "zyxotronic"),
    ("glossary", "zyxotronic"),
    ("topics", "zyxotronic"),
    ("ideas", "zyxotronic"),
    ("repairs", "zyxotronic"),
]


@pytest.mark.parametrize("query", NOTHING, ids=" ".join)
def test_nothing_found_is_status_one_and_one_line(kb: Command, query: tuple[str, ...]) -> None:
    run = kb(*query)
    assert (run.status, run.out) == (1, "")
    assert run.err.startswith("digestkb: ") and run.err.count("\n") == 1


def test_what_was_filtered_by_stands_in_the_message(kb: Command) -> None:
    nothing = kb("search", "zyxotronic", "--tag", "rl", "--since", "2025-03").err
    assert nothing.startswith("digestkb: nothing found for 'zyxotronic' with tag:rl date:2025-03-01..")
    (known, nothing, _) = kb("list", "--kind", "loog").err.split("\n")
    assert "did you mean log?" in known and nothing == "digestkb: no paper is like kind:loog"
    assert "there are en, " in kb("list", "--lang", "xx").err


def test_nothing_found_is_still_json_and_csv(kb: Command) -> None:
    assert kb("search", "zyxotronic", "--json").out == "[]\n"
    assert kb("list", "--tag", "zyxotronic", "-f", "csv").out.startswith("id,title,date")


WRONG = [
    ("search",),
    ("nosuch",),
    ("search", "--nosuch", "x"),
    ("search", "x", "-f", "nosuch"),
    ("search", "x", "-n", "many"),
    ("search", "x", "--sort", "colour"),
    ("search", "(GRPO"),
    ("search", "date:soon"),
    ("search", "GRPO", "--since", "soon"),
    ("list", "--on", "2026-13"),
    ("list", "--since", "07/08/2026"),
    ("list", "--where", "tag:/(/"),
    ("tags", "-f", "bibtex"),
    ("stats", "-f", "ids"),
]


@pytest.mark.parametrize("query", WRONG, ids=" ".join)
def test_wrong_usage_is_status_two_without_a_traceback(kb: Command, query: tuple[str, ...]) -> None:
    run = kb(*query)
    assert (run.status, run.out) == (2, "")
    assert run.err.strip() and "Traceback" not in run.err


def test_a_bad_query_has_a_caret_under_the_place(kb: Command) -> None:
    message, query, caret = kb("search", "强化学习 (GRPO").err.split("\n")[:3]
    assert message.startswith("digestkb: ") and query.strip() == "强化学习 (GRPO"
    # Each of the four characters takes two cells.
    assert caret.index("^") == query.index("(") + 4


def test_debug_shows_the_traceback(kb: Command) -> None:
    run = kb("--debug", "show", "zyxotronic")
    run_of_fault = digestkb("--debug", "--db", "/nonexistent/kb.db", "stats")
    assert run.status == 1
    assert run_of_fault.status == 2 and "Traceback" in run_of_fault.err


def test_ids_go_from_one_command_to_the_next(kb: Command) -> None:
    ids = kb("search", "GRPO", "-f", "ids")
    shown = kb("show", "-", "-f", "ids", stdin=ids.out)
    assert (shown.status, shown.out) == (0, ids.out)
    assert kb("show", "-", "-f", "ids", stdin=kb("search", "GRPO").out).out == ids.out, "tsv will do as well"


def test_show_reads_ids_and_names_in_any_spelling(kb: Command) -> None:
    spellings = [GDPO, f"arXiv:{GDPO}v2", f"https://www.arxiv.org/pdf/{GDPO}.pdf", f"hf.co/papers/{GDPO}", "gdpo"]
    run = kb("show", "-", "-f", "ids", stdin="\r\n".join(["", *spellings, ""]))
    assert (run.status, run.lines) == (0, [GDPO])


def test_show_prints_what_it_finds_and_names_what_it_does_not(kb: Command) -> None:
    run = kb("show", GDPO, "zyxotronic", "-f", "ids")
    assert (run.status, run.lines) == (1, [GDPO])
    assert "zyxotronic" in run.err and run.err.count("\n") == 1


def test_show_of_an_empty_list_finds_nothing(kb: Command) -> None:
    assert kb("show", "-", stdin="\n\n").status == 1


@pytest.mark.parametrize("query", [("export",), ("search", "-n", "0", "-f", "json", "a"), ("show", GDPO)], ids=" ".join)
def test_a_closed_pipe_ends_silently(db: Path, query: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "digestkb", "--db", str(db), *query]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) != 1
    process.stderr.close()


def test_head_takes_one_line_and_nobody_complains(db: Path) -> None:
    script = f"'{sys.executable}' -m digestkb --db '{db}' export | head -n 1 | wc -l; echo ${{PIPESTATUS[0]}}"
    run = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=environment(), check=False)
    count, status = run.stdout.split()
    assert (count, run.stderr) == ("1", "") and status != "1"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_is_no_success(db: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "digestkb", "--db", str(db), "export"]
        run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment(), check=False)
    assert run.returncode == 2
    assert b"No space left" in run.stderr and b"Traceback" not in run.stderr


def test_closed_standard_streams_are_no_crash(db: Path) -> None:
    script = f"'{sys.executable}' -m digestkb --db '{db}' stats >&-; echo $?"
    run = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=environment(), check=False)
    assert "Traceback" not in run.stderr and run.stdout.strip() in ("0", "2")


def test_interrupted_is_status_130(tmp_path: Path) -> None:
    fifo = tmp_path / "slow.md"
    os.mkfifo(fifo)
    command = [sys.executable, "-m", "digestkb", "--db", str(tmp_path / "kb.db"), "ingest", "-"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    deadline = time.monotonic() + 30
    while not (tmp_path / "kb.db").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and b"Traceback" not in err


def test_a_busy_database_is_status_75(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    assert digestkb("--db", str(path), "ingest", str(NOTES / "literature")).status == 0
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("UPDATE notes SET size = size")
        run = digestkb("--db", str(path), "ingest", str(NOTES / "logs"), "--wait", "0.5")
    assert run.status == 75 and run.err.count("\n") == 1


FOREIGN = {
    "another program's": lambda path: sqlite3.connect(path).execute("CREATE TABLE t (a)").connection.close(),
    "no database": lambda path: path.write_text("just some text, long enough to be read as a header of a file " * 3),
    "empty": lambda path: path.write_bytes(b""),
    "a folder": lambda path: path.mkdir(),
}


@pytest.mark.parametrize("make", FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_database_of_ours_is_left_alone(tmp_path: Path, make: object) -> None:
    path = tmp_path / "other.db"
    make(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else None
    run = digestkb("--db", str(path), "search", "GRPO")
    assert (run.status, run.out) == (2, "")
    assert run.err.count("\n") == 1 and str(path) in run.err
    assert (path.read_bytes() if path.is_file() else None) == before


def test_the_database_is_found_in_the_environment(db: Path, tmp_path: Path) -> None:
    assert digestkb("stats", DIGESTKB_DB=str(db)).status == 0
    home = digestkb("stats", XDG_DATA_HOME=str(tmp_path), HOME=str(tmp_path))
    assert home.status == 2 and "kb.db" in home.err
    other = digestkb("--db", str(db), "stats", DIGESTKB_DB=str(tmp_path / "none.db"))
    assert other.status == 0, "--db wins"


def test_queries_leave_a_read_only_database_as_it_is(db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "frozen" / "kb.db"
    copy.parent.mkdir()
    copy.write_bytes(db.read_bytes())
    copy.chmod(0o400)
    copy.parent.chmod(0o500)
    try:
        assert digestkb("--db", str(copy), "search", "GRPO").status == 0
        assert [path.name for path in copy.parent.iterdir()] == ["kb.db"] or os.geteuid() == 0
    finally:
        copy.parent.chmod(0o700)


HOSTILE = """# Reading notes

## 2025.12.3
- [Red \x1bc alert \x9b31m [bold]title[/bold] :smile: [/x]](https://arxiv.org/abs/2512.01001)
  a\ttab, a bell \x07, a \x9b31m sequence and \x1b]8;;http://example.org\x1b\\a link\x1b]8;;\x1b\\
"""


def test_note_text_is_never_a_command_to_the_terminal(tmp_path: Path) -> None:
    db = tmp_path / "kb.db"
    (tmp_path / "log.md").write_text(HOSTILE, encoding="utf-8")
    assert digestkb("--db", str(db), "ingest", str(tmp_path / "log.md")).status == 0
    for form in ("tsv", "table", "ids", "paths"):
        for query in (("search", "alert"), ("show", "2512.01001"), ("list",)):
            out = digestkb("--db", str(db), *query, "-f", form).out
            assert out and not {"\x1b", "\x07", "\x9b"} & set(out), (query, form)
    for form in ("table", "md", "csv", "json"):
        status, drawn = on_terminal("--db", str(db), "show", "2512.01001", "-f", form)
        assert status == 0 and not [bad for bad in ("\x1bc", "\x1b[31m", "\x07", "\x9b") if bad in drawn], form
        assert "[bold]title[/bold]" in drawn.replace("\\", "") and ":smile:" in drawn


def test_a_terminal_gets_a_table_with_colours_and_links(db: Path) -> None:
    status, drawn = on_terminal("--db", str(db), "search", "GRPO")
    assert status == 0 and "\x1b[" in drawn and "\x1b]8;" in drawn


@pytest.mark.parametrize("changes", [{"TERM": "dumb"}, {"TERM": "unknown"}], ids=str)
def test_a_dumb_terminal_gets_no_escapes(db: Path, changes: dict[str, str]) -> None:
    status, drawn = on_terminal("--db", str(db), "search", "GRPO", **changes)
    assert status == 0 and "\x1b" not in drawn


@pytest.mark.parametrize(
    ("arguments", "changes", "coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"CLICOLOR_FORCE": "1", "TERM": "dumb"}, True),
        ((), {"CLICOLOR_FORCE": "0"}, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
    ids=str,
)
def test_colours_in_a_pipe(kb: Command, arguments: tuple[str, ...], changes: dict[str, str], coloured: bool) -> None:
    run = kb("show", GDPO, "-f", "table", *arguments, **changes)

    assert ("\x1b[36m" in run.out) is coloured and "\x1b]8" not in run.out
    assert coloured or "\x1b" not in run.out


def test_colours_are_auto_always_or_never(kb: Command, db: Path) -> None:
    assert kb("stats", "--color", "blue").status == 2
    assert "\x1b" not in on_terminal("--db", str(db), "stats", "--color", "never")[1]
    assert kb("--color", "always", "tags", "-n", "1").out.count("\x1b") == 0, "only tables are coloured"


def test_no_color_is_honoured(db: Path) -> None:
    import re

    status, drawn = on_terminal("--db", str(db), "search", "GRPO", NO_COLOR="1")
    codes = [int(code) for codes in re.findall(r"\x1b\[([\d;]*)m", drawn) for code in codes.split(";") if code]
    assert status == 0 and not [code for code in codes if 30 <= code <= 49 or 90 <= code <= 107]


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_columns_are_honoured(kb: Command, columns: int) -> None:
    from rich.cells import cell_len

    for query in (("search", "GRPO"), ("list",), ("show", GDPO), ("sources",)):
        run = kb(*query, "-f", "table", COLUMNS=str(columns))
        assert max(map(cell_len, run.lines)) <= columns, query


def test_pipes_are_utf8_whatever_the_locale_says(kb: Command) -> None:
    run = kb(
        "search", "强化学习", LC_ALL="C", LANG="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert run.status == 0 and "强化学习" in run.out


def test_arguments_that_are_no_unicode_are_no_crash(db: Path) -> None:
    for query in (b"search", b"show", b"topics", b"repairs"):
        command = [sys.executable.encode(), b"-m", b"digestkb", b"--db", os.fsencode(db), query, b"\xff\xfe\x80"]
        run = subprocess.run(command, capture_output=True, env=environment(), check=False)
        assert run.returncode == 1 and b"Traceback" not in run.stderr, (query, run.stderr)


@pytest.mark.parametrize(
    ("option", "field"),
    [
        (("--tag", "rl"), "tag:rl"),
        (("--author", "shazeer"), "author:shazeer"),
        (("--kind", "log"), "kind:log"),
        (("--lang", "vi"), "lang:vi"),
        (("--source", "logs"), "source:logs"),
        (("--since", "2026"), "date:2026.."),
        (("--until", "2024-06"), "date:..2024-06"),
        (("--since", "2024", "--until", "2024-06"), "date:2024..2024-06"),
        (("--on", "2026-01"), "date:2026-01"),
        (("--noted", "2026-01"), "noted:2026-01"),
        (("--topic", "scaling"), "topic:scaling"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_options_are_fields_and_fields_are_options(kb: Command, option: tuple[str, ...], field: str) -> None:
    by_option = kb("list", *option, "-n", "0", "-f", "ids")
    assert by_option.status == 0
    assert by_option.out == kb("list", "--where", field, "-n", "0", "-f", "ids").out
    assert len(by_option.lines) < len(kb("list", "-n", "0", "-f", "ids").lines)


def test_limits(kb: Command) -> None:
    everything = kb("list", "-n", "0", "-f", "ids").lines
    assert everything == kb("list", "-n", "100000", "-f", "ids").lines
    assert kb("list", "-n", "3", "-f", "ids").lines == everything[:3]
    assert kb("tags", "-n", "2").lines == kb("tags").lines[:2]


@pytest.mark.parametrize(
    "arguments",
    [
        *(("search", "x", "-n"), ("list", "-n"), ("related", GDPO, "-n"), ("tags", "-n"), ("topics", "--depth")),
        ("ingest", ".", "--wait"),
    ],
    ids=" ".join,
)
def test_absurd_numbers_are_a_usage_error(kb: Command, arguments: tuple[str, ...]) -> None:
    for number in ("1" + "0" * 22, "9" * 5000, "-1"):
        refused = kb(*arguments, number)
        assert refused.status == 2
        assert "Traceback" not in refused.err and "invalid value" in refused.err


def test_what_no_query_is_long_enough_for_is_refused(kb: Command) -> None:
    for typed in ("word " * 20_000, "tag:a " * 500, "title:/" + "a?" * 600 + "/"):
        refused = kb("search", typed)
        assert (refused.status, refused.out) == (2, "")
        assert "Traceback" not in refused.err


def test_a_table_says_that_there_is_more_and_a_pipe_does_not(db: Path, kb: Command) -> None:
    _, drawn = on_terminal("--db", str(db), "list", "-n", "2")
    assert "-n 0 shows all" in drawn
    assert kb("list", "-n", "2").err == ""


def test_the_most_used_tag_comes_first(kb: Command) -> None:
    counts = [int(count) for _, count in kb("tags", "-f", "tsv").records]
    assert counts == sorted(counts, reverse=True) and counts[0] > 1


def test_paths_lead_to_the_line(kb: Command, tmp_path: Path) -> None:
    run = kb("search", "GDPO", "-f", "paths", cwd=tmp_path)
    path, line, text = run.lines[0].split(":", 2)
    assert text.strip() in Path(path).read_text(encoding="utf-8").split("\n")[int(line) - 1]


def test_explain_leaves_the_answer_alone(kb: Command) -> None:
    plain, explained = kb("search", "GRPO"), kb("search", "GRPO", "--explain")
    assert explained.out == plain.out
    assert "understood as: GRPO" in explained.err and "SELECT" in explained.err


def test_ids_takes_numbers_out_of_any_text(tmp_path: Path) -> None:
    text = f"See arXiv:{GDPO}v2, https://arxiv.org/pdf/2512.24601.pdf, {GDPO} again; not 3.14159, 2026.01.09. \xff"
    run = digestkb("ids", stdin=text.encode("latin-1"))
    assert (run.status, run.lines) == (0, [GDPO, "2512.24601"])
    (tmp_path / "text").write_text(text, encoding="utf-8")
    assert digestkb("ids", str(tmp_path / "text")).lines == run.lines
    assert digestkb("ids", "-", stdin="nothing here").status == 1
    assert digestkb("ids", str(tmp_path / "nosuch")).status == 2


def test_has_tells_what_is_known_from_what_is_not(kb: Command) -> None:
    run = kb("has", "-", stdin=f"{GDPO}\n2601.99998\ngdpo\n")
    assert run.status == 1
    assert [record[:3] for record in run.records] == [
        [GDPO, "known", GDPO],
        ["2601.99998", "missing", ""],
        ["gdpo", "known", GDPO],
    ]
    assert kb("has", "-", "-f", "ids", stdin=f"2601.99998\n{GDPO}\n").lines == [GDPO]
    assert [record[0] for record in kb("has", GDPO, "2601.99998", "--missing").records] == ["2601.99998"]
    assert (kb("has", GDPO).status, kb("has", GDPO, "--missing").status) == (0, 0)


def test_related_gives_reasons_and_leaves_the_paper_itself_out(kb: Command) -> None:
    found = json.loads(kb("related", GDPO, "--json").out)
    assert found and GDPO not in [one["id"] for one in found]
    assert all(one["reasons"] for one in found)


def test_mentions_lead_to_their_lines(kb: Command) -> None:
    objects = json.loads(kb("mentions", GDPO, "--json").out)
    (paper,) = json.loads(kb("show", GDPO, "--json").out)
    assert [{**mention, "id": GDPO} for mention in paper["mentions"]] == objects
    for path, line, _ in (place.split(":", 2) for place in kb("mentions", GDPO, "-f", "paths").lines):
        text = Path(path).read_text(encoding="utf-8").split("\n")[int(line) - 1]
        assert text.strip()


def test_a_glossary_of_ones_own_wins(kb: Command, tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(
        "zyx\tml\tzyxotronics | ZX\tmáy zyx\t泽克斯\nzyy\tml\tzyxy\t\t\t직소 공학\tジクソ\n", encoding="utf-8"
    )
    (record,) = kb("glossary", "zyxotronics", DIGESTKB_GLOSSARY=str(own)).records
    assert record[1:5] == ["zyxotronics; ZX", "máy zyx", "泽克斯", "own glossary"]
    (record,) = kb("glossary", "직소", DIGESTKB_GLOSSARY=str(own)).records
    assert record[1:5] == ["zyxy", "", "", "own glossary"]
    assert record[-2:] == ["직소 공학", "ジクソ"]
    assert "chưng cất" in kb("glossary", "distillation").out


def test_a_misspelt_word_is_answered_with_the_nearest(kb: Command) -> None:
    run = kb("search", "difusion")
    assert run.status == 0 and run.err == 'digestkb: no "difusion" found; did you mean "diffusion"? that is shown\n'
    assert run.out == kb("search", "diffusion").out
    for typed in (['"difusion"'], ["--exact", "difusion"]):
        as_typed = kb("search", *typed)
        assert (as_typed.status, as_typed.out) == (1, "") and "did you mean 'diffusion'" in as_typed.err


def test_a_query_leaves_nothing_beside_the_database(tmp_path: Path) -> None:
    db = tmp_path / "kb.db"
    assert digestkb("--db", str(db), "ingest", str(NOTES / "literature")).status == 0
    assert digestkb("--db", str(db), "search", "a").status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["kb.db"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (("list", "--tag", "R"), "Reinforcement Learning"),
        (("list", "--tag", "r"), "reinforcement learning"),
        (("search", "--topic", "r"), "reasoning"),
        (("search", "--author", "shih"), "shih-yang liu"),
        (("list", "--source", "logs"), "logs/2025.12.md"),
        (("show", "2601.05"), GDPO),
        (("topics", "r"), "reasoning"),
        (("sea",), "search"),
    ],
    ids=str,
)
def test_the_shell_completes_what_the_notes_have(db: Path, typed: tuple[str, ...], offered: str) -> None:
    run = digestkb(*typed, DIGESTKB_DB=str(db), _DIGESTKB_COMPLETE="fish")
    assert run.err == "" and offered in [word for word, *_ in run.records]
    silent = digestkb(*typed, DIGESTKB_DB=str(db) + ".none", _DIGESTKB_COMPLETE="fish")
    assert silent.err == "" and [word for word, *_ in silent.records] == (["search"] if typed == ("sea",) else [])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed_and_installed(tmp_path: Path, shell: str) -> None:
    script = digestkb("completion", shell, "--show")
    assert script.status == 0 and "_DIGESTKB_COMPLETE" in script.out
    installed = digestkb("completion", shell, HOME=str(tmp_path))
    assert installed.status == 0 and str(tmp_path) in installed.err
    assert [path for path in tmp_path.rglob("*") if path.is_file()]


def test_export_is_narrowed_like_a_list(kb: Command) -> None:
    for filters in (("--tag", "rl"), ("tag:rl", "--since", "2024"), ("--where", "has:code -tag:rl")):
        wanted = sorted(kb("list", *filters, "-n", "0", "-f", "ids").out.split())
        assert [json.loads(line)["id"] for line in kb("export", *filters).out.splitlines()] == wanted
    nothing = kb("export", "tag:nobody-has-this")
    assert (nothing.status, nothing.out, nothing.err) == (1, "", "digestkb: no paper is like tag:nobody-has-this\n")


def test_fields_are_picked_in_the_order_asked_for(kb: Command) -> None:
    tsv = kb("search", "GRPO", "-n", "1", "--fields", "place,id", "--header").records
    assert tsv[0] == ["place", "id"] and re.fullmatch(r"\S+\.md:\d+", tsv[1][0]) and tsv[1][1] == "2503.20783"
    (record,) = json.loads(kb("show", GDPO, "--json", "--fields", "date,id").out)
    assert list(record.items()) == [("date", "2026-01-08"), ("id", GDPO)]
    refused = kb("tags", "--fields", "tag,colour")
    assert (refused.status, refused.err) == (2, "digestkb: there is no field 'colour'; there are tag, papers\n")
    assert kb("list", "-f", "ids", "--fields", "id").status == 2


def test_records_end_with_nul_where_they_are_lines(kb: Command) -> None:
    assert kb("list", "-n", "2", "-f", "ids", "-0").out.count("\0") == 2
    paths = kb("search", "GRPO", "-n", "2", "-f", "paths", "--null").out
    assert paths.count("\0") == 2 and "\n" not in paths
    assert kb("list", "--json", "-0").status == 2


def test_vimgrep_has_the_column_in_bytes(kb: Command) -> None:
    path, line, column, text = kb("search", "强化学习", "-n", "1", "-f", "vimgrep").lines[0].split(":", 3)
    lines = Path(path).read_bytes().split(b"\n")
    assert lines[int(line) - 1][int(column) - 1 :].startswith("强化学习".encode()) and "强化学习" in text


def test_vimgrep_has_the_column_of_the_file_wherever_the_text_of_a_paper_begins(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    lines = [
        "- <b>Wet Paint and Its Uses</b> arXiv:2401.00001 tô màu and [code][1] zyxone",
        "- [Dry Walls](https://arxiv.org/abs/2401.00002): zyxone, then zyxone",
        "[1]: https://github.com/a/b",
    ]
    (tmp_path / "notes" / "a.md").write_text("\n".join(lines), encoding="utf-8")
    db = str(tmp_path / "kb.db")
    digestkb("--db", db, "ingest", str(tmp_path / "notes"))
    found = digestkb("--db", db, "search", "zyxone", "-f", "vimgrep").lines

    places = {tuple(map(int, one.removeprefix(f"{tmp_path}/notes/a.md:").split(":")[:2])) for one in found}
    assert places == {(n, len(line.encode().split(b"zyxone")[0]) + 1) for n, line in enumerate(lines[:2], 1)}


def test_ascii_is_ascii_and_json_loses_nothing(kb: Command) -> None:
    for form in ("tsv", "table", "md", "json"):
        assert kb("search", "chưng cất", "--ascii", "-f", form).out.isascii(), form
    plain, escaped = (kb("show", GDPO, "--json", *extra).out for extra in ((), ("--ascii",)))
    assert json.loads(plain) == json.loads(escaped) and not plain.isascii()


def test_ids_from_standard_input_are_looked_among(kb: Command) -> None:
    ids = f"{GDPO}\n2503.20783\n9999.00001\n"
    run = kb("list", "--ids", "-", "-f", "ids", stdin=ids)
    assert (run.status, sorted(run.lines)) == (0, ["2503.20783", GDPO]) and "9999.00001" in run.err
    assert kb("search", "-", "-f", "ids", stdin=ids).lines == run.lines
    assert kb("list", "--ids", f"{GDPO},2503.20783", "--tag", "rl", "-f", "ids").lines == [GDPO]
    assert kb("export", "--ids", GDPO, "-f", "ids").lines == [GDPO]
    missing = kb("has", "-", "--missing", "-f", "ids", stdin=ids)
    assert (missing.status, missing.lines) == (1, ["9999.00001"])


def test_another_version_of_the_formats_is_refused(kb: Command) -> None:
    assert kb("stats", "--format-version", "1").status == 0
    assert kb("stats", "--format-version", "2").status == 2


def test_what_is_longer_than_the_screen_goes_through_a_pager(db: Path, kb: Command, tmp_path: Path) -> None:
    pager = tmp_path / "a pager"
    pager.write_text("#!/bin/sh\necho paged; head -n 2; exec 0<&-\n")
    pager.chmod(0o755)
    chosen = {"DIGESTKB_PAGER": f"'{pager}'", "PAGER": "false"}

    def drawn(*arguments: str, **changes: str) -> str:
        return on_terminal("--db", str(db), *arguments, **{**chosen, **changes})[1]

    assert "paged" in drawn("list") and "paged" not in drawn("list", "-n", "3")
    assert on_terminal("--db", str(db), "list", **chosen)[0] == 0, "it may leave before all is read"
    for arguments, changes in (
        (("list", "--no-pager"), {}),
        (("list",), {"DIGESTKB_PAGER": ""}),
        (("list",), {"DIGESTKB_PAGER": "/nonexistent/pager"}),
        (("list",), {"TERM": "dumb"}),
    ):
        assert drawn(*arguments, **changes).count("\n") > 50, (arguments, changes)
    assert "paged" not in kb("list", "-f", "table", **chosen).out


def test_a_table_shows_as_many_as_the_help_says_and_a_pipe_all(tmp_path: Path) -> None:
    (tmp_path / "many.md").write_text(
        "# Papers\n\n"
        + "\n".join(
            f"- [Method{at}: a way](https://arxiv.org/abs/2601.{at:05}) #tag{at} phÃ¡t triá»ƒn {at}"
            for at in range(1, 61)
        ),
        encoding="utf-8",
    )
    digestkb("--db", "kb.db", "ingest", "many.md", cwd=tmp_path)

    for command in ("repairs", "tags"):
        told = digestkb("--db", "kb.db", command, "-f", "table", cwd=tmp_path).out
        rows = [line for line in told.splitlines() if re.search(r"many\.md:\d|^#?tag\d", line)]
        assert (command, len(rows)) == (command, 50)
        assert len(digestkb("--db", "kb.db", command, cwd=tmp_path).lines) == 60
        assert len(digestkb("--db", "kb.db", command, "-f", "table", "-n", "0", cwd=tmp_path).out) > len(told)
