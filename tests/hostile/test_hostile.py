"""Every command that reads, in every format, on hostile notes: nothing acts, and every record is one record."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import category

import pytest
from markdown_it import MarkdownIt

from digestkb.cli.app import app
from digestkb.render import Format
from tests.cli.processes import digestkb, on_terminal
from tests.hostile import corpus

COMMANDS = {
    " ".join(command): ("--db", "kb.db", *command)
    for command in (
        *(
            ("export", "--notes"),
            ("list", "-n", "0", "--notes"),
            ("search", "-n", "0", "a"),
            ("search", "--explain", "x"),
        ),
        *(("show", "2601.05242", "2601.00001", "2601.00002"), ("mentions", "2601.05242"), ("related", "2601.05242")),
        *(("topics",), ("tags",), ("authors",), ("sources",), ("gaps",), ("ideas",), ("highlights",), ("repairs",)),
        *(("reading-list",), ("timeline",), ("stats",), ("doctor",), ("glossary", "--notes"), ("has", "\x1b[31mno")),
    )
}
#: A few notes are enough for what reads them without a database.
FILES = ("front.md", "links.md", "no-paper.md", "digests/2025-01-22-damaged.md", corpus.NAMES[0], corpus.NAMES[1])
COMMANDS |= {
    " ".join(command): (*command, *(f"notes/{name}" for name in FILES))
    for command in (("read", "--why"), ("read", "--tree"), ("repair", "--explain"), ("repair", "--stats"), ("ids",))
}
#: What must not be seen, whatever the format: all controls but those of the format, and all that is hidden.
HIDDEN = re.compile("[\x80-\x9f\xad\u200b\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
HEAP = re.compile("[\u0300-\u036f]{6}")
#: What rich draws with: colours, and links that have an id.
COLOUR = re.compile("\x1b\\[[0-9;]*m")
LINK = re.compile("\x1b\\]8;(?:id=[0-9a-z-]+)?;([^\x1b]*)\x1b\\\\")
WEB = re.compile(r"https?://[!-~]+")
#: What :mod:`digestkb.copies` puts around what digestkb wrote: a comment that ends where its line does.
MARK = re.compile(r"^<!-- (?:digestkb: [a-z]+ (?:(?!--)[^<>\n])*|/digestkb) -->$", re.MULTILINE)
MARKDOWN = MarkdownIt("commonmark").enable("table")


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        """Say that somebody looks."""
        return True


def answer(*arguments: str, terminal: bool = False) -> tuple[str, str]:
    """Run a command in this process; gives what it wrote to standard output and to standard error."""
    out, err = (Screen(), Screen()) if terminal else (io.StringIO(), io.StringIO())
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.suppress(SystemExit):
        app(list(arguments), prog_name="digestkb", standalone_mode=False)
    return out.getvalue(), err.getvalue()


@pytest.fixture(params=COMMANDS)
def answers(request: pytest.FixtureRequest, db: Path, monkeypatch: pytest.MonkeyPatch) -> dict[Format, tuple[str, str]]:
    """What a command says in each format that it has: in a pipe, and on a terminal."""
    command = COMMANDS[request.param]
    monkeypatch.chdir(db.parent)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    found: dict[Format, tuple[str, str]] = {}
    for form in Format:
        piped, err = answer(*command, "-f", form.value)
        if "cannot be written as" not in err:
            # On a terminal only tables and pages are laid out in another way.
            drawn = answer(*command, "-f", form.value, terminal=True)[0] if form in (Format.TABLE, Format.MD) else piped
            found[form] = piped, drawn
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", err) and not HIDDEN.search(err)
    return found


def test_nothing_acts_and_every_record_is_one(answers: dict[Format, tuple[str, str]]) -> None:
    assert len(answers) > 5
    for form, (piped, drawn) in answers.items():
        assert not HIDDEN.search(piped) and not HEAP.search(piped), form
        assert {char for char in set(piped) if category(char) == "Cc"} <= {"\n", "\t"}, form
        left = LINK.sub("", COLOUR.sub("", drawn))
        assert not HIDDEN.search(left) and not HEAP.search(left), form
        assert {char for char in set(left) if category(char) == "Cc"} <= {"\n", "\t"}, form
        for address in filter(None, LINK.findall(drawn)):
            assert WEB.fullmatch(address) or (address.startswith("file:///") and address.isascii()), address
        assert "passwd" not in "".join(LINK.findall(drawn))
        CHECKS.get(form, lambda text: None)(piped)


def check_tsv(text: str) -> None:
    """Each line has as many fields as the others."""
    assert len({line.count("\t") for line in text.splitlines()}) <= 1
    assert len(text.splitlines()) == text.count("\n")


def check_csv(text: str) -> None:
    """Each row has as many cells as the others, and none is a formula."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in {*"=+-@"} or cell[:1] in {*"\t\r"}]


def check_jsonl(text: str) -> None:
    """Each line is an object."""
    assert all(isinstance(json.loads(line), dict) for line in text.splitlines())


def check_json(text: str) -> None:
    """The whole is a list, one object a line."""
    assert len(json.loads(text)) == max(0, len(text.splitlines()) - 2)


def check_lines(text: str) -> None:
    """Nothing but a line end ends a line."""
    assert len(text.splitlines()) == text.count("\n")


