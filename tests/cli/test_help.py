"""Every command explains itself, and the table in ``--help`` says what the commands say."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from digestkb.cli.app import COMMANDS, app
from tests.cli.processes import ROOT, environment

runner = CliRunner()


def command(name: str) -> Any:
    """Load a command as the application does."""
    return get_command(app).get_command(None, name)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_command_says(name: str) -> None:
    summary = command(name).help.partition("\n")[0]

    assert summary == COMMANDS[name][1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_that_names_it(name: str) -> None:
    shown = runner.invoke(app, [name, "--help"]).output
    _, _, examples = shown.partition("\n  Example:\n")

    assert re.search(rf"^ +(?:.*\| )?digestkb {name}\b", examples, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_is_documented(name: str) -> None:
    undocumented = [part.name for part in command(name).params if not (getattr(part, "help", None) or "").strip()]

    assert undocumented == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_eighty_columns(name: str) -> None:
    lines = runner.invoke(app, [name, "--help"], env={"COLUMNS": "80"}).output.split("\n")

    assert [line for line in lines if len(line) > 80] == []


def test_every_command_of_every_module_is_in_the_table() -> None:
    modules = {module for module, _ in COMMANDS.values()}
    found = {
        (info.name, module)
        for module in modules
        for info in importlib.import_module(f"digestkb.cli.{module}").commands.registered_commands
    }

    assert found == {(name, module) for name, (module, _) in COMMANDS.items()}


def test_the_same_option_is_called_the_same_everywhere() -> None:
    shapes: dict[str, set[str]] = {}
    for name in COMMANDS:
        for part in command(name).params:
            for option in part.opts:
                if option.startswith("-"):
                    shapes.setdefault(option, set()).add(str(part.name))

    assert {option: names for option, names in shapes.items() if len(names) > 1} == {}


def test_help_and_version_need_no_database() -> None:
    for arguments in (["--help"], ["--version"], ["search", "--help"]):
        assert runner.invoke(app, ["--db", "/nonexistent", *arguments]).exit_code == 0


def test_the_man_page_says_what_the_commands_say() -> None:
    check = [sys.executable, "tools/write_man.py", "--check"]
    run = subprocess.run(check, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=60, check=False)

    assert (run.returncode, run.stderr) == (0, "")
