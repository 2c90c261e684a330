"""Write the man page docs/digestkb.1 from the help of the commands; the wheel puts it where ``man`` looks.

python tools/write_man.py            # write it
python tools/write_man.py --check    # say whether it is what would be written; exit 1 if not
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from digestkb.cli.app import COMMANDS, app
from digestkb.configuration import SETTINGS, VARIABLE

PAGE = Path(__file__).resolve().parent.parent / "docs" / "digestkb.1"
_HEAD = r""".\" Written by tools/write_man.py from the help of the commands.
.TH DIGESTKB 1 "" digestkb "User Commands"
.SH NAME
digestkb \- a knowledge base for folders of notes about papers"""


def page() -> str:
    """Give the page in the language of roff."""
    return "\n".join([_HEAD, *_program(), *_commands(), *_surroundings()]) + "\n"


def _program() -> Iterator[str]:
    command = get_command(app)
    yield ".SH SYNOPSIS"
    yield r".B digestkb"
    yield r"[\fIoptions\fR] \fIcommand\fR [\fIarguments\fR]"
    yield ".SH DESCRIPTION"
    yield from _said(command.help or "")
    yield ".SH OPTIONS"
    yield from _parameters(command)


def _commands() -> Iterator[str]:
    yield ".SH COMMANDS"
    commands: Any = get_command(app)
    for name in COMMANDS:
        command = commands.get_command(None, name)
        arguments = " ".join(_metavar(one) for one in command.params if one.param_type_name == "argument")
        yield f".SS digestkb {_text(name)} [\\fIoptions\\fR] {_text(arguments)}".rstrip()
        yield from _said(command.help or "")
        yield from _parameters(command)
        yield from _said(command.epilog or "")


def _surroundings() -> Iterator[str]:
    yield ".SH ENVIRONMENT"
    for setting in SETTINGS:
        if setting.variable:
            yield from _named(setting.variable, setting.about)
    yield from _named(VARIABLE, "The file of settings, instead of that in your folder for settings.")
    yield from _named("NO_COLOR, TERM, COLUMNS", "As other programs hear them: no colours, which terminal, how wide.")
    yield ".SH FILES"
    yield from _said("digestkb config --path says where the file of settings is.")


def _said(text: str) -> Iterator[str]:
    """Write a help text: paragraphs, and what stands behind a backspace line by line."""
    for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
        verbatim = paragraph.lstrip().startswith("\b")
        yield ".PP"
        if verbatim:
            yield from (".nf", *map(_line, paragraph.replace("\b", "").strip("\n").split("\n")), ".fi")
        else:
            yield from map(_line, (line.strip() for line in paragraph.strip().split("\n")))


def _parameters(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.name != "help" and not getattr(parameter, "hidden", False):
            names = ", ".join(sorted(parameter.opts, key=len))
            taken = "" if getattr(parameter, "is_flag", False) else _metavar(parameter)
            name = taken if parameter.param_type_name == "argument" else f"{names} {taken}".strip()
            yield from _named(name, f"{parameter.help or ''}{_otherwise(parameter)}")


def _metavar(parameter: Any) -> str:
    choices = getattr(parameter.type, "choices", ())
    return str(parameter.metavar or "|".join(getattr(one, "value", one) for one in choices) or "TEXT")


def _otherwise(parameter: Any) -> str:
    """Say what holds where an option is not given, unless its help does."""
    default = parameter.show_default if isinstance(parameter.show_default, str) else parameter.default
    if not parameter.show_default or default in (None, False, (), []) or callable(default):
        return ""
    return f" [default: {getattr(default, 'value', default)}]"


def _named(name: str, about: str) -> Iterator[str]:
    yield ".TP"
    yield rf"\fB{_text(name)}\fR"
    yield _line(about)


def _line(text: str) -> str:
    shown = _text(text)
    return rf"\&{shown}" if shown.startswith((".", "'")) else shown


def _text(text: str) -> str:
    """Write text so that roff takes none of it for a request, in ASCII, for not every man reads UTF-8."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace("^", r"\(ha")
    escaped = escaped.replace("~", r"\(ti").replace("`", r"\(ga")
    return "".join(char if char.isascii() else rf"\[u{ord(char):04X}]" for char in escaped)


def main() -> int:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")
    if not parser.parse_args().check:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.read_text(encoding="utf-8") == page():
        return 0
    print(f"{PAGE.name} is not what the commands say; run: python tools/write_man.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