def check_markdown(text: str) -> None:
    """It has no HTML but our marks, and links to web pages alone; only its own headings are outside of quotations."""
    text = MARK.sub("", text)
    for kind, where in tokens(text):
        assert not kind.startswith("html")
        assert not where or WEB.fullmatch(where), where
    assert not [line for line in text.splitlines() if re.match(r"\s*(?:- )*(?:```|~~~|=)", line)]


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield the kind of each piece of Markdown, and where it leads."""
    pending = MARKDOWN.parse(text)
    while pending:
        token = pending.pop()
        yield token.type, str(token.attrGet("href") or token.attrGet("src") or "")
        pending += token.children or []


def check_bibtex(text: str) -> None:
    """Addresses are those of web pages, no value ends early, and there is no command of TeX's that runs something."""
    assert all(WEB.fullmatch(address) for address in re.findall(r"^  url = \{(.*)\},$", text, re.MULTILINE))
    assert text.count("@misc{") == len(re.findall(r"^@misc\{[A-Za-z][\w.-]*,$", text, re.MULTILINE))
    assert all(re.match(r"  \w+ = \{.*\},$|  month = \w+,$|\}?$|@misc", line) for line in text.splitlines())
    assert not re.search(r"(?<!textbackslash)\\(?:input|write)", text)


def check_csljson(text: str) -> None:
    """It is JSON, and its addresses are those of web pages."""
    check_json(text)
    assert all(WEB.fullmatch(item["URL"]) for item in json.loads(text) if "URL" in item)


def check_ris(text: str) -> None:
    """Every line is a tag with its value, and every record ends once."""
    assert all(re.match(r"[A-Z][A-Z0-9]  - |$", line) for line in text.splitlines())
    assert text.count("TY  - ") == text.count("\nER  - \n\n")
    assert all(WEB.fullmatch(address) for address in re.findall(r"^UR  - (.*)$", text, re.MULTILINE))


CHECKS = {
    Format.TSV: check_tsv,
    Format.CSV: check_csv,
    Format.JSON: check_json,
    Format.JSONL: check_jsonl,
    Format.IDS: check_lines,
    Format.PATHS: check_lines,
    Format.MD: check_markdown,
    Format.BIBTEX: check_bibtex,
    Format.CSLJSON: check_csljson,
    Format.RIS: check_ris,
}


def test_what_is_hostile_got_as_far_as_the_answers(db: Path) -> None:
    """Else the test above would test nothing."""
    out, _ = answer("--db", str(db), "export", "--notes", "-f", "json")
    known = "\n".join(strings(json.loads(out)))
    for payload in ("\x1b[31m", "\u202e", "\u200b", "\U000e006f", "<script>", "javascript:alert(1)"):
        assert payload in known, ascii(payload)
    assert HEAP.search(known)
    cells, _ = answer("--db", str(db), "export", "-f", "csv", "--raw")
    raw = [cell for row in csv.reader(io.StringIO(cells, newline="")) for cell in row]
    guarded, _ = answer("--db", str(db), "export", "-f", "csv")
    assert len([cell for cell in raw if cell.startswith(("=", "+", "@", "-"))]) > 5
    assert [cell.removeprefix("'") for row in csv.reader(io.StringIO(guarded, newline="")) for cell in row] == [
        cell.removeprefix("'") for cell in raw
    ]


def strings(value: object) -> Iterator[str]:
    """Yield all text in JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


@pytest.mark.parametrize(
    "arguments", [("show", "2601.05242"), ("search", "a", "-n", "0"), ("list", "-n", "0")], ids=" ".join
)
def test_a_real_terminal_gets_no_escape_from_a_note(db: Path, arguments: tuple[str, ...]) -> None:
    status, drawn = on_terminal("--db", str(db), *arguments)
    left = LINK.sub("", COLOUR.sub("", drawn)).replace("\r\n", "\n")
    assert status == 0 and "\u241b[31mred" in left
    assert {char for char in set(left) if category(char) == "Cc"} == {"\n"}
    assert not HIDDEN.search(left) and not HEAP.search(left)


WRONG = (
    ("--\x1b[31m",),
    ("\x1b[31m",),
    ("list", "--sort", "\x1b[31m"),
    ("read", "\x1b[31m\n"),
    ("has", "\u202e\x1b[31m"),
)


@pytest.mark.parametrize("arguments", WRONG, ids=ascii)
def test_arguments_are_not_told_to_the_terminal(arguments: tuple[str, ...], db: Path) -> None:
    run = digestkb("--db", str(db), *arguments)
    assert run.status in (1, 2, 3) and not re.search("[\x00-\x08\x0b-\x1f\u202e]", run.err + run.out)


def test_names_of_files_are_quoted_as_git_does(notes: Path, tmp_path: Path) -> None:
    damaged = (notes / "digests" / "2025-01-22-damaged.md").read_bytes()
    names = {"a\nb.md": '"a\\nb.md"', "\x1b.md": '"\\033.md"', "\u202e.md": '"\\342\\200\\256.md"', "c d.md": "c d.md"}
    for name in names:
        (tmp_path / name).write_bytes(damaged)
    checked = digestkb("repair", "--check", ".", cwd=tmp_path)
    assert checked.status == 1 and sorted(checked.lines) == sorted(names.values())
    diff = digestkb("repair", "--diff", ".", cwd=tmp_path).out
    heads = [line[4:] for line in diff.split("\n") if line.startswith("+++ ")]
    assert sorted(heads) == sorted(f'"b/{shown[1:]}' if shown[0] == '"' else f"b/{shown}" for shown in names.values())
    written = digestkb("repair", "--write", ".", cwd=tmp_path)
    assert sorted(record[0] for record in written.records) == sorted(names.values())
    assert {len(record) for record in written.records} == {3}
